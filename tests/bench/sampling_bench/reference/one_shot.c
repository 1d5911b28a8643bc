#define _GNU_SOURCE
// Asks an engine for the one-shot statistics of containers, all at once, once in so long.
//
//   one_shot SOCKET INTERVAL_MS ROUNDS < lines of container ids
//
// One kept-open connection for each container: an engine before 25.0 answers at its collector's next tick alone, so that questions one
// after the other would take a second each. Prints "samples=N self_us/sample=X resident_kib=K", as CPU of its own.
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { containers_max = 1024, reply_bytes_max = 65536, silence_ms_max = 30000 };

struct question {
  char id[80];
  char reply[reply_bytes_max + 1];
  size_t got;
};

static struct question *asked[containers_max];
static struct pollfd connections[containers_max];
static int count;
static volatile unsigned long long sum;  // so that nothing is left out as unused

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static long long cpu_us(void) {
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  return (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000000LL + used.ru_utime.tv_usec + used.ru_stime.tv_usec;
}

static long long now_ms(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return at.tv_sec * 1000LL + at.tv_nsec / 1000000;
}

static int connected(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  strncpy(address.sun_path, path, sizeof address.sun_path - 1);
  const int made = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (made < 0 || connect(made, (struct sockaddr *)&address, sizeof address) != 0) fail(path);
  return made;
}

static void read_ids(const char *path) {
  char id[80];
  while (scanf("%79s", id) == 1) {
    if (count == containers_max) exit(2);
    asked[count] = calloc(1, sizeof **asked);
    if (asked[count] == NULL) fail("calloc");
    strcpy(asked[count]->id, id);
    connections[count++].fd = connected(path);
  }
}

static void ask(int i) {
  char text[256];
  const int length = snprintf(
      text, sizeof text, "GET /v1.41/containers/%s/stats?stream=false&one-shot=true HTTP/1.1\r\nHost: engine\r\n\r\n", asked[i]->id);
  if (write(connections[i].fd, text, length) != length) fail("write");
  asked[i]->got = 0;
  connections[i].events = POLLIN;
}

// Replies of over 2 KiB come in chunks.
static int is_whole(const struct question *one) {
  const char *end = strstr(one->reply, "\r\n\r\n");
  if (end == NULL) return 0;
  const char *length = strcasestr(one->reply, "content-length: ");
  if (length != NULL && length < end) return one->got - (end + 4 - one->reply) >= strtoul(length + 16, NULL, 10);
  return one->got >= 5 && memcmp(one->reply + one->got - 5, "0\r\n\r\n", 5) == 0;
}

static int take(int i) {
  struct question *one = asked[i];
  const ssize_t more = read(connections[i].fd, one->reply + one->got, reply_bytes_max - one->got);
  if (more <= 0) fail("read");
  one->got += more;
  one->reply[one->got] = 0;
  if (!is_whole(one)) return 0;
  const char *total = strstr(one->reply, "\"total_usage\":");
  if (strncmp(one->reply, "HTTP/1.1 200", 12) != 0 || total == NULL) {
    fprintf(stderr, "no statistics: %.200s\n", one->reply);
    exit(1);
  }
  sum += strtoull(total + 14, NULL, 10);
  connections[i].events = 0;
  return 1;
}

static void ask_all(void) {
  int left = count;
  for (int i = 0; i < count; ++i) ask(i);
  while (left > 0) {
    if (poll(connections, count, silence_ms_max) <= 0) fail("the engine says nothing");
    for (int i = 0; i < count; ++i) {
      if (connections[i].revents != 0 && connections[i].events != 0) left -= take(i);
    }
  }
}

static long resident_kib(void) {
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  return used.ru_maxrss;
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  const long interval_ms = atol(argv[2]), rounds = atol(argv[3]);
  read_ids(argv[1]);
  const long long began_us = cpu_us();
  long long next_ms = now_ms();
  for (long round = 0; round < rounds; ++round) {
    ask_all();
    next_ms += interval_ms;
    const long long left_ms = next_ms - now_ms();
    if (left_ms > 0) usleep(left_ms * 1000);
  }
  const long samples = rounds * count;
  printf("samples=%ld self_us/sample=%.1f resident_kib=%ld\n", samples, (double)(cpu_us() - began_us) / samples, resident_kib());
  return 0;
}

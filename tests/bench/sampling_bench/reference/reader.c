#define _GNU_SOURCE
// Reads kernel files that it keeps open, once in so long: the least that a sampler can do.
//
//   reader INTERVAL_MS ROUNDS SELDOM_EVERY < lines of "always PATH", "seldom PATH" or "host PATH"
//
// One round first that does not count. Prints a line a round, when all are over: the microseconds of CPU that it took, with the
// sleep after it but without the `host` files, and those that the `host` files took. `seldom` files are read in every
// SELDOM_EVERYth round.
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { files_max = 16384, rounds_max = 4096, text_bytes_max = 65536 };

enum pace { always = 'a', seldom = 's', host = 'h' };

struct file {
  int fd;
  enum pace pace;
};

static struct file files[files_max];
static int file_count;
static char text[text_bytes_max + 1];
static volatile unsigned long long sum;  // so that nothing is left out as unused

static long long cpu_us(void) {
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  return (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000000LL + used.ru_utime.tv_usec + used.ru_stime.tv_usec;
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void open_all(void) {
  char line[1024];
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
  }
  while (fgets(line, sizeof line, stdin) != NULL) {
    line[strcspn(line, "\n")] = 0;
    char *path = strchr(line, ' ');
    if (path == NULL || file_count == files_max) exit(2);
    files[file_count].pace = (enum pace)line[0];
    files[file_count].fd = open(path + 1, O_RDONLY | O_CLOEXEC);
    if (files[file_count].fd < 0) fail(path + 1);
    ++file_count;
  }
}

static unsigned long long number_at(const char *at) {
  unsigned long long number = 0;
  while (*at >= '0' && *at <= '9') number = number * 10 + (unsigned)(*at++ - '0');
  return number;
}

static void read_all(enum pace pace) {
  for (int i = 0; i < file_count; ++i) {
    if (files[i].pace != pace) continue;
    const ssize_t length = pread(files[i].fd, text, text_bytes_max, 0);
    if (length < 0) fail("pread");
    text[length] = 0;
    const char *inactive = files[i].pace == seldom ? strstr(text, "total_inactive_file ") : NULL;
    sum += number_at(inactive != NULL ? inactive + 20 : text);
  }
}

static void sleep_until(struct timespec *next, long interval_ms) {
  next->tv_nsec += interval_ms % 1000 * 1000000;
  next->tv_sec += interval_ms / 1000 + next->tv_nsec / 1000000000;
  next->tv_nsec %= 1000000000;
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, next, NULL) != 0) continue;
}

int main(int count, char **words) {
  static long long took[rounds_max], took_host[rounds_max];
  if (count != 4) return 2;
  const long interval_ms = atol(words[1]);
  const int rounds = atoi(words[2]), seldom_every = atoi(words[3]);
  if (interval_ms < 1 || rounds < 1 || rounds > rounds_max || seldom_every < 1) return 2;
  open_all();
  struct timespec next;
  clock_gettime(CLOCK_MONOTONIC, &next);
  read_all(always);
  read_all(seldom);
  read_all(host);
  sleep_until(&next, interval_ms);
  for (int round = 0; round < rounds; ++round) {
    const long long before = cpu_us();
    read_all(host);
    took_host[round] = cpu_us() - before;
    read_all(always);
    if (round % seldom_every == 0) read_all(seldom);
    sleep_until(&next, interval_ms);
    took[round] = cpu_us() - before - took_host[round];
  }
  for (int round = 0; round < rounds; ++round) printf("%lld %lld\n", took[round], took_host[round]);
  return 0;
}

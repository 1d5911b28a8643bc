#define _GNU_SOURCE
// Sends requests to the engine, so many at a time, over connections that stay open.
//
//   caller SOCKET CONCURRENCY < lines of "METHOD PATH"
//
// Prints: nanoseconds from the first request to the last reply, number of replies, number of them with a status >= 400.
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { connections_max = 64, reply_bytes_max = 1 << 22 };

struct connection {
  int fd;
  char *reply;
  size_t held;
};

static int replies, refused;

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void open_connection(struct connection *one, const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
  one->fd = socket(AF_UNIX, SOCK_STREAM, 0);
  one->reply = malloc(reply_bytes_max + 1);
  if (one->reply == NULL || connect(one->fd, (struct sockaddr *)&address, sizeof address) != 0) {
    perror(path);
    exit(1);
  }
}

// Sends the next request; 0 when there is none.
static int send_next(struct connection *one) {
  char line[2048], request[4096];
  if (fgets(line, sizeof line, stdin) == NULL) return 0;
  line[strcspn(line, "\n")] = 0;
  const int length = snprintf(request, sizeof request, "%s HTTP/1.1\r\nHost: engine\r\n%s\r\n", line,
                              strncmp(line, "POST", 4) == 0 ? "Content-Length: 0\r\n" : "");
  one->held = 0;
  if (write(one->fd, request, (size_t)length) != length) exit(1);
  return 1;
}

static int is_whole(const struct connection *one) {
  const char *body = strstr(one->reply, "\r\n\r\n");
  if (body == NULL) return 0;
  body += 4;
  const size_t body_bytes = one->held - (size_t)(body - one->reply);
  if (strncmp(one->reply + 9, "204", 3) == 0 || strncmp(one->reply + 9, "304", 3) == 0) return 1;
  const char *length = strcasestr(one->reply, "\r\ncontent-length: ");
  if (length != NULL && length < body) return body_bytes >= (size_t)atol(length + 18);
  return body_bytes >= 5 && memcmp(one->reply + one->held - 5, "0\r\n\r\n", 5) == 0;
}

// Takes what has come; 1 when the reply is whole.
static int receive(struct connection *one) {
  const ssize_t got = read(one->fd, one->reply + one->held, reply_bytes_max - one->held);
  if (got <= 0) exit(1);
  one->held += (size_t)got;
  one->reply[one->held] = 0;
  if (!is_whole(one)) return 0;
  ++replies;
  if (one->reply[9] >= '4') ++refused;
  return 1;
}

int main(int count, char **words) {
  struct connection connections[connections_max] = {0};
  struct pollfd waiting[connections_max];
  const int wanted = count == 3 ? atoi(words[2]) : 0;
  if (wanted < 1 || wanted > connections_max) return 2;
  for (int i = 0; i < wanted; ++i) open_connection(&connections[i], words[1]);
  const long long began = now();
  int busy = 0;
  for (int i = 0; i < wanted; ++i) {
    const int sent = send_next(&connections[i]);
    waiting[i] = (struct pollfd){.fd = sent ? connections[i].fd : -1, .events = POLLIN};
    busy += sent;
  }
  while (busy > 0) {
    if (poll(waiting, (nfds_t)wanted, -1) < 0) return 1;
    for (int i = 0; i < wanted; ++i) {
      if (waiting[i].fd < 0 || waiting[i].revents == 0 || !receive(&connections[i])) continue;
      if (send_next(&connections[i])) continue;
      waiting[i].fd = -1;
      --busy;
    }
  }
  printf("%lld %d %d\n", now() - began, replies, refused);
  return 0;
}

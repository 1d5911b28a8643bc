// The least that a client can do about a dead container: wait for its event, send the request that the event calls for.
//
//   restarter SOCKET LABEL start|restart     `start` answers die events, `restart` answers health_status: unhealthy
//
// Only containers with the label LABEL (name=value) exist for it. Two connections, opened once: the stream and the requests.
// Prints one line a request, after its reply: CONTAINER_ID status nanoseconds_from_event_to_request.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { id_length = 64, buffer_bytes = 1 << 18 };

static char buffer[buffer_bytes + 1];

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static int connect_to(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
  const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
    perror(path);
    exit(1);
  }
  return fd;
}

static void send_all(int fd, const char *text, size_t length) {
  while (length > 0) {
    const ssize_t sent = write(fd, text, length);
    if (sent <= 0) exit(1);
    text += sent;
    length -= (size_t)sent;
  }
}

static void subscribe(int stream, const char *label, int wants_deaths) {
  char filters[512], request[2048], *out = request;
  snprintf(filters, sizeof filters, "{\"type\":[\"container\"],\"label\":[\"%s\"],\"event\":[\"%s\"]}", label,
           wants_deaths ? "die" : "health_status");
  out += sprintf(out, "GET /v1.41/events?filters=");
  for (const char *c = filters; *c != 0; ++c) out += sprintf(out, "%%%02X", (unsigned char)*c);
  out += sprintf(out, " HTTP/1.1\r\nHost: engine\r\n\r\n");
  send_all(stream, request, (size_t)(out - request));
}

static void answer(int requests, const char *line, const char *verb, long long read_at) {
  const char *id = strstr(line, "\"ID\":\"");
  if (id == NULL || strlen(id) < 6 + id_length) return;
  char request[256], reply[4096];
  const int length = snprintf(request, sizeof request,
                              "POST /v1.41/containers/%.64s/%s HTTP/1.1\r\nHost: engine\r\nContent-Length: 0\r\n\r\n",
                              id + 6, verb);
  send_all(requests, request, (size_t)length);
  const long long sent_at = now();
  const ssize_t got = read(requests, reply, sizeof reply - 1);
  if (got <= 12) exit(1);
  printf("%.64s %.3s %lld\n", id + 6, reply + 9, sent_at - read_at);
  fflush(stdout);
}

int main(int count, char **words) {
  if (count != 4) return 2;
  const int wants_deaths = strcmp(words[3], "start") == 0;
  const char *what = wants_deaths ? "\"Action\":\"die\"" : "\"Action\":\"health_status: unhealthy\"";
  const char *verb = wants_deaths ? "start" : "restart?t=10";
  const int stream = connect_to(words[1]), requests = connect_to(words[1]);
  subscribe(stream, words[2], wants_deaths);
  size_t held = 0;
  for (;;) {
    const ssize_t got = read(stream, buffer + held, buffer_bytes - held);
    if (got <= 0) return 1;
    const long long read_at = now();
    held += (size_t)got;
    buffer[held] = 0;
    char *line = buffer, *end;
    for (; (end = strchr(line, '\n')) != NULL; line = end + 1) {
      *end = 0;
      if (strstr(line, what) != NULL) answer(requests, line, verb, read_at);
    }
    held -= (size_t)(line - buffer);
    memmove(buffer, line, held);
  }
}

#define _GNU_SOURCE
// Stands between a client and the engine, passes every byte on at once, and notes when what passed.
//
//   recorder LISTEN_SOCKET ENGINE_SOCKET FILE [FIFO]
//
// Each line that is written to FIFO is added to the engine's event stream, as if the engine had said it.
//
// Lines of FILE, times in nanoseconds of CLOCK_MONOTONIC:
//   Q time connection METHOD PATH     a request has been read from the client (not yet sent on)
//   R time connection STATUS          the first bytes of a reply have been read from the engine
//   D time connection BYTES           further bytes of a reply
//   E time connection ACTION ID       an event has been read from the engine (not yet sent on)
//   A time connection BYTES           a line of FIFO has been added to the events (0 of them: nobody listens to events)
// FILE is complete once the recorder has been idle for 50 ms, and at SIGTERM.
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { ends_max = 1024, chunk_bytes = 1 << 18, line_max = 4096, idle_ms = 50 };

struct end {
  int other;       // descriptor of the other side; -1: not in use
  int number;      // of the connection
  int is_engine;
  int ended;       // nothing more comes from here
  int is_events;   // the reply to GET /events: its lines are noted, its bytes are not
  char tail[4];    // the last bytes that were passed on
};

static struct end ends[ends_max];
static char chunk[chunk_bytes + 1];
static FILE *notes;
static volatile sig_atomic_t asked_to_stop;

static void stop(int signal_number) {
  (void)signal_number;
  asked_to_stop = 1;
}

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static struct sockaddr_un address_of(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
  return address;
}

static void watch(int epoll, int fd) {
  struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
  epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

static void take_connection(int epoll, int listener, const char *engine) {
  static int connections;
  const struct sockaddr_un address = address_of(engine);
  const int client = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
  if (client < 0) return;
  const int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (client >= ends_max || server >= ends_max || connect(server, (const struct sockaddr *)&address, sizeof address) != 0) {
    close(client);
    close(server);
    return;
  }
  ++connections;
  ends[client] = (struct end){.other = server, .number = connections};
  ends[server] = (struct end){.other = client, .number = connections, .is_engine = 1};
  watch(epoll, client);
  watch(epoll, server);
}

static void note_request(struct end *from, long long at) {
  const char *line_end = strstr(chunk, " HTTP/1.1\r\n");
  if (line_end == NULL || chunk[0] < 'A' || chunk[0] > 'Z') return;  // a body
  fprintf(notes, "Q %lld %d %.*s\n", at, from->number, (int)(line_end - chunk), chunk);
  ends[from->other].is_events = strstr(chunk, "/events") != NULL && strstr(chunk, "/events") < line_end;
}

static void note_events(const struct end *from, long long at) {
  for (const char *found = chunk; (found = strstr(found, "\"Action\":\"")) != NULL;) {
    found += 10;
    const char *id = strstr(found, "\"ID\":\"");
    if (id == NULL) return;
    fprintf(notes, "E %lld %d %.*s %.64s\n", at, from->number, (int)strcspn(found, "\""), found, id + 6);
  }
}

static void note_reply(const struct end *from, long long at, ssize_t bytes) {
  if (strncmp(chunk, "HTTP/1.", 7) == 0) {
    fprintf(notes, "R %lld %d %.3s\n", at, from->number, chunk + 9);
  } else {
    fprintf(notes, "D %lld %d %zd\n", at, from->number, bytes);
  }
}

static void close_pair(int fd) {
  const int other = ends[fd].other;
  ends[fd].other = ends[other].other = -1;
  close(fd);
  close(other);
}

static void end_side(int epoll, int fd) {
  ends[fd].ended = 1;
  epoll_ctl(epoll, EPOLL_CTL_DEL, fd, NULL);
  if (ends[ends[fd].other].ended || ends[fd].is_engine) return close_pair(fd);
  shutdown(ends[fd].other, SHUT_WR);
}

static int send_on(int fd, ssize_t length) {
  for (ssize_t sent = 0; sent < length;) {
    const ssize_t step = send(fd, chunk + sent, (size_t)(length - sent), MSG_NOSIGNAL);
    if (step <= 0) return 0;
    sent += step;
  }
  return 1;
}

static void keep_tail(struct end *from, ssize_t length) {
  const ssize_t size = sizeof from->tail, kept = length < size ? length : size;
  memmove(from->tail, from->tail + kept, (size_t)(size - kept));
  memcpy(from->tail + size - kept, chunk + length - kept, (size_t)kept);
}

// The engine sends an event as one chunk that ends with a line's end; before the first there is the header's.
static int is_between_chunks(const struct end *events) {
  return memcmp(events->tail, "}\n\r\n", 4) == 0 || memcmp(events->tail, "\r\n\r\n", 4) == 0;
}

static struct end *events_of_engine(void) {
  for (int fd = 0; fd < ends_max; ++fd) {
    if (ends[fd].other >= 0 && ends[fd].is_engine && ends[fd].is_events) return &ends[fd];
  }
  return NULL;
}

static void add_line(struct end *events, char *line, size_t length) {
  static char framed[line_max + 32];
  const int size = snprintf(framed, sizeof framed, "%zx\r\n%.*s\r\n", length, (int)length, line);
  const int sent = events != NULL && send(events->other, framed, (size_t)size, MSG_NOSIGNAL) == size;
  fprintf(notes, "A %lld %d %zu\n", now(), events == NULL ? 0 : events->number, sent ? length : 0);
}

// Whole lines: each was written at once and is shorter than what a pipe keeps together.
static void add_events(int fifo) {
  static char lines[1 << 17];
  struct end *events = events_of_engine();
  if (events != NULL && !is_between_chunks(events)) return;  // in a moment
  const ssize_t length = read(fifo, lines, sizeof lines);
  for (ssize_t begin = 0; begin < length;) {
    const char *line_end = memchr(lines + begin, '\n', (size_t)(length - begin));
    if (line_end == NULL || line_end - lines - begin >= line_max) return;
    const ssize_t next = line_end - lines + 1;
    add_line(events, lines + begin, (size_t)(next - begin));
    begin = next;
  }
}

static void pass_on(int epoll, int fd) {
  struct end *from = &ends[fd];
  if (from->other < 0) return;  // closed in this turn
  const ssize_t length = read(fd, chunk, chunk_bytes);
  const long long at = now();
  if (length <= 0) return end_side(epoll, fd);
  chunk[length] = 0;
  keep_tail(from, length);
  const int sent = from->is_engine || send_on(from->other, length);  // a request goes on before it is noted,
  if (!from->is_engine) note_request(from, at);
  if (from->is_engine && !send_on(from->other, length)) return close_pair(fd);  // a reply likewise
  if (from->is_engine && from->is_events) note_events(from, at);
  if (from->is_engine && !from->is_events) note_reply(from, at, length);
  if (!sent) close_pair(fd);
}

// What is measured is the client: while the engine keeps all cores busy, the recorder must not add its own waiting for one.
static void measure_first(void) {
  const struct sched_param first = {.sched_priority = 1};
  if (sched_setscheduler(0, SCHED_FIFO, &first) != 0) perror("the recorder waits for its turn like all others");
}

int main(int count, char **words) {
  if (count < 4 || count > 5 || (notes = fopen(words[3], "w")) == NULL) return 2;
  setvbuf(notes, NULL, _IOFBF, 1 << 20);
  measure_first();
  struct sigaction action = {.sa_handler = stop};
  sigaction(SIGTERM, &action, NULL);
  for (int i = 0; i < ends_max; ++i) ends[i].other = -1;
  const struct sockaddr_un address = address_of(words[1]);
  const int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), epoll = epoll_create1(EPOLL_CLOEXEC);
  if (bind(listener, (const struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 64) != 0) {
    perror(words[1]);
    return 1;
  }
  watch(epoll, listener);
  // Open for writing as well: it has no end then.
  const int fifo = count == 5 ? open(words[4], O_RDWR | O_NONBLOCK | O_CLOEXEC) : -1;
  if (count == 5 && fifo < 0) return 1;
  if (fifo >= 0) watch(epoll, fifo);
  while (!asked_to_stop) {
    struct epoll_event ready[32];
    const int found = epoll_wait(epoll, ready, 32, idle_ms);
    if (found == 0) fflush(notes);
    for (int i = 0; i < found; ++i) {
      if (ready[i].data.fd == listener) {
        take_connection(epoll, listener, words[2]);
      } else if (ready[i].data.fd == fifo) {
        add_events(fifo);
      } else {
        pass_on(epoll, ready[i].data.fd);
      }
    }
  }
  fclose(notes);
  return 0;
}

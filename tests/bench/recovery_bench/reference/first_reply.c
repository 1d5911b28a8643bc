// How long from exec to the first reply: starts a server again and again and asks it at its Unix socket.
//
//   first_reply SOCKET PATH PROGRAM [ARGUMENTS...]
//
// Asks every 50 us. Prints the nanoseconds from just before fork to the first byte of the reply, and its status; then ends the
// server with SIGTERM and waits for it.
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const long long limit_ns = 20000000000LL;

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

// Bytes of the reply, or -1 where nobody listens yet.
static ssize_t ask(const char *path, const char *request, char *reply, size_t room) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
  const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  ssize_t got = -1;
  if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0 &&
      write(fd, request, strlen(request)) == (ssize_t)strlen(request)) {
    got = read(fd, reply, room);
  }
  close(fd);
  return got;
}

int main(int count, char **words) {
  if (count < 4) return 2;
  char request[256], reply[512] = {0};
  snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: agent\r\nConnection: close\r\n\r\n", words[2]);
  signal(SIGPIPE, SIG_IGN);
  unlink(words[1]);
  const long long began = now();
  const pid_t server = fork();
  if (server == 0) {
    execv(words[3], words + 3);
    _exit(127);
  }
  ssize_t got = -1;
  while (got <= 12 && now() - began < limit_ns && waitpid(server, NULL, WNOHANG) == 0) {
    got = ask(words[1], request, reply, sizeof reply - 1);
    if (got <= 12) nanosleep(&(struct timespec){.tv_nsec = 50000}, NULL);
  }
  const long long took = now() - began;
  kill(server, SIGTERM);
  waitpid(server, NULL, 0);
  if (got <= 12) return 1;
  printf("%lld %.3s\n", took, reply + 9);
  return 0;
}

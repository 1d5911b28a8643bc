// The least that a server with the agent's libraries can do before its first reply: link libcurl and SQLite, open an existing
// database and read from it, listen, answer.
//
//   floor SOCKET DATABASE
#include <curl/curl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int open_database(const char *path) {
  sqlite3 *database = NULL;
  return sqlite3_open(path, &database) == SQLITE_OK &&
         sqlite3_exec(database, "PRAGMA journal_mode=WAL; SELECT count(*) FROM sqlite_master", NULL, NULL, NULL) == SQLITE_OK;
}

int main(int count, char **words) {
  if (count != 3) return 2;
  curl_global_init(CURL_GLOBAL_DEFAULT);
  if (!open_database(words[2])) return 1;
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  snprintf(address.sun_path, sizeof address.sun_path, "%s", words[1]);
  const int listener = socket(AF_UNIX, SOCK_STREAM, 0);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 16) != 0) return 1;
  static const char reply[] = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
  for (;;) {
    char request[1024];
    const int client = accept(listener, NULL, NULL);
    if (read(client, request, sizeof request) > 0) (void)!write(client, reply, sizeof reply - 1);
    close(client);
  }
}

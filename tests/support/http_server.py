"""A tiny HTTP server for the tests of the HTTP client: one argument, a port file or a Unix socket path ending in .sock.

Writes the port to the file once it listens. With CERTIFICATE and KEY as further arguments it speaks TLS; with CLIENT_CA only to clients with a certificate of it.
"""
import http.server
import os
import socketserver
import ssl
import sys
import time


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def address_string(self):
        return "test"

    def reply(self, status, body, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def echo(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        lines = [f"{self.command} {self.path}"] + sorted(f"{k.lower()}: {v}" for k, v in self.headers.items() if k.lower() != "host")
        self.reply(200, "\n".join(lines).encode() + b"\n\n" + body, X_Two="  a b ", Content_Type="text/plain")

    def stream(self):
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for i in range(1000):
            self.wfile.write(b"6\r\nitem%d\n\r\n" % (i % 10))
            self.wfile.flush()

    def answer(self):
        if self.path == "/slow":
            time.sleep(3)
        if self.path == "/stream":
            return self.stream()
        if self.path == "/large":
            return self.reply(200, b"x" * 100_000)
        if self.path == "/moved":
            return self.reply(302, b"", Location="/echo")
        if self.path == "/refused":
            return self.reply(409, b'{"title": "no"}', Content_Type="application/problem+json")
        if self.path == "/broken":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
            self.close_connection = True
            return None
        return self.echo()

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = answer


class Quiet:
    """A client that hangs up is part of the tests."""

    daemon_threads = True

    def handle_error(self, *_):
        pass


class UnixServer(Quiet, socketserver.ThreadingUnixStreamServer):

    def get_request(self):
        request, _ = super().get_request()
        return request, ("test", 0)


class TcpServer(Quiet, http.server.ThreadingHTTPServer):
    pass


def main():
    place = sys.argv[1]
    if place.endswith(".sock"):
        server = UnixServer(place, Handler)
    else:
        server = TcpServer(("127.0.0.1", 0), Handler)
        if len(sys.argv) > 3:
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.load_cert_chain(sys.argv[2], sys.argv[3])
            if len(sys.argv) > 4:
                tls.load_verify_locations(sys.argv[4])
                tls.verify_mode = ssl.CERT_REQUIRED
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        with open(place + ".new", "w") as file:
            file.write(str(server.server_address[1]))
        os.rename(place + ".new", place)
    server.serve_forever()


if __name__ == "__main__":
    main()

"""An agent for the tests of the client: a Unix socket, and an answer for each path."""
import http.server
import json
import os
import socketserver
import sys
import time

EVENTS = "id: 7\nevent: service.exited\ndata: " + json.dumps(
    {"id": 7, "at": "2026-01-31T09:30:00.000Z", "type": "service.exited", "severity": "warning",
     "deployment": "shop", "service": "web", "message": "web ended."}) + "\n\n"
SHOP = {"name": "shop", "generation": 1, "observed_generation": 1, "phase": "converging", "converged": False,
        "services": [{"name": "web", "phase": "pulling", "replicas": {}, "containers": []}]}
HOST = {"name": "box", "engine": {"up": True}, "cpu": {"cores": 4, "percent": 100.0},
        "memory": {"total_bytes": 8 << 30, "used_bytes": 2 << 30, "swap_total_bytes": 0, "swap_used_bytes": 0},
        "load": [0.5, 0.25, 0.125], "disks": []}
USING = {"cpu_percent": 12.5, "memory_bytes": 7 << 20, "memory_limit_bytes": None, "at": "2026-01-31T09:30:00.000Z"}
ALL = {"items": [dict(SHOP, services=[dict(SHOP["services"][0], usage=USING)])], "next": None}
SAMPLES = {"unit": "percent", "step": "30s", "items": [{"at": "2026-01-31T09:30:00.000Z", "value": 1.0}] * 20, "next": None}
WHOLE = {"/v1/host": HOST, "/v1/deployments": ALL, "/v1/samples": SAMPLES}
PROBLEMS = {
    "bad": (400, {"title": "Bad Request", "detail": "The project is refused",
                  "errors": [{"path": "services.web.prots", "message": "unknown key"}]}),
    "secret": (401, {"title": "Unauthorized", "detail": "A token is needed."}),
    "unknown": (401, {"title": "Unauthorized", "detail": "This token is not known here"}),
    "nobody": (404, {"title": "Not Found", "detail": "There is no deployment nobody."}),
    "old": (409, {"title": "Conflict", "detail": "It was rolled back in the meantime."}),
    "rescue": (503, {"title": "Service Unavailable", "detail": "The agent is in rescue."}),
}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def reply(self, status, body, kind="application/json"):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def stream(self):
        """One event for each connection, then it is cut; the third client is refused for good."""
        self.server.streams += 1
        if self.server.streams == 3:
            return self.reply(409, {"detail": "resumed after " + self.headers.get("Last-Event-ID", "nothing")})
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write((": evenkeel\n\n" + EVENTS + "id: 8\ndata: hal").encode())
        self.close_connection = True
        return None

    def do_GET(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = self.path.split("?")[0]
        name = path.split("/")[3] if path.count("/") > 2 else ""
        if name in PROBLEMS:
            status, body = PROBLEMS[name]
            return self.reply(status, dict(body, status=status), "application/problem+json")
        if path == "/v1/deployments/html/plan":
            return self.reply(502, b"<html>Bad Gateway</html>", "text/html")
        if path == "/v1/deployments/slow/start":
            time.sleep(2.5)
            return self.reply(202, dict(SHOP, name="slow", wait="time_ran_out"))
        if path in ("/v1/deployments/half/plan", "/v1/deployments/half/logs"):
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
            self.close_connection = True
            return None
        if path in WHOLE:
            return self.reply(200, WHOLE[path])
        if path == "/v1/events/stream":
            return self.stream()
        if path == "/v1/events":
            return self.reply(200, {"items": [{"id": 6}], "next": None})
        return self.reply(200, dict(SHOP, name=name))

    do_POST = do_DELETE = do_PUT = do_GET


class Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    streams = 0

    def get_request(self):
        request, _ = super().get_request()
        return request, ("test", 0)

    def handle_error(self, *_):
        pass


if __name__ == "__main__":
    place = sys.argv[1]
    server = Server(place + ".new", Handler)
    os.rename(place + ".new", place)
    server.serve_forever()

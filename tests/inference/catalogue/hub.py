"""A model hub on this machine, as far as its client asks: what a revision holds, and each file."""

import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

COMMIT = "c" * 40


class Hub:
    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.gated = False
        self.spoilt = ""  # a file that arrives otherwise than it was told
        self.asked: list[str] = []  # files
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Handler,), {"hub": self}))
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


class Handler(BaseHTTPRequestHandler):
    hub: Hub

    def do_HEAD(self) -> None:
        self._file(self.path.split(f"/resolve/{COMMIT}/")[1], body=False)

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        if f"/resolve/{COMMIT}/" in path:
            self._file(path.split(f"/resolve/{COMMIT}/")[1])
        elif self.hub.gated:
            self._json({"error": "ask first"}, 403, {"X-Error-Code": "GatedRepo"})
        elif not path.startswith("/api/models/someone/small/"):
            self._json({"error": "no such repository"}, 404, {"X-Error-Code": "RepoNotFound"})
        elif "/tree/" in path:
            self._json([_tree(name, content) for name, content in self.hub.files.items()])
        elif path.endswith((f"/revision/{COMMIT}", "/revision/main")):
            files = [_sibling(name, content) for name, content in self.hub.files.items()]
            self._json({"id": "someone/small", "sha": COMMIT, "siblings": files})
        else:
            self._json({"error": "no such revision"}, 404, {"X-Error-Code": "RevisionNotFound"})

    def _file(self, name: str, *, body: bool = True) -> None:
        content = self.hub.files[name]
        self.send_response(200)
        self.send_header("ETag", f'"{hashlib.sha256(content).hexdigest()}"')
        self.send_header("X-Repo-Commit", COMMIT)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if body:
            self.hub.asked.append(name)
            self.wfile.write(content[::-1] if name == self.hub.spoilt else content)

    def _json(self, content: object, status: int = 200, headers: dict[str, str] | None = None) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        for name, value in {
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
            **(headers or {}),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


def _sibling(name: str, content: bytes) -> dict[str, object]:
    big = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content), "pointerSize": 130}
    return {"rfilename": name, "size": len(content), "blobId": "b"} | ({"lfs": big} if name.endswith("tensors") else {})


def _tree(name: str, content: bytes) -> dict[str, object]:
    return {"type": "file", "path": name, "size": len(content), "oid": hashlib.sha256(content).hexdigest()}

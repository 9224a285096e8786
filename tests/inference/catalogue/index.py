"""A package index on this machine, with moods: it breaks off, holds on, asks for a password."""

import base64
import hashlib
import io
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

METADATA = "Metadata-Version: 2.1\nName: {}\nVersion: 1.0\n"


class Index:
    def __init__(self) -> None:
        self.wheels: dict[str, bytes] = {}  # by file name
        self.asked: list[tuple[str, str]] = []  # of each wheel that was asked for: its name and the range
        self.cut_at: list[
            int
        ] = []  # after so many bytes of a file an answer breaks off: of the first answer, the second …
        self.hold_at: int | None = None  # after so many bytes it waits until `released`
        self.released = threading.Event()
        self.password = ""
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Handler,), {"index": self}))
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        login = f"somebody:{self.password}@" if self.password else ""
        return f"http://{login}127.0.0.1:{self.server.server_port}/simple"

    def close(self) -> None:
        self.released.set()
        self.server.shutdown()
        self.server.server_close()

    def add(self, package: str, files: dict[str, bytes], path: str) -> dict[str, str]:
        """Put a wheel with these files there. Returns where a card finds it."""
        module, info = package.replace("-", "_"), package.replace("-", "_") + "-1.0.dist-info"
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as wheel:
            for name, content in files.items():
                wheel.writestr(f"{module}/{name}", content)
            wheel.writestr(f"{info}/METADATA", METADATA.format(package))
            wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
            wheel.writestr(f"{info}/RECORD", "")
        self.wheels[f"{module}-1.0-py3-none-any.whl"] = made.getvalue()
        checksum = hashlib.sha256(made.getvalue()).hexdigest()
        return {"package": package, "version": "1.0", "sha256": checksum, "path": f"{module}/{path}"}


class Handler(BaseHTTPRequestHandler):
    index: Index

    def do_HEAD(self) -> None:
        self._answer(b"", len(self.index.wheels[self.path.rsplit("/", 1)[-1]]))

    def do_GET(self) -> None:
        login = base64.b64encode(f"somebody:{self.index.password}".encode()).decode()
        if self.index.password and self.headers.get("Authorization") != f"Basic {login}":
            return self.send_error(401)
        name = self.path.rstrip("/").rsplit("/", 1)[-1]
        if name.endswith(".metadata"):
            return self._answer(METADATA.format(name.split("-")[0].replace("_", "-")).encode())
        if name in self.index.wheels:
            return self._wheel(name)
        found = [wheel for wheel in self.index.wheels if wheel.startswith(name.replace("-", "_") + "-")]
        if not found:
            return self.send_error(404)
        links = "".join(f'<a href="/files/{wheel}" data-core-metadata="true">{wheel}</a>' for wheel in found)
        return self._answer(f"<!DOCTYPE html><html><body>{links}</body></html>".encode(), kind="text/html")

    def _wheel(self, name: str) -> None:
        wheel, asked = self.index.wheels[name], self.headers.get("Range", "")
        self.index.asked.append((name, asked))
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        if start >= len(wheel):
            return self.send_error(416)
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(wheel) - start))
        self.end_headers()
        cut = self.index.cut_at.pop(0) if self.index.cut_at else len(wheel)
        hold = min(cut, self.index.hold_at if self.index.hold_at is not None else cut)
        self.wfile.write(wheel[start:hold])
        self.wfile.flush()
        if hold < cut:
            self.index.released.wait(60)
            self.wfile.write(wheel[max(start, hold) : cut])
        self.close_connection = True
        return None

    def _answer(self, body: bytes, length: int | None = None, kind: str = "text/plain") -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...

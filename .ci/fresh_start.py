"""Plays three seeded apps over HTTP, as a guest, with the real models: `fresh_start.py http://127.0.0.1:8000`.

It knows nothing but the API. Exits with 1 when an AI widget did not come to a text or a picture.
"""

import http.cookiejar
import json
import sys
import time
import urllib.request

APPS = {"Story from a topic": False, "Phrasebook": False, "Icon maker": True}  # and whether its AI widgets draw
PNG = b"\x89PNG"
PATIENCE = 600  # seconds


class Visitor:
    """A browser without a page: cookies, and the token that writes need."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        self.opener.open(url).read()  # sets the cookie

    def ask(self, path: str, body: object = None) -> object:
        token = next(cookie.value for cookie in self.cookies if cookie.name == "csrftoken")
        headers = {"Content-Type": "application/json", "X-CSRFToken": token, "Referer": self.url}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, headers)  # noqa: S310 (the caller's own URL)
        with self.opener.open(request) as answer:
            return json.load(answer)


def play(visitor: Visitor, title: str) -> dict:
    apps = visitor.ask("/api/apps?list=public")
    app = visitor.ask("/api/apps/" + next(app["id"] for app in apps if app["title"] == title))
    inputs = {w["title"]: "a robot" for w in app["graph"]["widgets"] if w["kind"] == "input"}
    run = visitor.ask(f"/api/apps/{app['id']}/runs", {"inputs": inputs, "play": True})
    end = time.monotonic() + PATIENCE
    while run["state"] == "playing" and time.monotonic() < end:
        time.sleep(1)
        run = visitor.ask(f"/api/runs/{run['id']}")
    return run


def came_to_something(visitor: Visitor, run: dict, draws: bool) -> bool:
    """Every AI widget to a text, or to a picture: the text of one that draws is what it was asked."""
    for title, result in run["results"].items():
        print(f"--- {title}: {result['state']}\n{result['value']} {[file['url'] for file in result['files']]}")
    made = [result["state"] == "done" and result["value"].strip() for result in run["results"].values()]
    files = [file for result in run["results"].values() for file in result["files"]]
    drawn = [visitor.opener.open(visitor.url + file["url"]).read().startswith(PNG) for file in files]
    return run["state"] == "resting" and bool(made) and all(made) and drawn == [True] * (len(made) if draws else 0)


def main(url: str) -> int:
    visitor = Visitor(url)
    for title, draws in APPS.items():
        run = play(visitor, title)
        if not came_to_something(visitor, run, draws):
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1].rstrip("/")))

"""Apps that browser tests begin with, made over the API by whoever is signed in."""

from typing import Any

CALL = """async ([method, path, body]) => {
  const token = document.querySelector("meta[name=csrf-token]").content;
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  const answer = await fetch(path, { method, headers, body: JSON.stringify(body) });
  return answer.json();
}"""


def make_app(visitor: Any, title: str, widgets: list[dict[str, Any]], **change: Any) -> str:
    """The path of a new app with these widgets, one beneath the other; `change` is patched in, such as a visibility."""
    visitor.page.goto("/")
    placed = [
        {"id": f"w{number}", "layout": {"x": 0, "y": 4 * number, "w": 12, "h": 4}, **widget}
        for number, widget in enumerate(widgets)
    ]
    app = visitor.page.evaluate(CALL, ["POST", "/api/apps", {"title": title, "graph": {"widgets": placed}}])
    assert "id" in app, app
    if change:
        assert "id" in visitor.page.evaluate(CALL, ["PATCH", f"/api/apps/{app['id']}", change])
    return f"/apps/{app['id']}/"


def widget(kind: str, title: str, **settings: Any) -> dict[str, Any]:
    return {"kind": kind, "title": title, "settings": settings}

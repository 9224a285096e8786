"""The pictures of apps and of snapshots that other sites show where somebody shares a link."""

from collections.abc import Callable

from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import condition, require_safe

from widgets.building import exporting
from widgets.graph.fingerprint import fingerprint
from widgets.models import App, Player, Revision
from widgets.snapshots.freezing import frozen
from widgets.snapshots.pictures import snapshot_card as draw_snapshot
from widgets.web.looking_up import snapshot_to_see

KEPT = 3600  # seconds, here
FRESH = 300  # seconds, at who asks: a title may change

ANYBODY = Player()


def _found(app_id: str) -> tuple[App, Revision]:
    """Only apps that anybody may open who has the address: who fetches a card has no session."""
    open_ones = (App.Visibility.PUBLIC, App.Visibility.LINK)
    apps = App.objects.visible_to(ANYBODY).select_related("owner", "published")
    app = apps.filter(pk=app_id, visibility__in=open_ones).first()
    if app is None:
        raise Http404
    return app, app.seen_by(ANYBODY)


def _app_mark(request: HttpRequest, app_id: str) -> str:  # noqa: ARG001
    """Changes with what is on the card."""
    app, revision = _found(app_id)
    owner = app.owner.username if app.owner else ""
    return f'"{fingerprint(app=app.pk, title=app.title, owner=owner, revision=revision.number)}"'


def _snapshot_mark(request: HttpRequest, snapshot_id: str) -> str:  # noqa: ARG001
    """Of a snapshot only the title changes."""
    found = snapshot_to_see(snapshot_id)
    return f'"{fingerprint(snapshot=found.pk, title=found.title)}"'


@require_safe
@condition(etag_func=_app_mark)
def app_card(request: HttpRequest, app_id: str) -> HttpResponse:
    return _drawn(_app_mark(request, app_id), lambda: exporting.social_card(*_found(app_id)))


@require_safe
@condition(etag_func=_snapshot_mark)
def snapshot_card(request: HttpRequest, snapshot_id: str) -> HttpResponse:
    found = snapshot_to_see(snapshot_id)
    return _drawn(_snapshot_mark(request, snapshot_id), lambda: draw_snapshot(found.title, frozen(found)))


def _drawn(mark: str, draw: Callable[[], bytes]) -> HttpResponse:
    picture = caches["cards"].get_or_set(mark, draw, KEPT)
    return HttpResponse(picture, content_type="image/png", headers={"Cache-Control": f"max-age={FRESH}"})

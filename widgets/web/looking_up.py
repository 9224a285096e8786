"""Permission is the look-up: a stranger does not find an app (404), a viewer finds it but may not change it (403)."""

from django.http import Http404, HttpRequest
from django.urls import register_converter
from django.urls.converters import StringConverter

from widgets.models import App, Dataset, Player, Run, Snapshot, User
from widgets.web.errors import Refused
from widgets.web.players import account_of, player_of


class PasswordNeeded(Refused):
    """All that is told of an app before its password is given."""

    def __init__(self) -> None:
        super().__init__(403, "password_needed", "A password opens this app. Type it in, or ask whoever sent the link.")


class IdConverter(StringConverter):
    """Anything else in an address is not found, and never reaches the database."""

    regex = "[A-Za-z0-9_-]{1,32}"


register_converter(IdConverter, "id")


def app_to_see(request: HttpRequest, id: str) -> App:
    """Raises PasswordNeeded for who has the link but not the password."""
    app = App.objects.visible_to(player_of(request)).select_related("owner", "published").filter(pk=id).first()
    if app is None and App.objects.locked().filter(pk=id).exists():
        raise PasswordNeeded
    if app is None:
        raise Http404
    return app


def app_to_copy(request: HttpRequest, id: str) -> App:
    """One whose prompts may be seen: to be remixed or exported."""
    app = app_to_see(request, id)
    if not (app.open_source or app.belongs_to(player_of(request))):
        message = "The prompts of this app are private, so it cannot be copied. You can still play it."
        raise Refused(403, "prompts_kept", message)
    return app


def app_to_edit(request: HttpRequest, id: str) -> App:
    app = app_to_see(request, id)
    if not app.belongs_to(player_of(request)):
        raise Refused(403, "not_yours", "Only the owner may change this app. You may play it.")
    return app


def app_to_restore(request: HttpRequest, id: str) -> App:
    user = account_to_have(request, "Log in to restore an app.")
    app = App.objects.select_related("owner").filter(pk=id, owner=user).first()
    return app or app_to_edit(request, id)


def run_of(request: HttpRequest, id: str) -> Run:
    runs = Run.objects.visible_to(player_of(request)).select_related("app", "revision")
    run = runs.filter(pk=id).first()
    if run is None:
        raise Http404
    return run


def run_to_play(request: HttpRequest, id: str) -> Run:
    """Visitors look at what they once played, but play what they see of the app now: the rest was taken back."""
    run, player = run_of(request, id), player_of(request)
    if not run.app.belongs_to(player) and run.revision_id != run.app.seen_by(player).pk:
        message = "This app has changed since. Start a new run from this one: what was filled in is carried over."
        raise Refused(409, "outdated_run", message)
    return run


def run_to_continue(request: HttpRequest, app: App, id: str) -> Run:
    run = Run.objects.visible_to(player_of(request)).filter(pk=id, app=app).first()
    if run is None:
        raise Refused(404, "not_found", "You have no such run of this app. Start one without it.", "previous")
    return run


def snapshot_to_see(id: str) -> Snapshot:
    """Whoever has the id. Those of an app that a moderator hid are hidden with it."""
    found = Snapshot.objects.present().exclude(app__hidden_at__isnull=False)
    snapshot = found.select_related("author", "app").filter(pk=id).first()
    if snapshot is None:
        raise Http404
    return snapshot


def app_of_snapshot(snapshot: Snapshot, player: Player) -> App | None:
    """Where one may play on. The id of an app shared by link is a secret: with a snapshot only its owner passes it on,
    and who took the snapshot knows it already.
    """
    app = App.objects.visible_to(player).filter(pk=snapshot.app_id).first()
    if app is None or app.visibility != App.Visibility.LINK or app.belongs_to(player) or snapshot.is_by(player):
        return app
    return app if snapshot.author_id is not None and snapshot.author_id == app.owner_id else None


def own_snapshot(request: HttpRequest, id: str, *, deleted: bool = False) -> Snapshot:
    mine = Snapshot.objects.by(player_of(request)).filter(pk=id, deleted_at__isnull=not deleted).first()
    if mine is None and not deleted and snapshot_to_see(id):
        raise Refused(403, "not_yours", "Only the person who made this snapshot may change it.")
    if mine is None:
        raise Http404
    return mine


def account_to_have(request: HttpRequest, message: str) -> User:
    user = account_of(request)
    if user is None:
        raise Refused(403, "account_needed", message)
    return user


def account_to_teach(request: HttpRequest) -> User:
    return account_to_have(request, "Log in to teach models.")


def dataset_of(request: HttpRequest, id: str) -> Dataset:
    dataset = account_to_teach(request).datasets.filter(pk=id).select_related("owner").first()
    if dataset is None:
        raise Http404
    return dataset

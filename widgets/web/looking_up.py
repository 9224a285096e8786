"""Permission is the look-up: a stranger does not find an app (404), a viewer finds it but may not change it (403)."""

from django.http import Http404, HttpRequest
from django.urls import register_converter
from django.urls.converters import StringConverter

from widgets.models import App, Run, User
from widgets.web.errors import Refused
from widgets.web.players import account_of, player_of


class IdConverter(StringConverter):
    """Anything else in an address is not found, and never reaches the database."""

    regex = "[A-Za-z0-9_-]{1,32}"


register_converter(IdConverter, "id")


def app_to_see(request: HttpRequest, id: str) -> App:
    app = App.objects.visible_to(player_of(request)).select_related("owner").filter(pk=id).first()
    if app is None:
        raise Http404
    return app


def app_to_edit(request: HttpRequest, id: str) -> App:
    app = app_to_see(request, id)
    user = account_of(request)
    if user is None or app.owner_id != user.pk:
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


def run_to_continue(request: HttpRequest, app: App, id: str) -> Run:
    run = Run.objects.visible_to(player_of(request)).filter(pk=id, app=app).first()
    if run is None:
        raise Refused(404, "not_found", "You have no such run of this app. Start one without it.", "previous")
    return run


def account_to_have(request: HttpRequest, message: str) -> User:
    user = account_of(request)
    if user is None:
        raise Refused(403, "account_needed", message)
    return user

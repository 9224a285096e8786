"""How apps begin: described, empty, from a template, as a remix. A guest signs up first, then has what they wanted."""

from functools import cache
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from inference.protocol import ModelMissing
from widgets.building import apps, examples, remixing
from widgets.building.composer import compositions, inspiration
from widgets.building.composer.dispatch import carry_out
from widgets.models import App, User
from widgets.running import full_house
from widgets.sharing.links import path_of
from widgets.spending.refusing import QuotaSpent
from widgets.web.errors import Refused
from widgets.web.looking_up import app_to_copy
from widgets.web.players import account_of, player_of

LONGEST = {"description": compositions.LONGEST, "template": 100}  # characters that are taken of what a form says
WISH = "wish"  # in the session of a guest who goes to sign up: the address they come back to, and what to make there


def new_app(request: HttpRequest) -> HttpResponse:
    """POST makes an app: from a `description`, from a `template`, or empty. GET shows what one can start from."""
    asked = {name: request.POST.get(name, "").strip()[:longest] for name, longest in LONGEST.items()}
    user = account_of(request)
    if request.method == "POST":
        return _started(request, user, asked) if user else _sign_up(request, {"at": reverse("new_app"), **asked})
    if user and (wished := _wished(request)):
        return _started(request, user, wished)
    return _ways_to_begin(request)


def _ways_to_begin(request: HttpRequest, described: str = "", refusal: str = "", status: int = 200) -> HttpResponse:
    """Where a description was refused it stands in its box again, with the sentence."""
    context = {"templates": _templates(), "ideas": inspiration.IDEAS, "described": described, "refusal": refusal}
    return render(request, "apps/new.html", context, status=status)


def remix_app(request: HttpRequest, app_id: str) -> HttpResponse:
    """POST remixes an app. GET only leads to it, but for a guest who pressed the button and signed up since."""
    try:
        app, user = app_to_copy(request, app_id), account_of(request)
    except Refused:
        return redirect("app", app_id)  # its page offers what one may do there
    if user is None and request.method == "POST":
        return _sign_up(request, {"at": reverse("remix_app", args=[app_id])})
    if user is None or not (request.method == "POST" or _wished(request)):
        return redirect(path_of(app))
    return _edit(remixing.remix(app, app.seen_by(player_of(request)), user))


def _started(request: HttpRequest, user: User, asked: dict[str, str]) -> HttpResponse:
    if asked.get("description"):
        return _composed(request, user, asked["description"])
    if not asked.get("template"):
        return _edit(apps.create(user, "Untitled app"))
    example = examples.examples().get(asked["template"])
    if example is None:
        raise Http404
    return _edit(apps.create(user, example.title, example.description, example.graph))


def _composed(request: HttpRequest, user: User, description: str) -> HttpResponse:
    """The app that fills itself while one looks on."""
    try:
        with transaction.atomic():
            full_house.check(player_of(request))
            composition, step = compositions.compose(user, description.replace("\x00", " "))
            carry_out(step)
    except (full_house.FullHouse, QuotaSpent) as full:
        return _ways_to_begin(request, description, str(full), 429)
    except ModelMissing as missing:
        return _ways_to_begin(request, description, str(missing), 503)
    return _edit(composition.app)


def _edit(app: App) -> HttpResponse:
    return redirect(f"{reverse('app', args=[app.pk])}?edit")


def _sign_up(request: HttpRequest, wish: dict[str, str]) -> HttpResponse:
    request.session[WISH] = wish
    return redirect_to_login(wish["at"], reverse("account_signup"))


def _wished(request: HttpRequest) -> dict[str, str] | None:
    """What a guest wished for at this address, once."""
    wish: dict[str, str] | None = request.session.get(WISH)
    return request.session.pop(WISH) if wish and wish["at"] == request.path else None


@cache
def _templates() -> list[dict[str, Any]]:
    """The shipped examples, as cards show them."""
    return [
        {
            "id": id,
            "title": example.title,
            "description": example.description,
            "map": [(*widget.layout.model_dump().values(), widget.kind) for widget in example.graph.widgets],
        }
        for id, example in examples.examples().items()
    ]

"""The pages: the gallery, one's own apps, and the page of an app with all that its script starts from."""

from typing import Any

from allauth.account.views import PasswordChangeView
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_safe

from widgets.building import apps
from widgets.kinds import KINDS
from widgets.models import App, Run
from widgets.models.apps import AppQuerySet
from widgets.running import reading
from widgets.web import describing, listing, schemas
from widgets.web.looking_up import app_to_see
from widgets.web.models_api import describe_models
from widgets.web.players import account_of, player_of

WISH = "start_app"  # in the session of a guest who pressed "Start empty"

change_password = login_required(PasswordChangeView.as_view(success_url=reverse_lazy("my_apps")))


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    return _list(request, "gallery.html", listing.public())


@require_safe
@login_required
def my_apps(request: HttpRequest) -> HttpResponse:
    return _list(request, "apps/mine.html", listing.mine(player_of(request)))


def _list(request: HttpRequest, template: str, found: AppQuerySet) -> HttpResponse:
    """`apps` as GET /api/apps gives them, and the numbers of the pages before and after, if there are any."""
    number = _number(request.GET.get("page", ""))
    page, more = listing.page_of(found, player_of(request), number)
    context = {
        "apps": [app.model_dump(mode="json") for app in page],
        "previous_page": number - 1 if number > 1 else None,
        "next_page": number + 1 if more else None,
    }
    return render(request, template, context)


def _number(text: str) -> int:
    return min(max(int(text), 1), 10_000) if text.isdecimal() and len(text) < 6 else 1


def new_app(request: HttpRequest) -> HttpResponse:
    """POST makes an empty app. A guest signs up first and comes back here by GET, which goes on with that wish."""
    user = account_of(request)
    if user is None and request.method == "POST":
        request.session[WISH] = True
        return redirect_to_login(reverse("new_app"), reverse("account_signup"))
    if user is None or not (request.method == "POST" or request.session.pop(WISH, False)):
        return redirect("my_apps")
    app = apps.create(user, "Untitled app")
    return redirect(f"{reverse('app', args=[app.pk])}?edit")


@require_safe
def app_page(request: HttpRequest, app_id: str) -> HttpResponse:
    app = app_to_see(request, app_id)
    page = page_data(request, app)
    return render(request, "apps/app.html", {"app": app, "page": page})


def page_data(request: HttpRequest, app: App) -> dict[str, Any]:
    player = player_of(request)
    run = Run.objects.visible_to(player).filter(app=app).order_by("-created_at").first()
    return {
        "app": describing.app_out(app, player).model_dump(mode="json"),
        "run": reading.read(run) if run else None,
        "kinds": [schemas.KindInfo.model_validate(kind, from_attributes=True).model_dump() for kind in KINDS.values()],
        "models": [model.model_dump() for model in describe_models()],
        "user": {"username": player.user.username} if player.user else None,
    }

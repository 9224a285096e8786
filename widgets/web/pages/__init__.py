"""The page of an app, with all that its script starts from."""

from typing import Any

from allauth.account.views import PasswordChangeView
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from widgets.building.composer import reading as composed
from widgets.building.composer.compositions import undecided
from widgets.community import visits
from widgets.kinds import KINDS
from widgets.models import App, Player, Run
from widgets.running import reading
from widgets.web import describing, schemas
from widgets.web.api.models import describe_models
from widgets.web.looking_up import PasswordNeeded, app_to_see
from widgets.web.players import player_of

change_password = login_required(PasswordChangeView.as_view(success_url=reverse_lazy("my_apps")))


@require_safe
@never_cache  # a browser that goes back to it shows the run as it is now
def app_page(request: HttpRequest, app_id: str, words: str = "") -> HttpResponse:  # noqa: ARG001 - words are for eyes
    try:
        app = app_to_see(request, app_id)
    except PasswordNeeded as needed:
        return _entrance(request, app_id, needed.message)
    visits.seen(app, player_of(request), request.META.get("REMOTE_ADDR", ""))
    page = page_data(request, app)
    return render(request, "apps/app.html", {"app": app, "page": page, "card": _card(request, app)})


def _entrance(request: HttpRequest, app_id: str, message: str) -> HttpResponse:
    """Nothing is told of the app but what whoever enters it should know first."""
    teaches = App.objects.locked().filter(pk=app_id, ratings_teach=True).exists()
    context = {"app_id": app_id, "message": message, "ratings_teach": teaches}
    return render(request, "apps/entrance.html", context, status=403)


def _card(request: HttpRequest, app: App) -> str:
    """The address of its picture for other sites, where there is one."""
    is_open = app.visibility in (App.Visibility.PUBLIC, App.Visibility.LINK) and app.hidden_at is None
    return request.build_absolute_uri(reverse("app_card", args=[app.pk])) if is_open else ""


def page_data(request: HttpRequest, app: App) -> dict[str, Any]:
    player = player_of(request)
    run = _run(request.GET.get("run", ""), app, player)
    return {
        "app": describing.app_out(app, player).model_dump(mode="json"),
        "run": reading.read(run) if run else None,
        "composition": _composition(app, player),
        "kinds": [schemas.KindInfo.model_validate(kind, from_attributes=True).model_dump() for kind in KINDS.values()],
        "models": [model.model_dump() for model in describe_models(player)],
        "user": {"username": player.user.username} if player.user else None,
        "quota": describing.quota_of(player).model_dump(mode="json"),
        "limits": {"upload_mb": settings.UPLOAD_MB},
    }


def _composition(app: App, player: Player) -> dict[str, Any] | None:
    """What a model composes here, or proposes, for its owner."""
    row = undecided(app) if app.belongs_to(player) else None
    return composed.read(row.pk) if row else None


def _run(id: str, app: App, player: Player) -> Run | None:
    """The one that the address names, or the newest."""
    runs = Run.objects.visible_to(player).filter(app=app).order_by("-created_at")
    named = runs.filter(pk=id).first() if id.isascii() and id.isprintable() else None
    return named or runs.first()

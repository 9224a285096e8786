"""Likes over HTTP: an account likes an app or takes that back."""

from django.http import HttpRequest
from ninja import Router

from widgets.community import likes
from widgets.web import schemas
from widgets.web.errors import FAILURES
from widgets.web.looking_up import account_to_have, app_to_see
from widgets.web.schemas.community import Likes

router = Router(tags=["community"])


@router.put("/apps/{id:app_id}/like", response={200: Likes, FAILURES: schemas.ErrorBody})
def like(request: HttpRequest, app_id: str) -> Likes:
    app = app_to_see(request, app_id)
    return Likes(likes=likes.like(app, account_to_have(request, "Log in or sign up to like apps.")), liked=True)


@router.delete("/apps/{id:app_id}/like", response={200: Likes, FAILURES: schemas.ErrorBody})
def unlike(request: HttpRequest, app_id: str) -> Likes:
    app = app_to_see(request, app_id)
    return Likes(likes=likes.unlike(app, account_to_have(request, "Log in to take a like back.")), liked=False)

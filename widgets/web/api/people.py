"""People over HTTP: what one's own profile says."""

from django.http import HttpRequest
from ninja import Router

from widgets.web import schemas
from widgets.web.errors import FAILURES
from widgets.web.looking_up import account_to_have
from widgets.web.schemas.community import Profile

router = Router(tags=["community"])


@router.put("/profile", response={200: Profile, FAILURES: schemas.ErrorBody})
def change_profile(request: HttpRequest, data: Profile) -> Profile:
    user = account_to_have(request, "Log in to write about yourself.")
    user.about = data.about.strip()
    user.save(update_fields=["about"])
    return Profile(about=user.about)

"""Who uses what, over HTTP: who may see it, and what cannot be asked."""

import pytest
from django.contrib.auth.models import Permission

from tests.web.conftest import Caller, log_in
from widgets.models import Use, User
from widgets.spending.limits import today

PATH = "/api/administration/uses"


@pytest.fixture
def admin(db) -> Caller:
    User.objects.create_superuser("root")
    return log_in("root")


def staff(name: str, *rights: str) -> Caller:
    user = User.objects.create(username=name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return log_in(name)


def test_nobody_else_finds_it(alice, guest):
    for caller in (alice, guest, staff("plain"), staff("keeper", "change_modelcard"), staff("counter", "view_use")):
        assert caller.call("GET", PATH).status_code == 404


def test_staff_that_may_change_models_and_see_uses_may(db):
    assert staff("both", "change_modelcard", "view_use").call("GET", PATH).status_code == 200


def test_it_is_shown_by_model_and_by_person(admin, text_model):
    Use.objects.create(day=today(), card="small", input_tokens=2, output_tokens=3, images=1)
    by_model, by_person = (admin.call("GET", f"{PATH}?days=7&by={by}").json() for by in ("model", "person"))
    numbers = {"tokens": [0] * 6 + [5], "images": [0] * 6 + [1]}
    assert by_model["series"] == [{"of": "model", "label": "Small", **numbers}]
    assert by_person["series"] == [{"of": "guests", "label": "Guests", **numbers}]
    assert (len(by_model["days"]), by_model["days"][-1]) == (7, str(today()))


@pytest.mark.parametrize(
    ("asked", "field"), [("days=0", "days"), ("days=367", "days"), ("days=many", "days"), ("by=app", "by")]
)
def test_what_cannot_be_drawn_is_refused_by_the_name_of_the_field(admin, asked, field):
    refused = admin.call("GET", f"{PATH}?{asked}")
    assert (refused.status_code, refused.json()["error"]["field"]) == (422, field)


@pytest.mark.parametrize(("rights", "shown"), [(["view_use"], True), ([], False)])
def test_the_page_of_the_models_has_the_charts_for_who_may_see_them(text_model, rights, shown):
    page = staff("keeper", "change_modelcard", *rights).get("/admin/inference/modelcard/").content.decode()
    assert ("<use-charts>" in page) is shown

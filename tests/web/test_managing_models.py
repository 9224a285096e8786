"""Managing models over HTTP and in the administration: who may, what it does, and that each act is written down."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.utils import timezone

from inference.catalogue import keys
from inference.catalogue.sources import shapes
from inference.models import Installation, ModelCard
from tests.waiting import until
from tests.web.conftest import Caller, log_in
from widgets.models import User

PATH = "/api/administration/models"


@pytest.fixture
def admin(db) -> Caller:
    User.objects.create_superuser("root")
    return log_in("root")


def card(name: str, **more: object) -> ModelCard:
    row = {"title": name.title(), "task": "text", "family": "text", "context": 512}
    return ModelCard.objects.create(name=name, **row | more)


def seen(admin: Caller, name: str) -> dict:
    return next(one for one in admin.call("GET", PATH).json()["models"] if one["name"] == name)


def said() -> list[str]:
    return [entry.get_change_message() for entry in LogEntry.objects.order_by("pk")]


ACTS = [
    ("GET", ""),
    ("PATCH", "/small"),
    ("POST", "/small/installation"),
    ("DELETE", "/small/installation"),
    ("GET", "/small/weights"),
    ("DELETE", "/small/weights"),
    ("POST", "/small/loading"),
    ("DELETE", "/small/loading"),
    ("PUT", "/small/retirement"),
    ("DELETE", "/small/retirement"),
]


@pytest.mark.parametrize(("method", "rest"), ACTS)
def test_nobody_else_finds_any_of_it(alice, guest, text_model, method, rest):
    staff = User.objects.create(username="staff", is_staff=True)
    for caller in (alice, guest, log_in(staff.username)):
        assert caller.call(method, PATH + rest, {}).status_code == 404
    assert not LogEntry.objects.exists()


def test_staff_with_the_right_may(text_model):
    User.objects.create(username="keeper", is_staff=True).user_permissions.add(
        Permission.objects.get(codename="change_modelcard")
    )
    assert log_in("keeper").call("GET", PATH).status_code == 200


def test_a_model_is_shown_as_it_stands(admin, text_model):
    model = seen(admin, "small")
    assert (model["installed"], model["default"], model["places"], model["installation"]) == (True, True, [], None)
    assert model["measures"]["done"] == 0
    assert admin.get(model["edit"]).status_code == 200


def test_another_default_takes_the_place_of_the_old_one_and_that_is_written_down(admin, text_model):
    card("other", installed_at=timezone.now())
    assert admin.call("PATCH", f"{PATH}/other", {"default": True}).json()["default"]
    assert not seen(admin, "small")["default"]
    assert said() == ["Made the default of its task."]
    assert LogEntry.objects.get().user.username == "root"


@pytest.mark.parametrize(
    "facts",
    [
        {"installed_at": None},
        {"installed_at": timezone.now(), "enabled": False},
        {"installed_at": timezone.now(), "retired_at": timezone.now()},
    ],
)
def test_only_what_can_be_asked_becomes_the_default(admin, text_model, facts):
    other = card("other", **facts)
    refused = admin.call("PATCH", f"{PATH}/other", {"default": True})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "not_ready")
    fields = {"name": "other", "family": "text", "default": "on", "enabled": "on" if other.enabled else ""}
    page = submit(admin, f"/admin/inference/modelcard/{other.pk}/change/", **fields).content.decode()
    assert "installed and switched on" in page
    assert seen(admin, "small")["default"]
    assert said() == []


def test_what_comes_with_the_product_names_what_has_to_be_installed_before_it(admin):
    small = card("small")
    lent = {"model": "small", "files": ["config.json"]}
    card("painter", source=[{"from": "shipped", "path": "emoji", "borrowed": {"text_encoder": lent}}])
    model = seen(admin, "painter")
    assert (model["shipped"], model["missing_lenders"]) == (True, ["Small"])
    ModelCard.objects.filter(pk=small.pk).update(installed_at=timezone.now())
    assert seen(admin, "painter")["missing_lenders"] == []
    assert not seen(admin, "small")["shipped"]


@pytest.mark.parametrize(
    ("facts", "memory"),
    [
        ({"parameters": 8_000_000_000}, 19_200_000_000),
        ({"parameters": 8_000_000_000, "precision": "float32"}, 38_400_000_000),
        ({"parameters": 8_000_000_000, "memory": 17_000_000_000}, 17_000_000_000),
        ({}, None),
    ],
)
def test_how_much_memory_it_takes_is_told_before_it_is_here(admin, facts, memory):
    card("far", **facts)
    assert seen(admin, "far")["memory"] == memory


def test_what_could_take_its_place_and_which_languages_it_translates_is_told(admin, text_model):
    card("next", installed_at=timezone.now())
    card("off", installed_at=timezone.now(), enabled=False)
    card("fr", task="translation", languages=[["fr", "en"]], installed_at=timezone.now())
    assert seen(admin, "small")["replacements"] == ["next"]
    assert seen(admin, "fr")["replacements"] == []
    assert seen(admin, "fr")["languages"] == [["fr", "en"]]


def test_switches_are_switched_and_written_down(admin, text_model):
    admin.call("PATCH", f"{PATH}/small", {"pinned": True})
    admin.call("PATCH", f"{PATH}/small", {"enabled": False})
    assert (seen(admin, "small")["pinned"], seen(admin, "small")["enabled"]) == (True, False)
    assert said() == ["Pinned.", "No longer enabled."]


def test_two_who_install_share_one_installation(admin):
    card("far", source=[{"from": "folder", "path": "/nowhere"}])
    for _ in range(2):
        assert admin.call("POST", f"{PATH}/far/installation", {}).status_code == 202
    assert Installation.objects.count() == 1
    assert seen(admin, "far")["installation"]["state"] == "queued"
    assert admin.call("DELETE", f"{PATH}/far/installation").json()["installation"]["state"] == "cancelled"
    assert said()[-1] == "Cancelled its installation."


def test_what_is_kept_of_a_download_is_told(admin, settings, tmp_path):
    settings.MODELS_DIR = tmp_path
    far = card("far", source=[{"from": "folder", "path": "/nowhere"}])
    (far.downloads / "hub").mkdir(parents=True)
    assert not seen(admin, "far")["kept"]
    (far.downloads / "hub" / "weights.part").write_text("…")
    assert seen(admin, "far")["kept"]


def test_terms_are_accepted_by_somebody_before_it_is_installed(admin):
    card("gemma", source=[{"from": "folder", "path": "/nowhere"}], terms="https://example.com/terms")
    refused = admin.call("POST", f"{PATH}/gemma/installation", {})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "terms_not_accepted")
    assert admin.call("POST", f"{PATH}/gemma/installation", {"accept_terms": True}).status_code == 202
    assert ModelCard.objects.get(name="gemma").accepted_by.username == "root"


def test_a_retired_model_says_who_takes_its_place(admin, text_model):
    card("next", installed_at=timezone.now())
    retired = admin.call("PUT", f"{PATH}/small/retirement", {"replacement": "next"}).json()
    assert (retired["replacement"], retired["default"]) == ("next", False)
    assert seen(admin, "next")["default"]
    assert admin.call("DELETE", f"{PATH}/small/retirement").json()["retired_at"] is None


@pytest.mark.parametrize(
    ("own", "offered"),
    [
        ([["fr", "en"]], ["any", "both"]),
        ([["fr", "en"], ["en", "fr"]], ["any", "both"]),
        ([["de", "en"]], ["any"]),
        ([], ["any"]),
    ],
)
def test_only_a_translator_of_its_languages_takes_its_place(admin, own, offered):
    here = {"task": "translation", "installed_at": timezone.now()}
    card("old", languages=own, **here)
    card("back", languages=[["en", "fr"]], **here)
    card("both", languages=[["en", "fr"], ["fr", "en"]], **here)
    card("any", languages=[], **here)
    assert sorted(seen(admin, "old")["replacements"]) == offered
    refused = admin.call("PUT", f"{PATH}/old/retirement", {"replacement": "back"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "no_replacement")


@pytest.mark.parametrize("replacement", ["small", "nobody", "painter"])
def test_only_an_installed_model_of_the_task_takes_its_place(admin, text_model, replacement):
    card("painter", task="image", installed_at=timezone.now())
    refused = admin.call("PUT", f"{PATH}/small/retirement", {"replacement": replacement})
    assert (refused.status_code, refused.json()["error"]["field"]) == (422, "replacement")


def test_without_a_worker_loading_is_refused_with_what_to_do(admin, text_model):
    refused = admin.call("POST", f"{PATH}/small/loading", {})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "no_worker")


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_loads_and_unloads(model_worker):
    User.objects.create_superuser("root")
    admin = log_in("root")
    card("small", family="echo", installed_at=timezone.now())
    assert admin.call("POST", f"{PATH}/small/loading", {}).status_code == 202
    until(lambda: [place["state"] for place in seen(admin, "small")["places"]] == ["loaded"])
    admin.call("DELETE", f"{PATH}/small/loading")
    until(lambda: seen(admin, "small")["places"] == [])
    assert "unloaded" in said()[-1]


@pytest.mark.django_db(transaction=True)
def test_one_that_is_chosen_loads_it_and_one_that_is_gone_is_said(model_worker):
    User.objects.create_superuser("root")
    admin = log_in("root")
    card("small", family="echo", installed_at=timezone.now())
    until(lambda: admin.call("GET", PATH).json()["workers"])
    name = admin.call("GET", PATH).json()["workers"][0]["name"]
    refused = admin.call("POST", f"{PATH}/small/loading", {"worker": "gone"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "worker_gone")
    assert admin.call("POST", f"{PATH}/small/loading", {"worker": name}).status_code == 202
    assert said() == [f"Had it loaded by {name}."]


ROW = {
    **{"name": "far", "title": "Far", "task": "text", "family": "remote", "languages": "[]", "context": "4096"},
    **{"source": "[]", "precision": "auto", "device": "auto", "pools": "[]", "defaults": "{}", "enabled": "on"},
}


def submit(admin: Caller, path: str, **fields: str):
    admin.get(path)
    return admin.post(path, {"csrfmiddlewaretoken": "t" * 32, **ROW, **fields})


def test_a_model_on_another_server_is_added_with_a_key_that_is_not_shown_again(admin):
    add = "/admin/inference/modelcard/add/"
    assert submit(admin, add, url="http://gpu:8000/v1", remote_name="big", new_key="sk-secret").status_code == 302
    far = ModelCard.objects.get(name="far")
    assert (keys.decrypt(far.key), far.installed) == ("sk-secret", True)
    page = admin.get(f"/admin/inference/modelcard/{far.pk}/change/").content.decode()
    assert "sk-secret" not in page
    assert far.key not in page


def test_a_row_is_switched_off_and_another_default_takes_the_place_of_the_old_one(admin, text_model):
    other = card("other", family="echo", installed_at=timezone.now())
    path = f"/admin/inference/modelcard/{other.pk}/change/"
    assert submit(admin, path, name="other", title="Other", family="echo", default="on").status_code == 302
    assert [one.name for one in ModelCard.objects.filter(task="text", default=True)] == ["other"]
    submit(admin, path, name="other", title="Other", family="echo", enabled="")
    assert not ModelCard.objects.get(name="other").enabled


@pytest.mark.parametrize("changed", [{"precision": "int8"}, {"device": "cpu"}, {"revision": "2"}])
def test_what_was_measured_is_forgotten_with_what_it_was_measured_for(admin, changed):
    other = card("other", family="echo", revision="1", memory=5)
    path, same = f"/admin/inference/modelcard/{other.pk}/change/", {"name": "other", "family": "echo", "revision": "1"}
    submit(admin, path, **same, title="Another title")
    assert ModelCard.objects.get(name="other", title="Another title").memory == 5
    submit(admin, path, **same | changed)
    assert ModelCard.objects.get(name="other", **changed).memory is None


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "needs the address of the server"),
        ({"url": "http://gpu/v1", "remote_name": "big", "pools": '"gpu"'}, "list of names"),
        ({"url": "http://gpu/v1", "remote_name": "big", "defaults": '{"warmth": 1}'}, "parameters by name"),
        (
            {"url": "http://gpu/v1", "remote_name": "big", "defaults": '{"top_p": 9}'},
            "“top_p” cannot be used",
        ),
        ({"url": "http://gpu/v1", "remote_name": "big", "task": "code", "defaults": '{"max_token": 5}'}, "by name"),
        ({"family": "image", "task": "image", "defaults": '{"prompt": "x"}'}, "parameters by name"),
        ({"family": "encoder", "task": "embedding", "defaults": '{"x": 1}'}, "It has none."),
        ({"family": "encoder", "task": "classification", "defaults": '{"hypothesis": "no gap"}'}, "hypothesis"),
        ({"family": "seq2seq", "task": "translation", "languages": '["english"]'}, "pairs of languages"),
        ({"family": "seq2seq", "task": "translation", "languages": '[["en", "elvish"]]'}, "pairs of languages"),
        ({"family": "text", "source": '{"from": "hub"}'}, "what a source looks like"),
        ({"family": "text", "source": '[{"from": "ftp"}]'}, "what a source looks like"),
        ({"family": "text", "source": '[{"from": "hub", "repository": "https://hub/x"}]'}, "repository"),
        (
            {
                "family": "text",
                "source": '[{"from": "pypi", "package": "-r", "version": "1", "sha256": "", "path": "a"}]',
            },
            "package",
        ),
        ({"family": "image", "task": "image", "source": '[{"from": "shipped", "path": "../x"}]'}, "shipped, path"),
        ({"url": "http://gpu/v1", "remote_name": "big", "device": "gpu"}, "auto, cpu or cuda:0"),
        ({"url": "http://me:secret@gpu/v1", "remote_name": "big"}, "This is an address such as"),
    ],
)
def test_a_wrong_row_is_refused_with_a_sentence(admin, fields, words):
    page = submit(admin, "/admin/inference/modelcard/add/", **fields).content.decode()
    assert words in page
    assert not ModelCard.objects.filter(name="far").exists()


def test_the_name_of_a_model_stays_because_its_folder_goes_by_it(admin):
    own = card("own", installed_at=timezone.now())
    submit(admin, f"/admin/inference/modelcard/{own.pk}/change/", name="other", title="Ours", family="text")
    own.refresh_from_db()
    assert (own.name, own.title) == ("own", "Ours")


@pytest.mark.parametrize("how", ["one", "several"])
def test_with_the_row_of_a_model_its_weights_go(admin, settings, tmp_path, how):
    settings.MODELS_DIR = tmp_path
    own = card("own", installed_at=timezone.now())
    own.folder.mkdir()
    (own.folder / "weights").write_text("…")
    delete(admin, own, how)
    assert not ModelCard.objects.filter(pk=own.pk).exists()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("how", ["one", "several"])
def test_a_model_that_is_being_installed_is_not_deleted(admin, how):
    far = card("far", source=[{"from": "folder", "path": "/nowhere"}])
    admin.call("POST", f"{PATH}/far/installation", {})
    delete(admin, far, how)
    assert ModelCard.objects.filter(pk=far.pk).exists()


def delete(admin, one: ModelCard, how: str) -> None:
    form = {"csrfmiddlewaretoken": "t" * 32, "post": "yes"}
    if how == "one":
        admin.post(f"/admin/inference/modelcard/{one.pk}/delete/", form)
    else:
        admin.post("/admin/inference/modelcard/", form | {"action": "delete_selected", "_selected_action": one.pk})


def test_what_comes_with_the_product_keeps_its_own_defaults_in_order(admin):
    from inference.catalogue import cards

    for row in cards.shipped():
        cards.check_defaults(row["task"], row.get("defaults", {}))
        shapes.check(row.get("source", []))


def test_what_comes_with_the_product_is_only_chosen_about(admin):
    from inference.catalogue import cards

    cards.sync_cards()
    smol = ModelCard.objects.get(name="smollm2-135m-instruct")
    page = admin.get(f"/admin/inference/modelcard/{smol.pk}/change/").content.decode()
    assert 'name="pinned"' in page
    assert 'name="title"' not in page


def test_the_page_of_the_models_begins_its_live_board(admin, text_model):
    page = admin.get("/admin/inference/modelcard/").content.decode()
    assert "<model-board>" in page
    assert "managing.js" in page

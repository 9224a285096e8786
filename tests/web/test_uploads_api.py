"""Files over HTTP: given, asked for until they are read, and seen by nobody else."""

import pytest
from django.contrib.admin.utils import quote
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.documents import making
from tests.web.conftest import Caller
from tests.web.test_limits import send_body
from widgets.documents import uploads
from widgets.models import Upload, User

pytestmark = pytest.mark.django_db


def give(caller, data=b"Bees dance", name="bees.txt", **more):
    file = SimpleUploadedFile(name, data, **more)
    return caller.post("/api/uploads", {"file": file}, headers={"x-csrftoken": "t" * 32})


def error(answer):
    return answer.status_code, answer.json()["error"]["code"]


def test_a_guest_gives_a_file_and_asks_until_it_is_read(guest):
    answer = give(guest, making.pdf("Bees dance"), "bees.pdf")
    upload = answer.json()
    assert answer.status_code == 201
    assert upload | {"id": ""} == {
        "id": "", "name": "bees.pdf", "media_type": "application/pdf", "size": 541, "state": "reading",
        "failure": None, "characters": None, "tokens": None, "width": None, "height": None,
    }  # fmt: skip
    uploads.read(upload["id"])
    found = guest.call("GET", f"/api/uploads/{upload['id']}").json()
    assert (found["state"], found["characters"]) == ("ready", 10)


def test_a_picture_tells_its_size(guest):
    upload = give(guest, making.picture("PNG"), "bee.png").json()
    uploads.read(upload["id"])
    found = guest.call("GET", f"/api/uploads/{upload['id']}").json()
    assert (found["width"], found["height"], found["characters"]) == (60, 40, None)


def test_what_failed_says_so_with_its_remedy(guest):
    upload = give(guest, making.scanned_pdf(), "scan.pdf").json()
    uploads.read(upload["id"])
    found = guest.call("GET", f"/api/uploads/{upload['id']}").json()
    assert (found["state"], found["failure"]["code"]) == ("failed", "scanned_pages")


def test_the_type_that_a_browser_claims_is_not_believed(guest):
    assert (
        give(guest, making.pdf("Bees"), "bees.txt", content_type="text/html").json()["media_type"] == "application/pdf"
    )


def test_an_unsupported_type_is_refused_with_those_that_are_taken(guest):
    answer = give(guest, b"\x7fELF\x00\x01", "bees.txt")
    assert error(answer) == (422, "unsupported_type")
    assert "PDF, Word (.docx)" in answer.json()["error"]["message"]
    assert not Upload.objects.exists()


def test_an_empty_file_is_refused(guest):
    assert error(give(guest, b"")) == (422, "empty_file")


def test_no_file_at_all_is_said(guest):
    answer = guest.post("/api/uploads", {}, headers={"x-csrftoken": "t" * 32})
    assert error(answer) == (422, "invalid")
    assert answer.json()["error"]["field"] == "file"


def test_too_many_files_within_an_hour_are_429(guest, settings):
    settings.UPLOADS_AN_HOUR = 1
    assert give(guest).status_code == 201
    answer = give(guest)
    assert error(answer) == (429, "too_many_uploads")
    assert answer["Retry-After"]


def test_no_more_room_is_413(guest, settings):
    settings.UPLOADS_MB_OF_A_PLAYER = 1
    assert give(guest, b"a" * 900_000).status_code == 201
    assert error(give(guest, b"a" * 900_000)) == (413, "no_room")


def test_without_the_token_of_our_page_nothing_is_taken(guest):
    answer = guest.post("/api/uploads", {"file": SimpleUploadedFile("bees.txt", b"Bees")})
    assert error(answer) == (403, "csrf_failed")


def test_nobody_sees_the_file_of_another(guest, alice, bob):
    for owner in (guest, alice):
        id = give(owner).json()["id"]
        for stranger in (bob, Caller()):
            assert error(stranger.call("GET", f"/api/uploads/{id}")) == (404, "not_found")
            assert error(stranger.call("GET", f"/api/uploads/{id}/file")) == (404, "not_found")
        assert owner.call("GET", f"/api/uploads/{id}/file").content == b"Bees dance"


def test_a_guest_who_logs_in_keeps_their_files(guest, django_user_model):
    id = give(guest).json()["id"]
    django_user_model.objects.create_user("ann", password="correct horse battery")
    form = {"login": "ann", "password": "correct horse battery", "csrfmiddlewaretoken": "t" * 32}
    assert guest.post("/account/login/", form).status_code == 302
    assert guest.call("GET", f"/api/uploads/{id}").status_code == 200


def test_a_document_comes_back_to_be_saved_and_never_to_be_shown(guest):
    id = give(guest, b"<html><script>alert(1)</script>Bees</html>", 'be"es.html').json()["id"]
    answer = guest.call("GET", f"/api/uploads/{id}/file")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_a_picture_is_shown_once_it_was_written_anew(guest):
    id = give(guest, making.picture("GIF"), "bee.gif").json()["id"]
    assert guest.call("GET", f"/api/uploads/{id}/file").status_code == 404
    uploads.read(id)
    answer = guest.call("GET", f"/api/uploads/{id}/file")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert answer["Content-Disposition"].startswith("inline")


UPLOAD = [(b"content-type", b"multipart/form-data; boundary=b")]


async def test_an_upload_may_be_larger_than_other_bodies_but_has_its_limit(settings):
    settings.UPLOAD_MB = 5
    announced = (b"content-length", b"50000000")
    assert await send_body(500, [announced, *UPLOAD], "/api/uploads") == (413, "file_too_large", 0)
    status, code, taken = await send_body(500, UPLOAD, "/api/uploads")
    assert (status, code) == (413, "file_too_large")
    assert taken <= 5_200_000
    assert await send_body(40, UPLOAD, "/api/uploads") == (403, "csrf_failed", 4_000_000)


@pytest.mark.parametrize("path", ["/api/uploads/x", "/api/uploads/", "/api/apps", "//api/uploads"])
async def test_only_uploads_may_be_larger(path):
    assert (await send_body(30, UPLOAD, path))[:2] == (413, "too_large")


def test_an_administrator_makes_room_without_seeing_what_is_in_the_files(
    guest, alice, django_capture_on_commit_callbacks
):
    User.objects.filter(username="alice").update(is_staff=True, is_superuser=True)
    id = give(guest, b"Bees dance secretly", "hush.txt").json()["id"]
    upload = Upload.objects.get(pk=id)
    for path in ("/admin/widgets/upload/", f"/admin/widgets/upload/{quote(id)}/change/"):
        page = alice.get(path).content.decode()
        assert id in page
        assert "hush" not in page
        assert "secretly" not in page
    form = {"csrfmiddlewaretoken": alice.cookies["csrftoken"].value, "post": "yes"}
    with django_capture_on_commit_callbacks(execute=True):
        assert alice.post(f"/admin/widgets/upload/{quote(id)}/delete/", form).status_code == 302
    assert not Upload.objects.exists()
    assert not default_storage.exists(upload.file.name)


def test_a_guest_who_throws_away_cookies_is_still_counted(settings, alice):
    settings.UPLOADS_AN_HOUR = 1
    give(Caller())
    answer = give(Caller())  # no cookie, the same address
    assert error(answer) == (429, "too_many_uploads")
    assert "log in" in answer.json()["error"]["message"]
    assert give(alice).status_code == 201

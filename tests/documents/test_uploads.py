"""What becomes of a file that a visitor gives: its limits, its reading by a real worker, its end."""

import io
from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from tests.documents import making
from tests.documents.giving import GUEST, aged, ended, keep
from tests.running.making import make_app, make_card, states
from tests.waiting import until
from widgets.building import apps
from widgets.documents import sweep, tasks, uploads
from widgets.graph.schema import Graph
from widgets.models import Player, Run, Upload, User
from widgets.running import runs
from widgets.running.dispatch import carry_out
from widgets.running.values import stand

pytestmark = pytest.mark.django_db(transaction=True)


def play_with(upload, player=GUEST):
    app = make_app(Notes={"default": ""})
    revision = app.draft
    return Run.objects.create(app=app, revision=revision, guest=player.guest, inputs={"notes": [upload.pk]})


def asks_about(upload):
    """A run that was played while its file is still being read."""
    graph = {
        "widgets": [
            {"id": "doc", "kind": "document", "title": "Doc", "settings": {}},
            {"id": "answer", "kind": "text", "title": "Answer", "settings": {"prompt": "What is in @[Doc]?"}},
        ]
    }
    app = apps.create(None, "Reader", graph=Graph.model_validate(graph), visibility="public")
    run = runs.start(app, GUEST, {"doc": [upload.pk]})
    carry_out(runs.play(run))
    return run


# Keeping ---------------------------------------------------------------------------------------


def test_the_visitors_name_is_shown_and_nothing_is_stored_under_it():
    upload = keep(name="../../etc/pass\u202ewd\n.TXT")
    assert upload.name == "passwd.TXT"
    assert upload.file.name == f"uploads/{upload.pk}.txt"


def test_a_very_long_name_is_cut_but_not_its_extension():
    assert keep(name="b" * 500 + ".txt").name == "b" * 196 + ".txt"


def test_a_file_has_its_limit(settings):
    settings.UPLOAD_MB = 1
    with pytest.raises(uploads.FileTooLarge, match="1 MB at most"):
        keep(bytes(1_000_001))


def test_an_hour_has_its_limit_for_each_visitor(settings):
    settings.UPLOADS_AN_HOUR = 2
    first, _ = keep(), keep()
    with pytest.raises(uploads.TooManyUploads, match="within the last hour"):
        keep()
    keep(visitor="another")
    aged(first, minutes=61)
    keep()


def test_a_player_has_so_much_room_and_what_no_run_uses_makes_way(settings):
    settings.UPLOADS_MB_OF_A_PLAYER = 1
    used, unused = aged(keep(b"a" * 400_000), hours=2), aged(keep(b"b" * 400_000), hours=2)
    play_with(used)
    newest = keep(b"c" * 400_000)
    assert set(Upload.objects.all()) == {used, newest}
    assert not default_storage.exists(unused.file.name)
    with pytest.raises(uploads.NoRoom, match="Delete runs that use files"):
        keep(b"d" * 400_000)


def test_the_text_that_was_read_in_a_file_takes_room_too(settings):
    settings.UPLOADS_MB_OF_A_PLAYER = 1
    small = keep(making.with_part(making.word(), "word/document.xml", making.paragraph("bees " * 200_000)), "bees.docx")
    uploads.read(small.pk)
    small.refresh_from_db()
    assert (small.size < 50_000, small.characters > 990_000) == (True, True)
    with pytest.raises(uploads.NoRoom):
        keep(b"b" * 10_000)


def test_a_deleted_run_holds_no_files_once_that_cannot_be_undone(settings):
    settings.UPLOADS_MB_OF_A_PLAYER = 1
    run = play_with(aged(keep(b"a" * 800_000), hours=2))
    for minutes, room in ((9, False), (11, True)):
        Run.objects.filter(pk=run.pk).update(deleted_at=timezone.now() - timedelta(minutes=minutes))
        with nullcontext() if room else pytest.raises(uploads.NoRoom, match="Delete runs"):
            keep(b"b" * 400_000)


def test_making_room_looks_at_ones_own_runs_only(settings):
    settings.UPLOADS_MB_OF_A_PLAYER = 1
    mine = aged(keep(b"a" * 800_000), hours=2)
    play_with(mine, player=Player(guest="another"))  # as nobody could: it is not theirs
    keep(b"b" * 400_000)
    assert not Upload.objects.filter(pk=mine.pk).exists()


def test_all_together_have_their_room(settings):
    settings.UPLOADS_MB_OF_ALL = 1
    keep(b"a" * 600_000)
    with pytest.raises(uploads.NoRoom, match="Tell whoever runs it"):
        keep(b"b" * 600_000, player=Player(guest="another"))


# Reading ---------------------------------------------------------------------------------------


def test_a_worker_reads_a_document(light_worker):
    upload = keep(making.word(), "bees.docx")
    tasks.send()
    until(lambda: ended(upload), seconds=30)
    assert upload.state == "ready"
    assert upload.text.startswith("# On bees")
    assert upload.parts[1] == ["Honey", upload.text.index("# Honey")]


def test_a_worker_writes_a_picture_anew(light_worker):
    upload = keep(making.picture("GIF", (3000, 1500)), "bee.gif")
    given = upload.file.name
    tasks.send()
    until(lambda: ended(upload), seconds=30)
    assert (upload.state, upload.media_type, upload.width, upload.height) == ("ready", "image/png", 2048, 1024)
    with upload.file.open() as shown:
        assert Image.open(io.BytesIO(shown.read())).size == (2048, 1024)
    assert not default_storage.exists(given)
    assert upload.size == default_storage.size(upload.file.name)


def test_a_worker_survives_ten_bombs_and_reads_on(light_worker):
    bomb = making.with_part(making.word(), "word/media/bomb.png", bytes(250_000_000))
    bombs = [keep(bomb, "bomb.docx") for _ in range(10)]
    honest = keep()
    tasks.send()
    until(lambda: all(map(ended, [*bombs, honest])), seconds=60)
    assert {bomb.failure["code"] for bomb in bombs} == {"unpacks_too_far"}
    assert honest.text == "Bees dance"


def test_a_file_that_is_gone_is_to_be_uploaded_again():
    upload = keep()
    default_storage.delete(upload.file.name)
    uploads.read(upload.pk)
    assert ended(upload).failure["message"] == "The file is not there any more. Upload it again."


def test_what_was_read_is_not_changed_by_a_second_reading():
    upload = keep()
    uploads.read(upload.pk)
    uploads.settle(upload, uploads.process.failed(uploads.FileGone()), None)
    assert ended(upload).state == "ready"


def test_what_waits_for_a_file_goes_on_once_it_is_read(light_worker):
    make_card()
    upload = keep()
    run = asks_about(upload)
    assert states(run) == {"answer": "waiting"}
    tasks.send()
    until(lambda: states(run) == {"answer": "queued"}, seconds=30)
    [result] = run.results.all()
    assert stand(run).asked(result.widget).body.messages[-1].content == "What is in Bees dance?"


def test_what_waits_for_a_file_that_cannot_be_read_says_why():
    make_card()
    upload = keep(making.scanned_pdf(), "scan.pdf")
    run = asks_about(upload)
    uploads.read(upload.pk)
    [result] = run.results.all()
    assert result.state == "skipped"
    assert "text recognition" in result.failure["message"]


# Forgetting ----------------------------------------------------------------------------------------


def test_old_uploads_that_no_run_refers_to_go_with_their_files():
    used, unused, young = aged(keep(), days=8), aged(keep(), days=8), aged(keep(), days=6)
    play_with(used)
    assert uploads.forget(Upload.objects.all(), older_than=sweep.KEPT) == 1
    assert set(Upload.objects.all()) == {used, young}
    assert default_storage.exists(used.file.name)
    assert not default_storage.exists(unused.file.name)


def test_the_sweep_forgets_once_an_hour():
    streams_key = "uploads:forgotten"
    run = play_with(aged(keep(), days=8))
    Run.objects.filter(pk=run.pk).update(deleted_at=timezone.now() - timedelta(days=1))

    def swept() -> bool:  # a worker that is still there may have had the turn of this hour just before
        sweep.streams.connection().delete(streams_key)
        sweep.sweep()
        return (Upload.objects.count(), Run.objects.count()) == (0, 0)

    until(swept)
    assert sweep.streams.connection().ttl(streams_key) > 3500


def test_files_go_with_the_account_they_belong_to():
    user = User.objects.create(username="ann")
    upload = keep(player=Player(user=user))
    user.delete()
    assert not default_storage.exists(upload.file.name)


def test_without_a_queue_a_file_is_kept_and_read_later(settings, caplog):
    from celery import Celery

    from partyrock_clone.celery import app

    Celery("away", broker="redis://127.0.0.1:1", broker_transport_options={"max_retries": 1}).set_current()
    try:
        keep()
        tasks.send()
    finally:
        app.set_current()
    assert "read later" in caplog.text

"""Pages about people say what is there, and what is there no more."""

from tests.web.conftest import share
from widgets.models import Playlist, User


def test_a_playlist_says_how_many_of_its_apps_are_not_open_any_more(bob, app):
    share(app, "public")
    playlist = Playlist.objects.create(owner=User.objects.get(username="bob"), title="Best")
    playlist.entries.create(app=app, position=0)
    assert "not open to you" not in bob.get(f"/playlists/{playlist.pk}/").content.decode()
    share(app, "private")
    shown = bob.get(f"/playlists/{playlist.pk}/").content.decode()
    assert "1 app in it is not open to you any more." in shown
    assert "This playlist is empty" not in shown

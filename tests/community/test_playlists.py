"""Playlists that several tabs change at once."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from widgets.community import playlists
from widgets.models import PlaylistEntry


@pytest.mark.django_db(transaction=True)
def test_tabs_that_add_at_once_all_have_their_app_in_it(publish, bob):
    apps = [publish(f"App {number}") for number in range(4)]
    playlist, together = playlists.create(bob, "Best"), Barrier(len(apps))

    def add(app):
        together.wait(20)
        playlists.add(playlist, app)
        connection.close()

    tabs = [Thread(target=add, args=[app]) for app in apps]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join(20)
    entries = PlaylistEntry.objects.filter(playlist=playlist)
    assert {entry.app_id for entry in entries} == {app.pk for app in apps}
    assert [entry.position for entry in entries] == [0, 1, 2, 3]

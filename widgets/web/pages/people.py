"""Pages about people: a profile with public apps and playlists, and a playlist by itself."""

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from widgets.community import gallery as shelf
from widgets.community import playlists
from widgets.models import App, Playlist, User
from widgets.web import listing
from widgets.web.pages.gallery import shown
from widgets.web.players import account_of, player_of


@require_safe
def profile(request: HttpRequest, username: str) -> HttpResponse:
    """Who shows nothing is not found: whether there is such an account is nobody's business but their own."""
    showing = Exists(App.objects.public().filter(owner=OuterRef("pk")))
    listing_some = Exists(Playlist.objects.present().filter(owner=OuterRef("pk"), public=True))
    people = User.objects.filter(is_active=True).annotate(shows_apps=showing, shows_lists=listing_some)
    person = people.filter(username=username).first()
    me = account_of(request)
    if person is None or not (person.shows_apps or person.shows_lists or person == me):
        raise Http404
    lists = Playlist.objects.visible_to(me).filter(owner=person).order_by("-updated_at")
    context = {
        "person": person,
        "apps": shown(shelf.public("new").filter(owner=person), request, most=listing.PAGE),
        "playlists": lists,
        "is_me": person == me,
    }
    return render(request, "people/profile.html", context)


@require_safe
def playlist(request: HttpRequest, playlist_id: str) -> HttpResponse:
    me = account_of(request)
    found = Playlist.objects.visible_to(me).select_related("owner").filter(pk=playlist_id).first()
    if found is None:
        raise Http404
    apps = shown(playlists.apps_of(found, player_of(request)), request, most=playlists.MOST_APPS)
    hidden = found.entries.count() - len(apps)
    context = {"playlist": found, "apps": apps, "hidden": hidden, "is_mine": found.owner == me}
    return render(request, "people/playlist.html", context)

"""Likes: one an account, counted on the app."""

from django.db import transaction

from widgets.models import App, Like, User


def like(app: App, user: User) -> int:
    """How many like the app now. Liking twice changes nothing."""
    Like.objects.get_or_create(app=app, user=user)
    return _count(app)


def unlike(app: App, user: User) -> int:
    Like.objects.filter(app=app, user=user).delete()
    return _count(app)


@transaction.atomic
def _count(app: App) -> int:
    """Counted anew under the app's lock: two who like at once both count."""
    App.objects.select_for_update().get(pk=app.pk)
    likes = Like.objects.filter(app=app).count()
    App.objects.filter(pk=app.pk).update(likes=likes)
    return likes

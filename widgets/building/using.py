"""Which apps name a model. Told when a model is removed, so that an administrator knows whom it hits."""

from typing import Any

from django.db.models import OuterRef, Q, Subquery, TextField
from django.db.models.functions import Cast
from django.dispatch import receiver

from inference.catalogue.removing import looking_for_users
from inference.models import ModelCard
from widgets.graph.schema import Graph
from widgets.models import App, Revision


def models_of(graph: Graph) -> list[str]:
    """The names of the cards that its widgets ask for; a widget without one asks for the default of its task."""
    named = [widget.settings.get("model") for widget in graph.widgets]
    return [name for name in named if isinstance(name, str) and name]


def apps_using(card_name: str) -> list[App]:
    """Those whose draft or published revision names it, by title."""
    newest = Revision.objects.filter(app=OuterRef("app")).order_by("-number").values("pk")[:1]
    published = App.objects.exclude(published=None).values("published")
    revisions = (
        Revision.objects.filter(Q(pk=Subquery(newest)) | Q(pk__in=published), app__in=App.objects.present())
        .annotate(text=Cast("content", TextField()))
        .filter(text__contains=f'"{card_name}"')  # a first sieve; what it lets through may also be a title
        .select_related("app")
    )
    found = {revision.app for revision in revisions if card_name in models_of(revision.graph)}
    return sorted(found, key=lambda app: (app.title, app.pk))


@receiver(looking_for_users)
def on_looking(card: ModelCard, **_: Any) -> list[str]:
    return [app.title for app in apps_using(card.name)]

"""Actions of a list that stand as buttons on the page of each row too."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse


class ActsOnItsPage(admin.ModelAdmin):  # type: ignore[type-arg]
    change_form_template = "admin/widgets/acting.html"

    def fitting(self, row: Any) -> list[str]:
        """The names of the actions that would change something about this row."""
        raise NotImplementedError

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **more: Any) -> HttpResponse:
        """Buttons for those that fit and that this person may do."""
        row = more.get("obj")
        allowed = {name: words for _, name, words in filter(None, self.get_actions(request).values())}
        fitting = self.fitting(row) if row else []
        context["buttons"] = [(name, allowed[name]) for name in fitting if name in allowed]
        return super().render_change_form(request, context, *args, **more)

"""What was done in the administration: who, when, what. Django writes it."""

from typing import Any

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.contrib.admin.models import LogEntry
from django.http import HttpRequest

from widgets.admin.looking import LookOnly


@admin.register(LogEntry)
class LogAdmin(LookOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("action_time", "user", "content_type", "object_repr", "done")
    list_filter = ("action_flag", ("user", RelatedOnlyFieldListFilter), ("content_type", RelatedOnlyFieldListFilter))
    list_select_related = ("user", "content_type")
    search_fields = ("user__username", "object_repr", "change_message")
    date_hierarchy = "action_time"
    actions = None
    fields = readonly_fields = ("action_time", "user", "content_type", "object_repr", "done")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return super().changelist_view(request, {"title": "What was done"} | (extra_context or {}))

    @admin.display(description="what was done")
    def done(self, entry: LogEntry) -> str:
        return entry.get_change_message() or entry.get_action_flag_display()

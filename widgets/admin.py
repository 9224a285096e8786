"""Django's admin. It shows that there are runs, but not what other people wrote in them or got."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db import transaction
from django.http import HttpRequest

from inference.models import ModelCard
from widgets.models import App, Revision, Run, User

admin.site.site_header = admin.site.site_title = "PartyRock Clone"
admin.site.register(User, UserAdmin)


class LookOnly:
    """Rows that only the product itself writes. Deleting them is left to those who may."""

    def has_add_permission(self, request: HttpRequest, *_: Any) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, *_: Any) -> bool:  # noqa: ARG002
        return False


@admin.register(App)
class AppAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("title", "owner", "visibility", "updated_at", "deleted_at")
    list_filter = ("visibility",)
    list_select_related = ("owner",)
    search_fields = ("title", "id", "owner__username")
    fields = ("id", "title", "description", "owner", "visibility", "created_at", "updated_at", "deleted_at")
    readonly_fields = ("id", "created_at", "updated_at", "deleted_at")
    autocomplete_fields = ("owner",)

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False  # an app has a first revision, which the page of a new app makes


@admin.register(Revision)
class RevisionAdmin(LookOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("__str__", "app", "number", "author", "created_at")
    list_select_related = ("app", "author")
    search_fields = ("app__title", "app__id")
    fields = readonly_fields = ("app", "number", "author", "created_at", "content")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False  # runs stand on revisions, and an app needs one


@admin.register(Run)
class RunAdmin(LookOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("id", "app", "who", "created_at")
    list_select_related = ("app", "player", "revision")
    search_fields = ("id", "app__title", "app__id")
    fields = readonly_fields = ("id", "app", "revision", "who", "created_at")

    @admin.display(description="player", ordering="player")
    def who(self, run: Run) -> str:
        return str(run.player) if run.player else "a guest"


@admin.register(ModelCard)
class ModelCardAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("title", "name", "task", "family", "default", "enabled", "installed_at")
    list_filter = ("task", "enabled")
    search_fields = ("name", "title")
    # The rest comes with the product, and is brought back by the next start.
    fields: ClassVar = ["name", "title", "task", "family", "revision", "licence", "context", "default", "enabled"]
    readonly_fields: ClassVar = ["name", "title", "task", "family", "revision", "licence", "context"]

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: ModelCard, form: Any, change: bool) -> None:
        """A task has one default card: a new one takes the place of the old one."""
        if obj.default:
            ModelCard.objects.filter(task=obj.task, default=True).exclude(pk=obj.pk).update(default=False)
        super().save_model(request, obj, form, change)

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

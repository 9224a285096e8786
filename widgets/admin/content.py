"""Apps, reports and files. Not what is in the files."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin import EmptyFieldListFilter
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html

from widgets.admin.acting import ActsOnItsPage
from widgets.admin.looking import LookOnly
from widgets.community import reports
from widgets.models import App, Report, Revision, Upload
from widgets.models.players import MODERATING
from widgets.sharing.links import path_of


def _log(request: HttpRequest, rows: QuerySet[Any], message: str) -> None:
    """Who did it, and when: Django logs what is done in forms, but not what is done with actions."""
    LogEntry.objects.log_actions(request.user.pk, rows, CHANGE, message)  # type: ignore[arg-type]  # staff has a key


def _link(app: App) -> str:
    """To look at what was built."""
    if app.deleted_at or app.visibility == App.Visibility.PRIVATE:
        return "Deleted" if app.deleted_at else "Private: nobody but its owner opens it"
    return format_html('<a href="{}">Open</a>', path_of(app))


class Moderating(ActsOnItsPage):
    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MODERATING)


@admin.register(App)
class AppAdmin(Moderating):
    list_display = ("title", "owner", "visibility", "likes", "plays", "featured_at", "hidden_at", "updated_at")
    list_filter = ("visibility", ("featured_at", EmptyFieldListFilter), ("hidden_at", EmptyFieldListFilter))
    list_select_related = ("owner",)
    search_fields = ("title", "id", "owner__username")
    readonly_fields = ("id", "page", "hidden_at", "created_at", "updated_at", "deleted_at")
    fields = ("id", "page", "title", "description", "owner", "visibility", *readonly_fields[2:])
    autocomplete_fields = ("owner",)
    actions = ("feature_apps", "unfeature_apps", "hide_apps", "show_apps")

    @admin.display
    def page(self, app: App) -> str:
        return _link(app)

    def fitting(self, app: App) -> list[str]:
        return ["show_apps" if app.hidden_at else "hide_apps"]

    @admin.action(description="Feature: show first in the gallery", permissions=["moderate"])
    def feature_apps(self, request: HttpRequest, apps: QuerySet[App]) -> None:
        self.message_user(request, f"Featured: {apps.update(featured_at=timezone.now())}.")
        _log(request, apps, "Featured.")
        if absent := [f"“{app}”" for app in apps.exclude(pk__in=App.objects.public())]:
            why = "Only apps that are open to everyone, and not hidden, stand there."
            self.message_user(request, f"Not in the gallery: {', '.join(absent)}. {why}", messages.WARNING)

    @admin.action(description="Feature no longer", permissions=["moderate"])
    def unfeature_apps(self, request: HttpRequest, apps: QuerySet[App]) -> None:
        apps.update(featured_at=None)
        _log(request, apps, "Featured no longer.")

    @admin.action(description="Hide from everybody but the owner", permissions=["moderate"])
    def hide_apps(self, request: HttpRequest, apps: QuerySet[App]) -> None:
        self.message_user(request, f"Hidden: {reports.hide(apps)}.")
        _log(request, apps, "Hidden.")

    @admin.action(description="Show again", permissions=["moderate"])
    def show_apps(self, request: HttpRequest, apps: QuerySet[App]) -> None:
        self.message_user(request, f"Shown again: {reports.show(apps)}.")
        _log(request, apps, "Shown again.")

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


@admin.register(Report)
class ReportAdmin(LookOnly, Moderating):
    """What people reported, the open ones first."""

    list_display = ("app", "page", "reason", "words", "reporter", "created_at", "settled_at", "hidden")
    list_filter = (("settled_at", EmptyFieldListFilter), "reason")
    list_select_related = ("app", "reporter")
    ordering: ClassVar = [F("settled_at").asc(nulls_first=True), "-created_at"]
    fields = readonly_fields = ("app", "page", "hidden", "reason", "words", "reporter", "created_at", "settled_at")
    actions = ("hide_apps", "show_apps", "dismiss_reports")

    @admin.display
    def page(self, report: Report) -> str:
        return _link(report.app)

    @admin.display(boolean=True)
    def hidden(self, report: Report) -> bool:
        return report.app.hidden_at is not None

    def fitting(self, report: Report) -> list[str]:
        settling = [] if report.settled_at else ["dismiss_reports"]
        return ["show_apps" if report.app.hidden_at else "hide_apps", *settling]

    @admin.action(description="Hide the app from everybody but its owner", permissions=["moderate"])
    def hide_apps(self, request: HttpRequest, chosen: QuerySet[Report]) -> None:
        apps = App.objects.filter(pk__in=chosen.values("app"))
        self.message_user(request, f"Hidden: {reports.hide(apps)}.")
        _log(request, apps, "Hidden after a report.")

    @admin.action(description="Show the app again", permissions=["moderate"])
    def show_apps(self, request: HttpRequest, chosen: QuerySet[Report]) -> None:
        apps = App.objects.filter(pk__in=chosen.values("app"))
        self.message_user(request, f"Shown again: {reports.show(apps)}.")
        _log(request, apps, "Shown again.")

    @admin.action(description="Nothing is wrong: settle without hiding")
    def dismiss_reports(self, request: HttpRequest, chosen: QuerySet[Report]) -> None:
        self.message_user(request, f"Settled: {reports.dismiss(chosen)}.")
        _log(request, chosen, "Settled without hiding.")


@admin.register(Upload)
class UploadAdmin(LookOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """What takes the room, but not what is in it. Deleting one removes its file; runs that use it lack it then."""

    list_display = ("id", "media_type", "size", "state", "who", "created_at")
    list_filter = ("state", "media_type")
    list_select_related = ("player",)
    ordering = ("-size",)
    fields = readonly_fields = ("id", "media_type", "size", "state", "who", "created_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Upload]:
        return super().get_queryset(request).defer("text", "parts")

    @admin.display(description="player", ordering="player")
    def who(self, upload: Upload) -> str:
        return str(upload.player) if upload.player else "a guest"

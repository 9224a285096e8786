"""People, their groups, what these may use in a day, and what they used.

Django's administration writes each change of a quota into its log: here, or with the user or the group that it is of.
"""

from collections.abc import Callable
from typing import Any, ClassVar, Literal

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from widgets.admin.looking import LookOnly
from widgets.models import Quota, Use, User
from widgets.spending import meter
from widgets.spending.limits import holding, payer_of_account, today

What = Literal["tokens", "images"]
AMOUNTS: dict[What, Callable[[Use], int]] = {
    "tokens": lambda use: use.input_tokens + use.output_tokens,
    "images": lambda use: use.images,
}
TODAY = ("tokens_today", "images_today", "said_by")


class QuotaInline(admin.StackedInline):  # type: ignore[type-arg]
    model = Quota
    fields = ("tokens_a_day", "images_a_day")


class WithQuota:
    """Of what is only being added nothing is known yet."""

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:  # noqa: ARG002
        return [QuotaInline] if obj else []


@admin.register(User)
class PersonAdmin(WithQuota, UserAdmin):  # type: ignore[type-arg]
    fieldsets: ClassVar = (*(UserAdmin.fieldsets or ()), ("Used today", {"fields": TODAY}))
    readonly_fields = TODAY

    @admin.display(description="tokens")
    def tokens_today(self, user: User) -> str:
        return _level(user, "tokens")

    @admin.display(description="images")
    def images_today(self, user: User) -> str:
        return _level(user, "images")

    @admin.display(description="limits by")
    def said_by(self, user: User) -> str:
        quotas = sorted(str(quota) for quota in holding(user.pk))
        if not quotas:
            return "the settings of this site"
        return f"the quota {quotas[0]}" if len(quotas) == 1 else f"the most generous of the quotas {', '.join(quotas)}"


admin.site.unregister(Group)


@admin.register(Group)
class GroupWithQuotaAdmin(WithQuota, GroupAdmin):
    pass


@admin.register(Quota)
class QuotaAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What a user or each user of a group may have in a day. Without one the settings of the site hold."""

    list_display = ("__str__", "tokens_a_day", "tokens_today", "images_a_day", "images_today")
    list_select_related = ("user", "group")
    search_fields = ("user__username", "group__name")
    autocomplete_fields = ("user", "group")

    @admin.display(description="used today")
    def tokens_today(self, quota: Quota) -> str:
        return _used(quota, "tokens")

    @admin.display(description="used today")
    def images_today(self, quota: Quota) -> str:
        return _used(quota, "images")


@admin.register(Use)
class UseAdmin(LookOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("day", "card", "who", "requests", "failures", "input_tokens", "output_tokens", "images", "seconds")
    list_filter = ("day", "card")
    list_select_related = ("user",)
    date_hierarchy = "day"
    search_fields = ("card", "user__username")

    @admin.display(description="user", ordering="user")
    def who(self, use: Use) -> str:
        return str(use.user) if use.user else "guests"


def _level(user: User, what: What) -> str:
    level = meter.levels(payer_of_account(user.pk))[what]
    if level:
        return f"{level.used:,} of {level.of:,}"
    uses = user.uses.filter(day=today())  # against no limit nothing is added up
    return f"{sum(AMOUNTS[what](use) for use in uses):,} (no limit)"


def _used(quota: Quota, what: What) -> str:
    """Each member of a group has the whole of it: the one who used most is told."""
    if quota.user_id:
        return f"{meter.most_used([quota.user_id], what):,}"
    members = User.objects.filter(groups=quota.group_id).values_list("pk", flat=True)
    return f"{meter.most_used(members, what):,} by one member at the most"

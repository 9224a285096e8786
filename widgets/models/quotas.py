"""What people may use in a day: quotas, what is spent of them, and what work in progress may take."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

LONGEST_ID = 64  # characters of the id of a request


class Quota(models.Model):
    """What a user, or each user of a group, may use in a day; null is as much as they like."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="quota")
    group = models.OneToOneField("auth.Group", models.CASCADE, null=True, blank=True, related_name="quota")
    tokens_a_day = models.PositiveBigIntegerField(null=True, blank=True, help_text="Read and written; empty: no limit.")
    images_a_day = models.PositiveIntegerField(null=True, blank=True, help_text="Drawn; empty: no limit.")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(user__isnull=True, group__isnull=False) | Q(user__isnull=False, group__isnull=True),
                name="quota_of_a_user_or_a_group",
                violation_error_message="Choose a user or a group, one of the two.",
            )
        ]

    def __str__(self) -> str:
        return f"of {self.user or self.group}"


class Spending(models.Model):
    """What somebody with a quota spent on one day, with what their work in progress may take at the most."""

    who = models.CharField(max_length=64)  # as in widgets.community.visits: an account, or a guest's network address
    day = models.DateField()  # UTC
    tokens = models.PositiveBigIntegerField(default=0)
    images = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["who", "day"], name="one_spending_a_day")]
        indexes: ClassVar = [models.Index(fields=["day"], name="spendings_by_day")]

    def __str__(self) -> str:
        return f"{self.tokens} tokens and {self.images} images on {self.day}"


class Reservation(models.Model):
    """A request in progress: whom it counts for, and what it may take at the most. It goes when the request ended."""

    id = models.CharField(primary_key=True, max_length=LONGEST_ID)  # of the request
    card = models.CharField(max_length=80)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True)
    spending = models.ForeignKey(Spending, models.CASCADE, null=True)  # null: without a quota
    tokens = models.PositiveBigIntegerField()
    images = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["created_at"], name="reservations_by_age")]

    def __str__(self) -> str:
        return self.id

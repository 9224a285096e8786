"""How much each model was used, day by day: what charts are drawn of. Knows nothing of what anybody may use."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Use(models.Model):
    """What one account, or all guests together, had of one card on one day."""

    day = models.DateField()  # UTC, on which the requests ended
    card = models.CharField(max_length=80)  # the name of a ModelCard, also of one that is gone by now
    # Null: guests. Use goes with its account, for else it would count as theirs.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="uses")
    requests = models.PositiveBigIntegerField(default=0)
    failures = models.PositiveBigIntegerField(default=0)  # of these
    input_tokens = models.PositiveBigIntegerField(default=0)
    output_tokens = models.PositiveBigIntegerField(default=0)
    images = models.PositiveBigIntegerField(default=0)
    seconds = models.FloatField(default=0)

    class Meta:
        ordering: ClassVar = ["-day", "card"]
        # Two, because no null is like another one.
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "card", "user"], name="one_use_a_day_card_and_user"),
            models.UniqueConstraint(
                fields=["day", "card"], condition=models.Q(user=None), name="one_use_of_guests_a_day_and_card"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.card} on {self.day}"

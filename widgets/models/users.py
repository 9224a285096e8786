"""People who have an account."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Django's user, ours from the start so that it can grow."""

"""People who have an account."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """Django's user, and what their profile page says."""

    about = models.CharField(max_length=500, blank=True)

"""Django's administration: what stands in it, and how."""

from django.contrib import admin

from widgets.admin import content, log, models, people, runs

__all__ = ["content", "log", "models", "people", "runs"]

admin.site.site_header = admin.site.site_title = "PartyRock Clone"

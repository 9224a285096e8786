"""Django's administration: what stands in it, and how."""

from django.contrib import admin

from widgets.admin import content, models, people, runs

__all__ = ["content", "models", "people", "runs"]

admin.site.site_header = admin.site.site_title = "PartyRock Clone"

"""Wiring, no behaviour: settings, URLs, ASGI, Celery, and what starts everything."""

from partyrock_clone.celery import app as celery_app

__all__ = ["celery_app"]

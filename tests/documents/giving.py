"""Files that visitors give in tests."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from widgets.documents import uploads
from widgets.models import Player, Upload

GUEST = Player(guest="a guest")


def keep(data=b"Bees dance", name="bees.txt", player=GUEST, visitor="somebody"):
    return uploads.keep(player, visitor, SimpleUploadedFile(name, data))


def aged(upload, **age):
    Upload.objects.filter(pk=upload.pk).update(created_at=timezone.now() - timedelta(**age))
    return upload


def ended(upload):
    upload.refresh_from_db()
    return upload if upload.state != Upload.State.READING else None

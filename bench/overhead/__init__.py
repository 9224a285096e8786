"""What the product adds to the models, in one run: `python -m bench.overhead [plays | frames | sockets]`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partyrock_clone.settings")
django.setup()

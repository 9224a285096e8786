"""What the web process is made of."""

import subprocess
import sys

from django.conf import settings

LOAD = """
import importlib, sys
import partyrock_clone.asgi
from django.conf import settings
importlib.import_module(settings.ROOT_URLCONF)
print(sorted(name for name in ("torch", "transformers", "inference.engines.text") if name in sys.modules))
"""


def test_the_web_process_never_imports_torch():
    done = subprocess.run(
        [sys.executable, "-c", LOAD], cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "[]", done.stderr

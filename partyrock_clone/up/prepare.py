"""What must be in place before the processes start: tables, collected static files, models, example apps.

Everything here is skipped quickly when it was done before.
"""

import hashlib
import io
import os
import subprocess
import sys

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import DatabaseError, connections

from partyrock_clone.up import checks, commands, orphans
from partyrock_clone.up.trouble import Trouble


def everything(*, install: bool) -> None:
    database()
    static_files()
    if install:
        models()
    examples()


def database() -> None:
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        raise Trouble(f"The database does not answer: {error}. Look at DATABASE_URL, then try again.") from error
    finally:
        connections.close_all()


def static_files() -> None:
    """Collect them when they are not those that were collected last."""
    if not (settings.BASE_DIR / "static" / "dist" / "app.js").exists():
        raise Trouble("The page has not been built. `make run` builds it, and so does `npm ci && npm run build`.")
    stamp = settings.STATIC_ROOT / ".collected"
    now = _fingerprint()
    if not stamp.exists() or stamp.read_text() != now:
        call_command("collectstatic", interactive=False, clear=settings.STATIC_ROOT.exists(), verbosity=0)
        stamp.write_text(now)


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = os.stat(storage.path(name))
            digest.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def models() -> None:
    """In a process of its own: what converting takes in memory is given back."""
    if not any(settings.MODELS_DIR.glob("*/*")):
        checks.room(settings.DATA_DIR)
    sys.stdout.flush()
    command = commands.manage("models", "install")
    done = subprocess.run(  # noqa: S603 (the command is ours)
        command,
        check=False,
        preexec_fn=orphans.die_with(os.getpid()),
    )
    if done.returncode:
        raise Trouble("The models are not installed, as it says above. Fix that, then start again.")


def examples() -> None:
    call_command("seed_examples", stdout=io.StringIO())
    connections.close_all()

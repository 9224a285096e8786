"""Every setting. The environment overrides; a wrong value stops the start and names its variable."""

import ipaddress
import os
import secrets
from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from partyrock_clone import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent

# Where to listen, where to write -------------------------------------------------------------


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


HOST = env.text("HOST", "127.0.0.1")
PORT = env.count("PORT", 8000)
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / "data"))).resolve()
try:
    DATA_DIR.mkdir(parents=True, exist_ok=True)
except OSError as error:
    raise SystemExit(
        f"DATA_DIR is {DATA_DIR}, and that cannot be made ({error.strerror}). Choose another folder."
    ) from None
MODELS_DIR = Path(env.text("MODELS_DIR", str(DATA_DIR / "models"))).resolve()
# Whoever can reach a loopback address sits at the machine: the first to sign up administers the site.
FIRST_ACCOUNT_ADMINISTERS = _loopback(HOST)


def _secret_key() -> str:
    """The key in DATA_DIR/secret_key, made at the first start: all of it or nothing, whatever happens meanwhile."""
    path = DATA_DIR / "secret_key"
    try:
        if not path.exists() or not path.read_text().strip():
            new = path.with_name(f"secret_key.{os.getpid()}")
            new.touch(mode=0o600)
            new.write_text(secrets.token_urlsafe(50))
            new.replace(path)
        return path.read_text().strip()
    except OSError as error:
        raise SystemExit(
            f"{path} cannot be written or read ({error.strerror}). Free some space, look at who may write there, "
            "or choose another folder with DATA_DIR."
        ) from None


SECRET_KEY = env.text("SECRET_KEY", "") or _secret_key()
DEBUG = env.switch("DEBUG")
ALLOWED_HOSTS = env.texts("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]", HOST])
CSRF_TRUSTED_ORIGINS = env.origins("CSRF_TRUSTED_ORIGINS")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000  # bytes; a graph of 100 widgets fits, a flood does not

# What it is made of --------------------------------------------------------------------------

INSTALLED_APPS = [
    "partyrock_clone",
    "widgets",
    "inference",
    "allauth",
    "allauth.account",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "channels",
    "ninja",
    "csp",
]
MIDDLEWARE = [
    "widgets.web.middleware.one_shape",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "partyrock_clone.urls"
ASGI_APPLICATION = "partyrock_clone.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# Where things are kept -----------------------------------------------------------------------

# Nobody waits for a lock longer than 20 seconds. WAL lets readers go on while one writes; IMMEDIATE takes the write
# lock where waiting is allowed.
_SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}
_POSTGRESQL = {"options": "-c lock_timeout=20s"}
_database = env.database("DATABASE_URL", f"sqlite:///{DATA_DIR / 'db.sqlite3'}")
_options = _SQLITE if _database["ENGINE"].endswith("sqlite3") else _POSTGRESQL
DATABASES = {"default": _database | {"OPTIONS": _options | _database.get("OPTIONS", {})}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# `manage.py up` sets REDIS_URL for what it starts; without it, the socket of a server it started before.
REDIS_URL = env.redis_url("REDIS_URL", f"unix://{DATA_DIR / 'redis.sock'}")

# The pool that a model worker belongs to, and how much memory its models may have; None is a share of what there is.
POOL = env.pool("POOL", "cpu")
MODEL_MEMORY_MB = env.megabytes("MODEL_MEMORY_MB")

# A model without a net that repeats what it is told: for tests and for load.
ECHO_MODEL = env.switch("ECHO_MODEL")
ECHO_DELAY = env.seconds("ECHO_DELAY")  # seconds that it waits before each word

# Rate limits, such as of logging in, are counted in the first. One web process counts by itself, so log-in works while
# Redis is away; several have to count together. A cache that is full drops what it likes, so drawn cards have one of
# their own and push no counter out.
WEB_PROCESSES = env.count("WEB_PROCESSES", 1)  # that serve this site, on all machines
_LOCAL = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
_TOGETHER = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
CACHES = {
    "default": _TOGETHER if WEB_PROCESSES > 1 else _LOCAL | {"OPTIONS": {"MAX_ENTRIES": 20_000}},
    "cards": _LOCAL | {"LOCATION": "cards", "OPTIONS": {"MAX_ENTRIES": 300}},
}

# What visitors may upload: of one file, and of one person or of all together.
UPLOAD_MB = env.count("UPLOAD_MB", 25)
UPLOADS_AN_HOUR = env.count("UPLOADS_AN_HOUR", 60)
UPLOADS_MB_OF_A_PLAYER = env.count("UPLOADS_MB_OF_A_PLAYER", 250)
UPLOADS_MB_OF_ALL = env.count("UPLOADS_MB_OF_ALL", 20_000)

# How many snapshots one person, or a guest's network address, may take.
SNAPSHOTS_AN_HOUR = env.count("SNAPSHOTS_AN_HOUR", 60)

# What stays free on the disk of the models, whatever is installed there.
ROOM_LEFT_MB = env.count("ROOM_LEFT_MB", 1000)

# How many texts may be in work at once: of one guest, of one account, of all together.
MOST_OF_A_GUEST = env.count("MOST_OF_A_GUEST", 16)
MOST_OF_AN_ACCOUNT = env.count("MOST_OF_AN_ACCOUNT", 64)
MOST_OF_ALL = env.count("MOST_OF_ALL", 500)

# How many tokens, read and written, and how many pictures one account or one guest (by network address) may have in a
# day, where no quota of their own says otherwise; 0 is no limit.
TOKENS_A_DAY_OF_AN_ACCOUNT = env.limit("TOKENS_A_DAY_OF_AN_ACCOUNT")
IMAGES_A_DAY_OF_AN_ACCOUNT = env.limit("IMAGES_A_DAY_OF_AN_ACCOUNT")
TOKENS_A_DAY_OF_A_GUEST = env.limit("TOKENS_A_DAY_OF_A_GUEST")
IMAGES_A_DAY_OF_A_GUEST = env.limit("IMAGES_A_DAY_OF_A_GUEST")

# People --------------------------------------------------------------------------------------

AUTH_USER_MODEL = "widgets.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {
    "signup": f"{env.count('SIGNUPS_A_MINUTE', 20)}/m/ip",
    "entrance": "6/m/key",  # passwords that are tried at the door of an app
    "snapshot": f"{SNAPSHOTS_AN_HOUR}/h/key",
}
ACCOUNT_ADAPTER = "widgets.web.accounts.AccountAdapter"
ACCOUNT_LOGOUT_ON_GET = False
LOGIN_REDIRECT_URL = "/apps/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
LOGIN_URL = "account_login"

# Pages ---------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
MEDIA_ROOT = DATA_DIR / "media"  # what people upload and what models draw; nothing is served from it directly
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [("dist", BASE_DIR / "static" / "dist")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, NONCE],  # CodeMirror puts its rules in a <style nonce>
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "widgets.web.errors.csrf_failed"
# True where a proxy speaks HTTPS with the browsers; it must overwrite X-Forwarded-Proto.
HTTPS = env.switch("HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # A 404 is the visitor's business; what broke is ours.
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR"},
        "httpx2": {"level": "WARNING"},  # it says each request to a remote model or for a part of a download
    },
}

"""Whether a process that was started answers yet."""

import json
from http.client import HTTPConnection, HTTPException

from django.conf import settings

from inference import streams


def redis() -> bool:
    try:
        return bool(streams.connection().ping())
    except streams.AWAY:
        return False


def worker(name: str) -> bool:
    try:
        return bool(streams.connection().exists(f"alive:{name}"))
    except streams.AWAY:
        return False


def web() -> bool:
    return health()[0]


def health() -> tuple[bool, str]:
    """Whether `/api/health` is content, and if not, its sentence."""
    try:
        link = HTTPConnection(_reachable(settings.HOST), settings.PORT, timeout=5)
        link.request("GET", "/api/health", headers={"Host": _allowed_host()})
        answer = link.getresponse()
        body = json.loads(answer.read())
    except (OSError, HTTPException, ValueError) as error:
        return False, str(error)
    return answer.status == 200, str(body.get("error", {}).get("message", ""))


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104


def _allowed_host() -> str:
    named = [host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*"]
    return named[0] if named else "localhost"

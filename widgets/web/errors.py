"""The one shape of an error: a code for programs, a sentence with a remedy for people, the field if there is one.

Used by the API, and by Django's own handlers for what goes wrong before a view is found.
"""

import logging
import sys
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from widgets.building.faults import InvalidApp
from widgets.running.full_house import FullHouse
from widgets.spending.refusing import QuotaSpent, until_reset
from widgets.web.plain_words import first_fault

log = logging.getLogger(__name__)

NOT_FOUND = (
    "There is nothing here, or it is not yours to see. Check the address, or log in with the account it belongs to."
)
# What to say when nothing but a status is known.
BY_STATUS = {
    400: ("bad_request", "The request could not be read. Reload the page and try again."),
    403: ("forbidden", "You may not do this. Log in with an account that may."),
    404: ("not_found", NOT_FOUND),
    405: ("method_not_allowed", "This address does not take that method. See /api/docs for those that it takes."),
    413: ("too_large", "This is larger than the 2 MB that are taken at once. Send less."),
    429: ("too_many_requests", "There are too many requests at once. Wait a moment and try again."),
    500: ("internal_error", "Something went wrong on our side, and it was noted. Try again in a moment."),
    503: ("unavailable", "A part of the site does not answer just now. Try again in a moment."),
}
RETRY_AFTER = {429: "10", 503: "2"}  # seconds
FAILURES = frozenset({400, 403, 404, 413, 422, 429, 503})  # what any route may answer with
CSRF = "This page was open for too long, or cookies are switched off. Reload it and try again."
BUSY = (503, "database_busy", "The database is busy. Nothing was changed; try again in a moment.")


class Refused(Exception):
    """Raised anywhere beneath a view of the API; becomes the answer."""

    retry_after: int | None = None  # seconds, where the usual ones of its status do not fit

    def __init__(self, status: int, code: str, message: str, field: str | None = None, **extra: Any) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.field, self.extra = status, code, message, field, extra


def answer(
    status: int, code: str, message: str, field: str | None = None, extra: Mapping[str, Any] | None = None
) -> JsonResponse:
    error = {"code": code, "message": message} | ({"field": field} if field else {})
    response = JsonResponse({"error": error, **(extra or {})}, status=status)
    if status in RETRY_AFTER:
        response["Retry-After"] = RETRY_AFTER[status]
    return response


def answer_status(status: int) -> JsonResponse:
    refused = _by_status(status)
    return answer(status, refused.code, refused.message)


def _by_status(status: int) -> Refused:
    return Refused(status, *(BY_STATUS.get(status) or BY_STATUS[500 if status >= 500 else 400]))


def answer_exception(request: HttpRequest, error: BaseException | type[BaseException] | None) -> JsonResponse:
    """The answer to whatever a view raised. What nobody foresaw is logged, and its words stay inside."""
    refused = _refused(error)
    if refused is None:
        log.error("%s %s failed", request.method, request.path, exc_info=error)  # type: ignore[arg-type]
        return answer_status(500)
    response = answer(refused.status, refused.code, refused.message, refused.field, refused.extra)
    if refused.retry_after:
        response["Retry-After"] = str(refused.retry_after)
    return response


def _refused(error: object) -> Refused | None:
    match error:
        case Refused():
            found = error
        case ValidationError():
            field, message = first_fault(error.errors)
            found = Refused(422, "invalid", message, field)
        case InvalidApp():
            found = Refused(422, "invalid", error.message, error.field)
        case FullHouse():
            found = Refused(429, "full_house", str(error))
        case QuotaSpent():
            found = Refused(429, error.code, str(error))
            found.retry_after = until_reset()
        case HttpError(status_code=400):
            found = Refused(400, "not_json", "The body is not valid JSON in UTF-8. Send one JSON object.")
        case HttpError():
            found = _by_status(error.status_code)
        case Http404():
            found = _by_status(404)
        case RequestDataTooBig():
            found = _by_status(413)
        case OperationalError() if is_busy(error):
            found = Refused(*BUSY)
        case _:
            return None
    return found


def is_busy(error: object) -> bool:
    """SQLite's lock was not to be had in time, or PostgreSQL gave up waiting or takes no more connections."""
    words = ("locked", "lock timeout", "deadlock", "too many clients", "connection failed")
    return isinstance(error, OperationalError) and any(word in str(error) for word in words)


def install(api: NinjaAPI) -> None:
    for kind in (Exception, Http404, HttpError, ValidationError):
        api.add_exception_handler(kind, answer_exception)


def _page(request: HttpRequest, status: int, message: str = "") -> HttpResponse:
    if request.path.startswith("/api/"):
        return answer_status(status)
    message = message or BY_STATUS[status][1]
    return render(request, f"{status}.html", {"status": status, "message": message}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return _page(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """Django calls this while the exception is being handled."""
    error = sys.exc_info()[1]
    if request.path.startswith("/api/"):
        return answer_exception(request, error)
    if is_busy(error):
        return render(request, "500.html", {"status": 503, "message": BUSY[2]}, status=503)
    return _page(request, 500)


def too_many(request: HttpRequest) -> HttpResponse:
    return _page(request, 429)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """The form or the script was made for another session, or for none."""
    if request.path.startswith("/api/"):
        return answer(403, "csrf_failed", CSRF)
    return _page(request, 403, CSRF)

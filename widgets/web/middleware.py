"""Every error beneath /api/ has the one shape, also those that are made outside the API's own views."""

from collections.abc import Awaitable, Callable
from inspect import iscoroutinefunction

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

from widgets.web.errors import answer_status

View = Callable[[HttpRequest], HttpResponseBase]
AsyncView = Callable[[HttpRequest], Awaitable[HttpResponseBase]]


@sync_and_async_middleware
def one_shape(get_response: View | AsyncView) -> View | AsyncView:
    if iscoroutinefunction(get_response):

        async def shape_later(request: HttpRequest) -> HttpResponseBase:
            return _shaped(request, await get_response(request))

        return shape_later

    def shape(request: HttpRequest) -> HttpResponseBase:
        return _shaped(request, get_response(request))  # type: ignore[arg-type]

    return shape


def _shaped(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    if not request.path.startswith("/api/"):
        return response
    # What one person may see is not for a shared cache, and the newest state is the only one of use.
    response.headers.setdefault("Cache-Control", "no-store")
    if response.status_code >= 400 and not response.headers.get("Content-Type", "").startswith("application/json"):
        # In place: headers such as Allow are part of the answer.
        response.content = answer_status(response.status_code).content  # type: ignore[attr-defined]
        response.headers["Content-Type"] = "application/json"
    return response

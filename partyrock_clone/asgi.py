"""The web process: pages and the API over HTTP, events over WebSockets."""

import os

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partyrock_clone.settings")
django = get_asgi_application()

from widgets.running.consumers import RunConsumer  # noqa: E402  (Django has to be set up first)
from widgets.sharing.desk import DeskConsumer  # noqa: E402
from widgets.web.limits import BodyLimit  # noqa: E402

sockets = URLRouter(
    [
        path("ws/runs/<str:run_id>/", RunConsumer.as_asgi()),
        path("ws/apps/<str:app_id>/", DeskConsumer.as_asgi()),
    ]
)
application = ProtocolTypeRouter(
    {"http": BodyLimit(django), "websocket": AllowedHostsOriginValidator(AuthMiddlewareStack(sockets))}
)

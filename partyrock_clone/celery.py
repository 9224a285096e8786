"""The Celery app: two queues on Redis, no result backend, nothing but JSON.

It imports no tasks: `--include` names them, so that the light worker never imports torch.
"""

import os
from typing import Any

import redis
from celery import Celery
from celery.signals import heartbeat_sent, worker_ready

from inference import client, routing, streams

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partyrock_clone.settings")

ALIVE = 10  # seconds that `alive:<queue>` and `alive:<worker>` outlive a heartbeat; there is one every two seconds


def broker_url(redis_url: str) -> str:
    """What redis-py calls `unix://path`, Celery calls `redis+socket://path`."""
    if not redis_url.startswith("unix://"):
        return redis_url
    path, _, query = redis_url.removeprefix("unix://").partition("?")
    return f"redis+socket://{path}" + (f"?{query.replace('db=', 'virtual_host=')}" if query else "")


def configuration() -> dict[str, Any]:
    from django.conf import settings  # noqa: PLC0415  (the settings are not there yet when this is imported)

    return {
        "broker_url": broker_url(settings.REDIS_URL),
        "broker_connection_retry_on_startup": True,
        "broker_transport_options": {
            # Tasks are acknowledged when they start (those of client.HEARING when they end), so this long is only how
            # late a message comes back whose worker was killed before; the sweep is there before.
            "visibility_timeout": 3600,
            "socket_connect_timeout": 1,
            # Who submits is told at once that Redis is away. (Workers have a loop of their own and keep trying.)
            "max_retries": 1,
            "interval_start": 0,
            "interval_step": 0.2,
            "interval_max": 0.2,
        },
        "task_ignore_result": True,
        "task_acks_late": False,
        "accept_content": ["json"],
        "task_serializer": "json",
        "task_default_queue": client.LIGHT,
        "task_routes": {"widgets.*": {"queue": client.LIGHT}, "inference.*": {"queue": routing.MODELS}},
        "worker_prefetch_multiplier": 1,
        "worker_hijack_root_logger": False,
        "timezone": "UTC",
    }


app = Celery("partyrock_clone")
app.add_defaults(configuration)
app.set_default()  # for all threads, not only the one that imports this


@worker_ready.connect
@heartbeat_sent.connect
def say_alive(sender: Any, **_: Any) -> None:
    """For /api/health, and for whoever starts workers and waits for them."""
    name = sender.eventer.hostname if hasattr(sender, "eventer") else sender.hostname
    try:
        for alive in (name, *app.amqp.queues.consume_from):
            streams.connection().set(f"alive:{alive}", "1", ex=ALIVE)
    except redis.RedisError:
        pass  # Redis is away: nobody could read it either

"""What the light worker does with installations."""

from celery import shared_task

from inference.catalogue import installs
from inference.jobs import processes


@shared_task(name=installs.TRADE.task, ignore_result=True)
def install() -> None:
    processes.do_what_waits(installs.TRADE)

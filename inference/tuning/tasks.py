"""What a worker does with tunings. Light: the teaching is done by processes."""

from celery import shared_task

from inference import tunings
from inference.jobs import processes


@shared_task(name=tunings.TRADE.task, ignore_result=True)
def tune() -> None:
    processes.do_what_waits(tunings.TRADE)

"""What jobs of one kind have in common."""

from dataclasses import dataclass

from inference.models import Job
from inference.protocol import Failure


@dataclass(frozen=True)
class Trade:
    kind: type[Job]
    task: str  # of Celery: does what waits
    queue: str
    command: tuple[str, ...]  # of manage.py: does one job, whose id follows
    interrupted: Failure  # its process is gone, and nobody asked it to go
    unknown: Failure  # something went wrong that has no name
    tries: int = 1  # processes that it may lose: with the last one it has failed, with those before it waits again
    ends_itself: bool = False  # where somebody asks it to stop it comes to an end; others are ended

"""One's own history with an app, over HTTP: runs of the past, listed, named, deleted and brought back."""

from typing import Annotated

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router
from ninja.responses import Status
from pydantic import Field

from widgets.models import Result, Run
from widgets.running.history import in_a_line
from widgets.web import schemas
from widgets.web.errors import FAILURES
from widgets.web.looking_up import app_to_see, run_of
from widgets.web.players import player_of
from widgets.web.schemas.history import RunChange, RunInHistory

PAGE = 24


def add_to(router: Router) -> None:
    """To that of the runs, whose addresses these are too: one router has to know all methods of a path."""
    errors = {FAILURES: schemas.ErrorBody}
    router.get("/apps/{id:app_id}/runs", response={200: list[RunInHistory], **errors})(list_runs)
    router.patch("/runs/{id:run_id}", response={200: RunInHistory, **errors})(name_run)
    router.delete("/runs/{id:run_id}", response={204: None, **errors})(delete_run)
    router.post("/runs/{id:run_id}/restoration", response={204: None, **errors})(restore_run)


def list_runs(
    request: HttpRequest, response: HttpResponse, app_id: str, page: Annotated[int, Field(ge=1, le=10_000)] = 1
) -> list[RunInHistory]:
    """24 a page, the latest first. While there are more, the header `Link` names the next page."""
    runs = Run.objects.history(player_of(request), app_to_see(request, app_id)).select_related("revision")
    first = (page - 1) * PAGE
    found = list(_counted(runs)[first : first + PAGE + 1])
    if len(found) > PAGE:
        response["Link"] = f'<{request.path}?page={page + 1}>; rel="next"'
    return [_in_history(run) for run in found[:PAGE]]


def name_run(request: HttpRequest, run_id: str, data: RunChange) -> RunInHistory:
    run = run_of(request, run_id)
    Run.objects.filter(pk=run.pk).update(title=data.title.strip())
    return _in_history(_counted(Run.objects.filter(pk=run.pk).select_related("revision")).get())


def delete_run(request: HttpRequest, run_id: str) -> Status[None]:
    """Out of sight; POST …/restoration undoes it within ten minutes."""
    Run.objects.filter(pk=run_of(request, run_id).pk).update(deleted_at=timezone.now())
    return Status(204, None)


def restore_run(request: HttpRequest, run_id: str) -> Status[None]:
    if not Run.objects.deleted_or_not(player_of(request)).lasting().filter(pk=run_id).update(deleted_at=None):
        raise Http404
    return Status(204, None)


def _counted(runs: QuerySet[Run]) -> QuerySet[Run]:
    done = Count("results__widget", filter=Q(results__state=Result.State.DONE), distinct=True)
    return runs.annotate(done=done)


def _in_history(run: Run) -> RunInHistory:
    return RunInHistory(
        id=run.pk,
        title=run.title,
        summary=in_a_line(run),
        done=run.done,  # type: ignore[attr-defined]
        revision=run.revision.number,
        created_at=run.created_at,
    )

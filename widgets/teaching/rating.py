"""What a player thinks of a result, and with it what the model was asked, where that may teach models."""

from widgets.models import Feedback, Player, Result
from widgets.running.values import stand
from widgets.teaching.asking import asked, reads_files


def rate(result: Result, player: Player, thumbs: int, correction: str, *, told: bool) -> None:
    """The last one counts. `told`: they were told that it may teach models."""
    given = {"thumbs": thumbs, "correction": correction, "prompt": _prompt(result, player, told=told)}
    Feedback.objects.update_or_create(result=result, defaults=given)


def take_back(result: Result) -> None:
    Feedback.objects.filter(result=result).delete()


def _prompt(result: Result, player: Player, *, told: bool) -> str:
    """Decided now: what an app says later changes nothing of what was rated before."""
    app = result.run.app
    is_own = app.belongs_to(player)
    if not (is_own or (told and app.ratings_teach)):
        return ""
    kept = Feedback.objects.filter(result=result).values_list("prompt", flat=True).first()
    return kept or _asked(result, is_own=is_own)


def _asked(result: Result, *, is_own: bool) -> str:
    """The files of others stay with who gave them."""
    standing = stand(result.run)
    return asked(standing, result) if is_own or not reads_files(standing, result.widget) else ""

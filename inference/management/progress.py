"""A progress bar for people at a terminal, and a line every ten percent for logs."""

from django.core.management.base import OutputWrapper

from inference.catalogue.failures import said

WIDTH = 24


class Progress:
    """Shows how far one long piece of work has come."""

    def __init__(self, out: OutputWrapper, title: str) -> None:
        self.out = out
        self.title = title
        self.terminal = out.isatty()
        self.told: tuple[str, int, str] | None = None  # what was last shown: the phase, its tenths or percent, the pace

    def show(self, phase: str, done: int, total: int, speed: int | None = None) -> None:
        """`speed` is in bytes a second, and `done` and `total` in bytes where there is one."""
        if not phase:
            return
        share = min(done / total, 1.0) if total else 0.0
        pace = _pace(done, total, speed)
        step = (phase, int(share * (100 if self.terminal else 10)), pace if self.terminal else "")
        if step != self.told:
            self.told = step
            self._show(f"{self.title}: {phase.lower()} {share:4.0%}{pace}", share)

    def end(self, how: str) -> None:
        if self.terminal and self.told:
            self.out.write("")
        self.out.write(f"{self.title} {how}.")

    def _show(self, text: str, share: float) -> None:
        if self.terminal:
            filled = round(share * WIDTH)
            self.out.write(f"\r\033[K{'█' * filled}{'░' * (WIDTH - filled)}  {text}", ending="")
        else:
            self.out.write(text)
        self.out.flush()


def _pace(done: int, total: int, speed: int | None) -> str:
    if not speed:
        return ""
    return f", {said(done)} of {said(total)}, {said(speed)}/s, {time_said((total - done) / speed)} left"


def time_said(seconds: float) -> str:
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min {seconds:02} s" if minutes else f"{seconds} s"

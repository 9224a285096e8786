"""A progress bar for people at a terminal, and a line every ten percent for logs."""

from django.core.management.base import OutputWrapper

WIDTH = 30


class Progress:
    """Shows how far one long piece of work has come."""

    def __init__(self, out: OutputWrapper, title: str) -> None:
        self.out = out
        self.title = title
        self.terminal = out.isatty()
        self.told: tuple[str, int] | None = None  # what was last shown: the phase, and its tenths or percent

    def report(self, phase: str, done: int, total: int) -> None:
        share = done / total if total else 0.0
        step = int(share * (100 if self.terminal else 10))
        if (phase, step) != self.told:
            self.told = (phase, step)
            self._show(f"{self.title}: {phase.lower()} {share:4.0%}", share)

    def end(self, how: str) -> None:
        if self.terminal and self.told:
            self.out.write("")
        self.out.write(f"{self.title} {how}.")

    def _show(self, text: str, share: float) -> None:
        if self.terminal:
            filled = round(share * WIDTH)
            self.out.write(f"\r\033[K{text}  {'█' * filled}{'░' * (WIDTH - filled)}", ending="")
        else:
            self.out.write(text)
        self.out.flush()

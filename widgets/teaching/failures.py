"""Why examples were not taken, or a model was not taught. Each sentence says what to do."""


class NotFit(Exception):
    """The examples are not fit to learn from."""


class TooMany(Exception): ...


class TooLong(Exception):
    """To learn it."""


class UnknownWidget(Exception):
    def __init__(self) -> None:
        super().__init__("This app has no such widget that can teach a model. Choose another one.")


class NothingCollected(Exception):
    def __init__(self, title: str) -> None:
        remedy = "Give thumbs up or a correction to results, or choose snapshots, then collect them."
        super().__init__(f"There is nothing to collect of “{title}” yet. {remedy}")


class AppGone(Exception):
    def __init__(self) -> None:
        super().__init__("The app that these came from is gone. Add examples to the table instead.")

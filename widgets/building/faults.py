"""What is wrong with an app that somebody wants to make or change."""


class InvalidApp(Exception):
    """A field of an app cannot be taken; the sentence says why."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field, self.message = field, message

"""Why an app cannot be exported."""


class CannotExport(Exception):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message

"""Why something cannot be imported: a code for programs, a sentence with a remedy for people."""


class CannotImport(Exception):
    code = "cannot_import"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class TooLarge(CannotImport):
    code = "too_large"


class NotJson(CannotImport):
    code = "not_json"


class DamagedPicture(CannotImport):
    code = "damaged_picture"


class NoAppInPicture(CannotImport):
    code = "no_app_in_picture"


class NotAnApp(CannotImport):
    code = "not_an_app"


class NewerVersion(CannotImport):
    code = "newer_version"


class BrokenDefinition(CannotImport):
    code = "broken_definition"

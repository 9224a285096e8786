"""Why a file cannot be read: a code for programs, a sentence with a remedy for people. Knows no Django."""

from typing import ClassVar

DOCUMENTS = "PDF, Word (.docx), PowerPoint (.pptx), HTML, CSV, JSON, Markdown or plain text"
PICTURES = "JPEG, PNG, WebP or GIF"


class Unreadable(Exception):
    """Subclasses set `code` and, where it is always the same, `sentence`."""

    code: ClassVar[str]
    sentence: ClassVar[str] = ""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.sentence)


class UnsupportedType(Unreadable):
    code = "unsupported_type"
    sentence = f"Files of this type are not taken here. A document may be {DOCUMENTS}; a picture may be {PICTURES}."


class OldOffice(Unreadable):
    code = "old_office"
    sentence = "This is a file of an older Office (.doc, .ppt or .xls). Save it as .docx, .pptx or PDF and upload that."


class PasswordNeeded(Unreadable):
    code = "password_needed"
    sentence = "This file is protected with a password. Save a copy without one and upload that."


class EmptyFile(Unreadable):
    code = "empty_file"
    sentence = "There is nothing in this file. Choose another one."


class NoTextInside(Unreadable):
    code = "no_text_inside"
    sentence = "There is no text in this file. Choose one that has some."


class ScannedPages(Unreadable):
    code = "scanned_pages"
    sentence = (
        "The pages of this PDF are pictures without text, as a scanner makes them. "
        "Run text recognition (OCR) over it first, then upload it again."
    )


class DamagedFile(Unreadable):
    code = "damaged_file"
    sentence = (
        "This file is damaged or incomplete. Open it in the program it comes from, save it again and upload that."
    )


class NotText(Unreadable):
    code = "not_text"
    sentence = f"This file is named like a text, but does not contain text. Choose one of these: {DOCUMENTS}."


class NotJson(Unreadable):
    code = "not_json"

    def __init__(self, line: int) -> None:
        super().__init__(f"This is not valid JSON: line {line:,} cannot be read. Correct it, or upload it as .txt.")


class NestedTooDeep(Unreadable):
    code = "nested_too_deep"
    sentence = "What this file holds is nested deeper than can be read. Flatten it, or upload it as plain text."


class UnpacksTooFar(Unreadable):
    code = "unpacks_too_far"

    def __init__(self, megabytes: int) -> None:
        super().__init__(
            f"Unpacked, this file is larger than the {megabytes:,} MB that are read. "
            "Take large pictures out of it, or split it."
        )


class EntitiesInside(Unreadable):
    code = "entities_inside"
    sentence = (
        "This file defines XML entities, which no Office does and which can be used to do harm. "
        "Open it in Office, save it again and upload that."
    )


class TextTooLong(Unreadable):
    code = "text_too_long"

    def __init__(self, most: int) -> None:
        super().__init__(f"This file holds more than the {most:,} characters that are read. Split it into several.")


class PictureTooLarge(Unreadable):
    code = "picture_too_large"

    def __init__(self, megapixels: int) -> None:
        super().__init__(f"This picture has more than {megapixels} megapixels. Make it smaller and upload it again.")


class TooMuchWork(Unreadable):
    code = "too_much_work"
    sentence = "Reading this file takes more time or memory than is given to one file. Split it, or save it as text."


class FileGone(Unreadable):
    code = "file_gone"
    sentence = "The file is not there any more. Upload it again."


class ReadingLost(Unreadable):
    code = "reading_lost"
    sentence = (
        "This file could not be read just now. Upload it again; if that does not help, tell whoever runs this site."
    )

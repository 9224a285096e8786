"""What may go wrong with another server, in words for people. Nothing here repeats a key or a header."""

import openai

from inference.protocol import EngineError

TOO_LONG = ("context length", "context_length", "maximum context", "too many tokens", "too long")


class RemoteFailed(EngineError):
    """The server of the model did not do what was asked."""

    code = "remote_failed"


class RemoteUnreachable(RemoteFailed):
    code = "remote_unreachable"

    def __init__(self, card: str) -> None:
        super().__init__(
            f"The server of the model “{card}” cannot be reached. Try again in a moment; if it lasts, "
            "ask an administrator to look at its address."
        )


class RemoteSlow(RemoteFailed):
    code = "remote_slow"

    def __init__(self, card: str, seconds: float) -> None:
        super().__init__(
            f"The server of the model “{card}” said nothing for {seconds:.0f} seconds. Try again, "
            "or choose another model."
        )


class RemoteBusy(RemoteFailed):
    code = "remote_busy"

    def __init__(self, card: str) -> None:
        super().__init__(f"The server of the model “{card}” is too busy just now. Try again in a minute.")


class RemoteKeyRefused(RemoteFailed):
    code = "remote_key_refused"

    def __init__(self, card: str) -> None:
        super().__init__(
            f"The server of the model “{card}” does not accept its key. "
            "Ask an administrator to give the model a new one."
        )


class RemoteModelMissing(RemoteFailed):
    code = "remote_model_missing"

    def __init__(self, card: str, name: str) -> None:
        super().__init__(
            f"The server of the model “{card}” has no model called “{name}”. "
            "Ask an administrator to look at what the server calls it."
        )


class RemoteRefused(RemoteFailed):
    code = "remote_refused"

    def __init__(self, card: str, why: str) -> None:
        super().__init__(
            f"The server of the model “{card}” refused what was asked of it: {why} "
            "Change the settings of the widget, or choose another model."
        )


class RemotePromptTooLong(RemoteFailed):
    code = "prompt_too_long"

    def __init__(self, card: str) -> None:
        super().__init__(
            f"The prompt is longer than the model “{card}” reads, its answer included. "
            "Shorten the prompt or what it refers to, or ask for fewer tokens."
        )


class RemoteBrokeOff(RemoteFailed):
    code = "remote_broke_off"

    def __init__(self, card: str) -> None:
        super().__init__(f"The server of the model “{card}” broke off in the middle of its answer. Try again.")


def named(error: openai.OpenAIError, card: str, name: str, patience: float, begun: bool) -> RemoteFailed:
    """`error`, which the client raised, as one of these; `begun` is whether the answer had begun."""
    match error:
        case openai.APITimeoutError():
            return RemoteSlow(card, patience)
        case openai.APIStatusError(status_code=status) if status < 500:
            return _refused(error, card, name)
        case openai.APIConnectionError() | openai.APIStatusError() if not begun:
            return RemoteUnreachable(card)
        case _:
            return RemoteBrokeOff(card)


def _refused(error: openai.APIStatusError, card: str, name: str) -> RemoteFailed:
    match error.status_code:
        case 401 | 403:
            return RemoteKeyRefused(card)
        case 404:
            return RemoteModelMissing(card, name)
        case 429:
            return RemoteBusy(card)
    said = said_by(error)
    return RemotePromptTooLong(card) if any(one in said.lower() for one in TOO_LONG) else RemoteRefused(card, said)


def said_by(error: openai.APIStatusError) -> str:
    """The server's own reason, in one line."""
    body = error.body if isinstance(error.body, dict) else {}
    said = body.get("message") or body.get("detail") or error.message
    line = " ".join(str(said).split())[:300]
    return line if line.endswith((".", "!", "?")) else f"{line}."

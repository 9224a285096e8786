"""What may go wrong, each with a name and a sentence."""

from pydantic import BaseModel


class Failure(BaseModel):
    """Why something did not work: a code for programs, a sentence with a remedy for people."""

    code: str
    message: str


class EngineError(Exception):
    """A failure with a name and a sentence. Subclasses set `code`; the message is for people."""

    code = "engine_failed"

    def failure(self) -> Failure:
        return Failure(code=self.code, message=str(self))


class PromptTooLong(EngineError):
    code = "prompt_too_long"

    def __init__(self, tokens: int, limit: int) -> None:
        super().__init__(
            f"The prompt has {tokens:,} tokens and the model reads at most {limit:,}, its answer included. "
            "Shorten the prompt or what it refers to, ask for fewer tokens, or choose a model with a longer context."
        )


class ModelMissing(EngineError):
    code = "model_missing"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The model “{name}” is not installed. Choose another one, or ask an administrator to install it."
        )


class ModelDamaged(EngineError):
    code = "model_damaged"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The files of the model “{name}” are damaged or incomplete. "
            f"An administrator can install it again with `manage.py models install {name} --again`."
        )

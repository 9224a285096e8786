"""Works as what is said to a model that follows instructions. Pure."""

from inference import languages
from inference.protocol import CodeBody, Message, TextBody, TranslateBody

FENCE = "```"


def spoken(body: TextBody | TranslateBody | CodeBody) -> TextBody:
    if isinstance(body, TextBody):
        return body
    asked = _translation(body) if isinstance(body, TranslateBody) else _code(body)
    return TextBody(messages=[Message(role="user", content=asked)], parameters=body.parameters)


def _translation(body: TranslateBody) -> str:
    if languages.same(body.source, body.target):
        return f"Correct the spelling of the {body.target} text below. Write only the corrected text.\n\n{body.text}"
    origin = f" from {body.source}" if body.source else ""
    return f"Translate the text below{origin} into {body.target}. Write only the translation.\n\n{body.text}"


def _code(body: CodeBody) -> str:
    # The task first: small models lose themselves where it stands behind the language.
    asked = [f"{body.prompt.strip() or 'Write what is missing.'} Use {body.language}."]
    if body.prefix:
        asked.append(f"The code begins like this:\n{FENCE}{body.language}\n{body.prefix}\n{FENCE}")
    if body.suffix:
        asked.append(f"The code ends like this:\n{FENCE}{body.language}\n{body.suffix}\n{FENCE}")
    asked.append("Answer with one code block.")
    return "\n\n".join(asked)

"""What a model was asked, as a text to learn from. Reads runs and changes nothing."""

from inference.models import ModelCard
from inference.prompting import spoken
from inference.protocol import Body, ClassifyBody, CodeBody, EngineError, TextBody, TranslateBody
from widgets.graph.order import upstream
from widgets.models import Result
from widgets.running.values import Standing

LONGEST = 20_000  # characters: more than one example may have
FILES = {"document", "picture"}  # kinds whose values are files


def prompt(body: Body, card: ModelCard | None) -> str:
    """All that is said to the model, one thing beneath the other; nothing where no words answer it. Only translations
    depend on which `card` it is: an encoder–decoder reads the text alone, and would learn to translate the request.
    """
    match body:
        case ClassifyBody():
            return body.text
        case TranslateBody() if card and card.family == ModelCard.Family.SEQ2SEQ:
            return body.text
        case TextBody() | TranslateBody() | CodeBody():
            said = [message.content for message in spoken(body).messages]
            parts = [body.parts.text] if isinstance(body, TextBody) and body.parts else []
            return "\n\n".join([*said, *parts])
    return ""


def asked(standing: Standing, result: Result) -> str:
    """For this result. Nothing where its kind teaches nothing, and where other things would be asked by now."""
    id = result.widget
    if not (standing.is_played(id) and standing.kind(id).teaches):
        return ""
    try:
        now = standing.asked(id)
    except EngineError:
        return ""
    text = prompt(now.body, now.card)
    return text if now.fingerprint == result.fingerprint and len(text) <= LONGEST else ""


def reads_files(standing: Standing, id: str) -> bool:
    return any(standing.widgets[above].kind in FILES for above in upstream(standing.graph, {id}))

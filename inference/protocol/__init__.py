"""What goes into an engine, what streams out, and how it ended: JSON in and out.

No torch, no Django: the web process and the workers share this room and nothing heavier.
"""

from inference.protocol.failures import EngineError, Failure, ModelDamaged, ModelMissing, PromptTooLong
from inference.protocol.messages import Chunk, File, Outcome, Progress, Request, StoredFile, Usage
from inference.protocol.works import (
    Body,
    ClassifyBody,
    CodeBody,
    FillMaskBody,
    ImageBody,
    InspectBody,
    Message,
    Parts,
    SearchBody,
    Source,
    TextBody,
    TextParameters,
    TranslateBody,
)

__all__ = [
    "Body",
    "Chunk",
    "ClassifyBody",
    "CodeBody",
    "EngineError",
    "Failure",
    "File",
    "FillMaskBody",
    "ImageBody",
    "InspectBody",
    "Message",
    "ModelDamaged",
    "ModelMissing",
    "Outcome",
    "Parts",
    "Progress",
    "PromptTooLong",
    "Request",
    "SearchBody",
    "Source",
    "StoredFile",
    "TextBody",
    "TextParameters",
    "TranslateBody",
    "Usage",
]

"""What the protocol of OpenAI calls what we ask for. Pure."""

from typing import Any

from inference.protocol import CodeBody, TextBody, TextParameters

Asked = dict[str, Any]


def conversation(body: TextBody) -> Asked:
    """For /chat/completions."""
    return {"messages": [message.model_dump() for message in body.messages], **_parameters(body.parameters)}


def continuation(body: TextBody | CodeBody) -> Asked:
    """For /completions: a model that follows no instructions goes on with the text."""
    if isinstance(body, TextBody):
        return {"prompt": "\n\n".join(one.content for one in body.messages), **_parameters(body.parameters)}
    between = {"suffix": body.suffix} if body.suffix else {}
    return {"prompt": body.prefix or body.prompt, **between, **_parameters(body.parameters)}


def words(asked: Asked) -> str:
    """What is to be read."""
    said = [message["content"] for message in asked.get("messages", [])]
    return "".join([*said, asked.get("prompt", ""), asked.get("suffix", "")])


def _parameters(parameters: TextParameters) -> Asked:
    """What is neutral is not sent: servers refuse words that they do not know, and nothing is dropped silently."""
    asked: Asked = parameters.model_dump(include={"temperature", "top_p", "max_tokens"})
    if parameters.seed is not None:
        asked["seed"] = parameters.seed
    if parameters.stop:
        asked["stop"] = parameters.stop
    if parameters.json_schema is not None:
        schema = {"name": "answer", "schema": parameters.json_schema, "strict": True}
        asked["response_format"] = {"type": "json_schema", "json_schema": schema}
    beyond = {
        "top_k": parameters.top_k,
        "min_p": parameters.min_p or None,
        "repetition_penalty": parameters.repetition_penalty if parameters.repetition_penalty != 1 else None,
    }
    if beyond := {name: value for name, value in beyond.items() if value is not None}:
        asked["extra_body"] = beyond
    return asked

"""What a program does for each widget in turn: a value from an option, a text put together, a model that is asked."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from inference.prompting import spoken
from inference.protocol import ClassifyBody, CodeBody, ImageBody, SearchBody, TextBody, TextParameters, TranslateBody
from widgets.building.exporting.program.literals import VALUE, Lines, argument, call, indented, plain, text
from widgets.building.exporting.program.naming import file_name
from widgets.building.exporting.program.planning import Plan
from widgets.graph.references import named
from widgets.graph.schema import Widget
from widgets.kinds import KINDS, parse_settings

MODEL_OF = {"text": "model", "embedding": "embedding_model", "image": "image_model"}  # variables, by task


def task_of(widget: Widget) -> str | None:
    """The task of the model that plays it in a program."""
    return next((task for task in KINDS[widget.kind].tasks if task in MODEL_OF), None)


def step(widget: Widget, plan: Plan) -> Lines:
    """Nothing for an input that no widget uses: its option is there all the same."""
    kind, settings = KINDS[widget.kind], parse_settings(widget)
    about = f"# {plain(widget.title)} ({kind.title})"
    if kind.plays:
        lines = _played(widget, settings, plan)
    elif kind.takes_input and widget.id not in plan.used:
        return []
    elif kind.takes_input:
        lines = INPUTS[widget.kind](plan.names[widget.id], settings)
    else:
        lines = _shown(widget, settings, plan)
    return [about, *lines, ""]


# Inputs ---------------------------------------------------------------------------------------


def _input(name: str, settings: Any) -> Lines:  # noqa: ARG001
    return [f"{name} = options.{name}"]


def _select(name: str, settings: Any) -> Lines:
    return [f'{name} = ", ".join(options.{name})' if settings.many else f"{name} = options.{name}"]


def _number(name: str, settings: Any) -> Lines:
    unit = f", {text(settings.unit)}" if settings.unit else ""
    return [f"{name} = written(options.{name}{unit})"]


def _toggle(name: str, settings: Any) -> Lines:
    return [f"{name} = {text(settings.on)}", f"if not options.{name}:", f"    {name} = {text(settings.off)}"]


def _document(name: str, settings: Any) -> Lines:
    most = settings.most if settings.many else 1
    return [f"{name} = read_documents(options.{name}, {most})"]


def _picture(name: str, settings: Any) -> Lines:  # noqa: ARG001
    return [f"{name} = picture(options.{name})"]


INPUTS: dict[str, Callable[[str, Any], Lines]] = {
    "input": _input,
    "select": _select,
    "number": _number,
    "toggle": _toggle,
    "document": _document,
    "picture": _picture,
}


# Texts of one's own ---------------------------------------------------------------------------


def _shown(widget: Widget, settings: Any, plan: Plan) -> Lines:
    """Notes, and headings, to which nobody can refer."""
    name, title = plan.names[widget.id], text(widget.title)
    if widget.kind == "heading":
        return [*_if_used(widget, plan, '""'), f"yield {title}, {text(settings.text)}"]
    return [f"{name} = {plan.text(plan.render(settings.text))}", f"yield {title}, {name}"]


def _if_used(widget: Widget, plan: Plan, value: str) -> Lines:
    return [f"{plan.names[widget.id]} = {value}"] if widget.id in plan.used else []


# Models ---------------------------------------------------------------------------------------


def _played(widget: Widget, settings: Any, plan: Plan) -> Lines:
    asked, empty, shown = _asked(widget, settings, plan)
    asked = [f"say({text(f'{widget.title} …')})", *asked]
    for condition in _conditions(KINDS[widget.kind].works_on, settings, plan):
        asked = [*condition, *indented(asked), "else:", *indented(empty)]
    return [*asked, f"yield {text(widget.title)}, {shown}"]


def _conditions(works_on: str, settings: Any, plan: Plan) -> Iterator[Lines]:
    """The inmost first: of a source that is empty a model would make something up."""
    if works_on and named(source := getattr(settings, works_on)):
        yield _tested(plan.text(plan.render(source)), text("filled"))
    if named(settings.when):
        wanted = [] if settings.when_is in ("filled", "empty") else [text(settings.when_value)]
        yield _tested(plan.text(plan.render(settings.when)), text(settings.when_is), *wanted)


def _tested(*arguments: str) -> Lines:
    return [*call("if is_met", [[one] for one in arguments])[:-1], "):"]


def _asked(widget: Widget, settings: Any, plan: Plan) -> tuple[Lines, Lines, str]:
    """What asks the model, what stands there where it is not asked, and what is shown."""
    name, detail = plan.names[widget.id], plan.details.get(widget.id, "")
    model = [[_model(widget, settings, plan)]]
    if widget.kind == "chat":
        return _chat(widget, settings, plan, model), [f'{name} = ""'], name
    match KINDS[widget.kind].body(settings, plan.render):
        case TranslateBody() | CodeBody() as body:
            return _text(widget, spoken(body), plan, model), [f'{name} = ""'], name
        case TextBody() as body:
            return _text(widget, body, plan, model), [f'{name} = ""'], name
        case ClassifyBody() as body:
            arguments = [*model, plan.argument("", body.text), argument("labels", body.labels)]
            lines = call(f"{detail} = classify", arguments)
            lines += _if_used(widget, plan, f'{detail}[0]["label"]')
        case SearchBody() as body:
            found = [plan.argument("question", body.question), _sources(body, plan)]
            lines = call(f"{detail} = search", [*model, *found, argument("most", body.most)])
            lines += _if_used(widget, plan, f"quoted({detail})")
        case ImageBody() as body:
            lines = _image(widget, body, plan, model)
    empty = '""' if widget.kind == "image" else "[]"
    return lines, [f"{detail} = {empty}", *_if_used(widget, plan, '""')], detail


def _model(widget: Widget, settings: Any, plan: Plan) -> str:
    variable = MODEL_OF[task_of(widget) or "text"]
    own = plan.models.get(settings.model)
    return f"options.{variable} or {text(own)}" if own else variable


def _text(widget: Widget, body: TextBody, plan: Plan, model: list[Lines]) -> Lines:
    name, parameters = plan.names[widget.id], _sampling(body.parameters)
    *system, asked = [message.content for message in body.messages]
    if body.parameters.json_schema is not None:
        asked += f"\n\nAnswer only with JSON of this schema: {json.dumps(body.parameters.json_schema)}"
    if body.parts:
        texts = {"request": asked, "text": body.parts.text, "request_of_part": body.parts.instruction}
        said = [plan.argument(key, value) for key, value in texts.items()]
        return call(f"{name} = summarise", [*model, *said, *parameters])
    instructions = [plan.argument("instructions", words) for words in system]
    lines = call(f"{name} = write", [*model, plan.argument("", asked), *instructions, *parameters])
    return [*lines, f"{name} = fenced({name})"] if widget.kind == "code" else lines


def _chat(widget: Widget, settings: Any, plan: Plan, model: list[Lines]) -> Lines:
    arguments = [*model, argument("", widget.title), [f"options.{plan.said[widget.id][1]}"]]
    if settings.instructions.strip():
        arguments.append(plan.argument("instructions", plan.render(settings.instructions)))
    if settings.first_message.strip():
        arguments.append(argument("first_message", settings.first_message))
    return call(f"{plan.names[widget.id]} = talk", [*arguments, *_sampling(settings.parameters())])


def _sources(body: SearchBody, plan: Plan) -> Lines:
    """[(name, text), …]: of documents each file by itself."""
    lines = ["sources=["]
    for source in body.sources:
        alone = VALUE.fullmatch(source.text)
        is_document = alone is not None and plan.reads[alone[1]] != plan.names[alone[1]]
        one = (
            f"*{plan.names[alone[1]]}" if alone and is_document else f"({text(source.name)}, {plan.text(source.text)})"
        )
        lines.append(f"    {one},")
    return [*lines, "]"]


def _image(widget: Widget, body: ImageBody, plan: Plan, model: list[Lines]) -> Lines:
    asked: dict[str, float | None] = {"width": body.width, "height": body.height, "num_inference_steps": body.steps}
    asked |= {"guidance_scale": body.guidance, "seed": body.seed}
    arguments = [*model, plan.argument("", body.prompt), argument("file", file_name(widget.title, "png"))]
    if body.negative_prompt:
        arguments.append(plan.argument("negative_prompt", body.negative_prompt))
    arguments += [argument(key, value) for key, value in asked.items() if value is not None]
    drawn = call(f"{plan.details[widget.id]} = draw", arguments)
    return [*drawn, *_if_used(widget, plan, plan.text(f"[image: {body.prompt}]"))]


def _sampling(parameters: TextParameters) -> list[Lines]:
    """Always the three that everybody looks for; the others where they are set."""
    always = {"max_tokens": parameters.max_tokens, "temperature": parameters.temperature, "top_p": parameters.top_p}
    more = {"repetition_penalty": parameters.repetition_penalty, "seed": parameters.seed, "stop": parameters.stop}
    nothing: dict[str, object] = {"repetition_penalty": 1.0, "seed": None, "stop": []}
    set_ones = {key: value for key, value in more.items() if value != nothing[key]}
    return [argument(key, value) for key, value in (always | set_ones).items()]

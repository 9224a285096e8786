"""The smallest value that a JSON schema describes. Pure."""

import math
from collections.abc import Callable
from typing import Any

DEEPEST = 12  # levels of what refers to itself


def smallest(schema: dict[str, Any]) -> Any:
    """Nothing optional is in it, unless there is nothing else."""
    return _value(schema, schema, DEEPEST)


def _value(schema: Any, root: dict[str, Any], depth: int) -> Any:
    if not isinstance(schema, dict) or not depth:
        return None
    schema = _resolved(schema, root)
    fixed = [schema["const"]] if "const" in schema else schema.get("enum")
    if fixed:
        return fixed[0]
    kind = schema.get("type", "object" if "properties" in schema else "null")
    make = MAKERS.get(kind[0] if isinstance(kind, list) else kind)
    return make(schema, root, depth) if make else None


def _resolved(schema: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    """Without references and alternatives: the first alternative is taken."""
    for _ in range(DEEPEST):
        if path := schema.get("$ref"):
            schema = _at(root, path)
        elif choice := schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf"):
            others = {key: value for key, value in schema.items() if key not in {"anyOf", "oneOf", "allOf"}}
            schema = {**others, **choice[0]}
        else:
            break
    return schema


def _at(root: dict[str, Any], path: str) -> dict[str, Any]:
    """What `#/$defs/Name` refers to."""
    found: Any = root
    for step in path.removeprefix("#").strip("/").split("/"):
        found = found.get(step, {}) if step else found
    return found if isinstance(found, dict) else {}


def _object(schema: dict[str, Any], root: dict[str, Any], depth: int) -> dict[str, Any]:
    properties = schema.get("properties", {})
    wanted = schema.get("required") or properties
    return {name: _value(properties.get(name), root, depth - 1) for name in wanted}


def _array(schema: dict[str, Any], root: dict[str, Any], depth: int) -> list[Any]:
    items = schema.get("prefixItems", [])
    rest = max(0, schema.get("minItems", 0) - len(items))
    return [_value(item, root, depth - 1) for item in [*items, *[schema.get("items", {})] * rest]]


def _string(schema: dict[str, Any], *_: Any) -> str:
    return "word".ljust(schema.get("minLength", 0), ".")[: schema.get("maxLength")]


def _number(schema: dict[str, Any], *_: Any) -> float:
    """Zero, or the number next to it that is allowed."""
    step = schema.get("multipleOf", 1)
    least = max(schema.get("minimum", -math.inf), schema.get("exclusiveMinimum", -math.inf) + step)
    most = min(schema.get("maximum", math.inf), schema.get("exclusiveMaximum", math.inf) - step)
    if least > 0:
        return math.ceil(least / step) * step if "multipleOf" in schema else least
    return math.floor(most / step) * step if most < 0 and "multipleOf" in schema else min(0, most)


MAKERS: dict[Any, Callable[..., Any]] = {
    "object": _object,
    "array": _array,
    "string": _string,
    "integer": _number,
    "number": _number,
    "boolean": lambda *_: False,
}

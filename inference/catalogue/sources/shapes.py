"""What a source looks like: the dictionaries that the modules beside this one read."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, TypeAdapter, ValidationError

Name = Annotated[str, Field(pattern=r"^[\w-]+$", max_length=80)]  # of a folder or a model
Text = Annotated[str, Field(min_length=1, max_length=500)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Hub(_Shape):
    origin: Literal["hub"] = Field(alias="from")
    repository: Annotated[str, Field(pattern=r"^[\w.-]+/[\w.-]+$")]
    revision: Text = "main"
    without: list[Text] = []


class Folder(_Shape):
    origin: Literal["folder"] = Field(alias="from")
    path: Text


class _Wheel(_Shape):
    package: Annotated[str, Field(pattern=r"^[A-Za-z0-9][\w.-]*$")]  # it is an argument of pip's
    version: Annotated[str, Field(pattern=r"^[A-Za-z0-9][\w.+!-]*$")]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    path: Text


class Package(_Wheel):
    origin: Literal["pypi"] = Field(alias="from")


class Part(_Wheel):
    offset: int | None = Field(None, ge=0)  # bytes


class Packages(_Shape):
    origin: Literal["pypi"] = Field(alias="from")
    parts: list[Part] = Field(min_length=1)
    path: Text


class Lent(_Shape):
    model: Name
    files: list[Annotated[str, Field(pattern=r"^\w[\w.-]*$")]] = Field(min_length=1)


class Shipped(_Shape):
    origin: Literal["shipped"] = Field(alias="from")
    path: Name
    borrowed: dict[Name, Lent] = {}


def _kind(source: Any) -> str | None:
    found = source.get("from") if isinstance(source, dict) else None
    return "parts" if found == "pypi" and "parts" in source else found


_SOURCES: TypeAdapter[Any] = TypeAdapter(
    list[
        Annotated[
            Annotated[Hub, Tag("hub")]
            | Annotated[Folder, Tag("folder")]
            | Annotated[Shipped, Tag("shipped")]
            | Annotated[Package, Tag("pypi")]
            | Annotated[Packages, Tag("parts")],
            Discriminator(_kind),
        ]
    ]
)


def check(sources: Any) -> None:
    """Raises ValueError with a sentence where `sources` is no list of them."""
    try:
        _SOURCES.validate_python(sources)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ", ".join(str(step + 1) if isinstance(step, int) else step for step in fault["loc"])
        raise ValueError(
            f"{where or 'This'}: {fault['msg']}. docs/models.md shows what a source looks like."
        ) from error

"""Values by name, some of which are only made once somebody reads them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Generic, TypeVar

T = TypeVar("T")


class Later(Mapping[str, T], Generic[T]):
    """Of two with the same name the first counts."""

    def __init__(self) -> None:
        self._made: dict[str, T] = {}
        self._makers: dict[str, Callable[[], T]] = {}

    def hold(self, name: str, value: T) -> None:
        if name not in self:
            self._made[name] = value

    def promise(self, name: str, make: Callable[[], T]) -> None:
        if name not in self:
            self._makers[name] = make

    def __getitem__(self, name: str) -> T:
        if name not in self._made:
            self._made[name] = self._makers.pop(name)()
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._made or name in self._makers

    def __iter__(self) -> Iterator[str]:
        yield from self._made
        yield from self._makers

    def __len__(self) -> int:
        return len(self._made) + len(self._makers)

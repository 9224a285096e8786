"""The models of a site that imports."""

from dataclasses import dataclass


@dataclass
class Card:
    name: str
    task: str
    title: str = "A model"
    installed: bool = True
    replaces: str = ""

    def goes_by(self, name: str) -> bool:
        return name in (self.name, self.replaces)


CARDS = [Card("small", "text"), Card("painter", "image"), Card("reader", "embedding")]

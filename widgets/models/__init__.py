"""The tables."""

from widgets.models.apps import App, Revision
from widgets.models.players import Player
from widgets.models.runs import Result, Run
from widgets.models.users import User

__all__ = ["App", "Player", "Result", "Revision", "Run", "User"]

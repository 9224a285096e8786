"""The tables."""

from widgets.models.apps import App, Revision
from widgets.models.community import Entry, Like, Playlist, PlaylistEntry, Report, Visit
from widgets.models.compositions import Composition
from widgets.models.players import Player
from widgets.models.quotas import Quota, Reservation, Spending
from widgets.models.runs import Feedback, Result, Run
from widgets.models.snapshots import Snapshot
from widgets.models.teaching import Dataset, DatasetVersion, Lesson
from widgets.models.trials import Answer, Trial
from widgets.models.uploads import Upload
from widgets.models.users import User
from widgets.models.uses import Use

__all__ = [
    "Answer",
    "App",
    "Composition",
    "Dataset",
    "DatasetVersion",
    "Entry",
    "Feedback",
    "Lesson",
    "Like",
    "Player",
    "Playlist",
    "PlaylistEntry",
    "Quota",
    "Report",
    "Reservation",
    "Result",
    "Revision",
]
__all__ += ["Run", "Snapshot", "Spending", "Trial", "Upload", "Use", "User", "Visit"]

"""What the API takes and gives about likes, reports, playlists and people."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from widgets.graph.titles import straight
from widgets.models import Report
from widgets.web.schemas import Id, Moment, Person, Taken

Text = Annotated[str, Field(max_length=1000, pattern=r"^[^\x00]*$")]
ListTitle = Annotated[
    str, AfterValidator(straight), Field(min_length=1, max_length=100, pattern=r"^[^\x00]*\S[^\x00]*$")
]


class Likes(BaseModel):
    likes: int
    liked: bool


class NewReport(Taken):
    reason: Report.Reason
    words: Text = ""


class NewPlaylist(Taken):
    title: ListTitle
    description: Text = ""
    public: bool = False


class PlaylistChange(Taken):
    title: ListTitle | None = None
    description: Text | None = None
    public: bool | None = None


class Entries(Taken):
    """The ids of apps, in their order."""

    apps: Annotated[list[Id], Field(max_length=200)]


class Playlist(BaseModel):
    id: str
    title: str
    description: str
    public: bool
    owner: Person
    apps: list[str]
    updated_at: Moment


class Profile(Taken):
    about: Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")]

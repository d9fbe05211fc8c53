"""What the pages about the past are made from: plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rettesnor.model.change import Endring, Utgave
from rettesnor.model.course import CourseChange
from rettesnor.rendering.page import Link


@dataclass(frozen=True, slots=True)
class RedField:
    """A field that differs: what it is called, and how.

    Attributes:
        item: what the list item is known by; empty outside lists.
        moved: its places before and after, counted from one, when that is all that differs.
        html: the text, with what was added and deleted marked.
        differs: whether any word does, and not only spaces or line breaks of the source.
    """

    label: str
    item: str = ""
    moved: tuple[int, int] | None = None
    html: str = ""
    differs: bool = True


@dataclass(frozen=True, slots=True)
class Redline:
    """What differs between a recommendation and one that it came from.

    Attributes:
        origin: the title of the one it came from; empty when it is the same one.
    """

    fields: tuple[RedField, ...]
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """One event in a recommendation's history.

    Attributes:
        slag: the kinds of change, as the fragments name them.
        felt: the fields that were changed, dotted.
        about: the title of the recommendation it was then, when that was another one.
        version_page: the way to it as that release has it; empty when it is gone from it.
        redline: the way to what changed in the text; empty when there is nothing to compare.
    """

    versjon: str
    dato: str
    slag: tuple[str, ...]
    felt: tuple[str, ...] = ()
    endringer: tuple[Endring, ...] = ()
    about: str = ""
    version_page: str = ""
    redline: str = ""


@dataclass(frozen=True, slots=True)
class Concerned:
    """A recommendation in the change log: a way to it, and what the log is filtered by."""

    link: Link
    kapittel: str
    maalgrupper: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """One change in the change log.

    Attributes:
        felles: the parts of the common content that it concerns.
    """

    slag: str
    hva: str
    anbefalinger: tuple[Concerned, ...]
    felles: tuple[str, ...] = ()
    endring: Endring | None = None


@dataclass(frozen=True, slots=True)
class ReleasePosts:
    """A release in the change log, and the last day that it applied (empty: it still does).

    Attributes:
        names: what the guideline-wide posts that it tells of are called, by part and id.
        courses: how the courses differ from those of the release before.
    """

    utgave: Utgave
    posts: tuple[Post, ...]
    til: str = ""
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    courses: tuple[CourseChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Pending:
    """How a recommendation differs from the last release, for its own history.

    Attributes:
        avvik: see ``model.unreleased``, or ``tatt ut``.
        slag: the kinds of change, as the change files name them.
        redline: what is changed in the text, as HTML; empty when it stands elsewhere.
        page: the way to the text as it is in the files, and ``shown_at`` the way to the redline
            where it stands on another page, both relative to the site's root; empty for none.
    """

    avvik: str
    etter: str
    slag: tuple[str, ...] = ()
    endringer: tuple[Endring, ...] = ()
    redline: str = ""
    page: str = ""
    shown_at: str = ""


@dataclass(frozen=True, slots=True)
class PendingPosts:
    """What is changed since the last release, for the change log.

    Attributes:
        etter: the version of that release.
        sprak: names of the languages that it was not published in.
        page: the way to the front page of the files as they are, relative to the site's root.
    """

    etter: str
    posts: tuple[Post, ...]
    sprak: tuple[str, ...] = ()
    page: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A recommendation that is due for review."""

    kind: str
    dato: str
    link: Link
    about: str = ""


@dataclass(frozen=True, slots=True)
class Gone:
    """What is shown at an address whose page is no more.

    Attributes:
        url: the address, relative to the root of the tree.
        state: how it ended, in a word or two that stand behind its title.
        sentences: what happened, when and why.
        ways: where to go instead.
        version_page: the way to it in the last release that had it, from the site's root.
    """

    url: str
    title: str
    state: str
    sentences: Sequence[str]
    ways: tuple[Link, ...] = ()
    version_page: Link | None = None
    history: str = ""

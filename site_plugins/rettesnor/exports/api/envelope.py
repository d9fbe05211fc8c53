"""What the API tells of: a guideline in one language, and what every file of it says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rettesnor.model.compact_json import compact
from rettesnor.model.convert import to_data
from rettesnor.model.guideline import Guideline
from rettesnor.model.recommendation import Datoer
from rettesnor.model.task import TaskView

ROOT = "api/v1/"
"""The folder of the API below the site's root."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A recommendation as lists show it.

    Attributes:
        versjon: the release that last changed it; empty before its first.
        avvik: how the text differs from the last release (see ``model.unreleased``).
    """

    id: str
    kapittel: str
    tittel: str
    kort_anbefaling: str
    styrke: str
    status: str
    maalgrupper: tuple[str, ...] = ()
    dimensjoner: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    faser: tuple[str, ...] = ()
    datoer: Datoer = Datoer()
    versjon: str = ""
    avvik: str = ""

    @property
    def url(self) -> str:
        """The page's address, relative to the root of the pages in its language."""
        return f"{self.kapittel}/{self.id}/"


@dataclass(frozen=True, slots=True)
class Publication:
    """A guideline as a site publishes it in one language.

    Attributes:
        language: its tag (BCP 47), and ``folder`` where its pages lie: ``nn/``, or empty.
        languages: tag and folder of every language of the site, this one too.
        anbefalinger: in reading order.
        html: rendered prose of the frame, by dotted pointer (``formaal``,
            ``kapitler.<id>.ingress``, ``tekstsider.<id>.tekst``).
        working: whether the text differs from what was released last.
        released: the version that was released last; empty before the first.
        edition: which edition this is, in words: a release, or a working edition after one.
        oppgaver: what must be decided, and what was, the open tasks first.
        templates: the release that last changed each template, by id.
    """

    guideline: Guideline
    language: str
    folder: str = ""
    languages: tuple[tuple[str, str], ...] = ()
    anbefalinger: tuple[Listed, ...] = ()
    html: Mapping[str, str] = field(default_factory=dict)
    working: bool = False
    released: str = ""
    edition: str = ""
    oppgaver: tuple[TaskView, ...] = ()
    templates: Mapping[str, str] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """The version for other systems: a working edition after one is never taken for it."""
        return f"{self.guideline.versjon}{'+arbeidsutgave' if self.working else ''}"

    @property
    def base(self) -> str:
        """The folder of this language's files below the site's root."""
        return f"{ROOT}{self.language}/"

    def name(self, rest: str) -> str:
        """Return the path of the file ``rest`` of this language."""
        return self.base + rest


def way_up(path: str) -> str:
    """Return the way from the file at ``path`` to the site's root (RFC 3986, section 5)."""
    return "../" * path.count("/")


def origin(publication: Publication) -> dict[str, Any]:
    """Return what every file says first: which text it is, in which state, on which terms."""
    g = publication.guideline
    said: dict[str, Any] = {
        "retningslinje": g.id, "versjon": g.versjon, "status": g.status,
        "arbeidsutgave": publication.working, "utgave": publication.edition,
        "siste_utgave": publication.released or None, "sprak": publication.language,
        "lisens": licence(g),
    }
    if g.merknad:
        said["merknad"] = g.merknad
    if g.avsender:
        said["avsender"] = to_data(g.avsender)
    return said


def licence(guideline: Guideline) -> dict[str, str]:
    """Return the terms of reuse."""
    terms = guideline.lisens
    return {"id": terms.id, "navn": terms.navn, "lenke": terms.lenke}


def contact(guideline: Guideline) -> dict[str, str]:
    """Return who publishes the guideline, as OpenAPI names a contact."""
    address = guideline.publisher.lenke
    return {"name": guideline.publisher_name, **({"url": address} if address else {})}


def dump(data: Any) -> bytes:
    """Return ``data``, whose keys are text, as one line of JSON in UTF-8."""
    return f"{compact(data)}\n".encode()


def language_file(
    publication: Publication, name: str, page: str, content: Mapping[str, Any],
    more: Mapping[str, Any] | None = None,
) -> bytes:
    """Return a file of the language with ``content`` between its origin and its links.

    Args:
        page: the page that shows the same, below the pages of the language.
        more: further links.
    """
    site = way_up(publication.name(name)) + publication.folder
    up = "../" * name.count("/")
    own = name.rpartition("/")[2]
    links = {"selv": own, "side": site + page, "indeks": f"{up}../index.json"}
    others = [tag for tag, _ in publication.languages if tag != publication.language]
    if others:
        links["andre_sprak"] = {  # type: ignore[assignment]
            tag: f"{up}../{tag}/{name}" for tag in others
        }
    return dump({**origin(publication), **content, "lenker": {**links, **(more or {})}})

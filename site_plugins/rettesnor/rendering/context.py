"""What a page may need to know of the rest of the guideline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from hashlib import sha256

from rettesnor.model.change import Utgave
from rettesnor.model.course import CourseChange, Quotes
from rettesnor.model.development import Utvikling
from rettesnor.model.guideline import Guideline, Navngitt, Term
from rettesnor.model.guideline_index import GuidelineIndex
from rettesnor.model.hearing import Hearing
from rettesnor.model.prose import Fragment
from rettesnor.model.recommendation_entry import Entry
from rettesnor.model.strength import Styrke, spoken, unknown
from rettesnor.model.task import TaskView
from rettesnor.model.unreleased import Unreleased
from rettesnor.rendering.citations import Citation
from rettesnor.rendering.comment_index import CommentIndex, indexed
from rettesnor.rendering.i18n import SOURCE, language
from rettesnor.rendering.list_item import ListItem
from rettesnor.rendering.untranslated import Lacks, UntranslatedText

DRAFT = "utkast/"
"""Where the working tree is shown when the newest release is what applies."""


@dataclass(frozen=True, slots=True)
class Head:
    """A recommendation as others refer to it.

    Attributes:
        versjon: the release that last changed it; empty before its first.
        avvik: how the text differs from the last release (see ``model.unreleased``); empty when
            it does not, or nothing is released.
        applying_url: in a draft, its address in what applies, where its history lies; empty where
            it is the same as ``url``.
    """

    id: str
    kapittel: str
    tittel: str
    kort_anbefaling: str
    styrke: str
    status: str
    maalgrupper: tuple[str, ...] = ()
    versjon: str = ""
    avvik: str = ""
    applying_url: str = ""

    @property
    def url(self) -> str:
        """The page's address, relative to the site's root."""
        return f"{self.kapittel}/{self.id}/"

    @classmethod
    def of(cls, entry: Entry, versjon: str = "", avvik: str = "") -> Head:
        """Return the head of ``entry``, which release ``versjon`` changed last."""
        return cls(
            entry.id, entry.kapittel, entry.tittel, entry.kort_anbefaling, entry.styrke,
            entry.status, entry.maalgrupper, versjon, avvik,
        )


@dataclass(frozen=True, slots=True)
class Tree:
    """The site's pages in another language.

    Attributes:
        language: its tag (BCP 47).
        name: what it calls itself.
        folder: where the pages lie: ``nn/``; empty for the language that is written first.
    """

    language: str
    name: str
    folder: str


@dataclass(frozen=True, slots=True)
class Download:
    """A file that a page can be carried along as.

    Attributes:
        path: relative to the root of the pages; its ending tells the format.
        size: in bytes; 0 when it is not known before the page is made.
    """

    path: str
    size: int


_STANDS_FOR = frozenset({"guideline", "fragments", "citations", "hearings", "memo", "lacks",
                         "source_terms", "quotes", "course_changes"})
"""Fields of a context that its fingerprint stands for, or that are made from the others; and those
of the courses, which are in the keys of their own pages alone."""


@dataclass(frozen=True)
class Context(GuidelineIndex):
    """The guideline around a page.

    Attributes:
        heads: every recommendation that has a page, by id.
        fragments: rendered prose of the frame's files, by path and dotted pointer.
        citations: how each source is cited and listed, by key.
        usage: for each source, law section and term the ids of the recommendations using it,
            in guideline order; keys are ``kilde:<key>``, ``lov:<id>|<section>``, ``term:<id>``.
        fingerprint: digest of everything here but the heads; part of every page's key.
        address: where the site is to be published, ending in a slash; empty when not known.
        prefix: where the pages lie below the site's root: ``v/1.0.0/``, ``utkast/``, or empty
            for the pages that apply. Content links stay below it. It ends in ``folder``.
        released: the version that applies; empty before the first release.
        latest: what the newest release tells of itself, for the front page.
        working: whether the content differs from what was released.
        unreleased: how it differs; None when it does not, or nothing is released.
        hearings: the rounds of comments, newest deadline first, with the result of them.
        language: the language that the pages are in (BCP 47).
        folder: the part of ``prefix`` that stands for the language: ``nn/``, or empty for the
            language that is written first.
        home_folder: where what applies lies in these pages' language, below the site's root; empty
            for the first language, and for one that what applies is not published in.
        others: the same pages in other languages.
        lacks: what the translation of the frame lacks; of recommendations, whose texts their own
            pages speak of, only titles (``anbefalinger.<id>.tittel``).
        source_terms: in a translation the terms as they were written first: prose may use either.
        glances: what lists sort and filter the recommendations by, by id.
        releases: version and day of every release, newest first.
        downloads: the files that pages can be carried along as, by the page's address.
        announced: the day by which the guideline was known elsewhere (ISO 8601); empty where it
            was first published here.
        outdated: ids of the recommendations whose plain versions were written from an older text.
        development: the work on the guideline as it is today; empty for old releases.
        template_versions: the release that last changed each template, by id.
        served_versions: the release that last changed what templates are made from, by
            recommendation.
        practice: whether there is a page about what was collected of local plans.
        tasks: what must be decided because of law, evidence or a need, the open tasks first.
        quotes: what the slides of the courses quote.
        course_changes: how each course differs from what it was in the release before.
        memo: HTML that many pages share, filled as it is needed.
    """

    guideline: Guideline
    heads: Mapping[str, Head]
    fragments: Mapping[str, Mapping[str, Fragment]]
    citations: Mapping[str, Citation]
    fingerprint: str
    usage: Mapping[str, Sequence[str]] = field(default_factory=dict)
    address: str = ""
    prefix: str = ""
    released: str = ""
    latest: Utgave | None = None
    working: bool = False
    hearings: tuple[Hearing, ...] = ()
    language: str = SOURCE
    folder: str = ""
    home_folder: str = ""
    others: tuple[Tree, ...] = ()
    lacks: Lacks = field(default_factory=Lacks)
    source_terms: tuple[Term, ...] = ()
    glances: Mapping[str, ListItem] = field(default_factory=dict)
    releases: tuple[tuple[str, str], ...] = ()
    downloads: Mapping[str, tuple[Download, ...]] = field(default_factory=dict)
    unreleased: Unreleased | None = None
    announced: str = ""
    outdated: frozenset[str] = frozenset()
    development: Utvikling = Utvikling()
    template_versions: Mapping[str, str] = field(default_factory=dict)
    served_versions: Mapping[str, str] = field(default_factory=dict)
    practice: bool = False
    tasks: tuple[TaskView, ...] = ()
    quotes: Quotes = field(default_factory=dict)
    course_changes: tuple[CourseChange, ...] = ()
    memo: dict[tuple[str, ...], str] = field(default_factory=dict, compare=False, repr=False)

    @property
    def way_out(self) -> str:
        """The way from the root of these pages to the site's root; empty when they are the same."""
        return "../" * self.prefix.count("/")

    def site_root(self, root: str) -> str:
        """Return the way to the site's root from where ``root`` leads to the root of these pages.
        """
        return self.way_out + root.removeprefix("./") or "./"

    def home(self, root: str) -> str:
        """Return the way to the front page of what applies, in these pages' language if it is."""
        return root if self.applies else self.site_root(root) + self.home_folder

    def pictures(self, root: str) -> str:
        """Return the way to the pictures, which all languages share."""
        return "../" * self.folder.count("/") + root + "bilder/"

    def written(self, text: str) -> str:
        """Return a text that is never translated, marked when the page is in another language."""
        if not self.folder or not text:
            return text
        return UntranslatedText(text, self.guideline.languages[0].id)

    @property
    def releases_in(self) -> str:
        """The language that releases are kept in, where these pages are in another; else empty."""
        return self.guideline.languages[0].id if self.folder else ""

    @property
    def recorded(self) -> str:
        """The day of the first release, when the guideline was known before; empty otherwise."""
        first = self.releases[-1][1] if self.releases else ""
        return first if self.announced and self.announced < first else ""

    @property
    def new_language(self) -> bool:
        """Whether the release was not published in these pages' language at all."""
        return self.unreleased is not None and self.language in self.unreleased.sprak

    @property
    def applies(self) -> bool:
        """Whether these pages are what applies: no old release, no draft next to one."""
        return self.prefix == self.folder

    @property
    def current(self) -> bool:
        """Whether these are the pages that apply or are to apply, not those of an old release."""
        return not self.prefix.startswith("v/")

    def gettext(self, text: str) -> str:
        """Return an interface text in the pages' language; its id is the text in bokmål."""
        return text if self.language == SOURCE else language(self.language).gettext(text)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """Return an interface text in the pages' language, by the plural that ``count`` takes."""
        return language(self.language).ngettext(one, many, count)

    @cached_property
    def extent(self) -> str:
        """Digest of everything that a page may show: two contexts with the same show the same.

        The fingerprint stands for the frame's files; every other field counts by what it holds, so
        that a field that is added counts too.
        """
        digests = {"heads": self.head_digests, "glances": self.glance_digests}
        rest = [
            (field.name, _ordered(value))
            for field in fields(self) if field.name not in _STANDS_FOR
            for value in (digests.get(field.name, getattr(self, field.name)),)
        ]
        # Not in the fingerprint: a translation shows it translated while the source still says
        # the same, and while it is not released it follows the working tree.
        rest.append(("heard", [hearing.hort for hearing in self.hearings]))
        return sha256(repr(rest).encode()).hexdigest()

    @cached_property
    def taught(self) -> str:
        """Digest of what the courses show besides what is in every page's key."""
        rest = sorted(map(repr, self.quotes.items())), self.course_changes
        return sha256(repr(rest).encode()).hexdigest()

    @cached_property
    def head_digests(self) -> Mapping[str, str]:
        """Digest of what others refer to each recommendation by, by id."""
        return {id_: sha256(repr(head).encode()).hexdigest() for id_, head in self.heads.items()}

    @cached_property
    def glance_digests(self) -> Mapping[str, str]:
        """Digest of what lists show of each recommendation besides its head, by id."""
        return {id_: sha256(repr(one).encode()).hexdigest() for id_, one in self.glances.items()}

    @cached_property
    def comments(self) -> Mapping[str, CommentIndex]:
        """The result of each round, by the round's id."""
        return indexed(self.hearings)

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Ids of the recommendations in reading order."""
        return tuple(
            id_ for chapter in self.guideline.kapitler for id_ in chapter.anbefalinger
            if id_ in self.heads
        )

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Each id's place in ``order``."""
        return {id_: index for index, id_ in enumerate(self.order)}

    @cached_property
    def roles(self) -> Mapping[str, Navngitt]:
        """Roles by id."""
        return {role.id: role for role in self.guideline.roller}

    @cached_property
    def strengths(self) -> Mapping[str, Styrke]:
        """The scale of strengths in the pages' language, by id, the strongest first."""
        return spoken(self.guideline.scale, self.gettext)

    def strength(self, id_: str) -> Styrke:
        """Return the strength ``id_`` in the pages' language."""
        return self.strengths.get(id_) or unknown(id_)

    @cached_property
    def used_strengths(self) -> tuple[Styrke, ...]:
        """The strengths that some recommendation has, the strongest first."""
        used = {head.styrke for head in self.heads.values()}
        return tuple(one for id_, one in self.strengths.items() if id_ in used)

    @cached_property
    def phases(self) -> Mapping[str, Navngitt]:
        """Phases of a case by id."""
        return {phase.id: phase for phase in self.guideline.faser}


def _ordered(value: object) -> object:
    """Return what has no order of its own in one that is always the same."""
    if isinstance(value, Mapping):
        return sorted(value.items())
    return sorted(value) if isinstance(value, frozenset) else value

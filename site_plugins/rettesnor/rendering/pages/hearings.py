"""The pages of the hearings: the list, each round with the result of it, and its answer form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from rettesnor.model.collation import in_order
from rettesnor.model.hearing import Hearing, Question
from rettesnor.model.hearing_text import HeardChapter, HeardRecommendation
from rettesnor.model.pages import page_address
from rettesnor.model.sections import HEADINGS
from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.comment_links import (
    LEAD,
    fill,
    form_url,
    hearing_scripts,
    round_url,
    template,
)
from rettesnor.rendering.comments import Shown, shown
from rettesnor.rendering.context import DRAFT, Context
from rettesnor.rendering.page import Heading, Page, SearchSection
from rettesnor.rendering.pages.hearing_results import (
    OUTCOMES,
    anchor,
    counts,
    groups_of,
    place_url,
    result_head,
    result_makers,
)
from rettesnor.rendering.scripts import script

LIST = page_address("horinger")
Asked = tuple[HeardChapter, list[Question], list[tuple[HeardRecommendation, list[Question]]]]
"""A chapter, the questions to it, and its recommendations with the questions to each."""
MOST = 20
"""Comments that a recommendation's own page shows; the rest are on the round's page."""
_BAR_WIDTH = 640
_BAR_HEIGHT = 28


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a bar: its outcome's class, and where it stands."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Row:
    """How many comments a chapter got, by outcome, and the bar that shows it."""

    id: str
    title: str
    counts: tuple[int, ...]
    segments: tuple[Segment, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Tally:
    """What was chosen of the answers to a closed question.

    Attributes:
        rows: each answer in words, how many gave it, and their share in percent.
        total: how many answered; with several choices each counts once.
    """

    rows: tuple[tuple[str, int, int], ...]
    total: int


def hearing_makers(context: Context) -> dict[str, Callable[[], Page]]:
    """Return what makes each page about hearings, by address; none when there never was one."""
    if not context.hearings:
        return {}
    makers: dict[str, Callable[[], Page]] = {LIST: partial(list_page, context)}
    for hearing in context.hearings:
        makers[round_url(hearing.runde)] = partial(round_page, context, hearing)
        makers |= result_makers(context, hearing)
        makers[form_url(hearing.runde)] = partial(form_page, context, hearing)
    return makers


def list_page(context: Context) -> Page:
    """Return the list of rounds, newest deadline first."""
    rounds = [
        (hearing, round_url(hearing.runde), _count(hearing)) for hearing in context.hearings
    ]
    body = environment.render(
        "hearings/list", context.language, root="../", guideline=context.guideline, rounds=rounds
    )
    title = context.gettext("Høringer")
    about = context.gettext("Offentlige høringer av retningslinja.")
    return Page(
        LIST, "horinger", title, about, body, search=(SearchSection("", title, about),),
        head=hearing_scripts(context.site_root("../"), context.language),
    )


def round_page(context: Context, hearing: Hearing) -> Page:
    """Return the page of a round: what was asked, who answered, and the result of it."""
    runde, root, _ = hearing.runde, "../../", context.gettext
    comments = list(shown(context, hearing))
    groups = groups_of(context, comments)
    paged = context.comments[runde.id].paged
    rows = _rows(context, comments)
    answers = hearing.resultat.svar if hearing.resultat else ()
    form, place = template(runde, root, context.language), {"utgave": runde.utgave}
    body = environment.render(
        "hearings/round", context.language, root=root, guideline=context.guideline, runde=runde,
        hearing=hearing, comments=comments, groups=groups, rows=rows, paged=paged,
        outcomes={key: (kind, _(name)) for key, (kind, name) in OUTCOMES.items()},
        totals=counts(comments), results=[
            (kind, _(name), count)
            for (kind, name), count in zip(OUTCOMES.values(), counts(comments), strict=True)
            if count
        ],
        width=_BAR_WIDTH, bar=_BAR_HEIGHT,
        named=in_order({a.avsender for a in answers if a.avsender}),
        private=sum(not a.avsender for a in answers), answers=len(answers),
        questions=[
            (q, _concerns(context, q), _tally(context, q, hearing)) for q in runde.sporsmaal
        ],
        chapters=[(row.id, row.title) for row in rows],
        address=fill(form, place) if runde.mottak.type != "skjema" else "",
        text=_text(context, hearing, root),
        text_in=context.releases_in if hearing.utgitt else "",
    )
    return Page(
        round_url(runde), "horing", runde.tittel,
        _("{title}: spørsmål, svar og resultat.").format(title=runde.tittel),
        body, (Heading("innspill", _("Innspill")),) if comments else (),
        head=(result_head if comments else hearing_scripts)(
            context.site_root(root), context.language
        ),
        search=(SearchSection("", runde.tittel, runde.om),),
    )


def form_page(context: Context, hearing: Hearing) -> Page:
    """Return the answer form of a round, to fill in here or on paper; it sends nothing."""
    runde, root, _ = hearing.runde, "../../../", context.gettext
    site = context.site_root(root)
    fields = [LEAD, *(pair for pair in HEADINGS.items() if pair[0] != "referanser")]
    general, chapters = by_chapter(hearing)
    body = environment.render(
        "hearings/response_form", context.language, root=root, guideline=context.guideline,
        runde=runde,
        hearing=hearing, fields=[(id_, _(name)) for id_, name in fields],
        general=general, chapters=chapters, text=_text(context, hearing, root),
    )
    title = _("Svarskjema: {title}").format(title=runde.tittel)
    how = _("Fyll ut på skjermen eller på papir.")
    return Page(
        form_url(runde), "svarskjema", title,
        f"{title}. {how}", body, indexed=False,
        head=hearing_scripts(site, context.language) + script("answer", site, context.language),
    )


def by_chapter(hearing: Hearing) -> tuple[list[Question], list[Asked]]:
    """Return the questions to the whole, and the chapters of the text heard with theirs."""
    asked: dict[tuple[str, str], list[Question]] = {}
    for question in hearing.runde.sporsmaal:
        asked.setdefault((question.kapittel, question.anbefaling), []).append(question)
    chapters = [
        (
            chapter, asked.get((chapter.id, ""), []),
            [(heard, asked.get(("", heard.id), [])) for heard in chapter.anbefalinger],
        )
        for chapter in hearing.hort
    ]
    return asked.get(("", ""), []), chapters


def _text(context: Context, hearing: Hearing, root: str) -> str:
    """Return the way to the text that is heard: a release, or the working tree it comes from."""
    version = hearing.runde.utgave
    if hearing.utgitt:
        return f"{context.site_root(root)}v/{version}/"
    return root if context.guideline.versjon == version else context.site_root(root) + DRAFT


def own_comments(context: Context, id_: str, root: str) -> Markup:
    """Return what came in on a recommendation and what was done; empty when nothing did."""
    items = [item for hearing in context.hearings for item in shown(context, hearing, of=id_)]
    if not items:
        return Markup()
    items.sort(key=lambda item: not item.changes)  # first those that something came of
    rounds = dict.fromkeys(item.round for item in items[MOST:])
    more = [
        place_url(h.runde, id_) if context.comments[h.runde.id].paged
        else f"{round_url(h.runde)}#{anchor(id_)}"
        for h in context.hearings if h.runde.id in rounds
    ]
    return Markup(environment.render(
        "hearings/comments", context.language, root=root, items=items[:MOST], total=len(items),
        more=more
    ))


def _count(hearing: Hearing) -> int:
    comments = hearing.resultat.innspill if hearing.resultat else ()
    return sum(not comment.is_counted for comment in comments)


def _tally(context: Context, question: Question, hearing: Hearing) -> Tally | None:
    """Return the counts of a closed question; None for one in words, or without answers."""
    comments = hearing.resultat.innspill if hearing.resultat else ()
    given = [c for c in comments if c.sporsmaal == question.id and c.is_closed]
    if not given or question.slag == "fritekst":
        return None
    if question.slag == "skala":
        low, high = question.skala.fra, question.skala.til
        ends = {low: question.skala.fra_tekst, high: question.skala.til_tekst}
        names = {n: f"{n} ({ends[n]})" if ends.get(n) else str(n) for n in range(low, high + 1)}
        found = Counter(c.tall for c in given)
        counts = [(name, found[number]) for number, name in names.items()]
    else:
        chosen = Counter(id_ for c in given for id_ in c.valg)
        counts = [(option.tekst, chosen[option.id]) for option in question.alternativer]
    return Tally(
        tuple((name, count, round(100 * count / len(given))) for name, count in counts),
        len(given),
    )


def _concerns(context: Context, question: Question) -> str:
    if question.anbefaling in context.heads:
        return context.heads[question.anbefaling].tittel
    chapter = context.chapters.get(question.kapittel)
    return chapter.tittel if chapter else question.kapittel or question.anbefaling


def _rows(context: Context, comments: Sequence[Shown]) -> list[Row]:
    """Return a row for the whole guideline and for each chapter that somebody commented on."""
    titles = [("", context.gettext("Hele retningslinja"))]
    titles += [(c.id, c.tittel) for c in context.guideline.kapitler]
    chapters = {id_: [item for item in comments if item.chapter == id_] for id_, _ in titles}
    most = max((len(items) for items in chapters.values()), default=0)
    rows: list[Row] = []
    for id_, title in titles:
        if chapters[id_]:
            found = counts(chapters[id_])
            rows.append(Row(id_, title, found, tuple(_segments(found, most))))
    return rows


def _segments(counts: Sequence[int], most: int) -> Iterator[Segment]:
    x = 0.0
    for (kind, _), count in zip(OUTCOMES.values(), counts, strict=True):
        width = round(_BAR_WIDTH * count / most, 1)
        if count:
            yield Segment(kind, round(x, 1), width)
        x += width

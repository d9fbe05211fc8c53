"""The pages of the hearings: the list, each round with what came of it, and its answer form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rettesnor.model.guideline import Kapittel
from rettesnor.model.hearing import UTFALL, Hearing, Question, Round
from rettesnor.model.sections import BEGRUNNELSE, KUNNSKAP, SECTIONS
from rettesnor.rendering import environment
from rettesnor.rendering.comments import Shown, shown
from rettesnor.rendering.context import Context, Head
from rettesnor.rendering.hooks import LEAD, SCRIPT, fill, form_url, round_url, template
from rettesnor.rendering.page import Heading, Page, SearchSection

LIST = "horing/"
FORM_SCRIPT = "assets/rettesnor/answer.js"
OUTCOMES = {
    "tatt til følge": ("fulgt", "Tatt til følge"),
    "delvis": ("delvis", "Delvis tatt til følge"),
    "ikke": ("ikke", "Ikke tatt til følge"),
    "utenfor": ("utenfor", "Utenfor retningslinja"),
    "": ("uvurdert", "Ikke vurdert ennå"),
}
"""What came of a comment: its class, and in words."""

Asked = tuple[Kapittel, list[Question], list[tuple[Head, list[Question]]]]
"""A chapter, the questions to it, and its recommendations with the questions to each."""
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
    y: int

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts)


def hearing_pages(context: Context) -> Iterator[Page]:
    """Yield every page about hearings; none when there never was one."""
    if not context.hearings:
        return
    yield list_page(context)
    for hearing in context.hearings:
        yield round_page(context, hearing)
        yield form_page(context, hearing.runde)


def list_page(context: Context) -> Page:
    """Return the list of rounds, newest deadline first."""
    rounds = [
        (hearing.runde, round_url(hearing.runde), _count(hearing)) for hearing in context.hearings
    ]
    body = environment.render(
        "horinger", root="../", guideline=context.guideline, rounds=rounds
    )
    about = "Offentlige høringer av retningslinja."
    return Page(
        LIST, "horinger", "Høringer", about, body, search=(SearchSection("", "Høringer", about),),
        head=_script("../", SCRIPT),
    )


def round_page(context: Context, hearing: Hearing) -> Page:
    """Return the page of a round: what was asked, who answered, and what came of it."""
    runde, root = hearing.runde, "../../"
    comments = list(shown(context, hearing))
    rows = _rows(context, comments)
    answers = hearing.resultat.svar if hearing.resultat else ()
    place = {"utgave": runde.utgave}
    released = context.released != ""
    body = environment.render(
        "horing", root=root, guideline=context.guideline, runde=runde, comments=comments, rows=rows,
        outcomes=OUTCOMES, totals=_counts(comments), height=len(rows) * (_BAR_HEIGHT + 24),
        width=_BAR_WIDTH, bar=_BAR_HEIGHT,
        named=sorted({a.avsender for a in answers if a.avsender}, key=str.casefold),
        private=sum(not a.avsender for a in answers), answers=len(answers),
        questions=[(q, _concerns(context, q)) for q in runde.sporsmaal],
        chapters=[(row.id, row.title) for row in rows],
        address=fill(template(runde, root), place) if runde.mottak.type != "skjema" else "",
        text=f"{root}v/{runde.utgave}/" if released else root,
    )
    return Page(
        round_url(runde), "horing", runde.tittel, f"{runde.tittel}: spørsmål, svar og resultat.",
        body, (Heading("innspill", "Innspill"),) if comments else (), head=_script(root, SCRIPT),
        search=(SearchSection("", runde.tittel, runde.om),),
    )


def form_page(context: Context, runde: Round) -> Page:
    """Return the answer form of a round, to fill in here or on paper; it sends nothing."""
    root = "../../../"
    fields = [LEAD, *((k, v) for k, v in SECTIONS.items() if k not in ("referanser",))]
    fields += [(f"begrunnelse-{key}", title) for key, title in BEGRUNNELSE.items()]
    fields += [(f"kunnskapsgrunnlag-{key}", title) for key, title in KUNNSKAP.items()]
    general, chapters = by_chapter(context, runde)
    body = environment.render(
        "svarskjema", root=root, guideline=context.guideline, runde=runde, fields=fields,
        general=general, chapters=chapters,
    )
    title = f"Svarskjema: {runde.tittel}"
    return Page(
        form_url(runde), "svarskjema", title, f"{title}. Fyll ut på skjermen eller på papir.", body,
        indexed=False, head=_script(root, SCRIPT) + _script(root, FORM_SCRIPT),
    )


def by_chapter(context: Context, runde: Round) -> tuple[list[Question], list[Asked]]:
    """Return the questions to the whole, and the chapters with their questions."""
    asked: dict[tuple[str, str], list[Question]] = {}
    for question in runde.sporsmaal:
        asked.setdefault((question.kapittel, question.anbefaling), []).append(question)
    chapters = [
        (
            chapter, asked.get((chapter.id, ""), []),
            [
                (context.heads[id_], asked.get(("", id_), []))
                for id_ in chapter.anbefalinger if id_ in context.heads
            ],
        )
        for chapter in context.guideline.kapitler
    ]
    return asked.get(("", ""), []), chapters


def own_comments(context: Context, id_: str, root: str) -> Markup:
    """Return what came in on a recommendation and what was done; empty when nothing did."""
    items = [item for hearing in context.hearings for item in shown(context, hearing, of=id_)]
    if not items:
        return Markup()
    return Markup(environment.render("innspill", root=root, items=items))


def _script(root: str, path: str) -> str:
    return f'<script src="{root}{path}" defer></script>'


def _count(hearing: Hearing) -> int:
    return len(hearing.resultat.innspill) if hearing.resultat else 0


def _concerns(context: Context, question: Question) -> str:
    if question.anbefaling in context.heads:
        return context.heads[question.anbefaling].tittel
    chapter = context.chapters.get(question.kapittel)
    return chapter.tittel if chapter else question.kapittel or question.anbefaling


def _counts(comments: Sequence[Shown]) -> tuple[int, ...]:
    found = Counter(item.c.vurdering.utfall for item in comments)
    return tuple(found[outcome] for outcome in (*UTFALL, ""))


def _rows(context: Context, comments: Sequence[Shown]) -> list[Row]:
    """Return a row for the whole guideline and for each chapter that somebody commented on."""
    titles = [("", "Hele retningslinja"), *((c.id, c.tittel) for c in context.guideline.kapitler)]
    groups = {id_: [item for item in comments if item.chapter == id_] for id_, _ in titles}
    most = max((len(items) for items in groups.values()), default=0)
    rows: list[Row] = []
    for id_, title in titles:
        if groups[id_]:
            counts = _counts(groups[id_])
            y = len(rows) * (_BAR_HEIGHT + 24)
            rows.append(Row(id_, title, counts, tuple(_segments(counts, most)), y))
    return rows


def _segments(counts: Sequence[int], most: int) -> Iterator[Segment]:
    x = 0.0
    for (kind, _), count in zip(OUTCOMES.values(), counts, strict=True):
        width = round(_BAR_WIDTH * count / most, 1)
        if count:
            yield Segment(kind, round(x, 1), width)
        x += width

"""The result of a hearing: by place, by outcome, and by answer («you said, we did»).

A short result stands on the round's own page. A long one is split into pages by place; then a
comment's address is its answer's page, which follows from the number alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from rettesnor.model.collation import in_order
from rettesnor.model.gettext_marker import gettext_noop as N_
from rettesnor.model.hearing import UTFALL, Answer, Hearing, Round
from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.comment_index import page_starts
from rettesnor.rendering.comment_links import answer_url, hearing_scripts, round_url
from rettesnor.rendering.comments import Shown, shown
from rettesnor.rendering.context import Context
from rettesnor.rendering.page import Page
from rettesnor.rendering.scripts import stylesheet

OUTCOMES = {
    "tatt til følge": ("fulgt", N_("Tatt til følge")),
    "delvis": ("delvis", N_("Delvis tatt til følge")),
    "ikke": ("ikke", N_("Ikke tatt til følge")),
    "utenfor": ("utenfor", N_("Utenfor retningslinja")),
    "": ("uvurdert", N_("Ikke vurdert ennå")),
}
"""The result of a comment: its class, and in words."""
LINES_A_PAGE = 500
"""Lines of a list whose comments are shown elsewhere."""
_BEGINNING = 120
_ORGANISATION = "organisasjon"


@dataclass(frozen=True, slots=True)
class Group:
    """The comments on one recommendation, one chapter or the whole, under an anchor."""

    anchor: str
    title: str
    comments: tuple[Shown, ...]
    address: str
    """Below the round's page, where the result is split into pages."""


@dataclass(frozen=True, slots=True)
class Sender:
    """An answer, and the comments in it that are published."""

    answer: Answer
    comments: tuple[Shown, ...]

    @property
    def private(self) -> bool:
        """Whether it is shown by number only."""
        return self.answer.slag != _ORGANISATION or not self.answer.avsender


@dataclass(frozen=True, slots=True)
class Leaf:
    """One of the pages that a list is split into; they lie in the same folder."""

    number: int
    of: int
    first: str

    @property
    def links(self) -> list[tuple[int, str]]:
        """Every page of the list, and the way to it; empty for this one."""
        return [
            (n, "" if n == self.number else f"../{_numbered(self.first, n).split('/')[-2]}/")
            for n in range(1, self.of + 1)
        ]


def _numbered(first: str, number: int) -> str:
    """Return the address of page ``number`` of the list that begins at ``first``."""
    if number == 1:
        return first
    folder, name, _ = first.rsplit("/", 2)
    return f"{folder}/side-{number}-{name}/"


def anchor(id_: str) -> str:
    """Return where the comments on a recommendation or chapter stand on the round's page."""
    return f"om-{id_ or 'retningslinja'}"


def list_url(runde: Round) -> str:
    """Return the page that lists who answered."""
    return f"{round_url(runde)}svar/"


def place_url(runde: Round, id_: str) -> str:
    """Return the first page with the comments on a recommendation, in a split result."""
    return f"{round_url(runde)}{_place(id_, '')}"


def _place(recommendation: str, chapter: str) -> str:
    if recommendation:
        return f"innspill/anbefaling-{recommendation}/"
    return f"innspill/kapittel-{chapter}/" if chapter else "innspill/retningslinja/"


def groups_of(context: Context, comments: Sequence[Shown]) -> list[Group]:
    """Return the comments in the guideline's order: on the whole, on chapters, on each part."""
    titles = {("", ""): context.gettext("Hele retningslinja")}
    for chapter in context.guideline.kapitler:
        titles[chapter.id, ""] = chapter.tittel
        titles |= {
            (chapter.id, id_): context.heads[id_].tittel
            for id_ in chapter.anbefalinger if id_ in context.heads
        }
    found: dict[tuple[str, str], list[Shown]] = {}
    for item in comments:
        found.setdefault((item.chapter, item.c.adresse.anbefaling), []).append(item)
    gone = {key: key[1] or key[0] for key in found if key not in titles}
    return [
        Group(anchor(key[1] or key[0]), title, tuple(found[key]), _place(key[1], key[0]))
        for key, title in {**titles, **gone}.items() if key in found
    ]


def result_head(root: str, code: str) -> str:
    """Return the markup for the head of a page with comments; see ``hearing_scripts``."""
    return hearing_scripts(root, code) + stylesheet("history", root)


def counts(comments: Sequence[Shown]) -> tuple[int, ...]:
    """Return how many comments have each outcome, in the order of ``OUTCOMES``.

    Answers to closed questions have none.
    """
    found = Counter(item.c.vurdering.utfall for item in comments if not item.c.is_counted)
    return tuple(found[outcome] for outcome in (*UTFALL, ""))


def result_makers(context: Context, hearing: Hearing) -> dict[str, Callable[[], Page]]:
    """Return what makes each page of the result of a round, by address; none without a result."""
    if not hearing.has_results:
        return {}
    comments = list(shown(context, hearing))
    found = dict(_answers(context, hearing, list(shown(context, hearing, counted=True))))
    if context.comments[hearing.runde.id].paged:
        found |= _by_place(context, hearing, comments)
        found |= _by_outcome(context, hearing, comments)
    return found


def _by_place(
    context: Context, hearing: Hearing, comments: Sequence[Shown]
) -> Iterator[tuple[str, Callable[[], Page]]]:
    for group in groups_of(context, comments):
        starts = [*page_starts([item.c for item in group.comments]), len(group.comments)]
        first = f"{round_url(hearing.runde)}{group.address}"
        for number, (start, end) in enumerate(pairwise(starts), 1):
            leaf = Leaf(number, len(starts) - 1, first)
            url = _numbered(first, number)
            items = group.comments[start:end]
            yield url, partial(_place_page, context, hearing, url, group, items, leaf)


def _place_page(
    context: Context, hearing: Hearing, url: str, group: Group, items: Sequence[Shown], leaf: Leaf
) -> Page:
    title = context.gettext("Innspill: {title}").format(title=group.title)
    return _page(context, hearing, url, "place", title, group=group, items=items, leaf=leaf)


def _by_outcome(
    context: Context, hearing: Hearing, comments: Sequence[Shown]
) -> Iterator[tuple[str, Callable[[], Page]]]:
    for outcome, (kind, name) in OUTCOMES.items():
        items = [item for item in comments if item.c.vurdering.utfall == outcome]
        pages = [items[n : n + LINES_A_PAGE] for n in range(0, len(items), LINES_A_PAGE)]
        first = f"{round_url(hearing.runde)}utfall/{kind}/"
        for number, lines in enumerate(pages, 1):
            url = _numbered(first, number)
            leaf = Leaf(number, len(pages), first)
            yield url, partial(_outcome_page, context, hearing, url, name, lines, leaf)


def _outcome_page(
    context: Context, hearing: Hearing, url: str, name: str, items: Sequence[Shown], leaf: Leaf
) -> Page:
    title = context.gettext("Innspill: {title}").format(title=context.gettext(name))
    lines = [(item, _beginning(item.c.tekst)) for item in items]
    return _page(context, hearing, url, "outcome", title, lines=lines, leaf=leaf)


def _beginning(text: str) -> str:
    line = " ".join(text[: _BEGINNING * 2].split())
    return line if len(line) <= _BEGINNING else f"{line[:_BEGINNING].rsplit(' ', 1)[0]} …"


def _answers(
    context: Context, hearing: Hearing, comments: Sequence[Shown]
) -> Iterator[tuple[str, Callable[[], Page]]]:
    """Yield the list of who answered, and the pages with what came of each answer."""
    assert hearing.resultat is not None
    came_in: dict[str, list[Shown]] = {}
    for item in comments:
        came_in.setdefault(item.c.svar, []).append(item)
    senders = [
        Sender(answer, tuple(came_in[answer.nummer]))
        for answer in sorted(hearing.resultat.svar, key=lambda a: (len(a.nummer), a.nummer))
        if answer.nummer in came_in
    ]
    pages: dict[str, list[Sender]] = {}
    for sender in senders:
        pages.setdefault(answer_url(hearing.runde, sender.answer.nummer), []).append(sender)
    for url, some in pages.items():
        yield url, partial(_answers_page, context, hearing, url, some)
    first = list_url(hearing.runde)
    named = [sender for sender in senders if not sender.private]
    order = {name: n for n, name in enumerate(in_order({s.answer.avsender for s in named}))}
    named.sort(key=lambda s: order[s.answer.avsender])
    lists = [named[n : n + LINES_A_PAGE] for n in range(0, len(named), LINES_A_PAGE)] or [[]]
    for number, lines in enumerate(lists, 1):
        url = _numbered(first, number)
        leaf = Leaf(number, len(lists), first)
        yield url, partial(_senders_page, context, hearing, url, lines, pages, leaf)


def _answers_page(
    context: Context, hearing: Hearing, url: str, senders: Sequence[Sender]
) -> Page:
    title = context.gettext("Svar {first} til {last}").format(
        first=senders[0].answer.nummer, last=senders[-1].answer.nummer
    ) if len(senders) > 1 else context.gettext("Svar {number}").format(
        number=senders[0].answer.nummer
    )
    return _page(context, hearing, url, "answers", title, senders=senders)


def _senders_page(
    context: Context, hearing: Hearing, url: str, senders: Sequence[Sender],
    pages: Mapping[str, Sequence[Sender]], leaf: Leaf,
) -> Page:
    down = "../svar/" if leaf.number > 1 else ""
    start = len(list_url(hearing.runde))
    lines = [
        (sender, f"{down}{answer_url(hearing.runde, sender.answer.nummer)[start:]}",
         [
             (context.gettext(name), count)
             for (_, name), count in zip(OUTCOMES.values(), counts(sender.comments), strict=True)
             if count
         ])
        for sender in senders
    ]
    numbers = [
        (f"{down}{page[start:]}", some[0].answer.nummer, some[-1].answer.nummer)
        for page, some in pages.items()
    ]
    title = context.gettext("Hvem svarte, og hva som ble gjort")
    return _page(
        context, hearing, url, "senders", title, lines=lines, numbers=numbers, leaf=leaf,
        private=sum(sender.private for some in pages.values() for sender in some),
    )


def _page(
    context: Context, hearing: Hearing, url: str, kind: str, title: str, **values: object
) -> Page:
    root = "../" * url.count("/")
    up = "../" * (url.count("/") - round_url(hearing.runde).count("/"))
    leaf = values.get("leaf")
    if isinstance(leaf, Leaf) and leaf.of > 1:
        said = context.gettext("side {n} av {total}").format(n=leaf.number, total=leaf.of)
        title = f"{title}, {said}"
    body = environment.render(
        f"hearings/result_{kind}", context.language, root=root, up=up, runde=hearing.runde,
        outcomes={key: (one, context.gettext(name)) for key, (one, name) in OUTCOMES.items()},
        title=title, guideline=context.guideline, **values,
    )
    return Page(
        url, "horing", f"{title}: {hearing.runde.tittel}",
        context.gettext("{title}. Innspill og hva som ble gjort med dem.").format(
            title=f"{hearing.runde.tittel}, {title}"
        ),
        body, head=result_head(context.site_root(root), context.language),
    )

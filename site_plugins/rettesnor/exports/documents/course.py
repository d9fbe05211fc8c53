"""A course on paper and on a wall: its slides as a deck, and the participant's sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, is_dataclass, replace
from typing import Any

from rettesnor.exports.documents.context import DocumentContext
from rettesnor.exports.documents.outline import booklet
from rettesnor.exports.documents.recommendation import sources
from rettesnor.exports.documents.reference_resolver import Resolver
from rettesnor.model.course import Case, Kurs, Lysbilde, Passage, Quoted, Quotes
from rettesnor.model.document_tree import (
    Block,
    Break,
    DocumentTree,
    Emphasis,
    Facts,
    Foreign,
    Heading,
    Inline,
    Items,
    Link,
    Paragraph,
    Picture,
    Quote,
    Strong,
    Table,
    Text,
)
from rettesnor.model.gettext_marker import gettext_noop as N_
from rettesnor.model.pages import course_address, sheet_address

_LINES, _MANY_LINES = 5, 8
"""How much room there is to write below a question, and below a heading of the sheet."""
INVENTED = N_("Tenkt eksempel. Personene og hendelsene er diktet opp.")


@dataclass(frozen=True, slots=True)
class Deck:
    """The slides of a course.

    Attributes:
        tree: each heading of the first level begins a slide.
        notes: what is said with each slide, in order; empty for nothing.
    """

    tree: DocumentTree
    notes: tuple[str, ...]


def deck(setting: DocumentContext, course: Kurs, quotes: Quotes) -> Deck:
    """Return the slides of ``course``, ending in one about versions and sources."""
    made = _Maker(setting, course, quotes)
    content: list[Block] = []
    for slide in course.lysbilder:
        content.append(Heading(1, (Text(slide.tittel),)))
        content += made.slide(slide)
    tree = booklet(
        setting, course.tittel, (), part=setting.guideline.tittel,
        source=course_address(course.id),
    )
    notes = [slide.notater for slide in course.lysbilder]
    if made.cited:
        content += [Heading(1, (Text(setting.gettext(N_("Kilder"))),))]
        content += made.sources()
        notes.append("")
    content += [Heading(1, (Text(setting.gettext(N_("Om lysbildene"))),)), Facts(tree.facts)]
    return Deck(
        replace(tree, content=_without_inner_links(tuple(content)), slides=True),
        (*notes, ""),
    )


def sheet_document(setting: DocumentContext, course: Kurs, quotes: Quotes) -> DocumentTree:
    """Return the participant's sheet: goals, quotes, cases, and room to write."""
    made, _ = _Maker(setting, course, quotes), setting.gettext
    content: list[Block] = []
    if course.deltakerark.innledning:
        content.append(Paragraph((Text(course.deltakerark.innledning),)))
    content.append(Paragraph((Text(
        _(N_("Skriv ikke navn på personer eller annet som kan kjenne dem igjen."))
    ),), True))
    content.append(Heading(2, (Text(_(N_("Læringsmål"))),)))
    content.append(_list(course.laeringsmaal))
    for slide in course.lysbilder:
        case = course.case(slide.case)
        quoted = list(made.quote(slide))
        if not (quoted or case or slide.refleksjon):
            continue
        content.append(Heading(2, (Text(slide.tittel),)))
        content += quoted
        if case:
            content += [Heading(3, (Text(case.tittel),)), *made.story(case)]
        questions = (*(case.refleksjon if case else ()), *slide.refleksjon)
        content += [_room(question, _LINES) for question in questions]
    content += [_room(text, _MANY_LINES) for text in course.deltakerark.rubrikker]
    if made.cited:
        content += [Heading(2, (Text(_(N_("Kilder"))),)), *made.sources()]
    title = _(N_("Deltakerark: %(title)s")) % {"title": course.tittel}
    return booklet(
        setting, title, _without_inner_links(tuple(content)), part=setting.guideline.tittel,
        source=sheet_address(course.id),
    )


class _Maker:
    """Makes the blocks of one course's documents."""

    def __init__(self, setting: DocumentContext, course: Kurs, quotes: Quotes) -> None:
        self._setting, self._course, self._quotes = setting, course, quotes
        self._resolver = Resolver(setting, frozenset(), whole=False)

    @property
    def cited(self) -> bool:
        """Whether any source was cited."""
        return bool(self._resolver.cited)

    def sources(self) -> tuple[Block, ...]:
        """Return the list of the sources that were cited."""
        return sources(self._setting, self._resolver.cited)

    def slide(self, slide: Lysbilde) -> Iterator[Block]:
        """Yield what a slide shows below its title."""
        if slide.punkter:
            yield _list(slide.punkter)
        yield from self.quote(slide)
        case = self._course.case(slide.case)
        if case:
            yield from self.story(case)
            if case.refleksjon:
                yield _list(case.refleksjon)
        if slide.refleksjon:
            yield _list(slide.refleksjon)
        if slide.bilde and slide.bilde.bildefil in self._setting.pictures:
            yield Paragraph((Picture(slide.bilde.bildefil, slide.bilde.bildetekst),))
        if slide.belegg:
            cited: list[Inline] = []
            for one in slide.belegg:
                cited += [*([Text("; ")] if cited else []), *self._resolver.source(one.kilde)]
                cited += [Text(f", {one.sted}")] if one.sted else []
            yield Paragraph((Text("("), *cited, Text(")")), True)

    def story(self, case: Case) -> Iterator[Block]:
        """Yield a case, said to be invented."""
        yield Paragraph((Text(self._setting.gettext(INVENTED)),), True)
        for text in case.fortelling:
            yield Paragraph((Text(text),))

    def quote(self, slide: Lysbilde) -> Iterator[Block]:
        """Yield what a slide quotes, and where it is from; nothing when it quotes nothing."""
        said = self._quotes.get(slide.sitat) if slide.sitat else None
        if said is None:
            return
        parts = [tuple(self._passage(one)) for one in said.passages]
        if said.listed:
            yield Quote((Items(tuple(parts), 1 if said.sequence else 0),))
        else:
            yield Quote(tuple(block for part in parts for block in part))
        yield Paragraph((Text(self._source(said)),), True)

    def _passage(self, one: Passage) -> Iterator[Block]:
        if one.lead:
            yield Paragraph(self._in((Strong((Text(one.lead),)),), one.lang))
        if one.fragment is None:
            yield Paragraph(self._in((Text(one.text),), one.lang))
        else:
            yield from self._resolver.prose(one.text, 2)
        if one.note:
            proposal = f"{self._setting.say('proposal')} " if one.proposal else ""
            yield Paragraph(self._in((Emphasis((Text(f"{proposal}{one.note}"),)),), one.lang))
        if one.source:
            place = f", {one.place}" if one.place else ""
            yield Paragraph(
                (Text("("), *self._resolver.source(one.source), Text(f"{place})")), True
            )

    def _in(self, content: tuple[Inline, ...], lang: str) -> tuple[Inline, ...]:
        return (Foreign(lang, content),) if lang else content

    def _source(self, said: Quoted) -> str:
        """Return where a quote is from, in one line, with its strength."""
        _ = self._setting.gettext
        label = _(said.label).lower() if said.label else ""
        where = f", {label}{f' {said.number}' if said.number else ''}" if label else ""
        start = _(N_("Fra loven")) if said.kind == "lov" else _(N_("Sitert fra"))
        parts = [f"{start} {said.title}{where}."]
        if said.strength:
            strength = self._setting.strength(said.strength)
            parts.append(f"{self._setting.say('strength')}: {strength.label.lower()}.")
        if said.official:
            parts.append(f"{_(N_('Offisiell anbefaling'))}.")
        return " ".join(parts)


def _list(texts: tuple[str, ...]) -> Items:
    return Items(tuple((Paragraph((Text(text),)),) for text in texts))


def _room(question: str, lines: int) -> Table:
    """Return a question with room to write an answer."""
    empty = Paragraph(tuple(Break() for _ in range(lines)))
    return Table(((Text(question),),), (((empty,),),), widths=(1,), name=question)


def _without_inner_links(value: Any) -> Any:
    """Return blocks with the words of links that lead to another place in the document."""
    if isinstance(value, tuple):
        made: list[Any] = []
        for one in value:
            if isinstance(one, Link) and one.address.startswith("#"):
                made += _without_inner_links(one.content)
            else:
                made.append(_without_inner_links(one))
        return tuple(made)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {
            name: _without_inner_links(inner)
            for name in type(value).__dataclass_fields__
            if isinstance(inner := getattr(value, name), tuple)
        }
        return replace(value, **changed) if changed else value
    return value

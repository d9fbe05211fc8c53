"""A document becomes chapters, recommendations and pages, by the role of each heading."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

from rettesnor.model.strength import DUTY, Styrke
from rettesnor.model.unfinished import FILL_IN
from rettesnor.reading.checks.rules.strengths import lacks_verb, strength_of
from rettesnor.reading.files import pictures as picture_files
from rettesnor.reading.importers.documents import guesses
from rettesnor.reading.importers.documents.document import (
    NOTE,
    PICTURE,
    Aside,
    Document,
    Node,
    Picture,
    lost_words,
    shortened,
    text_of,
    words,
)
from rettesnor.reading.importers.documents.guesses import (
    FIELDS,
    QUESTIONS,
    SENTENCE,
    SUBHEADING,
    UNPLACED,
)
from rettesnor.reading.importers.documents.imported import (
    Imported,
    ImportedChapter,
    ImportedPage,
    ImportedRecommendation,
)
from rettesnor.reading.importers.documents.mapping import Role
from rettesnor.reading.importers.documents.outline import Section
from rettesnor.reading.importers.html_to_markdown import LossReport, Style, is_block, markdown_of
from rettesnor.reading.importers.html_tree import Element
from rettesnor.reading.importers.result import Loss
from rettesnor.reading.markdown.lint.structure import MAX_COLUMNS, link_issues
from rettesnor.reading.markdown.render import render

PRACTICE, LEGAL = "praktisk_gjennomforing.tekst", "juridiske_rammer.tekst"
_SHORTEST, _LONGEST_SENTENCE, _LONGEST_TITLE, _LONGEST_TEXT = 10, 250, 90, 20_000
_FIELD_LEVEL, _PAGE_LEVEL = 3, 2
_PLACED = frozenset({"png", "jpg", "jpeg", "webp", "svg"})
_STRENGTH = re.compile(
    r"(?:styrke|styrkegrad|anbefalingsstyrke|strength|grade)\s*[:–—-]\s*(\w[\w /-]{0,40}?)\.?",
    re.IGNORECASE,
)
_BULLET = re.compile(r"(?:(?<=\s)|^)[•‣▪▫◦●○■□·∙](?:\s+|(?=\w))")
"""A sign that word processors and people begin the items of a list with."""
_WITHOUT_CHAPTER = "Anbefalinger"


@dataclass
class _Text:
    """A text that is being collected: nodes, and the level of its container's heading."""

    nodes: list[Node] = field(default_factory=list)
    level: int = 0
    base: int = _FIELD_LEVEL
    last: int = 0

    def add_heading(self, section: Section) -> None:
        depth = min(max(section.level - self.level, 1), self.last + 1)
        self.last = depth
        tag = f"h{min(self.base - 1 + depth, 6)}"
        self.nodes.append(Element(tag, {}, 1, [section.title]))


class _Open:
    """A recommendation while its texts are collected."""

    def __init__(self, made: ImportedRecommendation, section: Section) -> None:
        self.made, self.level = made, section.level
        self.own, self.others = _Text(level=section.level), _Text(level=section.level)
        self.fields: dict[str, _Text] = {}


def assemble(
    document: Document, found: Sequence[Section], roles: Sequence[Role], *,
    scale: Sequence[Styrke], name: str, taken: Collection[str] = (),
) -> Imported:
    """Return what a document becomes.

    Args:
        scale: the guideline's strengths.
        name: what the names of its pictures begin with.
        taken: names of pictures that the guideline has.
    """
    return _Assembly(document, scale, name, taken).of(found, roles)


class _Assembly:
    def __init__(
        self, document: Document, scale: Sequence[Styrke], name: str, taken: Collection[str]
    ) -> None:
        self._document, self._scale, self._name = document, scale, name
        self._taken = {*taken}
        self._names: dict[str, str] = {}
        self._notes: dict[str, int] = {}
        self._placed_notes: set[str] = set()
        self._made = Imported(asides=[*document.asides], losses=[*document.losses])
        self._recommendations: list[_Open] = []
        self._leads: list[tuple[ImportedChapter, _Text]] = []
        self._pages: list[tuple[ImportedPage, _Text]] = []

    def of(self, found: Sequence[Section], roles: Sequence[Role]) -> Imported:
        self._collect(found, roles)
        for chapter, text in self._leads:
            chapter.lead = self._markdown(text, chapter.title)
        for page, text in self._pages:
            page.text = self._markdown(text, page.title)
        for one in self._recommendations:
            self._finish(one)
        self._chapters_without_recommendations()
        self._leave_pictures()
        self._leave_notes()
        self._account()
        return self._made

    def _collect(self, found: Sequence[Section], roles: Sequence[Role]) -> None:
        chapter: ImportedChapter | None = None
        open_: _Open | None = None
        text: _Text | None = None
        for section, role in zip(found, roles, strict=True):
            if not section.level and section.is_empty:
                continue
            title = role.title or section.bare or section.title
            self._made.became.append((section.title or "(før første overskrift)", role.becomes))
            match role.becomes:
                case guesses.CHAPTER:
                    chapter = ImportedChapter(self._title(title, section), role.id)
                    self._made.chapters.append(chapter)
                    open_, text = None, _Text([*section.nodes], section.level)
                    self._leads.append((chapter, text))
                case guesses.RECOMMENDATION:
                    if chapter is None:
                        chapter = ImportedChapter(_WITHOUT_CHAPTER)
                        self._made.chapters.append(chapter)
                        self._lose(title, "Anbefalingen står ikke i noe kapittel; den er lagt i "
                                   f"«{_WITHOUT_CHAPTER}»")
                    made = ImportedRecommendation(
                        title, self._title(title, section), role.id, role.strength)
                    chapter.recommendations.append(made)
                    open_ = _Open(made, section)
                    text = open_.own
                    text.nodes += section.nodes
                    self._recommendations.append(open_)
                case guesses.PAGE:
                    page = ImportedPage(self._title(title or "Innledning", section), role.id)
                    self._made.pages.append(page)
                    open_, text = None, _Text([*section.nodes], section.level, _PAGE_LEVEL)
                    self._pages.append((page, text))
                case guesses.LEFT_OUT:
                    self._leave_out(section)
                case _ if role.becomes == UNPLACED or (text is None and open_ is None):
                    self._set_aside("Tekst som ikke er plassert", section)
                case _ if role.becomes == SUBHEADING or open_ is None:
                    assert text is not None
                    if open_ is not None and section.level <= text.level > open_.level:
                        text = self._other(open_, section)  # not a part of the field above it
                    text.add_heading(section)
                    text.nodes += section.nodes
                case _:
                    path = FIELDS[role.becomes]
                    if path in open_.fields:
                        text = open_.fields[path]
                        text.add_heading(section)
                        self._made.became[-1] = (section.title, SUBHEADING)
                    else:
                        text = open_.fields[path] = _Text(level=section.level)
                    text.nodes += section.nodes

    def _other(self, open_: _Open, section: Section) -> _Text:
        self._lose(open_.made.title, f"Delen «{section.title}» har ikke noe eget felt og er lagt i "
                   f"«{PRACTICE}»")
        return open_.others

    def _leave_out(self, section: Section) -> None:
        count = len(section.text.split())
        if count or any(_pictures_in(section.nodes)):
            self._lose(section.title or "dokumentet",
                       f"Teksten er utelatt, slik koblinga sier ({count} ord); den står i "
                       "rapporten")
        self._set_aside("Utelatt tekst", section)

    def _set_aside(self, kind: str, section: Section) -> None:
        where = f"under «{section.title}»" if section.level else "før første overskrift"
        if section.text:
            self._made.asides.append(Aside(kind, where, self._plain_blocks(section), True))

    def _plain_blocks(self, section: Section) -> str:
        return "\n\n".join(filter(None, (text_of([node]) for node in section.nodes)))

    def _title(self, title: str, section: Section) -> str:
        plain = " ".join(title.split())
        if len(plain) < 3:
            return f"{FILL_IN} {plain}"
        if len(plain) <= _LONGEST_TITLE:
            return plain
        self._lose(section.title, f"Overskriften er lengre enn {_LONGEST_TITLE} tegn; tittelen er "
                   "kortet ned")
        return f"{plain[: _LONGEST_TITLE - 2].rsplit(' ', 1)[0]} …"

    # A recommendation

    def _finish(self, one: _Open) -> None:
        made = one.made
        sentence = ""
        if SENTENCE in one.fields:
            sentence, rest = self._sentence(one.fields.pop(SENTENCE).nodes, made.title)
            one.own.nodes = [*rest, *one.own.nodes]
        self._strength_line(one)
        if not sentence:
            sentence, one.own.nodes = self._sentence(one.own.nodes, made.title, optional=True)
        if not sentence and self._fits(made.heading):
            sentence = made.heading
        self._strength(made, sentence, one)
        questions = one.fields.pop(QUESTIONS, None)
        if questions is not None:
            listed, rest = _questions(questions.nodes)
            if listed:
                made.values[QUESTIONS] = listed
            if words(text_of(rest)):
                one.own.nodes += rest
                self._lose(made.title, "Noe under kontrollspørsmålene er ikke spørsmål, og er lagt "
                           f"i «{PRACTICE}»")
        self._place_own(one)
        if one.others.nodes:
            practice = one.fields.setdefault(PRACTICE, _Text(level=one.level))
            practice.nodes = [*practice.nodes, *one.others.nodes]
        for path, text in one.fields.items():
            if written := self._markdown(text, made.title, path):
                before = made.values.get(path)
                made.values[path] = f"{before}\n\n{written}" if before else written

    def _sentence(
        self, nodes: Sequence[Node], title: str, *, optional: bool = False
    ) -> tuple[str, list[Node]]:
        """Return the first paragraph, when it is the recommendation in one sentence, and the rest.
        """
        rest = [*nodes]
        while rest and not words(text_of(rest[:1])) and not any(_pictures_in(rest[:1])):
            rest.pop(0)
        if rest and (isinstance(rest[0], str) or rest[0].tag in ("p", "div", "blockquote")):
            text = text_of(rest[:1])
            if self._fits(text) and not any(_pictures_in(rest[:1])):
                self._notes_without_place(rest[:1], title)
                return text.removesuffix("."), rest[1:]
        if not optional:
            self._lose(title, "Teksten til den korte anbefalingen er ikke én setning på høyst "
                       f"{_LONGEST_SENTENCE} tegn med et verb for styrken; den er lagt i "
                       f"«{PRACTICE}»")
        return "", rest

    def _fits(self, text: str) -> bool:
        return _SHORTEST <= len(text) <= _LONGEST_SENTENCE and not lacks_verb(text, self._scale)

    def _strength_line(self, one: _Open) -> None:
        """Take a line such as «Styrke: sterk» for what it says, when the scale has that word."""
        known = {word.casefold(): s.id for s in self._scale for word in (s.navn, s.id)}
        for node in one.own.nodes:
            match = _STRENGTH.fullmatch(text_of([node]))
            if match and (id_ := known.get(match[1].casefold())) and not one.made.strength:
                one.made.strength = id_
                one.own.nodes = [other for other in one.own.nodes if other is not node]
                self._lose(one.made.title, f"Linja «{text_of([node])}» er brukt som styrke")
                return

    def _strength(self, made: ImportedRecommendation, sentence: str, one: _Open) -> None:
        by_id = {strength.id: strength for strength in self._scale}
        asked = made.strength if made.strength in by_id else ""
        if made.strength and not asked:
            self._lose(made.title, f"Styrken «{made.strength}» finnes ikke i retningslinja")
        said = strength_of(sentence, self._scale)
        weaker = next((s for s in self._scale if s.grad != DUTY), self._scale[0])
        id_ = asked or said or weaker.id
        if by_id[id_].grad == DUTY and weaker.grad != DUTY:
            self._duty(made, sentence, one, by_id[id_])
            made.strength, made.values[SENTENCE] = weaker.id, _to_write(weaker)
            return
        made.strength = id_
        if sentence and (not said or said == id_ or not by_id[id_].verb):
            made.values[SENTENCE] = sentence
        else:
            made.values[SENTENCE] = _to_write(by_id[id_])
            if sentence and sentence != made.heading:
                one.own.nodes.insert(0, Element("p", {}, 1, [sentence]))
        if not said and not asked:
            self._lose(made.title, f"Styrken går ikke fram av dokumentet; den er satt til «{id_}»")

    def _duty(
        self, made: ImportedRecommendation, sentence: str, one: _Open, strength: Styrke
    ) -> None:
        """Leave a duty to the editor: it must have a section that it follows from."""
        text = one.fields.setdefault(FIELDS["juridiske_rammer"], _Text(level=one.level))
        said = f"{FILL_IN} Dokumentet sier: «{sentence or made.heading}». Det er en plikt «"\
               f"{strength.id}», som må følge av en paragraf. Før opp paragrafen i «referanser» " \
               "med «hjemmel: true», og sett så styrke og kort anbefaling."
        text.nodes.insert(0, Element("p", {}, 1, [said]))
        self._lose(made.title, f"Anbefalingen er en plikt («{strength.id}»), men paragrafen den "
                   "følger av, går ikke fram; setningen er lagt i «juridiske_rammer.tekst»")

    def _place_own(self, one: _Open) -> None:
        """Keep text that has no field of its own where the practice begins, and report it."""
        text = text_of(one.own.nodes)
        if not words(text) and not any(_pictures_in(one.own.nodes)):
            return
        practice = one.fields.setdefault(PRACTICE, _Text(level=one.level))
        practice.nodes = [*one.own.nodes, *practice.nodes]
        self._lose(one.made.title, "Teksten rett under overskriften har ikke noe eget felt og er "
                   f"lagt først i «{PRACTICE}»: «{shortened(text)}»")

    # Markdown

    def _markdown(self, text: _Text, title: str, path: str = "") -> str:
        account = LossReport()
        nodes = self._prepared(text.nodes, title)
        style = Style(text.base, addresses=True, picture=self._placed_picture(title))
        made = markdown_of(nodes, _link, account, style)
        if made and any(
            issue.code == "prosa-utheving" for issue in
            render(made, prefix="x", min_heading=text.base, anchored=False)[1]
        ):
            account = LossReport()
            plain = Style(text.base, False, True, style.picture)
            made = markdown_of(nodes, _link, account, plain)
            self._lose(title, "Fet skrift og kursiv er utelatt i en tekst der de ikke lar seg "
                       "skrive")
        for _, what in account.losses():
            self._lose(title, what)
        if len(made) > _LONGEST_TEXT and text.base == _FIELD_LEVEL:
            cut = made.rfind("\n\n", 0, _LONGEST_TEXT)
            cut = cut if cut > 0 else _LONGEST_TEXT
            where = f"i «{title}»" + (f", feltet «{path}»" if path else "")
            self._made.asides.append(
                Aside("Fortsettelsen av en for lang tekst", where, made[cut:], True))
            self._lose(title, f"Teksten er lengre enn {_LONGEST_TEXT} tegn; resten er ikke "
                       "plassert")
            made = made[:cut]
        return made

    def _prepared(self, nodes: Sequence[Node], title: str) -> list[Node]:
        """Return nodes with notes last, layout tables opened, and too wide tables taken out."""
        seen: list[str] = []
        made = self._with_lists(self._with_marks(nodes, title, seen), title)
        for note in seen:
            number = self._notes[note]
            inner = self._with_marks(self._document.notes[note], title, [])
            lead: list[Node] = [Element("em", {}, 1, [f"Note {number}:"]), " "]
            first = next((at for at, one in enumerate(inner)
                          if isinstance(one, Element) and is_block(one)), len(inner))
            said, rest = inner[:first], inner[first:]
            if not words(text_of(said)) and rest and isinstance(rest[0], Element) and (
                rest[0].tag == "p"
            ):
                said, rest = [*said, *rest[0].children], rest[1:]
            made += [Element("p", {}, 1, [*lead, *said]), *rest]
        if seen:
            self._lose(title, "Fotnoter er lagt sist i teksten de hører til, som «Note 1» og så "
                       "videre")
        return made

    def _with_lists(self, nodes: Sequence[Node], title: str) -> list[Node]:
        """Return nodes with paragraphs that begin with a bullet as a list.

        A list of one number is often a part of a sentence, and becomes a paragraph.
        """
        made: list[Node] = []
        for node in nodes:
            if isinstance(node, Element) and node.tag == "ol" and len(
                items := _items(node)
            ) == 1 and not any(one.tag in ("ul", "ol", "p", "table") for one in _all(items)):
                number = node.attributes.get("start", "") or "1"
                made.append(Element("p", {}, node.line, [f"{number}. ", *items[0].children]))
                continue
            if not isinstance(node, Element) or node.tag != "p" or not _BULLET.match(
                text_of([node])
            ):
                made.append(node)
                continue
            last = made[-1] if made else ""
            if not isinstance(last, Element) or "bullets" not in last.attributes.get("class", ""):
                last = Element("ul", {"class": "bullets"}, node.line)
                made.append(last)
                self._lose(title, "Avsnitt som begynner med et kuletegn, er gjort om til ei liste")
            last.children += _bullets(node)
        return made

    def _with_marks(self, nodes: Sequence[Node], title: str, seen: list[str]) -> list[Node]:
        made: list[Node] = []
        for node in nodes:
            if isinstance(node, str):
                made.append(node)
                continue
            if node.tag == NOTE:
                id_ = node.attributes["id"]
                if id_ in self._document.notes:
                    number = self._notes.setdefault(id_, len(self._notes) + 1)
                    if id_ not in self._placed_notes:
                        self._placed_notes.add(id_)
                        seen.append(id_)
                    made.append(f" (note {number})")
                continue
            if node.tag == PICTURE:
                made.append(Element("img", dict(node.attributes), node.line))
                continue
            if node.tag == "table" and not _nested(node) and (opened := _single_cells(node)):
                self._lose(title, "En tabell med én kolonne er gjort om til avsnitt")
                made += self._with_marks(opened, title, seen)
                continue
            if node.tag == "table" and _columns(node) > MAX_COLUMNS:
                self._lose(title, f"En tabell har mer enn {MAX_COLUMNS} kolonner og er ikke "
                           "plassert")
                self._made.asides.append(Aside("Tabell", f"i «{title}»", text_of([node]), True))
                continue
            inner = self._with_marks(node.children, title, seen)
            if node.tag == "li" and inner and isinstance(inner[0], str):
                inner[0] = _BULLET.sub("", inner[0].lstrip(), count=1)
            made.append(Element(node.tag, node.attributes, node.line, inner))
        return made

    def _placed_picture(self, title: str) -> Callable[[Element], str]:
        def place(node: Element) -> str:
            id_ = node.attributes.get("id", "")
            picture = self._document.pictures.get(id_)
            if picture is None:
                return ""
            if id_ not in self._names:
                self._names[id_] = self._picture_file(picture, title)
            if not self._names[id_]:
                return " "
            alt = re.sub(r"([\\\[\]*_`<>])", r"\\\1", picture.alt) or f"{FILL_IN} Beskriv bildet"
            return f"![{alt}](bilder/{self._names[id_]})"

        return place

    def _picture_file(self, picture: Picture, title: str) -> str:
        """Keep a picture under a name of its own; return it, or nothing when it cannot be shown."""
        for name, data in self._made.placed.items():
            if data == picture.data:
                return name
        number = 1
        while (name := f"{self._name}-{number}.{picture.suffix}") in self._taken:
            number += 1
        problem = None
        if picture.suffix in _PLACED:
            problem = picture_files.fault(f"{picture_files.FOLDER}/{name}", picture.data)
            if problem is None:
                self._taken.add(name)
                self._made.placed[name] = picture.data
                return name
        why = problem.message if problem else f"bilder av slaget «{picture.suffix}» kan ikke vises"
        self._keep_beside(picture, title, why)
        return ""

    def _keep_beside(self, picture: Picture, title: str, why: str) -> None:
        name = f"bilde-{len(self._made.unplaced) + 1}.{picture.suffix or 'bin'}"
        self._made.unplaced[name] = picture.data
        shown = f" («{picture.alt}»)" if picture.alt else ""
        self._lose(title, f"Bildet {name}{shown} er lagt ved siden av og ikke plassert: "
                   f"{why.rstrip('.')}")

    # What is left

    def _chapters_without_recommendations(self) -> None:
        """Make pages of chapters without recommendations: a chapter must have one."""
        for chapter in [*self._made.chapters]:
            if not chapter.recommendations:
                self._made.chapters.remove(chapter)
                text = re.sub(r"(?m)^#(#+ )", r"\1", chapter.lead)
                self._made.pages.append(ImportedPage(chapter.title, chapter.id, text))
                self._lose(chapter.title, "Kapitlet har ingen anbefalinger, og er blitt en "
                           "tekstside")

    def _leave_pictures(self) -> None:
        for id_, picture in self._document.pictures.items():
            if id_ not in self._names:
                self._keep_beside(picture, "dokumentet", "teksten rundt det er ikke plassert")

    def _leave_notes(self) -> None:
        for id_, nodes in self._document.notes.items():
            if id_ not in self._placed_notes and text_of(nodes):
                self._made.asides.append(Aside("Fotnote", "", text_of(nodes), True))

    def _notes_without_place(self, nodes: Sequence[Node], title: str) -> None:
        for node in _all(nodes):
            if node.tag == NOTE and (id_ := node.attributes["id"]) in self._document.notes:
                self._placed_notes.add(id_)
                self._made.asides.append(Aside(
                    "Fotnote", f"til den korte anbefalingen i «{title}»",
                    text_of(self._document.notes[id_]), True))

    def _account(self) -> None:
        """Keep beside each word of the document that is in nothing that was made."""
        lost = lost_words(self._document.text, texts(self._made))
        if lost:
            self._made.asides.append(
                Aside("Ord som ikke kunne plasseres", "", " ".join(lost.elements()), True))
            self._lose("dokumentet", f"{lost.total()} ord ble ikke funnet igjen, og står i "
                       "rapporten")

    def _lose(self, title: str, message: str) -> None:
        source = title if title == "dokumentet" else f"«{shortened(title)}»"
        loss = Loss(source, 0, f"{message}.")
        if loss not in self._made.losses:
            self._made.losses.append(loss)


def texts(made: Imported) -> Iterator[str]:
    """Yield every text that comes of a document, and what is said of the rest."""
    for heading, role in made.became:
        if role != SUBHEADING:  # it stands in the text
            yield heading
    for chapter in made.chapters:
        yield chapter.lead
        for one in chapter.recommendations:
            for path, value in one.values.items():
                if isinstance(value, list):
                    yield from value
                elif path != SENTENCE or value != one.heading:
                    yield value
    for page in made.pages:
        yield page.text
    for aside in made.asides:
        if aside.is_shown:
            yield aside.text
    for loss in made.losses:
        if " er brukt som styrke" in loss.message:
            yield loss.message


def _link(href: str) -> str:
    """Return an address that leads out of the guideline; empty for any other."""
    if not href.startswith(("https://", "http://", "mailto:")):
        return ""
    return "" if any(link_issues("Et navn på siden", href, 0, 0)) else href


def _to_write(strength: Styrke) -> str:
    if strength.verb:
        return f"{FILL_IN} Hvem {strength.verb[0]} gjøre hva, og når"
    return f"{FILL_IN} Hvem gjør hva, og når"


def _questions(nodes: Sequence[Node]) -> tuple[list[str], list[Node]]:
    """Return the questions in lists and paragraphs, and the nodes that are none."""
    found: list[str] = []
    rest: list[Node] = []
    for node in nodes:
        items = [one for one in node.children if isinstance(one, Element)] if (
            isinstance(node, Element) and node.tag in ("ul", "ol")) else [node]
        said = [text_of([one]) for one in items]
        if all(10 <= len(one) <= 300 and one.endswith("?") for one in said) and not any(
            _pictures_in([node])
        ):
            found += [one for one in said if one not in found]
        else:
            rest.append(node)
    return found[:20], rest if len(found) <= 20 else [
        *rest, Element("ul", {}, 1, [Element("li", {}, 1, [one]) for one in found[20:]])]


def _items(node: Element) -> list[Element]:
    return [one for one in node.children if isinstance(one, Element)]


def _bullets(paragraph: Element) -> Iterator[Element]:
    """Yield the items of a paragraph that begins with a bullet, and may have others in it."""
    item = Element("li", {}, paragraph.line)
    for child in paragraph.children:
        first, *others = _BULLET.split(child) if isinstance(child, str) else [child]
        item.children.append(first)
        for other in others:
            if words(text_of(item.children)):
                yield item
            item = Element("li", {}, paragraph.line, [other])
    if words(text_of(item.children)):
        yield item


def _all(nodes: Sequence[Node]) -> Iterator[Element]:
    for node in nodes:
        if isinstance(node, Element):
            yield node
            yield from _all(node.children)


def _pictures_in(nodes: Sequence[Node]) -> Iterator[Element]:
    return (node for node in _all(nodes) if node.tag == PICTURE)


def _rows(table: Element) -> list[list[Element]]:
    return [
        [cell for cell in row.children if isinstance(cell, Element) and cell.tag in ("td", "th")]
        for row in _all([table]) if row.tag == "tr"
    ]


def _nested(table: Element) -> bool:
    return any(one.tag == "table" for one in _all(table.children))


def _columns(table: Element) -> int:
    def span(cell: Element) -> int:
        said = cell.attributes.get("colspan", "1")
        return int(said) if said.isdecimal() and len(said) < 5 else 1

    return max((sum(map(span, row)) for row in _rows(table)), default=0)


def _single_cells(table: Element) -> list[Node]:
    """Return what is in a table with one column, which is a box around paragraphs."""
    rows = _rows(table)
    if not rows or any(len(row) > 1 for row in rows):
        return []
    return [node for row in rows for cell in row for node in
            (cell.children if any(isinstance(c, Element) and c.tag in ("p", "ul", "ol", "div")
                                  for c in cell.children)
             else [Element("p", {}, cell.line, cell.children)])]

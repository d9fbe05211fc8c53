"""A Word document that we sent out, as it came back: what each field says now, and who changed it.

A tracked change is a ``Revision``. What a field says depends on which revisions are taken, so a
field is read as a function of them. Revisions by one person in one paragraph belong together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import unquote

from rettesnor.editing.word.manifest import Manifest
from rettesnor.editing.word.markdown import units_of
from rettesnor.editing.word.units import Span, Unit, normal, plain, tidy, with_starts
from rettesnor.model.legal_reference import DOUBLE
from rettesnor.reading.files.office import OfficeError, parse_part
from rettesnor.reading.markdown.references import CITATION

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DOCUMENT = "word/document.xml"
_IN, _OUT = frozenset({"ins", "moveTo"}), frozenset({"del", "moveFrom"})
_FIELD, _REFERENCE, _OPAQUE = (re.compile(rf"rn{sign}(\d+)") for sign in (":", "=", "#"))
_BOOKMARK = re.compile(r"(rn|rnh)_(\d+)")
_UNKNOWN = {
    "drawing": "et bilde", "pict": "et bilde", "object": "et innebygd objekt",
    "oMath": "en formel", "oMathPara": "en formel", "footnoteReference": "en fotnote",
    "endnoteReference": "en sluttnote", "sym": "et spesialtegn", "AlternateContent": "et bilde",
    "altChunk": "et innsatt dokument", "subDoc": "et innsatt dokument",
}
_TRANSPARENT = frozenset({"smartTag", "customXml", "bdo", "dir", "fldSimple", "sdtContent", "sdt"})
_QUOTED = 120
_TYPED = f"{CITATION.pattern}|{DOUBLE.pattern}"
_UNTAGGED = (
    "Programmet som lagret dokumentet (kanskje LibreOffice), har tatt bort feltene. Endringene er "
    "funnet ved hjelp av bokmerker. Se nøye over det som står «uten sporing»: utseende og lenker "
    "kan være borte."
)


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote something in Word, by the name and time that Word wrote."""

    name: str
    date: str


@dataclass(frozen=True, slots=True)
class Group:
    """Tracked changes that are taken or left together: by one person, in one place of a field."""

    field: int
    place: int
    name: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment.

    Attributes:
        field: the number of the field that it is about; -1 outside of fields.
        quote: the words that it is about.
    """

    field: int
    author: Author
    text: str
    quote: str


@dataclass(frozen=True, slots=True)
class Misplaced:
    """Something in the document that cannot be taken in.

    Attributes:
        field: the number of the field; -1 outside of fields.
        message: what, and where, in Norwegian.
    """

    field: int
    message: str


Taken = frozenset[Group]
_Shown = Callable[["_Revision"], bool]


@dataclass(frozen=True, slots=True)
class _Revision:
    """One tracked change, as Word has it."""

    comes: bool
    author: Author
    group: Group


@dataclass(frozen=True)
class _Atom:
    """A piece of text and the revisions that it stands or falls with."""

    span: Span
    revisions: tuple[_Revision, ...]
    before: Span | None = None
    """What it was before its look was changed, by the last revision."""
    look: _Revision | None = None


@dataclass
class _Paragraph:
    unit: Unit
    before: Unit | None
    look: _Revision | None
    mark: _Revision | None
    atoms: list[_Atom]


@dataclass
class _Table:
    rows: list[tuple[tuple[_Revision, ...], list[list[_Paragraph]], tuple[str, ...]]]


@dataclass
class _Opaque:
    raw: str
    atoms: list[_Atom]
    mark: _Revision | None = None


_Block = _Paragraph | _Table | _Opaque


@dataclass
class ReadField:
    """A field as it came back."""

    blocks: list[_Block] = field(default_factory=list)
    groups: dict[Group, Author] = field(default_factory=dict)
    place: int = -1
    """The place of the last block; paragraphs whose marks are tracked are in one."""
    literal: frozenset[str] = frozenset()
    """Words that look like references and are none."""

    def units(self, taken: Taken) -> list[Unit]:
        """Return what it says when just the groups ``taken`` are taken."""
        def holds(revision: _Revision) -> bool:
            return (revision.group in taken) == revision.comes

        found: list[Unit] = []
        carried: list[Span] = []
        for place, block in enumerate(self.blocks):
            if isinstance(block, _Table):
                found += _table_unit(block, holds, self.literal)
            elif isinstance(block, _Opaque):
                if _spans(block.atoms, holds):
                    found.append(Unit("opaque", raw=block.raw))
            else:
                carried += _spans(block.atoms, holds)
                after = self.blocks[place + 1] if place + 1 < len(self.blocks) else None
                is_open = block.mark is not None and not holds(block.mark)
                if is_open and isinstance(after, _Paragraph):
                    continue  # the paragraphs are one, and look as the second one
                found += _paragraph_unit(block, carried, taken, self.literal)
                carried = []
        return with_starts(_levelled(found))


class Document:
    """A document that we sent out, as it came back.

    Attributes:
        fields: by number; one that is not in the document is missing.
        remarks: the comments.
        misplaced: what cannot be taken in.
        saved: who saved it last, and when; empty when it does not say.
    """

    def __init__(self, parts: Mapping[str, bytes], manifest: Manifest) -> None:
        """Read it.

        Raises:
            OfficeError: a part is damaged.
        """
        self.manifest = manifest
        self.fields: dict[int, ReadField] = {}
        self.misplaced: list[Misplaced] = []
        self._parts = parts
        self._styles = _Styles(parts)
        self._links = _links(parts)
        self._hrefs = {
            unquote(span.href): span.href
            for one in manifest.fields if one.kind == "markdown" and "](" in one.text
            for unit in units_of(one.text)
            for span in _all_spans(unit) if span.href
        }
        self._literal = frozenset(
            match[0] for one in manifest.fields if "\\[" in one.text or "`" in one.text
            for unit in units_of(one.text)
            for span in _all_spans(unit) if span.kind == "text"
            for match in re.finditer(_TYPED, span.text)
        )
        root = parse_part(parts, _DOCUMENT)
        body = root.find(f"{_W}body")
        if body is None:
            raise OfficeError("Dokumentet er skadet: det har ikke noe innhold.")
        self._home: dict[Any, int] = {}
        self._read_body(body)
        self.remarks = list(self._remarks(root))
        self.saved = self._saved()

    # Fields -----------------------------------------------------------------------------------

    def _read_body(self, body: Any) -> None:
        """Find the fields, and what stands outside of them."""
        blocks = list(_top_blocks(body))
        tagged = {number for number, _ in blocks if number is not None}
        marked = _by_bookmark(body, [element for _, element in blocks], tagged)
        last, seen = -1, set[int]()
        current: int | None = None
        for number, element in blocks:
            number = number if number is not None else marked.get(element)
            if number is not None and 0 <= number < len(self.manifest.fields):
                if number != current and number in seen:
                    label = self._label(number)
                    self._refuse(number, f"{label} står to ganger. Bare det første er lest.")
                    current = None
                    continue
                seen.add(number)
                current = last = number
                read = self.fields.setdefault(number, ReadField(literal=self._literal))
                for one in _blocks_in(element):
                    for inner in one.iter():
                        self._home[inner] = number
                    self._add(read, number, one)
            else:
                current = None
                self._outside(element, last)
        if seen and not tagged:
            self._refuse(-1, _UNTAGGED)
        for number in range(len(self.manifest.fields)):
            if number not in seen:
                self._refuse(number, f"{self._label(number)} er borte fra dokumentet.")

    def _label(self, number: int) -> str:
        one = self.manifest.fields[number]
        return f"Feltet «{one.label}» i {one.path}"

    def _refuse(self, number: int, message: str) -> None:
        found = Misplaced(number, message)
        if found not in self.misplaced:
            self.misplaced.append(found)

    def _outside(self, element: Any, after: int) -> None:
        """See whether what stands outside of the fields is what was there."""
        paragraphs = [element] if _name(element) == "p" else element.iter(f"{_W}p")
        for paragraph in paragraphs:
            text = tidy("".join(
                t.text or "" for t in paragraph.iter(f"{_W}t", f"{_W}delText")
                if not any(_name(a) in _OUT for a in t.iterancestors())
            ))
            if text and text not in self.manifest.outside:
                where = f"etter {_lower(self._label(after))}" if after >= 0 else "øverst"
                shown = text if len(text) <= _QUOTED else f"{text[:_QUOTED]} …"
                self._refuse(-1, f"Tekst utenfor feltene, {where}: «{shown}»")

    def _add(self, read: ReadField, number: int, element: Any) -> None:
        """Add a block to a field."""
        last = read.blocks[-1] if read.blocks else None
        if not (isinstance(last, _Paragraph) and last.mark is not None):
            read.place += 1  # else what is done to the mark between the two concerns both
        place = read.place
        if _name(element) == "tbl":
            read.blocks.append(self._table(read, number, place, element))
        elif (match := _OPAQUE.fullmatch(_tag(element))) and (
            int(match[1]) < len(self.manifest.opaque)
        ):
            atoms = [a for p in element.iter(f"{_W}p")
                     for a in self._paragraph(read, number, place, p).atoms]
            read.blocks.append(_Opaque(self.manifest.opaque[int(match[1])], atoms))
        else:
            read.blocks.append(self._paragraph(read, number, place, element))

    def _revision(self, read: ReadField, number: int, place: int, element: Any) -> _Revision:
        author = Author(
            element.get(f"{_W}author") or "ukjent", element.get(f"{_W}date") or "",
        )
        group = Group(number, place, author.name)
        known = read.groups.get(group)
        if known is None or author.date > known.date:
            read.groups[group] = author
        return _Revision(_name(element) not in _OUT, author, group)

    def _paragraph(self, read: ReadField, number: int, place: int, element: Any) -> _Paragraph:
        properties = element.find(f"{_W}pPr")
        before, look, mark = None, None, None
        if properties is not None:
            changed = properties.find(f"{_W}pPrChange")
            if changed is not None:
                look = self._revision(read, number, place, changed)
                before = self._styles.unit(changed.find(f"{_W}pPr"))
            for name in ("ins", "moveTo", "del", "moveFrom"):
                tracked = properties.find(f"{_W}rPr/{_W}{name}")
                if tracked is not None:
                    mark = self._revision(read, number, place, tracked)
        walk = _Walk(self, read, number, place)
        walk.children(element, (), "")
        return _Paragraph(self._styles.unit(properties), before, look, mark, walk.atoms)

    def _table(self, read: ReadField, number: int, place: int, element: Any) -> _Table:
        rows = []
        for row in _within(element, "tr"):
            revisions = tuple(
                self._revision(read, number, place, tracked)
                for name in ("ins", "del") for tracked in row.findall(f"{_W}trPr/{_W}{name}")
            )
            cells, aligns = [], []
            for cell in _within(row, "tc"):
                odd = any(
                    cell.find(f"{_W}tcPr/{_W}{name}") is not None
                    for name in ("gridSpan", "vMerge", "hMerge", "cellIns", "cellDel", "cellMerge")
                )
                if odd or cell.find(f".//{_W}tbl") is not None:
                    self._refuse(number, f"{self._label(number)} har en tabell med sammenslåtte, "
                                 "sporede eller nøstede celler. Slik kan den ikke tas inn.")
                paragraphs = list(_within(cell, "p"))
                cells.append([
                    self._paragraph(read, number, place, paragraph) for paragraph in paragraphs
                ])
                jc = cell.find(f"{_W}p/{_W}pPr/{_W}jc")
                aligns.append(_ALIGN.get(jc.get(f"{_W}val") if jc is not None else "", ""))
            rows.append((revisions, cells, tuple(aligns)))
        if len({len(cells) for _, cells, _ in rows}) > 1:
            self._refuse(number, f"{self._label(number)} har en tabell med ulikt antall celler i "
                         "radene. Slik kan den ikke tas inn.")
        return _Table(rows)

    # The rest ---------------------------------------------------------------------------------

    def _remarks(self, root: Any) -> Iterator[Remark]:
        if "word/comments.xml" not in self._parts:
            return
        for comment in parse_part(self._parts, "word/comments.xml").iter(f"{_W}comment"):
            id_ = comment.get(f"{_W}id")
            text = "\n".join(
                "".join(t.text or "" for t in p.iter(f"{_W}t")) for p in comment.iter(f"{_W}p")
            ).strip()
            anchors = [
                one for name in ("commentRangeStart", "commentReference")
                for one in root.iter(f"{_W}{name}") if one.get(f"{_W}id") == id_
            ]
            home = next((self._home[one] for one in anchors if one in self._home), -1)
            author = Author(comment.get(f"{_W}author") or "ukjent", comment.get(f"{_W}date") or "")
            yield Remark(home, author, text, _between(root, id_))

    def _saved(self) -> Author:
        if "docProps/core.xml" not in self._parts:
            return Author("", "")
        said = {
            _name(one): (one.text or "").strip()
            for one in parse_part(self._parts, "docProps/core.xml")
        }
        return Author(said.get("lastModifiedBy", ""), said.get("modified", ""))

    def href(self, target: str) -> str:
        """Return a link as it was sent, if it was: Word may write its letters in another way."""
        return self._hrefs.get(unquote(target), target)

    def link(self, id_: str) -> str:
        """Return where the relation ``id_`` leads."""
        return self.href(self._links.get(id_, ""))


_ALIGN = {"center": "center", "right": "right", "end": "right"}


class _Walk:
    """Goes through a paragraph and collects what it says."""

    def __init__(self, document: Document, read: ReadField, number: int, place: int) -> None:
        self.document, self.read, self.number, self.place = document, read, number, place
        self.atoms: list[_Atom] = []
        self._reference: int | None = None
        self._ends = ""
        self._fields: list[list[str]] = []
        """Word's own fields that are open: the instruction of each, and whether it is over."""

    def children(self, element: Any, revisions: tuple[_Revision, ...], href: str) -> None:
        """Collect what is in ``element``."""
        for child in element:
            self.one(child, revisions, href)

    def one(self, child: Any, revisions: tuple[_Revision, ...], href: str) -> None:
        """Collect what ``child`` says."""
        name = _name(child)
        if name in _IN | _OUT:
            tracked = self.document._revision(self.read, self.number, self.place, child)
            self.children(child, (*revisions, tracked), href)
        elif name == "r":
            self._run(child, revisions, href)
        elif name == "hyperlink":
            self.children(child, revisions, self.document.link(child.get(f"{_R}id") or "") or href)
        elif name == "sdt" and (match := _REFERENCE.fullmatch(_tag(child))) and (
            int(match[1]) < len(self.document.manifest.references)
        ):
            self._reference_in(int(match[1]), child, revisions)
        elif name == "bookmarkStart":
            match = _BOOKMARK.fullmatch(child.get(f"{_W}name") or "")
            known = len(self.document.manifest.references)
            if match and match[1] == "rnh" and self._reference is None and int(match[2]) < known:
                self._ends = child.get(f"{_W}id") or ""
                self._marked = int(match[2])
                self._start = len(self.atoms)
        elif name == "bookmarkEnd" and self._ends and child.get(f"{_W}id") == self._ends:
            self._ends = ""
            self._as_reference(self._marked, self._start)
        elif name in _TRANSPARENT:
            self.children(child, revisions, href)
        elif name in _UNKNOWN:
            self._refuse(name)

    def _reference_in(
        self, number: int, element: Any, revisions: tuple[_Revision, ...]
    ) -> None:
        start, self._reference = len(self.atoms), number
        self.children(element, revisions, "")
        self._reference = None
        self._as_reference(number, start)

    def _as_reference(self, number: int, start: int) -> None:
        """Make one reference of what was collected since ``start``."""
        atoms = [atom for atom in self.atoms[start:] if atom.span.text.strip()]
        del self.atoms[start:]
        if not atoms:
            return
        raw, shown = self.document.manifest.references[number]
        said = tidy("".join(atom.span.text for atom in atoms))
        same = {atom.revisions for atom in atoms}
        if said != tidy(shown) or len(same) > 1:
            self.document._refuse(
                self.number, f"{self.document._label(self.number)}: henvisningen {raw} er skrevet "
                f"om til «{said}». Henvisninger skrives om i fila.",
            )
        span = Span(raw, "reference")
        kept = [atom for atom in atoms if not atom.revisions]
        # Half struck and half kept: it stays, and it has been reported.
        self.atoms.append(_Atom(span, kept[0].revisions if kept else atoms[0].revisions))

    def _run(self, run: Any, revisions: tuple[_Revision, ...], href: str) -> None:
        properties = run.find(f"{_W}rPr")
        marks = self.document._styles.marks(properties)
        before, look = None, None
        if properties is not None:
            changed = properties.find(f"{_W}rPrChange")
            if changed is not None:
                look = self.document._revision(self.read, self.number, self.place, changed)
                before = self.document._styles.marks(changed.find(f"{_W}rPr"))
        for child in run:
            name = _name(child)
            if name == "fldChar":
                self._field_char(child.get(f"{_W}fldCharType") or "")
            elif name in ("instrText", "delInstrText"):
                if self._fields:
                    self._fields[-1][0] += child.text or ""
            elif name in _UNKNOWN:
                self._refuse(name)
            elif self._fields and not self._fields[-1][1]:
                continue
            elif name in ("br", "cr"):
                if child.get(f"{_W}type") in (None, "textWrapping"):
                    self.atoms.append(_Atom(Span("", "break"), revisions))
            else:
                text = {
                    "t": child.text, "delText": child.text, "tab": " ", "noBreakHyphen": "\u2011",
                }.get(name)
                if text:
                    to = href or self._field_link()
                    old = Span(text, "text", before, to) if before is not None else None
                    self.atoms.append(_Atom(Span(text, "text", marks, to), revisions, old, look))

    def _field_char(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(["", ""])
        elif kind == "separate" and self._fields:
            self._fields[-1][1] = "result"
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _field_link(self) -> str:
        for instruction, _ in self._fields:
            if match := re.search(r'HYPERLINK\s+"([^"]+)"', instruction):
                return self.document.href(match[1])
        return ""

    def _refuse(self, name: str) -> None:
        self.document._refuse(
            self.number, f"{self.document._label(self.number)} har fått {_UNKNOWN[name]}, som ikke "
            "kan tas inn.",
        )


class _Styles:
    """What the styles and lists of a document mean."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._named: dict[str, Any] = {}
        if "word/styles.xml" in parts:
            for style in parse_part(parts, "word/styles.xml").iter(f"{_W}style"):
                self._named[style.get(f"{_W}styleId") or ""] = style
        self._levels: dict[tuple[str, int], tuple[str, int]] = {}
        if "word/numbering.xml" in parts:
            self._read_numbering(parse_part(parts, "word/numbering.xml"))

    def _read_numbering(self, root: Any) -> None:
        abstract = {
            one.get(f"{_W}abstractNumId"): {
                int(level.get(f"{_W}ilvl") or 0): (
                    _value(level, "numFmt"), int(_value(level, "start") or 1)
                )
                for level in one.findall(f"{_W}lvl")
            }
            for one in root.findall(f"{_W}abstractNum")
        }
        for number in root.findall(f"{_W}num"):
            levels = dict(abstract.get(_value(number, "abstractNumId"), {}))
            for override in number.findall(f"{_W}lvlOverride"):
                level = int(override.get(f"{_W}ilvl") or 0)
                inner = override.find(f"{_W}lvl")
                form, start = levels.get(level, ("decimal", 1))
                if inner is not None:
                    form, start = _value(inner, "numFmt"), int(_value(inner, "start") or 1)
                levels[level] = form, int(_value(override, "startOverride") or start)
            for level, meaning in levels.items():
                self._levels[number.get(f"{_W}numId") or "", level] = meaning

    def name(self, id_: str) -> str:
        """Return the name of a style; it is English in every language of Word."""
        style = self._named.get(id_)
        return (_value(style, "name") if style is not None else id_).lower()

    def unit(self, properties: Any) -> Unit:
        """Return what kind of unit a paragraph is.

        ``raw`` holds the list that an item is in, until ``_levelled`` has numbered it.
        """
        if properties is None:
            return Unit("paragraph")
        style = _value(properties, "pStyle")
        name = self.name(style)
        if match := re.fullmatch(r"heading (\d)", name):
            return Unit("heading", level=min(int(match[1]), 6))
        if match := re.fullmatch(r"fortsettelse av punkt (\d)", name):
            return Unit("more", level=int(match[1]) - 1)
        if name in ("quote", "intense quote"):
            return Unit("quote")
        if name == "skillelinje":
            return Unit("rule")
        list_ = self._list(properties, style)
        if list_ is None or list_[0] in ("", "0"):
            return Unit("paragraph")
        id_, level = list_
        form, start = self._levels.get((id_, level), ("bullet", 1))
        if form == "none":
            return Unit("paragraph")
        ordered = form != "bullet"
        return Unit("item", level=level, ordered=ordered, start=start if ordered else 0, raw=id_)

    def _list(self, properties: Any, style: str) -> tuple[str, int] | None:
        """Return the list and the level of a paragraph, from itself or its style."""
        numbered = properties.find(f"{_W}numPr")
        seen = set[str]()
        while numbered is None and style in self._named and style not in seen:
            seen.add(style)
            numbered = self._named[style].find(f"{_W}pPr/{_W}numPr")
            style = _value(self._named[style], "basedOn")
        if numbered is None:
            return None
        return _value(numbered, "numId"), int(_value(numbered, "ilvl") or 0)

    def marks(self, properties: Any) -> str:
        """Return the marks of a run."""
        if properties is None:
            return ""
        found = set[str]()
        for tag, mark in (("b", "s"), ("i", "e")):
            one = properties.find(f"{_W}{tag}")
            if one is not None and one.get(f"{_W}val") not in ("0", "false", "off"):
                found.add(mark)
        name = self.name(_value(properties, "rStyle"))
        if name in ("strong", "emphasis", "kode", "html code", "verbatim char"):
            found.add({"strong": "s", "emphasis": "e"}.get(name, "c"))
        return "".join(sorted(found))


def _levelled(units: list[Unit]) -> list[Unit]:
    """Return units whose items are no deeper than one below the item before, and are numbered.

    An ordered list that goes on after something else goes on counting, as in Word.
    """
    found: list[Unit] = []
    counts: dict[tuple[str, int], int] = {}
    depth = -1
    for unit in units:
        if unit.kind == "item":
            level = min(unit.level, depth + 1)
            key = unit.raw, unit.level
            counts[key] = counts.get(key, unit.start - 1) + 1
            for other in [k for k in counts if k[0] == unit.raw and k[1] > unit.level]:
                del counts[other]
            start = counts[key] if unit.ordered else 0
            unit = replace(unit, level=level, start=start, raw="")
            depth = level
        elif unit.kind == "more" and depth >= 0:
            unit = replace(unit, level=min(unit.level, depth))
            depth = unit.level
        elif unit.kind == "more":
            unit = replace(unit, kind="paragraph", level=0)
        else:
            depth = -1
        found.append(unit)
    return found


def _spans(atoms: list[_Atom], holds: _Shown) -> list[Span]:
    found = []
    for atom in atoms:
        if all(holds(revision) for revision in atom.revisions):
            is_old = atom.look is not None and atom.before is not None and not holds(atom.look)
            found.append(atom.before if is_old and atom.before is not None else atom.span)
    return found


def _paragraph_unit(
    block: _Paragraph, spans: list[Span], taken: Taken, literal: frozenset[str]
) -> Iterator[Unit]:
    is_old = block.look is not None and block.before is not None and block.look.group not in taken
    unit = block.before if is_old and block.before is not None else block.unit
    text = normal(_typed(spans, literal))
    if unit.kind == "rule" and not text:
        yield unit
    elif text:
        if unit.kind == "rule":
            unit = Unit("paragraph")
        if unit.kind == "heading":
            text = normal(Span(" ") if one.kind == "break" else one for one in text)
        yield replace(unit, spans=text)


def _all_spans(unit: Unit) -> Iterator[Span]:
    yield from unit.spans
    yield from (span for row in unit.rows for cell in row for span in cell)


def _typed(spans: list[Span], literal: frozenset[str]) -> Iterator[Span]:
    """Yield ``spans`` in which references that were typed as in Markdown are references.

    Args:
        literal: what looks like one, and was sent as words.
    """
    whole: list[Span] = []
    for span in spans:  # Word splits what is typed into runs as it likes
        if whole and span.kind == "text" and whole[-1].kind == "text" and whole[-1][1:] == span[1:]:
            whole[-1] = whole[-1]._replace(text=whole[-1].text + span.text)
        else:
            whole.append(span)
    for span in whole:
        if span.kind != "text" or span.href or "c" in span.marks or "[" not in span.text:
            yield span
            continue
        at = 0
        for match in re.finditer(_TYPED, span.text):
            if match[0] in literal:
                continue
            yield span._replace(text=span.text[at : match.start()])
            yield Span(match[0], "reference")
            at = match.end()
        yield span._replace(text=span.text[at:])


def _table_unit(block: _Table, holds: _Shown, literal: frozenset[str]) -> Iterator[Unit]:
    rows = []
    align: tuple[str, ...] = ()
    for revisions, cells, aligns in block.rows:
        if not all(holds(revision) for revision in revisions):
            continue
        align = align or aligns
        rows.append(tuple(
            normal(Span(" ") if one.kind == "break" else one for one in _typed([
                span for number, paragraph in enumerate(cell)
                for span in (*([Span(" ")] if number else []), *_spans(paragraph.atoms, holds))
            ], literal))
            for cell in cells
        ))
    if rows:
        width = len(rows[0])
        even = tuple((*row, *((),) * (width - len(row)))[:width] for row in rows)
        yield Unit("table", rows=even, align=align[:width])


# XML --------------------------------------------------------------------------------------------


def _name(element: Any) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _value(element: Any, name: str) -> str:
    found = element.find(f"{_W}{name}")
    return (found.get(f"{_W}val") or "") if found is not None else ""


def _tag(element: Any) -> str:
    """Return the tag of a content control; empty for anything else."""
    found = element.find(f"{_W}sdtPr/{_W}tag") if _name(element) == "sdt" else None
    return (found.get(f"{_W}val") or "") if found is not None else ""


def _top_blocks(body: Any) -> Iterator[tuple[int | None, Any]]:
    """Yield the fields of a document, and the blocks outside of them, each with its number."""
    for child in body:
        name = _name(child)
        if name == "sdt" and (match := _FIELD.fullmatch(_tag(child))):
            yield int(match[1]), child
        elif name == "sdt":
            content = child.find(f"{_W}sdtContent")
            if content is not None and _OPAQUE.fullmatch(_tag(child)) is None:
                yield from _top_blocks(content)
            else:
                yield None, child
        elif name in ("customXml", "ins", "del", "moveTo", "moveFrom"):
            yield from _top_blocks(child)
        elif name == "p":
            # Word may make a control of one paragraph one inside the paragraph.
            inner = [one for one in child.iter(f"{_W}sdt") if _FIELD.fullmatch(_tag(one))]
            match = _FIELD.fullmatch(_tag(inner[0])) if len(inner) == 1 else None
            yield (int(match[1]) if match else None), child
        elif name == "tbl":
            yield None, child


def _by_bookmark(body: Any, blocks: list[Any], tagged: set[int]) -> dict[Any, int]:
    """Return the fields of blocks by the bookmarks around them, for those without a control."""
    at = {element: place for place, element in enumerate(blocks)}
    found: dict[Any, int] = {}
    open_: dict[str, tuple[int, int]] = {}
    place = -1
    for element in body.iter():
        if element in at:
            place = at[element]
        name = _name(element)
        if name == "bookmarkStart":
            match = _BOOKMARK.fullmatch(element.get(f"{_W}name") or "")
            if match and match[1] == "rn" and int(match[2]) not in tagged:
                inside = any(a in at for a in element.iterancestors())
                open_[element.get(f"{_W}id") or ""] = int(match[2]), place + (not inside)
        elif name == "bookmarkEnd" and (known := open_.pop(element.get(f"{_W}id") or "", None)):
            around = [a for a in element.iterancestors() if a in at]
            empty = bool(around) and not any(
                tidy(t.text or "") for t in around[0].iter(f"{_W}t") if _precedes(t, element)
            )
            last = place - 1 if empty and place > known[1] else place
            for element_ in blocks[known[1] : last + 1]:
                found.setdefault(element_, known[0])
    return found


def _precedes(one: Any, other: Any) -> bool:
    """Whether ``one`` stands before ``other`` in the document."""
    for element in one.getroottree().iter():
        if element is one:
            return True
        if element is other:
            return False
    return False


def _blocks_in(element: Any) -> Iterator[Any]:
    """Yield the paragraphs, tables and unchangeable blocks in a field."""
    name = _name(element)
    if name in ("p", "tbl") or (name == "sdt" and _OPAQUE.fullmatch(_tag(element))):
        yield element
    elif name in ("sdt", "sdtContent", "customXml", *_IN, *_OUT):
        for child in element:
            yield from _blocks_in(child)


def _within(element: Any, name: str) -> Iterator[Any]:
    """Yield the rows of a table or the cells of a row, also those in controls."""
    for child in element:
        if _name(child) == name:
            yield child
        elif _name(child) in ("sdt", "sdtContent", "customXml"):
            yield from _within(child, name)


def _links(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Return where links lead, by their relation. Nothing is fetched."""
    name = "word/_rels/document.xml.rels"
    if name not in parts:
        return {}
    return {
        one.get("Id") or "": one.get("Target") or "" for one in parse_part(parts, name)
        if (one.get("Type") or "").endswith("/hyperlink")
    }


def _between(root: Any, id_: str) -> str:
    """Return the words that a comment is about."""
    found, on = [], False
    for element in root.iter():
        name = _name(element)
        if name == "commentRangeStart" and element.get(f"{_W}id") == id_:
            on = True
        elif name == "commentRangeEnd" and element.get(f"{_W}id") == id_:
            break
        elif on and name in ("t", "delText"):
            found.append(element.text or "")
        elif on and name == "p":
            found.append(" ")
    text = tidy("".join(found))
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]} …"


def _lower(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


def line_of(units: list[Unit]) -> str:
    """Return the units of a field without markup as one line."""
    return tidy(" ".join(plain(unit.spans) for unit in units).replace("\n", " "))

"""What is done with the XML of a Word document before it becomes HTML.

The reader of Word documents (mammoth) leaves out what it does not know. What it would leave out is
therefore given a form that it knows, or taken aside here with its words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from xml.etree.ElementTree import Element, SubElement

from rettesnor.reading.importers.documents.document import Aside, shortened
from rettesnor.reading.importers.documents.package import attribute, local

HEADING = "RnHeading"
"""The style that a heading of each level gets, with its number after it."""
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_UNWRAPPED = frozenset({"fldSimple", "bdo", "dir", "smartTag", "ruby", "rubyBase"})
_MOVED = {"moveFrom": "Flyttet bort", "del": "Slettet"}
_HIGHEST = 9


class Changes:
    """Changes one document's XML in place.

    Attributes:
        asides: texts that were taken out.
        counts: what happened how often, as Norwegian sentences.
    """

    def __init__(self, styles: Mapping[str, Style], outside: Collection[str] = ()) -> None:
        """Begin.

        Args:
            outside: ids of relations to files that lie elsewhere.
        """
        self._outside = frozenset(outside)
        self.asides: list[Aside] = []
        self.counts: Counter[str] = Counter()
        self._styles = styles
        self._heading = ""

    def apply(self, root: Element) -> None:
        """Change everything below ``root``."""
        self._children(root)

    def _children(self, parent: Element) -> None:
        at = 0
        while at < len(parent):
            child = parent[at]
            name = local(child)
            if name in _UNWRAPPED:
                parent[at : at + 1] = list(child)
                continue
            if name in _MOVED and not _is_mark(parent):
                self._take_out(f"{_MOVED[name]} av {_author(child)} (sporet endring)",
                               deleted_text(child))
                del parent[at]
                continue
            if name in ("oMath", "oMathPara"):
                parent[at : at + 1] = [self._equation(child)] if _plain(child) else []
                at += 1
                continue
            if name == "r" and _is_hidden(child):
                self._take_out("Skjult tekst", deleted_text(child))
                del parent[at]
                continue
            if name == "tr" and _has(child, "trPr", "del"):
                self._take_out("Slettet tabellrad (sporet endring)", deleted_text(child))
                del parent[at]
                continue
            if name == "AlternateContent":
                self._alternatives(child)
            elif name in ("ins", "moveTo") and not _is_mark(parent) and visible_text(child):
                self.counts[f"Sporet endring av {_author(child)}: teksten som er satt inn, er "
                            "med"] += 1
            elif name == "altChunk":
                self.counts["Et dokument som er lagt inn i dokumentet, er ikke ført over"] += 1
            elif name == "object":
                self.counts["Et innebygd objekt er ikke ført over"] += 1
            elif name == "p" and self._paragraph(child):
                del parent[at]
                continue
            elif name in ("blip", "imagedata"):
                self._picture(child)
            self._children(child)
            at += 1

    def _picture(self, element: Element) -> None:
        """Let a picture that lies outside the document be none."""
        for key, value in [*element.attrib.items()]:
            name = key.rpartition("}")[2]
            if value in self._outside or name in ("link", "href"):
                del element.attrib[key]
                if name != "href" and not attribute(element, "embed"):
                    self.counts["Et bilde ligger utenfor dokumentet, og er ikke hentet"] += 1

    def _paragraph(self, paragraph: Element) -> bool:
        """Give a heading its style; return whether the paragraph is to be left out."""
        style = self._styles.get(_style_of(paragraph), Style())
        if style.name.startswith(("toc ", "table of figures")):
            self.counts["Innholdsfortegnelsen er utelatt; nettstedet lager sin egen"] += 1
            self.asides.append(Aside("Innholdsfortegnelse", "", visible_text(paragraph), True))
            return True
        properties = _child(paragraph, "pPr")
        level = style.level
        if properties is not None and (own := _child(properties, "outlineLvl")) is not None:
            level = _level(own)
        if level and (text := visible_text(paragraph)):
            self._heading = text
            if properties is None:
                properties = Element(f"{_space(paragraph)}pPr")
                paragraph.insert(0, properties)
            mark = _child(properties, "pStyle")
            if mark is None:
                mark = Element(f"{_space(paragraph)}pStyle")
                properties.insert(0, mark)
            mark.set(f"{_space(paragraph)}val", f"{HEADING}{min(level, 6)}")
        return False

    def _equation(self, element: Element) -> Element:
        """Return an equation as a run of its signs; how they stand above each other is lost."""
        text = _plain(element)
        self.counts["En formel er skrevet som løpende tekst; se over den"] += 1
        self.asides.append(Aside("Formel", self._place(), text))
        space = _WORD
        run = Element(f"{space}r")
        SubElement(run, f"{space}t").text = f" {text} "
        return run

    def _alternatives(self, element: Element) -> None:
        """Let the form of a drawing that has words be the one that is read."""
        choice, other = _child(element, "Choice"), _child(element, "Fallback")
        if choice is None:
            return
        text = visible_text(choice)
        if text and (other is None or visible_text(other) != text):
            self._take_out("Tekstboks", text, is_shown=True)

    def _take_out(self, kind: str, text: str, *, is_shown: bool = False) -> None:
        if text.strip():
            self.asides.append(Aside(kind, self._place(), text, is_shown))

    def _place(self) -> str:
        return f"under «{shortened(self._heading)}»" if self._heading else "før første overskrift"


class Style:
    """A paragraph style: its name in small letters, and the level of heading that it makes."""

    def __init__(self, name: str = "", level: int = 0) -> None:
        self.name, self.level = name, level


def paragraph_styles(root: Element | None) -> dict[str, Style]:
    """Return the paragraph styles of ``styles.xml`` by id.

    The name is the same in every language of Word; the id is not («Overskrift1»).
    """
    found: dict[str, tuple[str, int | None, str]] = {}
    for style in root if root is not None else ():
        if local(style) != "style" or attribute(style, "type") not in ("paragraph", ""):
            continue
        name = _value(style, "name").casefold()
        level: int | None = None
        if name.startswith("heading ") and name[8:].isdecimal():
            level = int(name[8:])
        elif name == "title":
            level = 1
        else:
            properties = _child(style, "pPr")
            outline = _child(properties, "outlineLvl") if properties is not None else None
            level = _level(outline) if outline is not None else None
        found[attribute(style, "styleId")] = (name, level, _value(style, "basedOn"))
    return {id_: Style(found[id_][0], _inherited(found, id_)) for id_ in found}


def _inherited(found: Mapping[str, tuple[str, int | None, str]], id_: str) -> int:
    for _ in range(20):
        if id_ not in found:
            return 0
        _, level, base = found[id_]
        if level is not None:
            return level
        id_ = base
    return 0


def visible_text(element: Element) -> str:
    """Return what a reader sees of an element: text that is not deleted or hidden.

    Of the two forms of a drawing, the one that has words.
    """
    return " ".join("".join(_visible(element)).split())


def _visible(element: Element) -> Iterator[str]:
    name = local(element)
    if name in ("del", "moveFrom", "instrText", "delText", "delInstrText", "rt", "pPr", "rPr"):
        return
    if (name == "r" and _is_hidden(element)) or (name == "tr" and _has(element, "trPr", "del")):
        return
    if name == "t":
        yield element.text or ""
    elif name in ("tab", "br", "cr", "ptab"):
        yield " "
    elif name == "AlternateContent":
        forms = [visible_text(form) for form in element]
        yield f" {max(forms, key=len, default='')} "
        return
    for child in element:
        yield from _visible(child)
    if name in ("tc", "oMath") or (name == "p" and not _has(element, "pPr", "rPr", "del")):
        yield " "


def deleted_text(element: Element) -> str:
    """Return all text inside, deleted or not."""
    return " ".join("".join(
        (one.text or "") if local(one) in ("t", "delText") else " "
        for one in element.iter() if local(one) in ("t", "delText", "p", "tab", "br")
    ).split())


def comments(document: Element, root: Element | None) -> Iterator[Aside]:
    """Yield the comments, with who wrote each and what it is about."""
    spans: dict[str, list[str]] = {}
    active: set[str] = set()
    for element in document.iter():
        match local(element):
            case "commentRangeStart":
                active.add(attribute(element, "id"))
            case "commentRangeEnd":
                active.discard(attribute(element, "id"))
            case "t":
                for id_ in active:
                    spans.setdefault(id_, []).append(element.text or "")
    for comment in root if root is not None else ():
        about = shortened("".join(spans.get(attribute(comment, "id"), ())))
        yield Aside(
            f"Kommentar av {_author(comment)}", f"til «{about}»" if about else "",
            visible_text(comment),
        )


def is_contents(element: Element) -> bool:
    """Whether a content control is Word's table of contents."""
    return local(element) == "sdt" and any(
        local(one) == "docPartGallery" and attribute(one, "val") == "Table of Contents"
        for one in element.iter()
    )


def _plain(element: Element) -> str:
    return " ".join("".join(
        one.text or "" for one in element.iter() if local(one) == "t"
    ).split())


def _author(element: Element) -> str:
    return attribute(element, "author") or "ukjent"


def _child(element: Element, name: str) -> Element | None:
    return next((one for one in element if local(one) == name), None)


def _has(element: Element, *way: str) -> bool:
    here: Element | None = element
    for name in way:
        here = _child(here, name) if here is not None else None
    return here is not None


def _value(element: Element, name: str) -> str:
    found = _child(element, name)
    return attribute(found, "val") if found is not None else ""


def _level(outline: Element) -> int:
    said = attribute(outline, "val")
    return int(said) + 1 if said.isdecimal() and int(said) < _HIGHEST else 0


def _style_of(paragraph: Element) -> str:
    properties = _child(paragraph, "pPr")
    return _value(properties, "pStyle") if properties is not None else ""


def _is_hidden(run: Element) -> bool:
    properties = _child(run, "rPr")
    mark = _child(properties, "vanish") if properties is not None else None
    return mark is not None and attribute(mark, "val") not in ("0", "false", "off")


def _is_mark(parent: Element) -> bool:
    """Whether a change in ``parent`` is one of its format, and has no text."""
    return local(parent) in ("rPr", "pPr", "trPr", "tcPr", "tblPr", "numPr")


def _space(element: Element) -> str:
    return _STRICT if element.tag.startswith(_STRICT) else _WORD

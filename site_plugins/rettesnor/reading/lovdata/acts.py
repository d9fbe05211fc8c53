"""Reading an act or a regulation in force."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rettesnor.model.legal_reference import canonical
from rettesnor.reading.lovdata.dates import DAY, document_id, iso
from rettesnor.reading.lovdata.markup import Element
from rettesnor.reading.lovdata.values import (
    CHANGED,
    MOVED,
    NEW,
    REPEALED,
    Act,
    Amendment,
    Provision,
)

_VERBS = (
    (re.compile(r"\b(tilføy|føy\w* til|ny\b|sett\w* inn)", re.IGNORECASE), NEW),
    (re.compile(r"\b(opphev|bortf|fell\w* bort)", re.IGNORECASE), REPEALED),
    (re.compile(r"\b(endr|vert endr|blir endr|ret\w*a?\b)", re.IGNORECASE), CHANGED),
    (re.compile(r"\b(flytt|omnummer)", re.IGNORECASE), MOVED),
)
_TOKEN = re.compile(
    r"(?P<skip>som (?:endr|rett|ret|opphev)\w*(?: \w+){0,3}? (?:ved|av|ny) "
    r"(?:lov\w*|kunngj\w*|forskrift\w*)?)"
    r"|(?P<verb>(?:(?P<coming>vert|blir|skal) )?"
    r"(?:tilføy\w*|føy\w* til|opphev\w*|endr\w*|flytt\w*|bortf\w*))"
    r"|(?P<kind>forskrift\w*|lov\w*|grunnlovsvedtak|vedtak)(?= \d)"
    rf"|(?P<day>{DAY})(?: nr[.] ?(?P<number>\d+))?",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"§+\s?(?P<section>\S.*)|(?P<kind>kap|art|del|vedlegg)(?P<number>\S+)", re.IGNORECASE
)
_GONE = re.compile(r"\(?\s*(?:er )?(?:opph?ev|fell|bortf)\w*[^()]*\)?\.?", re.IGNORECASE)
"""What stands where a provision was."""
_COMING = re.compile(r"(?:endr|opphev|tilføy)es\b", re.IGNORECASE)
"""What an act says of a change that is not in its text yet."""
_WORDS = {"kap": "kapittel", "art": "artikkel", "del": "del", "vedlegg": "vedlegg"}
_HEADS = ("h1", "h2", "h3", "h4", "h5", "h6")
_NOT_TEXT = (
    "changesToParent", "footnotes", "footnote", "legalArticleHeader", "consolidationElement",
)


def section_of(name: str) -> str:
    """Return the canonical form of a name in the files: «§24-3», «kap9A»; empty for others."""
    match = _NAME.fullmatch(name.strip())
    if match is None:
        return ""
    if match["section"]:
        return canonical(f"§ {match['section']}")
    return canonical(f"{_WORDS[match['kind'].lower()]} {match['number']}")


def key_info(root: Element) -> dict[str, Element]:
    """Return the fields of a document's header by their names."""
    header = root.first("data-document-key-info")
    fields: dict[str, Element] = {}
    for one in header.elements() if header else ():
        if one.tag == "dd" and one.kind:
            fields.setdefault(one.kind, one)
    return fields


def words(fields: dict[str, Element], name: str) -> str:
    """Return what a field of the header says; empty when it is not there."""
    return fields[name].text() if name in fields else ""


def read_act(root: Element) -> Act | None:
    """Return the act in a document; None when it does not say which it is."""
    fields = key_info(root)
    id_ = words(fields, "refid")
    body = root.first("documentBody")
    if not id_ or body is None:
        return None
    provisions: dict[str, Provision] = {}
    for one, chapters in _provisions(body):
        found = _provision(one, chapters, id_)
        if found.section:
            provisions.setdefault(found.section, found)
    in_force = words(fields, "dateInForce")
    return Act(
        id_, words(fields, "title"), words(fields, "titleShort"),
        in_force if re.fullmatch(r"\d{4}-\d\d-\d\d", in_force) else "", provisions,
    )


def _provisions(body: Element) -> Iterator[tuple[Element, tuple[str, ...]]]:
    """Yield each section and chapter with the chapters that it is in, the innermost first."""
    stack: list[tuple[Element, tuple[str, ...]]] = [(body, ())]
    while stack:
        one, chapters = stack.pop()
        inner = chapters
        if one.kind == "section" or (one.tag == "section" and one.get("data-name")):
            if name := section_of(one.get("data-name")):
                yield one, chapters
                inner = (name, *chapters)
        elif one.kind == "legalArticle":
            yield one, chapters
            continue
        stack.extend((each, inner) for each in reversed(list(one.elements())))


def _provision(one: Element, chapters: tuple[str, ...], act: str) -> Provision:
    section = section_of(one.get("data-name")) or section_of(
        (one.first("legalArticleValue") or Element("")).text()
    )
    whole = one.kind == "legalArticle"
    text = tuple(paragraphs(one)) if whole else ()
    notes = [each.text() for each in one.elements() if each.kind == "changesToParent"]
    heading = _heading(one, section)
    changes = tuple(change for note in notes for change in changes_in(note, act, section))
    gone = _GONE.fullmatch(heading or " ".join(text)) is not None
    return Provision(
        section, "" if gone else heading, chapters[0] if chapters else "", text, changes,
        gone or (whole and not text and bool(changes) and changes[-1].event == REPEALED),
    )


def _heading(one: Element, section: str) -> str:
    if one.kind == "legalArticle":
        title = one.first("legalArticleTitle")
        if title is not None and title.text():
            return title.text().rstrip(". ")
        head = one.first("legalArticleHeader")
        said = head.text() if head else ""
        said = re.sub(r"^§+\s*[\dA-Za-zæøåÆØÅ \-]+?\s*\.\s*", "", said)
        return "" if said.startswith("§") else said.strip().rstrip(".")
    head = next((each for each in one.elements() if each.tag in _HEADS), None)
    said = head.text() if head else ""
    return re.sub(
        r"^(?:kapittel|kap|del)\.?\s*[\dIVXLC]+\s?[A-Za-z]?(?:\s*[.:–-]\s*|\s+|$)", "", said,
        flags=re.IGNORECASE,
    ).strip()


def paragraphs(one: Element) -> Iterator[str]:
    """Yield what a section says, a paragraph at a time; without its heading and its notes."""
    for each in one.elements():
        if each.kind in _NOT_TEXT or each.tag in _HEADS:
            continue
        if said := each.text():
            yield said


def changes_in(note: str, act: str, section: str) -> Iterator[Amendment]:
    """Yield the changes that an act tells of itself below a section: «Endra ved lov …»."""
    kind = "forskrift" if act.startswith("forskrift") else "lov"
    event, skip, applied, place = CHANGED, False, True, 0
    while match := _TOKEN.search(note, place):
        place = match.end()
        if match["skip"]:
            skip = True
        elif match["verb"]:
            event = next((name for verb, name in _VERBS if verb.search(match["verb"])), event)
            applied = not match["coming"] and not _COMING.match(match["verb"])
        elif match["kind"]:
            kind = "forskrift" if match["kind"].lower().startswith("forskrift") else "lov"
        else:
            said, place = _parenthesis(note, place)
            if skip:
                skip = False
                continue
            start = re.search(rf"\b(?:i kraft|ikr[.]?)(?: \w+)? ({DAY})", said)
            day = iso(start[1]) if start else ""
            open_ = bool(re.search(r"Kongen|departementet", said)) and not day
            yield Amendment(
                document_id(kind, iso(match["day"]), match["number"]), act, section, event,
                in_force=day, decided=bool(day) or open_, applied=applied,
            )


def _parenthesis(note: str, place: int) -> tuple[str, int]:
    """Return what stands in parentheses right after ``place``, and where it ends."""
    opened = re.match(r"\s*\(", note[place:])
    if opened is None:
        return "", place
    depth = 0
    for index in range(place, len(note)):
        depth += {"(": 1, ")": -1}.get(note[index], 0)
        if note[index] == ")" and depth == 0:
            return note[place:index + 1], index + 1
    return note[place:], len(note)

"""Reading Norsk Lovtidend: what a document changes in others, and what puts an act in force."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rettesnor.model.legal_reference import NUMBER, canonical
from rettesnor.reading.lovdata.acts import key_info, section_of, words
from rettesnor.reading.lovdata.dates import DAY, documents_in, iso
from rettesnor.reading.lovdata.markup import Element
from rettesnor.reading.lovdata.values import CHANGED, MOVED, NEW, REPEALED, Amendment, Announced

_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_PARTS = (
    ("data-change-part", CHANGED), ("data-add-new-part", NEW), ("data-repeal-part", REPEALED),
    ("data-move-part", MOVED),
)
_INSTRUCTION = ("defaultP", "numberedLegalP", "centeredP", "legalP")
_DOES = re.compile(
    r"\b(?:skal (?:\w+ ){0,3}?ly(?:de|da)|lyde slik|oppheves|opphevast|blir oppheva|vert oppheva|"
    r"blir opphevet|utgår|går ut|strykes|blir strok\w+|blir|vert|gjøres|gjer\w*|"
    r"endres|endrast|erstattes|erstattast|tilføyes|føyes)\b", re.IGNORECASE,
)
_GONE = re.compile(r"\b(?:oppheve\w*|oppheva|utgår|går ut|strykes)\b", re.IGNORECASE)
_PLACED = re.compile(
    r"(?:første|andre|annet|anna|tredje|fjerde|femte|sjette|sjuende|syvende|åttende|niende|siste|"
    r"nytt?|ny|bokstav|nummer|nr|ledd|punktum|strekpunkt|tabell)", re.IGNORECASE,
)
_SECTIONS = re.compile(
    rf"(?P<many>§§|§)\s?(?P<first>{NUMBER})(?:\s?(?P<to>til|–|-)\s?(?:§\s?)?(?P<last>{NUMBER}))?"
    rf"(?P<more>(?:(?:, | og | samt )(?:§\s?)?{NUMBER}(?!\.? (?:ledd|punktum)))*)"
    rf"|\b[Kk]ap(?:ittel|\.)? (?P<chapter>{NUMBER})"
)
_STARTS = re.compile(r"(?:(?:Del\w+|Utsatt|Endr\w+ av) )?(?:ikraft|iverks)", re.IGNORECASE)
_VOID = re.compile(
    r"(?:sanksjonert og )?kunngjort på nytt som (?:lov|forskrift)|kunngjort ved en feil|"
    r"feil\w* .{0,80}utgår derfor|kunngjord på nytt som", re.IGNORECASE,
)
"""What stands in a document that another took the place of."""
_NOTE = "gazettenote"
"""A correction of the announcement itself."""


@dataclass(frozen=True, slots=True)
class Commencement:
    """What a resolution puts in force.

    Attributes:
        acts: the acts (ids) that it is based on.
        whole: the day for everything that is not named; empty for none.
        named: days by (words in parentheses that name an act, section); an empty section is all
            of that act's.
        open: whether it says something that could not be read.
    """

    by: str
    acts: tuple[str, ...]
    whole: str = ""
    named: tuple[tuple[str, str, str], ...] = ()
    open: bool = False


def is_gazette(root: Element) -> bool:
    """Whether a document is one of Norsk Lovtidend, and no act in force."""
    return words(key_info(root), "dokid").startswith(("LTI/", "LF/"))


def read_announced(root: Element, wanted: Collection[str]) -> tuple[Announced, bool]:
    """Return a document with what it changes in the acts ``wanted``.

    Also whether it changes one of them in a way that could not be read.
    """
    fields = key_info(root)
    id_ = words(fields, "refid")
    targets = [word for word in words(fields, "changesToDocuments").split() if "/" in word]
    ours = [target for target in targets if target in wanted]
    body = root.first("documentBody") or root
    found = list(_marked(body, id_, wanted))
    marked = {one.target for one in found}
    found += [
        one for one in _written(body, id_, targets, wanted) if one.target not in marked
    ]
    if _VOID.search(" ".join(one.text() for one in body.elements())[:3000]):
        return Announced(id_, words(fields, "title")), False  # it was announced again
    starting = is_commencement(fields)
    when, decided = _in_force(words(fields, "dateInForce"))
    found = [replace(one, in_force=when, decided=decided) for one in found]
    said = {one.target for one in found}
    lost = not starting and any(target not in said for target in ours)
    return Announced(
        id_, words(fields, "title"), words(fields, "dateOfPublication")[:10],
        () if starting else tuple(dict.fromkeys(found)),
    ), lost


def is_commencement(fields: Mapping[str, Element]) -> bool:
    """Whether a document only says when another comes into force."""
    title = words(dict(fields), "title")
    return _STARTS.match(title) is not None


def _in_force(said: str) -> tuple[str, bool]:
    """Return the day in a header, and whether that is the day of everything in the document."""
    if _ISO.fullmatch(said.strip()):
        return said.strip(), True
    # «Kongen bestemmer» is known to be open; several days are not known for each provision.
    return "", not _ISO.search(said)


def _marked(body: Element, by: str, wanted: Collection[str]) -> Iterator[Amendment]:
    """Yield the changes that the document marks for machines."""
    for one in body.walk():
        if one.kind != "change":
            continue
        text = _text_of(one)
        for name, event in _PARTS:
            for part in _parts(one.get(name)):
                old, _, new = part.partition(";;")
                made = _amendment(by, old, event, wanted)
                if made is None:
                    continue
                if event == MOVED:
                    there = _amendment(by, new, event, wanted)
                    same = there is not None and there.section == made.section
                    made = replace(
                        made, event=CHANGED if same else MOVED,
                        to="" if same or there is None else there.section,
                    )
                yield replace(made, text=text)


def _parts(attribute: str) -> list[str]:
    return attribute.split()


def _amendment(by: str, part: str, event: str, wanted: Collection[str]) -> Amendment | None:
    """Return the change of ``part``: «lov/2023-06-09-30/§24-3/ledd/2»."""
    pieces = part.split("/")
    target, inner = "/".join(pieces[:2]), pieces[2:]
    if target not in wanted:
        return None
    section = section_of(inner[0]) if inner else ""
    if inner and not section:
        return None
    place = "/".join(inner[1:])
    # A new or repealed paragraph changes the section that it is in.
    return Amendment(by, target, section, event if not place else CHANGED, place)


def _text_of(one: Element) -> tuple[str, ...]:
    """Return what a change says, by paragraphs; the heading of a new section stands before it."""
    found: list[str] = []
    for each in one.elements():
        if each.kind in ("futureLegalArticle", "futureLegalSection"):
            found += [said for said in (inner.text() for inner in each.elements()) if said]
        elif said := each.text():
            found.append(said)
    return tuple(found) or ((one.text(),) if one.text() else ())


def _written(
    body: Element, by: str, targets: Sequence[str], wanted: Collection[str]
) -> Iterator[Amendment]:
    """Yield the changes that are only written in words: «§ 9-8 første ledd skal lyde:»."""
    target = targets[0] if len(targets) == 1 else ""
    current: list[Amendment] = []
    text: list[str] = []

    def done() -> Iterator[Amendment]:
        yield from (replace(one, text=tuple(text)) for one in current)

    for one in _blocks(body):
        said = one.text()
        named = [id_ for _, id_ in documents_in(said) if id_ in targets]
        instructs = one.kind in _INSTRUCTION or one.tag.startswith("h")
        if named and instructs and re.search(r"\b(?:endring|skal|oppheve|blir|gj[øe]r)", said):
            yield from done()
            current, text, target = [], [], named[-1]
        if instructs and target in wanted and (
            made := list(_instructed(said, by, target, bool(named)))
        ):
            yield from done()
            current, text = made, [said]
            continue
        if current:
            text.append(said)
    yield from done()


def _blocks(body: Element) -> Iterator[Element]:
    """Yield the paragraphs of a document in order; not those inside of a marked change."""
    stack = [body]
    while stack:
        one = stack.pop()
        if one.kind in ("document-change", _NOTE):
            continue
        blocks = [each for each in one.elements() if each.tag in ("article", "section", "main")]
        if one.tag in ("h1", "h2", "h3", "h4") or (one.tag == "article" and not (
            blocks and one.kind in ("legalArticle", "")
        )):
            yield one
            continue
        stack.extend(reversed(list(one.elements())))


def _instructed(said: str, by: str, target: str, named: bool) -> Iterator[Amendment]:
    """Yield the provisions that a paragraph says are changed; none when it is no instruction."""
    start = max((place for place, _ in documents_in(said)), default=0) if named else 0
    said = said[start:]
    does = _DOES.search(said)
    first = _SECTIONS.search(said)
    if does is None or first is None:
        return
    opening = said[: first.start()].strip()
    if not named and opening and not re.fullmatch(
        r"(?:[\divxlcIVXLC]+[.)]?|[a-zæøå][.)])?\s*(?:I|Ny|Nytt|Nye|Nåværende|Noverande|"
        r"Overskriften til|Overskrifta til|Tittelen til|Fotnot\w*|Før|Etter|Under|Vedlegg \w+)?"
        r"(?: ny| nye| til)?", opening, re.IGNORECASE,
    ):
        return
    if opening.lower().endswith(("etter", "før", "under")):
        return
    ends = re.search(r"\bly(?:de|da)\b", said)
    head = said[: ends.start() if ends else does.end()]
    moved = re.search(rf"§\s?(?P<old>{NUMBER})\s+blir\s+(?:ny |nye )?§\s?(?P<new>{NUMBER})", said)
    if moved:
        yield Amendment(
            by, target, canonical(f"§ {moved['old']}"), MOVED, to=canonical(f"§ {moved['new']}")
        )
        return
    whole = not _PLACED.search(head[first.end() - 0:]) if first else False
    event = CHANGED
    if _GONE.search(said[: does.end() + 20]) and whole:
        event = REPEALED
    elif whole and re.search(r"\b[Nn]y(?:e|tt)?\b", opening):
        event = NEW
    for match in _SECTIONS.finditer(head):
        for section in _named(match):
            yield Amendment(by, target, section, event)


def _named(match: re.Match[str]) -> Iterator[str]:
    if match["chapter"]:
        yield canonical(f"kapittel {match['chapter']}")
        return
    yield canonical(f"§ {match['first']}")
    if match["last"]:
        yield from (canonical(f"§ {one}") for one in _between(match["first"], match["last"]))
        yield canonical(f"§ {match['last']}")
    for one in re.findall(NUMBER, match["more"] or ""):
        yield canonical(f"§ {one}")


def _between(first: str, last: str) -> Iterator[str]:
    """Yield the numbers between two of the same chapter: 9-4 and 9-7 have 9-5 and 9-6."""
    start, end = re.fullmatch(r"(.*?)(\d+)", first), re.fullmatch(r"(.*?)(\d+)", last)
    if start and end and start[1] == end[1]:
        yield from (f"{start[1]}{n}" for n in range(int(start[2]) + 1, int(end[2])))


def read_commencement(root: Element) -> Commencement | None:
    """Return what a document puts in force; None when it does nothing of the kind."""
    fields = key_info(root)
    if not is_commencement(fields):
        return None
    based = words(fields, "basedOn").split()
    acts = tuple(dict.fromkeys("/".join(one.split("/")[:2]) for one in based if "/" in one))
    body = root.first("documentBody") or root
    said = " ".join(one.text() for one in _blocks(body) if one.tag != "h1").strip()
    published = words(fields, "dateOfPublication")[:10]
    header, whole = _in_force(words(fields, "dateInForce"))
    by = words(fields, "refid")
    sole = re.fullmatch(
        rf"(?:[^.]*(?:iverks|ikrafts)[^.]*(?:nr\. \d+)?[^.]*\.?\s*)?(?:Loven|Lova|Lovendringen\w*|"
        rf"Endringslov\w*|Endringen\w*|Forskriften|Forskrifta)[\w ]*? i kraft (?:frå |fra )?"
        rf"(?P<day>straks|{DAY})\s*\.?", said, re.IGNORECASE,
    )
    if sole:
        day = header if whole and header else (
            published if sole["day"].lower() == "straks" else iso(sole["day"])
        )
        return Commencement(by, acts, day)
    named: list[tuple[str, str, str]] = []
    rest, unread = "", False
    for day, block in _days(said, published):
        if re.search(r"unntak|unntatt|unnateke|med mindre", block):
            unread = True
            continue
        if re.search(r"for øvrig|elles|resten", block):
            rest = day
        for name, sections in re.findall(
            r"\(([^()§]+)\)((?:(?:,| og| samt)?\s*(?:endringen i |ny )?§+\s?[^().:]*)?)", block
        ):
            numbers = [each for m in _SECTIONS.finditer(sections) for each in _named(m)]
            named += [(name.strip().casefold(), each, day) for each in numbers or [""]]
    return Commencement(by, acts, rest, tuple(named), open=unread or not named)


def _days(said: str, published: str) -> Iterator[tuple[str, str]]:
    """Yield each day that something starts, with the words that follow it or stand before it."""
    pieces = re.split(rf"(i kraft (?:frå |fra )?(?:straks|{DAY}))", said)
    for place in range(1, len(pieces), 2):
        words_ = pieces[place]
        day = published if words_.endswith("straks") else iso(words_)
        after = pieces[place + 1] if place + 1 < len(pieces) else ""
        before = pieces[place - 1]
        if after.lstrip().startswith(":"):
            yield day, re.sub(r"Følg\w+ tr\w+\s*$", "", after)
        else:
            yield day, before


def in_force(
    amendment: Amendment, resolutions: Sequence[Commencement], names: Mapping[str, str]
) -> Amendment:
    """Return ``amendment`` with the day that a resolution gave it, where it had none.

    Args:
        resolutions: those that are based on the amending act.
        names: the ids of the acts by what they are called (casefolded).
    """
    if amendment.in_force:
        return amendment
    undecided = False
    for one in resolutions:
        for name, section, day in one.named:
            if names.get(name) == amendment.target and section in ("", amendment.section):
                return replace(amendment, in_force=day, decided=True)
        if one.whole and not one.open:
            return replace(amendment, in_force=one.whole, decided=True)
        undecided = undecided or one.open
    return replace(amendment, decided=amendment.decided and not undecided)

"""Norwegian APA (7th edition): one source as text, cited and listed.

The rules are those of the Norwegian APA manual, as the Citation Style Language project wrote them
down for pandoc and Zotero («norsk-apa-manual»), as far as they concern the types and fields of
``schema/sources.schema.json``. A reference has four parts: author, date, title and where it is
found. ``tests/rendering/test_citations_as_pandoc.py`` compares every rule with pandoc and that
style.

It is written here because no processor on the package index fits a build from nothing. pandoc is
160 MB and takes a quarter of a second to start. citeproc-py 0.11 has neither the letter after the
year nor the extra names that tell works apart, passes 60 % of CSL's own tests, brings lxml, and
takes 15 ms a source: 3 s for the 200 sources of a guideline of 1 000 recommendations, against 0.1 s
here. Typst's processor takes other data than CSL items and gives no HTML from Python.

All texts are HTML: values are escaped where they are read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any

from rettesnor.model.gettext_marker import gettext_noop as N_

Item = Mapping[str, Any]
Text = Callable[[str], str]
"""Translates a text of the interface."""

_PERIODICAL = frozenset(("article-journal", "article-magazine", "article-newspaper"))
_FULL_DATE = frozenset(
    ("article-magazine", "article-newspaper", "broadcast", "speech", "webpage")
)
_NO_LOCATOR = _FULL_DATE | _PERIODICAL
_LISTED_NAMES, _FIRST_NAMES = 20, 19
"""Of more names than the first, the second is listed, and the last one."""
_SEASONS = (N_("vår"), N_("sommer"), N_("høst"), N_("vinter"))
_NUMERIC = re.compile(r"[A-Za-z]*\d+[A-Za-z]*(?:\s*[-–,&]\s*[A-Za-z]*\d+[A-Za-z]*)*")
_RANGE = re.compile(r"\s*[-–]\s*")
_FIRST_LETTERS = re.compile(r"(?:^|(?<=-))[^\w&<]*[^\W\d_]")
_TAGS = re.compile(r"<[^>]*>")
_MARKUP = re.compile(r"&lt;(i|b|sub|sup)&gt;(.*?)&lt;/\1&gt;", re.S)
_ELEMENTS = {"i": "em", "b": "strong", "sub": "sub", "sup": "sup"}
_SMALL_WORDS = frozenset((
    "a", "an", "and", "as", "at", "but", "by", "down", "for", "from", "in", "into", "nor", "of",
    "on", "onto", "or", "over", "so", "the", "till", "to", "up", "via", "with", "yet", "about",
    "against", "among", "around", "before", "between", "during", "through", "under", "without",
))


class Reference:
    """One source, ready to be cited.

    Args:
        item: a CSL item, as ``public_documents.prepared`` leaves it.
        text: translates the words around it.
        months: the names of the months.
    """

    def __init__(self, item: Item, text: Text, months: Sequence[str]) -> None:
        self._item, self._text, self._months = item, text, months
        self._english = str(item.get("language", "")).startswith("en")

    @property
    def names(self) -> Sequence[Mapping[str, str]]:
        """Those whom the source is cited by: authors, or else editors."""
        item = self._item
        if item.get("author"):
            return list(item["author"])
        if item.get("editor") and not (item["type"] == "book" and "container-title" in item):
            return list(item["editor"])
        return ()

    @property
    def kind_with_container(self) -> bool:
        """Whether «[Sjanger]» follows the book that the work is in, and not its own title."""
        item = self._item
        if "container-title" not in item:
            return False
        loose = not any(field in item for field in ("editor", "issue", "page", "volume"))
        return item["type"] == "report" or (item["type"] == "speech" and loose)

    def cited(self, shown: int = 1, first: str = "", letter: str = "") -> str:
        """Return the source as cited in running text: «Havik & Ingul, 2021».

        Args:
            shown: how many of three or more names stand before «et al.».
            first: what stands before the first name, to tell persons apart.
            letter: what stands after the year, to tell works apart.
        """
        names = [family_name(name) for name in self.names]
        if names:
            names[0] = " ".join(filter(None, (first, names[0])))
        author = _with_others(names, shown) if names else self._title_cited()
        return _joined((author, self._year(letter)), ", ")

    def listed(self, letter: str = "") -> str:
        """Return the source as it stands in a list of sources; ``letter`` follows the year."""
        author, left = self._author()
        date = self._date(letter)
        parts = (
            author, date and f"({date})", _title_and_descriptions(left, self),
            _container(left, self), _publisher(left, self),
        )
        return _joined((_sentence(parts), self._address()), " ")

    def gettext(self, text: str) -> str:
        """Return a word of the interface in the language of the page."""
        return self._text(text)

    def cased(self, field: str, item: Item) -> str:
        """Return ``field`` of ``item``, an English one with capitals as titles have them."""
        value = _value(item, field)
        return _title_case(value) if self._english else value

    def _title_cited(self) -> str:
        title = self.cased("title-short" if "title-short" in self._item else "title", self._item)
        if self._item["type"] != "webpage" and "container-title" in self._item:
            inner = title.replace("«", "‘").replace("»", "’")
            return f"«{inner}»" if title else ""
        return _em(title)

    def _author(self) -> tuple[str, Item]:
        """Return the first part of the entry, and the fields that it leaves for the others."""
        item = self._item
        if item.get("author"):
            return _inverted(item["author"]), item
        if item.get("editor") and self.names:
            role = self.gettext("Red.")
            return f"{_inverted(item['editor'])} ({role})", _without(item, ("editor",))
        described = _parenthetical(item, self)
        used = {"title", *_fields_of_parenthetical(item)}
        return _joined((_title(item, self), described), " "), _without(item, used)

    def _year(self, letter: str) -> str:
        if "call-number" in self._item:  # its years are in its number
            return ""
        if "issued" not in self._item:
            return self.gettext("u.å.") + (f"-{letter}" if letter else "")
        issued = self._item["issued"]
        about = self.gettext("ca.") + " " if issued.get("circa") else ""
        if "literal" in issued:
            return about + _value(issued, "literal") + (f"-{letter}" if letter else "")
        years = dict.fromkeys(str(part[0]) for part in issued["date-parts"])
        return about + "–".join(years) + letter

    def _date(self, letter: str) -> str:
        year = self._year(letter)
        if not year or "issued" not in self._item or self._item["type"] not in _FULL_DATE:
            return year
        issued = self._item["issued"]
        dates = issued.get("date-parts", ())
        season = issued.get("season")
        if season in range(1, 5) and len(dates) == 1 and len(dates[0]) == 1:
            return _joined((year, self.gettext(_SEASONS[season - 1])), ", ")
        return _joined((year, self._days(dates)), ", ")

    def _days(self, dates: Sequence[Sequence[int]]) -> str:
        """Return day and month of ``dates``, one or two: «17. mai», «3.–9. mai»."""
        shown = [self._day(date) for date in dates]
        if len(shown) == 2 and all(len(date) == 3 for date in dates):
            (_, month, day), (_, last, _) = dates
            if dates[0] == dates[1]:
                return shown[0]
            if month == last and dates[0][0] == dates[1][0]:
                shown[0] = f"{day}."
        return "–".join(dict.fromkeys(filter(None, shown)))

    def _day(self, date: Sequence[int]) -> str:
        month = self.gettext(self._months[(date[1] - 1) % 12]) if len(date) > 1 else ""
        return f"{date[2]}. {month}" if len(date) > 2 else month

    def _address(self) -> str:
        item = self._item
        if doi := _value(item, "DOI"):
            return _link(f"https://doi.org/{doi}")
        if not (url := _value(item, "URL")):
            return ""
        if "issued" in item or "accessed" not in item:
            return _link(url)
        dates = item["accessed"].get("date-parts", ())
        years = "–".join(dict.fromkeys(str(date[0]) for date in dates))
        when = _joined((self._days(dates), years), " ") or _value(item["accessed"], "literal")
        return _joined((self.gettext("Hentet {dato} fra").format(dato=when), _link(url)), " ")


def family_name(name: Mapping[str, str]) -> str:
    """Return what a person or an organisation is cited by."""
    particle = _value(name, "non-dropping-particle")
    return _value(name, "literal") or _particle_before(particle, _value(name, "family"))


def initials(name: Mapping[str, str]) -> str:
    """Return the initials of a person's given names: «M. I. F.», «A.-M.»."""
    return escape(_initials(" ".join(name.get("given", "").split())), quote=False)


def given_names(name: Mapping[str, str]) -> str:
    """Return a person's given names as the source has them."""
    return _value(name, "given")


def _initials(given: str) -> str:
    """Return ``given`` as initials; words in small letters, such as «von», stay whole."""
    parts = []
    for word in re.sub(r"\.(?=[^\s-])", ". ", given).split():
        letters = [piece[:1] + "." for piece in word.split("-") if piece]
        parts.append(word if word.islower() else "-".join(letters))
    return " ".join(parts)


def _particle_before(particle: str, name: str) -> str:
    """Return ``name`` after its particle: «van der Berg», but «d’Aubigné»."""
    return particle + name if particle.endswith(("’", "'", "-")) else _joined((particle, name), " ")


def _inverted(names: Iterable[Mapping[str, str]]) -> str:
    """Return ``names`` for a list: «Havik, T. & Ingul, J. M.», «King, M., Jr.»."""
    shown = []
    for name in names:
        given = _joined((initials(name), _value(name, "dropping-particle")), " ")
        shown.append(_joined((family_name(name), given, _value(name, "suffix")), ", "))
    if len(shown) > _LISTED_NAMES:
        return f"{', '.join(shown[:_FIRST_NAMES])}, … {shown[-1]}"
    return _with_and(shown)


def _in_order(names: Iterable[Mapping[str, str]]) -> str:
    """Return ``names`` as they are said: «K. Ås & O. Berg»."""
    return _with_and([
        _joined((
            initials(name),
            _particle_before(_value(name, "dropping-particle"), family_name(name)),
            _value(name, "suffix"),
        ), " ") for name in names
    ])


def _with_and(names: Sequence[str]) -> str:
    return " &amp; ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _with_others(names: Sequence[str], shown: int) -> str:
    """Return ``names`` as cited; «et al.» does not stand for one name that is next to several."""
    if len(names) < 3 or (shown > 1 and shown + 1 >= len(names)):
        return _with_and(names)
    return f"{', '.join(names[:shown])}{',' if shown > 1 else ''} et al."


def _title(item: Item, reference: Reference) -> str:
    title = _value(item, "title")
    if not title:  # an act that is listed by its title
        return ""
    if item["type"] == "webpage" or item["type"] in _PERIODICAL:
        return title if "container-title" in item and item["type"] != "webpage" else _em(title)
    if "container-title" in item:
        return title
    return _em(_joined((title, _named_volume(item, reference)), _colon(title)))


def _named_volume(item: Item, reference: Reference) -> str:
    """Return a volume that has a name instead of a number; it belongs to the title."""
    if _numeric(item, "volume"):
        return ""
    return _labelled(reference.gettext("Bd."), _value(item, "volume"))


def _title_and_descriptions(item: Item, reference: Reference) -> str:
    title, described = _title(item, reference), _parenthetical(item, reference)
    kind = _bracketed(item, reference)
    return _joined((title, described, kind) if title else (kind, described), " ")


def _parenthetical(item: Item, reference: Reference) -> str:
    """Return editors, number, edition, volume and pages, as far as they belong to the title."""
    if item["type"] == "webpage" or "container-title" not in item:
        return _parens((
            _editors(item, reference), _number(item, reference), _locators(item, reference)
        ))
    return _parens((_number(item, reference),)) if item["type"] == "broadcast" else ""


def _fields_of_parenthetical(item: Item) -> set[str]:
    if item["type"] != "webpage" and "container-title" in item:
        return {"number", "genre"} if item["type"] == "broadcast" and "number" in item else set()
    used = {"number", "genre"} if "number" in item else set()
    if item["type"] not in _PERIODICAL:
        used.add("editor")
    if item["type"] not in _NO_LOCATOR:
        used |= {"edition", "volume", "issue", "page"}
        used |= {"collection-title"} if item["type"] == "report" else set()
    elif item["type"] not in _PERIODICAL | {"webpage"}:
        used.add("volume")
    return used


def _editors(item: Item, reference: Reference) -> str:
    if not item.get("editor") or item["type"] in _PERIODICAL:
        return ""
    return _joined((_in_order(item["editor"]), reference.gettext("Red.")), ", ")


def _number(item: Item, reference: Reference) -> str:
    number = _value(item, "number")
    if not number:
        return ""
    label = reference.gettext("Nr.") if _numeric(item, "number") else ""
    publisher = _value(item, "publisher") if item["type"] == "thesis" and _online(item) else ""
    return _joined(
        (_joined((reference.cased("genre", item), label, number), " "), publisher), ", "
    )


def _locators(item: Item, reference: Reference) -> str:
    if item["type"] in _NO_LOCATOR:
        return ""
    gettext = reference.gettext
    edition, volume = _value(item, "edition"), _value(item, "volume")
    issue, pages = _value(item, "issue"), _pages(_value(item, "page"))
    if _numeric(item, "edition"):
        edition = gettext("{nummer}. utg.").format(nummer=_RANGE.sub(".–", edition))
    series = reference.cased("collection-title", item) if item["type"] == "report" else ""
    volume = _RANGE.sub("–", volume) if _numeric(item, "volume") else ""
    return _joined((
        edition, series, _labelled(gettext("Bd."), volume), _labelled(gettext("Nummer"), issue),
        _labelled(gettext("s."), pages),
    ), ", ")


def _bracketed(item: Item, reference: Reference) -> str:
    """Return what kind of work it is, where that is not said with its number."""
    if "number" in item:
        return ""
    genre = _capital(_value(item, "genre"))
    if item["type"] == "thesis":
        university = _value(item, "publisher") if _online(item) else ""
        return _brackets(_joined((genre, university), ", "))
    return "" if reference.kind_with_container else _brackets(genre)


def _container(item: Item, reference: Reference) -> str:
    """Return the periodical or the book that the work is part of."""
    kind = item["type"]
    if kind in _PERIODICAL:
        return _periodical(item, reference)
    if kind == "webpage" or "container-title" not in item:
        return ""
    editors = ""
    if item.get("editor"):
        role = reference.gettext("Red.")
        editors = f"{_in_order(item['editor'])} ({role})"
    title = _value(item, "container-title")
    title = _em(_joined((title, _named_volume(item, reference)), _colon(title)))
    place = _parens((
        "" if kind == "broadcast" else _number(item, reference), _locators(item, reference)
    ))
    shown = reference.kind_with_container and "number" not in item
    genre = _capital(_value(item, "genre")) if shown else ""
    work = _joined((editors, title), ", ")
    return _joined((
        reference.gettext("I {verk}").format(verk=work), place, _brackets(genre)
    ), " ")


def _periodical(item: Item, reference: Reference) -> str:
    volume, issue = _value(item, "volume"), _value(item, "issue")
    where = f"{_em(volume)}({issue})" if volume and issue else _em(volume or issue)
    number = _value(item, "number")
    pages = _pages(_value(item, "page")) or (
        reference.gettext("Artikkel {nummer}").format(nummer=number) if number else ""
    )
    return _joined((_em(reference.cased("container-title", item)), where, pages), ", ")


def _publisher(item: Item, reference: Reference) -> str:
    kind, publisher = item["type"], _value(item, "publisher")
    if kind in _PERIODICAL or (kind == "thesis" and _online(item)):
        return ""
    if kind == "webpage":
        return _joined((reference.cased("container-title", item), publisher), "; ")
    return publisher


def _online(item: Item) -> bool:
    return "DOI" in item or "URL" in item


def _pages(pages: str) -> str:
    """Return ``pages`` with whole numbers at both ends: «1622-37» is «1622–1637»."""
    def whole(match: re.Match[str]) -> str:
        first, last = match.groups()
        return f"{first}–{first[: len(first) - len(last)]}{last}"

    return re.sub(r"(\d+)\s*[-–]\s*(\d+)", whole, pages)


def _numeric(item: Item, field: str) -> bool:
    return bool(_NUMERIC.fullmatch(" ".join(str(item.get(field, "")).split())))


def _without(item: Item, fields: Iterable[str]) -> Item:
    gone = set(fields)
    return {field: value for field, value in item.items() if field not in gone}


def _value(item: Mapping[str, Any], field: str) -> str:
    """Return a field as HTML: escaped, with the few elements that CSL lets a title have."""
    if field not in item:
        return ""
    text = escape(" ".join(str(item[field]).split()), quote=False)
    if field in ("DOI", "URL"):
        return escape(text.replace("&amp;", "&"))
    while (made := _MARKUP.sub(_element, text)) != text:
        text = made
    return _quotes(text)


def _element(match: re.Match[str]) -> str:
    name = _ELEMENTS[match[1]]
    return f"<{name}>{match[2]}</{name}>"


def _quotes(text: str) -> str:
    """Return ``text`` with the quotation marks and apostrophes of print."""
    text = re.sub(r"(?<=\w)'(?=\w)", "’", text)
    text = re.sub(r"(?<![\w’])\"(\S(?:[^\"]*\S)?)\"(?!\w)", r"«\1»", text)
    return re.sub(r"(?<![\w’])'(\S(?:[^']*\S)?)'(?!\w)", r"«\1»", text).replace("'", "’")


def _title_case(text: str) -> str:
    """Return an English ``text`` with capitals as APA has them in titles in running text."""
    words, before = [], ":"
    for word in text.split(" "):
        plain = word.strip("«»“”‘’().,;:!?[]")
        if word.islower() and (plain not in _SMALL_WORDS or before[-1:] in ":.?!"):
            word = _FIRST_LETTERS.sub(lambda match: match[0].upper(), word)
        words.append(word)
        before = word or before
    return " ".join(words)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _colon(title: str) -> str:
    """Return what stands between ``title`` and the rest of it."""
    return " " if title.endswith(("?", "!")) else ": "


def _em(text: str) -> str:
    return f"<em>{text}</em>" if text else ""


def _link(address: str) -> str:
    return f'<a href="{address}">{address}</a>'


def _parens(parts: Iterable[str]) -> str:
    text = _joined(parts, "; ")
    return f"({text})" if text else ""


def _brackets(text: str) -> str:
    return f"[{text}]" if text else ""


def _labelled(label: str, text: str) -> str:
    return f"{label} {text}" if text else ""


def _joined(parts: Iterable[str], delimiter: str) -> str:
    return delimiter.join(part for part in parts if part)


def _sentence(parts: Iterable[str]) -> str:
    """Return ``parts`` each with its full stop, unless it ends with a mark of its own."""
    return " ".join(
        part if _TAGS.sub("", part).endswith((".", "?", "!")) else f"{part}."
        for part in parts if part
    )

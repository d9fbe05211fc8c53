"""Objects of Helsedirektoratet's open content API as files of ours.

What that API's shape holds is imported. Everything else is reported, with the object, the field and
the line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from rettesnor.model.fields import CATALOGUE, GUIDELINE_TEXTS
from rettesnor.model.helsedir import (
    HEADED,
    KEY_INFO,
    PRACTICE,
    QUESTIONS,
    RATIONALE,
    STEPS,
    Place,
)
from rettesnor.model.sections import INTRODUCTION, USUAL
from rettesnor.reading.checks.rules.strengths import lacks_verb
from rettesnor.reading.importers.helsedir_fields import (
    LONGEST_ID,
    Data,
    cut,
    day,
    items,
    kind,
    links,
    list_items,
    plain,
    slug,
    status,
    strength,
    unread,
)
from rettesnor.reading.importers.html_to_markdown import LossReport, markdown, markdown_of
from rettesnor.reading.importers.html_tree import Element, parse
from rettesnor.reading.importers.result import ImportResult, Loss

_GUIDELINE = "guideline/guideline.yml"
_SPLIT = {title: place for headed in HEADED.values() for title, place in headed.items()}
"""Headings in a text whose section is a field of its own here."""
_KNOWN = frozenset({*_SPLIT, STEPS, QUESTIONS, *GUIDELINE_TEXTS.values()})
_FIELDS = [field for field in CATALOGUE["recommendation"] if not field.parent]
_PARTS = tuple(field.name for field in _FIELDS if field.place)
"""The sections of a recommendation, in the order of its file."""
_NEEDED = tuple(field.name for field in _FIELDS if field.name in USUAL and field.name != "id")
_LONGEST_SENTENCE = 250


def import_helsedir(found: Sequence[Data]) -> ImportResult:
    """Return the files that ``found`` become."""
    return _Import(found).made


def _dates(one: Data) -> Data:
    dates = {
        "publisert": day(one.get("forstPublisert")),
        "faglig_oppdatert": day(one.get("sistFagligOppdatert")),
    }
    return {name: found for name, found in dates.items() if found}


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _shortened(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 60 else f"{plain[:60].rsplit(' ', 1)[0]} …"


class _Import:
    def __init__(self, found: Sequence[Data]) -> None:
        self.made = ImportResult()
        by_kind: dict[str, list[Data]] = {"anbefaling": [], "kapittel": [], "": []}
        for one in found:
            by_kind[kind(one)].append(one)
        recommendations = [*self._named(by_kind["anbefaling"])]
        chapters = [*self._named(by_kind["kapittel"])]
        # Of objects that share an id, links lead to the first.
        self._ids = {str(one["id"]): name for name, one in reversed(recommendations)}
        self._chapters = {str(one["id"]): name for name, one in reversed(chapters)}
        inside: dict[str, list[str]] = {}
        for name, one in recommendations:
            chapter = self._parent(one)
            inside.setdefault(chapter, []).append(name)
            self._add(f"recommendations/{chapter}/{name}.yml", self._recommendation(one, name))
        if by_kind[""] or chapters:
            self._guideline(by_kind[""], chapters, inside)

    def _named(self, found: Iterable[Data]) -> Iterator[tuple[str, Data]]:
        """Yield each object with an id of ours that no other object of the kind has."""
        taken: set[str] = set()
        known: set[str] = set()
        for one in found:
            own = str(one["id"])
            name = own if re.fullmatch(r"[a-z][a-z0-9-]{0,59}", own) else slug(one["tittel"])
            number, free = 2, name
            while free in taken:
                free, number = f"{name[: LONGEST_ID - 4]}-{number}", number + 1
            if own in known:
                self._lose(one, "id", 0, f"Flere objekter har denne id-en; dette er lagt i "
                           f"«{free}», og lenker til id-en går til det første")
            taken.add(free)
            known.add(own)
            yield free, one

    def _parent(self, one: Data) -> str:
        for link in links(one):
            if link.get("rel") == "forelder":
                own = str(link.get("href", "")).rstrip("/").rpartition("/")[2]
                own = own.removesuffix(".json")
                if own in self._chapters:
                    return self._chapters[own]
                if link.get("tittel"):
                    return slug(str(link["tittel"]))
        self._lose(one, "links", 0, "Objektet har ikke noe kapittel; det er lagt i «uten-kapittel»")
        return "uten-kapittel"

    def _add(self, path: str, data: Data) -> None:
        self.made.files[path] = data
        lacking = tuple(name for name in _NEEDED if name not in data)
        if lacking:
            self.made.missing[path] = lacking

    def _recommendation(self, one: Data, id_: str) -> Data:
        self._unread(one)
        data = one.get("data") or {}
        info = data.get("nokkelInfo") or {}
        made: Data = {"id": id_, "tittel": one["tittel"].strip()}
        sentence, rest = self._sentence(one)
        made |= sentence
        made |= self._strength(one, data.get("styrke"))
        made |= self._status(one)
        parts: dict[str, Data] = {}
        self._place_first(one, "tekst", rest, parts)
        self._introductions(one, made, parts)
        self._sections(one, "data.praktisk", data.get("praktisk"),
                       (PRACTICE, INTRODUCTION), parts)
        self._sections(one, "data.rasjonale", data.get("rasjonale"), (RATIONALE, INTRODUCTION),
                       parts)
        for name, place in KEY_INFO.items():
            self._sections(one, f"data.nokkelInfo.{name}", info.get(name), place, parts)
        for name in data.keys() - {"nokkelInfo", "praktisk", "rasjonale", "styrke"}:
            self._lose(one, f"data.{name}", 0, "Feltet er ikke ført over")
        for name in info.keys() - KEY_INFO.keys():
            self._lose(one, f"data.nokkelInfo.{name}", 0, "Feltet er ikke ført over")
        # A section that is a text or a list itself has its value under the empty name.
        made |= {name: parts[name].get("", parts[name]) for name in _PARTS if parts.get(name)}
        dates = _dates(one)
        return {**made, "datoer": dates} if dates else made

    def _sentence(self, one: Data) -> tuple[Data, str]:
        """Return the recommendation's one sentence (the first paragraph of the text, else the
        title), and the rest of the text."""
        text = self._markdown(one, "tekst", one.get("tekst"))
        first = text.split("\n\n")[0].replace("\\\n", " ").replace("\n", " ")
        plain = re.sub(r"\\(.)", r"\1", first).strip().rstrip(".")
        title, rest = one["tittel"].strip().rstrip("."), text.partition("\n\n")[2]
        if lacks_verb(plain) and not lacks_verb(title):
            plain, rest = title, text
        elif not 10 <= len(plain) <= _LONGEST_SENTENCE or first.startswith(("#", "-", "|", ">")):
            if text:
                self._lose(one, "tekst", 0, "Teksten er lengre enn én setning; tittelen er brukt "
                           "som kort anbefaling")
            plain, rest = title, text
        if len(plain) > _LONGEST_SENTENCE or len(plain) < 10:
            return {}, rest
        return {"kort_anbefaling": plain}, rest

    def _introductions(self, one: Data, made: Data, parts: dict[str, Data]) -> None:
        """Keep both introductions, unless they say what the sentence or the title says."""
        said = {_words(str(made.get(name, ""))) for name in ("tittel", "kort_anbefaling")}
        for name in ("intro", "kortIntro"):
            text = self._markdown(one, name, one.get(name))
            if text and _words(text) not in said:
                self._place_first(one, name, text, parts)
                said.add(_words(text))

    def _place_first(self, one: Data, name: str, text: str, parts: dict[str, Data]) -> None:
        """Keep a text that has no field of its own where the practice begins, and report it."""
        if not text:
            return
        group = parts.setdefault("praktisk_gjennomforing", {})
        group["tekst"] = f"{group.get('tekst', '')}\n\n{text}".strip()
        self._lose(one, name, 0, "Teksten har ikke noe eget felt og er lagt først i "
                   f"«praktisk_gjennomforing.tekst»: «{_shortened(text)}»")

    def _strength(self, one: Data, given: Any) -> Data:
        word, said = strength(given)
        if said:
            self._lose(one, "data.styrke", 0, said)
        return {"styrke": word} if word else {}

    def _status(self, one: Data) -> Data:
        word, said = status(one.get("status"))
        if said:
            self._lose(one, "status", 0, said)
        return {"status": word}

    def _sections(
        self, one: Data, source: str, html: Any, place: Place, parts: dict[str, Data]
    ) -> None:
        """Put a text where it belongs, and the sections in it that are fields of their own."""
        if not isinstance(html, str) or not html.strip():
            return
        account = LossReport()
        for title, nodes in cut(parse(html).children, _KNOWN):
            if title == STEPS and (steps := self._steps(nodes, account)):
                parts.setdefault(place[0], {})["steg"] = steps
                continue
            if title == QUESTIONS and (questions := items(nodes)):
                parts["kontrollsporsmaal"] = {"": questions}
                continue
            group, name = _SPLIT.get(title, place)
            text = markdown_of(nodes, self._linker(), account)
            if title and title not in _SPLIT:
                text = f"### {title}\n\n{text}".strip()
            if text:
                before = parts.setdefault(group, {}).get(name, "")
                parts[group][name] = f"{before}\n\n{text}".strip()
        self._report(one, source, account)

    def _steps(self, nodes: Sequence[Element | str], account: LossReport) -> list[Data]:
        """Return steps written as our own export does; nothing for any other list."""
        steps = []
        for item in list_items(nodes):
            head = next((c for c in item.children if isinstance(c, Element)), None)
            who = next((c for c in head.children if isinstance(c, Element)
                        and c.tag == "strong"), None) if head and head.tag == "p" else None
            if head is None or who is None:
                return []
            when = next((c for c in head.children if isinstance(c, Element) and c.tag == "em"),
                        None)
            rest = [c for c in item.children if c is not head]
            step = {"hvem": who.text(), "hva": markdown_of(rest, self._linker(), account)}
            steps.append(step | ({"naar": when.text()} if when is not None else {}))
        return steps

    def _guideline(
        self, roots: Sequence[Data], chapters: Sequence[tuple[str, Data]],
        inside: Mapping[str, Sequence[str]],
    ) -> None:
        made: Data = {}
        if roots:
            root = roots[0]
            self._unread(root)
            for other in roots[1:]:
                self._lose(other, "tittel", 0, "Objektet er ikke ført over; bare ett kan være "
                           "retningslinja")
            own = str(root["id"])
            made["id"] = own if re.fullmatch(r"[a-z][a-z0-9-]{0,59}", own) else slug(
                root["tittel"])
            made["tittel"] = root["tittel"].strip()
            made["korttittel"] = (root.get("kortTittel") or root["tittel"]).strip()
            made |= self._status(root)
            made |= self._owner(root)
            made |= self._texts(root)
            if root.get("intro"):
                made["merknad"] = plain(str(root["intro"]))
            if short := plain(str(root.get("kortIntro") or "")):
                self._lose(root, "kortIntro", 0, f"Teksten er ikke ført over: «{short}»")
            if dates := _dates(root):
                made["datoer"] = dates
        made["kapitler"] = [self._chapter(one, name, inside) for name, one in chapters]
        self.made.files[_GUIDELINE] = made
        self.made.missing[_GUIDELINE] = tuple(
            name for name in (
                "id", "tittel", "type", "versjon", "merknad", "eier", "formaal", "maalgrupper",
                "omfang", "avgrensning", "lisens", "roller", "sider",
            ) if name not in made
        )

    def _texts(self, root: Data) -> Data:
        """Return the guideline's own texts, which are sections of one text there."""
        account = LossReport()
        names = {title: name for name, title in GUIDELINE_TEXTS.items()}
        first = next(iter(GUIDELINE_TEXTS))
        made: Data = {}
        for title, nodes in cut(parse(str(root.get("tekst") or "")).children, _KNOWN):
            text = markdown_of(nodes, self._linker(), account)
            name = names.get(title, first)
            if title and title not in names:
                text = f"### {title}\n\n{text}"
            if text.strip():
                made[name] = f"{made.get(name, '')}\n\n{text}".strip()
        self._report(root, "tekst", account)
        return made

    def _owner(self, root: Data) -> Data:
        owners = root.get("eier")
        if isinstance(owners, list) and owners:
            self._lose(root, "eier", 0, "Forkortelsen og lenka til eieren finnes ikke i kilden; "
                       "fyll dem inn")
            return {"eier": {"navn": str(owners[0])}}
        return {}

    def _chapter(self, one: Data, id_: str, inside: Mapping[str, Sequence[str]]) -> Data:
        self._unread(one)
        texts = (self._markdown(one, name, one.get(name)) for name in ("intro", "tekst"))
        lead = "\n\n".join(text for text in texts if text)
        if short := plain(str(one.get("kortIntro") or "")):
            self._lose(one, "kortIntro", 0, f"Teksten er ikke ført over: «{short}»")
        for name in ("forstPublisert", "sistFagligOppdatert"):
            if when := day(one.get(name)):
                self._lose(one, name, 0, f"Datoen {when} er ikke ført over: et kapittel har ikke "
                           "egne datoer")
        return {
            "id": id_, "tittel": one["tittel"].strip(), **({"ingress": lead} if lead else {}),
            "anbefalinger": [*inside.get(id_, ())],
        }

    def _markdown(self, one: Data, name: str, html: Any) -> str:
        if not isinstance(html, str):
            return ""
        account = LossReport()
        text = markdown(html, self._linker(), account)
        self._report(one, name, account)
        return text

    def _linker(self) -> Callable[[str], str]:
        """Return what leads links here: to recommendations that come along, and out."""

        def link(href: str) -> str:
            path, _, anchor = href.partition("#")
            last = path.rstrip("/").rpartition("/")[2].removesuffix(".json")
            if last in self._ids:
                own = f"anbefaling:{self._ids[last]}"
                return f"{own}#{anchor}" if re.fullmatch(r"[a-z_-]+", anchor) else own
            return href if href.startswith(("https://", "http://", "mailto:")) else ""

        return link

    def _report(self, one: Data, name: str, account: LossReport) -> None:
        for line, what in account.losses():
            self._lose(one, name, line, what)

    def _unread(self, one: Data) -> None:
        for name, said in unread(one):
            self._lose(one, name, 0, said)

    def _lose(self, one: Data, name: str, line: int, message: str) -> None:
        self.made.losses.append(Loss(f"{one['id']}.{name}", line, f"{message}."))



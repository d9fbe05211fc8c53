"""Objects of Helsedirektoratet's open content API as files of ours.

What the shape of that API holds is brought along; everything else is told of, with the object,
the field and the line it stood in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from rettesnor.reading.foreign.brought import Import, Loss
from rettesnor.reading.foreign.helsedir_shape import (
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
from rettesnor.reading.foreign.html_tree import Element, parse
from rettesnor.reading.foreign.markdown import Account, markdown, markdown_of

_FRAME = "guideline/guideline.yml"
_SPLIT = {
    "Gjennomførbarhet": ("begrunnelse", "gjennomforbarhet"),
    "Utilsiktede konsekvenser": ("begrunnelse", "utilsiktede_konsekvenser"),
    "Juridiske rammer": ("juridiske_rammer", "tekst"),
    "Erfaringskunnskap": ("kunnskapsgrunnlag", "erfaringskunnskap"),
    "Brukerkunnskap": ("kunnskapsgrunnlag", "brukerkunnskap"),
}
"""Headings in a text whose section is a field of its own here."""
_STEPS, _QUESTIONS = "Steg for steg", "Sjekk egen praksis"
_KNOWN = frozenset({*_SPLIT, _STEPS, _QUESTIONS, "Omfang", "Avgrensning"})
_KEY_INFO = {
    "fordelerogulemper": ("begrunnelse", "fordeler_og_ulemper"),
    "verdierogpreferanser": ("begrunnelse", "verdier_og_preferanser"),
    "ressurshensyn": ("begrunnelse", "ressursbruk"),
}
_PARTS = ("praktisk_gjennomforing", "begrunnelse", "kunnskapsgrunnlag", "juridiske_rammer")
_NEEDED = (
    "tittel", "kort_anbefaling", "styrke", "status", "maalgrupper", "skoleslag", *_PARTS
)
_LONGEST_SENTENCE = 250


def bring(found: Sequence[Data]) -> Import:
    """Return the files that ``found`` become."""
    return _Bringer(found).made


class _Bringer:
    def __init__(self, found: Sequence[Data]) -> None:
        self.made = Import()
        by_kind: dict[str, list[Data]] = {"anbefaling": [], "kapittel": [], "": []}
        for one in found:
            by_kind[kind(one)].append(one)
        self._ids = dict(self._names(by_kind["anbefaling"]))
        self._chapters = dict(self._names(by_kind["kapittel"]))
        parents = {str(one["id"]): self._parent(one) for one in by_kind["anbefaling"]}
        for one in by_kind["anbefaling"]:
            chapter = parents[str(one["id"])]
            id_ = self._ids[str(one["id"])]
            self._add(f"recommendations/{chapter}/{id_}.yml", self._recommendation(one, id_))
        if by_kind[""] or by_kind["kapittel"]:
            self._frame(by_kind[""], by_kind["kapittel"], parents)

    def _names(self, found: Iterable[Data]) -> Iterator[tuple[str, str]]:
        """Yield that system's id and ours, which no other object of the kind has."""
        taken: set[str] = set()
        for one in found:
            own = str(one["id"])
            name = own if re.fullmatch(r"[a-z][a-z0-9-]{0,59}", own) else slug(one["tittel"])
            number, free = 2, name
            while free in taken:
                free, number = f"{name[: LONGEST_ID - 4]}-{number}", number + 1
            taken.add(free)
            yield own, free

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
        made |= self._sentence(one)
        made |= self._strength(one, data.get("styrke"))
        made |= self._status(one)
        parts: dict[str, Data] = {}
        self._sections(one, "data.praktisk", data.get("praktisk"),
                       ("praktisk_gjennomforing", "tekst"), parts)
        self._sections(one, "data.rasjonale", data.get("rasjonale"), ("begrunnelse", "tekst"),
                       parts)
        for name, place in _KEY_INFO.items():
            self._sections(one, f"data.nokkelInfo.{name}", info.get(name), place, parts)
        self._sections(
            one, "data.nokkelInfo.kvalitetdokumentasjon", info.get("kvalitetdokumentasjon"),
            ("kunnskapsgrunnlag", "tekst"), parts,
        )
        for name in data.keys() - {"nokkelInfo", "praktisk", "rasjonale", "styrke"}:
            self._lose(one, f"data.{name}", 0, "Feltet er ikke ført over")
        for name in info.keys() - {*_KEY_INFO, "kvalitetdokumentasjon"}:
            self._lose(one, f"data.nokkelInfo.{name}", 0, "Feltet er ikke ført over")
        made |= {name: parts[name] for name in _PARTS if parts.get(name)}
        if "kontrollsporsmaal" in parts:
            made["kontrollsporsmaal"] = parts["kontrollsporsmaal"]["liste"]
        dates = {
            "publisert": day(one.get("forstPublisert")),
            "faglig_oppdatert": day(one.get("sistFagligOppdatert")),
        }
        known = {name: found for name, found in dates.items() if found}
        return {**made, "datoer": known} if known else made

    def _sentence(self, one: Data) -> Data:
        """Return the recommendation's one sentence: the first of the text, else the title."""
        text = self._markdown(one, "tekst", one.get("tekst"))
        first = text.split("\n\n")[0].replace("\\\n", " ").replace("\n", " ")
        plain = re.sub(r"\\(.)", r"\1", first).strip().rstrip(".")
        if not 10 <= len(plain) <= _LONGEST_SENTENCE or first.startswith(("#", "-", "|", ">")):
            if text:
                self._lose(one, "tekst", 0, "Teksten er lengre enn én setning; tittelen er brukt "
                           "som kort anbefaling, og teksten er utelatt")
            plain = one["tittel"].strip().rstrip(".")
        elif rest := text.partition("\n\n")[2]:
            self._lose(one, "tekst", 0, f"Resten av teksten er utelatt: «{rest[:60]}…»")
        if len(plain) > _LONGEST_SENTENCE or len(plain) < 10:
            return {}
        return {"kort_anbefaling": plain}

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
        self, one: Data, source: str, html: Any, place: tuple[str, str], parts: dict[str, Data]
    ) -> None:
        """Put a text where it belongs, and the sections in it that are fields of their own."""
        if not isinstance(html, str) or not html.strip():
            return
        account = Account()
        for title, nodes in cut(parse(html).children, _KNOWN):
            if title == _STEPS and (steps := self._steps(nodes, account)):
                parts.setdefault(place[0], {})["steg"] = steps
                continue
            if title == _QUESTIONS and (questions := items(nodes)):
                parts["kontrollsporsmaal"] = {"liste": questions}
                continue
            group, name = _SPLIT.get(title, place)
            text = markdown_of(nodes, self._linker(), account)
            if title and title not in _SPLIT:
                text = f"### {title}\n\n{text}".strip()
            if text:
                before = parts.setdefault(group, {}).get(name, "")
                parts[group][name] = f"{before}\n\n{text}".strip()
        self._told(one, source, account)

    def _steps(self, nodes: Sequence[Element | str], account: Account) -> list[Data]:
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

    def _frame(
        self, roots: Sequence[Data], chapters: Sequence[Data], parents: Mapping[str, str]
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
            made |= self._tales(root)
            if root.get("intro"):
                made["merknad"] = plain(str(root["intro"]))
        made["kapitler"] = [self._chapter(one, parents) for one in chapters]
        self.made.files[_FRAME] = made
        self.made.missing[_FRAME] = tuple(
            name for name in (
                "id", "tittel", "type", "versjon", "merknad", "eier", "formaal", "maalgrupper",
                "omfang", "avgrensning", "lisens", "roller", "skoleslag", "sider",
            ) if name not in made
        )

    def _tales(self, root: Data) -> Data:
        """Return purpose, scope and limits, which are sections of one text there."""
        account = Account()
        names = {"": "formaal", "Omfang": "omfang", "Avgrensning": "avgrensning"}
        made: Data = {}
        for title, nodes in cut(parse(str(root.get("tekst") or "")).children, _KNOWN):
            text = markdown_of(nodes, self._linker(), account)
            name = names.get(title, "formaal")
            if title and title not in names:
                text = f"### {title}\n\n{text}"
            if text.strip():
                made[name] = f"{made.get(name, '')}\n\n{text}".strip()
        self._told(root, "tekst", account)
        return made

    def _owner(self, root: Data) -> Data:
        owners = root.get("eier")
        if isinstance(owners, list) and owners:
            self._lose(root, "eier", 0, "Forkortelsen og lenka til eieren finnes ikke i kilden; "
                       "fyll dem inn")
            return {"eier": {"navn": str(owners[0])}}
        return {}

    def _chapter(self, one: Data, parents: Mapping[str, str]) -> Data:
        self._unread(one)
        id_ = self._chapters[str(one["id"])]
        own = [self._ids[key] for key, chapter in parents.items() if chapter == id_]
        lead = self._markdown(one, "tekst", one.get("tekst"))
        return {
            "id": id_, "tittel": one["tittel"].strip(), **({"ingress": lead} if lead else {}),
            "anbefalinger": own,
        }

    def _markdown(self, one: Data, name: str, html: Any) -> str:
        if not isinstance(html, str):
            return ""
        account = Account()
        text = markdown(html, self._linker(), account)
        self._told(one, name, account)
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

    def _told(self, one: Data, name: str, account: Account) -> None:
        for line, what in account.told():
            self._lose(one, name, line, what)

    def _unread(self, one: Data) -> None:
        for name, said in unread(one):
            self._lose(one, name, 0, said)

    def _lose(self, one: Data, name: str, line: int, message: str) -> None:
        self.made.losses.append(Loss(f"{one['id']}.{name}", line, f"{message}."))



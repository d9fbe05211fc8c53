"""What an editor does to a guideline, each as an edit of the text of its files."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

GUIDELINE = "guideline/guideline.yml"
_INLINE = re.compile(r"(?m)^( *)(- )?(\w+): \[([\w, -]+)\]$")


class Files:
    """The files of a guideline below ``root``, and where its released recommendations went.

    Attributes:
        went: for each released recommendation that has been taken out since, the ids that
            readers are led to; none when it was withdrawn.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.went: dict[str, list[str]] = {}
        self._number = 0
        for path in [root / GUIDELINE, *root.glob("recommendations/*/*.yml")]:
            path.write_text(_INLINE.sub(_block, path.read_text("utf-8")), "utf-8")

    def new(self) -> int:
        """Return a number that was not given before."""
        self._number += 1
        return self._number

    def read(self, path: str) -> str:
        """Return the text of a file."""
        return (self.root / path).read_text(encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        """Write a file."""
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def edit(self, path: str, change: Callable[[str], str]) -> None:
        """Change the text of a file."""
        self.write(path, change(self.read(path)))

    def data(self) -> dict[str, Any]:
        """Return what ``guideline.yml`` says."""
        found: dict[str, Any] = yaml.safe_load(self.read(GUIDELINE))
        return found

    def ids(self, key: str) -> list[str]:
        """Return the ids of a list in ``guideline.yml``."""
        return [x["id"] if isinstance(x, dict) else x for x in self.data().get(key, ())]

    @property
    def chapters(self) -> dict[str, list[str]]:
        """The ids of the recommendations in each chapter."""
        return {one["id"]: list(one["anbefalinger"] or ()) for one in self.data()["kapitler"]}

    @property
    def recommendations(self) -> list[str]:
        """The ids of all recommendations, in reading order."""
        return [id_ for ids in self.chapters.values() for id_ in ids]

    @property
    def languages(self) -> list[str]:
        """The languages that the guideline is translated into."""
        return self.ids("sprak")[1:]

    def file(self, id_: str, language: str = "") -> str:
        """Return the path of a recommendation."""
        chapter = next(c for c, ids in self.chapters.items() if id_ in ids)
        return f"recommendations/{chapter}/{id_}{f'.{language}' if language else ''}.yml"

    def own_files(self, id_: str) -> list[Path]:
        """Return the recommendation's file and those of its translations."""
        found = [self.root / self.file(id_)]
        return found + sorted(found[0].parent.glob(f"{id_}.*.yml"))

    def frames(self) -> list[str]:
        """Return ``guideline.yml`` and its translations."""
        return [f"guideline/{path.name}" for path in self.root.glob("guideline/guideline*.yml")]

    def everywhere(self) -> list[str]:
        """Return every YAML file that may name an id."""
        own = self.root.glob("recommendations/*/*.yml")
        return [*self.frames(), *(path.relative_to(self.root).as_posix() for path in own)]

    def prose(self) -> list[str]:
        """Return every prose page."""
        return [f"guideline/{path.name}" for path in self.root.glob("guideline/*.md")]


def _block(found: re.Match[str]) -> str:
    indent = found[1] + ("  " if found[2] else "")
    items = "".join(f"\n{indent}  - {item.strip()}" for item in found[4].split(","))
    return f"{found[1]}{found[2] or ''}{found[3]}:{items}"


def _list(text: str, key: str) -> tuple[int, int, list[str]]:
    """Return where the list ``key`` of a file begins and ends, and the text of its items."""
    found = re.search(rf"(?m)^{key}:\n((?:[ #].*\n|\n)*)", text)
    if found is None:
        return len(text), len(text), []
    items = re.split(r"(?m)^(?=  - )", found[1])
    return found.start(1), found.end(1), [item for item in items if item.startswith("  - ")]


def _relist(text: str, key: str, items: Iterable[str]) -> str:
    start, end, old = _list(text, key)
    joined = "".join(items)
    if not old:
        return f"{text}{key}:\n{joined}" if joined else text
    if not joined:
        return text[: start - len(key) - 2] + text[end:]
    return text[:start] + joined + text[end:]


def _is(item: str, id_: str) -> bool:
    return re.match(rf"  - (?:id: )?{re.escape(id_)}$", item.splitlines()[0]) is not None


def _drop(files: Files, key: str, id_: str) -> None:
    """Take an item out of a list of the guideline, in all languages."""
    for path in files.frames():
        files.edit(path, lambda text: _relist(
            text, key, [item for item in _list(text, key)[2] if not _is(item, id_)]
        ))


def _add(files: Files, key: str, item: str, at: int = 1_000) -> None:
    def change(text: str) -> str:
        items = _list(text, key)[2]
        items.insert(min(at, len(items)), item)
        return _relist(text, key, items)

    files.edit(GUIDELINE, change)


def _replace_id(files: Files, old: str, new: str) -> None:
    """Write ``new`` wherever a list or a link names ``old``; empty takes the line or link out."""
    line = rf"(?m)^( *(?:- )?(?:id: )?){re.escape(old)}\n"
    link = rf"\[([^\]]*)\]\(anbefaling:{re.escape(old)}(#[\w-]+)?\)"
    for path in [*files.everywhere(), *files.prose()]:
        text = files.read(path)
        if path.endswith(".md"):
            made = re.sub(link, rf"[\1](anbefaling:{new})" if new else r"\1", text)
        elif new:
            made = re.sub(line, rf"\g<1>{new}\n", text)
            made = re.sub(link, rf"[\1](anbefaling:{new})", made)
        else:
            made = re.sub(link, r"\1", re.sub(line, "", text))
            made = re.sub(r"(?m)^( *)\w+:\n(?=\1\w|\Z)", "", made) if made != text else made
        if made != text:
            files.write(path, made)


# Recommendations ------------------------------------------------------------------------------


def change_text(files: Files, id_: str) -> None:
    """Add a sentence to the rationale."""
    files.edit(files.file(id_), lambda text: re.sub(
        r"(begrunnelse:\n  tekst: \|\n)", rf"\g<1>    Dette er setning {files.new()}.\n", text
    ))


def change_title(files: Files, id_: str) -> None:
    """Give it another title."""
    files.edit(files.file(id_), lambda text: re.sub(
        r"(?m)^tittel: .*", f"tittel: Tittel nummer {files.new()}", text
    ))


def change_strength(files: Files, id_: str, to: str) -> None:
    """Give it another strength, in its sentence too, and the legal basis that a duty needs."""
    path = files.file(id_)
    now = yaml.safe_load(files.read(path))["styrke"]
    files.edit(path, lambda text: re.sub(r"(?m)^styrke: .*", f"styrke: {to}", text))
    for own in files.own_files(id_):
        files.edit(own.relative_to(files.root).as_posix(), lambda text: re.sub(
            rf"(?m)^(kort_anbefaling:(?:.*\n  )*?.*?)\b{now}\b", rf"\g<1>{to}", text,
            count=1, flags=re.IGNORECASE,
        ))
    if to == "skal" and "hjemmel: true" not in files.read(path):
        files.edit(path, lambda text: re.sub(
            r"(?m)^( +)paragraf: .*\n", r"\g<0>\g<1>hjemmel: true\n", text, count=1
        ))


def add(files: Files, chapter: str, like: str, id_: str, *, translated: bool = False) -> None:
    """Write a new recommendation after the pattern of another."""
    for path in files.own_files(like):
        if path.name.count(".") == 1 or translated:
            text = re.sub(r"(?m)^id: .*", f"id: {id_}", path.read_text("utf-8"))
            text = re.sub(r"(?m)^tittel: .*", f"tittel: Ny {files.new()}", text)
            text = re.sub(r"(?m)^datoer:\n(?: .*\n)+", "", text)
            name = path.name.replace(like, id_, 1)
            files.write(f"recommendations/{chapter}/{name}", text)
    _listed(files, chapter, [*files.chapters[chapter], id_])


def _listed(files: Files, chapter: str, ids: Iterable[str]) -> None:
    """List the recommendations of a chapter."""
    lines = "".join(f"      - {id_}\n" for id_ in ids)

    def change(text: str) -> str:
        items = [
            re.sub(r"    anbefalinger:\n(?:      - .*\n)*", f"    anbefalinger:\n{lines}", item)
            if _is(item, chapter) else item
            for item in _list(text, "kapitler")[2]
        ]
        return _relist(text, "kapitler", items)

    files.edit(GUIDELINE, change)


def withdraw(files: Files, id_: str, released: Iterable[str], to: Iterable[str] = ()) -> None:
    """Take it out, and every mention of it.

    Args:
        to: where readers are led instead.
    """
    for path in files.own_files(id_):
        path.unlink()
    _replace_id(files, id_, "")
    _went(files, id_, list(to), released)


def rename(files: Files, id_: str, new: str, released: Iterable[str]) -> None:
    """Give it another id."""
    for path in files.own_files(id_):
        path.rename(path.with_name(path.name.replace(id_, new, 1)))
    _replace_id(files, id_, new)
    _went(files, id_, [new], released)


def _went(files: Files, id_: str, to: list[str], released: Iterable[str]) -> None:
    for old, ids in files.went.items():
        if id_ in ids:
            kept = [other for other in ids if other != id_]
            files.went[old] = list(dict.fromkeys([*kept, *to]))
    if id_ in released:
        files.went[id_] = to


def move(files: Files, id_: str, chapter: str) -> None:
    """Move it to another chapter."""
    own = files.own_files(id_)
    old = own[0].parent.name
    if old == chapter:
        return
    for path in own:
        target = files.root / f"recommendations/{chapter}/{path.name}"
        target.parent.mkdir(parents=True, exist_ok=True)
        path.rename(target)
    chapters = files.chapters
    _listed(files, old, [other for other in chapters[old] if other != id_])
    _listed(files, chapter, [*chapters[chapter], id_])


def split(files: Files, id_: str, new: tuple[str, str], released: Iterable[str]) -> None:
    """Make two of it."""
    chapter = files.file(id_).split("/")[1]
    for other in new:
        add(files, chapter, id_, other)
    withdraw(files, id_, released, new)


def merge(files: Files, id_: str, into: str, released: Iterable[str]) -> None:
    """Let another take in its content."""
    change_title(files, into)
    withdraw(files, id_, released, [into])


# What holds for the whole ---------------------------------------------------------------------


def add_chapter(files: Files, id_: str, like: str, recommendation: str) -> None:
    """Write a new chapter with a new recommendation."""
    item = f"  - id: {id_}\n    tittel: Kapittel {files.new()}\n    anbefalinger:\n"
    _add(files, "kapitler", item)
    add(files, id_, like, recommendation)


def rename_chapter(files: Files, id_: str, new: str) -> None:
    """Give a chapter another id: its folder, and where it is listed."""
    (files.root / f"recommendations/{id_}").rename(files.root / f"recommendations/{new}")
    for path in files.frames():
        files.edit(path, lambda text: _relist(text, "kapitler", [
            item.replace(f"id: {id_}\n", f"id: {new}\n", 1) if _is(item, id_) else item
            for item in _list(text, "kapitler")[2]
        ]))


def remove_chapter(files: Files, id_: str, into: str) -> None:
    """Move what is in a chapter to another, and take it out."""
    for recommendation in files.chapters[id_]:
        move(files, recommendation, into)
    _drop(files, "kapitler", id_)
    folder = files.root / f"recommendations/{id_}"
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()


def change_title_of_chapter(files: Files, id_: str) -> None:
    """Give a chapter another title."""
    files.edit(GUIDELINE, lambda text: re.sub(
        rf"(?m)^(  - id: {id_}\n    tittel: ).*", rf"\g<1>Kapittel {files.new()}", text
    ))


def add_named(files: Files, key: str, id_: str) -> None:
    """Add a role or a phase."""
    _add(files, key, f"  - id: {id_}\n    navn: Navn {files.new()}\n    om: Prøvetekst.\n")


def rename_named(files: Files, id_: str, new: str) -> None:
    """Give a role or a phase another id."""
    _replace_id(files, id_, new)


def remove_named(files: Files, key: str, id_: str) -> None:
    """Take out a role or a phase, and every mention of it."""
    _drop(files, key, id_)
    _replace_id(files, id_, "")


def add_page(files: Files, id_: str) -> None:
    """Write a prose page."""
    number = files.new()
    files.write(f"guideline/{id_}.md", f"# Side {number}\n\nDette er side nummer {number}.\n")
    _add(files, "sider", f"  - {id_}\n")


def rename_page(files: Files, id_: str, new: str) -> None:
    """Give a prose page another id."""
    for path in files.root.glob(f"guideline/{id_}*.md"):
        path.rename(path.with_name(path.name.replace(id_, new, 1)))
    _replace_id(files, id_, new)
    _links_to_page(files, id_, rf"[\1](side:{new})")


def remove_page(files: Files, id_: str) -> None:
    """Take out a prose page, and every link to it."""
    for path in files.root.glob(f"guideline/{id_}*.md"):
        path.unlink()
    _drop(files, "sider", id_)
    _links_to_page(files, id_, r"\1")


def _links_to_page(files: Files, id_: str, to: str) -> None:
    for path in [*files.everywhere(), *files.prose()]:
        text = files.read(path)
        made = re.sub(rf"\[([^\]]*)\]\(side:{id_}(#[\w-]+)?\)", to, text)
        if made != text:
            files.write(path, made)


def change_source(files: Files) -> None:
    """Correct the title of the first source."""
    files.edit("guideline/sources.yml", lambda text: re.sub(
        r"(?m)^(    |  )title: .*", rf"\g<1>title: Rapport {files.new()}", text, count=1
    ))


def change_law(files: Files) -> None:
    """Correct the heading of the first section that has one."""
    files.edit("guideline/laws.yml", lambda text: re.sub(
        r"(?m)^( +)overskrift: .*", rf"\g<1>overskrift: Overskrift {files.new()}", text, count=1
    ))


def add_section(files: Files) -> None:
    """Add a section to the first law."""
    number = files.new()
    files.edit("guideline/laws.yml", lambda text: re.sub(
        r"(?m)^( +)paragrafer:\n( +)- ",
        rf"\g<1>paragrafer:\n\g<2>- paragraf: § 99-{number}\n"
        rf"\g<2>  overskrift: Ny {number}\n\g<2>- ",
        text, count=1,
    ))


# Languages ------------------------------------------------------------------------------------


def add_language(files: Files, tag: str) -> None:
    """Let the guideline come out in another language, with nothing translated."""
    if not files.ids("sprak"):
        _add(files, "sprak", "  - id: nb\n    navn: Bokmål\n")
    _add(files, "sprak", f"  - id: {tag}\n    navn: Nynorsk\n")
    files.write(f"guideline/guideline.{tag}.yml", "{}\n")


def remove_language(files: Files, tag: str) -> None:
    """Give up a language, and delete its files."""
    _drop(files, "sprak", tag)
    for path in [*files.root.glob(f"guideline/**/*.{tag}.*"),
                 *files.root.glob(f"recommendations/*/*.{tag}.yml")]:
        path.unlink()


def untranslate(files: Files, id_: str, tag: str) -> None:
    """Delete a translation of a recommendation."""
    (files.root / files.file(id_, tag)).unlink(missing_ok=True)


def translate(files: Files, id_: str, tag: str) -> None:
    """Translate the title of a recommendation."""
    files.write(files.file(id_, tag), f"tittel: Omsett tittel {files.new()}\n")


# Hearings -------------------------------------------------------------------------------------


def hold_hearing(
    files: Files, id_: str, version: str, opens: date, *, kind: str = "skjema"
) -> None:
    """Plan, hold or have held a round on a release."""
    address = {"epost": "horing@example.no", "skrivebord": "https://desk.example"}.get(kind, "")
    target = f"mottak:\n  type: {kind}\n" + (f"  adresse: {address}\n" if address else "")
    files.write(f"guideline/horinger/{id_}.yml", (
        f"id: {id_}\ntittel: Høring {id_}\nutgave: {version}\naapner: {opens}\n"
        f"stenger: {opens + timedelta(days=100)}\nkontakt:\n  navn: Prøveetaten\n{target}"
        "publisering: Svar fra virksomheter blir publisert med navn.\n"
        "personvern: Ikke skriv om barn.\n"
    ))


def publish_result(files: Files, id_: str, version: str, about: str, day: date) -> None:
    """Publish what came in, on the whole and on a recommendation, and what was done."""
    decided = {"utfall": "ikke", "begrunnelse": "Dette er vurdert.", "dato": str(day)}
    comments = [
        {"nummer": f"H-000001-{number}", "svar": "H-000001", "adresse": place,
         "tekst": "Et innspill.", "vurdering": decided}
        for number, place in enumerate(({}, {"anbefaling": about}), 1)
    ]
    answers = [{"nummer": "H-000001", "mottatt": str(day), "slag": "organisasjon",
                "avsender": "Prøveforeningen", "maalform": "nb"}]
    files.write(f"guideline/horinger/{id_}/innspill.json", json.dumps({
        "format": 1, "horing": id_, "retningslinje": files.data()["id"], "utgave": version,
        "svar": answers, "innspill": comments,
    }, ensure_ascii=False))


def drop_hearing(files: Files, id_: str) -> None:
    """Delete a round that was only planned."""
    (files.root / f"guideline/horinger/{id_}.yml").unlink()
    for path in files.root.glob(f"guideline/horinger/{id_}.*.yml"):
        path.unlink()


# Changes --------------------------------------------------------------------------------------


def fragment(slag: str, day: date, *fields: str, substantive: bool = True) -> str:
    """Return the text of a change file."""
    return "\n".join([
        f"slag: {slag}", *fields, "hva: Noe er endret for leserne.", "hvorfor:",
        "  - type: feil rettet", "besluttet_av: Prøveetaten", f"besluttet_dato: {day}",
        f"vesentlig: {str(substantive).lower()}",
        *(["uten_horing: Endringen er ikke større enn det som var på høring."] * substantive), "",
    ])


def write_fragment(files: Files, name: str, text: str) -> None:
    """Write a change file."""
    files.write(f"changelog/unreleased/{name}.yml", text)


def drop_fragments(files: Files) -> None:
    """Delete all change files."""
    for path in files.root.glob("changelog/unreleased/*.yml"):
        path.unlink()

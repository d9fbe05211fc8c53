"""The texts of a guideline that go out in a Word document: where each stands, and what it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from rettesnor.editing import yaml_writer
from rettesnor.editing.plan import NotPossible
from rettesnor.editing.project_files import ProjectFiles
from rettesnor.model.fields import CATALOGUE, below, label
from rettesnor.model.translation import digest, language_of, texts, translated_path
from rettesnor.reading.content.guideline_paths import GUIDELINE
from rettesnor.reading.files.decoding import plain

Pointer = tuple[str | int, ...]
_TEXTS = ("formaal", "omfang", "avgrensning")


@dataclass(frozen=True)
class TextField:
    """One text.

    Attributes:
        path: its file.
        pointer: where in the file; empty for a prose page, which is a text as a whole.
        kind: ``markdown``, or ``line`` for text without markup.
        label: what readers call it.
        text: what it says; empty for a text that is not translated.
        source: of a translation, the text that is translated.
        made_from: of a translation, the digest of that text (see ``model.translation``).
    """

    path: str
    pointer: Pointer
    kind: Literal["markdown", "line"]
    label: str
    text: str
    source: str = ""
    made_from: str = ""


@dataclass(frozen=True)
class Part:
    """A recommendation, a chapter's own texts, a page: what has a heading of its own."""

    title: str
    level: int
    fields: tuple[TextField, ...]


def parts_of(files: ProjectFiles, what: str = "", language: str = "") -> list[Part]:
    """Return the texts of a recommendation or a chapter, or all of them.

    Args:
        what: the id of a recommendation or a chapter; empty for everything.
        language: of a translation: then the recommendations' texts in it, each beside the text
            that it is made from, and those that are not translated as empty; empty for the source.

    Raises:
        NotPossible: there is no such id, or a file cannot be read.
    """
    found = _parts_of(files, what)
    if not language:
        return found
    made = (_translated(files, part, language) for part in found)
    return [part for part in made if part.fields]


def _translated(files: ProjectFiles, part: Part, language: str) -> Part:
    """Return a recommendation's texts in another language; no fields for another part."""
    path = part.fields[0].path if part.fields else ""
    if not path.startswith("recommendations/"):
        return Part(part.title, part.level, ())
    own = translated_path(path, language)
    source = texts(_data(files, path), "recommendation")
    said = texts(_data(files, own), "recommendation") if own in files.contents else {}
    fields = []
    for one in part.fields:
        pointer = text_pointer(one.pointer, source)
        if pointer not in source:
            continue
        text, place = said.get(pointer, ""), one.pointer[-1]
        if not isinstance(text, str):
            text = text[place] if isinstance(place, int) and place < len(text) else ""
        fields.append(replace(
            one, path=own, text=text or "", source=one.text, made_from=digest(source[pointer])
        ))
    title = said.get("tittel")
    return Part(title if isinstance(title, str) else part.title, part.level, tuple(fields))


def text_pointer(pointer: Pointer, source: Mapping[str, Any]) -> str:
    """Return the dotted pointer of a text: of its list, where that is translated as a whole.

    Args:
        source: the texts of the source by dotted pointer (see ``model.translation.texts``).
    """
    dotted = ".".join(map(str, pointer))
    return dotted if dotted in source else dotted.rpartition(".")[0]


def _parts_of(files: ProjectFiles, what: str) -> list[Part]:
    guideline = _data(files, GUIDELINE)
    paths = {
        path.rpartition("/")[2].removesuffix(".yml"): path for path in files.contents
        if path.startswith("recommendations/") and not language_of(path)
    }
    chapters = [one for one in guideline.get("kapitler") or [] if isinstance(one, dict)]
    if what in paths:
        return [_recommendation(files, paths[what], 1)]
    known = [str(one.get("id", "")) for one in chapters]
    if what and what not in known:
        raise NotPossible(
            f"«{what}» er verken en anbefaling eller et kapittel. Skriv id-en, for eksempel "
            f"«{next(iter(sorted(paths)), 'id')}»."
        )
    found = [] if what else _front(files, guideline)
    for place, chapter in enumerate(chapters):
        if what in ("", known[place]):
            found.append(Part(str(chapter.get("tittel", "")), 1, tuple(
                _below("guideline", GUIDELINE, chapter, ("kapitler", place), "kapitler.*")
            )))
            found += [
                _recommendation(files, paths[id_], 2)
                for id_ in chapter.get("anbefalinger") or [] if id_ in paths
            ]
    return found


def _front(files: ProjectFiles, guideline: Mapping[str, Any]) -> list[Part]:
    """Return the guideline's own texts, and the prose pages."""
    own = [
        TextField(GUIDELINE, (name,), "markdown", label("guideline", name), str(guideline[name]))
        for name in _TEXTS if guideline.get(name)
    ]
    found = [Part(str(guideline.get("tittel", "")), 1, tuple(own))] if own else []
    for id_ in guideline.get("sider") or []:
        path = f"guideline/{id_}.md"
        if path in files.contents:
            text = plain(files.contents[path].decode("utf-8", "replace"))
            title = text.split("\n", 1)[0].lstrip("# ")
            found.append(Part(title, 1, (TextField(path, (), "markdown", "Siden", text),)))
    return found


def _recommendation(files: ProjectFiles, path: str, level: int) -> Part:
    data = _data(files, path)
    fields = tuple(_below("recommendation", path, data, (), ""))
    return Part(str(data.get("tittel", "")), level, fields)


def _below(
    kind: str, path: str, data: Mapping[str, Any], pointer: Pointer, way: str
) -> Iterator[TextField]:
    """Yield the texts in a group, in the order in which readers meet them."""
    for field in below(kind, way):
        value = data.get(field.name)
        here = (*pointer, field.name)
        if value is None or field.name in ("unntak", "anbefalinger"):
            continue
        if field.kind == "group" and isinstance(value, dict):
            yield from _below(kind, path, value, here, field.path)
        elif field.kind == "list" and isinstance(value, list):
            for place, item in enumerate(value):
                if isinstance(item, dict):
                    yield from _below(kind, path, item, (*here, place), f"{field.path}.*")
        elif field.kind == "lines" and field.translated == "text" and isinstance(value, list):
            for place, item in enumerate(value):
                yield TextField(path, (*here, place), "line", _label(kind, (*here, place)),
                                str(item))
        elif field.kind in ("markdown", "line") and field.translated and isinstance(value, str):
            shape: Literal["markdown", "line"] = "markdown" if field.kind == "markdown" else "line"
            yield TextField(path, here, shape, _label(kind, here), value)


_NAMES = {
    "hvem": "hvem", "hva": "hva", "naar": "når", "tittel": "tittel", "utgiver": "utgiver",
    "om": "om", "funn": "funn", "hvorfor": "hvorfor", "ingress": "Ingress",
}


def _label(kind: str, pointer: Pointer) -> str:
    """Return what the field is called: «Steg for steg 2, hva»."""
    name = ".".join(str(part) for part in pointer if isinstance(part, str))
    own = {f.path.replace(".*", ""): f.label for f in CATALOGUE[kind]}.get(name, "")
    number = next((f" {part + 1}" for part in pointer if isinstance(part, int)), "")
    last = str(pointer[-1]) if isinstance(pointer[-1], str) else ""
    if kind == "guideline" and pointer[0] == "kapitler":
        return _NAMES.get(last, last).capitalize()
    base = own or label(kind, name) or name
    detail = f", {_NAMES.get(last, last)}" if number and last and not own else ""
    return f"{base}{number}{detail}"


def _data(files: ProjectFiles, path: str) -> Mapping[str, Any]:
    try:
        found = yaml_writer.read(files.contents[path].decode("utf-8"))
    except (yaml_writer.Refused, UnicodeDecodeError, KeyError) as error:
        raise NotPossible(f"{path} kan ikke leses: {error}") from error
    if not isinstance(found, dict):
        raise NotPossible(f"{path} har ingen felt.")
    return found

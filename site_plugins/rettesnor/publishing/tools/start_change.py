"""Writing the first version of a change fragment, with its fields explained as comments."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rettesnor.model.change import OMPLASSERT
from rettesnor.model.problem import Problem
from rettesnor.publishing.tools.errors import ToolError
from rettesnor.reading.checks.run import recommendation_paths, split
from rettesnor.reading.content.change_fragments import FOLDER, mentioning
from rettesnor.reading.files.folder import DiskFolder
from rettesnor.reading.schema import validate as schema
from rettesnor.reading.schema.did_you_mean import Names
from rettesnor.reading.yaml import loader
from rettesnor.releases import changelog_dir

_WIDTH = 96
_LAWS = "guideline/laws.yml"
_REASONS = (
    "  # - type: ny kunnskap",
    "  #   kilder: [nøkkel-i-sources]",
    "  # - type: ny lov",
    "  #   lov: {law}",
    "  #   paragraf: {section}",
    "  #   dato: 2027-01-01",
    "  # - type: høringsinnspill",
    "  #   innspill: [id-en-til-innspillet]",
    "  # - type: erfaring",
    "  #   tekst: Hva erfaringen er.",
    "  # - type: feil rettet",
    "  # - type: annet",
    "  #   tekst: Hva årsaken er.",
)


@dataclass(frozen=True, slots=True)
class StartedChange:
    """A change fragment that an editor is to fill in.

    Attributes:
        path: the file, from the guideline's folder.
        kind: what kind of change it describes.
        created: False if the same file was there already, not filled in.
        others: other fragments that mention the same recommendations.
    """

    path: str
    kind: str
    created: bool = True
    others: Sequence[str] = ()


def start_change(
    root: Path, ids: Sequence[str], after: Sequence[str], kind: str | None, name: str | None
) -> StartedChange:
    """Write a new change fragment; an existing file is never changed.

    Args:
        ids: the recommendations that change.
        after: their ids after the change, if they move, split or merge.
        kind: the kind of change; by default the most likely one.
        name: the name of the file without its ending; by default the first id.

    Raises:
        ToolError: a recommendation does not exist.
    """
    newest = changelog_dir.newest(root / "changelog")
    released = newest.anbefalinger.keys() if newest else frozenset()
    present = {split(path)[1] for path in recommendation_paths(root)}
    for id_ in (*ids, *after):
        if id_ not in present and id_ not in released:
            names = Names({*present, *released})
            hint = names.suggestion(id_, "Skriv id-en slik fila heter, uten «.yml».")
            raise ToolError(f"Anbefalingen «{id_}» finnes ikke. {hint}")
    kind = kind or _likely_kind(ids, present, released)
    name = name or ids[0]
    text = "\n".join(_lines(kind, ids, after, _example_law(root)))
    started = root / FOLDER / f"{name}.yml"
    if started.is_file() and started.read_bytes() == text.encode():
        return StartedChange(started.relative_to(root).as_posix(), kind, created=False)
    others = mentioning(root, {*ids, *after})
    path = _create(root / FOLDER, name, text)
    return StartedChange(path.relative_to(root).as_posix(), kind, others=others)


def _likely_kind(
    ids: Sequence[str], present: Collection[str], released: Collection[str]
) -> str:
    if all(id_ not in present for id_ in ids):
        return "opphevet"
    return "ny" if released and all(id_ not in released for id_ in ids) else "endret"


def _create(folder: Path, name: str, text: str) -> Path:
    """Write ``text`` to a new file; a number is added to a name that is taken."""
    folder.mkdir(parents=True, exist_ok=True)
    number = 1
    while True:
        path = folder / (f"{name}.yml" if number == 1 else f"{name}-{number}.yml")
        try:
            with open(path, "x", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
        except FileExistsError:
            number += 1
        else:
            return path


def _example_law(root: Path) -> tuple[str, str]:
    """Return the first act of the guideline and its first section, to show how one is written."""
    content = DiskFolder(root).read(_LAWS)
    text = "" if isinstance(content, Problem) else content.decode(errors="replace")
    data, _ = loader.load(text, _LAWS)
    laws = data.get("lover") if isinstance(data, dict) else None
    for law in laws if isinstance(laws, list) else ():
        if isinstance(law, dict) and law.get("id"):
            sections = law.get("paragrafer")
            first = sections[0] if isinstance(sections, list) and sections else None
            section = first.get("paragraf") if isinstance(first, dict) else None
            return str(law["id"]), str(section or "§ 1")
    return "id-en-til-loven", "§ 1"


def _lines(
    kind: str, ids: Sequence[str], after: Sequence[str], law: tuple[str, str]
) -> Iterator[str]:
    fields: dict[str, Any] = schema.load("change")["properties"]

    def explained(name: str) -> Iterator[str]:
        yield from _comment(fields[name]["description"])

    yield from explained("slag")
    yield f"slag: {kind}"
    listed = [("fra", ids), ("til", after)] if kind in OMPLASSERT else [("anbefalinger", ids)]
    for name, values in listed:
        yield from explained(name)
        yield f"{name}:"
        yield from (f"  - {value}" for value in values)
    if kind == "opphevet":
        yield from explained("grunn")
        yield "grunn:"
        yield from explained("i_stedet")
        yield "# i_stedet:"
        yield "#   - "
    yield from explained("hva")
    yield "hva:"
    yield from explained("hvorfor")
    yield from _comment("Velg én eller flere, og slett resten:")
    yield "hvorfor:"
    yield from (line.format(law=law[0], section=law[1]) for line in _REASONS)
    for name in ("besluttet_av", "besluttet_dato", "vesentlig"):
        yield from explained(name)
        yield f"{name}:"
    yield ""


def _comment(text: str) -> Iterator[str]:
    line = "#"
    for word in text.split():
        if len(line) + len(word) >= _WIDTH:
            yield line
            line = "#"
        line += f" {word}"
    yield line

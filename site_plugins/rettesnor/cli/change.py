"""``rettesnor change``."""

from __future__ import annotations

import argparse
import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from rettesnor.cli import common
from rettesnor.model.change import OMPLASSERT
from rettesnor.reading.checks.run import recommendation_paths, split
from rettesnor.reading.content.change_fragments import FOLDER, is_name, mentioning
from rettesnor.reading.schema import validate as schema
from rettesnor.reading.schema.did_you_mean import Names
from rettesnor.releases import changelog_dir as folder

_WIDTH = 96


def run(options: argparse.Namespace) -> int:
    """Start a fragment and say where it is; return the exit status."""
    root = common.root(options)
    newest = folder.newest(root / "changelog")
    released = newest.anbefalinger.keys() if newest else frozenset()
    present = {split(path)[1] for path in recommendation_paths(root)}
    for id_ in (*options.ids, *options.to):
        if id_ not in present and id_ not in released:
            names = Names({*present, *released})
            hint = names.suggestion(id_, "Skriv id-en slik fila heter, uten «.yml».")
            raise common.UsageError(f"Anbefalingen «{id_}» finnes ikke. {hint}")
    slag = options.kind or _likely(options.ids, present, released)
    name = _name(options.name) if options.name else options.ids[0]
    text = "\n".join(_lines(slag, options.ids, options.to))
    begun = root / FOLDER / f"{name}.yml"
    if begun.is_file() and begun.read_bytes() == text.encode():
        print(f"{begun.relative_to(root)} ({slag}) er laget fra før, og ikke fylt ut ennå.")
        return 0
    others = mentioning(root, {*options.ids, *options.to})
    path = _create(root / FOLDER, name, text)
    print(f"Laget {path.relative_to(root)} ({slag}).")
    if others:
        print(f"Fra før er det nevnt i {', '.join(others)}. Er det samme endring, slett den nye.")
    print("Fyll den ut; «rettesnor check» sier hva som mangler.")
    return 0


def _name(asked: str) -> str:
    """Return the name asked for, without its ending.

    Raises:
        UsageError: the check would refuse it.
    """
    name = asked.removesuffix(".yml")
    if is_name(name):
        return name
    plain = name.casefold().replace("æ", "ae").translate(str.maketrans("øå", "oa"))
    near = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    hint = f" Skriv for eksempel --name {near}." if near else ""
    raise common.UsageError(
        f"«{asked}» kan ikke være navnet på en endringsfil: bruk bare små bokstaver (a–z), tall "
        f"og bindestrek.{hint}"
    )


def _likely(ids: Sequence[str], present: Collection[str], released: Collection[str]) -> str:
    if all(id_ not in present for id_ in ids):
        return "opphevet"
    return "ny" if released and all(id_ not in released for id_ in ids) else "endret"


def _create(where: Path, name: str, text: str) -> Path:
    """Write ``text`` to a new file; one that is there is never touched."""
    where.mkdir(parents=True, exist_ok=True)
    number = 1
    while True:
        path = where / (f"{name}.yml" if number == 1 else f"{name}-{number}.yml")
        try:
            with open(path, "x", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
        except FileExistsError:
            number += 1
        else:
            return path


def _lines(slag: str, ids: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    fields: dict[str, Any] = schema.load("change")["properties"]

    def explained(name: str) -> Iterator[str]:
        yield from _comment(fields[name]["description"])

    yield from explained("slag")
    yield f"slag: {slag}"
    listed = [("fra", ids), ("til", after)] if slag in OMPLASSERT else [("anbefalinger", ids)]
    for name, values in listed:
        yield from explained(name)
        yield f"{name}:"
        yield from (f"  - {value}" for value in values)
    if slag == "opphevet":
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
    yield from _REASONS
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


_REASONS = (
    "  # - type: ny kunnskap",
    "  #   kilder: [nøkkel-i-sources]",
    "  # - type: ny lov",
    "  #   lov: opplæringslova",
    "  #   paragraf: § 10-6",
    "  #   dato: 2027-01-01",
    "  # - type: høringsinnspill",
    "  #   innspill: [id-en-til-innspillet]",
    "  # - type: erfaring",
    "  #   tekst: Hva erfaringen er.",
    "  # - type: feil rettet",
    "  # - type: annet",
    "  #   tekst: Hva årsaken er.",
)

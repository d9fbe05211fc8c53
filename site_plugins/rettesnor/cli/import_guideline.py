"""``rettesnor import``: guidelines of other systems as files of ours.

What reads them is imported when it runs: every command reads this file for its options.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from rettesnor.cli.common import UsageError

if TYPE_CHECKING:
    from rettesnor.model.problem import Problem
    from rettesnor.reading.importers.result import ImportResult

_LARGEST = 50_000_000
_WIDTH = 100
_MEND = {
    "maalgrupper": "id-er fra «roller» i guideline/guideline.yml",
    "skoleslag": "id-er fra «skoleslag» i guideline/guideline.yml",
    "styrke": "skal, bør eller kan",
    "kort_anbefaling": "anbefalingen i én setning på høyst 250 tegn",
    "praktisk_gjennomforing": "hvordan det gjøres, med feltet «tekst»",
    "begrunnelse": "hvorfor, med feltet «tekst»",
    "kunnskapsgrunnlag": "hva det bygger på, med feltet «tekst» og forskning eller "
                         "«forskning_ikke_vurdert»",
    "juridiske_rammer": "lover og plikter, med feltet «tekst»",
}


class _Dumper(yaml.SafeDumper):
    """Writes long text as literal blocks, lists below their field, and never an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        """Say that every value is written out in full."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent lists, too."""
        super().increase_indent(flow, False)


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "import", help="hent en retningslinje fra et annet system",
        description="Gjør objekter fra et annet system om til YAML-filer. Alt som ikke kan føres "
        "over, blir skrevet ut med objekt, felt og linje. Ingen fil blir overskrevet.",
    )
    parser.add_argument("system", choices=("helsedir",), help="Helsedirektoratets innholds-API")
    parser.add_argument("filer", type=Path, nargs="+", metavar="JSON", help="svar fra API-et")
    parser.add_argument(
        "--til", type=Path, required=True, metavar="MAPPE", help="mappa filene skal ligge i"
    )
    parser.set_defaults(root=Path("."))


def run(options: argparse.Namespace) -> int:
    """Write the files, all of them or none; return the exit status: 0 whole, 1 with losses.

    Raises:
        UsageError: an answer cannot be read, or a file is there already.
    """
    from rettesnor.reading.importers.helsedir import import_helsedir
    from rettesnor.reading.importers.helsedir_fields import ForeignError, objects

    found = []
    for path in options.filer:
        if path.stat().st_size > _LARGEST:
            raise UsageError(f"«{path}» er for stor.")
        try:
            found += objects(path.read_bytes())
        except ForeignError as error:
            raise UsageError(f"{path}: {error}") from error
    made = import_helsedir(found)
    there = [path for path in made.files if (options.til / path).exists()]
    if there:
        raise UsageError(
            f"«{options.til / there[0]}» finnes fra før. Ingenting er skrevet; velg ei tom mappe."
        )
    texts = {path: laid_out(data) for path, data in made.files.items()}
    for path, text in texts.items():
        target = options.til / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with open(target, "x", encoding="utf-8") as stream:
            stream.write(text)
    wrong = [one for path, text in texts.items() for one in _problems(path, text)]
    _tell(made, options.til, wrong)
    return 1 if made.losses or made.missing or wrong else 0


def _problems(path: str, text: str) -> list[Problem]:
    """Return what ``check`` would say of a written recommendation, but for what it lacks."""
    from rettesnor.reading.checks.rules.wording import lacks_modal_verb
    from rettesnor.reading.files.source_file import Document
    from rettesnor.reading.schema import validate as schema
    from rettesnor.reading.yaml import loader as door

    if not path.startswith("recommendations/"):
        return []
    data, problems = door.load(text, path)
    document = Document(path, text, data)
    problems += [
        one for one in schema.validate(document, "recommendation") if one.code != "felt-mangler"
    ]
    if "kort_anbefaling" in data and lacks_modal_verb(data["kort_anbefaling"]):
        problems.append(document.problem(
            "verb-mangler", ("kort_anbefaling",),
            "Setningen har verken «skal», «bør» eller «kan».", "Skriv den med verbet for styrken.",
        ))
    return problems


def laid_out(data: dict[str, Any]) -> str:
    """Return ``data`` as YAML that the strict door lets in."""
    return yaml.dump(
        data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH,
        default_flow_style=False,
    )


def _tell(made: ImportResult, folder: Path, wrong: Sequence[Problem]) -> None:
    for loss in sorted(made.losses):
        print(loss)
    for one in wrong:
        print(f"{folder / one.path}:{one.line}: {one.message} {one.hint}".rstrip())
    mends: dict[str, None] = {}
    for path, names in made.missing.items():
        print(f"{folder / path}: mangler {', '.join(f'«{name}»' for name in names)}.")
        mends |= dict.fromkeys(name for name in names if name in _MEND)
    for name in mends:
        print(f"  «{name}»: {_MEND[name]}")
    print(
        f"{len(made.files)} filer skrevet til {folder}; {len(made.losses)} ting er ikke ført over "
        "eller må ses over. "
        "Kjør «rettesnor check» når det som mangler, er fylt inn.",
        file=sys.stderr,
    )

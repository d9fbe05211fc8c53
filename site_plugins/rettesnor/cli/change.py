"""``rettesnor change``."""

from __future__ import annotations

import argparse
import re

from rettesnor.cli import common
from rettesnor.publishing.tools.errors import ToolError
from rettesnor.publishing.tools.start_change import start_change
from rettesnor.reading.content.change_fragments import is_name


def run(options: argparse.Namespace) -> int:
    """Start a change fragment and print where it is; return the exit status."""
    root = common.root(options)
    name = _name(options.name) if options.name else None
    try:
        started = start_change(root, options.ids, options.to, options.kind, name)
    except ToolError as error:
        raise common.UsageError(str(error)) from error
    if not started.created:
        print(f"{started.path} ({started.kind}) er laget fra før, og ikke fylt ut ennå.")
        return 0
    print(f"Laget {started.path} ({started.kind}).")
    if started.others:
        listed = ", ".join(started.others)
        print(f"Fra før er det nevnt i {listed}. Er det samme endring, slett den nye.")
    if waiting := _open_tasks(options):
        print("Dette venter på en avgjørelse der:")
        print("\n".join(f"  {id_}  {said}" for id_, said in waiting))
        print("Svarer endringen på noe av det, skriv id-en under «oppgaver» i fila.")
    print("Fyll den ut; «rettesnor check» sier hva som mangler.")
    return 0


def _open_tasks(options: argparse.Namespace) -> list[tuple[str, str]]:
    """Return the open tasks of the recommendations that are changed: id and title of each."""
    if not any((common.root(options) / "guideline/oppgaver").glob("*.yml")):
        return []
    from rettesnor.cli.working_tree import read_tree
    from rettesnor.publishing.tools.open_tasks import task_states

    project = read_tree(options)
    laws = {one.id: one.korttittel for one in project.guideline.lover} if project.guideline else {}
    return [
        (one.task.id, one.task.tittel or
         f"{laws.get(one.task.lov) or one.task.lov} {one.task.paragraf}".strip())
        for one in task_states(project) if set(options.ids) & set(one.open)
    ]


def _name(asked: str) -> str:
    """Return the given name of the file, without its ending.

    Raises:
        UsageError: the check would refuse the name.
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

"""``rettesnor plan export`` and ``collect``: deviations as open data."""

from __future__ import annotations

import argparse
import sys

from rettesnor.cli import common
from rettesnor.cli.plan_folder import plan_root, print_found, usable_plan, write_texts


def run_export(options: argparse.Namespace) -> int:
    """Write the register of deviations; return the exit status."""
    from rettesnor.exports.local_plan import register

    root = plan_root(options)
    opened = usable_plan(root, options)
    if not opened.sound or opened.plan is None:
        print_found(opened, root)
        raise common.UsageError("Planen har feil, og avvikene er ikke skrevet.")
    data = register(opened.plan, opened.national)
    if options.to is None:
        sys.stdout.write(data.decode())
        return 0
    options.to.write_bytes(data)
    print(f"{sum(1 for _ in opened.plan.deviations)} avvik er skrevet til {options.to}.")
    return 0


def run_collect(options: argparse.Namespace) -> int:
    """Take registers into the national guideline; return the exit status."""
    from rettesnor.cli.problems import print_problems
    from rettesnor.editing import yaml_writer
    from rettesnor.plans.collect import CollectError, entry, text, with_entry
    from rettesnor.publishing.plan_site import PlanResult
    from rettesnor.reading.content.guideline_paths import GUIDELINE, PRACTICE
    from rettesnor.reading.content.opened_file import OpenedFile, open_file

    options.guideline = ""
    root = common.root(options)
    try:
        guideline = str(yaml_writer.read((root / GUIDELINE).read_text(encoding="utf-8"))["id"])
        path = root / PRACTICE
        data = yaml_writer.read(path.read_text(encoding="utf-8")) if path.is_file() else {}
        for file in options.files:
            try:
                made = entry(file.read_bytes(), guideline, common.day(options).isoformat())
            except CollectError as error:
                raise common.UsageError(f"{file}: {error} Ingenting er skrevet.") from error
            data = with_entry(data, made)
    except (yaml_writer.Refused, KeyError, TypeError, UnicodeDecodeError) as error:
        raise common.UsageError(
            f"Filene i retningslinja kan ikke leses: {error} Ingenting er skrevet."
        ) from error
    written = text(data).encode()
    opened = open_file(written, PRACTICE, "practice")
    problems = tuple(opened.problems if isinstance(opened, OpenedFile) else opened)
    if problems:
        print_problems(PlanResult(problems), root, "people", stream=sys.stderr)
        raise common.UsageError("En av filene har noe som ikke kan vises. Ingenting er skrevet.")
    write_texts(root, {PRACTICE: written}, "samle lokal praksis")
    print(f"{len(options.files)} planer er tatt inn; {PRACTICE} har {len(data['planer'])}.")
    return 0

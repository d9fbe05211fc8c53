"""``rettesnor plan update``, ``resolve`` and ``status``: when the national text moves."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from rettesnor.cli import common
from rettesnor.cli.plan_folder import (
    carry_out,
    national_release,
    plan_root,
    print_found,
    usable_plan,
    write_texts,
)

if TYPE_CHECKING:
    from rettesnor.plans.update import Moved, Update


def run_update(options: argparse.Namespace) -> int:
    """Build the plan on a newer national release; return the exit status."""
    from rettesnor.editing.plan import NotPossible
    from rettesnor.model.local_plan import CONFLICTS
    from rettesnor.plans.edits import update_edit
    from rettesnor.reading.files.folder import DiskFolder

    root = plan_root(options)
    opened = usable_plan(root, options)
    assert opened.plan is not None
    source = options.to or opened.plan.bygger_paa.nettsted
    if not source:
        raise common.UsageError(
            "Planen sier ikke hvor den nasjonale retningslinja er. Oppgi adressen til nettstedet, "
            "eller mappa, med --to."
        )
    try:
        made = update_edit(
            DiskFolder(root), opened, national_release(source, options.version)
        )
    except NotPossible as error:
        raise common.UsageError(str(error)) from error
    if made.found is None or made.plan is None:
        print(f"Planen bygger på {made.before}, og det er ingen nyere versjon der "
              f"({made.after}).")
        return 0
    _show(made.found, made.before, made.after)
    if options.dry_run:
        print("Prøve: ingenting er skrevet.")
        return 0
    carry_out(root, made.plan)
    if made.found.conflicts:
        print(f"Planen bygger nå på {made.after}. Ingen av tekstene deres er endret der det "
              f"er konflikt.\nSkriv et valg på hver i {CONFLICTS}, og kjør «rettesnor plan "
              "resolve».")
    else:
        print(f"Planen bygger nå på {made.after}. Kjør «rettesnor plan check».")
    return 0


def _show(found: Update, before: str, after: str) -> None:
    """Print what moved under the plan, and what has to be decided."""
    print(f"Nasjonal versjon {before} → {after}")
    kinds = (
        ("ny", "Nye"), ("endret", "Endret"), ("flyttet", "Har fått ny id"),
        ("slått sammen", "Slått sammen"), ("tatt ut", "Tatt ut"),
    )
    for what, heading in (("anbefaling", "anbefalinger"), ("fase", "faser"), ("mal", "maler")):
        for kind, name in kinds:
            listed = [one for one in found.moved if (one.what, one.kind) == (what, kind)]
            if listed:
                print(f"{name} ({heading}):")
                print("\n".join(f"  {_moved(one)}" for one in listed))
    if not found.moved:
        print("Ingen anbefalinger, faser eller maler i bruk er endret.")
    if found.taken:
        print("Tatt inn i planen, der planen hadde den gamle nasjonale teksten:")
        print("\n".join(f"  {place}" for place in found.taken))
    if found.conflicts:
        print(f"Må avgjøres ({len(found.conflicts)}):")
        print("\n".join(
            f"  {one.about.rstrip('.')}: {_WHY[one.kind]} [{one.place}]" for one in found.conflicts
        ))


_WHY = {
    "tekst": "både dere og den nasjonale har endret teksten",
    "liste": "både dere og den nasjonale har endret punktene",
    "vurdering": "den nasjonale setningen er en annen; vurder den på nytt",
    "borte": "dere har egen tekst til det; velg om den skal stå",
}
"""What is asked of the owner for each kind of conflict."""


def _moved(one: Moved) -> str:
    parts = [f"{one.id}: {one.title}"]
    if one.fields:
        parts.append(f"[{', '.join(one.fields)}]")
    if one.relation:
        parts.append(f"(planen: {one.relation})")
    return " ".join([*parts, one.note]).strip()


def run_resolve(options: argparse.Namespace) -> int:
    """Carry out the choices in ``konflikter.yml``; return the exit status."""
    from rettesnor.editing.plan import NotPossible
    from rettesnor.model.local_plan import CONFLICTS
    from rettesnor.plans.edits import counted, resolve_edit
    from rettesnor.reading.files.folder import DiskFolder

    root = plan_root(options)
    opened = usable_plan(root, options)
    if not (root / CONFLICTS).exists():
        print("Det er ingen konflikter å avgjøre.")
        return 0
    if not opened.conflicts:
        print_found(opened, root)
        raise common.UsageError(f"{CONFLICTS} har feil. Rett dem først.")
    conflicts = opened.conflicts["konflikter"]
    try:
        plan = resolve_edit(DiskFolder(root), opened.data, conflicts)
    except NotPossible as error:
        raise common.UsageError(str(error)) from error
    if options.dry_run:
        print("Valgene kan utføres. Prøve: ingenting er skrevet.")
        return 0
    carry_out(root, plan)
    print(f"{counted(conflicts)} er avgjort, og {CONFLICTS} er borte. Kjør «rettesnor plan check».")
    return 0


def run_status(options: argparse.Namespace) -> int:
    """Print what the plan builds on, and whether there is something newer; return the status."""
    import json

    from rettesnor.model.local_plan import CONFLICTS, is_newer
    from rettesnor.plans.national import NationalError, newest_version
    from rettesnor.publishing.plan_site import NEWEST, newest_known
    from rettesnor.publishing.tools.fetch import fetch

    root = plan_root(options)
    opened = usable_plan(root, options)
    assert opened.plan is not None
    plan, base = opened.plan, opened.plan.bygger_paa
    print(f"{plan.tittel} ({plan.status}) bygger på «{base.retningslinje}» {base.versjon}.")
    source = options.source or base.nettsted
    if source and not options.offline:
        try:
            newest = newest_version(source, fetch)
        except NationalError as error:
            raise common.UsageError(str(error)) from error
        asked = common.day(options).isoformat()
        data = json.dumps({"versjon": newest, "sjekket": asked}, indent=1) + "\n"
        write_texts(root, {NEWEST: data.encode()}, "husk nyeste versjon")
    newest, asked = newest_known(root)
    if not newest:
        print("Det er ikke spurt om nyere versjoner. Oppgi det nasjonale nettstedet med --from.")
    elif is_newer(newest, base.versjon):
        print(f"Det er kommet en nyere versjon: {newest} (spurt {asked}). Se hva den betyr: "
              "rettesnor plan update --dry-run")
    else:
        print(f"Det var den nyeste versjonen {asked}.")
    if (root / CONFLICTS).exists():
        print(f"{CONFLICTS} er ikke avgjort.")
    relations: dict[str, int] = {}
    for one in plan.anbefalinger:
        relations[one.forhold] = relations.get(one.forhold, 0) + 1
    print("Anbefalinger: " + ", ".join(f"{n} {name}" for name, n in relations.items()) + ".")
    return 1 if newest and is_newer(newest, base.versjon) else 0

"""``rettesnor comments locate``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from rettesnor.cli.common import UsageError
from rettesnor.cli.working_tree import Project, read_tree
from rettesnor.model.convert import from_data, to_data
from rettesnor.model.edition import Edition
from rettesnor.model.hearing import Address, Quote
from rettesnor.model.sections import SECTIONS
from rettesnor.publishing.hearings import gather
from rettesnor.reading.content.change_fragments import read_release
from rettesnor.reading.content.comment_targets import LEAD, all_places
from rettesnor.releases import changelog_dir as folder
from rettesnor.releases.redline.compare import Piece
from rettesnor.releases.relocate_comment import Located, LocateError, locate
from rettesnor.releases.timeline import read
from rettesnor.releases.version import read_version

_SAYS = {
    "same": "Det samme: ordene står der de sto.",
    "moved": "Flyttet: de samme ordene står et annet sted.",
    "changed": "Endret: det likeste stedet er vist.",
    "gone": "Borte: stedet finnes ikke lenger.",
}


def run(options: argparse.Namespace) -> int:
    """Find the place and print where it is; return the exit status: 1 when it is gone.

    Raises:
        UsageError: the address cannot be read, or is not in the given release.
    """
    project = read_tree(options)
    address, version = _address(options, project)
    old = _edition(project, version)
    new = _edition(project, options.new) if options.new else project.edition
    history = read(project.root / "changelog", read_release)
    led = [id_ for id_ in history.leads_to(address.anbefaling) if id_ != address.anbefaling]
    try:
        found = locate(address, all_places(old), all_places(new), led)
    except LocateError as error:
        raise UsageError(str(error)) from error
    if options.format == "json":
        print(json.dumps(to_data(found), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_lines(found)))
    return 1 if found.verdict == "gone" else 0


def _address(options: argparse.Namespace, project: Project) -> tuple[Address, str]:
    """Return the address asked for and the release it is in."""
    given: str = options.address
    if given.startswith("H-"):
        return _of_comment(given, project)
    if given.endswith(".json"):
        return _of_file(Path(given), options.old)
    if not options.old:
        raise UsageError("Si hvilken utgave adressen gjelder, med --from.")
    id_, _, anchor = given.partition("#")
    quote = Quote(options.exact, options.prefix, options.suffix)
    if anchor in SECTIONS or anchor == LEAD or not anchor:
        return Address(anbefaling=id_, felt=anchor, sitat=quote), options.old
    whole = {(p.anbefaling, p.felt) for p in all_places(_edition(project, options.old))}
    if (id_, anchor) in whole:
        return Address(anbefaling=id_, felt=anchor, sitat=quote), options.old
    return Address(anbefaling=id_, avsnitt=anchor, sitat=quote), options.old


def _of_comment(number: str, project: Project) -> tuple[Address, str]:
    if project.guideline is not None:
        for hearing in gather(project).hearings:
            for comment in hearing.resultat.innspill if hearing.resultat else ():
                if comment.nummer == number:
                    return comment.adresse, hearing.runde.utgave
    raise UsageError(f"Innspillet {number} finnes ikke i guideline/horinger/.")


def _of_file(path: Path, version: str | None) -> tuple[Address, str]:
    """Return the address in a JSON file: ``{"utgave": …, "adresse": {…}}``."""
    try:
        data: Any = json.loads(path.read_text(encoding="utf-8"))
        return from_data(Address, data["adresse"]), version or str(data["utgave"])
    except (ValueError, TypeError, KeyError) as error:
        raise UsageError(f"«{path}» har ikke «utgave» og «adresse».") from error


def _edition(project: Project, text: str) -> Edition:
    version, changelog = read_version(text), project.root / "changelog"
    if version is None or version not in folder.versions(changelog):
        raise UsageError(f"Utgave «{text}» finnes ikke i changelog/.")
    return folder.edition_of(changelog, version)


def _lines(found: Located) -> list[str]:
    lines = [_SAYS[found.verdict]]
    if found.place is not None:
        place = found.place
        lines.append(f"Sted: {place.anbefaling}#{place.avsnitt or place.felt}")
    if found.quote is not None:
        lines.append(f"Ordene nå: «{found.quote.exact}»")
    if found.verdict == "changed":
        lines.append(f"Likhet: {round(found.similarity * 100)} %")
        lines.append("".join(marked(piece) for piece in found.redline).strip())
    return lines


def marked(piece: Piece) -> str:
    """Return words with a mark of what was added or removed, as it is shown on a terminal."""
    text, space = piece.text.lstrip(), piece.text[: len(piece.text) - len(piece.text.lstrip())]
    mark = {"same": ("", ""), "ins": ("{+", "+}"), "del": ("[-", "-]")}[piece.kind]
    return f"{space}{mark[0]}{text}{mark[1]}"

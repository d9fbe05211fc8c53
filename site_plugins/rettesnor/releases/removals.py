"""``changelog/removals.json``: what the law required to be taken out of records.

A record is never rewritten, with one exception: personal data that must be erased. Then the bytes
of some files change, and the manifests, which are chained and may be signed, do not. What closes
the gap is a notice for each removal: which parts of which records had which hash before, and have
which one now, who removed something, when, why and on which legal ground. What was removed is not
in it. The notices are chained; a release made afterwards holds the hash of the newest (``fjernet``
in its manifest), so that none can be taken away again.

A manifest as the notices change it is called effective. All that reads records goes by it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rettesnor.releases.canonical_json import canonical, digest
from rettesnor.releases.manifest import Manifest, ManifestError, sha256

NAME = "removals.json"
SIGNATURE = "removals.sig"
ASIDE = ".removal"
"""The folder in ``changelog/`` that holds the new files while a removal is carried out."""
PLAN = "plan.json"
FORMAT = 1

Parts = Mapping[str, tuple[str, str]]
"""The hash before and the hash after of each part: ``filer/<path>``, ``ramme``,
``anbefalinger/<id>``, ``oversettelser/<language>/ramme`` and
``oversettelser/<language>/anbefalinger/<id>``."""


class RemovalError(ManifestError):
    """The notices cannot be read, or do not fit the records; says why in Norwegian."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One removal.

    Attributes:
        dato: the day (ISO 8601).
        av: who removed something; an office rather than a person.
        grunn: why.
        hjemmel: the legal ground.
        deler: the changed parts, by version.
        forrige: ``samlet`` of the notice before; empty in the first.
    """

    dato: str
    av: str
    grunn: str
    hjemmel: str
    deler: Mapping[str, Parts]
    forrige: str = ""

    @property
    def samlet(self) -> str:
        """The hash of all that the notice says."""
        return digest(_plain(self))


@dataclass(frozen=True, slots=True)
class Removals:
    """Every notice, oldest first."""

    notices: tuple[Notice, ...] = ()

    @property
    def head(self) -> str:
        """The hash of the newest notice; empty when nothing was ever removed."""
        return self.notices[-1].samlet if self.notices else ""

    def stages(self, manifest: Manifest) -> list[Manifest]:
        """Return ``manifest`` as it was written, and as each removal changed it.

        Raises:
            RemovalError: a notice speaks of something that the manifest does not hold.
        """
        found = [manifest]
        for notice in self.notices:
            parts = notice.deler.get(manifest.versjon)
            if parts:
                found.append(_applied(found[-1], parts))
        return found

    def effective(self, manifest: Manifest) -> Manifest:
        """Return ``manifest`` with the hashes that hold now.

        Raises:
            RemovalError: a notice speaks of something that the manifest does not hold.
        """
        return self.stages(manifest)[-1] if self.notices else manifest


def dump(removals: Removals) -> bytes:
    """Return ``removals`` as the bytes of their file."""
    return canonical({
        "format": FORMAT,
        "fjerninger": [{**_plain(n), "samlet": n.samlet} for n in removals.notices],
    })


def parse(data: bytes) -> Removals:
    """Return the notices in ``data``.

    Raises:
        RemovalError: a byte is not as it was written, or the chain of notices is broken.
    """
    try:
        content = json.loads(data)
        if content["format"] != FORMAT:
            raise RemovalError(f"{NAME} har et ukjent format.")
        found = Removals(tuple(map(_notice, content["fjerninger"])))
        whole = dump(found) == data
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise RemovalError(f"{NAME} kan ikke leses.") from error
    if not whole:
        raise RemovalError(f"{NAME} er ikke slik den ble skrevet.")
    before = ""
    for notice in found.notices:
        if notice.forrige != before:
            raise RemovalError(f"Kjeden i {NAME} er brutt.")
        before = notice.samlet
    return found


def read(changelog: Path) -> Removals:
    """Return the notices in ``changelog``; none when there is no such file.

    Raises:
        RemovalError: they cannot be read, or a removal was stopped on the way.
        OSError: the file cannot be opened.
    """
    if interrupted(changelog):
        raise RemovalError("en fjerning ble avbrutt. Fullfør den: rettesnor redact --resume")
    path = changelog / NAME
    return parse(path.read_bytes()) if path.is_file() else Removals()


def interrupted(changelog: Path) -> bool:
    """Whether a removal is decided (its notice is in place) and not carried out yet."""
    plan = changelog / ASIDE / PLAN
    notices = changelog / NAME
    if not plan.is_file() or not notices.is_file():
        return False
    wanted: str = json.loads(plan.read_bytes())["notices"]
    return wanted == sha256(notices.read_bytes())


def _applied(manifest: Manifest, parts: Parts) -> Manifest:
    files, listed = dict(manifest.filer), dict(manifest.anbefalinger)
    translations = dict(manifest.oversettelser)
    frame = manifest.ramme
    for part, (old, new) in parts.items():
        kind, _, name = part.partition("/")
        held = ""
        if kind == "filer" and name in files:
            held, files[name] = files[name], new
        elif kind == "anbefalinger" and name in listed:
            held = listed[name].sha256
            listed[name] = replace(listed[name], sha256=new)
        elif part == "ramme":
            held, frame = frame, new
        elif kind == "oversettelser":
            language, _, inner = name.partition("/")
            texts = translations.get(language)
            if texts is not None and inner == "ramme":
                held = texts.ramme
                translations[language] = replace(texts, ramme=new)
            elif texts is not None and inner.startswith("anbefalinger/"):
                id_ = inner.removeprefix("anbefalinger/")
                held = texts.anbefalinger.get(id_, "")
                translations[language] = replace(
                    texts, anbefalinger={**texts.anbefalinger, id_: new}
                )
        if held != old:
            raise RemovalError(
                f"{NAME} sier at «{part}» i utgave {manifest.versjon} er endret, men det stemmer "
                "ikke med manifestet."
            )
    return replace(
        manifest, filer=files, anbefalinger=listed, ramme=frame, oversettelser=translations
    )


def _plain(notice: Notice) -> dict[str, Any]:
    return {
        "dato": notice.dato, "av": notice.av, "grunn": notice.grunn, "hjemmel": notice.hjemmel,
        "deler": {
            version: {part: list(hashes) for part, hashes in parts.items()}
            for version, parts in notice.deler.items()
        },
        "forrige": notice.forrige,
    }


def _notice(content: Mapping[str, Any]) -> Notice:
    parts = {
        version: {part: (old, new) for part, (old, new) in changed.items()}
        for version, changed in content["deler"].items()
    }
    return Notice(
        content["dato"], content["av"], content["grunn"], content["hjemmel"], parts,
        content["forrige"],
    )

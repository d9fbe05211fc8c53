"""Taking a text, or a picture, out of every record: planned first, then carried out whole.

The order is that of a release (``commit``): everything new is written aside in
``changelog/.removal/`` and flushed, the notice is put in place by one rename, which decides the
removal, and then each file of the records is replaced. Stopped before the rename nothing has
happened; stopped after it, ``finish`` does the rest.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rettesnor.platform import SYSTEM
from rettesnor.releases import (
    changelog_dir as folder,
)
from rettesnor.releases import (
    release_yml as release_file,
)
from rettesnor.releases import (
    removals as removal,
)
from rettesnor.releases import (
    snapshot,
)
from rettesnor.releases.canonical_json import canonical
from rettesnor.releases.manifest import Manifest, sha256
from rettesnor.releases.removals import ASIDE, NAME, PLAN, SIGNATURE, Notice, Removals

MARK = "(fjernet)"
"""What stands in the place of a text that was taken out."""
_NAMES = frozenset({"id", "kapittel", "fil", "versjon", "paragraf", "lov", "kilde", "term"})
"""Fields that other values refer to: a text in them cannot be taken out of one place only."""

Loader = Callable[[str, str], Any]
"""Reads YAML: its text and its path; returns the data."""


class RedactionError(Exception):
    """The removal cannot be made; says why in Norwegian."""


@dataclass(frozen=True)
class Wanted:
    """What is to be taken out: a text, wherever lines break in it, or a picture by its name."""

    text: str = ""
    picture: str = ""

    @property
    def pattern(self) -> re.Pattern[str]:
        """What finds the text."""
        return re.compile(r"\s+".join(map(re.escape, self.text.split())))


@dataclass(frozen=True)
class Plan:
    """A removal ready to be made.

    Attributes:
        files: the new bytes of files, by path in ``changelog``.
        parts: the hashes before and after of what changes, by version and part.
        places: where something is taken out: path from the root, field, and how often.
    """

    files: Mapping[str, bytes]
    parts: Mapping[str, removal.Parts]
    places: tuple[tuple[str, str, int], ...]


def plan(changelog: Path, wanted: Wanted, load: Loader) -> Plan:
    """Return what taking ``wanted`` out of every record would change.

    Raises:
        RedactionError: a record is not as it should be, or the text is part of a name.
        ManifestError, SnapshotError: a record cannot be read.
    """
    files: dict[str, bytes] = {}
    parts: dict[str, removal.Parts] = {}
    places: list[tuple[str, str, int]] = []
    for version in folder.versions(changelog):
        manifest = folder.manifest_of(changelog, version)
        new: dict[str, bytes] = {}
        for path in sorted(manifest.filer):
            data = (changelog / str(version) / path).read_bytes()
            if sha256(data) != manifest.filer[path]:
                raise RedactionError(
                    f"changelog/{version}/{path} er ikke slik den ble gitt ut. "
                    "Kjør «rettesnor verify» først."
                )
            shown = f"changelog/{version}/{path}"
            changed, found = _without(path, data, shown, wanted, load)
            places += [(shown, field, count) for field, count in found]
            if changed != data:
                new[path] = changed
        if wanted.picture:
            _without_picture(changelog / str(version), version, manifest, wanted, new, places)
        if new:
            parts[str(version)] = _parts(changelog / str(version), manifest, new)
            files |= {f"{version}/{path}": data for path, data in new.items()}
    return Plan(files, parts, tuple(places))


def carry_out(
    changelog: Path, order: Plan, notice: Notice, sign: Callable[[bytes], bytes] | None = None
) -> None:
    """Make the removal.

    Args:
        sign: signs the notices, where releases are signed.

    Raises:
        OSError: something could not be written; run ``finish`` or try again.
        RemovalError: the notices that are there cannot be read.
    """
    aside = changelog / ASIDE
    shutil.rmtree(aside, ignore_errors=True)
    notices = removal.dump(Removals((*removal.read(changelog).notices, notice)))
    files = dict(order.files)
    if sign is not None:
        files[SIGNATURE] = sign(notices)
    for path, data in files.items():
        _write(aside / "files" / path, data)
    _write(aside / NAME, notices)
    _write(aside / PLAN, json.dumps({"notices": sha256(notices)}).encode())
    SYSTEM.replace(aside / NAME, changelog / NAME)
    finish(changelog)


def finish(changelog: Path) -> None:
    """Do what is left of a removal that is decided; can be run any number of times."""
    aside = changelog / ASIDE
    for path in sorted((aside / "files").rglob("*")):
        if path.is_file():
            SYSTEM.replace(path, changelog / path.relative_to(aside / "files"))
    (aside / PLAN).unlink(missing_ok=True)
    shutil.rmtree(aside, ignore_errors=True)


def still_in(root: Path, wanted: Wanted) -> list[str]:
    """Return the files of the working tree, from ``root``, that hold ``wanted``.

    What they hold would be published with the next build.
    """
    found = []
    for top in ("guideline", "recommendations", f"changelog/{folder.UNRELEASED}"):
        for path in sorted((root / top).rglob("*")):
            if path.is_file() and not path.is_symlink() and _holds(path, wanted):
                found.append(path.relative_to(root).as_posix())
    return found


def _holds(path: Path, wanted: Wanted) -> bool:
    if wanted.picture:
        return path.parent.name == folder.PICTURES and path.name == wanted.picture
    return wanted.pattern.search(path.read_bytes().decode("utf-8", "replace")) is not None


def _without(
    path: str, data: bytes, shown: str, wanted: Wanted, load: Loader
) -> tuple[bytes, list[tuple[str, int]]]:
    """Return a file of a record without the text, and the fields that held it."""
    if not wanted.text or path.startswith(f"{folder.PICTURES}/"):
        return data, []
    text, pattern = data.decode(), wanted.pattern
    if path == folder.SNAPSHOT:
        content = json.loads(text)
        cleaned, found = _cleaned(content, pattern, shown)
        return (canonical(cleaned) if found else data), found
    content = load(text, shown)
    cleaned, found = _cleaned(content, pattern, shown)
    replaced = pattern.sub(MARK, text)
    if not found and replaced == text:
        return data, []
    if not found:
        found = [("kommentar", len(pattern.findall(text)))]
    if load(replaced, shown) != cleaned:  # a quoted or folded text: the layout cannot be kept
        replaced = release_file.dump_data(cleaned).decode()
    if pattern.search(replaced):
        raise RedactionError(f"Teksten lar seg ikke ta ut av {shown}.")
    return replaced.encode(), found


def _cleaned(
    content: Any, pattern: re.Pattern[str], shown: str
) -> tuple[Any, list[tuple[str, int]]]:
    """Return ``content`` without the text, and the dotted pointers that held it.

    Raises:
        RedactionError: the text is part of a name that other values refer to.
    """
    found: list[tuple[str, int]] = []

    def walk(value: Any, place: tuple[str, ...]) -> Any:
        if isinstance(value, str):
            cleaned, count = pattern.subn(MARK, value)
            if count and place and place[-1] in _NAMES:
                raise RedactionError(
                    f"Teksten er en del av et navn ({'.'.join(place)} i {shown}), og kan ikke tas "
                    "ut uten at henvisninger ryker. Velg en lengre eller kortere tekst."
                )
            if count:
                found.append((".".join(place), count))
            return cleaned
        if isinstance(value, Mapping):
            for key in value:
                if pattern.search(key):
                    raise RedactionError(f"Teksten er en del av et feltnavn i {shown}.")
            return {key: walk(item, (*place, key)) for key, item in value.items()}
        if isinstance(value, list):
            return [walk(item, (*place, str(number))) for number, item in enumerate(value)]
        return value

    return walk(content, ()), found


def _without_picture(
    place: Path, version: object, manifest: Manifest, wanted: Wanted, new: dict[str, bytes],
    places: list[tuple[str, str, int]],
) -> None:
    """Put a placeholder in the place of a picture, in ``new``."""
    path = f"{folder.PICTURES}/{wanted.picture}"
    if path not in manifest.filer:
        return
    data = _placeholder(wanted.picture)
    if manifest.filer[path] == sha256(data):
        return
    content = json.loads(new.get(folder.SNAPSHOT) or (place / folder.SNAPSHOT).read_bytes())
    content["bilder"][wanted.picture] = sha256(data)
    new[path], new[folder.SNAPSHOT] = data, canonical(content)
    places.append((f"changelog/{version}/{path}", "bilde", 1))


def _placeholder(name: str) -> bytes:
    """Return an empty picture of the kind that ``name`` says."""
    if name.endswith(".svg"):
        return (
            b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 20">'
            b'<text x="4" y="14" font-size="12">(fjernet)</text></svg>\n'
        )
    from io import BytesIO

    from PIL import Image

    kind = {"png": "PNG", "webp": "WEBP"}.get(name.rpartition(".")[2], "JPEG")
    stream = BytesIO()
    Image.new("RGB", (80, 20), "#ccc").save(stream, kind)
    return stream.getvalue()


def _parts(place: Path, manifest: Manifest, new: Mapping[str, bytes]) -> removal.Parts:
    """Return the hashes before and after of all parts of a record that ``new`` changes."""
    parts = {f"filer/{path}": (manifest.filer[path], sha256(data)) for path, data in new.items()}
    if folder.SNAPSHOT in new:
        before = dict(_hashes(snapshot.hashes((place / folder.SNAPSHOT).read_bytes())))
        after = dict(_hashes(snapshot.hashes(new[folder.SNAPSHOT])))
        snapshot.parse(new[folder.SNAPSHOT])
        parts |= {
            part: (before[part], after[part]) for part in before if before[part] != after[part]
        }
    return parts


def _hashes(found: snapshot.Hashes) -> Iterator[tuple[str, str]]:
    yield "ramme", found.ramme
    for id_, hashed in found.recommendations.items():
        yield f"anbefalinger/{id_}", hashed
    for language, texts in found.oversettelser.items():
        yield f"oversettelser/{language}/ramme", texts.ramme
        for id_, hashed in texts.anbefalinger.items():
            yield f"oversettelser/{language}/anbefalinger/{id_}", hashed


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())

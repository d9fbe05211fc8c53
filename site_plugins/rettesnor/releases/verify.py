"""Verifying the records: every byte is what it was when the release was made.

Three things hold each other: each file's hash stands in its record's manifest, each manifest
holds a hash of itself, and the next manifest holds the hash of the one before. What is made up
from end to end is caught by the signature, or by a caller that gives the head it knows (``Pin``):
the hash of a manifest that it has seen before, or the version that must at least be there.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rettesnor.model.progress import SILENT, Progress, stage_of
from rettesnor.releases import (
    changelog_dir as folder,
)
from rettesnor.releases import (
    published_urls as ledger,
)
from rettesnor.releases import (
    removals as removal,
)
from rettesnor.releases import (
    signature,
    snapshot,
)
from rettesnor.releases.manifest import NAME as MANIFEST
from rettesnor.releases.manifest import Manifest, ManifestError, parse, sha256
from rettesnor.releases.removals import Removals
from rettesnor.releases.safe_read import read_regular
from rettesnor.releases.transaction import interrupted
from rettesnor.releases.version import Version

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_BESIDE = frozenset({
    folder.UNRELEASED, "urls.txt", "LICENSE", "README.md", ".gitkeep", removal.NAME,
    removal.SIGNATURE, removal.ASIDE,
})
"""What may lie in ``changelog/`` next to the records."""
_SHOWN = 5
"""How many lost addresses of a release are named."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something that is not as a release left it: the file from the root, and what is wrong."""

    path: str
    says: str

    def __str__(self) -> str:
        return f"{self.path}: {self.says}"


@dataclass(frozen=True)
class Pin:
    """What a caller knows of the records from elsewhere.

    Attributes:
        head: SHA-256 of the bytes of a manifest that was the newest once.
        at_least: the newest release is this one, or a later one.
    """

    head: str = ""
    at_least: Version | None = None


@dataclass(frozen=True)
class Verdict:
    """What verification found, and how much it looked at.

    Attributes:
        heads: SHA-256 of the manifest of each release, oldest first; of those that can be read.
    """

    faults: tuple[Fault, ...]
    versions: tuple[str, ...]
    files: int
    size: int
    heads: tuple[tuple[str, str], ...] = ()
    removals: Removals = field(default_factory=Removals)


@dataclass
class _Chain:
    """The records read so far: the last manifest and the hash of its bytes."""

    manifest: Manifest | None = None
    digest: str = ""
    files: int = 0
    size: int = 0
    heads: list[tuple[str, str]] = field(default_factory=list)
    removals: Removals = field(default_factory=Removals)
    stages: list[Manifest] = field(default_factory=list)


def verify(
    root: Path, public_pem: bytes | None = None, current: str = "", pin: Pin | None = None,
    progress: Progress = SILENT,
) -> Verdict:
    """Return what is wrong with the records in ``root``.

    Args:
        public_pem: the content of ``guideline/signatur.pub``.
        current: the version that guideline.yml gives; the last record must be of it.
        pin: what the caller knows from elsewhere.
        progress: is called while the records are read.
    """
    changelog = root / "changelog"
    versions = folder.versions(changelog)
    faults = [*_strangers(changelog, versions), *_stopped(root), *_unlisted(root, versions)]
    keys: Mapping[str, Ed25519PublicKey] = {}
    try:
        keys = signature.public_keys(public_pem) if public_pem else {}
    except signature.SignatureError as error:
        faults.append(Fault("guideline/signatur.pub", str(error)))
    chain = _Chain()
    try:
        chain.removals = removal.read(changelog)
    except removal.RemovalError as error:
        faults.append(Fault(f"changelog/{removal.NAME}", str(error)))
    faults += _removed_signed(changelog, keys, chain)
    for version in stage_of(progress, "Kontrollerer utgavene", versions):
        faults += _verify_record(changelog, version, chain, keys)
    if versions and current and current != str(versions[-1]):
        faults.append(Fault(
            "guideline/guideline.yml",
            f"«versjon» er {current}, men den siste utgaven i changelog/ er {versions[-1]}.",
        ))
    unsigned = f"changelog/{versions[-1] if versions else ''}/{signature.NAME}"
    is_unsigned = keys and chain.manifest is not None and not chain.manifest.nokkel
    if is_unsigned and unsigned not in {fault.path for fault in faults}:
        faults.append(Fault(
            unsigned,
            "mangler: guideline/signatur.pub har en nøkkel, men siste utgave er ikke signert.",
        ))
    faults += _pinned(pin or Pin(), versions, chain)
    names = tuple(map(str, versions))
    return Verdict(
        tuple(sorted({*faults})), names, chain.files, chain.size, tuple(chain.heads),
        chain.removals,
    )


def _pinned(pin: Pin, versions: list[Version], chain: _Chain) -> Iterator[Fault]:
    """Say where the records lack what the caller has seen."""
    newest = str(versions[-1]) if versions else "ingen"
    if pin.at_least is not None and (not versions or versions[-1] < pin.at_least):
        yield Fault(
            "changelog", f"siste utgave er {newest}, men {pin.at_least} er gitt ut. "
            "Utgaver er tatt bort.",
        )
    if pin.head and pin.head not in {digest for _, digest in chain.heads}:
        yield Fault(
            "changelog", f"ingen utgave har manifestet {pin.head[:16]}… En utgave er tatt bort "
            f"eller endret; siste utgave her er {newest}.",
        )


def _strangers(changelog: Path, versions: list[Version]) -> Iterator[Fault]:
    known = {*map(str, versions), *_BESIDE}
    for name in sorted(os.listdir(changelog)) if changelog.is_dir() else ():
        if name not in known and not (name.startswith(".") and name.endswith(".new")):
            yield Fault(f"changelog/{name}", "hører ikke hjemme blant utgavene.")


def _stopped(root: Path) -> Iterator[Fault]:
    for stop in interrupted(root):
        says = "rester etter en avbrutt utgivelse. Ingenting ble utgitt; de kan slettes."
        if stop.released:
            says = (
                f"utgivelsen av {stop.version} ble avbrutt før den var ferdig. "
                f"Fullfør den: rettesnor release {stop.version}"
            )
        yield Fault(f"changelog/.{stop.version}.new", says)


def _unlisted(root: Path, versions: list[Version]) -> Iterator[Fault]:
    """Say which releases stand in the ledger of addresses or in the records, and not in both."""
    path = root / "changelog" / ledger.NAME
    urls = ledger.read(path.read_text("utf-8", "replace")) if path.is_file() else []
    listed = {url[2:-1] for url in urls if url.startswith("v/") and url.count("/") == 2}
    known = {*map(str, versions)}
    for version in sorted(listed - known):
        yield Fault(f"changelog/{version}", f"mangler, men står i changelog/{ledger.NAME}.")
    unfinished = {stop.version for stop in interrupted(root)}
    for version in sorted(known - listed - unfinished):
        yield Fault(f"changelog/{ledger.NAME}", f"mangler adressene til utgave {version}.")
    for version in sorted(known & listed - unfinished):
        lost = sorted(_own_urls(root / "changelog", version) - {f"/{url}" for url in urls})
        for url in lost[:_SHOWN]:
            yield Fault(
                f"changelog/{ledger.NAME}",
                f"mangler «{url}», som utgave {version} publiserte. Sett linja inn igjen.",
            )
        if len(lost) > _SHOWN:
            yield Fault(
                f"changelog/{ledger.NAME}",
                f"mangler {len(lost) - _SHOWN} adresser til fra utgave {version}.",
            )


def _own_urls(changelog: Path, version: str) -> set[str]:
    """Return the addresses a release published; none when its snapshot cannot be read."""
    try:
        return ledger.own_urls(
            snapshot.parse((changelog / version / folder.SNAPSHOT).read_bytes()), version
        )
    except (OSError, snapshot.SnapshotError):  # reported where the snapshot is looked at
        return set()


def _verify_record(
    changelog: Path, version: Version, chain: _Chain, keys: Mapping[str, Ed25519PublicKey]
) -> Iterator[Fault]:
    place = changelog / str(version)
    name = f"changelog/{version}"
    try:
        data = read_regular(place / MANIFEST)
        chain.heads.append((str(version), sha256(data)))
        manifest = parse(data)
    except OSError:
        yield Fault(f"{name}/{MANIFEST}", "mangler.")
        chain.manifest = None
        return
    except ManifestError as error:
        yield Fault(f"{name}/{MANIFEST}", str(error))
        chain.manifest, chain.digest = None, sha256(data)
        return
    stages = [manifest]
    try:
        stages = chain.removals.stages(manifest)
    except removal.RemovalError as error:
        yield Fault(f"changelog/{removal.NAME}", str(error))
    yield from (
        Fault(f"{name}/{MANIFEST}", says) for says in _chained(stages, version, chain)
    )
    yield from (
        Fault(f"{name}/{path}", says) for path, says in _files(place, stages[-1], chain)
    )
    yield from (
        Fault(f"{name}/{folder.SNAPSHOT}", says) for says in _snapshot(place, stages[-1])
    )
    yield from (
        Fault(f"{name}/{signature.NAME}", says)
        for says in _signed(place, data, manifest, chain, keys)
    )
    chain.manifest, chain.digest, chain.stages = manifest, sha256(data), stages


def _removed_signed(
    changelog: Path, keys: Mapping[str, Ed25519PublicKey], chain: _Chain
) -> Iterator[Fault]:
    """Say whether notices of removals lack a signature where releases are signed."""
    if not keys or not chain.removals.notices:
        return
    try:
        notices = (changelog / removal.NAME).read_bytes()
        signed = (changelog / removal.SIGNATURE).read_bytes()
    except OSError:
        yield Fault(f"changelog/{removal.SIGNATURE}", "mangler.")
        return
    if not any(signature.is_signed(key, notices, signed) for key in keys.values()):
        yield Fault(f"changelog/{removal.SIGNATURE}", "signaturen stemmer ikke med fjerningene.")


def _chained(stages: list[Manifest], version: Version, chain: _Chain) -> Iterator[str]:
    """Say where the manifest does not follow from the one before it.

    Args:
        stages: the manifest as it was written, and as removals changed it.
    """
    manifest = stages[0]
    if manifest.fjernet and manifest.fjernet not in {n.samlet for n in chain.removals.notices}:
        yield f"bygger på en fjerning som ikke lenger står i changelog/{removal.NAME}."
    if manifest.versjon != str(version):
        yield f"gjelder utgave {manifest.versjon}, men ligger i mappa til {version}."
    before, link = chain.manifest, manifest.forrige
    if before is None:
        if link is not None and not chain.digest:
            yield f"viser til utgave {link.versjon}, som mangler."
        elif link is not None and link.sha256 != chain.digest:
            yield f"kjeden er brutt: {link.versjon} er ikke slik den var."
        elif link is None and chain.digest:
            yield "kjeden er brutt: viser ikke til utgaven før."
        return
    if link is None or (link.versjon, link.sha256) != (before.versjon, chain.digest):
        points = f"viser til {link.versjon}" if link else "viser ikke til noen utgave"
        yield f"kjeden er brutt: {points}; utgaven før er {before.versjon}, eller den er endret."
    if manifest.dato < before.dato:
        yield f"er datert {manifest.dato}, før utgaven den bygger på ({before.dato})."
    if manifest.retningslinje != before.retningslinje:
        yield f"gjelder en annen retningslinje: «{manifest.retningslinje}»."
    for id_, listed in manifest.anbefalinger.items():
        own = _own(id_, stages, chain.stages)
        if listed.versjon not in own:
            yield f"anbefalingen «{id_}» er oppgitt som {listed.versjon}, men er fra {own[0]}."
    for id_ in before.anbefalinger:
        if id_ not in manifest.anbefalinger and id_ not in manifest.tatt_ut:
            yield f"anbefalingen «{id_}» er borte uten å være tatt ut."
    lost = {id_ for id_, out in before.tatt_ut.items() if manifest.tatt_ut.get(id_) != out}
    yield from (f"den tidligere uttatte id-en «{id_}» er glemt." for id_ in sorted(lost))


def _own(id_: str, stages: list[Manifest], before: list[Manifest]) -> list[str]:
    """Return the versions that a recommendation may be from.

    It is from the release before's when it says the same. What was removed from both may have made
    texts alike that differed, or the other way round, so each stage counts.
    """
    now = stages[0].anbefalinger[id_]
    old = before[0].anbefalinger.get(id_)
    if old is None:
        return [stages[0].versjon]
    hashes = {stage.anbefalinger[id_].sha256 for stage in stages}
    same = not hashes.isdisjoint(stage.anbefalinger[id_].sha256 for stage in before)
    alike = [old.versjon] if same else []
    return alike if now.sha256 == old.sha256 else [*alike, stages[0].versjon]


def _files(place: Path, manifest: Manifest, chain: _Chain) -> Iterator[tuple[str, str]]:
    """Say which files are missing, added or changed."""
    left = dict(manifest.filer)
    left[MANIFEST] = ""
    if manifest.nokkel:
        left[signature.NAME] = ""
    for path, full in _walk(place):
        status = os.lstat(full)
        chain.files += 1
        chain.size += status.st_size
        wanted = left.pop(path, None)
        if wanted is None:
            yield path, "hører ikke til utgaven; fila er lagt til etterpå."
        elif not stat.S_ISREG(status.st_mode):
            yield path, "er ikke en vanlig fil."
        elif wanted and _digest(full) != wanted:
            yield path, "er endret etter utgivelsen."
    yield from ((path, "mangler.") for path in sorted(left) if path not in (MANIFEST,))


def _walk(place: Path) -> Iterator[tuple[str, str]]:
    for top, folders, names in os.walk(place):
        links = [name for name in folders if os.path.islink(f"{top}/{name}")]
        empty = [""] if not folders and not names and top != str(place) else []
        for name in sorted([*names, *links, *empty]):
            full = f"{top}/{name}".rstrip("/")
            yield Path(full).relative_to(place).as_posix(), full


def _snapshot(place: Path, manifest: Manifest) -> Iterator[str]:
    """Say where the snapshot's parts are not what the manifest lists, and name them."""
    try:
        found = snapshot.hashes(read_regular(place / folder.SNAPSHOT))
    except OSError:
        return
    except snapshot.SnapshotError as error:
        yield str(error)
        return
    listed = {id_: item.sha256 for id_, item in manifest.anbefalinger.items()}
    for id_ in sorted({*listed, *found.recommendations}):
        if listed.get(id_) != found.recommendations.get(id_):
            yield f"anbefalingen «{id_}» er ikke slik den ble utgitt."
    if found.ramme != manifest.ramme:
        yield "rammen (retningslinja uten anbefalinger) er ikke slik den ble utgitt."
    for language in sorted({*manifest.oversettelser, *found.oversettelser}):
        listed_, held = manifest.oversettelser.get(language), found.oversettelser.get(language)
        if listed_ is None or replace(listed_, filer={}) != held:
            yield f"oversettelsen til «{language}» er ikke slik den ble utgitt."
    for name, digest in found.bilder.items():
        if manifest.filer.get(f"{folder.PICTURES}/{name}") != digest:
            yield f"bildet «{name}» er ikke det som ble utgitt."


def _signed(
    place: Path, data: bytes, manifest: Manifest, chain: _Chain,
    keys: Mapping[str, Ed25519PublicKey],
) -> Iterator[str]:
    if not manifest.nokkel:
        if chain.manifest is not None and chain.manifest.nokkel:
            yield "mangler: utgaven er ikke signert, men utgaven før er det."
        return
    key = keys.get(manifest.nokkel)
    if key is None:
        yield (
            f"kan ikke kontrolleres: nøkkelen {manifest.nokkel[:16]}… står ikke i "
            "guideline/signatur.pub."
        )
        return
    try:
        held = signature.is_signed(key, data, (place / signature.NAME).read_bytes())
    except OSError:
        return
    if not held:
        yield "signaturen stemmer ikke med manifestet."


def _digest(path: str) -> str:
    with open(path, "rb", buffering=0) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

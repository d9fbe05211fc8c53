"""A released national guideline, as a plan builds on it: from a site, a record or an address."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from rettesnor.model.change import Utgave
from rettesnor.model.edition import Edition, in_language
from rettesnor.model.local_plan import is_newer
from rettesnor.reading.content.change_fragments import read_release
from rettesnor.reading.content.released_record import fault
from rettesnor.releases import changelog_dir
from rettesnor.releases.manifest import ManifestError
from rettesnor.releases.safe_read import read_regular
from rettesnor.releases.snapshot import SnapshotError, parse
from rettesnor.releases.timeline import ends
from rettesnor.releases.version import read_version

VERSIONS = "api/v1/versjoner.json"
"""What a national site publishes about its releases; also what tells that one is newer."""

Fetch = Callable[[str], bytes]
"""Returns what is at an address.

Raises:
    OSError: it cannot be fetched; says why.
"""


class NationalError(Exception):
    """There is no release that a plan can build on there; says why in Norwegian."""


@dataclass(frozen=True)
class National:
    """A release of the national guideline.

    Attributes:
        data: the bytes of its ``snapshot.json``.
        edition: what they say, in the language the guideline was written in.
        gone: ids that were taken out, up to this release, with the ids that came instead.
        site: the address of the national site; empty when not known.
    """

    data: bytes
    edition: Edition
    gone: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    site: str = ""

    @property
    def id(self) -> str:
        """The guideline's id."""
        return self.edition.guideline.id

    @property
    def version(self) -> str:
        """The release's version."""
        return self.edition.guideline.versjon

    @property
    def sha256(self) -> str:
        """The SHA-256 of the snapshot."""
        return sha256(self.data)

    def said(self, language: str) -> Edition:
        """Return the release in ``language``, where it is translated."""
        return in_language(self.edition, language)

    def successors(self, id_: str) -> tuple[str, ...]:
        """Return the ids in this release that came instead of ``id_``, over several moves."""
        there = self.edition.recommendations
        return ends(
            id_, lambda here: None if here in there and here != id_ else self.gone.get(here, ())
        )


def sha256(data: bytes) -> str:
    """Return the SHA-256 of ``data``, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def snapshot_of(data: bytes) -> Edition:
    """Return the edition in a snapshot.

    Raises:
        NationalError: it cannot be read, or holds what may not be shown.
    """
    try:
        edition = parse(data)
        unfit = fault(json.loads(data))
    except (SnapshotError, ValueError, RecursionError) as error:
        raise NationalError(f"Den nasjonale utgaven kan ikke leses: {error}") from error
    if unfit:
        raise NationalError(f"Den nasjonale utgaven kan ikke brukes: {unfit}")
    return edition


def read_national(source: str, fetch: Fetch, version: str = "") -> National:
    """Return a national release.

    Args:
        source: the address of a national site; or the folder of a site, of a guideline, or of the
            record of a release (``changelog/<version>``).
        version: which one; empty for the newest.

    Raises:
        NationalError: there is none, it cannot be read, or it is not as it was published.
    """
    if urlsplit(source).scheme in ("http", "https"):
        address = source if source.endswith("/") else f"{source}/"
        return _of_site(lambda path: fetch(urljoin(address, path)), version, address)
    folder = Path(source).resolve()
    if not folder.is_dir():
        raise NationalError(f"Mappa «{source}» finnes ikke.")
    if (folder / VERSIONS).is_file():
        return _of_site(lambda path: read_regular(folder / path), version, "")
    if (folder / changelog_dir.SNAPSHOT).is_file():
        found = read_version(folder.name)
        if found is not None and (folder.parent / folder.name).is_dir():
            return _of_record(folder.parent, str(found))
    if (folder / "changelog").is_dir():
        return _of_record(folder / "changelog", version)
    raise NationalError(
        f"«{source}» er verken et bygd nettsted ({VERSIONS}) eller en utgave (changelog/<versjon>)."
    )


def newest_version(source: str, fetch: Fetch) -> str:
    """Return the newest version of the national guideline at ``source`` (see ``read_national``).

    Raises:
        NationalError: it cannot be found out.
    """
    if urlsplit(source).scheme not in ("http", "https"):
        return read_national(source, fetch).version
    try:
        listed = fetch(urljoin(source if source.endswith("/") else f"{source}/", VERSIONS))
    except OSError as error:
        raise NationalError(f"Det nasjonale nettstedet kan ikke leses: {error}") from error
    return newest_in(listed)


def versions_in(data: bytes) -> list[dict[str, Any]]:
    """Return the releases that ``versjoner.json`` lists, as it lists them.

    Raises:
        NationalError: it is not built as it should be.
    """
    try:
        listed = json.loads(data)["versjoner"]
        if not all(read_version(one["versjon"]) for one in listed):
            raise ValueError
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise NationalError(f"«{VERSIONS}» på det nasjonale nettstedet kan ikke leses.") from error
    return list(listed)


def newest_in(data: bytes) -> str:
    """Return the newest version that ``versjoner.json`` lists; empty for none.

    Raises:
        NationalError: it is not built as it should be.
    """
    newest = ""
    for one in versions_in(data):
        if not newest or is_newer(one["versjon"], newest):
            newest = str(one["versjon"])
    return newest


def _of_site(get: Fetch, version: str, address: str) -> National:
    try:
        listed = get(VERSIONS)
        wanted = version or newest_in(listed)
        if not wanted:
            raise NationalError("Den nasjonale retningslinja har ingen utgaver ennå.")
        known = {one["versjon"]: one for one in versions_in(listed)}
        if wanted not in known:
            raise NationalError(f"Det nasjonale nettstedet har ingen versjon {wanted}.")
        data = get(f"api/v1/versjoner/{wanted}/snapshot.json")
        if sha256(data) != known[wanted]["filer"]["snapshot.json"]["sha256"]:
            raise NationalError(
                f"Versjon {wanted} er ikke slik den ble publisert: kontrollsummen stemmer ikke."
            )
        gone: dict[str, tuple[str, ...]] = {}
        for one in known:
            if not is_newer(one, wanted):
                gone |= _taken_out(json.loads(get(f"api/v1/versjoner/{one}/release.json")))
    except OSError as error:
        raise NationalError(f"Det nasjonale nettstedet kan ikke leses: {error}") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise NationalError("Det nasjonale nettstedet er ikke bygd opp som ventet.") from error
    return National(data, snapshot_of(data), gone, address)


def _of_record(changelog: Path, version: str) -> National:
    """Return a release from the folder of all of them; the records before tell what is gone."""
    try:
        all_versions = [str(one) for one in changelog_dir.versions(changelog)]
        wanted = version or (all_versions[-1] if all_versions else "")
        found = read_version(wanted)
        if found is None or wanted not in all_versions:
            said = f" {wanted}" if wanted else ""
            raise NationalError(f"Mappa «{changelog.name}» har ingen utgave{said}.")
        data = read_regular(changelog / wanted / changelog_dir.SNAPSHOT)
        listed = changelog_dir.manifest_of(changelog, found).filer
        if sha256(data) != listed[changelog_dir.SNAPSHOT]:
            raise NationalError(
                f"Versjon {wanted} er ikke slik den ble gitt ut: kontrollsummen stemmer ikke."
            )
        gone: dict[str, tuple[str, ...]] = {}
        for one in all_versions:
            path = changelog / one / changelog_dir.RELEASE
            if is_newer(one, wanted) or not path.is_file():
                continue
            release = read_release(read_regular(path), f"changelog/{one}/{path.name}")
            if isinstance(release, Utgave):
                gone |= {stone.id: stone.i_stedet for stone in release.tatt_ut}
    except (ManifestError, KeyError) as error:
        raise NationalError(f"Utgaven er endret etter at den ble gitt ut: {error}") from error
    except OSError as error:
        raise NationalError(f"Utgaven kan ikke leses: {error}") from error
    return National(data, snapshot_of(data), gone)


def _taken_out(release: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {
        str(one["id"]): tuple(map(str, one.get("i_stedet", ())))
        for one in release.get("tatt_ut", ())
    }

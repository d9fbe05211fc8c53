"""Everything that a release would write, prepared before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rettesnor.editing.yaml_writer import Refused, edit
from rettesnor.model.convert import to_data
from rettesnor.model.recommendation import Datoer
from rettesnor.publishing.inspection import Inspection
from rettesnor.publishing.tools.errors import ToolError
from rettesnor.publishing.working_tree import PUBLIC_KEY
from rettesnor.reading.content.change_fragments import Fragment, read_release
from rettesnor.reading.content.guideline_paths import GUIDELINE
from rettesnor.reading.project import Project
from rettesnor.reading.yaml.loader import Pointer
from rettesnor.releases import published_urls, removals, signature, timeline
from rettesnor.releases.files import ReleaseMaterial, release_files
from rettesnor.releases.manifest import NAME as MANIFEST
from rettesnor.releases.manifest import parse, sha256
from rettesnor.releases.plan import Last, Refusal, ReleasePlan, plan_release
from rettesnor.releases.requirements import file_of
from rettesnor.releases.transaction import Transaction
from rettesnor.releases.version import Version

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

URLS = f"changelog/{published_urls.NAME}"
"""The list of every published address."""


@dataclass(frozen=True)
class PreparedRelease:
    """A release that is ready to be written."""

    plan: ReleasePlan
    transaction: Transaction


def prepare_release(
    root: Path, found: Inspection, version: Version, day: str, key_file: Path | None
) -> PreparedRelease | Refusal:
    """Return the release of the working tree as ``version``, or why there can be none.

    Args:
        found: the working project, its change fragments and the last release.
        day: the date of the release (ISO 8601).
        key_file: the private key to sign with.

    Raises:
        ToolError: a key is needed and not given, or nobody could check the signature.
        SignatureError: ``key_file`` holds no key.
    """
    project, last, fragments = found.project, found.last, found.fragments
    if found.refused:
        return Refusal(tuple(found.refused))
    changes = [fragment.change for fragment in fragments]
    plan = plan_release(project.edition, last, changes, version, day, found.account)
    if isinstance(plan, Refusal):
        return plan
    edited, not_editable = _edited_files(project, plan)
    if not_editable:
        return Refusal(says=tuple(
            f"Datoene kan ikke settes inn i {path}. Skriv «versjon» og hver dato på egne linjer."
            for path in not_editable
        ))
    key = _key(root, key_file, last)
    hashes = {e.id: e.digest for e in project.entries}
    hashes |= {
        id_: sha256(edited[path])
        for id_, r in plan.edition.recommendations.items()
        if (path := file_of(r.kapittel, id_)) in edited
    }
    taken = {fragment.change.fil: fragment.content for fragment in fragments}
    translations = {
        language: {
            e.id: e.digest for e in project.translations if e.language == language
        }
        for language in plan.edition.oversettelser
    }
    pictures = {name: project.picture(name) for name in sorted(project.shown_pictures)}
    removed = removals.read(root / "changelog").head
    material = ReleaseMaterial(hashes, taken, pictures, key, translations, removed)
    record = release_files(plan, last, material)
    urls_before, edited[URLS] = _extended_urls(root, plan, record[MANIFEST])
    before = {**_digests(project, fragments), URLS: urls_before}
    return PreparedRelease(plan, Transaction(
        str(version), record, edited, before,
        tuple(fragment.document.path for fragment in fragments),
    ))


def _extended_urls(root: Path, plan: ReleasePlan, manifest: bytes) -> tuple[str, bytes]:
    """Return the digest of the list of published addresses now, and its bytes afterwards."""
    path = root / URLS
    old = path.read_bytes() if path.is_file() else b""
    records = timeline.read(root / "changelog", read_release).records
    history = timeline.History((*records, timeline.Record(plan.utgave, parse(manifest))))
    urls = published_urls.urls_of(plan.edition, history)
    return sha256(old) if old else "", published_urls.extended(old.decode(), urls).encode()


def _key(root: Path, key_file: Path | None, last: Last | None) -> Ed25519PrivateKey | None:
    """Return the key to sign with; None when nothing is signed."""
    public = root / PUBLIC_KEY
    if key_file is None:
        if last is not None and last.manifest.nokkel:
            raise ToolError("Forrige utgave er signert. Oppgi nøkkelen med --key.")
        if public.is_file() and signature.public_keys(public.read_bytes()):
            raise ToolError(
                f"{PUBLIC_KEY} har en nøkkel, så utgaven må signeres. Oppgi nøkkelen med --key."
            )
        return None
    key = signature.private_key(key_file.read_bytes())
    known = signature.public_keys(public.read_bytes()) if public.is_file() else {}
    if signature.fingerprint(key.public_key()) not in known:
        raise ToolError(f"Den offentlige nøkkelen må stå i {PUBLIC_KEY} først.")
    return key


def _digests(project: Project, fragments: Sequence[Fragment]) -> dict[str, str]:
    """Return the SHA-256 of every file that the release is made from, by path."""
    found = {path: sha256(data) for path, data in project.files.contents.items()}
    for translation in project.files.translations.values():
        found |= {path: sha256(data) for path, data in translation.contents.items()}
    found |= {entry.path: entry.digest for entry in project.entries}
    found |= {entry.path: entry.digest for entry in project.translations}
    return found | {f.document.path: sha256(f.content) for f in fragments}


def _edited_files(project: Project, plan: ReleasePlan) -> tuple[dict[str, bytes], list[str]]:
    """Return the files that get dates or a version, edited, and those that cannot be edited."""
    files: dict[str, bytes] = {}
    not_editable: list[str] = []
    contents = {entry.path: project.contents(entry) for entry in project.entries if entry.sound}
    texts = {
        path: data.decode()
        for path, data in {GUIDELINE: project.files.contents[GUIDELINE], **contents}.items()
    }
    guideline = plan.edition.guideline
    wanted = {GUIDELINE: ({"versjon": guideline.versjon}, guideline.datoer)}
    for id_, r in plan.edition.recommendations.items():
        if r.datoer != project.edition.recommendations[id_].datoer:
            wanted[file_of(r.kapittel, id_)] = ({}, r.datoer)
    for path, (values, dates) in wanted.items():
        text = _edited(texts[path], path, values, dates)
        if text is None:
            not_editable.append(path)
        elif text != texts[path]:
            files[path] = text.encode()
    return files, not_editable


def _edited(text: str, path: str, values: Mapping[str, str], dates: Datoer) -> str | None:
    """Return ``text`` with its values set, or None if anything else would change its meaning."""
    written = {name: value for name, value in to_data(dates).items() if value}
    changes: dict[Pointer, object] = {(name,): value for name, value in values.items()}
    if written:
        changes["datoer",] = written
    try:
        return edit(text, changes, "guideline" if path == GUIDELINE else "recommendation")
    except Refused:
        return None

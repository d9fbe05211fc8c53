"""The files of a record, as bytes, made from a draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rettesnor.model.edition import recommendation_data, recorded_guideline, recorded_texts
from rettesnor.releases import manifest as manifests
from rettesnor.releases import release_yml as release_file
from rettesnor.releases import signature, snapshot
from rettesnor.releases.canonical_json import digest
from rettesnor.releases.changelog_dir import FRAGMENTS, PICTURES, RELEASE, SNAPSHOT
from rettesnor.releases.manifest import Link, Listed, Manifest, sha256
from rettesnor.releases.plan import Last, ReleasePlan
from rettesnor.releases.requirements import file_of

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


@dataclass(frozen=True)
class ReleaseMaterial:
    """What a record is made of besides the draft.

    Attributes:
        sources: SHA-256 of each recommendation's file as it will stand, by id.
        fragments: the bytes of the fragments, by file name.
        pictures: the bytes of the pictures, by name in ``guideline/bilder``.
        key: signs the manifest.
        removed: hash of the newest notice of a removal.
        translations: SHA-256 of each recommendation's translation, by language and id.
    """

    sources: Mapping[str, str]
    fragments: Mapping[str, bytes] = field(default_factory=dict)
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    key: Ed25519PrivateKey | None = None
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    removed: str = ""


def release_files(
    draft: ReleasePlan, last: Last | None, material: ReleaseMaterial
) -> dict[str, bytes]:
    """Return the files of the record by their paths in its folder.

    Raises:
        SnapshotError: the snapshot would not read back as what was written.
    """
    whole = snapshot.dump(draft.edition)
    if snapshot.dump(snapshot.parse(whole)) != whole:
        raise snapshot.SnapshotError("Øyeblikksbildet lar seg ikke lese tilbake.")
    files = {
        RELEASE: release_file.dump(draft.utgave),
        SNAPSHOT: whole,
        **{f"{FRAGMENTS}/{name}": data for name, data in material.fragments.items()},
        **{f"{PICTURES}/{name}": data for name, data in material.pictures.items()},
    }
    manifest = manifests.dump(_manifest(draft, last, material, files))
    signed = {signature.NAME: signature.sign(material.key, manifest)} if material.key else {}
    return {**files, manifests.NAME: manifest, **signed}


def _manifest(
    draft: ReleasePlan, last: Last | None, material: ReleaseMaterial, files: Mapping[str, bytes]
) -> Manifest:
    before = last.manifest.anbefalinger if last else {}
    listed = {}
    for id_, recommendation in draft.edition.recommendations.items():
        hashed = digest(recommendation_data(recommendation))
        old = before.get(id_)
        own = old.versjon if old and old.sha256 == hashed else draft.utgave.versjon
        path = file_of(recommendation.kapittel, id_)
        listed[id_] = Listed(hashed, own, path, material.sources[id_])
    withdrawn = dict(last.manifest.tatt_ut) if last else {}
    withdrawn |= dict.fromkeys(draft.withdrawn, draft.utgave.versjon)
    guideline = draft.edition.guideline
    return Manifest(
        guideline.id, draft.utgave.versjon, draft.utgave.dato,
        digest(recorded_guideline(guideline)),
        Link(last.manifest.versjon, sha256(last.manifest_bytes)) if last else None,
        listed, {path: sha256(data) for path, data in files.items()}, withdrawn,
        signature.fingerprint(material.key.public_key()) if material.key else "",
        {
            language: replace(
                snapshot.listed_texts(recorded_texts(said, guideline, language)),
                filer=material.translations.get(language, {}),
            )
            for language, said in draft.edition.oversettelser.items() if said
        },
        material.removed,
    )

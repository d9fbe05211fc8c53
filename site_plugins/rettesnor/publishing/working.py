"""Whether the working tree says anything else than the newest release."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from rettesnor.model.edition import frame_data, plain_texts, recommendation_data
from rettesnor.model.entry import Entry, TranslationEntry
from rettesnor.model.problem import Problem
from rettesnor.publishing.chronicle import Chronicle
from rettesnor.publishing.store import Store, digest_of
from rettesnor.reading.files import read_file
from rettesnor.reading.frame import Frame
from rettesnor.reading.recommendation import open_recommendation
from rettesnor.reading.survey import PICTURES, pictures
from rettesnor.reading.translation import kept_texts
from rettesnor.record import pending
from rettesnor.record.canonical import digest
from rettesnor.record.folder import PICTURES as KEPT_PICTURES
from rettesnor.record.manifest import Manifest


def differs(
    root: Path, chronicle: Chronicle, frame: Frame, entries: Sequence[Entry], store: Store,
    translations: Sequence[TranslationEntry] = (),
) -> bool:
    """Return whether there is a release, and something has changed since.

    Hashes tell; only files that were written anew since the release are read.
    """
    if not chronicle:
        return False
    manifest = chronicle.history.records[-1].manifest
    if {e.id for e in entries} != manifest.anbefalinger.keys():
        return True
    if _frame_digest(frame, store) != manifest.ramme or _pictures(root, manifest):
        return True
    hasher = pending.changed(manifest, entries, lambda entry: _content_digest(root, entry))
    return next(hasher, None) is not None or _retold(root, manifest, frame, translations)


def _retold(
    root: Path, manifest: Manifest, frame: Frame, translations: Sequence[TranslationEntry]
) -> bool:
    """Return whether anything is said in another language as it was not released."""
    for language, translation in frame.translations.items():
        listed = manifest.oversettelser.get(language)
        own = digest(plain_texts(translation.texts))
        if own != (listed.ramme if listed else digest({})):
            return True
    published = [entry for entry in translations if entry.language in frame.translations]
    differing = pending.translated(manifest, published, lambda entry: _texts_digest(root, entry))
    return next(differing, None) is not None


def _texts_digest(root: Path, entry: TranslationEntry) -> str:
    data, source = read_file(root, entry.path), read_file(root, entry.source)
    if isinstance(data, Problem) or isinstance(source, Problem):
        return ""
    opened = open_recommendation(source, entry.source, entry.source.split("/")[1])
    if isinstance(opened, list):
        return ""
    said = kept_texts(data, entry.path, opened.recommendation)
    return digest(plain_texts(said)) if said else ""


def _frame_digest(frame: Frame, store: Store) -> str:
    assert frame.guideline is not None
    key = digest_of(sorted(frame.contents.items()))
    saved: str | None = store.load("ramme-innhold", key)
    if saved is None:
        saved = digest(frame_data(frame.guideline))
        store.save("ramme-innhold", key, saved)
    return saved


def _content_digest(root: Path, entry: Entry) -> str:
    data = read_file(root, entry.path)
    if isinstance(data, Problem):
        return ""
    opened = open_recommendation(data, entry.path, entry.kapittel)
    return "" if isinstance(opened, list) else digest(recommendation_data(opened.recommendation))


def _pictures(root: Path, manifest: Manifest) -> bool:
    now = {
        f"{KEPT_PICTURES}/{name}": sha256((root / PICTURES / name).read_bytes()).hexdigest()
        for name in pictures(root)
    }
    then = {k: v for k, v in manifest.filer.items() if k.startswith(f"{KEPT_PICTURES}/")}
    return now != then

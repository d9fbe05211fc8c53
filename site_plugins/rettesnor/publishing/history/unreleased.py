"""How the working tree differs from the newest release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from rettesnor.model.edition import guideline_data, plain_texts, recommendation_data
from rettesnor.model.problem import Problem
from rettesnor.model.recommendation_entry import Entry, TranslationEntry
from rettesnor.model.unreleased import CHANGED, NEW, Unreleased
from rettesnor.publishing.cache.store import Store, digest_of
from rettesnor.publishing.history.release_index import ReleaseIndex
from rettesnor.reading.checks.run import PICTURES
from rettesnor.reading.content.guideline_reading import GuidelineReading
from rettesnor.reading.content.recommendation import open_recommendation
from rettesnor.reading.content.translation import kept_texts
from rettesnor.reading.files.safe_open import read_file
from rettesnor.releases import unreleased as pending
from rettesnor.releases.canonical_json import digest
from rettesnor.releases.changelog_dir import PICTURES as KEPT_PICTURES
from rettesnor.releases.manifest import Manifest


def unreleased(
    root: Path, release_index: ReleaseIndex, frame: GuidelineReading, entries: Sequence[Entry],
    store: Store, pictures: Iterable[str], translations: Sequence[TranslationEntry] = (),
) -> Unreleased | None:
    """Return how the files differ from the newest release; None before the first release.

    Only files that were written since the release are read; for the others their hashes tell.
    """
    if not release_index:
        return None
    manifest = release_index.history.records[-1].manifest
    changed = pending.changed(manifest, entries, lambda entry: _content_digest(root, entry))
    present = {entry.id for entry in entries}
    own = frame.translations
    released = [entry for entry in translations if entry.language in manifest.oversettelser]
    retold = pending.translated(manifest, released, lambda entry: _texts_digest(root, entry))
    return Unreleased(
        manifest.versjon,
        tuple(sorted((e.id, NEW if kind == "added" else CHANGED) for e, kind in changed)),
        tuple(sorted(id_ for id_ in manifest.anbefalinger if id_ not in present)),
        tuple(sorted((language, id_) for language, id_ in retold if language in own)),
        _frame_digest(frame, store) != manifest.ramme or _pictures(root, pictures, manifest),
        tuple(sorted(_retold_frames(manifest, frame))),
        tuple(sorted(language for language in own if language not in manifest.oversettelser)),
    )


def _retold_frames(manifest: Manifest, frame: GuidelineReading) -> Iterator[str]:
    """Yield the released languages whose guideline-wide texts are not as they were released."""
    for language, translation in frame.translations.items():
        listed = manifest.oversettelser.get(language)
        if listed and digest(plain_texts(translation.texts)) != listed.ramme:
            yield language


def _texts_digest(root: Path, entry: TranslationEntry) -> str:
    data, source = read_file(root, entry.path), read_file(root, entry.source)
    if isinstance(data, Problem) or isinstance(source, Problem):
        return ""
    opened = open_recommendation(source, entry.source, entry.source.split("/")[1])
    if isinstance(opened, list):
        return ""
    said = kept_texts(data, entry.path, opened.recommendation)
    return digest(plain_texts(said)) if said else ""


def _frame_digest(frame: GuidelineReading, store: Store) -> str:
    assert frame.guideline is not None
    key = digest_of(sorted(frame.contents.items()))
    saved: str | None = store.load("ramme-innhold", key)
    if saved is None:
        saved = digest(guideline_data(frame.guideline))
        store.save("ramme-innhold", key, saved)
    return saved


def _content_digest(root: Path, entry: Entry) -> str:
    data = read_file(root, entry.path)
    if isinstance(data, Problem):
        return ""
    opened = open_recommendation(data, entry.path, entry.kapittel)
    return "" if isinstance(opened, list) else digest(recommendation_data(opened.recommendation))


def _pictures(root: Path, names: Iterable[str], manifest: Manifest) -> bool:
    now = {
        f"{KEPT_PICTURES}/{name}": sha256((root / PICTURES / name).read_bytes()).hexdigest()
        for name in names
    }
    then = {k: v for k, v in manifest.filer.items() if k.startswith(f"{KEPT_PICTURES}/")}
    return now != then

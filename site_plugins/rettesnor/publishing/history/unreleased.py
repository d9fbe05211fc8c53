"""How the working tree differs from the newest release."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256

from rettesnor.model.edition import (
    EditionTexts,
    plain_texts,
    recommendation_data,
    recorded_guideline,
    recorded_texts,
)
from rettesnor.model.recommendation_entry import Entry, TranslationEntry
from rettesnor.model.unreleased import CHANGED, NEW, Unreleased
from rettesnor.publishing.cache.store import Store, digest_of
from rettesnor.publishing.history.release_index import ReleaseIndex
from rettesnor.reading.content.guideline_reading import GuidelineReading
from rettesnor.reading.project import ChangedError, Project
from rettesnor.releases import unreleased as pending
from rettesnor.releases.canonical_json import digest
from rettesnor.releases.changelog_dir import PICTURES as KEPT_PICTURES
from rettesnor.releases.manifest import Manifest


def unreleased(
    project: Project, release_index: ReleaseIndex, store: Store,
    entries: Sequence[Entry] | None = None,
    translations: Sequence[TranslationEntry] | None = None,
) -> Unreleased | None:
    """Return how ``project`` differs from the newest release; None before the first release.

    Only files that were written since the release are read; for the others their hashes tell.

    Args:
        entries: the recommendations that are shown; those of the project without.
        translations: likewise for translations.
    """
    if not release_index:
        return None
    frame = project.files
    entries = project.entries if entries is None else entries
    translations = project.translations if translations is None else translations
    manifest = release_index.history.records[-1].manifest
    changed = pending.changed(manifest, entries, lambda entry: _content_digest(project, entry))
    present = {entry.id for entry in entries}
    own = frame.translations
    released = [entry for entry in translations if entry.language in manifest.oversettelser]
    retold = pending.translated(manifest, released, lambda entry: _texts_digest(project, entry))
    return Unreleased(
        manifest.versjon,
        tuple(sorted((e.id, NEW if kind == "added" else CHANGED) for e, kind in changed)),
        tuple(sorted(id_ for id_ in manifest.anbefalinger if id_ not in present)),
        tuple(sorted((language, id_) for language, id_ in retold if language in own)),
        _frame_digest(frame, store) != manifest.ramme or _pictures(project, manifest),
        tuple(sorted(_retold_frames(manifest, frame))),
        tuple(sorted(language for language in own if language not in manifest.oversettelser)),
    )


def _retold_frames(manifest: Manifest, frame: GuidelineReading) -> Iterator[str]:
    """Yield the released languages whose guideline-wide texts are not as they were released."""
    assert frame.guideline is not None
    for language, translation in frame.translations.items():
        listed = manifest.oversettelser.get(language)
        texts = EditionTexts(translation.texts)
        if listed and digest(
            recorded_texts(texts, frame.guideline, language)["ramme"]
        ) != listed.ramme:
            yield language


def _texts_digest(project: Project, entry: TranslationEntry) -> str:
    source = next((one for one in project.entries if one.path == entry.source), None)
    if source is None:
        return ""
    try:
        said = project.texts(entry, project.recommendation(source))
    except ChangedError:  # a text that stands in for a file with errors is not in the folder
        return ""
    return digest(plain_texts(said)) if said else ""


def _frame_digest(frame: GuidelineReading, store: Store) -> str:
    assert frame.guideline is not None
    key = digest_of(sorted(frame.contents.items()))
    saved: str | None = store.load("ramme-innhold", key)
    if saved is None:
        saved = digest(recorded_guideline(frame.guideline))
        store.save("ramme-innhold", key, saved)
    return saved


def _content_digest(project: Project, entry: Entry) -> str:
    try:
        return digest(recommendation_data(project.recommendation(entry)))
    except ChangedError:  # a text that stands in for a file with errors is not in the folder
        return ""


def _pictures(project: Project, manifest: Manifest) -> bool:
    now = {
        f"{KEPT_PICTURES}/{name}": sha256(project.picture(name)).hexdigest()
        for name in project.shown_pictures
    }
    then = {k: v for k, v in manifest.filer.items() if k.startswith(f"{KEPT_PICTURES}/")}
    return now != then

"""What has changed since the last release, found from hashes alone where that will do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rettesnor.model.recommendation_entry import Entry, TranslationEntry
from rettesnor.releases.manifest import ListedTexts, Manifest

TextsHasher = Callable[[TranslationEntry], str]
"""Gives the SHA-256 of the canonical JSON of a translation's texts; empty when there are none.

Only asked when its file differs."""
_NOTHING = ListedTexts("")
Hasher = Callable[[Entry], str]
"""Gives the SHA-256 of a recommendation's canonical JSON; only asked when its file differs."""


def changed(
    manifest: Manifest, entries: Sequence[Entry], hasher: Hasher
) -> Iterator[tuple[Entry, str]]:
    """Yield the recommendations that are not as released, each with ``added`` or ``changed``."""
    for entry in entries:
        listed = manifest.anbefalinger.get(entry.id)
        if not entry.sound or (listed and listed.fil_sha256 == entry.digest
                               and listed.fil == entry.path):
            continue
        if listed is None:
            yield entry, "added"
        elif listed.sha256 != hasher(entry):
            yield entry, "changed"


def translated(
    manifest: Manifest, translations: Sequence[TranslationEntry], hasher: TextsHasher
) -> Iterator[tuple[str, str]]:
    """Yield the language and id of what is not said in another language as it was released.

    Args:
        translations: those into languages that the guideline comes out in.
    """
    there = {(entry.language, entry.id) for entry in translations}
    for entry in translations:
        listed = manifest.oversettelser.get(entry.language, _NOTHING)
        if not entry.sound or listed.filer.get(entry.id) == entry.digest:
            continue
        if listed.anbefalinger.get(entry.id, "") != hasher(entry):
            yield entry.language, entry.id
    for language, listed in manifest.oversettelser.items():
        gone = (id_ for id_ in listed.anbefalinger if (language, id_) not in there)
        yield from ((language, id_) for id_ in gone)

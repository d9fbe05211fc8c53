"""The formatted sources, kept so that pandoc runs only when a source changed."""

from __future__ import annotations

from rettesnor.model.guideline import Guideline
from rettesnor.publishing.store import Store, code_digest, digest_of
from rettesnor.rendering.citations import Citation, cite


def citations(store: Store, guideline: Guideline) -> dict[str, Citation]:
    """Return the citations of the sources of ``guideline``, whichever release it is from."""
    content = digest_of(guideline.kilder)
    name, key = f"kilder-{content[:12]}", digest_of(code_digest(), content)
    saved = store.load(name, key)
    if saved is not None:
        return {name: Citation(*value) for name, value in saved.items()}
    made = cite(guideline.kilder)
    store.save(name, key, {name: (c.short, c.full) for name, c in made.items()})
    return made

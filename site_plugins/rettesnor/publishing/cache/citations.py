"""The formatted sources, kept between builds: they are made again when a source changed."""

from __future__ import annotations

from rettesnor.model.guideline import Guideline
from rettesnor.publishing.cache.store import Store, code_digest, digest_of
from rettesnor.rendering.citations import Citation, cite


def citations(store: Store, guideline: Guideline) -> dict[str, Citation]:
    """Return the citations of the sources of ``guideline``, whichever release it is from.

    They are formatted in every language of the site: «Hentet … fra» is «Henta … frå» in nynorsk.
    """
    languages = [language.id for language in guideline.languages]
    content = digest_of(guideline.kilder, languages)
    name, key = f"kilder-{content[:12]}", digest_of(code_digest(), content)
    saved = store.load(name, key)
    if saved is not None:
        return {
            name: Citation(short, full, tuple(map(tuple, others)))
            for name, (short, full, others) in saved.items()
        }
    first, *rest = (cite(guideline.kilder, language) for language in languages)
    made = {
        key: Citation(one.short, one.full, tuple(
            (language, other[key].short, other[key].full)
            for language, other in zip(languages[1:], rest, strict=True)
        ))
        for key, one in first.items()
    }
    store.save(name, key, {name: (c.short, c.full, c.others) for name, c in made.items()})
    return made

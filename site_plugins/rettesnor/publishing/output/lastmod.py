"""The days on which pages were last changed, as far as the releases tell: for the sitemap."""

from __future__ import annotations

from rettesnor.publishing.history.release_index import ReleaseIndex
from rettesnor.rendering.context import Context


def last_changed(context: Context, release_index: ReleaseIndex) -> dict[str, str]:
    """Return the day (ISO 8601) of the release that last changed a page, by its address.

    A page of which that is not known is not there: nothing is known while the text differs from
    what was released, and nothing is said of lists, which change with what they list.

    Args:
        context: what applies, in the language written first.
    """
    releases = [record.utgave for record in release_index.history.records]
    found = {f"endringer/{utgave.versjon}/": utgave.dato for utgave in releases[-1:]}
    if releases:
        found["endringer/"] = releases[-1].dato
    if context.working or not releases:
        return found
    days = {utgave.versjon: utgave.dato for utgave in releases}
    found[""] = releases[-1].dato  # it tells of the newest release
    for id_ in context.order:
        head = context.heads[id_]
        if head.versjon in days:
            found[head.url] = days[head.versjon]
    for utgave in releases:
        for part in utgave.ramme:
            if part.navn == "tekstsider":
                found |= {f"{id_}/": utgave.dato for id_ in (*part.nye, *part.endret)}
    pages = {f"{page.id}/" for page in context.guideline.tekstsider}
    first = releases[0].dato
    return {**{url: first for url in pages}, **found}

"""A recommendation as data: every field as it was written, and its prose as HTML."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from rettesnor.exports.api.envelope import ROOT, Publication, dump, origin, way_up
from rettesnor.model.edition import recommendation_data
from rettesnor.model.recommendation import Recommendation


def path_of(language: str, id_: str) -> str:
    """Return where the file of a recommendation lies below the site's root."""
    return f"{ROOT}{language}/anbefalinger/{id_}.json"


def recommendation_file(
    publication: Publication, recommendation: Recommendation, html: Mapping[str, str],
    versjon: str = "", untranslated: Collection[str] = (), stale: Collection[str] = (),
    differs: str = "",
) -> bytes:
    """Return the file of a recommendation.

    Args:
        html: its prose by dotted pointer; links count from the file.
        versjon: the release that last changed it; empty before its first.
        untranslated: pointers of the texts that stand in the language written first.
        stale: pointers of those that were translated from an older text.
        differs: how the text differs from the last release (see ``model.unreleased``).
    """
    r = recommendation
    data = origin(publication)
    if versjon:
        data["endret_i"] = versjon
    if differs:
        data["ikke_utgitt"] = differs
    data["anbefaling"] = recommendation_data(r)
    data["html"] = html
    if untranslated:
        data["ikke_oversatt"] = sorted(untranslated)
    if stale:
        data["foreldet_oversettelse"] = sorted(stale)
    data["lenker"] = _links(publication, r, versjon)
    return dump(data)


def _links(publication: Publication, r: Recommendation, versjon: str) -> dict[str, Any]:
    site = way_up(path_of(publication.language, r.id))
    own = f"{site}{publication.folder}{r.kapittel}/"
    links: dict[str, Any] = {
        "selv": f"{r.id}.json", "side": f"{own}{r.id}/", "kapittel": own,
        "liste": "../anbefalinger.json", "indeks": "../../index.json",
    }
    if versjon:
        links["versjoner"] = f"../../anbefalinger/{r.id}.json"
    others = [tag for tag, _ in publication.languages if tag != publication.language]
    if others:
        links["andre_sprak"] = {tag: f"../../{tag}/anbefalinger/{r.id}.json" for tag in others}
    return links

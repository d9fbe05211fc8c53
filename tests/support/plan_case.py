"""Small national releases, and plans on top of them, to test with."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rettesnor.model.edition import Edition
from rettesnor.model.guideline import Etat, Fase, Guideline, Kapittel, Lisens, Tegn, Tilkobling
from rettesnor.model.local_plan import SNAPSHOT
from rettesnor.model.recommendation import PraktiskGjennomforing, Recommendation, Steg
from rettesnor.plans.national import National
from rettesnor.releases import snapshot

from tests.support.guidelines import put

Step = tuple[str, str, str]


def recommendation(
    id_: str, sentence: str = "Skolen bør snakke med eleven", steps: Sequence[Step] = (),
    strength: str = "bør",
) -> Recommendation:
    """Return a recommendation with the steps (who, what, when)."""
    return Recommendation(
        id=id_, kapittel="alle", tittel=f"Om {id_}", kort_anbefaling=sentence, styrke=strength,
        status="gjeldende",
        praktisk_gjennomforing=PraktiskGjennomforing(
            "Slik.", steg=tuple(Steg(*one) for one in steps)
        ),
    )


def phase(
    id_: str, name: str = "", signs: Sequence[str] = (), joins: Sequence[tuple[str, str]] = (),
    **texts: str,
) -> Fase:
    """Return a phase."""
    return Fase(
        id_, name or id_.capitalize(), **texts, tegn=tuple(Tegn(one) for one in signs),
        kobles_paa=tuple(Tilkobling(*one) for one in joins),
    )


def edition(
    recommendations: Sequence[Recommendation], phases: Sequence[Fase] = (), version: str = "1.0.0",
) -> Edition:
    """Return a guideline with one chapter."""
    ids = tuple(one.id for one in recommendations)
    guideline = Guideline(
        "fravaer", "Retningslinje for fravær", "Retningslinja", "retningslinje", "gjeldende",
        version, Etat("Direktoratet", "Dir"), "Formål.", "Omfang.", "Avgrensning.",
        Lisens("NLOD-2.0", "NLOD", "https://data.norge.no/nlod/no/2.0"),
        (Kapittel("alle", "Alle", ids),), ("om",), faser=tuple(phases),
    )
    return Edition(guideline, {one.id: one for one in recommendations})


def national(
    recommendations: Sequence[Recommendation], phases: Sequence[Fase] = (), version: str = "1.0.0",
    gone: Mapping[str, tuple[str, ...]] | None = None,
) -> National:
    """Return a release, as a plan builds on it."""
    made = edition(recommendations, phases, version)
    return National(snapshot.dump(made), made, gone or {})


def plan_data(
    built_on: National, entries: Sequence[Mapping[str, Any]],
    phases: Sequence[Mapping[str, Any]] = (), **more: Any,
) -> dict[str, Any]:
    """Return what a ``plan.yml`` on top of ``built_on`` says."""
    data = {
        "skjema": 1, "tittel": "Plan for fravær", "korttittel": "Planen",
        "om": "Hvem som gjør hva når en elev er borte.",
        "bygger_paa": {
            "retningslinje": built_on.id, "versjon": built_on.version, "sha256": built_on.sha256,
        },
        "eier": {"navn": "Eksempel kommune"}, **more,
        "anbefalinger": [dict(one) for one in entries],
    }
    return {**data, "faser": [dict(one) for one in phases]} if phases else data


def publish(site: Path, *releases: National) -> Path:
    """Write what a national site publishes of its releases, the oldest first."""
    listed = []
    for one in releases:
        folder = site / "api/v1/versjoner" / one.version
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "snapshot.json").write_bytes(one.data)
        gone = [{"id": id_, "i_stedet": list(came)} for id_, came in one.gone.items()]
        (folder / "release.json").write_text(json.dumps({"tatt_ut": gone}), encoding="utf-8")
        listed.append({
            "versjon": one.version, "filer": {"snapshot.json": {"sha256": one.sha256}},
        })
    index = site / "api/v1/versjoner.json"
    index.write_text(json.dumps({"versjoner": listed}), encoding="utf-8")
    return site


def write_plan(folder: Path, text: str, built_on: National) -> Path:
    """Write a plan's folder; ``BASE`` in ``text`` stands for what it builds on."""
    base = (
        f"bygger_paa:\n  retningslinje: {built_on.id}\n  versjon: {built_on.version}\n"
        f"  sha256: {json.dumps(built_on.sha256)}\n"
    )
    put(folder, "plan.yml", text.replace("BASE\n", base))
    put(folder, SNAPSHOT, built_on.data.decode())
    return folder

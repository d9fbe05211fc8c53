"""A small guideline with a hearing: one release of two recommendations, and one round."""

from __future__ import annotations

import shutil
from pathlib import Path

from rettesnor.model.edition import Edition
from rettesnor.model.guideline import (
    Dimensjon,
    Etat,
    Guideline,
    Kapittel,
    Lisens,
    Maalgrupper,
    Navngitt,
)
from rettesnor.model.recommendation import (
    Begrunnelse,
    JuridiskeRammer,
    Kunnskapsgrunnlag,
    PraktiskGjennomforing,
    Recommendation,
    Steg,
)
from rettesnor.releases import snapshot

HERE = Path(__file__).parent
ROUND = "pilot-2026"
VERSION = "0.1.0"
RATIONALE = "Fordelene er større enn ulempene.\n\n---\n\nEn plan samler arbeidet på ett sted.\n"


def recommendation(id_: str, chapter: str, rationale: str = RATIONALE) -> Recommendation:
    """Return a recommendation with two paragraphs of rationale and a line between them."""
    return Recommendation(
        id=id_, kapittel=chapter, tittel=f"Om {id_}", kort_anbefaling=f"Skolen bør ha {id_}",
        styrke="bør", status="høring", maalgrupper=("laerer",),
        dimensjoner={"skoleslag": ("barneskole",)},
        praktisk_gjennomforing=PraktiskGjennomforing(
            "Lag den sammen.\n", steg=(Steg("Læreren", "Skriver planen."),)
        ),
        begrunnelse=Begrunnelse(rationale), kunnskapsgrunnlag=Kunnskapsgrunnlag("Lite.\n"),
        juridiske_rammer=JuridiskeRammer("Se loven.\n"), kontrollsporsmaal=("Er den i bruk?",),
    )


def edition(rationale: str = RATIONALE) -> Edition:
    """Return the edition that is heard."""
    guideline = Guideline(
        id="retningslinje", tittel="Retningslinje for fravær", korttittel="Fravær",
        type="nasjonal veileder", status="høring", versjon=VERSION, merknad="Utkast.",
        eier=Etat("Direktoratet", "Dir"), formaal="Hjelpe.", maalgrupper=Maalgrupper(("laerer",)),
        omfang="Alt.", avgrensning="Ingenting.", lisens=Lisens("NLOD-2.0", "NLOD", "https://x.no"),
        roller=(Navngitt("laerer", "Lærer"),),
        dimensjoner=(
            Dimensjon("skoleslag", "Skoleslag", (Navngitt("barneskole", "Barneskole"),)),
        ),
        sider=("om",),
        kapitler=(
            Kapittel("oppfolging", "Oppfølging", ("skriftlig-plan",)),
            Kapittel("hjem", "Samarbeid med hjemmet", ("hjemmebesok",)),
        ),
    )
    plan = recommendation("skriftlig-plan", "oppfolging", rationale)
    visit = recommendation("hjemmebesok", "hjem")
    return Edition(guideline, {plan.id: plan, visit.id: visit})


def build(root: Path) -> Path:
    """Write the guideline's folder below ``root`` and return it."""
    rounds = root / "guideline" / "horinger"
    rounds.mkdir(parents=True)
    shutil.copy(HERE / f"{ROUND}.yml", rounds)
    record = root / "changelog" / VERSION
    record.mkdir(parents=True)
    (record / "snapshot.json").write_bytes(snapshot.dump(edition()))
    return root

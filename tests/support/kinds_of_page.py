"""A page of every kind, in both languages, of the guideline as it is to be published."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DAY = "2026-11-30"
_PLAN = "skolens-oppfolging/skriftlig-plan/"
_BOTH = {
    "forside": "",
    "filter": "?gruppe=kontaktlaerer",
    "kapittel": "skolens-oppfolging/",
    "anbefaling": _PLAN,
    "side": "bruk/",
    "kilder": "kilder/",
    "lover": "lover/",
    "ordliste": "ordliste/",
    "metoderapport": "metoderapport/",
    "roller": "for/",
    "rolle": "for/kontaktlaerer/",
    "enkelt": "for/elev/enkelt/",
    "oversikt": "oversikt/",
    "faser": "faser/",
    "fase": "faser/begynnende/",
    "gjor": "faser/begynnende/kontaktlaerer/",
    "ansvar": "hvem-gjor-hva/",
    "verktoy": "verktoy/",
    "maler": "maler/",
    "mal": "maler/oppfolgingsplan/",
    "sok": "sok/?q=plan",
    "endringer": "endringer/",
    "utgave": "endringer/0.1.0/",
    "siden": "endringer/siden/0.1.0/",
    "dato": "dato/",
    "gjennomgang": "gjennomgang/",
    "historikk": f"{_PLAN}historikk/",
    "horinger": "horing/",
    "horing": "horing/pilot-2026/",
    "svarskjema": "horing/pilot-2026/svarskjema/",
    "veikart": "veikart/",
    "behov": "behov/",
    "medvirkning": "medvirkning/",
    "sammenheng": "sammenheng/",
    "innforing": "innforing/",
    "tilsyn": "tilsyn/",
    "stikkprove": "tilsyn/stikkprove/",
    "kvalitetsmal": "kvalitetsmal/",
    "egenkontroll": "egenkontroll/",
    "kursliste": "kurs/",
    "kurs": "kurs/skolens-oppfolging/",
    "deltakerark": "kurs/skolens-oppfolging/ark/",
    "tilgjengelighet": "tilgjengelighet/",
    "tillit": "tillit/",
    "innbygging": "innbygging/",
}
"""Addresses below the root of a tree."""
KINDS = {
    **{(kind, "nb"): url for kind, url in _BOTH.items()},
    **{(kind, "nn"): f"nn/{url}" for kind, url in _BOTH.items()},
    ("versjon", "nb"): f"v/0.1.0/{_PLAN}",
    ("ukjent", "nb"): "404.html",
}
"""Addresses in the site, by kind and language."""


def published(folder: Path, *options: str) -> Path:
    """Build the site of the repository's guideline with its releases below ``folder``.

    Args:
        options: of the command ``rettesnor build``.

    Returns: the folder of the site.
    """
    from rettesnor.cli.main import main

    for name in ("guideline", "recommendations", "changelog"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "schema").mkdir()  # mkdocs.yml watches it
    shutil.copy(ROOT / "mkdocs.yml", folder)
    site = folder / "site"
    where = ["--root", str(folder), "--site", str(site), "--date", DAY, "--jobs", "1"]
    assert main(["build", *where, *options]) == 0
    return site


def file_of(site: Path, url: str) -> Path:
    """Return the file that answers at ``url`` in the folder of the site."""
    page = url.partition("?")[0].partition("#")[0]
    return site / page if page and not page.endswith("/") else site / page / "index.html"

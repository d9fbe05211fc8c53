"""A small catalogue to test with: the sound guideline, and the one about hand hygiene."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from rettesnor.publishing.catalogue.build import CatalogueResult, build_catalogue
from rettesnor.publishing.catalogue.guideline_sites import Previews
from rettesnor.publishing.options import BuildOptions

from tests.support.check_case import DAY
from tests.support.guidelines import put, sound_copy

SCHOOL, HYGIENE = "sound", "hygiene"
ADDRESS = "https://example.test/alle/"
RINGS = f"guidelines/{HYGIENE}/recommendations/hands/rings.yml"
TOPICS = {SCHOOL: "oppvekst", HYGIENE: "smittevern"}
CATALOGUE = """\
tittel: Nasjonale retningslinjer fra Eksempeldirektoratet
korttittel: Nasjonale retningslinjer
om: Her er alle retningslinjene, og hvordan de henger sammen.
utgiver:
  navn: Eksempeldirektoratet
sprak:
  - {id: nb, navn: Bokmål}
  - {id: nn, navn: Nynorsk}
emner:
  - {id: oppvekst, navn: Oppvekst}
  - {id: smittevern, navn: Smittevern}
retningslinjer:
  - id: sound
    emner: [oppvekst]
  - id: hygiene
    emner: [smittevern, oppvekst]
    forhold:
      - type: bygger-på
        til: sound
        om: Begge sier noe om samtaler.
        oversettelser: {nn: Begge seier noko om samtalar.}
oversettelser:
  nn:
    tittel: Nasjonale retningsliner frå Eksempeldirektoratet
    korttittel: Nasjonale retningsliner
    om: Her er alle retningslinene, og korleis dei heng saman.
"""
SETTINGS = f"""\
site_name: Nasjonale retningslinjer
site_url: {ADDRESS}
docs_dir: guidelines
theme: rettesnor
plugins: [rettesnor]
"""
_HYGIENE = Path(__file__).parents[1] / "guidelines" / "hygiene"


def catalogue_copy(root: Path) -> Path:
    """Write the catalogue into ``root``."""
    sound_copy(root / "guidelines" / SCHOOL)
    shutil.copytree(_HYGIENE, root / "guidelines" / HYGIENE)
    put(root, "catalogue.yml", CATALOGUE)
    put(root, "mkdocs.yml", SETTINGS)
    return root


def build_all(
    root: Path, site: Path | None = None, *, full: bool = False, jobs: int = 1,
    as_of: date = DAY, theme: str = "", previews: Previews | None = None,
) -> CatalogueResult:
    """Build the catalogue in ``root`` (to ``root/site``)."""
    options = BuildOptions(
        root, site or root / "site", as_of, jobs, full=full, tolerant=previews is not None,
        state="" if previews is None else "-preview",
    )
    return build_catalogue(options, theme=theme, previews=previews)

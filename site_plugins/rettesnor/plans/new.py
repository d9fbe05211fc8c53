"""A new plan: the files of its folder, with every national recommendation as not assessed."""

from __future__ import annotations

import json
from dataclasses import dataclass

from rettesnor.editing import yaml_emit
from rettesnor.editing.new_guideline import schemas
from rettesnor.editing.plan import NotPossible
from rettesnor.model.local_plan import FILE, SNAPSHOT
from rettesnor.model.unfinished import FILL_IN
from rettesnor.plans.national import National
from rettesnor.plans.views import order

LANGUAGES = ("nb", "nn")
_SCHEMAS = ("plan", "plan-conflicts")


@dataclass(frozen=True, slots=True)
class NewPlan:
    """A plan to be written.

    Attributes:
        owner: the municipality or body that owns it.
        language: one of LANGUAGES.
    """

    title: str
    short_title: str
    owner: str
    language: str = "nb"


def files(wanted: NewPlan, national: National, version: str) -> dict[str, bytes]:
    """Return the files of a new plan on top of ``national``, by path.

    Args:
        version: the version of Rettesnor.

    Raises:
        NotPossible: the guideline has no recommendations, or an answer is missing.
    """
    if not national.edition.recommendations:
        raise NotPossible("Den nasjonale utgaven har ingen anbefalinger å bygge på.")
    if not wanted.title.strip() or not wanted.owner.strip():
        raise NotPossible("Oppgi tittelen på planen (--title) og hvem som eier den (--owner).")
    kept = {path: data for path, data in schemas().items()
            if path.removeprefix("schema/").removesuffix(".schema.json") in _SCHEMAS}
    return {
        FILE: _plan(wanted, national).encode(),
        SNAPSHOT: national.data,
        "README.md": _readme(wanted, national, version).encode(),
        ".vscode/settings.json": _settings().encode(),
        ".vscode/extensions.json": b'{\n  "recommendations": ["redhat.vscode-yaml"]\n}\n',
        ".gitignore": b"site/\n.rettesnor/\n",
        ".gitattributes": b"* text=auto eol=lf\nnasjonalt/snapshot.json -text\n",
        **kept,
    }


def _plan(wanted: NewPlan, national: National) -> str:
    said = national.said(wanted.language)

    def text(value: str) -> str:
        return yaml_emit.scalar(value, indent=2)

    site = f"\n  nettsted: {text(national.site)}" if national.site else ""
    lines = [
        "# Planen. Hvert felt er forklart i VS Code når du holder pekeren over det, og i",
        "# schema/plan.schema.json. «rettesnor plan check» sier hva som mangler eller er galt.",
        "# Skriv roller og tjenester, aldri navn på personer.",
        "skjema: 1",
        f"tittel: {text(wanted.title)}",
        f"korttittel: {text(wanted.short_title)}",
        f"sprak: {wanted.language}",
        "status: utkast",
        f'om: "{FILL_IN} hva planen er for, og hvem som skal bruke den."',
        "# Den nasjonale utgaven. Flyttes av «rettesnor plan update».",
        "bygger_paa:",
        f"  retningslinje: {national.id}",
        f"  versjon: {national.version}",
        f"  sha256: {text(national.sha256)}{site}",
        "eier:",
        f"  navn: {text(wanted.owner)}",
        "# Nyttig å ha med: laget_av, vedtak, gjennomgang, tjenester og verktoy.",
        "#",
        "# Fasene. Det du ikke skriver, er som nasjonalt. «rettesnor plan adapt --phase ID» henter",
        "# den nasjonale teksten inn her, så du kan endre den.",
    ]
    if said.guideline.faser:
        lines.append("faser:")
        for phase in said.guideline.faser:
            lines += [f"  # {_one_line(phase.navn)}", f"  - id: {phase.id}"]
    lines += [
        "# Anbefalingene. forhold: følges | tilpasset | avviker | ikke vurdert.",
        "# «rettesnor plan adapt ID» henter de nasjonale stegene inn her, så du kan endre dem.",
        "anbefalinger:",
    ]
    for id_ in order(said):
        sentence = said.recommendations[id_].kort_anbefaling
        lines += [f"  # {_one_line(sentence)}", f"  - id: {id_}", "    forhold: ikke vurdert"]
    return "\n".join([*lines, ""])


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _settings() -> str:
    return json.dumps({
        "yaml.schemas": {
            "./schema/plan.schema.json": FILE,
            "./schema/plan-conflicts.schema.json": "konflikter.yml",
        },
        "yaml.format.enable": False, "files.encoding": "utf8", "files.eol": "\n",
        "files.trimTrailingWhitespace": True,
    }, indent=2) + "\n"


def _readme(wanted: NewPlan, national: National, version: str) -> str:
    name = national.said(wanted.language).guideline.tittel
    return f"""# {wanted.title}

Lokal plan for {wanted.owner}. Den bygger på «{name}», versjon {national.version}.

| fil | hva den er |
|---|---|
| `plan.yml` | hele planen; den eneste fila dere skriver i, i skjemaer eller rett i fila |
| `nasjonalt/` | den nasjonale utgaven, slik den ble gitt ut; skriv aldri her |
| `konflikter.yml` | kommer etter en oppdatering når noe må avgjøres |
| `schema/` | forklaringen av feltene, for VS Code |

```
rettesnor edit           planen i skjemaer, i nettleseren
rettesnor plan check     hva som mangler eller er galt
rettesnor plan build     nettstedet og PDF-en, i site/
rettesnor plan status    om det er kommet en ny nasjonal versjon
rettesnor plan update    bygg planen på den nye
rettesnor plan export    avvikene, som åpne data
```

Laget med Rettesnor {version}.
"""

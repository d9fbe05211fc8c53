"""The guideline's own look at the desk: logo, owner and brand colour."""

from __future__ import annotations

from typing import Any

import pytest
from rettesnor.model.look import Look, Picture
from rettesnor_horing.views import look as module

LOOK = Look(
    light={"brand": "#3b0d16"}, logo=Picture("a.svg", b"<svg/>", 1, 1),
    owner={"nb": "Direktoratet & co", "nn": "Direktoratet på nynorsk"},
)


@pytest.fixture
def look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "look", lambda: LOOK)


@pytest.mark.usefixtures("look")
def test_pages_show_logo_owner_and_brand(desk: Any) -> None:
    page = desk.get("/personvern/").content.decode()
    assert "Direktoratet &amp; co – Høring" in page and 'src="/utseende/logo"' in page
    assert "Direktoratet på nynorsk – " in desk.get("/nn/personvern/").content.decode()
    style = desk.get("/utseende/stil.css")
    assert style["Content-Type"].startswith("text/css")
    assert "--brand: #3b0d16" in style.content.decode()
    logo = desk.get("/utseende/logo")
    assert logo["Content-Type"] == "image/svg+xml" and logo.content == b"<svg/>"
    assert "default-src" in logo["Content-Security-Policy"]
    entry = desk.get("/skrivebord/login/").content.decode()
    assert "Direktoratet &amp; co – " in entry and "/utseende/stil.css" in entry


def test_without_a_look_the_pages_are_as_they_were(desk: Any) -> None:
    page = desk.get("/personvern/").content.decode()
    assert "utseende" not in page and "top__logo" not in page
    assert desk.get("/utseende/logo").status_code == 404

"""Tools: the overview, and the links from the recommendations that they serve."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from rettesnor.rendering import tools as t
from rettesnor.rendering.context import Context
from rettesnor.rendering.pages.tools import tool_makers
from rettesnor.rendering.tool import Tool

from tests.rendering.test_overviews import CONTEXT

ID = CONTEXT.order[0]


def kinds(*made: Tool) -> tuple[t.ToolKind, ...]:
    return (
        t.ToolKind("maler", "Maler", "mal", lambda _: made),
        t.ToolKind("tomme", "Tomme", "tom", lambda _: ()),
    )


def fresh() -> Context:
    return replace(CONTEXT, memo={})


def test_a_guideline_without_tools_has_no_trace_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(t, "KINDS", kinds())
    assert tool_makers(fresh()) == {}
    assert t.tool_block(fresh(), ID, "../../") == ""


def test_tools_are_listed_by_kind_and_linked_from_what_they_serve(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own = Tool("Plan <a>", "maler/plan/", "Til plan.", (ID, "borte"))
    whole = Tool("Alt", "maler/alt/")
    monkeypatch.setattr(t, "KINDS", kinds(own, whole))
    page = tool_makers(fresh())["verktoy/"]()
    assert 'href="../maler/plan/">Plan &lt;a&gt;</a><p>Til plan.</p>' in page.body
    assert f'href="../{CONTEXT.heads[ID].url}"' in page.body
    assert 'href="../maler/alt/">Alt</a>' in page.body
    assert [one.text for one in page.headings] == ["Maler"], "kinds without tools are not named"
    assert "Plan <a>" in page.search[1].text
    block = t.tool_block(fresh(), ID, "../../")
    assert re.findall(r'href="([^"]*)"', block) == ["../../maler/plan/"]
    assert t.tool_block(fresh(), "borte2", "../../") == ""


def test_many_tools_do_not_fill_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    many = [Tool(f"Mal {n}", f"maler/{n}/", "", (ID,)) for n in range(t.SHOWN + 2)]
    monkeypatch.setattr(t, "KINDS", kinds(*many))
    block = t.tool_block(fresh(), ID, "../../")
    assert block.count("<a ") == t.SHOWN + 1
    assert 'href="../../verktoy/">2 til</a>' in block

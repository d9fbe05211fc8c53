"""Tools: the overview, and the links from the recommendations that they serve."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urljoin

import pytest
from rettesnor.model.course import Kurs
from rettesnor.rendering import tools as t
from rettesnor.rendering.context import Context
from rettesnor.rendering.pages.audit import audit_makers
from rettesnor.rendering.pages.courses import course_makers
from rettesnor.rendering.pages.form_templates import template_makers
from rettesnor.rendering.pages.measures import measures_makers
from rettesnor.rendering.pages.self_check import self_check_makers
from rettesnor.rendering.pages.tools import tool_makers
from rettesnor.rendering.tool import Tool

from tests.rendering.test_audit_page import AUDIT
from tests.rendering.test_form_templates import template
from tests.rendering.test_measures import WHOLE
from tests.rendering.test_overviews import CONTEXT
from tests.rendering.test_self_check import CHECK

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


def test_every_page_of_a_tool_leads_back_through_the_overview() -> None:
    course = Kurs("ro", "Ro", CONTEXT.guideline.kapitler[0].id, "", (), ())
    context = replace(CONTEXT, memo={}, guideline=replace(
        CONTEXT.guideline, tilsyn=AUDIT, egenkontroll=CHECK, kvalitetsmaal=(WHOLE,),
        kurs=(course,), maler=(template([]),),
    ))
    pages = [
        make() for makers in (
            audit_makers, course_makers, measures_makers, self_check_makers, template_makers,
        ) for make in makers(context).values()
    ]
    assert len(pages) == 9
    for page in pages:
        crumbs = re.search(r'<nav class="rn-crumbs".*?</nav>', page.body, re.S)
        assert crumbs, page.url
        root = "../" * page.url.count("/")
        above = [urljoin(page.url, way) for way in re.findall(r'href="([^"]*)"', crumbs[0])]
        assert above[:2] == [urljoin(page.url, root), "verktoy/"], page.url
        assert above[2:] == [
            way for other in pages if (way := other.url) != page.url and page.url.startswith(way)
        ], "and through the pages above it"

"""What a release says of parts of the frame whose posts are in lists below them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rettesnor.model.audit import Kriterium, Tilsyn
from rettesnor.model.change import EndretRamme
from rettesnor.model.development import Sporsmal, Utvikling
from rettesnor.model.diff import diff
from rettesnor.model.edition import Edition
from rettesnor.model.form_template import Mal
from rettesnor.releases.notes import changed_guideline
from rettesnor.releases.published_urls import own_urls
from rettesnor.releases.requirements import Documented

from tests.rendering.test_audit_page import AUDIT, PLAN, RULE
from tests.rendering.test_overviews import CONTEXT

OTHER = replace(RULE, id="annet", tittel="Annet")


def told(old: Tilsyn, new: Tilsyn) -> tuple[EndretRamme, ...]:
    before, after = (
        Edition(replace(CONTEXT.guideline, tilsyn=audit), {}) for audit in (old, new)
    )
    return changed_guideline(Documented(before, after, diff(before, after), []))


@pytest.mark.parametrize(("criteria", "said"), [
    ((RULE, replace(PLAN, tittel="Planen")), ((), ("plan",), ())),
    ((RULE, replace(PLAN, deler=PLAN.deler[:1])), ((), ("plan",), ())),
    ((OTHER, PLAN), (("annet",), (), ("rutine",))),
    ((PLAN, RULE), ((), ("kriterier",), ())),
])
def test_a_changed_criterion_is_named(
    criteria: tuple[Kriterium, ...], said: tuple[tuple[str, ...], ...]
) -> None:
    (found,) = told(AUDIT, replace(AUDIT, kriterier=criteria))
    assert (found.navn, found.nye, found.endret, found.fjernet) == ("tilsyn", *said)


def test_criteria_that_come_or_go_as_a_whole_are_the_part() -> None:
    assert [one.navn for one in told(Tilsyn(), AUDIT)] == ["tilsyn"]
    assert [one.navn for one in told(AUDIT, Tilsyn())] == ["tilsyn"]


def test_a_question_on_the_road_map_that_changed_is_named() -> None:
    def edition(title: str) -> Edition:
        work = Utvikling(veikart=(Sporsmal("los", title, "planlagt"),))
        return Edition(replace(CONTEXT.guideline, utvikling=work), {})

    before, after = edition("Los"), edition("Los eller mentor")
    (found,) = changed_guideline(Documented(before, after, diff(before, after), []))
    assert found.endret == ("los",)


def test_only_recommendations_have_a_page_of_their_history() -> None:
    """A second release would demand what the first one never had."""
    guideline = replace(CONTEXT.guideline, tilsyn=AUDIT, maler=(Mal("plan", "Plan", "Til plan."),))
    urls = own_urls(Edition(guideline, {}), "1.0.0")
    assert {"/maler/plan/", "/tilsyn/", "/v/1.0.0/tilsyn/"} <= urls
    assert not any("historikk" in url for url in urls)

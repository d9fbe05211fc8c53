"""The page of the criteria, the page of the sheet, and what recommendations say of their questions.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace

from rettesnor.model.audit import Delmaal, FraAnbefaling, Inndeling, Kriterium, Tilsyn
from rettesnor.model.guideline import Lov
from rettesnor.model.legal_basis import Kontrollgrunnlag, Rettsgrunnlag
from rettesnor.model.recommendation import Recommendation
from rettesnor.model.translation import overlay
from rettesnor.rendering.pages.audit import audit_makers
from rettesnor.rendering.tools import tools

from tests.rendering.test_overviews import CONTEXT

LAW = Lov("loven", "Loven", "loven", "lov", "2023-01-01", (), lenke="https://lovdata.no/lov/2023-1")
PLAN = Kriterium(
    "plan", "Plan <a>", "Det bør være en plan.", "Er planen brukt og evaluert?", "Se etter planen.",
    "mappe", "mapper", (Rettsgrunnlag("loven", "§ 2"),),
    (FraAnbefaling("a", "Er det en plan?"), FraAnbefaling("borte")), ("Planen", "Datoen"),
    ("enhet",), ("laerer",),
    deler=(Delmaal("mal", "Malen", "Er malen brukt?", True), Delmaal("ev", "Evaluert", "Er den?")),
)
RULE = Kriterium("rutine", "Rutine", "Det bør være en rutine.", "Er det en rutine?", "Les den.",
                 "virksomhet", fra_anbefalinger=(FraAnbefaling("b"),))
AUDIT = Tilsyn(
    "Til tilsyn.", (Inndeling("enhet", "Enhet"),), (Inndeling("mapper", "I mappene", "Om dem."),),
    (RULE, PLAN),
)


def pages(audit: Tilsyn) -> dict[str, str]:
    guideline = replace(CONTEXT.guideline, tilsyn=audit, lover=(LAW,))
    context = replace(CONTEXT, guideline=guideline, memo={})
    return {url: make().body for url, make in audit_makers(context).items()}


def test_a_criterion_is_shown_with_its_basis_and_how_it_is_seen() -> None:
    body = pages(AUDIT)["tilsyn/"]
    assert 'id="plan"' in body and "Plan &lt;a&gt;" in body
    assert 'href="https://lovdata.no/lov/2023-1/%C2%A72"' in body or "loven § 2" in body
    assert 'href="../hjem/a/#kontrollsporsmaal"' in body and 'href="../hjem/b/"' in body
    for said in ("Se etter planen.", "<li>Planen</li>", "Enhet", "Lærer", "Er malen brukt?",
                 "I mappene", "Til tilsyn.", "Andre"):
        assert said in body, said
    assert body.index("I mappene") < body.index("Andre"), "what is in no group comes last"


def test_the_sheet_has_a_column_for_each_part_and_only_what_is_seen_in_folders() -> None:
    body = pages(AUDIT)["tilsyn/stikkprove/"]
    match = re.search(r'id="rn-sample-facts">(.*?)</script>', body, re.S)
    assert match and "<" not in match[1]
    facts = json.loads(match[1])
    assert [one["id"] for one in facts["columns"]] == ["plan.mal", "plan.ev"]
    assert facts["criteria"]["plan"]["basis"] == "loven § 2; anbefalingen «Tittel A»"


def test_who_has_no_script_is_told_and_the_command_takes_the_release_of_the_page() -> None:
    body = pages(AUDIT)["tilsyn/stikkprove/"]
    outside = re.sub("<noscript>.*?</noscript>", "", body)
    assert "JavaScript" in body and "JavaScript" not in outside
    assert "rettesnor audit sheet --folders 39 -o skjema.xlsx\n" in body, "the address is unknown"
    guideline = replace(CONTEXT.guideline, tilsyn=AUDIT)
    known = replace(
        CONTEXT, guideline=guideline, address="https://example.no/r/nn/", folder="nn/", memo={}
    )
    shown = audit_makers(known)["tilsyn/stikkprove/"]().body
    assert shown.count(".docx --from https://example.no/r/\n") == 0
    assert shown.count(" --from https://example.no/r/") == 2


def test_without_criteria_there_is_no_page_and_no_trace() -> None:
    assert pages(Tilsyn()) == {}
    assert pages(Tilsyn(kriterier=(RULE,))).keys() == {"tilsyn/"}, "nothing is seen in folders"
    assert [kind.id for kind, _ in tools(replace(CONTEXT, memo={}))] == []


def test_the_basis_of_a_question_follows_it_into_another_language_and_order() -> None:
    source = Recommendation(
        "a", "hjem", "A", "Vi bør", "bør", "høring",
        kontrollsporsmaal=("Er det en plan?", "Er den evaluert?"),
        kontrollgrunnlag=(
            Kontrollgrunnlag("Er den evaluert?", (Rettsgrunnlag("loven", "§ 2"),)),
            Kontrollgrunnlag("Et spørsmål som er skrevet om?", (Rettsgrunnlag("loven", "§ 3"),)),
        ),
    )
    assert source.question_bases == ((2, (Rettsgrunnlag("loven", "§ 2"),)),)
    translated = overlay(source, "recommendation", {
        "kontrollsporsmaal.0": "Finst det ein plan?", "kontrollsporsmaal.1": "Er han evaluert?",
    }).value
    assert translated.question_bases == source.question_bases
    turned = replace(source, kontrollsporsmaal=source.kontrollsporsmaal[::-1])
    assert turned.question_bases[0][0] == 1

"""FHIR R5: resources that the specification's own model lets in, and no claim that is untrue."""

from __future__ import annotations

import json
from datetime import date

import pytest
from fhir.resources.artifactassessment import ArtifactAssessment
from fhir.resources.bundle import Bundle
from fhir.resources.plandefinition import PlanDefinition
from rettesnor.exports.api.envelope import Publication
from rettesnor.exports.exchange.fhir import assessment, hearing_bundle
from rettesnor.model.hearing import Address, Comment, Disposition, Hearing, Result
from rettesnor.publishing.options import BuildOptions
from rettesnor.publishing.pipeline import build

from tests.exports.test_open_data import a_publication
from tests.support.guidelines import plain_dressing
from tests.support.past_site import PastSite, released_twice


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> PastSite:
    """A site with the shapes of other systems next to it."""
    case = released_twice(tmp_path_factory.mktemp("fhir"))
    order = BuildOptions(case.root, case.site, date(2027, 3, 2), exchange=True)
    assert build(order, lambda _: plain_dressing(case.root / ".plain")).faults == ()
    return case


def publication() -> Publication:
    """Return a publication that knows its guideline's id."""
    made = a_publication("A")
    object.__setattr__(made.guideline, "id", "g")
    return made


def test_every_plan_is_a_plan(site: PastSite) -> None:
    plans = [*(site.site / "api/fhir/PlanDefinition").iterdir()]
    assert len(plans) > 3
    for path in plans:
        plan = PlanDefinition.model_validate_json(path.read_text(encoding="utf-8"))
        assert plan.url == f"https://example.test/api/fhir/PlanDefinition/{path.stem}"


def test_the_guideline_leads_to_each_recommendation(site: PastSite) -> None:
    folder = site.site / "api/fhir/PlanDefinition"
    plan = json.loads((folder / "proveretningslinje.json").read_text(encoding="utf-8"))
    named = {
        action["definitionCanonical"].partition("|")[0].rpartition("/")[2]
        for chapter in plan["action"] for action in chapter["action"]
    }
    assert named == {path.stem for path in folder.iterdir()} - {"proveretningslinje"}


def test_a_plan_says_its_strength_and_nothing_of_our_own_dialect(site: PastSite) -> None:
    path = site.site / "api/fhir/PlanDefinition/skriftlig-plan.json"
    text = path.read_text(encoding="utf-8")
    assert json.loads(text)["extension"][0]["valueCodeableConcept"] == {"text": "skal"}
    assert "[[" not in text
    assert "[@" not in text


@pytest.mark.parametrize(("outcome", "disposition", "workflow"), [
    ("", "unresolved", "submitted"),
    ("tatt til følge", "persuasive", "resolved-change-required"),
    ("delvis", "persuasive-with-modification", "resolved-change-required"),
    ("ikke", "not-persuasive", "resolved-no-change"),
    ("utenfor", None, "resolved-no-change"),
])
def test_a_comment_and_what_came_of_it(
    outcome: str, disposition: str | None, workflow: str
) -> None:
    vurdering = Disposition(outcome, "Fordi.", "2027-01-02") if outcome else Disposition()
    comment = Comment("H-1/2", "S-1", Address("k", "a", "begrunnelse"), tekst="Mer tid.",
                      vurdering=vurdering)
    made = ArtifactAssessment.model_validate(assessment(publication(), comment, "0.1.0", ""))
    assert made.disposition == disposition
    assert made.workflowStatus == workflow
    assert made.content[0].summary == "Mer tid."


def test_a_hearing_is_a_collection() -> None:
    class Round:
        id, utgave = "pilot", "0.1.0"

    result = Result("pilot", "g", "0.1.0", (), (Comment("1", "1", tekst="A"),))
    hearing = Hearing(Round(), result)  # type: ignore[arg-type]
    made = Bundle.model_validate_json(hearing_bundle(publication(), hearing, ""))
    assert len(made.entry) == 1

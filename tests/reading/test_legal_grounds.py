"""Who names a section of a law: every kind of file that has a field for it."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace
from typing import Any

from rettesnor.model.audit import Kriterium, Tilsyn
from rettesnor.model.course import Kurs, Lysbilde, Sitat
from rettesnor.model.fields import CATALOGUE, FRAME
from rettesnor.model.form_template import Mal
from rettesnor.model.legal_basis import Rettsgrunnlag
from rettesnor.model.measures import Kvalitetsmaal
from rettesnor.model.plain import Rollepunkt, Rolleside
from rettesnor.model.self_check import Egenkontroll, Kontrollsporsmaal, Plikt
from rettesnor.reading.content.legal_grounds import (
    ABOUT_LAW,
    citing_fields,
    grounds,
    grounds_of,
)
from rettesnor.reading.lovdata.citing import Citations
from rettesnor.reading.project import read_project

from tests.support.check_case import SOUND

LAW = "opplæringslova"


def made(kind: Any, **fields: Any) -> Any:
    """Return a value of a dataclass whose other fields are empty."""
    empty = {
        field.name: () if "tuple" in str(field.type) else ""
        for field in dataclasses.fields(kind) if field.default is dataclasses.MISSING
    }
    return kind(**{**empty, **fields})


def law(section: str) -> tuple[Rettsgrunnlag, ...]:
    return (Rettsgrunnlag(LAW, section),)


def test_every_kind_that_can_name_a_section_is_asked() -> None:
    project = read_project(SOUND)
    assert project.guideline is not None
    whole = dataclasses.replace(
        project.guideline,
        rollesider=(made(Rolleside, id="r", kan_vente=(made(Rollepunkt, hjemler=law("§ 1")),)),),
        maler=(made(Mal, id="m", hjemler=law("§ 2")),),
        tilsyn=made(Tilsyn, kriterier=(made(Kriterium, id="k", rettsgrunnlag=law("§ 3")),)),
        kvalitetsmaal=(made(Kvalitetsmaal, id="v", hjemler=law("§ 4")),),
        egenkontroll=made(Egenkontroll, plikter=(made(Plikt, id="p", hjemler=law("§ 5")),)),
        kurs=(made(Kurs, id="c", lysbilder=(
            Lysbilde("a", "A"), Lysbilde("b", "B", sitat=Sitat(lov=LAW, paragraf="§ 6")),
            Lysbilde("c", "C", sitat=Sitat(anbefaling="x")),
        )),),
    )
    found = list(grounds(whole))
    assert {(one.path, one.field, one.paragraf) for one in found} == {
        ("guideline/roller/r.yml", "kan_vente.0.hjemler.0", "§ 1"),
        ("guideline/maler/m.yml", "hjemler.0", "§ 2"),
        ("guideline/kriterier.yml", "kriterier.0.rettsgrunnlag.0", "§ 3"),
        ("guideline/kvalitetsmaal.yml", "kvalitetsmaal.0.hjemler.0", "§ 4"),
        ("guideline/egenkontroll.yml", "plikter.0.hjemler.0", "§ 5"),
        ("guideline/kurs/c.yml", "lysbilder.1.sitat", "§ 6"),
    }
    own = set(citing_fields()) - {"recommendation", FRAME}
    assert {one.kind for one in found} == own, "an example of each kind stands above"
    read: Any = SimpleNamespace(guideline=whole, entries=(), files=SimpleNamespace(fragments={}))
    watched = Citations(read)
    for one in found:
        assert one.path in watched.of(LAW, one.paragraf).places


def test_a_question_is_about_the_sections_of_its_criteria() -> None:
    project = read_project(SOUND)
    assert project.guideline is not None
    asked = Kontrollsporsmaal("q", "Er det slik?", ("n",), kriterier=("k", "borte"))
    whole = dataclasses.replace(
        project.guideline,
        tilsyn=made(Tilsyn, kriterier=(made(Kriterium, id="k", rettsgrunnlag=law("§ 3")),)),
        egenkontroll=made(Egenkontroll, plikter=(made(Plikt, id="p", sporsmaal=(asked,)),)),
    )
    read: Any = SimpleNamespace(guideline=whole, entries=(), files=SimpleNamespace(fragments={}))
    assert Citations(read).of(LAW, "§ 3").places == (
        "guideline/kriterier.yml", "guideline/egenkontroll.yml",
    )


def test_no_field_with_a_section_is_outside_what_is_asked() -> None:
    named = {
        (kind, field.path.rpartition(".")[0])
        for kind, fields in CATALOGUE.items() for field in fields
        if field.name == "paragraf" and kind not in {*ABOUT_LAW, FRAME}
    }
    assert named == {(kind, path) for kind, paths in citing_fields().items()
                     for path in paths if kind != FRAME}
    assert set(citing_fields()["recommendation"]) == {
        "juridiske_rammer.referanser.*", "kontrollgrunnlag.*.rettsgrunnlag.*",
    }, "these are what grounds_of reads"


def test_a_recommendation_names_sections_in_its_references() -> None:
    entries = read_project(SOUND).entries
    found = [one for entry in entries for one in grounds_of(entry)]
    assert found
    assert {one.field.rpartition(".")[0] for one in found} == {"juridiske_rammer.referanser"}

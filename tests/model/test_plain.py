"""When a plain-language version is stale, and what a record keeps of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rettesnor.model.diff import diff
from rettesnor.model.edition import Edition
from rettesnor.model.guideline import EnkeltSprak
from rettesnor.model.legal_basis import Rettsgrunnlag
from rettesnor.model.plain import (
    EnkelVersjon,
    Gjennomlesing,
    Kildemerke,
    Leserversjon,
    Rollepunkt,
    Rolleside,
    outdated,
    readers,
    source_digests,
)
from rettesnor.model.recommendation import PraktiskGjennomforing, Recommendation, Ressurs, Steg
from rettesnor.reading.project import read_project
from rettesnor.releases import snapshot

from tests.support.check_case import SOUND


@pytest.fixture(name="edition", scope="module")
def _edition() -> Edition:
    return read_project(SOUND).edition


def written(source: Recommendation) -> EnkelVersjon:
    marks = (Kildemerke(name, digest) for name, digest in source_digests(source).items())
    version = Leserversjon("kontaktlaerer", "Snakk med den det gjelder.", ("Gjør det.",))
    return EnkelVersjon(source.id, (version,), Gjennomlesing(), tuple(marks))


def test_a_version_is_stale_when_a_sentence_changed(edition: Edition) -> None:
    source = edition.recommendations["tidlig-samtale"]
    version = written(source)
    assert outdated(version, source_digests(source)) == ()
    for changed, fields in (
        (replace(source, kort_anbefaling="Noe annet"), ("kort_anbefaling",)),
        (replace(source, styrke="kan"), ("styrke",)),
        (replace(source, praktisk_gjennomforing=PraktiskGjennomforing(
            source.praktisk_gjennomforing.tekst, (Steg("Rektor", "Snakker med eleven."),)
        )), ("praktisk_gjennomforing",)),
    ):
        assert outdated(version, source_digests(changed)) == fields


def test_it_is_not_stale_for_what_it_does_not_explain(edition: Edition) -> None:
    source = edition.recommendations["tidlig-samtale"]
    version, practice = written(source), source.praktisk_gjennomforing
    link = Ressurs("Et hefte", "https://www.eksempel.no/")
    for same in (
        replace(source, tittel="Ny tittel"), replace(source, maalgrupper=("skoleleder",)),
        replace(source, kontrollsporsmaal=("Er det slik?",)),
        replace(source, praktisk_gjennomforing=replace(practice, ressurser=(link,))),
        replace(source, kort_anbefaling=f" {source.kort_anbefaling}\n"),
    ):
        assert outdated(version, source_digests(same)) == ()


def test_a_version_without_a_mark_is_not_known_to_be_stale(edition: Edition) -> None:
    source = edition.recommendations["tidlig-samtale"]
    unmarked = replace(written(source), skrevet_fra=())
    assert outdated(unmarked, source_digests(replace(source, styrke="kan"))) == ()


def test_a_release_keeps_the_versions_and_the_pages(edition: Edition) -> None:
    source = edition.recommendations["tidlig-samtale"]
    ground = Rettsgrunnlag("opplæringslova", "§ 10-6")
    page = Rolleside(
        "kontaktlaerer", "Til deg.", hvis_ikke=(Rollepunkt("Si fra.", ("tidlig-samtale",),
                                                           (ground,)),),
    )
    guideline = replace(
        edition.guideline, enkle_versjoner=(written(source),), rollesider=(page,),
        enkelt_sprak=EnkeltSprak(("kontaktlaerer",), 30),
    )
    released = replace(edition, guideline=guideline)
    read = snapshot.parse(snapshot.dump(released)).guideline
    assert read.enkle_versjoner == guideline.enkle_versjoner
    assert (read.rollesider, read.enkelt_sprak) == (guideline.rollesider, guideline.enkelt_sprak)
    assert b"enkelt_sprak" not in snapshot.dump(edition), "an older record says nothing of it"
    assert readers(guideline.enkle_versjoner) == ("kontaktlaerer",)
    (other,) = written(source).versjoner
    later = replace(guideline, enkle_versjoner=(
        replace(written(source), versjoner=(replace(other, anbefalt=("Gjør det nå.",)),)),
    ))
    (change,) = diff(released, replace(released, guideline=later)).frame
    assert change.field == "enkle_versjoner.0.versjoner.0.anbefalt.0"
    assert (change.old, change.new) == ("Gjør det.", "Gjør det nå.")

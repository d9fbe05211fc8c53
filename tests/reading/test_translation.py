"""Translations: laid over the source, held against it, marked by a command."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rettesnor.editing.translation_marks import with_marks
from rettesnor.model.fields import FILES, PARTS_OF_FRAME
from rettesnor.model.hearing import Round
from rettesnor.model.recommendation import Recommendation
from rettesnor.model.translated_fields import leaves
from rettesnor.model.translation import (
    MADE_FROM,
    State,
    Text,
    Translation,
    digest,
    language_of,
    needed,
    overlay,
    source_path,
    states,
    texts,
    translated_path,
)
from rettesnor.reading.content.guideline import read_guideline
from rettesnor.reading.content.guideline_paths import CRITERIA, DEVELOPMENT, MEASURES, SELF_CHECK
from rettesnor.reading.content.hearing_rounds import read_rounds
from rettesnor.reading.content.recommendation import Reading, read_recommendation
from rettesnor.reading.content.translation import TranslatedReading, read_translation
from rettesnor.reading.content.translation_file import open_translation
from rettesnor.reading.schema import validate as schema
from rettesnor.reading.schema.derive_translations import ENDING, written
from rettesnor.reading.yaml import loader as door
from rettesnor.releases.translation_writer import skeleton

from tests.support.check_case import check, sound_files, translated_files
from tests.support.guidelines import EARLY, PROJECT, put
from tests.support.release_case import instances

EARLY_NN = "recommendations/samarbeid-med-hjemmet/tidlig-samtale.nn.yml"
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=9)


class TestNames:
    @pytest.mark.parametrize(
        ("path", "language", "source"),
        [
            ("recommendations/a/b.nn.yml", "nn", "recommendations/a/b.yml"),
            ("guideline/om.se.md", "se", "guideline/om.md"),
            ("guideline/guideline.sma-NO.yml", "sma-NO", "guideline/guideline.yml"),
            ("guideline/guideline.yml", "", "guideline/guideline.yml"),
            ("guideline/a.b.c.yml", "", "guideline/a.b.c.yml"),
            ("recommendations/a/b.nynorsk.yml", "nynorsk", "recommendations/a/b.yml"),
        ],
    )
    def test_a_file_says_what_it_translates(self, path: str, language: str, source: str) -> None:
        assert (language_of(path), source_path(path)) == (language, source)
        if language:
            assert translated_path(source, language) == path


class TestTable:
    @pytest.mark.parametrize("kind", FILES)
    def test_every_field_is_a_text_of_the_source(self, kind: str) -> None:
        for way, leaf in leaves(kind):
            field: Any = schema.load(kind)
            for name in way:
                field = _resolved(field, kind)
                field = field["items"] if name[0] in "*@" else field["properties"][name]
            field = _resolved(field, kind)
            assert field["type"] == ("array" if leaf.whole else "string"), way

    def test_no_text_that_readers_meet_is_forgotten(self) -> None:
        untranslated = {
            ("recommendation", "id"), ("recommendation", "unntak"), ("terms", "unntak"),
            ("laws", "unntak"), ("guideline", "unntak"), ("recommendation", "styrke"),
        }
        for kind in ("recommendation", "terms", "guideline"):
            for name, field in schema.load(kind)["properties"].items():
                whole = _resolved(field, kind)
                plain = "enum" in whole or ("pattern" in whole and whole["pattern"] != "\\S")
                if whole.get("type") == "string" and not plain:
                    known = {way[0] for way, _ in leaves(kind)}
                    assert name in known or (kind, name) in untranslated

    @pytest.mark.parametrize("kind", FILES)
    def test_the_schema_kept_is_the_one_that_is_made(self, kind: str) -> None:
        path = schema.folder() / f"{kind}{ENDING}.schema.json"
        how = "rettesnor.reading.schema.derive_translations: write(Path('schema'))"
        assert path.read_text(encoding="utf-8") == written(kind), how

    def test_the_frame_has_what_its_files_have(self) -> None:
        def paths(kind: str) -> set[str]:
            return {".".join(way) for way, _ in leaves(kind)}

        files = {path.replace("references.", "kilder.") for kind in
                 ("guideline", "terms", "laws", "sources") for path in paths(kind)}
        pages = {"tekstsider.@id.tittel", "tekstsider.@id.tekst"}
        files |= {
            f"{of}.@id.{path}" for kind, of in PARTS_OF_FRAME.items() for path in paths(kind)
        }
        files |= {f"utvikling.{path}" for path in paths("development")}
        files |= {f"egenkontroll.{path}" for path in paths("self-check")} | paths("measures")
        files |= {f"tilsyn.{path}" for path in paths("criteria")}
        assert paths("frame") == files | pages


def _resolved(field: Any, kind: str) -> Any:
    reference = field.get("$ref")
    return schema.load(kind)["$defs"][reference.rsplit("/", 1)[1]] if reference else field


class TestOverlay:
    @settings(max_examples=50)
    @given(st.data())
    def test_nothing_laid_over_changes_nothing(self, data: st.DataObject) -> None:
        source = data.draw(instances(Recommendation, WORDS))
        laid = overlay(source, "recommendation", {})
        assert laid.value is source
        assert laid.fallen_back == needed(source, "recommendation")

    @settings(max_examples=50)
    @given(st.data())
    def test_every_text_is_replaced_in_its_own_place(self, data: st.DataObject) -> None:
        source = data.draw(instances(Recommendation, WORDS))
        before = texts(source, "recommendation")
        new: dict[str, Text] = {pointer: f"ny {pointer}" for pointer in before}
        laid = overlay(source, "recommendation", new)
        assert texts(laid.value, "recommendation") == new
        assert not laid.fallen_back
        assert overlay(laid.value, "recommendation", before).value == source

    def test_items_with_an_id_are_found_wherever_they_stand(self) -> None:
        frame = read_guideline(PROJECT)
        assert frame.guideline is not None
        new: dict[str, Text] = {
            "roller.laerer.navn": "Lærar", "termer.naervaer.synonymer": ("ein", "to"),
            "kilder.ingul-2011.note": "Merknad", "tekstsider.om.tittel": "Om",
            "lover.opplæringslova.paragrafer.§ 10-6.sammendrag": "Plikt.", "roller.x.navn": "X",
        }
        guideline = overlay(frame.guideline, "frame", new).value
        assert guideline.roller[0].navn == "Lærar"
        assert {t.id: t for t in guideline.termer}["naervaer"].synonymer == ("ein", "to")
        assert guideline.kilder["ingul-2011"]["note"] == "Merknad"
        assert guideline.kilder["ingul-2011"]["id"] == "ingul-2011"
        assert guideline.tekstsider[0].tittel == "Om"
        law = guideline.lover[0]
        section = next(s for s in law.paragrafer if s.paragraf == "§ 10-6")
        assert section.sammendrag == "Plikt."
        assert (guideline.kapitler, guideline.datoer) == (
            frame.guideline.kapitler, frame.guideline.datoer
        )

    def test_names_are_not_missed(self) -> None:
        frame = read_guideline(PROJECT)
        assert frame.guideline is not None
        back = overlay(frame.guideline, "frame", {}).fallen_back
        assert "eier.navn" not in back and "roller.laerer.navn" in back
        optional = {way[-1] for way, leaf in leaves("frame") if leaf.name}
        assert "forkortelse" in optional


class TestStates:
    def test_each_text_has_one(self) -> None:
        source: dict[str, Text] = {"a": "A", "b": "B", "c": "C", "d": "D", "e": "E"}
        translation = Translation(
            "x.nn.yml", "nn", {"a": "á", "b": "b́", "c": "ć", "f": "f"},
            {"a": digest("A"), "b": digest("før")},
        )
        assert states(source, translation, frozenset("abcd")) == {
            "a": State.OK, "b": State.STALE, "c": State.UNMARKED, "d": State.MISSING,
            "f": State.ORPHAN,
        }

    def test_the_digest_is_twelve_digits_of_sha_256(self) -> None:
        assert digest("") == "e3b0c44298fc"
        assert digest(("a", "b")) == digest("a\nb")

    @settings(max_examples=50)
    @given(st.data())
    def test_what_is_marked_is_never_stale_until_its_source_is_edited(
        self, data: st.DataObject
    ) -> None:
        source = data.draw(instances(Recommendation, WORDS))
        before = texts(source, "recommendation")
        marks = {pointer: digest(text) for pointer, text in before.items()}
        translation = Translation("x.nn.yml", "nn", dict.fromkeys(before, "nynorsk"), marks)
        wanted = needed(source, "recommendation")
        assert set(states(before, translation, wanted).values()) == {State.OK}
        edited = data.draw(st.sampled_from(sorted(before)))
        after = texts(
            overlay(source, "recommendation", {edited: f"{before[edited]}!"}).value,
            "recommendation",
        )
        now = states(after, translation, wanted)
        assert [p for p, state in now.items() if state is State.STALE] == [edited]


class TestMarks:
    @pytest.mark.parametrize("text", [
        "tittel: Ein\n", "tittel: Ein", "# merknad\n\ntittel: >-\n  Ein\n  to\n\n",
        "tittel: Ein\r\n", "oversatt_fra:\n  tittel: 000000000000\ntittel: Ein\n",
        "tittel: Ein\noversatt_fra:\n  tittel: 000000000000\n\n  om: 000000000000",
        "tittel: Ein\noversatt_fra: {}\n",
    ])
    def test_only_the_marks_are_touched(self, text: str) -> None:
        marks = {"tittel": "0123456789ab", "lover.æ.paragrafer.§ 1.om": "123456789012",
                 "om.md": "12345e678901"}
        new = with_marks(text, marks)
        data, problems = door.load(new.replace("\r\n", "\n"), "x")
        assert not problems
        before, _ = door.load(text.replace("\r\n", "\n"), "x")
        assert data.pop(MADE_FROM) == marks
        before.pop(MADE_FROM, None)
        assert data == before
        assert with_marks(new, marks) == new
        assert ("\r\n" in new) == ("\r\n" in text)
        assert new.endswith("\n") == text.endswith("\n")
        if MADE_FROM not in text:
            assert new.startswith(text.rstrip())
            assert with_marks(new, {}) == text

    @pytest.mark.parametrize("kind", FILES)
    def test_a_skeleton_is_sound_and_says_nothing(self, kind: str) -> None:
        path = {
            "recommendation": EARLY, "hearing": "guideline/horinger/pilot-2026.yml",
            "plain": "guideline/enkelt/skriftlig-plan.yml", "role": "guideline/roller/elev.yml",
            "development": DEVELOPMENT, "measures": MEASURES, "self-check": SELF_CHECK,
            "criteria": CRITERIA,
            "task": "guideline/oppgaver/lov-opplaeringslova-2-1-2026-06-12-22.yml",
            "template": "guideline/maler/oppfolgingsplan.yml",
            "course": "guideline/kurs/skolens-oppfolging.yml",
        }.get(kind, f"guideline/{kind}.yml")
        data, _ = door.load((PROJECT / path).read_text(encoding="utf-8"), path)
        text = skeleton(data, kind, path, "nynorsk")
        file, problems = open_translation(text.encode(), translated_path(path, "nn"), kind)
        assert not problems
        assert file is not None and not file.translation.texts
        said = next(iter(texts(data, kind).values()))
        assert str(said).split("\n", 1)[0] in text

    def test_filling_a_skeleton_in_translates(self) -> None:
        data, _ = door.load((PROJECT / EARLY).read_text(encoding="utf-8"), EARLY)
        text = skeleton(data, "recommendation", EARLY, "nynorsk")
        filled = "".join(
            f"{line} «ny»\n" if line.endswith((":", "  -")) and "#" not in line
            and line.strip().rstrip(":") not in GROUPS else f"{line}\n"
            for line in text.splitlines()
        )
        filled = filled.replace("  - «ny»", "  - Er det nytt no?")
        filled = filled.replace("svarer_paa: «ny»", "svarer_paa: [Er det nytt no?]")
        filled = filled.replace("kort_anbefaling: «ny»", "kort_anbefaling: Skulen bør snakke")
        file, problems = open_translation(filled.encode(), EARLY_NN, "recommendation")
        assert not problems
        assert file is not None
        assert file.translation.texts.keys() == texts(data, "recommendation").keys()


GROUPS = {
    "praktisk_gjennomforing", "steg", "ressurser", "begrunnelse", "kunnskapsgrunnlag", "forskning",
    "juridiske_rammer", "referanser", "kontrollsporsmaal",
}


@cache
def source() -> Reading:
    return read_recommendation(
        sound_files()[EARLY].encode(), EARLY, "samarbeid-med-hjemmet"
    )


def read(text: str) -> TranslatedReading:
    return read_translation(text.encode(), EARLY_NN, source())


class TestReading:
    def test_a_whole_translation_is_read_without_problems(self) -> None:
        found = read(translated_files()[EARLY_NN])
        assert not found.problems and not found.untranslated and not found.stale
        assert found.recommendation is not None and source().recommendation is not None
        assert found.recommendation.tittel == "Tidleg samtale"
        kept = replace(
            found.recommendation, **{
                name: getattr(source().recommendation, name) for name in (
                    "tittel", "kort_anbefaling", "praktisk_gjennomforing", "begrunnelse",
                    "kunnskapsgrunnlag", "juridiske_rammer", "kontrollsporsmaal",
                )
            },
        )
        assert kept == source().recommendation

    def test_what_is_not_translated_is_the_sources_own(self) -> None:
        found = read("tittel: Tidleg\n")
        assert found.recommendation is not None
        assert found.fragments == source().fragments
        assert found.untranslated == needed(source().recommendation, "recommendation") - {"tittel"}

    def test_a_paragraph_keeps_its_anchor_in_translation(self) -> None:
        two = read("praktisk_gjennomforing:\n  tekst: |\n    Ein.\n\n    To.\n")
        name = "praktisk_gjennomforing.tekst"
        assert two.fragments[name].anchors == source().fragments[name].anchors
        assert f'id="{two.fragments[name].anchors[1]}"' in two.fragments[name].html
        one = read("praktisk_gjennomforing:\n  tekst: |\n    Ein.\n")
        assert not set(one.fragments[name].anchors) & set(source().fragments[name].anchors)

    def test_words_are_judged_in_norwegian_only(self, tmp_path: Path) -> None:
        text = "kort_anbefaling: Skuvla galgá ságastallat ohppiin\n"
        assert "verb-mangler" in judged(tmp_path / "nn", EARLY_NN, text)
        northern = EARLY_NN.replace(".nn.", ".se.")
        assert "verb-mangler" not in judged(tmp_path / "se", northern, text)

    def test_the_strength_is_heard_in_both_languages(self, tmp_path: Path) -> None:
        text = "kort_anbefaling: Skulen skal snakke\n"
        assert "verb-styrke" in judged(tmp_path, EARLY_NN, text)

    def test_a_broken_file_is_told_of_and_leaves_the_source(self) -> None:
        found = read("tittel: [\n")
        assert found.recommendation is None
        assert [p.code for p in found.problems] == ["yaml-syntaks"]

    @pytest.mark.parametrize("text", [
        "id: tidlig-samtale\n", "styrke: bør\n", "datoer: {}\n",
        "juridiske_rammer:\n  referanser:\n    - lov: opplæringslova\n", "oversatt_fra: {a: 7}\n",
    ])
    def test_only_texts_are_let_in(self, text: str) -> None:
        assert {p.code for p in read(text).problems} & {"felt-ukjent", "felt-type", "felt-monster"}


def judged(root: Path, path: str, text: str) -> set[str]:
    """Return the codes of all problems of a guideline with one translation."""
    files = sound_files()
    language = path.split(".")[-2]
    files["guideline/guideline.yml"] += (
        f"sprak: [{{id: nb, navn: Bokmål}}, {{id: {language}, navn: Annet}}]\n"
    )
    return {problem.code for problem in check(root, {**files, path: text}).problems}


class TestFrame:
    def test_every_language_has_a_frame(self, tmp_path: Path) -> None:
        files = sound_files()
        files["guideline/guideline.yml"] += "sprak: [{id: nb, navn: Bokmål}, {id: se, navn: Sámi}]"
        found = check(tmp_path, files)
        translated = read_guideline(tmp_path).translations["se"]
        assert translated.guideline == found.whole.guideline
        assert "formaal" in translated.untranslated

    def test_a_whole_translation_breaks_no_rule(self, tmp_path: Path) -> None:
        assert not check(tmp_path, translated_files()).problems

    def test_it_says_the_same_in_nynorsk(self, tmp_path: Path) -> None:
        check(tmp_path, translated_files())
        frame = read_guideline(tmp_path)
        nn = frame.translations["nn"]
        assert nn.guideline.kapitler[0].tittel == "Samarbeid med heimen"
        assert nn.guideline.tekstsider[0].tekst.startswith("Retningslinja bygger")
        assert not nn.untranslated and not nn.stale
        assert nn.fragments.keys() == frame.fragments.keys()
        assert "Elevar" in nn.fragments["guideline/guideline.yml"]["formaal"].html
        page = nn.fragments["guideline/om.md"][""]
        assert page.anchors == frame.fragments["guideline/om.md"][""].anchors
        assert "skal få hjelp" in frame.fragments["guideline/guideline.yml"]["formaal"].html

    def test_a_page_is_stale_when_its_source_was_edited(self, tmp_path: Path) -> None:
        files = translated_files()
        files["guideline/om.md"] += "\nEt nytt avsnitt.\n"
        found = check(tmp_path, files)
        assert [(p.path, p.code) for p in found.problems] == [
            ("guideline/om.nn.md", "oversettelse-foreldet")
        ]

    def test_words_of_the_glossary_hold_in_their_language_and_in_the_source(
        self, tmp_path: Path
    ) -> None:
        files = translated_files()
        files["guideline/om.nn.md"] += "\n[[byrjande fråvær]] og [[begynnende fravær]].\n"
        assert "term-ukjent" not in {p.code for p in check(tmp_path, files).problems}
        files["guideline/om.md"] += "\n[[byrjande fråvær]].\n"
        found = check(tmp_path, files)
        assert [p.path for p in found.problems if p.code == "term-ukjent"] == ["guideline/om.md"]

    def test_a_suppression_in_the_source_holds_for_the_translation(self, tmp_path: Path) -> None:
        files = translated_files()
        wrong = "kort_anbefaling: Skulen skal snakke\n"
        files[EARLY_NN] = files[EARLY_NN].replace(
            "kort_anbefaling: Skulen bør snakke med eleven tidleg\n", wrong
        )
        found = check(tmp_path, files)
        assert [p.code for p in found.problems] == ["verb-styrke"]
        files[EARLY] += "unntak:\n  - kode: verb-styrke\n    grunn: Ordlyden er vedtatt slik.\n"
        assert not check(tmp_path, files).problems


ROUND = """\
id: pilot
tittel: Høring av piloten
utgave: 0.1.0
stenger: 2026-10-02
kontakt: {navn: Etaten}
mottak: {type: skjema}
publisering: Slik blir det publisert.
personvern: Ingen navn.
sporsmaal:
  - id: lett
    tekst: Hvor lett er det?
    slag: skala
    skala: {fra: 1, til: 5, fra_tekst: vanskelig, til_tekst: lett}
"""
ROUND_NN = """\
tittel: Høyring av piloten
sporsmaal:
  - id: lett
    tekst: Kor lett er det?
    skala: {fra_tekst: vanskeleg}
"""


class TestHearing:
    def test_a_round_is_read_in_both_languages(self, tmp_path: Path) -> None:
        put(tmp_path, "guideline/horinger/pilot.yml", ROUND)
        put(tmp_path, "guideline/horinger/pilot.nn.yml", ROUND_NN)
        found = read_rounds(tmp_path)
        (translated,) = found.translations.values()
        runde: Round = translated.value
        assert runde.tittel == "Høyring av piloten"
        assert runde.sporsmaal[0].skala.fra_tekst == "vanskeleg"
        assert runde.sporsmaal[0].skala.til_tekst == "lett"
        assert (runde.stenger, runde.mottak.type) == ("2026-10-02", "skjema")
        assert translated.fallen_back == {
            "publisering", "personvern", "sporsmaal.lett.skala.til_tekst"
        }
        assert len(found.rounds) == 1
        assert {p.code for p in found.problems} == {
            "oversettelse-umerket", "oversettelse-mangler"
        }

    def test_without_its_round_it_is_an_error(self, tmp_path: Path) -> None:
        put(tmp_path, "guideline/horinger/pilot.nn.yml", ROUND_NN)
        assert [p.code for p in read_rounds(tmp_path).problems] == ["oversettelse-uten-kilde"]



"""Readers can always tell a working edition from a release, and no date contradicts another."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from rettesnor.model.fields import label
from rettesnor.model.guideline import Guideline
from rettesnor.model.recommendation import Recommendation
from rettesnor.rendering.change_labels import FRAME, field_name

from tests.support.check_case import LANGUAGES
from tests.support.guidelines import PROJECT, tree
from tests.support.hearing_case import ROUND, TEXT
from tests.support.past_site import SITE, PastSite, released_once, released_twice, words
from tests.support.release_case import FIRST, fragment

PLAN = "skole/skriftlig-plan/"
FILE = "recommendations/skole/skriftlig-plan.yml"
OTHER = "skole/registrering/"
LABEL = "Arbeidsutgave etter 2.0.0, ikke utgitt"
SOURCE = "guideline/guideline.yml"
AFTER, WITHIN = date(2027, 3, 2), date(2027, 1, 2)


def changed(case: PastSite) -> PastSite:
    """Change one recommendation of ``case``, and tell of it."""
    case.replace(FILE, "Skolen skal lage", "Skolen skal skrive")
    case.write(
        "changelog/unreleased/plan.yml",
        fragment("redaksjonell", "anbefalinger: [skriftlig-plan]", hva="Ordet lage er byttet ut."),
    )
    return case


def main_words(html: str) -> str:
    """Return the words that readers see, without scripts and what is hidden."""
    html = re.sub(r"<script[^>]*>.*?</script>", " ", html, flags=re.DOTALL)
    return words(re.sub(r"<(\w+)[^>]* hidden[ >].*?</\1>", " ", html, flags=re.DOTALL))


@pytest.fixture(scope="module")
def working(tmp_path_factory: pytest.TempPathFactory) -> PastSite:
    """The site of a working edition, built once; tests only look at it."""
    case = changed(released_twice(tmp_path_factory.mktemp("arbeid")))
    assert case.build().faults == ()
    return case


@pytest.fixture
def case(tmp_path: Path) -> PastSite:
    """A guideline after two releases, without a site."""
    return released_twice(tmp_path)


class TestPages:
    def test_every_page_says_what_it_is(self, working: PastSite) -> None:
        pages = [
            url for url in working.answers()
            if (not url or url.endswith("/")) and not url.startswith("v/")
        ]
        assert len(pages) > 30
        for url in pages:
            html = working.page(url)
            if "http-equiv" in html or "tatt-ut" in html or "ikke lenger" in html:
                continue  # these only lead on
            assert LABEL in words(html), url

    def test_no_page_of_a_release_says_so(self, working: PastSite) -> None:
        for url in working.answers():
            if url.startswith("v/") and url.endswith("/"):
                assert "Arbeidsutgave" not in working.page(url), url

    def test_the_recommendation_says_whether_its_own_text_differs(self, working: PastSite) -> None:
        assert "Teksten er endret siden 2.0.0." in working.words(PLAN)
        assert "Teksten i anbefalingen er som i 2.0.0." in working.words(OTHER)

    def test_there_is_one_line(self, working: PastSite) -> None:
        for url in ("", PLAN, "skole/", "om/", "endringer/", "lover/"):
            assert working.page(url).count('class="rn-status') == 1, url

    def test_a_site_that_equals_its_release_says_the_version(self, case: PastSite) -> None:
        case.build()
        for url in ("", PLAN, "endringer/"):
            assert "Versjon 2.0.0." in case.words(url)
            assert "Arbeidsutgave" not in case.words(url)

    def test_before_the_first_release_it_is_a_working_edition(self, tmp_path: Path) -> None:
        case = PastSite(tmp_path)
        case.build()
        assert "Arbeidsutgave, ikke utgitt." in case.words(PLAN)


class TestCitations:
    def test_a_changed_text_is_cited_as_what_it_is(self, working: PastSite) -> None:
        html = working.page(PLAN)
        cited = html.split('id="siter-tekst"')[1].split("</p>")[0]
        assert "(arbeidsutgave etter 2.0.0, ikke utgitt)" in cited
        assert f"{SITE}{PLAN}" in cited
        assert "data-changing" in cited
        assert f"{SITE}v/" not in cited

    def test_an_unchanged_text_is_cited_as_released_where_it_never_changes(
        self, working: PastSite
    ) -> None:
        cited = working.page(OTHER).split('id="siter-tekst"')[1].split("</p>")[0]
        assert "(versjon 2.0.0)" in cited
        assert f"{SITE}v/2.0.0/{OTHER}" in cited
        assert 'data-version="2.0.0"' in cited and "data-changing" not in cited
        assert f"v/2.0.0/{OTHER}" in working.answers()

    def test_a_draft_is_cited_as_one(self, tmp_path: Path) -> None:
        case = PastSite(tmp_path)
        case.replace(SOURCE, "status: gjeldende", "status: utkast")
        assert case.release(*FIRST) == 0
        case.replace(FILE, "Skolen legger", "Skolen skriver")
        assert case.build().faults == ()
        assert "(arbeidsutgave etter 1.0.0, ikke utgitt, utkast)" in case.page(PLAN)
        assert "(versjon 1.0.0, utkast)" in case.page(OTHER)

    def test_the_name_of_a_working_text_is_not_that_of_the_release(
        self, working: PastSite
    ) -> None:
        assert "-skriftlig-plan-arbeidsutgave" in working.page(PLAN)
        assert "-registrering-2.0.0" in working.page(OTHER)


class TestHistory:
    def test_the_history_shows_what_is_not_released(self, working: PastSite) -> None:
        html = working.page(f"{PLAN}historikk/")
        said = words(html)
        assert "Ikke utgitt ennå" in said and "Ordet lage er byttet ut." in said
        assert "fjernet: lage" in said and "lagt til: skrive" in said and "<ins>" in html
        assert "ikke endret siden" not in said

    def test_a_text_that_is_as_released_has_no_such_part(self, working: PastSite) -> None:
        assert "Ikke utgitt ennå" not in working.words(f"{OTHER}historikk/")

    def test_the_change_log_begins_with_it(self, working: PastSite) -> None:
        said = working.words("endringer/")
        assert "Dette er endret siden versjon 2.0.0, men ikke gitt ut." in said
        assert said.index("Ordet lage er byttet ut.") < said.index("Versjon 2.0.0 1. mars 2027")

    @pytest.mark.parametrize("version", ["1.0.0", "2.0.0"])
    def test_since_a_version_there_is_something(self, working: PastSite, version: str) -> None:
        said = working.words(f"endringer/siden/{version}/")
        assert "Ingenting er endret" not in said
        assert "Ordet lage er byttet ut." in said and "Ikke utgitt ennå" in said

    def test_a_change_that_no_file_tells_of_shows_too(self, case: PastSite) -> None:
        case.replace(FILE, "Skolen skal lage", "Skolen skal skrive")
        case.build()
        said = case.words("endringer/siden/2.0.0/")
        assert "Én anbefaling er endret." in said
        assert "Skriftlig plan" in said

    def test_without_changes_it_says_that_nothing_is_changed(self, case: PastSite) -> None:
        case.build()
        assert "Ingenting er endret" in case.words("endringer/siden/2.0.0/")
        assert "Ikke utgitt ennå" not in case.words("endringer/")

    def test_a_page_that_is_kept_is_made_again_when_the_change_changes(
        self, case: PastSite
    ) -> None:
        changed(case).build()
        case.replace(FILE, "Skolen skal skrive", "Skolen skal føre")
        case.build()
        warm = tree(case.site)
        assert "føre" in case.words(f"{PLAN}historikk/")
        case.build(full=True)
        assert tree(case.site) == warm


class TestData:
    def test_every_file_says_which_edition_it_is(self, working: PastSite) -> None:
        for path in (working.site / "api/v1/nb").rglob("*.json"):
            data = json.loads(path.read_text(encoding="utf-8"))
            assert data["utgave"] == LABEL and data["arbeidsutgave"] is True, path
            assert data["siste_utgave"] == "2.0.0", path

    def test_it_says_which_texts_differ(self, working: PastSite) -> None:
        listed = json.loads((working.site / "api/v1/nb/anbefalinger.json").read_text("utf-8"))
        kinds = {r["id"]: r["ikke_utgitt"] for r in listed["anbefalinger"]}
        assert {id_ for id_, kind in kinds.items() if kind} == {"skriftlig-plan"}
        own = json.loads((working.site / "api/v1/nb/anbefalinger/skriftlig-plan.json").read_text())
        assert own["ikke_utgitt"] == "endret"

    def test_json_ld_says_so(self, working: PastSite) -> None:
        found = re.findall(r'"version":"([^"]+)"', working.page(PLAN))
        assert set(found) == {LABEL}

    def test_feeds_say_so(self, working: PastSite, case: PastSite) -> None:
        assert f"<subtitle>{LABEL}.</subtitle>" in (
            working.site / "endringer/feed.xml"
        ).read_text(encoding="utf-8")
        case.build()
        assert "<subtitle>" not in (case.site / "endringer/feed.xml").read_text(encoding="utf-8")


class TestReleased:
    def test_files_that_equal_the_release_give_the_same_site_both_ways(
        self, case: PastSite
    ) -> None:
        case.build(full=True)
        plain = tree(case.site)
        case.build(full=True, released=True)
        assert tree(case.site) == plain
        assert not (case.site / "utkast").exists()

    def test_the_release_stands_at_the_root_and_the_files_beside_it(
        self, case: PastSite
    ) -> None:
        assert changed(case).build(released=True).faults == ()
        assert "Skolen skal lage" in case.words(PLAN) and "Versjon 2.0.0." in case.words(PLAN)
        assert LABEL in case.words(f"utkast/{PLAN}")
        assert "Arbeidsutgave" not in case.words(PLAN)
        assert "Ikke utgitt ennå" in case.words("endringer/")
        newer = "Teksten er nyere enn den som gjelder."
        assert newer in case.words("utkast/") and newer not in case.words(f"utkast/{OTHER}")
        assert "Teksten i anbefalingen er som i 2.0.0." in case.words(f"utkast/{OTHER}")
        assert "Gå til gjeldende versjon" in case.words(f"utkast/{OTHER}")
        cited = case.page(PLAN).split('id="siter-tekst"')[1].split("</p>")[0]
        assert f"(versjon 2.0.0). {SITE}v/2.0.0/{PLAN}" in " ".join(cited.split())

    def test_the_command_builds_it(self, case: PastSite) -> None:
        changed(case)
        shutil.copy(PROJECT / "mkdocs.yml", case.root)
        shutil.copytree(PROJECT / "schema", case.root / "schema")
        assert case.run("build", "--released", "--date", "2027-03-02") == 0
        assert (case.site / "utkast").is_dir()


class TestLanguages:
    @pytest.fixture
    def nynorsk(self, tmp_path: Path) -> PastSite:
        """A guideline released in bokmål alone, and translated since."""
        case = released_once(tmp_path)
        case.write(SOURCE, case.text(SOURCE) + LANGUAGES)
        translation = "tittel: Skriftleg plan\nkort_anbefaling: Skulen bør lage ein plan\n"
        case.write(FILE.replace(".yml", ".nn.yml"), translation)
        return case

    def test_one_that_the_release_did_not_have_says_so(self, nynorsk: PastSite) -> None:
        assert nynorsk.build().faults == ()
        said = nynorsk.words(f"nn/{PLAN}")
        assert "1.0.0 blei ikkje gitt ut på dette språket." in said
        assert "Arbeidsutgåve etter 1.0.0, ikkje utgitt" in said
        assert "(arbeidsutgåve etter 1.0.0, ikkje utgitt)" in said
        assert "1.0.0 ble ikke utgitt på nynorsk." in nynorsk.words("endringer/")
        assert "Teksten i anbefalingen er som i 1.0.0." in nynorsk.words(PLAN)

    def test_a_language_that_the_release_at_the_root_lacks_has_a_name(
        self, nynorsk: PastSite
    ) -> None:
        assert nynorsk.build(released=True).faults == ()
        assert "1.0.0 ble ikke utgitt på nynorsk." in nynorsk.words("endringer/")

    def test_a_translation_that_is_changed_differs_alone(self, nynorsk: PastSite) -> None:
        nynorsk.write(
            "changelog/unreleased/nn.yml",
            fragment("redaksjonell", "anbefalinger: [skriftlig-plan]", "ramme: [retningslinje]"),
        )
        assert nynorsk.release("1.0.1", "2027-03-01") == 0
        nynorsk.replace(FILE.replace(".yml", ".nn.yml"), "ein plan", "ein skriftleg plan")
        assert nynorsk.build().faults == ()
        assert "Teksten er endra sidan 1.0.1." in nynorsk.words(f"nn/{PLAN}")
        assert "Teksten i anbefalingen er som i 1.0.1." in nynorsk.words(PLAN)

    def test_the_pages_say_that_the_feed_is_in_the_first_language(
        self, nynorsk: PastSite
    ) -> None:
        nynorsk.build()
        link = re.search(r'<link rel="alternate" type="application/atom\+xml"[^>]*>',
                         nynorsk.page(f"nn/{PLAN}"))
        assert link and 'hreflang="nb"' in link[0] and "på bokmål" in link[0]


class TestHearing:
    @pytest.fixture
    def heard(self, tmp_path: Path) -> PastSite:
        """A guideline with a round that closes on the last day of February 2027."""
        case = PastSite(tmp_path)
        case.replace(SOURCE, "status: gjeldende", "status: høring")
        assert case.release(*FIRST) == 0
        case.write(ROUND, TEXT)
        return case

    def test_after_the_deadline_nothing_invites(self, heard: PastSite) -> None:
        assert heard.build(day=AFTER).faults == ()
        for url in ("", PLAN, "skole/", "horing/", "horing/pilot/", f"v/1.0.0/{PLAN}"):
            said = main_words(heard.page(url))
            assert "Gi innspill" not in said and "Slik svarer du" not in said, url
            assert "På høring" not in said, url
        for url in ("", PLAN, "horing/pilot/"):
            assert "Fristen er gått ut." in main_words(heard.page(url))

    def test_while_it_is_open_everything_does(self, heard: PastSite) -> None:
        heard.build(day=WITHIN)
        for url in ("", PLAN):
            said = main_words(heard.page(url))
            assert "Gi innspill" in said and "Høringen er åpen." in said
        form = heard.page("horing/pilot/svarskjema/")
        assert "<fieldset class=\"rn-plain\" data-rn-fields>" in form

    def test_a_closed_form_cannot_be_filled_in(self, heard: PastSite) -> None:
        heard.build(day=AFTER)
        form = heard.page("horing/pilot/svarskjema/")
        assert "data-rn-fields disabled" in form
        assert "svarskjema.docx" not in form
        assert "ikke fylles ut" in main_words(form)

    def test_the_word_file_says_that_it_is_closed(self, heard: PastSite) -> None:
        from docx import Document

        def text() -> str:
            path = heard.site / "horing/pilot/svarskjema/svarskjema.docx"
            return "\n".join(p.text for p in Document(str(path)).paragraphs)

        heard.build(day=WITHIN)
        assert "svar tas ikke imot" not in text()
        heard.build(day=AFTER)
        assert "svar tas ikke imot" in text()

    def test_no_results_are_promised_while_there_are_none(self, heard: PastSite) -> None:
        heard.build(day=AFTER)
        for url in ("", PLAN, "horing/pilot/svarskjema/"):
            assert 'data-rn-resultat=""' in heard.page(url)


class TestDates:
    @pytest.fixture
    def recorded(self, tmp_path: Path) -> PastSite:
        """A guideline that was known half a year before it was recorded."""
        case = released_once(tmp_path)
        case.write(SOURCE, case.text(SOURCE).replace(
            "datoer:\n", "datoer:\n  kunngjort_senest: 2026-05-31\n"
        ))
        return case

    def test_the_first_release_was_recorded_not_published(self, recorded: PastSite) -> None:
        assert recorded.build().faults == ()
        day = "ført inn i Rettesnor 22. november 2026"
        for url in ("", "endringer/", "endringer/1.0.0/", "dato/", f"{PLAN}historikk/", "v/1.0.0/"):
            assert day in recorded.words(url), url
        for url in ("", PLAN):
            said = recorded.words(url)
            assert "Ført inn i Rettesnor 22. november 2026" in said
            assert "Først publisert 22." not in said
        assert "ingen versjon gitt ut" not in recorded.words("dato/")
        assert "kunngjort senest 31. mai 2026" in recorded.words("dato/")
        assert '"datePublished":"2026-11-22"' not in recorded.page(PLAN)

    def test_one_that_was_published_here_says_so(self, tmp_path: Path) -> None:
        case = released_once(tmp_path)
        case.build()
        assert "Først publisert 22. november 2026" in case.words(PLAN)
        assert "ført inn" not in case.words("endringer/").lower()


class TestProposals:
    def test_times_are_proposals_until_the_guideline_is_adopted(self, tmp_path: Path) -> None:
        case = PastSite(tmp_path)
        case.build()
        assert "Forslag:" not in case.words(PLAN)
        case.replace(SOURCE, "status: gjeldende", "status: utkast")
        case.build()
        html = case.page(PLAN)
        times = re.findall(r"</b> <i>(.*?)</i>", html)
        assert times and all(one.startswith("Forslag: ") for one in times)

    def test_a_time_that_follows_from_law_is_none(self, tmp_path: Path) -> None:
        case = PastSite(tmp_path)
        case.replace(SOURCE, "status: gjeldende", "status: utkast")
        text = re.sub(r"(?m)^( +)(naar: .*)$", r"\1\2\n\1naar_i_lov: true", case.text(FILE))
        assert "naar_i_lov" in text
        case.write(FILE, text)
        assert case.build().faults == ()
        assert "Forslag:" not in case.words(PLAN)


class TestNames:
    def test_every_field_has_a_name_for_readers(self) -> None:
        for field in dataclasses.fields(Recommendation):
            if field.name not in {"unntak", "dimensjoner"}:  # each dimension has its own name
                assert field_name(field.name) != field.name, field.name
        for field in dataclasses.fields(Guideline):
            if field.name not in {"skjema", "unntak", *FRAME}:  # parts have names of their own
                named = label("guideline", field.name) or field_name(field.name)
                assert named != field.name

    def test_a_release_names_what_it_changed_in_the_common_content(
        self, case: PastSite
    ) -> None:
        case.build()
        html = case.page("endringer/2.0.0/")
        common = words(html.split('id="felles"')[1].split("</section>")[0])
        assert "Kapitler" in common and "Skolelova" in common.replace("skolelova", "Skolelova")
        assert not re.search(r"\b(kapitler|om)\b", common)

    def test_steps_below_one_are_named_by_the_number_that_is_raised(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        case = PastSite(tmp_path)
        assert case.release("0.1.0", "2026-11-22") == 0
        case.revise()
        assert case.release("0.1.1", "2027-03-01") == 1
        assert "krever en underversjon: skriv 0.2.0" in capsys.readouterr().err
        assert case.release("0.2.0", "2027-03-01") == 0
        assert "underversjon etter 0.1.0" in capsys.readouterr().out


def test_feed_entries_of_one_day_differ_and_keep_their_order(tmp_path: Path) -> None:
    case = released_once(tmp_path)
    for number in (1, 2):
        old, new = ("legger", "lager") if number == 1 else ("lager", "skriver")
        case.replace(FILE, f"Skolen {old} en plan", f"Skolen {new} en plan")
        told = fragment("redaksjonell", "anbefalinger: [skriftlig-plan]")
        case.write("changelog/unreleased/x.yml", told.replace("2027-01-15", FIRST[1]))
        assert case.release(f"1.0.{number}", FIRST[1]) == 0
    case.build()
    feed = (case.site / "endringer/feed.xml").read_text(encoding="utf-8")
    stamps = re.findall(r"<updated>([^<]+)</updated>", feed)
    own, entries = stamps[0], stamps[1:]
    assert len(entries) == 3 and len(set(entries)) == 3
    assert entries == sorted(entries, reverse=True) and own == entries[0]
    assert all(stamp.startswith(FIRST[1]) for stamp in entries)

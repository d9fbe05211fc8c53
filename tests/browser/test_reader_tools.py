"""What readers do with the site: filter, tick, check, cite, and find what applies to them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from rettesnor.rendering.filters import DATA_FILE

from tests.browser.conftest import ROOT
from tests.support.browsers import HALF, follow, served
from tests.support.waiting import until

sync_api = pytest.importorskip("playwright.sync_api")
checks = pytest.importorskip("tests.support.page_checks")
openpyxl = pytest.importorskip("openpyxl")

RECOMMENDATION = "skolens-oppfolging/skriftlig-plan/"
WAYS = {
    "roller": "for/", "rolle": "for/kontaktlaerer/", "faser": "faser/", "oversikt": "oversikt/",
}


def shown(page: Any) -> Any:
    """Return the recommendations that the front page shows."""
    return page.locator("#rn-liste .rn-card:visible")


def control(page: Any, name: str) -> Any:
    """Return the control of the filters with the label ``name``."""
    return page.locator("#rn-filter").get_by_label(name)


def told(page: Any) -> Any:
    """Return what the front page says of the number of hits."""
    return page.locator("#rn-treff")


def saved(page: Any, name: str) -> bytes:
    """Press the button ``name``; return the file that comes of it."""
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    data: bytes = download.value.path().read_bytes()
    return data


# Filters -----------------------------------------------------------------------------------


def test_filters_are_the_address_and_back_undoes_them(visit: Any, site: str) -> None:
    page = visit("")
    everything = shown(page).count()
    sync_api.expect(told(page)).to_have_text(f"{everything} anbefalinger")
    control(page, "Målgruppe").select_option("elev")
    sync_api.expect(page).to_have_url(f"{site}?gruppe=elev")
    sync_api.expect(shown(page)).not_to_have_count(everything)
    some = shown(page).count()
    assert 0 < some < everything
    sync_api.expect(told(page)).to_have_text(f"{some} av {everything} anbefalinger")
    control(page, "Styrke").select_option("kan")
    sync_api.expect(page).to_have_url(f"{site}?gruppe=elev&styrke=kan")
    sync_api.expect(shown(page)).not_to_have_count(some)
    fewer = shown(page).count()
    assert 0 < fewer < some
    page.go_back()
    sync_api.expect(control(page, "Styrke")).to_have_value("")
    sync_api.expect(shown(page)).to_have_count(some)
    page.go_forward()
    sync_api.expect(shown(page)).to_have_count(fewer)
    page.get_by_role("button", name="Nullstill").click()
    sync_api.expect(page).to_have_url(site)
    sync_api.expect(shown(page)).to_have_count(everything)
    sync_api.expect(page.locator("#rn-filter [name=gruppe]")).to_be_focused()
    sync_api.expect(page.get_by_role("button", name="Nullstill")).to_be_hidden()


def test_an_address_with_filters_can_be_sent(visit: Any) -> None:
    page = visit("?gruppe=skoleeier&kapittel=rutiner-og-planer&vis=liste&styrke=tull")
    assert control(page, "Målgruppe").input_value() == "skoleeier"
    assert control(page, "Styrke").input_value() == ""
    assert control(page, "Kapittel").is_visible()  # the filters that are on are shown
    assert shown(page).count() == 2
    headings = page.locator("#rn-liste h3").all()
    assert [h.inner_text() for h in headings if h.is_visible()] == ["Rutiner og planer"]
    assert control(page, "Liste").is_checked()
    assert not page.locator(".rn-card p").first.is_visible()


@pytest.mark.parametrize(
    ("name", "value"), [("fase", "komplekst"), ("skoleslag", "barneskole"), ("status", "høring")]
)
def test_every_filter_counts(visit: Any, name: str, value: str) -> None:
    page = visit(f"?{name}={value}")
    wanted = page.locator(f'#rn-liste .rn-card[data-{name}~="{value}"]').count()
    assert wanted == shown(page).count() > 0


def test_changed_since_a_day(visit: Any) -> None:
    assert shown(visit("?dato=2026-11-22")).count() == 17
    page = visit("?dato=2999-01-01")
    assert shown(page).count() == 0
    sync_api.expect(told(page)).to_have_text("Ingen anbefalinger passer. Fjern et filter.")


def test_without_scripts_there_is_the_whole_list_and_no_dead_control(visit: Any) -> None:
    page = visit("?gruppe=elev", java_script_enabled=False)
    assert shown(page).count() == 17
    assert not page.locator("#rn-filter").is_visible()
    assert page.locator(".rn-chips a").first.is_visible()


def test_the_way_back_to_the_results(visit: Any, site: str) -> None:
    page = visit("?gruppe=elev&styrke=kan")
    follow(page.get_by_role("link", name="Tilbud om hjemmebesøk"))
    follow(page.get_by_role("link", name="Tilbake til treffene"))
    assert page.url == f"{site}?gruppe=elev&styrke=kan"
    page.get_by_role("button", name="Nullstill").click()
    sync_api.expect(page).to_have_url(site)
    follow(page.get_by_role("link", name="Tilbud om hjemmebesøk"))
    assert page.url.endswith("/hjemmebesok/")
    assert page.get_by_role("link", name="Tilbake til treffene").count() == 0


def test_filters_by_keyboard(visit: Any) -> None:
    page = visit("")
    control(page, "Målgruppe").focus()
    page.keyboard.press("ArrowDown")
    sync_api.expect(page).to_have_url(re.compile("gruppe="))
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    sync_api.expect(page.locator(":focus")).to_have_text("Flere filtre")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    sync_api.expect(page.locator("[name=skoleslag]")).to_be_focused()


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a guideline with more recommendations than its front page lists."""
    from rettesnor.cli.main import main

    from benchmarks.files import write_project
    from benchmarks.generator import generate

    root = tmp_path_factory.mktemp("stor")
    write_project(generate(130), root, (ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    assert main(["build", "--root", str(root), "--site", str(root / "site")]) == 0
    with served(root / "site") as address:
        yield address


def test_many_are_fetched_when_a_filter_is_chosen(chromium: Any, large: str) -> None:
    page = chromium.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(large)))
    page.goto(large)
    sync_api.expect(told(page)).to_have_text("130 anbefalinger")
    assert DATA_FILE not in asked
    assert page.locator(".rn-counts a").first.is_visible()
    control(page, "Styrke").select_option("bør")
    page.locator("#rn-funnet .rn-card").first.wait_for()
    assert asked.count(DATA_FILE) == 1
    hits = int(told(page).inner_text().split()[0])
    assert told(page).inner_text() == f"{hits} av 130 anbefalinger" and 60 < hits < 130
    assert page.locator("#rn-funnet .rn-card").count() == 60
    assert not page.locator(".rn-counts a").first.is_visible()
    page.get_by_role("button", name="Vis flere").click()
    sync_api.expect(page.locator("#rn-funnet li")).to_have_count(hits)
    sync_api.expect(page.locator(".rn-card:nth-child(61) a")).to_be_focused()
    assert {b.inner_text() for b in page.locator("#rn-funnet .rn-badge").all()} == {"Bør"}
    follow(page.locator("#rn-funnet a").first)
    follow(page.get_by_role("link", name="Tilbake til treffene"))
    page.locator("#rn-funnet .rn-card").first.wait_for()
    page.get_by_role("button", name="Nullstill").click()
    sync_api.expect(page.locator(".rn-counts a").first).to_be_visible()
    sync_api.expect(told(page)).to_have_text("130 anbefalinger")
    page.close()


def test_the_chapters_stand_when_the_list_cannot_be_fetched(chromium: Any, large: str) -> None:
    page = chromium.new_page()
    page.route(f"**/{DATA_FILE}", lambda route: route.abort())
    page.goto(f"{large}?styrke=kan")
    page.get_by_text("Lista kunne ikke hentes. Bruk kapitlene under.").wait_for()
    assert page.locator(".rn-counts a").first.is_visible()
    page.unroute(f"**/{DATA_FILE}")
    control(page, "Styrke").select_option("bør")
    page.locator("#rn-funnet .rn-card").first.wait_for()
    page.close()


# Steps to tick -----------------------------------------------------------------------------


def test_ticks_are_kept_in_this_browser_and_can_be_removed(visit: Any) -> None:
    page = visit(RECOMMENDATION)
    page.get_by_role("checkbox", name="Steg 2 er gjort").check()
    page.get_by_text("1 av 6 steg er krysset av.").wait_for()
    page.reload()
    assert page.get_by_role("checkbox", name="Steg 2 er gjort").is_checked()
    assert not page.get_by_role("checkbox", name="Steg 1 er gjort").is_checked()
    page.get_by_role("button", name="Fjern avkryssing").click()
    sync_api.expect(page.locator(".rn-tick:checked")).to_have_count(0)
    sync_api.expect(page.locator(".rn-tick").first).to_be_focused()
    page.reload()
    assert page.locator(".rn-tick:checked").count() == 0


def test_ticks_are_for_one_version(visit: Any) -> None:
    page = visit(RECOMMENDATION)
    page.locator(".rn-tick").first.check()
    find = "Object.keys(localStorage).find(key => key.startsWith('rn-steg'))"
    key = until(lambda: page.evaluate(find))
    assert re.fullmatch(r"rn-steg:[a-z-]+/skriftlig-plan@\d+\.\d+\.\d+", key)


def test_ticking_works_where_nothing_may_be_stored(visit: Any, site: str) -> None:
    page = visit("404.html")
    page.context.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, name, { get() { throw new Error('nei'); } });"
    )
    page.goto(site + RECOMMENDATION)
    page.get_by_role("checkbox", name="Steg 1 er gjort").check()
    page.get_by_text("Nettleseren lot oss ikke lagre.").wait_for()
    page.locator("#kontrollsporsmaal").click()
    page.get_by_role("button", name="Svar på spørsmålene").click()
    page.get_by_role("radio", name="Ja").first.check()
    page.get_by_text("1 av 7 spørsmål er besvart.").wait_for()


def test_steps_are_printed_as_boxes(visit: Any, paper: Any) -> None:
    page = visit(RECOMMENDATION)
    page.locator(".rn-tick").nth(1).check()
    page.get_by_text("1 av 6 steg er krysset av.").wait_for()
    boxes = (
        "all => all.map(one => getComputedStyle(one, '::before').content.replaceAll('\"', ''))"
    )
    with paper(page):
        assert page.locator(".rn-steps b").evaluate_all(boxes)[:2] == ["☐ ", "☑ "]
        assert page.locator(".rn-ticks").is_hidden()


# Self-check --------------------------------------------------------------------------------


def fill_in(page: Any) -> None:
    """Open the self-check and answer three of its questions."""
    page.locator("#kontrollsporsmaal").click()
    page.get_by_role("button", name="Svar på spørsmålene").click()
    sets = page.locator(".rn-ask")
    sets.nth(0).get_by_label("Ja").check()
    sets.nth(1).get_by_label("Delvis").check()
    sets.nth(1).get_by_label("Notat").fill('Sagt: "ja; kanskje"\n<b>&')
    sets.nth(2).get_by_label("Nei").check()
    sets.nth(2).get_by_label("Notat").fill("=1+1")
    page.get_by_text("3 av 7 spørsmål er besvart.").wait_for()


def test_the_self_check_as_csv(visit: Any) -> None:
    page = visit(RECOMMENDATION)
    fill_in(page)
    data = saved(page, "Last ned som CSV")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[0] == ["Anbefaling", "Versjon", "Nr.", "Spørsmål", "Svar", "Notat"]
    assert len(rows) == 8
    assert rows[1][0] == "Skriftlig plan for oppfølging" and rows[1][4] == "Ja"
    assert rows[1][3] == "Har alle elever med bekymringsfullt fravær en skriftlig plan?"
    assert rows[2][4:] == ["Delvis", 'Sagt: "ja; kanskje"\n<b>&']
    assert rows[3][4:] == ["Nei", "'=1+1"]  # no formula
    assert rows[4][4:] == ["", ""]


def test_the_self_check_as_a_workbook(visit: Any) -> None:
    page = visit(RECOMMENDATION)
    fill_in(page)
    book = openpyxl.load_workbook(io.BytesIO(saved(page, "Last ned for Excel (XLSX)")))
    assert book.sheetnames == ["Egenkontroll"]
    sheet = book["Egenkontroll"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("Anbefaling", "Versjon", "Nr.", "Spørsmål", "Svar", "Notat")
    assert rows[2][2:5] == (2, "Kommer elevens eget syn tydelig fram i planen?", "Delvis")
    assert rows[2][5] == 'Sagt: "ja; kanskje"\n<b>&'
    assert rows[3][5] == "=1+1" and sheet["F4"].data_type in ("s", "inlineStr")
    assert sheet["A1"].font.bold and sheet.freeze_panes == "A2"


def test_answers_stay_in_the_tab_until_they_are_deleted(visit: Any) -> None:
    page = visit(RECOMMENDATION)
    fill_in(page)
    page.reload()
    page.get_by_text("3 av 7 spørsmål er besvart.").wait_for()
    assert page.locator(".rn-ask").nth(1).get_by_label("Delvis").is_checked()
    assert page.evaluate("JSON.stringify(localStorage)") == "{}"
    page.get_by_role("button", name="Slett svarene").click()
    page.get_by_text("0 av 7 spørsmål er besvart.").wait_for()
    page.reload()
    assert page.locator(".rn-sheet").count() == 0


def test_the_self_check_by_keyboard(visit: Any) -> None:
    page = visit(RECOMMENDATION)
    page.locator("summary:has(#kontrollsporsmaal)").press("Enter")
    button = page.get_by_role("button", name="Svar på spørsmålene")
    button.focus()
    page.keyboard.press("Enter")
    group = page.get_by_role("group", name="1. Har alle elever")
    group.wait_for()
    page.wait_for_function("() => document.activeElement.type === 'radio'")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    sync_api.expect(group.get_by_label("Delvis")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("Notat")
    sync_api.expect(group.get_by_label("Notat")).to_have_value("Notat")
    page.get_by_role("button", name="Lukk spørsmålene").press("Enter")
    sync_api.expect(page.locator(".rn-questions")).to_be_visible()
    page.get_by_role("button", name="Svar på spørsmålene").press("Enter")
    sync_api.expect(group).to_be_visible()
    sync_api.expect(group.get_by_label("Delvis")).to_be_checked()


def test_the_sheet_is_printed_alone(visit: Any, paper: Any) -> None:
    page = visit(RECOMMENDATION)
    fill_in(page)
    page.evaluate("window.print = () => { window.printed = document.documentElement.className }")
    page.get_by_role("button", name="Skriv ut").click()
    assert "rn-print-sheet" in until(lambda: page.evaluate("window.printed"))
    with paper(page):
        assert page.locator(".rn-sheet__head").is_visible()
        assert page.locator(".rn-ask").first.is_visible()
        for other in ("h1", ".rn-lead", ".rn-steps", "#begrunnelse", ".rn-footer", ".rn-actions"):
            assert page.locator(other).first.is_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert "rn-print-sheet" not in page.evaluate("document.documentElement.className")


def test_without_scripts_the_questions_are_a_sheet_to_print(visit: Any, paper: Any) -> None:
    page = visit(RECOMMENDATION, java_script_enabled=False)
    assert page.locator(".rn-questions li").count() == 7
    assert not page.get_by_role("button", name="Svar på spørsmålene").is_visible()
    assert page.locator(".rn-tick").count() == 0
    with paper(page):
        content = page.locator(".rn-questions li").first.evaluate(
            "one => getComputedStyle(one, '::after').content"
        )
        assert "☐ Ja" in content


# Citing ------------------------------------------------------------------------------------


def reference(page: Any, form: str) -> str:
    """Return the reference to the recommendation that ``page`` shows in the format ``form``."""
    details = page.locator("[data-rn-formats]")
    page.evaluate(
        "document.querySelectorAll('.rn-section.rn-fold').forEach(one => one.open = true)"
    )
    if not details.evaluate("one => one.open"):
        details.locator("summary").click()
    details.get_by_label("Format").select_option(form)
    text = page.locator("#rn-format-tekst")
    start = {"bib": "@", "ris": "TY", "json": "["}[form]
    page.wait_for_function(
        "start => document.getElementById('rn-format-tekst').textContent.startsWith(start)",
        arg=start,
    )
    found: str = text.evaluate("one => one.textContent")
    return found


def parsed(form: str, text: str) -> dict[str, Any]:
    """Return the only reference in ``text`` as pandoc reads it, as a CSL item."""
    import pypandoc

    item, = json.loads(pypandoc.convert_text(text, "csljson", format=form))
    found: dict[str, Any] = item
    return found


def test_references_for_other_programs(visit: Any, site: str) -> None:
    page = visit(RECOMMENDATION)
    texts = {form: reference(page, form) for form in ("json", "ris", "bib")}
    item, = json.loads(texts["json"])
    assert item["type"] == "chapter" and item["title"] == "Skriftlig plan for oppfølging"
    assert item["author"] == [{"literal": "Prosjektet Rettesnor"}]  # who wrote most of the text
    assert item["version"] == "arbeidsutgave, ikke utgitt"
    assert item["accessed"]["date-parts"][0][0] >= 2026  # for it may change
    assert item["issued"] == {"date-parts": [[2026, 11, 22]]}
    assert item["URL"].endswith(f"/{RECOMMENDATION}")
    assert item["language"] == "nb" and item["note"] == "Utkast"
    lines = texts["ris"].split("\r\n")
    assert lines[0] == "TY  - CHAP" and lines[-2:] == ["ER  - ", ""]
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines[:-1])
    told = dict(line.split("  - ", 1) for line in lines[:-1])
    assert told["TI"] == "Skriftlig plan for oppfølging"
    assert told["DA"] == "2026/11/22/" and told["UR"] == item["URL"]
    for form, text in (("bibtex", texts["bib"]), ("ris", texts["ris"])):
        read = parsed(form, text)
        assert read["type"] == "chapter" and read["title"] == item["title"]
        assert read["container-title"] == item["container-title"]
        assert [*read["author"][0].values()] == [item["author"][0]["literal"]]
        assert read["URL"] == item["URL"]
        assert read["issued"]["date-parts"][0][0] == 2026


def test_signs_that_mean_something_are_escaped(visit: Any) -> None:
    page = visit(RECOMMENDATION)
    reference(page, "bib")
    made = page.evaluate(
        """() => {
          const cite = window.rnCite;
          const item = cite.csl({ id: 'a', title: '50 % & {$#_~^\\\\}', container: 'B\\nC',
            author: 'Ola & co', publisher: 'Kari & co', version: '1', date: '',
            url: 'https://a.no/%C3%A5?b={c}#d' });
          return [cite.bibtex(item), cite.ris(item)];
        }"""
    )
    read = parsed("bibtex", made[0])
    assert read["title"] == "50 % & {$#_~^\\}" and read["author"] == [{"literal": "Ola & co"}]
    assert read["publisher"] == "Kari & co"
    assert read["URL"] == "https://a.no/%C3%A5?b=%7Bc%7D#d" and "issued" not in read
    assert "PY" not in made[1] and "T2  - B C\r\n" in made[1]
    assert parsed("ris", made[1])["title"] == "50 % & {$#_~^\\}"


def test_a_reference_is_copied_and_saved(visit: Any) -> None:
    page = visit(RECOMMENDATION, permissions=["clipboard-read", "clipboard-write"])
    text = reference(page, "ris")
    page.get_by_role("button", name="Kopier referansen").click()
    page.get_by_role("status").filter(has_text="Referansen er kopiert").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.split() == text.split()
    assert saved(page, "Last ned fila").decode() == text


# Paragraphs and contents -------------------------------------------------------------------


def test_a_paragraph_has_a_link_to_copy_by_the_pointer(visit: Any, site: str) -> None:
    page = visit(RECOMMENDATION, permissions=["clipboard-read", "clipboard-write"])
    page.locator("#begrunnelse").click()
    block = page.locator("details:has(#begrunnelse) > p[id]").first
    block.hover()
    pin = block.locator(".rn-pin")
    sync_api.expect(pin).to_have_attribute("tabindex", "-1")
    pin.click()
    page.get_by_role("status").filter(has_text="Lenka til dette stedet er kopiert").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{site}{RECOMMENDATION}#{block.get_attribute('id')}"


def test_the_section_being_read_is_marked_and_nothing_moves(visit: Any) -> None:
    page = visit(RECOMMENDATION)
    links = page.locator(".rn-contents a")
    sizes = "all => all.map(one => one.getBoundingClientRect().height)"
    page.get_by_role("button", name="Åpne alle").click()
    sync_api.expect(page.locator(".rn-fold:not([open])")).to_have_count(0)
    before = links.evaluate_all(sizes)
    page.evaluate("document.getElementById('begrunnelse').scrollIntoView()")
    current = page.locator('.rn-contents [aria-current="location"]')
    current.filter(has_text="Begrunnelse").wait_for()
    assert current.count() == 1
    assert links.evaluate_all(sizes) == before


# Ways in -----------------------------------------------------------------------------------


def test_what_to_do_first_is_near_the_top(visit: Any) -> None:
    page = visit(RECOMMENDATION, width=375, java_script_enabled=False)
    first = page.locator("#steg-1")
    assert "Samler det skolen vet" in first.inner_text()
    roles = page.get_by_text("Gjelder for", exact=True)
    assert first.bounding_box()["y"] < roles.bounding_box()["y"]
    assert first.bounding_box()["y"] < 812 * 1.25


def test_from_a_target_group_to_the_step_that_names_it(visit: Any) -> None:
    page = visit("")
    follow(page.locator(".rn-chips").get_by_role("link", name="kontaktlærer", exact=True))
    assert page.locator("h1").inner_text() == "For kontaktlærer"
    page.locator(".rn-own a").first.click()
    page.wait_for_url(re.compile(r"#steg-\d+$"))
    assert "ontaktlærer" in page.locator(":target b").text_content()


def test_a_teacher_finds_what_to_do_in_two_steps_without_scripts(visit: Any) -> None:
    page = visit("", width=375, java_script_enabled=False)
    follow(page.get_by_role("link", name="Eleven har noen timer eller dager borte"))
    assert page.locator("h1").inner_text() == "Begynnende fravær"
    follow(page.locator(".rn-who").get_by_role("link", name="lærer", exact=True))
    assert page.locator("h1").inner_text() == "Begynnende fravær: lærer"
    shown = page.locator(".rn-actor")
    assert 1 <= shown.locator(".rn-now > li").count() <= 3
    assert "Alle lærere:" in shown.inner_text() and "§ 10-6" in shown.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.emulate_media(media="print")
    sync_api.expect(shown).to_be_visible()


def test_the_old_address_of_a_role_in_a_phase_leads_to_its_page(visit: Any) -> None:
    page = visit("faser/begynnende/#rolle-laerer")
    page.wait_for_url(re.compile("/faser/begynnende/laerer/$"))
    page = visit("faser/begynnende/#rolle-laerer", java_script_enabled=False)
    assert page.locator("#rolle-laerer:target a").is_visible()


def test_the_table_shows_every_row_and_is_a_list_on_a_phone(visit: Any) -> None:
    page = visit("oversikt/", width=1280, height=700)
    frame = page.locator(".rn-matrix")
    assert frame.evaluate("one => one.scrollHeight <= one.clientHeight + 2")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    page.set_viewport_size({"width": 320, "height": 700})
    row = page.locator(".rn-matrix tr", has_text="Én hovedansvarlig på skolen")
    sync_api.expect(row.get_by_text("Kontaktlærer", exact=True)).to_be_visible()
    sync_api.expect(row.locator(".rn-matrix__none").first).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_figure_leads_on_and_shows_in_forced_colours(visit: Any) -> None:
    page = visit("faser/", forced_colors="active")
    figure = page.locator(".rn-flow")
    assert figure.get_by_role("link", name="Skriftlig plan for oppfølging.").is_visible()
    colours = figure.evaluate(
        """one => { const row = one.querySelector('.rn-flow__row--bor');
        const word = getComputedStyle(row.querySelector('.rn-flow__word'));
        const box = getComputedStyle(row.querySelector('rect:not([class])'));
        return [word.fill, box.fill, box.stroke]; }"""
    )
    assert colours[0] != colours[1] and colours[2] != colours[1]
    figure.get_by_role("link", name="Komplekst fravær", exact=True).click()
    sync_api.expect(page).to_have_url(re.compile("#fase-komplekst$"))


def test_the_figure_gives_way_to_the_list_on_a_phone_but_not_on_paper(
    visit: Any, paper: Any
) -> None:
    page = visit("faser/", width=375)
    assert not page.locator(".rn-flow").is_visible()
    assert page.locator(".rn-narrow a").count() == 5
    with paper(page):
        assert page.locator(".rn-flow").is_visible()


def test_everybody_can_use_what_opens(visit: Any) -> None:
    page = visit(RECOMMENDATION)
    fill_in(page)
    page.locator(".rn-tick").first.check()
    reference(page, "bib")
    assert checks.axe(page, HALF) + checks.zoom(page) == []


@pytest.mark.parametrize("query", ["gruppe=elev&kapittel=kompetanse", "gruppe=elev&vis=liste"])
def test_everybody_can_use_what_is_filtered(visit: Any, query: str) -> None:
    page = visit(f"?{query}")
    assert checks.axe(page, HALF) + checks.zoom(page) == []


@pytest.mark.parametrize("kind", WAYS)
def test_headings_and_menu(visit: Any, kind: str) -> None:
    page = visit(WAYS[kind])
    levels = page.eval_on_selector_all(
        "h1, h2, h3, h4", "all => all.map(one => Number(one.tagName[1]))"
    )
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert page.locator(".rn-nav [aria-current]").count() == 1


def test_what_can_be_touched_is_large_enough(visit: Any) -> None:
    page = visit("", width=375, has_touch=True, is_mobile=True)
    selector = ".rn-chips a, .rn-phases a, .rn-filter select, .rn-filter summary, .rn-view label"
    heights = page.eval_on_selector_all(
        selector, "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert min(heights) >= 44


def test_nothing_moves_for_those_who_ask_for_it(visit: Any) -> None:
    for url in ("", RECOMMENDATION, *WAYS.values()):
        page = visit(url)  # with reduced motion
        moving = page.evaluate("document.getAnimations().length")
        assert moving == 0
        behaviour = "getComputedStyle(document.documentElement).scrollBehavior"
        assert page.evaluate(behaviour) == "auto"


# On the line and on the sheet --------------------------------------------------------------


def test_a_section_of_a_law_is_not_broken_over_two_lines(visit: Any) -> None:
    """«§ 9-6» may break after its hyphen, and before the number."""
    page = visit("faser/begynnende/kontaktlaerer/", width=320)
    heights = page.locator('main a[href*="§"], main a[href*="%C2%A7"]').evaluate_all(
        "all => all.map(one => one.offsetHeight / parseFloat(getComputedStyle(one).lineHeight))"
    )
    assert len(heights) > 5
    assert max(heights) < 1.8


def test_what_a_role_does_is_printed_without_half_empty_sheets(visit: Any) -> None:
    page = visit("faser/begynnende/kontaktlaerer/")
    sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))
    assert 1 < sheets <= 3

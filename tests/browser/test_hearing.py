"""The hearing in a real browser: states by the reader's clock, hooks, the form and the result."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from rettesnor.model.hearing import Address, Place, Quote
from rettesnor.reading.content.comment_targets import places as places_of
from rettesnor.reading.content.recommendation import read_recommendation
from rettesnor.releases.relocate_comment import locate

from tests.browser.conftest import ROOT
from tests.support.browsers import HALF, follow, served
from tests.support.guidelines import unreleased

sync_api = pytest.importorskip("playwright.sync_api")
everyone = pytest.importorskip("tests.support.page_checks")
pytestmark = pytest.mark.timeout(600)  # the first test builds the site three times

RECOMMENDATION = "skolens-oppfolging/skriftlig-plan/"
ROUND = "horing/pilot-2026/"
FORM = f"{ROUND}svarskjema/"
WHILE_OPEN = "mens/"
BEFORE, LAST, AFTER = (
    "2026-09-01T12:00:00+02:00", "2026-10-02T23:59:58+02:00", "2026-10-03T00:00:30+02:00"
)


def _result(root: Path) -> dict[str, Any]:
    from rettesnor.reading.content.comment_targets import all_places
    from rettesnor.releases import changelog_dir as folder
    from rettesnor.releases.version import read_version

    version = read_version("0.1.0")
    assert version is not None
    edition = folder.edition_of(root / "changelog", version)
    places = [p for p in all_places(edition) if p.avsnitt][::12]
    outcomes = ("ikke", "delvis", "utenfor", "ikke")
    comments = [
        {"nummer": f"H-000001-{number}", "svar": "H-000001",
         "adresse": {"anbefaling": p.anbefaling, "felt": p.felt, "avsnitt": p.avsnitt,
                     "sitat": {"exact": " ".join(p.tekst.split()[:4])}},
         "tekst": "Et særord." if number == 3 else f"Innspill nummer {number}.",
         "vurdering": {"utfall": outcomes[number % 4], "begrunnelse": "Dette er vurdert.",
                       "dato": "2026-11-01"}}
        for number, p in enumerate(places, 1)
    ]
    answers = [{"nummer": "H-000001", "mottatt": "2026-09-01", "slag": "organisasjon",
                "avsender": "Prøveforeningen", "maalform": "nb"}]
    return {"format": 1, "horing": "pilot-2026", "retningslinje": edition.guideline.id,
            "utgave": "0.1.0", "svar": answers, "innspill": comments}


def _undated(text: str) -> str:
    """Return a content file as it was before its first release set dates in it.

    The report on the method, which refers to the dates, came later, and so did the judgements.
    """
    text = text.replace("dato: 2026-11-22", "dato: 2026-05-22").replace(
        'dato: "2026-11-22"', 'dato: "2026-05-22"'
    )
    return re.sub(r"^(?:datoer|metoderapport):\n(?:(?:  .*)?\n)+", "", text, flags=re.M)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real guideline, released, heard and with the result of it.

    Below ``WHILE_OPEN`` it is as it was built before the deadline.
    """
    from rettesnor.cli.main import main

    root: Path = tmp_path_factory.mktemp("horing")
    for name in ("guideline", "recommendations"):
        shutil.copytree(ROOT / name, root / name)
    unreleased(root)
    for path in root.glob("*/**/*.yml"):
        path.write_text(_undated(path.read_text(encoding="utf-8")), encoding="utf-8")
    for name in ("changelog", "schema"):
        (root / name).mkdir()
    shutil.copy(ROOT / "mkdocs.yml", root)
    where = ["--root", str(root), "--jobs", "1"]
    assert main(["release", "0.1.0", "--date", "2026-06-01", *where]) == 0
    while_open = root / "mens"
    assert main(["build", "--date", BEFORE[:10], "--site", str(while_open), *where]) == 0
    export = root / "eksport.json"
    export.write_text(json.dumps(_result(root)), encoding="utf-8")
    assert main(["comments", "import", str(export), "--date", "2026-11-02", *where]) == 0
    folder = root / "site"
    assert main(["build", "--date", "2026-11-02", "--site", str(folder), *where]) == 0
    while_open.rename(folder / WHILE_OPEN)
    with served(folder) as address:
        yield address


@pytest.fixture(scope="module")
def places() -> tuple[Place, ...]:
    """Every paragraph of the recommendation as it is heard."""
    data = (ROOT / f"recommendations/{RECOMMENDATION.rstrip('/')}.yml").read_bytes()
    found = read_recommendation(data, "plan.yml", "skolens-oppfolging").recommendation
    assert found is not None
    return places_of(found)


@pytest.fixture
def at(visit: Any, site: str) -> Any:
    """Open a page at a time, of the site as it was built on one side of the deadline or the other.

    ``ticking`` gives the test the clock; ``stale`` is a site not rebuilt since the deadline.
    """

    def open_at(
        url: str, time: str, *, ticking: bool = False, stale: bool = False, **options: Any
    ) -> Any:
        page = visit("robots.txt", **options)  # the clock is set before the first page
        if ticking:
            page.clock.install(time=time)
        else:
            page.clock.set_fixed_time(time)
        page.goto(site + (WHILE_OPEN if stale or time != AFTER else "") + url)
        return page

    return open_at


@pytest.mark.parametrize(
    "url", ["horing/", ROUND, FORM, RECOMMENDATION, f"v/0.1.0/{RECOMMENDATION}"]
)
def test_everybody_can_use_it(at: Any, url: str) -> None:
    page = at(url, BEFORE)
    assert everyone.axe(page, HALF) + everyone.zoom(page) == []


@pytest.mark.parametrize(
    "url", ["horing/", ROUND, FORM, RECOMMENDATION, f"v/0.1.0/{RECOMMENDATION}"]
)
def test_no_violations_when_it_is_over(at: Any, url: str) -> None:
    assert everyone.violations(at(url, AFTER, width=375)) == []


def test_the_open_form_is_reached_by_keyboard(at: Any) -> None:
    page = at(FORM, BEFORE)
    sync_api.expect(page.locator("#q-alt")).to_be_enabled()
    assert everyone.keyboard(page) == []


def test_a_closed_form_takes_nothing(at: Any) -> None:
    for stale in (False, True):
        page = at(FORM, AFTER, stale=stale)
        sync_api.expect(page.locator("#q-alt")).to_be_disabled()
        sync_api.expect(page.locator("[data-rn-shut]")).to_be_visible()


@pytest.mark.parametrize("url", [RECOMMENDATION, f"v/0.1.0/{RECOMMENDATION}"])
def test_before_the_deadline_every_section_has_a_hook(at: Any, url: str) -> None:
    page = at(url, BEFORE)
    sync_api.expect(page.locator(".rn-hearing")).to_contain_text("Høringen er åpen.")
    sections = page.locator(".rn-article h2[id]").count()
    assert page.locator(".rn-hook").count() == sections > 5
    link = urlsplit(page.locator("details:has(#begrunnelse) .rn-hook").get_attribute("href"))
    asked = parse_qs(link.query)
    assert asked["utgave"] == ["0.1.0"] and asked["anbefaling"] == ["skriftlig-plan"]
    assert asked["felt"] == ["begrunnelse"]


@pytest.mark.parametrize("url", [RECOMMENDATION, f"v/0.1.0/{RECOMMENDATION}"])
def test_after_the_deadline_an_old_site_invites_to_nothing(at: Any, url: str) -> None:
    page = at(url, AFTER, stale=True)
    line = page.locator(".rn-hearing")
    sync_api.expect(line).to_contain_text("Fristen er gått ut.")
    assert page.locator(".rn-hook").count() == 0
    sync_api.expect(line.locator("[data-rn-give]").first).to_be_hidden()


def test_after_the_deadline_the_text_leads_to_the_result(at: Any) -> None:
    page = at(RECOMMENDATION, AFTER)
    line = page.locator(".rn-hearing")
    sync_api.expect(line).to_contain_text("Fristen er gått ut.")
    assert page.locator(".rn-hook, [data-rn-give]").count() == 0
    follow(line.locator(".rn-hearing__results"))
    assert urlsplit(page.url).path == f"/{ROUND}"


def test_after_the_deadline_the_heard_text_leads_to_the_result(at: Any) -> None:
    page = at(f"v/0.1.0/{RECOMMENDATION}", AFTER)
    assert page.locator(".rn-hook, [data-rn-give]").count() == 0
    notice = page.locator(".rn-notice")
    follow(notice.get_by_role("link", name="Offentlig høring av pilotversjonen er avsluttet"))
    assert urlsplit(page.url).path == f"/{ROUND}"


def test_the_deadline_passes_while_the_page_is_open(at: Any) -> None:
    page = at(RECOMMENDATION, LAST, ticking=True)
    line = page.locator(".rn-hearing")
    sync_api.expect(line).to_contain_text("Høringen er åpen.")
    page.clock.run_for(4000)
    sync_api.expect(line).to_contain_text("Fristen er gått ut.")
    assert page.locator(".rn-hook").count() == 0


def opened(page: Any) -> None:
    """Open what is folded: nobody can mark what is not shown."""
    page.evaluate("document.querySelectorAll('details.rn-fold').forEach(one => one.open = true)")


def mark(page: Any, selector: str, start: int, end: int) -> str:
    """Mark some characters of the first text in a block; return its whole text."""
    opened(page)
    whole: str = page.evaluate(
        """([selector, start, end]) => {
          const texts = [...document.querySelectorAll(selector)].map((block) =>
            document.createTreeWalker(block, NodeFilter.SHOW_TEXT).nextNode());
          const node = texts.find((text) => text.data.length > 60);
          getSelection().setBaseAndExtent(node, start, node, end);
          return node.data;
        }""", [selector, start, end],
    )
    return whole


def test_marked_words_can_be_commented_on_exactly(at: Any) -> None:
    page = at(RECOMMENDATION, BEFORE)
    whole = mark(page, ".rn-section p[id]:not([class])", 5, 25)
    link = page.locator(".rn-quote")
    sync_api.expect(link).to_be_visible()
    asked = {k: v[0] for k, v in parse_qs(urlsplit(link.get_attribute("href")).query).items()}
    assert asked["exact"] == whole[5:25].strip()
    assert asked["prefix"].strip() == whole[:5].strip()
    assert asked["suffix"].lstrip().startswith(whole[25:40].strip()[:8])
    assert everyone.violations(page) == []
    page.set_viewport_size({"width": 375, "height": 800})
    link.click(trial=True)  # what is said of it does not cover it
    link.press("Enter")
    page.wait_for_url("**/svarskjema/**")
    assert page.locator("#s-skriftlig-plan").input_value() == whole[5:25].strip()
    sync_api.expect(page.locator("#i-skriftlig-plan")).to_be_focused()
    assert page.locator("#d-skriftlig-plan").input_value() == asked["felt"]


def test_words_across_a_citation_are_those_of_the_text(at: Any, places: Any) -> None:
    page = at(RECOMMENDATION, BEFORE)
    opened(page)
    block = page.locator(".rn-section p[id]:not([class]):has(a[href*='#kilde-'])").first
    block.evaluate("one => getSelection().selectAllChildren(one)")
    href = page.locator(".rn-quote").get_attribute("href")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(href).query).items()}
    cited = block.locator("a[href*='#kilde-']").first.get_attribute("href")
    source = cited.rpartition("#kilde-")[2]
    assert source in asked["exact"]
    address = Address("", "skriftlig-plan", asked["felt"], asked["avsnitt"], Quote(asked["exact"]))
    assert locate(address, places, places).verdict == "same"


def test_what_a_term_means_is_no_part_of_the_paragraph(at: Any) -> None:
    page = at(RECOMMENDATION, BEFORE)
    opened(page)
    block = page.locator(".rn-section p[id]:not([class]):has(.rn-term)").first
    block.locator(".rn-term").first.click()
    sync_api.expect(block.locator(".rn-def")).to_be_visible()
    whole = block.locator(".rn-def").inner_text()
    block.evaluate("one => getSelection().selectAllChildren(one)")
    href = page.locator(".rn-quote").get_attribute("href")
    exact = parse_qs(urlsplit(href).query)["exact"][0]
    assert len(exact) > 20 and whole not in exact


def test_the_tabulator_goes_from_marked_words_to_the_comment(at: Any) -> None:
    page = at(RECOMMENDATION, BEFORE)
    opened(page)
    page.locator(".rn-section p[id]:not([class])").first.dblclick(position={"x": 8, "y": 12})
    sync_api.expect(page.locator(".rn-quote")).to_be_visible()
    page.keyboard.press("Tab")
    sync_api.expect(page.locator(".rn-quote")).to_be_focused()


@pytest.mark.parametrize("stale", [False, True])
def test_nothing_is_offered_after_the_deadline(at: Any, stale: bool) -> None:
    page = at(RECOMMENDATION, AFTER, stale=stale)
    mark(page, ".rn-section p[id]:not([class])", 5, 25)
    page.wait_for_timeout(600)
    assert page.locator(".rn-quote").count() == 0


def test_without_scripts_the_day_of_the_build_decides(visit: Any) -> None:
    page = visit(WHILE_OPEN + RECOMMENDATION, java_script_enabled=False)
    line = page.locator(".rn-hearing")
    assert "Høring til og med 2. oktober 2026. Høringen er åpen." in line.inner_text()
    follow(line.get_by_role("link", name="Gi innspill til denne anbefalingen"))
    assert page.url.endswith(f"{FORM}#skriftlig-plan")
    assert page.locator("#i-skriftlig-plan").is_visible()
    closed = visit(RECOMMENDATION, java_script_enabled=False)
    said = closed.locator(".rn-hearing").inner_text()
    assert "Høring til og med 2. oktober 2026. Fristen er gått ut." in said
    assert "åpen" not in said and "Gi innspill" not in said


def test_without_scripts_every_comment_is_shown(visit: Any) -> None:
    page = visit(ROUND, java_script_enabled=False)
    assert page.locator(".rn-comment").count() > 10
    assert page.locator(".rn-comment:visible").count() == page.locator(".rn-comment").count()
    assert not page.locator("[data-rn-comments]").is_visible()


def test_comments_can_be_sought_and_sifted(at: Any) -> None:
    page = at(ROUND, AFTER)
    whole = page.locator(".rn-comment").count()
    shown, told = page.locator(".rn-comment:visible"), page.locator("[data-rn-count]")
    page.get_by_label("Hva som ble gjort", exact=True).select_option("delvis")
    sync_api.expect(told).to_contain_text("innspill vises.")
    some = shown.count()
    assert 0 < some < whole
    sync_api.expect(told).to_have_text(f"{some} innspill vises.")
    page.get_by_label("Hva som ble gjort", exact=True).select_option("*")
    page.get_by_label("Søk i innspillene").fill("SÆRord et")
    sync_api.expect(shown).to_have_count(1)
    cells = page.locator("tbody tr:last-child td").all_inner_texts()
    assert sum(map(int, cells[:-1])) == int(cells[-1]) == whole
    assert page.locator(".rn-chart rect").count() > 3
    page.set_viewport_size({"width": 375, "height": 900})
    page.wait_for_function(  # the labels do not shrink with the bars
        """() => innerWidth === 375
            && document.querySelector(".rn-chart__label").getBoundingClientRect().height >= 14"""
    )


def test_the_way_between_a_recommendation_and_its_comments(at: Any) -> None:
    page = at(ROUND, AFTER)
    comment = page.locator(".rn-comment").first
    number = comment.get_attribute("id")
    follow(comment.locator(".rn-comment__who a").nth(1))
    section = page.locator("details:has(#innspill)")
    section.locator("summary").click()
    sync_api.expect(section).to_contain_text("Dette er vurdert.")
    follow(section.get_by_role("link", name=number, exact=True))
    assert unquote(page.url).endswith(f"{ROUND}#{number}")


def test_the_form_is_kept_in_the_browser_and_can_be_taken_home(at: Any) -> None:
    page = at(FORM, BEFORE)
    page.locator("#q-alt").fill("Dette er bra.")
    page.locator("#i-skriftlig-plan").fill("Planen bør være kort.")
    sync_api.expect(page.locator("[data-rn-saved]")).to_have_text("Lagret i denne nettleseren.")
    page.reload()
    assert page.locator("#q-alt").input_value() == "Dette er bra."
    with page.expect_download() as download:
        page.get_by_role("button", name="Last ned svaret som tekst").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert "Dette er bra." in text and "Planen bør være kort." in text
    with page.expect_download() as download:
        page.get_by_role("button", name="JSON").click()
    data = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert data["svar"]["retningslinja"] == "Dette er bra."
    page.get_by_role("button", name="Slett svaret").click()
    sync_api.expect(page.locator("[data-rn-saved]")).to_have_text(
        "Svaret er slettet fra nettleseren."
    )
    page.reload()
    assert page.locator("#q-alt").input_value() == ""


def test_the_form_as_a_document(site: str) -> None:
    import io
    import urllib.request
    import zipfile

    with urllib.request.urlopen(f"{site}{FORM}svarskjema.docx") as answer:
        document = zipfile.ZipFile(io.BytesIO(answer.read()))
    text = document.read("word/document.xml").decode()
    assert text.count("Hvilken del eller hvilke ord gjelder det?") == 17
    assert "2026-10-02T00:00:00Z" in document.read("docProps/core.xml").decode()

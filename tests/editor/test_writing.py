"""Writing in the desk as an editor does: the text editor, the lists, and the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright")
from playwright.sync_api import expect

from tests.editor.desk_server import Server, running
from tests.support.browsers import launched

pytestmark = pytest.mark.browser
PLAN = "/rediger/anbefaling/skriftlig-plan/"
FIELD = '[id="begrunnelse.tekst"]'
AREA = 'textarea[name="begrunnelse.tekst"]'
WORD = """
<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<style>p.MsoNormal {color: red}</style>
<!--[if gte mso 9]><xml><o:x></o:x></xml><![endif]--></head><body>
<p class=MsoNormal style='margin:0'>Et avsnitt med <b style='mso-bidi-font-weight:normal'>fete
ord</b> og <span style='font-style:italic;color:red'>kursiv</span>.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol;mso-list:Ignore'>·<span style='font:7.0pt'>&nbsp;&nbsp;</span></span>
<![endif]>Første punkt</p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span
style='mso-list:Ignore'>o<span>&nbsp;</span></span>Under</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span
style='mso-list:Ignore'>·<span>&nbsp;</span></span>Andre punkt</p>
<p class=MsoNormal style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.</span>En</p>
<table style='border:1px'><tr><td style='width:50%'><p class=MsoNormal><b>Hvem</b></p></td>
<td><p>Hva</p></td></tr>
<tr><td><p>Skolen</p><p>og eleven</p></td><td>Snakker | sammen</td></tr></table>
<script>alert(1)</script><img src=x onerror="alert(2)"><a href="javascript:alert(3)">lenke</a>
<span data-ref="kilde" data-raw="[@a](javascript:alert(4))">vond</span></body></html>
"""
CLEAN = """Et avsnitt med **fete ord** og *kursiv*.

- Første punkt
  - Under
- Andre punkt

1. En

| Hvem | Hva |
| --- | --- |
| Skolen og eleven | Snakker \\| sammen |

lenke vond"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with launched() as found:
        yield found


@pytest.fixture
def page(browser: Any, desk: Server) -> Iterator[Any]:
    """A page that the desk has let in, whose complaints fail the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_cookies([
        {"name": key, "value": value, "url": f"http://127.0.0.1:{desk.port}"}
        for key, value in desk.cookies.items()
    ])
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    complaints: list[str] = []
    made = context.new_page()
    made.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    made.on("pageerror", lambda error: complaints.append(str(error)))
    yield made
    desk.post(PLAN, {**desk.form(PLAN), "gjor": "forkast"})
    assert not complaints
    context.close()


def opened(page: Any, desk: Server, path: str = PLAN) -> None:
    page.goto(f"http://127.0.0.1:{desk.port}{path}")


def editor(page: Any, field: str = FIELD) -> Any:
    """Return the text editor of a field, once it has started."""
    page.locator(".field--markdown", has=page.locator(field)).scroll_into_view_if_needed()
    found = page.locator(f".prose__text{field}")
    found.wait_for()
    return found


def pasted(page: Any, html: str) -> None:
    page.evaluate("""(html) => {
      const data = new DataTransfer();
      data.setData("text/html", html);
      data.setData("text/plain", "tekst");
      document.activeElement.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    }""", html)


def test_what_is_written_becomes_markdown(page: Any, desk: Server) -> None:
    opened(page, desk)
    text = editor(page)
    before = page.locator(AREA).input_value()
    text.click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.type("Nytt avsnitt med ")
    page.keyboard.press("Control+b")
    page.keyboard.type("fet")
    page.keyboard.press("Control+b")
    page.keyboard.type(" skrift og *stjerner*, 15. ")
    page.keyboard.press("Enter")
    page.keyboard.type("- et punkt")
    page.keyboard.press("Enter")
    page.keyboard.type("enda ett")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("Se [[nærvær]] her.")
    added = (
        "\n\nNytt avsnitt med **fet** skrift og \\*stjerner\\*, 15.\n\n- et punkt\n- enda ett\n\n"
        "Se [[nærvær]] her."
    )
    assert page.locator(AREA).input_value() == before + added
    assert text.locator(".ref--term").last.inner_text() == "nærvær"
    for _ in range(12):
        page.keyboard.press("Control+z")
    expect(page.locator(AREA)).to_have_value(before)


def test_word_is_cleaned(page: Any, desk: Server) -> None:
    opened(page, desk)
    text = editor(page)
    text.click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    pasted(page, WORD)
    assert page.locator(AREA).input_value() == CLEAN
    assert "style=" not in text.inner_html().replace('style="min-width', "")


def test_a_source_is_chosen_by_keyboard(page: Any, desk: Server) -> None:
    opened(page, desk)
    editor(page).focus()
    page.keyboard.press("Control+End")
    page.keyboard.press("Alt+F10")
    for _ in range(7):
        page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.textContent") == "Kilde"
    page.keyboard.press("Enter")
    page.locator("dialog[open]").wait_for()
    page.keyboard.type("romerike")
    expect(page.locator("dialog [role=status]")).to_contain_text("treff")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("s. 4")
    page.keyboard.press("Enter")
    page.locator("dialog").wait_for(state="detached")
    assert re.search(r" \[@[\w-]*romerike[\w-]*, s\. 4\]\Z", page.locator(AREA).input_value())
    assert page.evaluate("document.activeElement.id") == "begrunnelse.tekst"


SEEN = """() => {
  const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
  if (at === document.body) return "the focus is lost";
  const ringed = style.outlineStyle !== "none";
  if (!ringed) return `the focus cannot be seen on ${at.outerHTML.slice(0, 200)}`;
  const bar = document.querySelector(".savebar--follows").getBoundingClientRect();
  const hidden = !at.closest(".savebar, dialog") && box.top >= bar.top && box.top < bar.bottom;
  return hidden ? `the buttons cover ${at.outerHTML.slice(0, 200)}` : "";
}"""


def test_a_form_is_filled_in_by_keyboard_alone(page: Any, desk: Server) -> None:
    """Lists, boxes, ordered lists, text and dialogs, one after the other; the focus is followed."""
    def tab_to(what: str) -> None:
        for _ in range(300):
            page.keyboard.press("Tab")
            assert not (lost := page.evaluate(SEEN)), lost
            if page.evaluate("(what) => document.activeElement.matches(what)", what):
                return
        raise AssertionError(f"the keyboard does not reach {what}")

    def focused() -> str:
        assert not (lost := page.evaluate(SEEN)), lost
        return str(page.evaluate("document.activeElement.id || document.activeElement.value"))

    page.emulate_media(reduced_motion="reduce")  # what is scrolled to is there at once
    opened(page, desk)
    page.keyboard.press("Tab")  # «Hopp til innholdet»
    page.keyboard.press("Enter")
    tab_to("#styrke")
    page.keyboard.press("ArrowDown")
    expect(page.locator('[id="kort_anbefaling-m"] .message--feil')).to_be_visible()
    assert focused() == "styrke", "messages do not take the focus"
    page.keyboard.press("ArrowUp")

    box = "maalgrupper"
    tab_to(f'button[value="ned:{box}.0"]')
    first = page.locator(f'[name="{box}.0"]').input_value()
    page.keyboard.press("Enter")
    expect(page.locator(f'[name="{box}.1"]')).to_have_value(first)
    expect(page.locator(f'button[value="ned:{box}.1"]')).to_be_focused()
    tab_to(f'button[value="ny:{box}"]')
    last = page.locator(f'[name^="{box}."]:not([type=hidden])').count()
    page.keyboard.press("Enter")
    expect(page.locator(f'[id="{box}.{last}"]')).to_be_focused()
    tab_to(f'button[value="bort:{box}.{last}"]')
    page.keyboard.press("Enter")
    expect(page.locator(f'[name="{box}.{last}"]')).to_have_count(0)
    assert focused().startswith(f"{box}.{last - 1}")

    editor(page).focus()
    page.keyboard.press("Control+End")
    page.keyboard.press("Alt+F10")
    page.keyboard.press("End")
    page.keyboard.press("Home")
    page.keyboard.press("Enter")  # bold
    expect(page.locator(f".prose__text{FIELD}")).to_be_focused()
    page.keyboard.type("Skrevet uten mus.")
    assert page.locator(AREA).input_value().endswith("**Skrevet uten mus.**")
    page.keyboard.press("Control+k")
    expect(page.locator("dialog[open]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    assert focused() == "begrunnelse.tekst"


def test_text_is_one_click_away_and_remembered(page: Any, desk: Server) -> None:
    opened(page, desk)
    editor(page)
    field = page.locator(".field--markdown", has=page.locator(FIELD))
    field.locator(".astext").click()
    area = page.locator(f"textarea{FIELD}")
    area.fill("Skrevet som **tekst**.")
    page.reload()
    field.scroll_into_view_if_needed()
    assert page.locator(f"textarea{FIELD}").is_visible()
    assert page.locator(".prose").count() == 0
    page.locator(f"textarea{FIELD}").fill("Skrevet som **tekst**.")
    field.locator(".astext").click()
    found = editor(page)
    assert found.locator("strong").inner_text() == "tekst"


def test_a_list_is_searched_and_a_new_source_comes_back_chosen(browser: Any, root: Path) -> None:
    with running(root) as server:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.goto(server.entry)
        page.goto(f"http://127.0.0.1:{server.port}{PLAN}")
        field = "kunnskapsgrunnlag.forskning.0.kilde"
        box = page.locator(f'[id="{field}"]')
        if not box.count():
            page.locator('button[value="ny:kunnskapsgrunnlag.forskning"]').click()
            box.wait_for()
        link = page.locator(f'[data-field="{field}"]')
        with context.expect_page() as opening:
            link.click()
        fresh = opening.value
        fresh.wait_for_load_state()
        fresh.locator("#type").select_option("report")
        fresh.locator("#id").fill("prove-2026")
        fresh.locator("#title").fill("En prøve av lista")
        fresh.locator("#publisher").fill("Utdanningsdirektoratet")
        fresh.locator('[id="issued.date-parts"]').fill("2026")
        with fresh.expect_event("close"):  # the note of the recommendation tells of it
            fresh.locator(".savebar button[value=lagre]").click()
        expect(page.locator(f'[id="{field}-valg"]')).to_have_value("prove-2026")
        assert "En prøve av lista" in box.input_value()
        context.close()


def test_open_editor_and_dialog_have_no_violations(page: Any, desk: Server) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.set_viewport_size({"width": 360, "height": 800})
    opened(page, desk)
    editor(page).click()
    page.locator(".field--markdown", has=page.locator(FIELD)).get_by_role(
        "button", name="Lov", exact=True
    ).click()
    page.locator("dialog [role=combobox]").first.fill("opplær")
    found = Axe().run(page).response["violations"]
    assert not found, [(one["id"], one["nodes"][0]["html"]) for one in found]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_what_the_desk_did_not_get_is_offered_again(page: Any, desk: Server) -> None:
    """The network is gone, and the page is closed: the browser has the text."""
    lost, other = page.context.new_page(), page  # a request that fails is written to the console
    opened(lost, desk)
    page.context.set_offline(True)
    lost.locator('[id="tittel"]').fill("En tittel som ikke kom fram")
    lost.locator(".state--lost").wait_for()
    lost.close(run_before_unload=False)
    page.context.set_offline(False)
    opened(other, desk)
    assert other.locator('[id="tittel"]').input_value() != "En tittel som ikke kom fram"
    other.get_by_role("button", name="Hent fram teksten").click()
    expect(other.locator('[id="tittel"]')).to_have_value("En tittel som ikke kom fram")
    other.reload()
    assert other.get_by_role("button", name="Hent fram teksten").count() == 0
    expect(other.locator('[id="tittel"]')).to_have_value("En tittel som ikke kom fram")

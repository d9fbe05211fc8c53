"""The editors' pages in a real browser: accessible, usable on a phone and by keyboard."""

from __future__ import annotations

import base64
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django_otp.oath import TOTP
from rettesnor_horing.intake import shared

from tests.horing.desk_server import PASSWORD, DeskServer, open_round
from tests.horing.test_letters import word
from tests.support.browsers import follow, launched, leave

pytest.importorskip("axe_playwright_python.sync_playwright")
from tests.horing.desk_pages import (  # it needs the tool
    COMMENT,
    DECLARED,
    DESK,
    NO_PAGE,
    PAGES,
    PICTURES,
    SECRET,
    judge,
    judges,
    route_of,
    routes,
)

pytestmark = pytest.mark.browser
sync_api = pytest.importorskip("playwright.sync_api")

@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def server() -> Iterator[DeskServer]:
    with tempfile.TemporaryDirectory(prefix="horing-") as name:
        root = open_round(Path(name), needs=True)
        desk = DeskServer(root, f"sqlite:///{name}/horing.sqlite3")
        desk.django("migrate", "--verbosity", "0")
        desk.django("runder")
        desk.start()
        place = {"anbefaling": "skriftlig-plan", "felt": "begrunnelse", "exact": "samler arbeidet"}
        words = "Planen bør være kort, og det må stå hvem som har ansvaret for den til enhver tid"
        for text in (words, words, "Ring 22 33 44 55", "x" * 300):
            desk.post_json(uuid.uuid4(), text, **place)
        desk.django("shell", "-c", "from tests.horing import desk_pages; desk_pages.fill()")
        yield desk
        desk.stop()


def sit_down(chromium: Any, server: DeskServer, width: int = 1280) -> Any:
    """Return a page of a browser of one's own."""
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, reduced_motion="reduce",
        base_url=f"http://127.0.0.1:{server.port}",
    )
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda m: page.faults.append(m.text) if m.type == "error" else None)
    return page


def sign_in(page: Any, name: str) -> None:
    page.goto(DESK)
    page.get_by_label("Brukernavn").fill(name)
    page.get_by_label("Passord").fill(PASSWORD)
    follow(page.get_by_role("button", name="Logg inn"))


def test_every_page_is_judged() -> None:
    """A new page of the desk is looked at by some test, or it is said why it is none."""
    import tests.horing.test_browser  # noqa: F401  # says which of the senders' pages it judges

    known = set(routes())
    judged = DECLARED | {route_of(one.address.format(code="x")) for one in PAGES}
    assert judged <= known
    assert known - judged == set(NO_PAGE)


@judges("admin:login")
def test_signing_in_is_accessible(chromium: Any, server: DeskServer) -> None:
    page = sit_down(chromium, server)
    page.goto(DESK)
    judge(page, "innlogging")
    page.get_by_label("Brukernavn").fill("beslutter")
    page.get_by_label("Passord").fill("galt")
    follow(page.get_by_role("button", name="Logg inn"))
    judge(page, "innlogging-feil")
    sign_in(page, "beslutter")
    assert page.get_by_role("heading", name="Oversikt").is_visible()
    leave(page.context)


def test_the_pages_are_accessible(chromium: Any, server: DeskServer) -> None:
    code, faults = shared.code_of(SECRET), []
    for who in dict.fromkeys(one.who for one in PAGES):
        page = sit_down(chromium, server)
        if who:
            sign_in(page, who)
        for one in PAGES:
            if one.who == who:
                address = one.address.format(code=code)
                answer = page.goto(address)
                assert answer.status == one.status, one.name
                assert route_of(page.evaluate("location.pathname")) == route_of(address), one.name
                try:
                    judge(page, one.name)
                except AssertionError as error:
                    faults.append(str(error))
        leave(page.context)
    assert not faults, "\n\n".join(faults)


@judges("admin:begrunnelse")
def test_what_comes_of_a_deed_is_accessible(chromium: Any, server: DeskServer) -> None:
    page = sit_down(chromium, server)
    sign_in(page, "beslutter")
    page.goto(COMMENT)
    follow(page.get_by_role("button", name="Foreslå", exact=True))
    judge(page, "melding")
    page.keyboard.press("?")
    judge(page, "hurtigtaster")
    page.keyboard.press("Escape")
    page.get_by_label("Hvorfor noe er fjernet").fill("Grunn")
    follow(page.get_by_role("button", name="Lagre sladdingen"))
    assert "Ingenting er fjernet" in page.inner_text(".errornote")
    judge(page, "sladding-feil")
    page.get_by_label("Merk ordene").evaluate("box => box.setSelectionRange(10, 15)")
    page.get_by_role("button", name="Sladd det som er merket").click()
    shown = page.locator("[data-slik]")
    sync_api.expect(shown).to_contain_text("Planen bør ■■■ kort")
    sync_api.expect(shown).not_to_contain_text("Planen ■■■ være kort")
    judge(page, "sladding")
    page.goto(f"{DESK}horing/comment/?vis=vurdere")
    page.locator("[name=_selected_action]").last.check()
    page.get_by_label("ikke tatt til følge").check()
    page.get_by_label("Begrunnelse som publiseres").fill("Det står der alt ")
    follow(page.get_by_role("button", name="Foreslå for de valgte"))
    judge(page, "koe-melding")
    page.goto(f"{DESK}begrunnelser/")
    follow(page.locator(".ko__hode a").first)
    judge(page, "begrunnelse")
    leave(page.context)


@judges("admin:totrinn", "admin:totrinn_ny")
def test_the_way_through_the_second_factor_is_accessible(
    chromium: Any, server: DeskServer
) -> None:
    name = "kode"
    server.user(name, "leser")
    page = sit_down(chromium, server)
    sign_in(page, name)
    page.goto(f"{DESK}totrinn/ny/")
    page.get_by_label("Skriv koden").fill("000000")
    follow(page.get_by_role("button", name="Slå på"))
    judge(page, "engangskoder-feil")
    app = TOTP(base64.b32decode(page.inner_text("code").replace(" ", "")))
    app.time = time.time()
    page.wait_for_timeout(1100)  # a wrong code makes one wait a second
    page.get_by_label("Skriv koden").fill(f"{app.token():06d}")
    follow(page.get_by_role("button", name="Slå på"))
    judge(page, "nodkoder")
    code = page.locator(".desk-codes code").first.inner_text()
    follow(page.get_by_role("button", name="Logg ut"))
    sign_in(page, name)
    judge(page, "totrinn")
    page.get_by_label("Koden fra appen").fill("galt")
    follow(page.get_by_role("button", name="Logg inn"))
    judge(page, "totrinn-feil")
    page.wait_for_timeout(1100)
    page.get_by_label("Koden fra appen").fill(code)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Oversikt").wait_for()
    leave(page.context)


def go_to(page: Any, wanted: str) -> None:
    """Press the tabulator until the focus is on the element that ``wanted`` selects.

    ``press`` ends when the browser has done what the key does.
    """
    for _ in range(90):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            focused = sync_api.expect(page.locator(":focus"), f"{wanted}: nobody sees the focus")
            focused.not_to_have_css("outline-style", "none")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} is not reached")


def test_the_keyboard_is_enough(chromium: Any, server: DeskServer) -> None:
    page = sit_down(chromium, server)
    page.goto(DESK)
    page.wait_for_selector("[name=username]:focus")  # it takes the focus after it is loaded
    page.keyboard.type("saksbehandler")
    go_to(page, "[name=password]")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(DESK)
    go_to(page, ".desk-nav a")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{DESK}horing/comment/**")
    go_to(page, "[type=search]")
    page.keyboard.type("jjkx?")  # keys do nothing while somebody types
    assert not page.locator("dialog").is_visible()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    go_to(page, "[data-velg=alle]")
    page.keyboard.press("j")
    page.keyboard.press("x")
    sync_api.expect(page.locator("[data-antall]")).to_have_text("(1)")
    page.keyboard.press("Enter")
    page.wait_for_url("**/comment/*/change/**")
    page.keyboard.press("3")
    page.keyboard.press("b")
    page.keyboard.type("Skrevet med tastatur, og j er en bokstav.")
    go_to(page, "[name=videre][value='']")
    page.keyboard.press("Enter")
    current = page.locator(".desk__current")
    sync_api.expect(current).to_contain_text("Skrevet med tastatur, og j er en bokstav.")
    sync_api.expect(current).to_contain_text("ikke tatt til følge")
    page.keyboard.press("u")
    page.wait_for_url("**/comment/?vis=vurdere")
    page.keyboard.press("?")
    page.get_by_label("Slå av hurtigtastene").check()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    sync_api.expect(page.locator("dialog")).not_to_be_visible()
    assert page.faults == []
    leave(page.context)


def test_redaction_and_removal_by_two_persons(chromium: Any, server: DeskServer) -> None:
    number = server.post_json(
        uuid.uuid4(), "Ring 22 33 44 55 \u202eom planen ❤\ufe0f", avsender={
            "slag": "organisasjon", "organisasjon": "Moss kommune, tlf 69 24 80 00"},
    )[1]["nummer"]
    key = int(number.removeprefix("H-"))
    worker, maker = sit_down(chromium, server), sit_down(chromium, server)
    sign_in(worker, "personvernombud")
    sign_in(maker, "beslutter")
    worker.goto(f"{DESK}horing/comment/?q=planen")
    address = worker.get_by_role("link", name=f"{number}-1").get_attribute("href")
    worker.goto(address)
    assert "[U+202E]om planen" in worker.inner_text(".desk__said")
    box = worker.get_by_label("Teksten som publiseres")
    box.fill(box.input_value().replace("22 33 44 55", "■"))
    worker.get_by_label("Hvorfor noe er fjernet").fill("Et telefonnummer")
    worker.get_by_label("Hjemmel for det som er fjernet").select_option("taushetsplikt")
    follow(worker.get_by_role("button", name="Lagre sladdingen"))
    worker.get_by_label("kan publiseres", exact=True).check()
    follow(worker.locator("button[value=moderer]"))
    maker.goto(f"{DESK}publisering/")
    assert "venter på at en annen godkjenner" in maker.inner_text("#content-main")
    maker.goto(address)
    assert "Ring ■■■" in maker.inner_text(".desk__said")
    judge(maker, "sladding-venter")
    follow(maker.get_by_role("button", name="Godkjenn sladdingen"))
    maker.goto(f"{DESK}publisering/")
    assert f"navnet på avsenderen av {number}" in maker.inner_text("#content-main")
    judge(maker, "publisering-hinder")
    follow(maker.get_by_role("link", name=number))
    maker.get_by_label("Navnet som publiseres").fill("Moss kommune")
    maker.get_by_label("Hvorfor noe er fjernet").fill("Et telefonnummer")
    maker.get_by_label("Hjemmel for det som er fjernet").select_option("ingen")
    follow(maker.get_by_role("button", name="Lagre sladdet navn"))
    judge(maker, "navn-venter")
    worker.goto(address)
    follow(worker.get_by_role("link", name="Slett teksten (to personer)"))
    worker.get_by_label("Hvorfor teksten skal slettes").fill("Etter ønske fra avsenderen")
    follow(worker.get_by_role("button", name="Be om at teksten blir slettet"))
    maker.goto(worker.url)
    judge(maker, "slett-bekreft")
    maker.get_by_label("Jeg har lest teksten").check()
    follow(maker.get_by_role("button", name="Slett teksten"))
    assert "Teksten er slettet." in maker.inner_text("#content-main")
    judge(maker, "slett-ferdig")
    worker.goto(f"{DESK}horing/submission/")
    worker.locator(f"[name=_selected_action][value='{key}']").check()
    worker.locator("[name=action]").select_option("remove_sender")
    follow(worker.get_by_role("button", name="Utfør").or_(worker.get_by_role("button", name="Gå")))
    assert "blir ikke rørt" in worker.inner_text("#content-main")
    judge(worker, "fjern-avsender")
    follow(worker.get_by_role("button", name="Fjern opplysningene"))
    assert maker.faults == worker.faults == []
    leave(worker.context)
    leave(maker.context)


def test_a_letter_is_registered_without_scripts_on_a_phone(
    chromium: Any, server: DeskServer, tmp_path: Path
) -> None:
    page = sit_down(chromium, server, 375)
    sign_in(page, "saksbehandler")
    page.goto(f"{DESK}brev/ny/")
    judge(page, "brev-ny")
    state = page.context.storage_state()
    leave(page.context)
    context = chromium.new_context(
        viewport={"width": 375, "height": 900}, java_script_enabled=False, storage_state=state,
        base_url=f"http://127.0.0.1:{server.port}",
    )
    page = context.new_page()
    page.goto(f"{DESK}brev/")
    follow(page.get_by_role("link", name="Registrer et svar"))
    file = tmp_path / "Svar fra Moss.docx"
    file.write_bytes(word("Moss kommune", "Planen må være kort.", "Den må også være tydelig."))
    page.get_by_label("Fila med svaret").set_input_files(file)
    page.get_by_label("Organisasjon", exact=True).fill("Moss kommune")
    page.get_by_label("Dagen svaret kom").fill("2026-08-03")
    follow(page.get_by_role("button", name="Last opp"))
    page.get_by_label("Moss kommune").check()
    follow(page.get_by_role("button", name="Gjelder ikke"))
    page.get_by_label("Planen må være kort.").check()
    page.get_by_label("Den må også være tydelig.").check()
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/brev-uten-skript.png", full_page=True)
    page.get_by_label("Stedet avsnittene gjelder").select_option("skriftlig-plan/begrunnelse")
    follow(page.get_by_role("button", name="Plasser avsnittene"))
    follow(page.get_by_role("button", name="Registrer svaret"))
    assert "Svaret er registrert som H-0" in page.inner_text("#content-main")
    address = page.url
    leave(page.context)
    page = sit_down(chromium, server)
    page.context.add_cookies(state["cookies"])
    page.goto(address)
    judge(page, "brev-registrert")
    leave(page.context)

"""The whole round in a real browser: from a sentence that is marked to the result of it."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from rettesnor.cli.main import main
from rettesnor.reading.content.comment_targets import places
from rettesnor.reading.content.recommendation import read_recommendation

from tests.horing.desk_server import PASSWORD, DeskServer
from tests.support.browsers import follow, launched, leave, served
from tests.support.guidelines import unreleased

pytestmark = pytest.mark.browser
sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright er ikke installert.")

PROJECT = Path(__file__).resolve().parents[2]
ROUND = "pilot-2026"
ID = "skriftlig-plan"
PAGE = f"skolens-oppfolging/{ID}/"
FILE = f"recommendations/skolens-oppfolging/{ID}.yml"
WORKER, MAKER = "saksbehandler-en", "beslutter-to"
ANSWER = "Si hvem som har ansvaret."
REASON = "Ansvaret er gjort tydeligere."
CHANGE = "Det er gjort tydeligere hvem som har ansvaret."
NAME, EMAIL, ROLE, PHONE, NOTE = (
    "Kanarius Fuglesang", "kanarius@fuglesang.example", "kanari-rolle", "22 33 44 55",
    "kanari-notat",
)
CANARIES = (NAME, EMAIL, ROLE, PHONE, NOTE)
BASIS = "offentleglova § 13, jf. forvaltningsloven § 13"
OPEN_UNTIL, CLOSED_SINCE = "2099-10-02", "2026-10-02"


@dataclass(frozen=True)
class World:
    """A copy of the guideline whose round is open, its site and the desk, both on loopback."""

    root: Path
    desk: DeskServer
    site: str
    sentence: str

    def run(self, *arguments: str, day: date) -> None:
        """Run a command of ``rettesnor`` on a day."""
        more = ["--root", str(self.root), "--jobs", "1", "--date", day.isoformat()]
        assert main([*arguments, *more]) == 0

    def build(self, day: date) -> None:
        """Build the site."""
        self.run("build", "--site", str(self.root / "site"), day=day)

    def close(self) -> None:
        """Move the deadline into the past, as anyone who runs the desk does it."""
        path = self.root / "guideline" / "horinger" / f"{ROUND}.yml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(OPEN_UNTIL, CLOSED_SINCE), encoding="utf-8")
        self.desk.stop()
        self.desk.django("runder")
        self.desk.start()


def copied(root: Path, desk: str) -> None:
    """Copy the guideline in bokmål before its first release, with a round that is open."""
    for name in ("guideline", "recommendations"):
        shutil.copytree(PROJECT / name, root / name, ignore=shutil.ignore_patterns("*.nn.*"))
    unreleased(root)
    for path in root.glob("*/**/*.yml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(
            re.sub(r"^(?:datoer|sprak):\n(?:  .*\n)+", "", text, flags=re.M), encoding="utf-8"
        )
    for name in ("changelog", "schema"):
        (root / name).mkdir()
    shutil.copy(PROJECT / "mkdocs.yml", root)
    for path in (root / "guideline" / "horinger").glob(f"{ROUND}*.yml"):
        text = path.read_text(encoding="utf-8").replace("2026-10-02", OPEN_UNTIL)
        target = f"mottak:\n  type: skrivebord\n  adresse: {desk}\n"
        text = re.sub(r"^mottak:\n(?:  .*\n)+", target, text, flags=re.M)
        provision = f"hjemler:\n  - id: taushetsplikt\n    hjemmel: {BASIS}\n"
        path.write_text(f"{text}aapner: 2026-06-02\n{provision}", encoding="utf-8")


def a_sentence(root: Path) -> str:
    """Return a sentence of the recommendation that stands alone on a line of its file."""
    data = (root / FILE).read_bytes()
    read = read_recommendation(data, FILE, "skolens-oppfolging").recommendation
    assert read is not None
    lines = data.decode().splitlines()
    return next(
        f"{words}." for place in places(read) if place.avsnitt
        for words in place.tekst.split(". ")[1:-1]
        if len(words) > 20 and sum(f"{words}." in line for line in lines) == 1
    )


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    root = tmp_path / "retningslinje"
    root.mkdir()
    desk = DeskServer(root, f"sqlite:///{tmp_path}/horing.sqlite3")
    desk.environment["HORING_DRAFT"] = str(root)
    copied(root, f"http://127.0.0.1:{desk.port}/")
    with served(root / "site") as site:
        world = World(root, desk, site, a_sentence(root))
        world.run("release", "0.1.0", day=date(2026, 6, 1))
        world.build(date(2026, 6, 2))
        desk.django("migrate", "--verbosity", "0")
        desk.django("runder")
        for name, role in ((WORKER, "saksbehandler"), (MAKER, "beslutter")):
            desk.user(name, role)
        desk.start()
        yield world
        desk.stop()


@pytest.fixture
def person() -> Iterator[Any]:
    """Give somebody a browser of their own; at the end no script may have failed."""
    contexts: list[Any] = []
    faults: list[str] = []

    def sit_down() -> Any:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    with launched() as browser:
        yield sit_down
        for context in contexts:
            leave(context)
    assert faults == []


def comment_on_the_sentence(page: Any, world: World) -> str:
    """Mark the sentence on the site, comment on it at the desk, and return the receipt's number."""
    page.goto(world.site + PAGE)
    page.wait_for_selector(".rn-hook")
    page.get_by_role("button", name="Åpne alle").click()
    page.get_by_text(world.sentence[:30]).first.wait_for()
    page.evaluate(
        """(sentence) => {
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const plain = (text) => text.replace(/\\s/g, " ");
          while (walker.nextNode()) {
            const at = plain(walker.currentNode.data).indexOf(sentence);
            if (at < 0) continue;
            getSelection().setBaseAndExtent(
              walker.currentNode, at, walker.currentNode, at + sentence.length);
            return;
          }
        }""", world.sentence,
    )
    page.get_by_role("link", name="Foreslå en annen tekst i avsnittet").wait_for()
    follow(page.get_by_role("link", name="Kommenter dette"))
    assert page.inner_text("blockquote") == world.sentence
    page.get_by_label("Innspillet ditt").fill(f"{ANSWER} Ring {PHONE}.")
    page.get_by_label("Meg selv, som privatperson").check()
    page.get_by_label("Navnet ditt").fill(NAME)
    page.get_by_label("E-post").fill(EMAIL)
    page.get_by_label("Rollen din").fill(ROLE)
    page.wait_for_timeout(3200)  # nobody writes faster, so the desk would ask
    follow(page.get_by_role("button", name="Se over før du sender"))
    follow(page.get_by_role("button", name="Send svaret"))
    assert "telefonnummer" in page.inner_text("main")
    follow(page.get_by_role("button", name="Send svaret slik det er"))
    assert page.inner_text("h1") == "Svaret er mottatt"
    receipt = page.inner_text("#kvittering")
    assert re.search(r"\d{1,2}\. \w+ \d{4} kl\. \d\d\.\d\d", receipt)
    number = re.search(r"H-\d{6}", receipt)
    assert number is not None
    return number[0]


def sign_in(page: Any, desk: DeskServer, name: str) -> None:
    """Sign in as an editor and go to the queue."""
    address = f"http://127.0.0.1:{desk.port}/skrivebord/"
    page.goto(address)
    page.get_by_label("Brukernavn").fill(name)
    page.get_by_label("Passord").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(address)
    follow(page.get_by_role("link", name="Køen av innspill").first)


def assess(page: Any, number: str, sentence: str) -> None:
    """Redact, let publish, note and propose, as a case worker does."""
    follow(page.get_by_role("link", name=number, exact=True))
    assert sentence in page.inner_text(".desk__text")
    assert "Uendret." in page.inner_text(".desk__text")
    assert PHONE in page.inner_text(".desk__said")
    page.get_by_label("Merk ordene").evaluate(
        "(box, from) => box.setSelectionRange(from, box.value.length)", len(ANSWER)
    )
    page.get_by_role("button", name="Sladd det som er merket").click()
    sync_api.expect(page.locator("[data-slik]")).not_to_contain_text(PHONE)
    page.get_by_label("Hvorfor noe er fjernet").fill("Et telefonnummer")
    chosen = page.get_by_label("Hjemmel for det som er fjernet")
    sync_api.expect(chosen).to_have_value("taushetsplikt")  # the only one of the round
    follow(page.get_by_role("button", name="Lagre sladdingen"))
    page.get_by_label("kan publiseres", exact=True).check()
    follow(page.locator("button[value=moderer]"))
    page.get_by_label("Nytt notat").fill(NOTE)
    follow(page.get_by_role("button", name="Legg til notat"))
    page.get_by_label("tatt til følge", exact=True).check()
    page.get_by_label("Begrunnelse som publiseres").fill(REASON)
    follow(page.get_by_role("button", name="Foreslå", exact=True))
    assert page.get_by_role("button", name="Godkjenn").count() == 0


def decide_and_export(page: Any, number: str, to: Path) -> None:
    """Approve as a second pair of eyes, and take the publishable file out."""
    page.goto(f"{page.url.partition('?')[0]}?vis=godkjenne")
    follow(page.get_by_role("link", name=number, exact=True))
    follow(page.get_by_role("button", name="Godkjenn", exact=True))
    assert "avgjort" in page.inner_text(".desk__work")
    follow(page.get_by_role("link", name="Publisering", exact=True))
    with page.expect_download() as download:
        page.get_by_role("button", name="Last ned det som kan publiseres").click()
    download.value.save_as(to)


def revise(world: World, number: str, day: date) -> None:
    """Change the sentence, and tell of the change and of the comment that it answers."""
    path = world.root / FILE
    text = path.read_text(encoding="utf-8")
    clearer = f"{world.sentence[:-1]}, og den ansvarlige er nevnt med navn på rolle."
    path.write_text(text.replace(world.sentence, clearer), encoding="utf-8")
    fragment = world.root / "changelog" / "unreleased" / "ansvar.yml"
    fragment.parent.mkdir(exist_ok=True)
    fragment.write_text(
        f"slag: presisert\nanbefalinger: [{ID}]\nhva: {CHANGE}\nhvorfor:\n"
        f"  - type: høringsinnspill\n    innspill: [{number}]\n"
        f"besluttet_av: Prøveetaten\nbesluttet_dato: {day}\nvesentlig: true\n", encoding="utf-8",
    )


def read_what_came_of_it(page: Any, world: World, number: str) -> None:
    """Go from the round to the change and back, a click each way."""
    page.goto(f"{world.site}horing/{ROUND}/")
    comment = page.locator(f'[id="{number}"]')
    for words in (
        ANSWER, "Tatt til følge", REASON, "Et telefonnummer", f"jf. {BASIS}", "en privatperson",
    ):
        sync_api.expect(comment).to_contain_text(words)
    follow(comment.get_by_role("link", name=CHANGE))
    assert "/endringer/0.2.0/" in page.url
    follow(page.get_by_role("link", name=number))
    assert unquote(page.url).endswith(f"/horing/{ROUND}/#{number}")
    follow(comment.get_by_role("link", name="Avsnittet i teksten som var på høring"))
    assert "/v/0.1.0/" in page.url
    sync_api.expect(page.locator(":target")).to_contain_text(world.sentence)
    page.go_back()
    follow(comment.get_by_role("link", name="Skriftlig plan"))
    section = page.locator("details:has(#innspill)")
    section.get_by_role("heading", name="Innspill og hva som ble gjort").click()
    section.get_by_role("link", name=number).wait_for()
    for words in (ANSWER, REASON):
        sync_api.expect(section).to_contain_text(words)
    follow(section.get_by_role("link", name=number))
    assert unquote(page.url).endswith(f"/horing/{ROUND}/#{number}")


def everything_under(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the name and bytes of every file, and of what is packed in documents."""
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            yield path.name, data
            if zipfile.is_zipfile(io.BytesIO(data)):
                packed = zipfile.ZipFile(io.BytesIO(data))
                yield from ((f"{path.name}/{n}", packed.read(n)) for n in packed.namelist())


def test_from_a_marked_sentence_to_what_came_of_it(
    world: World, person: Any, tmp_path: Path
) -> None:
    today = date.today()  # the desk goes by its own clock
    reviewer = person()
    number = f"{comment_on_the_sentence(reviewer, world)}-1"
    world.close()
    reviewer.goto(f"http://127.0.0.1:{world.desk.port}/{ROUND}/svar/")
    assert reviewer.get_by_role("button", name="Se over før du sender").count() == 0
    worker, maker = person(), person()
    sign_in(worker, world.desk, WORKER)
    assess(worker, number, world.sentence)
    sign_in(maker, world.desk, MAKER)
    export = tmp_path / "eksport.json"
    decide_and_export(maker, number, export)
    world.run("comments", "import", str(export), day=today)
    revise(world, number, today)
    world.run("release", "0.2.0", day=today)
    world.build(today)
    worker.reload()
    assert "Endret." in worker.inner_text(".desk__text")
    read_what_came_of_it(reviewer, world, number)
    published = (world.root / name for name in ("site", "changelog", "guideline"))
    for folder in published:
        for name, data in everything_under(folder):
            assert [c for c in CANARIES if c.encode() in data] == [], name

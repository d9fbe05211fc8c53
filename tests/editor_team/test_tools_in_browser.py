"""Templates, criteria, the self-check, measures and courses at the team's desk, by two people."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from rettesnor.cli.main import main
from rettesnor.reading.project import read_project

pytest.importorskip("playwright")

from tests.editor_team.repository import committed
from tests.editor_team.team_server import running
from tests.editor_team.test_revision_in_browser import Person, accessible, text
from tests.support.browsers import launched

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
ACCOUNTS = ("kari:redaktor:Kari Nes", "ola:godkjenner:Ola Berg", "per:utgiver:Per Li")
CHANGED = {
    "mal/oppfolgingsplan": ("tittel", "Plan for oppfølging av fravær"),
    "kriterium/arsaker": ("tittel", "Årsakene er beskrevet"),
    "plikt/oppfolging": ("tittel", "Følge opp elever som har fravær"),
    "kvalitetsmaal/": ("tittel", "Et mål med nytt navn"),
    "kurs/kompetanse": ("tittel", "Kurs om kompetanse i skolen"),
    "kriterieoppsett/kriterieoppsett": ("grupper.0.navn", "Føring av fravær på skolen"),
    "egenkontroll/egenkontroll": ("nivaaer.0.navn", "Skolen"),
}
"""What is changed of each kind: its page, a field, and what it comes to say."""


def own_guideline(root: Path) -> Path:
    """Copy the project's guideline into a repository of its own."""
    root.mkdir()
    for name in ("guideline", "recommendations", "changelog"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    (root / ".gitignore").write_text(".rettesnor/\nhoringsdata/\nredaksjonsdata/\n")
    committed(root)
    return root


def saved(person: Person) -> None:
    """Save the form, with a note where one is asked for."""
    person.go(".savebar button[value=lagre]")
    if person.page.locator('[id="notat.slag"]').count():
        person.choose("notat.slag", "presisert")
        person.write("notat.hva", "Det er sagt tydeligere.")
        person.choose("notat.hvorfor.0.type", "annet")
        person.write("notat.hvorfor.0.tekst", "Noen misforsto.")
        person.write("notat.besluttet_av", "Avdeling for skolemiljø")
        person.go("text=Lagre med notatet")
    assert person.page.locator("#oppsummering").is_hidden(), text(person)


def test_every_tool_is_edited_remarked_on_approved_and_published(tmp_path: Path) -> None:
    root = own_guideline(tmp_path / "g")
    guideline = read_project(root).guideline
    assert guideline is not None
    measure = guideline.kvalitetsmaal[0].id
    notes = "".join(
        one.read_text("utf-8") for one in (root / "changelog/unreleased").glob("*.yml")
    )
    day = max(re.findall(r"\d{4}-\d\d-\d\d", notes))
    with running(root, *ACCOUNTS, day=day) as desk, launched() as browser:
        kari = Person(browser, desk, "kari")
        kari.write("tittel", "Verktøyene")
        kari.go("text=Opprett saken")
        case = kari.page.url
        for place, (field, words) in CHANGED.items():
            page = place + measure if place.endswith("/") else place
            kari.page.goto(f"{case}rediger/{page}/")
            kari.write(field, words)
            saved(kari)
        accessible(kari)
        kari.page.goto(f"{case}rediger/mal/elevmappe/")
        kari.go("main >> text=Ta ut")
        kari.write("hvorfor", "Malen blir ikke brukt.")
        kari.write("besluttet_av", "Avdeling for skolemiljø")
        kari.go(".savebar button[value=vis]")
        assert "Malen er lenket til fra anbefalingene" in text(kari)
        kari.go(".savebar button[value=gjor]")
        kari.go("text=Forslaget")
        shown = text(kari)
        for _field, words in CHANGED.values():
            assert words.split()[-1] in shown, words
        assert "Tatt ut" in shown
        kari.go("button[value=send]")
        ola = Person(browser, desk, "ola", 375, "dark")
        ola.go("text=Verktøyene")
        accessible(ola)
        ola.page.locator("main summary").filter(has_text="Tittel").first.click()
        ola.page.locator("details[open] textarea").first.fill("Er dette navnet kort nok?")
        ola.go("details[open] button[value=skriv]")
        assert "1 merknad er åpen." in text(ola)
        kari.page.reload()
        kari.go("button[value=lukk]")
        ola.page.goto(f"{case}forslag/")
        ola.go("button[value=godkjenn]")
        assert "Saken er godkjent" in text(ola), text(ola)
        per = Person(browser, desk, "per")
        per.go("text=Ny utgave")
        per.page.set_default_timeout(120_000)
        per.write("versjon", "9.0.0")
        per.go("button[value=prov]")
        assert per.page.locator("button[value=gjor]").count(), text(per)
        per.go("button[value=gjor]")
        assert "Utgave 9.0.0 er gitt ut." in text(per), text(per)
    assert not [one.complaints for one in (kari, ola, per) if one.complaints]
    assert main(["verify", "--root", str(root)]) == 0
    after = read_project(root).guideline
    assert after is not None
    assert after.kvalitetsmaal[0].tittel == "Et mål med nytt navn"
    assert after.tilsyn.grupper[0].navn == "Føring av fravær på skolen"
    assert after.egenkontroll.nivaaer[0].navn == "Skolen"
    assert "elevmappe" not in {one.id for one in after.maler}

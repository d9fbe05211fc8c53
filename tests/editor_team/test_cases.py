"""A case from beginning to end: written, remarked on, approved by another, and merged."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rettesnor.reading.files.folder import DiskFolder
from rettesnor_editor.documents import find
from rettesnor_editor.store.repository import Person, Repository
from rettesnor_editor.team.models import Case, Remark, State

PLAN = "rediger/anbefaling/skriftlig-plan/"
FILE = "recommendations/skolens-oppfolging/skriftlig-plan.yml"
NOTE = {
    "notat.slag": "presisert", "notat.hva": "Planen er sagt tydeligere.",
    "notat.hvorfor@vist": "1", "notat.hvorfor.0@fra": "", "notat.hvorfor.0.type": "annet",
    "notat.hvorfor.0.tekst": "Noen misforsto.", "notat.besluttet_av": "Avdeling for skolemiljø",
    "notat.besluttet_dato": "2026-11-28", "notat.vesentlig": "nei",
}
SignIn = Callable[..., Any]


def begin(browser: Any, title: str = "Tydeligere plan") -> str:
    """Open a case; return its address."""
    answer = browser.post("/redaksjon/ny/", {"tittel": title})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def fields_of(browser: Any, case: str, root: Path, page: str = PLAN) -> dict[str, Any]:
    """Return the fields of a form as it opens in a case."""
    kind, name = page.split("/")[1:3]
    document = find(DiskFolder(root), kind, name)
    assert document is not None
    text = browser.get(f"{case}{page}").content.decode()
    hidden = {
        key: re.search(rf'name="{key}" value="([^"]*)"', text)[1]  # type: ignore[index]
        for key in ("@grunnlag", "side", "nr")
    }
    return {**document.fields(), **hidden}


def save(
    browser: Any, case: str, root: Path, page: str = PLAN, note: Any = NOTE, **changed: Any
) -> Any:
    """Save a form with some fields changed; return the answer."""
    fields = fields_of(browser, case, root, page) | {"gjor": "lagre", **changed, **(note or {})}
    return browser.post(f"{case}{page}", fields)


def send(browser: Any, case: str, deed: str = "send", **more: str) -> Any:
    """Do something with the case as a whole."""
    seen = re.search(r'name="sett" value="(\w+)"', browser.get(f"{case}forslag/").content.decode())
    return browser.post(f"{case}forslag/tilstand/", {
        "gjor": deed, "sett": seen[1] if seen else "", **more,
    })


def test_a_case_from_beginning_to_end(root: Path, sign_in: SignIn) -> None:
    kari, ola = sign_in("kari", full="Kari Nes"), sign_in("ola", "godkjenner", "Ola Berg")
    before = (root / FILE).read_bytes()
    case = begin(kari)
    assert save(kari, case, root, tittel="Skriftlig plan for eleven").status_code == 302
    assert (root / FILE).read_bytes() == before, "nothing is in the guideline yet"
    assert "Skriftlig plan for eleven" in kari.get(f"{case}{PLAN}").content.decode()
    assert "Skriftlig plan for eleven" in kari.get(f"{case}{PLAN}vis/").content.decode()
    shown = ola.get(f"{case}forslag/").content.decode()
    assert "<ins>" in shown and "Kari Nes" in shown and "Planen er sagt tydeligere" in shown
    assert send(kari, case).status_code == 302
    assert "Tydeligere plan" in ola.get("/redaksjon/").content.decode()
    assert send(kari, case, "godkjenn").status_code == 409, "she has not the role"
    assert send(ola, case, "godkjenn").status_code == 302
    after = (root / FILE).read_text(encoding="utf-8")
    assert after == before.decode().replace(
        "tittel: Skriftlig plan for oppfølging", "tittel: Skriftlig plan for eleven", 1
    )
    assert (root / "changelog/unreleased/skriftlig-plan.yml").is_file()
    row = Case.objects.get()
    assert row.state == State.APPROVED and row.merged == Repository(root).head()
    newest = Repository(root).versions(path=FILE)[0]
    assert newest.who == "Kari Nes"
    assert Repository(root).versions()[0].who == "Ola Berg"


def test_nobody_approves_what_they_have_written(root: Path, sign_in: SignIn) -> None:
    ola, per = sign_in("ola", "godkjenner", "Ola Berg"), sign_in("per", "utgiver", "Per Li")
    case = begin(ola)
    save(ola, case, root, tittel="Skriftlig plan for eleven")
    send(ola, case)
    answer = send(ola, case, "godkjenn")
    assert answer.status_code == 409 and "en som ikke har det" in answer.content.decode()
    send(per, case, "returner")
    save(per, case, root, note=None, uten="1", tittel="En plan som eleven er med på")
    send(per, case)
    for both in (ola, per):
        assert send(both, case, "godkjenn").status_code == 409
    other = sign_in("mia", "godkjenner", "Mia Dal")
    assert send(other, case, "godkjenn").status_code == 302


def test_a_case_that_changed_after_it_was_looked_at_is_not_approved(
    root: Path, sign_in: SignIn
) -> None:
    kari, ola = sign_in("kari"), sign_in("ola", "godkjenner")
    case = begin(kari)
    save(kari, case, root, tittel="Skriftlig plan for eleven")
    send(kari, case)
    assert save(kari, case, root, tittel="Noe annet").status_code == 409, "it is being reviewed"
    branch = Case.objects.get().branch
    Repository(root).commit(branch, {FILE: b"tittel: x\n"}, Person("Ukjent"), "Utenom")
    answer = send(ola, case, "godkjenn")
    assert answer.status_code == 409 and "endret etter" in answer.content.decode()


def test_a_case_with_errors_is_not_sent(root: Path, sign_in: SignIn) -> None:
    kari = sign_in("kari")
    case = begin(kari)
    assert "ingenting" in send(kari, case).content.decode()
    save(kari, case, root, kort_anbefaling="Skolen kan lage en plan", likevel="1")
    answer = send(kari, case)
    assert answer.status_code == 409 and "feil som må rettes" in answer.content.decode()
    assert Case.objects.get().state == State.WORK


def test_two_cases_in_different_fields_are_merged(root: Path, sign_in: SignIn) -> None:
    kari, nils, ola = sign_in("kari"), sign_in("nils"), sign_in("ola", "godkjenner")
    one, other = begin(kari, "Den ene"), begin(nils, "Den andre")
    save(kari, one, root, tittel="Skriftlig plan for eleven")
    save(nils, other, root, note=NOTE | {"notat.hva": "Statusen er en annen."}, status="utkast")
    for browser, case in ((kari, one), (nils, other)):
        send(browser, case)
        assert send(ola, case, "godkjenn").status_code == 302, ola.get(f"{case}forslag/").content
    made = (root / FILE).read_text(encoding="utf-8")
    assert "tittel: Skriftlig plan for eleven" in made and "status: utkast" in made
    notes = [path.read_text(encoding="utf-8") for path in root.glob("changelog/unreleased/*.yml")]
    assert any("tydeligere" in one for one in notes)


def test_two_cases_in_the_same_field_ask(root: Path, sign_in: SignIn) -> None:
    kari, nils, ola = sign_in("kari"), sign_in("nils"), sign_in("ola", "godkjenner")
    one, other = begin(kari, "Den ene"), begin(nils, "Den andre")
    save(kari, one, root, tittel="Karis tittel på planen")
    save(nils, other, root, tittel="Nils' tittel på planen")
    send(kari, one)
    send(ola, one, "godkjenn")
    answer = send(nils, other)
    assert answer.status_code == 409 and "Hent inn" in answer.content.decode()
    asked = nils.post(f"{other}forslag/hent-inn/")
    text = asked.content.decode()
    assert asked.status_code == 409 and "Karis tittel" in text and "Nils" in text
    names = set(re.findall(r'type="radio" name="(valg\.[^"]+)"', text))
    chosen = {name: "mitt" for name in names}
    assert nils.post(f"{other}forslag/hent-inn/", chosen).status_code == 302
    assert send(nils, other).status_code == 302
    assert send(ola, other, "godkjenn").status_code == 302
    assert "Nils' tittel på planen" in (root / FILE).read_text(encoding="utf-8")


def test_open_remarks_hold_the_case_back(root: Path, sign_in: SignIn) -> None:
    kari, ola = sign_in("kari", full="Kari Nes"), sign_in("ola", "godkjenner", "Ola Berg")
    case = begin(kari)
    save(kari, case, root, tittel="Skriftlig plan for eleven")
    send(kari, case)
    ola.post(f"{case}forslag/merknad/", {
        "fil": FILE, "felt": "tittel", "tekst": "Hvilken elev? <script>", "gjor": "skriv",
    })
    remark = Remark.objects.get()
    assert (remark.path, remark.field) == (FILE, "tittel")
    page = kari.get(f"{case}forslag/").content.decode()
    assert "Hvilken elev? &lt;script&gt;" in page
    assert "åpne merknader" in send(ola, case, "godkjenn").content.decode()
    kari_id = Case.objects.get().opened_by_id
    ola.post(f"{case}forslag/merknad/", {"merknad": remark.pk, "til": kari_id, "gjor": "tildel"})
    assert "Hvilken elev?" in kari.get("/redaksjon/").content.decode()
    kari.post(f"{case}forslag/merknad/", {"merknad": remark.pk, "gjor": "lukk"})
    assert send(ola, case, "godkjenn").status_code == 302


class TestFactCheck:
    def made(self, kari: Any, root: Path) -> tuple[str, str]:
        case = begin(kari)
        save(kari, case, root, tittel="Skriftlig plan for eleven")
        page = kari.post(f"{case}forslag/faktasjekk/", {"navn": "Statsforvalteren", "dager": "7"})
        found = re.search(r"http://testserver(/redaksjon/faktasjekk/[^<]+/)", page.content.decode())
        assert found
        return case, found[1]

    def test_a_link_reads_and_comments_and_nothing_else(
        self, root: Path, sign_in: SignIn, client: Any
    ) -> None:
        kari = sign_in("kari")
        case, link = self.made(kari, root)
        page = client.get(link)
        assert page.status_code == 200 and "<ins>" in page.content.decode()
        assert page.headers["Cache-Control"] == "no-store"
        assert client.post(link, {"tekst": "Feil paragraf.", "fil": FILE, "felt": "tittel"}
                           ).status_code == 302
        assert "Statsforvalteren (faktasjekk)" in kari.get(f"{case}forslag/").content.decode()
        for path in (case, f"{case}forslag/", "/redaksjon/", f"{case}{PLAN}"):
            assert client.get(path).status_code == 302, path
        for path in (f"{case}forslag/merknad/", f"{case}forslag/tilstand/", f"{case}{PLAN}"):
            assert client.post(path, {"gjor": "godkjenn"}).status_code == 302, path
        assert Remark.objects.count() == 1

    def test_it_ends(self, root: Path, sign_in: SignIn, client: Any, clock: Any) -> None:
        kari = sign_in("kari")
        case, link = self.made(kari, root)
        clock.pass_(days=7, seconds=1)
        assert client.get(link).status_code == 404
        clock.pass_(days=-7)
        assert client.get(link).status_code == 200
        number = re.search(r'name="lenke" value="(\d+)"',
                           kari.get(f"{case}forslag/").content.decode())
        assert number
        kari.post(f"{case}forslag/faktasjekk/", {"lenke": number[1]})
        assert client.get(link).status_code == 404
        assert client.get("/redaksjon/faktasjekk/gjettet/").status_code == 404


class TestExchange:
    @pytest.fixture
    def remote(self, root: Path, settings: Any, tmp_path: Path) -> Repository:
        import shutil

        shutil.copytree(root, tmp_path / "fjern")
        settings.EDITOR_REMOTE = str(tmp_path / "fjern")
        return Repository(tmp_path / "fjern")

    def edit(self, remote: Repository, old: str, new: str) -> None:
        data = remote.content(remote.head(), FILE)
        assert data and old.encode() in data
        remote.commit("HEAD", {FILE: data.replace(old.encode(), new.encode(), 1)},
                      Person("Utvikler", "dev@example.org"), "Fra VS Code")

    def test_what_is_approved_is_sent_and_what_others_made_comes_in(
        self, root: Path, sign_in: SignIn, remote: Repository
    ) -> None:
        kari, ola = sign_in("kari"), sign_in("ola", "godkjenner")
        case = begin(kari)
        save(kari, case, root, tittel="Skriftlig plan for eleven")
        send(kari, case)
        self.edit(remote, "status: høring", "status: utkast")
        assert send(ola, case, "godkjenn").headers["Location"].endswith("godkjent")
        made = (root / FILE).read_text(encoding="utf-8")
        assert "tittel: Skriftlig plan for eleven" in made and "status: utkast" in made
        assert remote.content(remote.head(), FILE) == made.encode()
        assert remote.head() == Repository(root).head()

    def test_a_plain_fetch_is_no_new_commit(
        self, root: Path, sign_in: SignIn, remote: Repository
    ) -> None:
        ola = sign_in("ola", "godkjenner")
        self.edit(remote, "status: høring", "status: utkast")
        assert ola.post("/redaksjon/hent/").status_code == 302
        assert Repository(root).head() == remote.head()
        assert "status: utkast" in (root / FILE).read_text(encoding="utf-8")

    def test_the_same_field_becomes_a_case(
        self, root: Path, sign_in: SignIn, remote: Repository
    ) -> None:
        kari, ola = sign_in("kari"), sign_in("ola", "godkjenner")
        case = begin(kari)
        save(kari, case, root, tittel="Karis tittel på planen")
        send(kari, case)
        self.edit(remote, "tittel: Skriftlig plan for oppfølging", "tittel: Utviklerens tittel")
        assert send(ola, case, "godkjenn").headers["Location"].endswith("ikke-sendt")
        for _ in range(2):  # asked again, it is the same case
            assert ola.post("/redaksjon/hent/").status_code == 502
        found = Case.objects.get(opened_by=None)
        page = kari.get(f"/redaksjon/sak/{found.pk}/forslag/").content.decode()
        assert "Utviklerens tittel" in re.sub("<[^>]+>", "", page)
        there = f"/redaksjon/sak/{found.pk}/"
        text = kari.post(f"{there}forslag/hent-inn/").content.decode()
        names = set(re.findall(r'type="radio" name="(valg\.[^"]+)"', text))
        kari.post(f"{there}forslag/hent-inn/", {name: "mitt" for name in names})
        # It took nothing but the developer's text, so what is left is theirs to report.
        send(kari, there)
        assert send(sign_in("per", "utgiver"), there, "godkjenn").headers["Location"].endswith(
            "godkjent"
        )
        assert remote.head() == Repository(root).head()
        assert b"Utviklerens tittel" in (root / FILE).read_bytes()


def test_roles_are_asked_for_by_every_address(root: Path, sign_in: SignIn, client: Any) -> None:
    kari = sign_in("kari")
    case = begin(kari)
    save(kari, case, root, tittel="Skriftlig plan for eleven")
    reader = sign_in("leser", "leser")
    paths = (
        "", PLAN, f"{PLAN}sjekk/", f"{PLAN}vis/", f"{PLAN}historikk/", f"{PLAN}gjenopprett/",
        "gjor/ta-ut/", "liste/kilde/", "forslag/", "forslag/merknad/", "forslag/tilstand/",
        "forslag/hent-inn/", "forslag/faktasjekk/",
    )
    for path in (*(f"{case}{one}" for one in paths), "/redaksjon/", "/redaksjon/utgivelse/"):
        assert client.get(path).status_code == 302 and client.post(path).status_code == 302, path
        assert reader.get(path).status_code == 403 and reader.post(path).status_code == 403, path
    assert kari.post("/redaksjon/utgivelse/", {"versjon": "9.0.0"}).status_code == 403
    assert kari.post("/redaksjon/hent/").status_code == 403
    assert kari.get(f"{case}utgivelse/").status_code == 404
    assert kari.get("/redaksjon/sak/999/").status_code == 404


def test_who_has_what_open_is_shown(root: Path, sign_in: SignIn, clock: Any) -> None:
    kari, nils = sign_in("kari", full="Kari Nes"), sign_in("nils")
    case = begin(kari)
    kari.get(f"{case}{PLAN}")
    other = begin(nils, "En annen")
    assert f"Kari Nes (i sak {case.split('/')[3]})" in nils.get(f"{other}{PLAN}").content.decode()
    clock.pass_(minutes=5)
    assert "Kari Nes" not in nils.get(f"{other}{PLAN}").content.decode()


def test_drafts_are_each_editors_own(root: Path, sign_in: SignIn) -> None:
    kari, nils = sign_in("kari"), sign_in("nils")
    case = begin(kari)
    fields = fields_of(kari, case, root) | {"tittel": "Bare mitt utkast", "nr": "1"}
    assert kari.post(f"{case}{PLAN}sjekk/", fields).status_code == 200
    assert "Bare mitt utkast" in kari.get(f"{case}{PLAN}").content.decode()
    assert "Bare mitt utkast" not in nils.get(f"{case}{PLAN}").content.decode()
    assert "Bare mitt utkast" in kari.get("/redaksjon/").content.decode()


def test_a_backup_has_the_branches(root: Path, sign_in: SignIn, tmp_path: Path) -> None:
    kari = sign_in("kari")
    case = begin(kari)
    save(kari, case, root, tittel="Skriftlig plan for eleven")
    Repository(root).copy(tmp_path / "depot.git")
    copy = Repository(tmp_path / "depot.git")
    branch = Case.objects.get().branch
    assert copy.head(branch) == Repository(root).head(branch)
    assert copy.head() == Repository(root).head() == copy.head("main")
    data = copy.content(copy.head(branch), FILE)
    assert data and b"tittel: Skriftlig plan for eleven" in data

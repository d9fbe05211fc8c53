"""A plan at the editor's desk: forms, the check, saving, a new national release, and going back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rettesnor.editing import yaml_writer
from rettesnor.model.local_plan import CONFLICTS, FILE

from tests.editor.desk_server import Server, running
from tests.support.plan_case import national, phase, publish, recommendation, write_plan

STEP = ("Rektor", "Ringer hjem.", "Samme dag")
PLAN = """\
skjema: 1
tittel: Plan for fravær
korttittel: Planen
om: Hvem som gjør hva når en elev er borte.
BASE
eier:
  navn: Eksempel kommune
# Fasene står her.
faser:
  - id: tidlig
anbefalinger:
  # Det nasjonale rådet om samtale
  - id: samtale
    forhold: ikke vurdert
  - id: brev
    forhold: følges
"""
POINT, SERVICES = "/rediger/punkt/samtale/", "/rediger/del/tjenester/"
OLD = national(
    [recommendation("samtale", steps=[STEP]), recommendation("brev", "Skolen bør skrive brev")],
    [phase("tidlig", signs=["Kommer for sent"], maal="Eleven er på skolen.")],
)
NEW = national(
    [recommendation("samtale", steps=[("Rektor", "Ringer begge foreldrene.", "Samme dag")]),
     recommendation("plan", "Skolen bør ha en plan")],
    [phase("tidlig", signs=["Kommer for sent"], maal="Eleven er på skolen.")],
    version="1.1.0", gone={"brev": ()},
)
DEVIATION = {
    "hva": "PPT ringer.", "hvorfor": "Få skoler.", "besluttet_av": "Kommunedirektøren",
    "besluttet_dato": "2026-08-20", "ny_vurdering": "2027-08-20",
}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = write_plan(tmp_path_factory.mktemp("planer") / "p", PLAN, OLD)
    with running(folder, "rettesnor_editor.plan.settings") as server:
        yield server.enter()


@pytest.fixture
def desk(shared: Server) -> Server:
    """The desk, on a plan as it was made."""
    for path in (CONFLICTS, "nasjonalt/siste.json"):
        (shared.root / path).unlink(missing_ok=True)
    write_plan(shared.root, PLAN, OLD)
    return shared


def plan(desk: Server) -> Any:
    return yaml_writer.read((desk.root / FILE).read_text(encoding="utf-8"))


def point(desk: Server) -> Any:
    return plan(desk)["anbefalinger"][0]


def save(desk: Server, path: str, fields: dict[str, object], deed: str = "lagre") -> Any:
    desk.post(path, {**desk.form(path), "gjor": "forkast"})
    return desk.post(path, {**desk.form(path), **fields, "gjor": deed})


def test_the_front_page_has_every_recommendation_phase_and_part(desk: Server) -> None:
    page = desk.get("/").text
    for link in ("punkt/samtale", "punkt/brev", "fase/tidlig", "del/om", "del/gjennomgang",
                 "del/tjenester", "del/verktoy"):
        assert f"/rediger/{link}/" in page
        assert desk.get(f"/rediger/{link}/").status == 200
    assert "1 av 2 anbefalinger er ikke vurdert" in page
    assert desk.get("/rediger/punkt/ukjent/").status == 404


def test_a_deviation_without_reasons_is_named_at_its_field_and_nothing_is_saved(
    desk: Server,
) -> None:
    before = (desk.root / FILE).read_bytes()
    answer = save(desk, POINT, {"forhold": "avviker"})
    assert answer.status == 422
    found = re.search(r'id="forhold-m"[^>]*>(.*?)</ul>', answer.text)
    assert found and "«Avvik» mangler" in found[1] and "rettesnor" not in found[1]
    assert (desk.root / FILE).read_bytes() == before
    fields = {f"avvik.{name}": text for name, text in DEVIATION.items()}
    assert save(desk, POINT, {"forhold": "avviker", **fields}).status == 302
    assert point(desk) == {"id": "samtale", "forhold": "avviker", "avvik": DEVIATION}
    text = (desk.root / FILE).read_text(encoding="utf-8")
    assert "# Det nasjonale rådet om samtale" in text and "# Fasene står her." in text


def test_the_national_text_stands_beside_and_is_taken_in_by_a_button(desk: Server) -> None:
    page = save(desk, POINT, {"forhold": "følges"}, "hent").text
    assert "Skolen bør snakke med eleven." in page and "Ringer hjem." in page
    assert re.search(r'name="steg.0.hva"[^>]*>\s*Ringer hjem\.', page)
    assert '<option value="tilpasset" selected>' in page
    assert point(desk)["forhold"] == "ikke vurdert"
    steps = {"steg@vist": "1", "steg.0@fra": "", "steg.0.hvem": "Rektor",
             "steg.0.hva": "Ringer og skriver.", "steg.0.naar": "Samme dag"}
    assert save(desk, POINT, {"forhold": "tilpasset", **steps}).status == 302
    assert point(desk)["steg"] == [
        {"hvem": "Rektor", "hva": "Ringer og skriver.", "naar": "Samme dag"}
    ]
    assert "Ringer og skriver." in desk.get(f"{POINT}vis/").text


def test_a_new_service_gets_an_id_that_a_phase_can_name(desk: Server) -> None:
    fields = {"tjenester@vist": "1", "tjenester.0@fra": "", "tjenester.0.navn": "Åpent nærværsteam",
              "tjenester.0.mandat": "Hjelper skolene.\r\nSvarer på telefon."}
    assert save(desk, SERVICES, fields).status == 302
    assert plan(desk)["tjenester"][0] == {
        "id": "apent-naervaersteam", "navn": "Åpent nærværsteam",
        "mandat": "Hjelper skolene.\nSvarer på telefon.",
    }
    page = save(desk, "/rediger/fase/tidlig/", {}, "ny:kobles_paa").text
    assert '<option value="apent-naervaersteam">Åpent nærværsteam</option>' in page


def test_what_is_written_is_kept_and_shown_before_it_is_saved(desk: Server) -> None:
    fields = {**desk.form(POINT), "forhold": "tilpasset", "merknad": "Vi bruker appen.", "nr": "1"}
    answer = desk.post(f"{POINT}sjekk/", fields)
    assert answer.status == 200 and '"count": "Ingen feil."' in answer.text
    assert "Vi bruker appen." in desk.get(f"{POINT}vis/").text
    assert "merknad" not in point(desk)
    assert "Vi bruker appen." in desk.get(POINT).text and "ikke lagret i planen" in (
        desk.get(POINT).text
    )


def test_what_was_written_in_the_file_meanwhile_is_kept(desk: Server) -> None:
    desk.post(POINT, {**desk.form(POINT), "gjor": "forkast"})
    begun = desk.form(POINT)
    text = (desk.root / FILE).read_text(encoding="utf-8")
    (desk.root / FILE).write_text(text.replace(
        "    forhold: ikke vurdert", "    forhold: ikke vurdert\n    ansvarlig: Rektor"
    ).replace("  - id: brev\n    forhold: følges\n", "").replace(
        "anbefalinger:\n", "anbefalinger:\n  - id: brev\n    forhold: følges\n"
    ), encoding="utf-8")
    answer = desk.post(POINT, {
        **begun, "forhold": "tilpasset", "merknad": "Vi bruker appen.", "gjor": "lagre",
    })
    assert answer.status == 302
    assert plan(desk)["anbefalinger"] == [
        {"id": "brev", "forhold": "følges"},
        {"id": "samtale", "forhold": "tilpasset", "ansvarlig": "Rektor",
         "merknad": "Vi bruker appen."},
    ]


def updated(desk: Server, site: Path) -> Any:
    """Adapt a recommendation, and build the plan on the new release; return the answer."""
    steps = {"steg@vist": "1", "steg.0@fra": "", "steg.0.hvem": "Rektor",
             "steg.0.hva": "Ringer og skriver.", "steg.0.naar": "Samme dag"}
    save(desk, POINT, {"forhold": "tilpasset", **steps})
    save(desk, "/rediger/punkt/brev/", {"forhold": "følges", "merknad": "Vi skriver i appen."})
    publish(site, OLD, NEW)
    page = desk.post("/oppdater/", {**desk.form("/oppdater/"), "fra": str(site), "gjor": "se"})
    assert "Fra 1.0.0 til 1.1.0" in page.text and "2 steder må dere avgjøre" in page.text
    assert "Om plan" in page.text and "Planen: Tilpasset" in page.text
    assert plan(desk)["bygger_paa"]["versjon"] == "1.0.0"
    sha = re.findall(r'name="sha" value="(\w+)"', page.text)[0]
    return desk.post("/oppdater/", {
        **desk.form("/oppdater/"), "fra": str(site), "sha": sha, "gjor": "oppdater",
    })


@pytest.mark.parametrize("choice,text", [
    ("behold", "Ringer og skriver."), ("nasjonal", "Ringer begge foreldrene."),
    ("begge", "Ringer og skriver.\nRinger begge foreldrene."), ("egen", "Ringer alle."),
])
def test_an_update_is_looked_at_made_decided_and_taken_back(
    desk: Server, tmp_path: Path, choice: str, text: str
) -> None:
    answer = updated(desk, tmp_path)
    assert answer.status == 302 and answer.headers["Location"].startswith("/avgjor/")
    page = desk.get("/avgjor/").text
    assert "Steg 1, Hva" in page and "tatt ut nasjonalt" in page
    number = 0 if page.index("Steg 1, Hva") < page.index("tatt ut nasjonalt") else 1
    chosen = {f"valg.{number}": choice, f"egen.{number}": "Ringer alle."}
    refused = desk.post("/avgjor/", {**desk.form("/avgjor/"), **chosen, "gjor": "utfor"})
    assert refused.status == 409 and "1 av 2 har ikke fått et valg" in refused.text
    assert desk.post("/avgjor/", {**desk.form("/avgjor/"), **chosen, "gjor": "lagre"}).status == 302
    kept = desk.get("/avgjor/").text
    assert f'name="valg.{number}" value="{"egen" if choice == "begge" else choice}" checked' in kept
    all_chosen = {**chosen, f"valg.{1 - number}": "nasjonal"}
    done = desk.post("/avgjor/", {**desk.form("/avgjor/"), **all_chosen, "gjor": "utfor"})
    assert done.status == 302 and not (desk.root / CONFLICTS).exists()
    assert point(desk)["steg"][0]["hva"] == text
    assert [one["id"] for one in plan(desk)["anbefalinger"]] == ["samtale", "plan"]
    history = desk.get("/historikk/").text
    moved = history.index("Planen bygger på 1.1.0, ikke 1.0.0.")
    commits = re.findall(r'name="versjon" value="(\w+)"', history[moved:])
    back = {**desk.form("/historikk/"), "versjon": commits[1]}
    assert desk.post("/historikk/tilbake/", back).status == 302
    assert plan(desk)["bygger_paa"]["versjon"] == "1.0.0"
    assert point(desk)["steg"][0]["hva"] == "Ringer og skriver."
    assert "Nettstedet kan bygges." in desk.get("/").text


def test_a_release_that_is_another_than_the_one_looked_at_is_not_taken_in(
    desk: Server, tmp_path: Path
) -> None:
    publish(tmp_path, OLD, NEW)
    fields = {**desk.form("/oppdater/"), "fra": str(tmp_path), "sha": "0" * 64, "gjor": "oppdater"}
    answer = desk.post("/oppdater/", fields)
    assert answer.status == 409 and plan(desk)["bygger_paa"]["versjon"] == "1.0.0"


def test_the_site_is_shown_as_saved_and_built(desk: Server) -> None:
    assert "Plan for fravær" in desk.get("/nettsted/").text
    page = desk.get("/nettsted/anbefalinger/samtale/")
    assert page.status == 200 and "script-src 'none'" in page.headers["Content-Security-Policy"]
    style = re.findall(r'href="(/tema/[^"]+\.css)"', page.text)[0]
    assert desk.get(style).status == 200
    assert desk.get("/nettsted/finnes-ikke/").status == 404

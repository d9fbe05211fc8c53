"""What has happened outside the guideline, at the desk: seen, decided with a reason, and closed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rettesnor.editing.yaml_writer import read

from tests.cli.test_needs_command import served
from tests.editor.desk_server import running
from tests.support.guidelines import put

TASK = "guideline/oppgaver/lov-helsepersonelloven-22-prove.yml"
NAME = "lov-helsepersonelloven-22-prove"


def said(root: Path) -> Any:
    return read((root / TASK).read_text(encoding="utf-8"))


def test_a_task_is_seen_and_decided_with_a_reason(root: Path) -> None:
    for file in (root / "guideline/oppgaver").glob("*.yml"):
        file.unlink()
    put(root, TASK, (
        f"# skrevet av en maskin\nid: {NAME}\nslag: lov\nhendelse: endret\nfunnet: 2026-11-24\n"
        "lov: helsepersonelloven\nparagraf: § 22\nikraft: 2026-07-01\n"
        "tekst_for:\n  - Opplysninger kan deles når den de gjelder, samtykker.\n"
        "tekst_etter:\n  - Opplysninger kan deles når den de gjelder, samtykker skriftlig.\n"
        "anbefalinger:\n  - skolehelsetjenesten\n  - rutiner\n"
    ))
    with running(root) as desk:
        desk.enter()
        front = desk.get("/").text
        assert f"/oppgaver/#{NAME}" in front and "Det som har skjedd" in front
        assert "1 venter på en avgjørelse</a>, 1 ny denne uka." in front
        assert front.index("Det som har skjedd") < front.index('id="anb"'), "before all else"
        page = desk.get("/oppgaver/").text
        assert "1 venter på en avgjørelse" in page and "ny denne uka" in page
        assert "<ins>" in page and "skriftlig" in page, "the words that came"
        assert "/rediger/anbefaling/skolehelsetjenesten/" in page
        asked = {**desk.form("/oppgaver/"), "oppgave": NAME, "resultat": "ingen-endring",
                 "grunn": "", "av": "Fagavdelingen", "for": ["rutiner"]}
        refused = desk.post("/oppgaver/", asked)
        assert refused.status == 422 and "Skriv grunnen" in refused.text
        assert "avgjorelser" not in said(root), "nothing is written without a reason"
        assert desk.post("/oppgaver/", asked | {"grunn": "Teksten sier ikke noe om det.",
                                                "for": ["finnes-ikke"]}).status == 422
        asked["grunn"] = "Teksten sier ikke noe om skriftlig samtykke."
        assert desk.post("/oppgaver/", asked).status == 302
        (decision,) = said(root)["avgjorelser"]
        assert decision == {
            "anbefalinger": ["rutiner"], "resultat": "ingen-endring", "grunn": asked["grunn"],
            "av": "Fagavdelingen", "dato": "2026-11-29",
        }
        assert (root / TASK).read_text(encoding="utf-8").startswith("# skrevet av en maskin")
        assert "1 venter på en avgjørelse" in desk.get("/oppgaver/").text, "the other one"
        assert desk.post("/oppgaver/", asked | {"for": ["skolehelsetjenesten"]}).status == 302
        page = desk.get("/oppgaver/").text
        assert "0 venter" in page and asked["grunn"] in page
        assert NAME not in desk.get("/").text
        assert desk.get(f"/rediger/oppgave/{NAME}/").status == 200


def test_a_task_is_answered_with_a_change_and_its_other_places_are_reached(root: Path) -> None:
    for file in (root / "guideline/oppgaver").glob("*.yml"):
        file.unlink()
    put(root, TASK, (
        f"id: {NAME}\nslag: lov\nhendelse: endret\nfunnet: 2026-11-24\n"
        "lov: helsepersonelloven\nparagraf: § 22\nikraft: 2027-01-01\n"
        "anbefalinger:\n  - skolehelsetjenesten\nsteder:\n  - guideline/bruk.md\n"
        "  - guideline/roller/elev.yml\n"
    ))
    put(root, "guideline/oppgaver/kunnskap-prove.yml", (
        "id: kunnskap-prove\nslag: kunnskap\nhendelse: trukket\nfunnet: 2026-11-24\n"
        "tittel: «En studie» er trukket tilbake\nsteder:\n  - guideline/metode.md\n"
    ))
    for path in (root / "changelog/unreleased").glob("*.yml"):
        path.unlink()
    with running(root) as desk:
        desk.enter()
        front = desk.get("/").text
        assert "blir endret, 1. januar 2027" in front and "ny denne uka" in front
        page = desk.get("/oppgaver/").text
        for address in ("/rediger/side/bruk/", "/rediger/rolleside/elev/", "/rediger/side/metode/"):
            assert address in page
        assert "er trukket tilbake <span" in page, "the title says it; not once more"
        asked = {**desk.form("/oppgaver/"), "oppgave": NAME, "resultat": "endret",
                 "grunn": "Kort.", "av": "Fagavdelingen", "for": ["skolehelsetjenesten"]}
        assert "Skriv hva som er endret" in desk.post("/oppgaver/", asked).text
        asked["grunn"] = "Teksten sier nå at samtykket må være skriftlig."
        done = desk.post("/oppgaver/", asked)
        assert done.status == 302 and "notat=ja" in done.headers["Location"]
        note = read((root / f"changelog/unreleased/{NAME}.yml").read_text(encoding="utf-8"))
        assert note["oppgaver"] == [NAME] and note["hva"] == asked["grunn"]
        assert note["hvorfor"] == [{"type": "ny lov", "lov": "helsepersonelloven",
                                    "paragraf": "§ 22", "dato": "2027-01-01"}]
        assert note["vesentlig"] is False and note["anbefalinger"] == ["skolehelsetjenesten"]
        page = desk.get("/oppgaver/?avgjort=saved&notat=ja").text
        assert "1 venter på en avgjørelse" in page and "/liste/endring/" in page
        assert f"/oppgaver/#{NAME}" not in desk.get("/").text


def test_needs_are_fetched_by_one_click_and_made_into_tasks(root: Path) -> None:
    need = {
        "id": "h-000001-1", "mottatt": "2026-11-02", "melder": "virksomhet", "navn": "Kommunen",
        "anbefalinger": ["skolehelsetjenesten"], "sak": "En ny oversikt om samtykke er kommet.",
    }
    guideline = read((root / "guideline/guideline.yml").read_text(encoding="utf-8"))["id"]
    body = json.dumps({"retningslinje": guideline, "meldinger": [need]}).encode()
    with served(body) as address:
        put(root, "guideline/utvikling.yml", f"mottak:\n  navn: Etaten\n  adresse: {address}\n")
        with running(root) as desk:
            desk.enter()
            asked = {**desk.form("/behov/"), "gjor": "hent"}
            page = desk.post("/behov/", asked)
            assert page.status == 200 and "Nye behov hentet inn: 1." in page.text
            assert "1 venter på svar" in page.text and need["sak"] in page.text
            again = desk.post("/behov/", asked)
            assert "Nye behov hentet inn: 0." in again.text
            front = desk.get("/").text
            assert 'href="/behov/"' in front and "Venter på svar: 1." in front
            put(root, "guideline/utvikling.yml", (
                f"mottak:\n  navn: Etaten\n  adresse: {address}\nmeldinger:\n"
                + "".join(f"  - {k}: {v}\n" if k == "id" else f"    {k}: {v}\n" for k, v in {
                    **need, "mottatt": "2026-11-28", "anbefalinger": "[skolehelsetjenesten]",
                }.items())
                + "litteratursok:\n  - id: oversikter\n    tittel: Oversikter om samtykke\n"
                "    sist_kjort: 2026-08-20\n    hver_maaned: 3\n"
            ))
            front = desk.get("/").text
            assert "Nye denne uka: 1." in front and "Oversikter om samtykke" in front
            assert "på nytt senest 20. november 2026." in front
            made = desk.post("/behov/", {
                **asked, "gjor": "oppgave", "behov": need["id"],
            })
            assert made.status == 303
            shown = desk.get("/oppgaver/").text
            assert "Meldt behov: En ny oversikt" in shown and "/behov/#h-000001-1" in shown
            refused = desk.post("/behov/", {**asked, "gjor": "oppgave", "behov": need["id"]})
            assert refused.status == 422 and "har alt oppgaven" in refused.text
            form = desk.form("/rediger/melding/h-000001-1/")
            assert form
            decided = desk.post("/oppgaver/", {
                **desk.form("/oppgaver/"), "oppgave": "behov-h-000001-1", "av": "Etaten",
                "resultat": "ingen-endring", "grunn": "Oversikten sier det samme.",
                "for": ["skolehelsetjenesten"],
            })
            assert decided.status == 302
            page = desk.get("/behov/").text
            assert ">Oversikten sier det samme.</textarea>" in page, "as it was decided"
            assert 'value="ingen endring" checked' in page
            given = {**asked, "gjor": "svar", "behov": need["id"], "svar": "Nei."}
            refused = desk.post("/behov/", {**given, "avgjorelse": "ingen endring"})
            assert refused.status == 422 and "Skriv svaret" in refused.text
            assert ">Nei.</textarea>" in refused.text, "nothing is lost"
            assert desk.post("/behov/", {**given, "avgjorelse": "kanskje"}).status == 422
            given |= {"avgjorelse": "ingen endring", "svar": "Oversikten sier det samme."}
            assert desk.post("/behov/", given).status == 303
            assert "0 venter på svar" in desk.get("/behov/?svart=ja").text
            assert desk.post("/behov/", given).status == 422, "it is answered"
            (one,) = read((root / "guideline/utvikling.yml").read_text(encoding="utf-8"))[
                "meldinger"
            ]
            assert (one["besvart"], one["svar"]) == ("2026-11-29", "Oversikten sier det samme.")
    task = read((root / "guideline/oppgaver/behov-h-000001-1.yml").read_text(encoding="utf-8"))
    assert task["melding"] == need["id"] and task["anbefalinger"] == need["anbefalinger"]

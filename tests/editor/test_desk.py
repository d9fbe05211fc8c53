"""The desk as a process: who is let in, what is kept, what is saved, what is merged."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from rettesnor.reading.files.folder import DiskFolder
from rettesnor_editor.deeds.merge import MINE, merged
from rettesnor_editor.documents import KINDS, find, names
from rettesnor_editor.store.drafts import LocalDrafts

from tests.editor.desk_server import Server, running, start, with_reports

PLAN = "/rediger/anbefaling/skriftlig-plan/"
FILE = "recommendations/skolens-oppfolging/skriftlig-plan.yml"


def fields_of(desk: Server, kind: str = "anbefaling", name: str = "skriftlig-plan"
              ) -> dict[str, object]:
    found = find(DiskFolder(desk.root), kind, name)
    assert found is not None
    return {**found.fields(), **desk.form(f"/rediger/{kind}/{name}/")}


A_NOTE = """\
slag: presisert
anbefalinger: [skriftlig-plan]
hva: Planen er sagt tydeligere.
hvorfor:
  - type: annet
    tekst: Noen misforsto.
besluttet_av: Avdeling for skolemiljø
besluttet_dato: 2026-11-28
vesentlig: false
"""
NOTE = {
    "notat.slag": "presisert", "notat.hva": "Planen er sagt tydeligere.",
    "notat.hvorfor@vist": "1", "notat.hvorfor.0@fra": "", "notat.hvorfor.0.type": "annet",
    "notat.hvorfor.0.tekst": "Noen misforsto.", "notat.besluttet_av": "Avdeling for skolemiljø",
    "notat.besluttet_dato": "2026-11-28", "notat.vesentlig": "nei",
}


class TestTheDoor:
    def test_nobody_without_the_cookie_is_let_in(self, desk: Server) -> None:
        other = Server(desk.root, desk.port, desk.process)
        for path in ("/", PLAN, f"{PLAN}sjekk/", "/utgivelse/", "/inn/", "/inn/feil/"):
            assert other.get(path).status == 403, path
        assert other.post(PLAN, {"gjor": "lagre"}).status == 403

    def test_the_token_lets_one_browser_in_once(self, desk: Server) -> None:
        other = Server(desk.root, desk.port, desk.process)
        assert other.get("/inn/bare-for-proven/").status == 403
        assert not other.cookies

    def test_the_cookie_is_strict_and_out_of_reach_of_scripts(self, root: Path) -> None:
        with running(root) as server:
            said = server.get("/inn/bare-for-proven/").headers["Set-Cookie"]
        assert "HttpOnly" in said and "SameSite=Strict" in said

    @pytest.mark.parametrize("host", ["ond.example", "127.0.0.1.ond.example", "ond.example:8002"])
    def test_a_foreign_host_is_refused(self, desk: Server, host: str) -> None:
        assert desk.get("/", Host=host).status == 400

    def test_a_form_from_elsewhere_is_refused(self, desk: Server) -> None:
        fields = fields_of(desk)
        without = {k: v for k, v in fields.items() if k != "csrfmiddlewaretoken"}
        for path in (PLAN, f"{PLAN}sjekk/", "/navn/", "/utgivelse/", "/gjor/ta-ut/"):
            assert desk.post(path, without).status == 403, path
            assert desk.post(path, fields, Origin="https://ond.example").status == 403, path

    def test_headers_are_strict(self, desk: Server) -> None:
        for path in ("/", PLAN, "/finnes-ikke/", "/static/editor/editor.js"):
            headers = desk.get(path).headers
            assert headers["Content-Security-Policy"].startswith("default-src 'self'; object-src")
            assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
            assert headers["X-Content-Type-Options"] == "nosniff"

    def test_the_preview_has_no_scripts_and_may_be_framed_by_the_desk_only(
        self, desk: Server
    ) -> None:
        answer = desk.get(f"{PLAN}vis/")
        assert answer.status == 200 and "<script" not in answer.text
        policy = answer.headers["Content-Security-Policy"]
        assert "script-src 'none'" in policy and "frame-ancestors 'self'" in policy

    @pytest.mark.parametrize("path", [
        "/tema/../../mkdocs.yml", "/tema/%2e%2e/%2e%2e/mkdocs.yml",
        "/rediger/side/..%2f..%2fmkdocs/",
        "/static/../settings.py", "/tema//etc/passwd", "/rediger/anbefaling/%00/",
    ])
    def test_no_address_leads_out(self, desk: Server, path: str) -> None:
        assert desk.get(path).status in (400, 404)

    def test_what_a_request_says_is_never_markup(self, desk: Server) -> None:
        evil = '"><script>alert(1)</script>'
        fields = fields_of(desk) | {"tittel": evil, "begrunnelse.tekst": evil, "gjor": "sjekk"}
        for path, posted in (
            (PLAN, fields), (PLAN, fields | {"gjor": evil}),
            ("/gjor/ny/", fields_of(desk) | {"tittel": evil, "gjor": "vis", "kapittel": evil}),
        ):
            assert "<script>alert" not in desk.post(path, posted).text
        assert "<script>alert" not in desk.get(f"{PLAN}vis/").text
        drop = fields_of(desk) | {"gjor": "forkast"}
        assert desk.post(PLAN, drop).status == 302


class TestDrafts:
    def test_an_older_draft_never_wins_over_a_newer(self, tmp_path: Path) -> None:
        drafts = LocalDrafts(tmp_path / "d.sqlite3")
        assert drafts.keep("a", {"x": ["2"]}, b"", "t", "side-1", 2)
        assert not drafts.keep("a", {"x": ["1"]}, b"", "t", "side-1", 1)
        assert drafts.keep("a", {"x": ["3"]}, b"", "t", "side-2", 0)
        assert not drafts.keep("a", {"x": ["9"]}, b"", "t", "side-1", 99)
        kept = drafts.get("a")
        assert kept is not None and kept.fields == {"x": ["3"]}

    def test_what_is_answered_survives_a_kill(self, root: Path) -> None:
        for turn in range(2):
            server = start(root).enter()
            try:
                fields = fields_of(server)
                for number in range(1, 6):
                    words = f"Tekst {turn} {number}"
                    answer = server.post(f"{PLAN}sjekk/", fields | {
                        "begrunnelse.tekst": words, "nr": str(number),
                    })
                    assert answer.status == 200
            finally:
                server.kill()
            kept = LocalDrafts(root / "redaksjonsdata" / "redaksjon.sqlite3").get(
                "anbefaling/skriftlig-plan"
            )
            assert kept is not None and kept.fields["begrunnelse.tekst"] == [words]

    def test_messages_stand_at_their_fields(self, desk: Server) -> None:
        fields = fields_of(desk) | {"styrke": "kan", "nr": "1"}
        found = json.loads(desk.post(f"{PLAN}sjekk/", fields).text)
        assert "kort_anbefaling" in found["messages"]
        assert any(one[1].startswith("/rediger/oversettelse/") for one in found["others"])
        assert "feil" in found["count"]
        desk.post(PLAN, fields | {"gjor": "forkast"})

    def test_a_missing_field_and_a_bad_one_at_once(self, desk: Server) -> None:
        fields = fields_of(desk) | {"tittel": "", "kunnskapsgrunnlag.tekst": "Se [@finnes-ikke].",
                                    "nr": "1"}
        found = json.loads(desk.post(f"{PLAN}sjekk/", fields).text)["messages"]
        assert "tittel" in found and "kunnskapsgrunnlag.tekst" in found
        desk.post(PLAN, fields | {"gjor": "forkast"})


def test_comments_of_a_hearing_stand_at_their_fields(root: Path) -> None:
    heard = {"anbefaling": "skriftlig-plan"}
    comments = [
        {"nummer": "H-000001-1", "svar": "H-000001", "tekst": "Grunnen er <ikke> god nok.",
         "adresse": {**heard, "felt": "begrunnelse"}},
        {"nummer": "H-000001-2", "svar": "H-000001", "tekst": "Bra råd.", "adresse": heard,
         "vurdering": {"utfall": "ikke", "begrunnelse": "Takk.", "dato": "2027-03-01"}},
        {"nummer": "H-000001-3", "svar": "H-000001",
         "adresse": {**heard, "felt": "kort_anbefaling"}},
    ]
    said = re.search(r"^kort_anbefaling: (.+)$", (root / FILE).read_text(encoding="utf-8"), re.M)
    assert said
    comments[2]["forslag"] = {"grunnlag": said[1], "tekst": f"{said[1]}, straks"}
    text = (root / "guideline/horinger/pilot-2026.yml").read_text(encoding="utf-8")
    version = re.search(r"^utgave: (\S+)", text, re.M)
    assert version
    result = root / "guideline/horinger/pilot-2026/innspill.json"
    result.parent.mkdir()
    result.write_text(json.dumps({
        "format": 1, "horing": "pilot-2026", "retningslinje": "skolefravaer",
        "utgave": version[1], "innspill": comments, "svar": [{
            "nummer": "H-000001", "mottatt": "2027-01-10", "slag": "organisasjon",
            "avsender": "Prøveforeningen", "maalform": "nb",
        }],
    }), encoding="utf-8")
    with running(root) as desk:
        desk.enter()
        page = desk.get(PLAN).text
        parts = page.split('class="comments"')
        assert len(parts) == 4, "one at the title, one at the lead, one at the rationale"
        assert "Bra råd." in parts[1] and "Takk." in parts[1]
        assert "<ins>, straks</ins>" in parts[2] and 'name="begrunnelse.tekst"' in parts[3]
        assert "Grunnen er &lt;ikke&gt; god nok." in parts[3] and "uten vurdering" in parts[3]
        fields = fields_of(desk)
        taken = desk.post(PLAN, fields | {"gjor": "forslag:H-000001-3"})
        assert taken.status == 200 and f"{said[1]}, straks</textarea>" in taken.text
        assert f"{said[1]}, straks</textarea>" in desk.get(PLAN).text, "it is a draft"
        other = fields | {"kort_anbefaling": "Noe helt annet", "gjor": "forslag:H-000001-3"}
        assert desk.post(PLAN, other).status == 409


def test_a_wording_in_nynorsk_is_taken_into_the_translation(root: Path) -> None:
    other = FILE.replace(".yml", ".nn.yml")
    before = (root / other).read_text(encoding="utf-8")
    said = re.search(r"^kort_anbefaling: (.+)$", before, re.M)
    with_steps = re.search(r"^    (Planen lever .+?)\n  steg:", before, re.M | re.S)
    assert said and with_steps
    last = " ".join(with_steps[1].split())
    text = (root / "guideline/horinger/pilot-2026.yml").read_text(encoding="utf-8")
    version = re.search(r"^utgave: (\S+)", text, re.M)
    assert version
    result = root / "guideline/horinger/pilot-2026/innspill.json"
    result.parent.mkdir()
    result.write_text(json.dumps({
        "format": 1, "horing": "pilot-2026", "retningslinje": "skolefravaer",
        "utgave": version[1], "svar": [{
            "nummer": "H-000001", "mottatt": "2027-01-10", "slag": "organisasjon",
            "avsender": "Målungdomen", "maalform": "nn",
        }], "innspill": [{
            "nummer": "H-000001-1", "svar": "H-000001",
            "adresse": {"anbefaling": "skriftlig-plan", "felt": "kort_anbefaling"},
            "forslag": {"grunnlag": said[1], "tekst": f"{said[1]}, med ein gong"},
        }, {
            "nummer": "H-000001-2", "svar": "H-000001",
            "adresse": {"anbefaling": "skriftlig-plan", "felt": "praktisk_gjennomforing"},
            "forslag": {"grunnlag": last, "tekst": f"{last} Bra."},
        }],
    }), encoding="utf-8")
    with running(root) as desk:
        desk.enter()
        page, there = desk.get(PLAN).text, "/rediger/oversettelse/skriftlig-plan.nn/"
        assert "<ins>, med ein gong</ins>" in page and f'href="{there}"' in page
        assert "forslag:H-000001-1" not in page, "the words are not those of this text"
        fields = fields_of(desk, "oversettelse", "skriftlig-plan.nn")
        assert 'value="forslag:H-000001-1"' in desk.get(there).text
        taken = desk.post(there, fields | {"gjor": "forslag:H-000001-1"})
        assert taken.status == 200 and f"{said[1]}, med ein gong</textarea>" in taken.text
        second = desk.post(there, fields | {"gjor": "forslag:H-000001-2"})
        assert second.status == 200 and f"{last} Bra." in second.text, "in the text, not a step"
        fields |= {"kort_anbefaling": f"{said[1]}, med ein gong"}  # as the browser sends it
        saved = desk.post(there, fields | {"gjor": "lagre"})
        if saved.status == 200:
            saved = desk.post(there, fields | {"gjor": "lagre"} | NOTE)
        assert saved.status == 302
    now = " ".join((root / other).read_text(encoding="utf-8").split())
    assert f"{said[1]}, med ein gong" in now
    assert said[1] not in (root / FILE).read_text(encoding="utf-8")


class TestSaving:
    def test_a_released_recommendation_asks_for_a_note_and_writes_both(self, root: Path) -> None:
        with running(root) as desk:
            desk.enter()
            before = (root / FILE).read_text(encoding="utf-8")
            fields = fields_of(desk) | {"tittel": "Skriftlig plan for eleven"}
            asked = desk.post(PLAN, fields | {"gjor": "lagre"})
            assert asked.status == 200 and "Hva er endret?" in asked.text
            assert (root / FILE).read_text(encoding="utf-8") == before
            wrong = desk.post(PLAN, fields | {"gjor": "lagre"} | NOTE | {"notat.hva": "kort"})
            assert wrong.status == 422
            assert (root / FILE).read_text(encoding="utf-8") == before
            done = desk.post(PLAN, fields | {"gjor": "lagre"} | NOTE)
            assert done.status == 302
            after = (root / FILE).read_text(encoding="utf-8")
            assert after == before.replace(
                "tittel: Skriftlig plan for oppfølging", "tittel: Skriftlig plan for eleven", 1
            )
            note = (root / "changelog/unreleased/skriftlig-plan.yml").read_text(encoding="utf-8")
            assert "slag: presisert" in note and "- skriftlig-plan" in note
            assert "Skriftlig plan for eleven" in desk.get(f"{PLAN}historikk/").text

    def test_two_who_change_different_fields_are_merged(self, root: Path) -> None:
        with running(root) as desk:
            desk.enter()
            fields = fields_of(desk) | {"tittel": "Min tittel på planen", "gjor": "lagre"}
            file = root / FILE
            text = file.read_text(encoding="utf-8")
            file.write_text(text.replace("status: høring", "status: utkast"), encoding="utf-8")
            assert desk.post(PLAN, fields | NOTE).status == 302
            made = file.read_text(encoding="utf-8")
            assert "tittel: Min tittel på planen" in made and "status: utkast" in made

    def test_the_same_field_shows_both_and_loses_neither(self, root: Path) -> None:
        with running(root) as desk:
            desk.enter()
            fields = fields_of(desk) | {"tittel": "Min tittel på planen", "gjor": "lagre"}
            file = root / FILE
            text = file.read_text(encoding="utf-8")
            theirs = text.replace("Skriftlig plan for oppfølging", "Deres tittel", 1)
            file.write_text(theirs, encoding="utf-8")
            asked = desk.post(PLAN, fields)
            assert asked.status == 409
            assert "Min tittel på planen" in asked.text and "Deres tittel" in asked.text
            assert file.read_text(encoding="utf-8") == theirs
            assert desk.post(PLAN, fields | NOTE | {"valg.tittel": MINE}).status == 302
            assert "tittel: Min tittel på planen" in file.read_text(encoding="utf-8")

    def test_every_kind_is_saved(self, root: Path) -> None:
        """Whatever can be opened can be saved, and only what was written is changed."""
        with_reports(root)
        (root / "changelog/unreleased").mkdir(exist_ok=True)
        (root / "changelog/unreleased/rettet.yml").write_text(A_NOTE, encoding="utf-8")
        folder = DiskFolder(root)
        with running(root) as desk:
            desk.enter()
            for kind in KINDS:
                name, _ = next(iter(names(folder, kind)))
                document = find(folder, kind, name)
                assert document is not None
                before = document.fields()
                field = next(
                    key for key, values in before.items()
                    if not key.endswith(("@fra", "@vist")) and len(values) == 1
                    and (" " in values[0] or key == "mottak.navn")
                )
                fields = fields_of(desk, kind, name) | {field: f"{before[field][0]} Nytt."}
                fields |= {"gjor": "lagre", "likevel": "1", "uten": "1"}
                answer = desk.post(f"/rediger/{kind}/{name}/", fields)
                assert answer.status == 302, re.findall('role="alert">(.*?)</div>', answer.text)
                after = find(folder, kind, name)
                assert after is not None
                now = after.fields()
                assert {key for key in now if now[key] != before.get(key)} == {field}, kind

    def test_errors_are_saved_only_when_asked_to(self, root: Path) -> None:
        with running(root) as desk:
            desk.enter()
            fields = fields_of(desk) | {"kort_anbefaling": "Skolen kan lage en plan"}
            fields["gjor"] = "lagre"
            assert desk.post(PLAN, fields).status == 422
            assert "Lagre likevel" in desk.post(PLAN, fields).text
            later = fields | NOTE | {"notat.hva": "", "likevel": "1", "uten": "1"}
            assert desk.post(PLAN, later).status == 302
            assert not list(root.glob("changelog/unreleased/*"))

    def test_the_history_of_a_field_shows_what_each_version_changed(self, root: Path) -> None:
        with running(root) as desk:
            desk.enter()
            for field, text in (("tittel", "Den første nye tittelen"), ("status", "utkast"),
                                ("tittel", "Den andre nye tittelen")):
                posted = fields_of(desk) | {field: text, "gjor": "lagre", "uten": "1"}
                assert desk.post(PLAN, posted).status == 302
            every = desk.get(f"{PLAN}historikk/").text
            assert every.count('name="versjon"') == 4
            assert "<ins>" in every and "Den eldste versjonen" in every
            titles = desk.get(f"{PLAN}historikk/?felt=tittel").text
            assert titles.count('name="versjon"') == 3, "with the oldest, which made it"
            assert "<del>første</del>" in re.sub(r"(<del>) ?(\w+)", r"\1\2", titles)

    def test_an_older_text_is_restored_as_a_draft(self, root: Path) -> None:
        with running(root) as desk:
            desk.enter()
            page = "/rediger/side/om/"
            old = (root / "guideline/om.md").read_bytes()
            fields = fields_of(desk, "side", "om")
            changed = str(fields["tekst"][0]) + "\n\nNytt avsnitt."  # type: ignore[index]
            answer = desk.post(page, fields | {"tekst": changed, "gjor": "lagre", "uten": "1"})
            assert answer.status == 302
            assert (root / "guideline/om.md").read_bytes() != old
            history = desk.get(f"{page}historikk/").text
            commits = re.findall(r'name="versjon" value="(\w+)"', history)
            assert len(commits) == 2
            token = desk.form(page)
            restored = desk.post("/rediger/side/om/gjenopprett/", token | {"versjon": commits[1]})
            assert restored.status == 302
            assert (root / "guideline/om.md").read_bytes() != old  # a draft, not a save
            kept = LocalDrafts(root / "redaksjonsdata" / "redaksjon.sqlite3").get("side/om")
            assert kept is not None and "Nytt avsnitt." not in kept.fields["tekst"][0]

    def test_a_deed_is_shown_before_it_is_done(self, root: Path) -> None:
        with running(root) as desk:
            desk.enter()
            fields = desk.form("/gjor/ta-ut/") | {
                "anbefaling": "hjemmebesok", "i_stedet": "tidlig-samtale",
                "hvorfor": "Rådet er tatt inn i tidlig samtale.", "besluttet_av": "Avdelingen",
            }
            file = root / "recommendations/samarbeid-med-hjemmet/hjemmebesok.yml"
            shown = desk.post("/gjor/ta-ut/", fields | {"gjor": "vis"})
            assert "Dette vil skje" in shown.text and file.exists()
            assert desk.post("/gjor/ta-ut/", fields | {"gjor": "gjor"}).status == 302
            assert not file.exists()


@pytest.mark.parametrize("before, mine, theirs, made, conflicts", [
    ({"a": 1, "b": 1}, {"a": 2, "b": 1}, {"a": 1, "b": 3}, {"a": 2, "b": 3}, 0),
    ({"a": 1}, {"a": 2}, {"a": 3}, {"a": 2}, 1),
    ({"a": 1}, {}, {"a": 1, "b": 2}, {"b": 2}, 0),
    ({"a": 1}, {}, {"a": 2}, {}, 1),
    ({"a": [1, 2]}, {"a": [1, 3]}, {"a": [0, 2]}, {"a": [0, 3]}, 0),
    ({"a": [1]}, {"a": [1, 2]}, {"a": [1, 3]}, {"a": [1, 2]}, 1),
])
def test_merge_by_field(
    before: object, mine: object, theirs: object, made: object, conflicts: int
) -> None:
    value, found = merged(before, mine, theirs, {})
    assert value == made and len(found) == conflicts


def test_no_field_has_the_name_or_the_id_of_something_else_in_its_form(desk: Server) -> None:
    """Two of one name, and the wrong one is read: what was written is lost without a word."""
    folder = DiskFolder(desk.root)
    for kind in KINDS:
        name = next((one for one, _ in names(folder, kind)), "ny")
        page = desk.get(f"/rediger/{kind}/{name}/").text
        form = page.partition('id="skjema"')[2].partition("</form>")[0]
        own, _, fields = form.partition('id="felter"')
        ids = re.findall(r' id="([^"]+)"', page)
        assert len(ids) == len(set(ids)), (kind, sorted(one for one in ids if ids.count(one) > 1))
        taken = {*re.findall(r' name="([^"]+)"', own), "velg", "likevel", "uten"} - {"gjor"}
        assert not taken & {*re.findall(r' name="([^"]+)"', fields)}, kind


def test_a_template_and_a_course_are_begun_by_their_titles(desk: Server) -> None:
    for kind in ("mal", "kurs"):
        assert "Begynn" in desk.get(f"/liste/{kind}/").text
        led = desk.get(f"/liste/{kind}/ny/?tittel=Det+f%C3%B8rste+m%C3%B8tet")
        assert led.status == 302 and led.headers["Location"].startswith(
            f"/rediger/{kind}/det-forste-motet/?"
        )
        assert 'value="Det første møtet"' in desk.get(led.headers["Location"]).text
    for title, why in (("", "Skriv en tittel"), ("ny", "Skriv en tittel"), ("con", "Skriv en"),
                       ("Oppfølgingsplan", "fra før")):
        asked = desk.get(f"/liste/mal/ny/?tittel={quote(title)}")
        assert asked.status == 422 and why in asked.text, title
        assert 'aria-invalid="true"' in asked.text
    assert desk.get("/liste/lov/ny/?tittel=x").status == 404
    assert desk.get("/rediger/rolleside/finnes-ikke/").status == 404


def test_what_readers_use_in_their_work_is_shown_as_they_will_see_it(desk: Server) -> None:
    """Templates and courses have pages of their own; the others are lists on one."""
    for kind, page in (
        ("mal", ""), ("kriterium", "Kriterier for tilsyn"), ("kvalitetsmaal", "Kvalitetsmål"),
        ("plikt", "Egenkontroll"), ("kurs", ""),
    ):
        name, title = next(names(DiskFolder(desk.root), kind))
        html = desk.get(f"/rediger/{kind}/{name}/vis/").text
        assert re.search(rf"<h1[^>]*>{page or title}</h1>", html), kind


def test_messages_name_fields_inside_lists_and_groups_as_the_form_does(desk: Server) -> None:
    kind, name = "kvalitetsmaal", next(names(DiskFolder(desk.root), "kvalitetsmaal"))[0]
    fields = fields_of(desk, kind, name) | {
        "smaa_tall.minste_antall": "to", "smaa_tall.regel": "",
    }
    said = json.loads(desk.post(f"/rediger/{kind}/{name}/sjekk/", fields).text)["messages"]
    words = " ".join(text for found in said.values() for _, text in found)
    assert "«Minste antall»" in words and "«Regel»" in words, words
    assert "«minste_antall»" not in words and "«regel»" not in words

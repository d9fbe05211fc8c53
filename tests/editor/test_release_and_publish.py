"""A real release from the desk, and what follows: published, taken back, and texts to Word."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rettesnor.publishing.delivery.records import FOLDER, read_log

from tests.editor.desk_server import Answer, Server, running
from tests.support.guidelines import put
from tests.support.release_case import FIRST, SECOND, Case
from tests.support.word_edits import WordFile

RELEASE, PUBLISH, WORD = "/utgivelse/", "/publisering/", "/word/"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A desk over a small guideline with one release, and a revision that is not released yet.

    The tests use it one after the other.
    """
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SOURCE_DATE_EPOCH", "1803902400")  # 2027-03-01, the day of the revision
        patched.setattr("tests.editor.desk_server.DAY", SECOND[1])
        yield from _desk(Case(tmp_path_factory.mktemp("desk") / "g"))


def _desk(case: Case) -> Iterator[Server]:
    assert case.release(*FIRST) == 0
    case.revise()
    put(case.root, "publish.yml", "maal: mappe\ntil: ../www/side\n")
    with running(case.root) as server:
        yield server.enter()


def press(desk: Server, path: str, button: str, **fields: str) -> Answer:
    return desk.post(path, {**desk.form(path), **fields, "gjor": button})


def test_a_release_is_made_published_and_taken_back(desk: Server) -> None:
    shown = press(desk, RELEASE, "prov", versjon="2.0.0")
    assert "Utgave 2.0.0" in shown.text, shown.text
    assert not (desk.root / "changelog/2.0.0").exists()
    small = press(desk, RELEASE, "prov", versjon="1.0.1")
    assert "Dette må ordnes først" in small.text

    assert "Publiser</button>" not in desk.get(PUBLISH).text
    stopped = press(desk, PUBLISH, "publiser")
    live = desk.root.parent / "www/side/index.html"
    assert live.exists() and "utgave 1.0.0" in stopped.text
    first = live.read_text("utf-8")

    done = press(desk, RELEASE, "gjor", versjon="2.0.0")
    assert "Utgave 2.0.0 er gitt ut." in done.text
    record = desk.root / "changelog/2.0.0"
    assert (record / "manifest.json").exists()
    notes = (record / "release.yml").read_text("utf-8")
    for kind in ("ny", "endret", "delt", "flyttet", "opphevet", "redaksjonell"):
        assert f"slag: {kind}" in notes
    assert not list((desk.root / "changelog/unreleased").glob("*.yml"))
    assert live.read_text("utf-8") == first, "a release alone publishes nothing"

    shown = press(desk, PUBLISH, "prov")
    assert "utgave 2.0.0" in shown.text and "endret: " in shown.text
    assert "Publiser</button>" in shown.text and live.read_text("utf-8") == first
    assert "Publisert." in press(desk, PUBLISH, "publiser").text
    assert live.read_text("utf-8") != first
    assert "Ville gått tilbake" in press(desk, PUBLISH, "prov-tilbake").text
    assert "tidligere nettstedet" in press(desk, PUBLISH, "tilbake").text
    assert live.read_text("utf-8") == first
    log = read_log(desk.root / FOLDER)
    assert [one.handling for one in log] == ["publisert", "publisert", "rullet tilbake"]
    assert "rullet tilbake av redaksjonen" in desk.get(PUBLISH).text


def sent(desk: Server) -> bytes:
    """A document from the desk."""
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=60)
    cookies = "; ".join(f"{name}={value}" for name, value in desk.cookies.items())
    connection.request("GET", f"{WORD}ut/", headers={"Cookie": cookies})
    answer = connection.getresponse()
    assert answer.status == 200 and "attachment" in (answer.getheader("Content-Disposition") or "")
    return answer.read()


def upload(desk: Server, data: bytes) -> Answer:
    token = str(desk.form(WORD)["csrfmiddlewaretoken"])
    bound = "grense"
    body = (
        f'--{bound}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}'
        f'\r\n--{bound}\r\nContent-Disposition: form-data; name="fil"; filename="../../a.docx"'
        "\r\nContent-Type: application/octet-stream\r\n\r\n"
    ).encode() + data + f"\r\n--{bound}--\r\n".encode()
    return desk._ask("POST", WORD, body, {
        "Content-Type": f"multipart/form-data; boundary={bound}",
        "Origin": f"http://127.0.0.1:{desk.port}",
    })


def test_a_document_goes_out_and_comes_back(desk: Server) -> None:
    word = WordFile(sent(desk), 3)
    numbers = [number for number in word.fields() if word.runs(number)]
    word.insert(word.runs(numbers[0])[0], "førsteord")
    word.overwrite(word.runs(numbers[1])[0], "andreord")
    word.comment(word.runs(numbers[2])[0], "<script>alert(1)</script>")
    word.outside("Utenfor <b>feltene</b>")
    answer = upload(desk, word.saved())
    assert answer.status == 302, answer.text
    place = answer.headers["Location"]
    shown = desk.get(place).text
    assert "førsteord" in shown and "uten sporing" in shown
    assert "<script>alert" not in shown and "<b>feltene" not in shown and "Utenfor" in shown

    def texts() -> str:
        return "".join(p.read_text("utf-8") for p in desk.root.rglob("*.yml"))

    fields = {"csrfmiddlewaretoken": desk.form(place)["csrfmiddlewaretoken"]}
    assert desk.post(place, fields).status == 422
    assert "førsteord" not in texts()
    assert desk.post(place, {**fields, "ta": ["99"]}).status == 422
    assert desk.post(place, {**fields, "ta": ["1"]}).status == 302
    assert "førsteord" in texts() and "andreord" not in texts()
    again = desk.get(f"{place}?lagret=ja").text
    assert "Forslagene er tatt inn" in again and "andreord" in again


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"x" * 1000])
def test_other_files_are_refused(desk: Server, data: bytes) -> None:
    answer = upload(desk, data)
    assert answer.status == 422 and "role=\"alert\"" in answer.text


@pytest.mark.parametrize("path", [
    f"{WORD}{'0' * 64}/", f"{WORD}..%2f..%2fa/", f"{WORD}abc/", f"{WORD}ut/?hva=../../a",
])
def test_no_address_leads_out(desk: Server, path: str) -> None:
    assert desk.get(path).status in (404, 422)


def test_what_can_be_asked_is_only_what_the_buttons_say(desk: Server) -> None:
    assert press(desk, PUBLISH, "--rollback").status == 422
    assert desk.post(PUBLISH, {"gjor": "publiser"}).status == 403
    (desk.root / "publish.yml").write_text("maal: ftp\n", "utf-8")
    assert "publish.yml kan ikke brukes" in desk.get(PUBLISH).text
    token = desk.form(WORD)["csrfmiddlewaretoken"]
    asked = {"csrfmiddlewaretoken": token, "gjor": "publiser"}
    before = len(read_log(desk.root / FOLDER))
    assert "publish.yml kan ikke brukes" in desk.post(PUBLISH, asked).text
    (desk.root / "publish.yml").unlink()
    assert "ikke bestemt hvor" in desk.post(PUBLISH, asked).text
    assert len(read_log(desk.root / FOLDER)) == before

"""Texts to Word and back inside a case, and publishing from the team's server."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rettesnor_editor.store.repository import Repository
from rettesnor_editor.team import desk
from rettesnor_editor.team.models import Case

from tests.editor_team.test_cases import FILE, begin, save, send
from tests.support.word_edits import WordFile, squeezed

SignIn = Callable[..., Any]


def on_disk(root: Path) -> dict[str, bytes]:
    """Return the guideline's files."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*.yml")
        if ".rettesnor" not in path.parts
    }


def test_what_comes_back_from_word_is_saved_in_the_case(root: Path, sign_in: SignIn) -> None:
    kari, ola = sign_in("kari", full="Kari Nes"), sign_in("ola", "godkjenner")
    case, before = begin(kari), on_disk(root)
    save(kari, case, root, tittel="Planen slik saken har den")
    sent = kari.get(f"{case}word/ut/", {"hva": "skriftlig-plan"})
    assert sent.status_code == 200 and "skriftlig-plan.docx" in sent["Content-Disposition"]
    nynorsk = kari.get(f"{case}word/ut/", {"hva": "skriftlig-plan", "sprak": "nn"})
    assert nynorsk.status_code == 200 and ".nn.docx" in nynorsk["Content-Disposition"]
    assert kari.get(f"{case}word/ut/", {"sprak": "xx"}).status_code == 422
    word = WordFile(sent.content, 3)
    number = next(number for number in word.fields() if word.runs(number))
    assert word.words(number, accepted=True) == squeezed("Planen slik saken har den")
    word.insert(word.runs(number)[0], "førsteord")
    answer = kari.post(f"{case}word/", {"fil": SimpleUploadedFile("../a.docx", word.saved())})
    assert answer.status_code == 302, answer.content.decode()
    place = str(answer.headers["Location"])
    assert place.startswith(f"{case}word/")
    assert "førsteord" in kari.get(place).content.decode()
    assert kari.post(place, {"ta": "1"}).status_code == 302
    branch = Case.objects.get().branch
    repository = Repository(root)
    data = repository.content(repository.head(branch), FILE)
    title = re.search(r"tittel: (Planen .*)", data.decode() if data else "")
    assert title and "førsteord" in title[1] and title[1].endswith("har den")
    assert repository.versions(branch)[0].who == "Kari Nes"
    assert on_disk(root) == before, "nothing is in the guideline before the case is approved"
    assert "førsteord" in kari.get(f"{case}forslag/").content.decode()
    send(kari, case)
    assert ola.post(place, {"ta": "1"}).status_code == 422, "it is being reviewed"
    assert repository.content(repository.head(branch), FILE) == data


@pytest.fixture
def small(root: Path, tmp_path: Path) -> Iterator[Path]:
    """A small guideline in the place of the whole one, that is published to a folder."""
    from tests.support.release_case import FIRST
    from tests.support.release_case import Case as ReleaseCase

    made = ReleaseCase(tmp_path / "liten")
    assert made.release(*FIRST) == 0
    for one in ("guideline", "recommendations", "changelog"):
        shutil.rmtree(root / one)
    shutil.copytree(made.root, root, dirs_exist_ok=True)
    (root / "publish.yml").write_text(f"maal: mappe\ntil: {tmp_path}/www\n", encoding="utf-8")
    desk._workspaces.forget()
    yield tmp_path / "www"


def test_publishing_is_tried_on_the_teams_server(
    small: Path, root: Path, sign_in: SignIn
) -> None:
    per, kari = sign_in("per", "utgiver"), sign_in("kari")
    path = "/redaksjon/publisering/"
    assert kari.get(path).status_code == 403
    assert kari.post(path, {"gjor": "prov"}).status_code == 403
    assert str(small) in per.get(path).content.decode()
    shown = per.post(path, {"gjor": "prov"}).content.decode()
    assert "Slik blir det" in shown and "utgave 1.0.0" in shown, shown
    assert "Publiser</button>" in shown and not small.exists()
    done = per.post(path, {"gjor": "publiser"}).content.decode()
    assert "Publisert." in done and "publisert av per, utgave 1.0.0" in done, done
    assert (small / "index.html").is_file()
    assert per.get(f"{begin(per)}publisering/").status_code == 404, "not inside a case"

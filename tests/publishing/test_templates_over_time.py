"""A template from release to release: what it says of its age, and what answers when it is gone."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from rettesnor.cli.main import main
from rettesnor.model.problem import Problem
from rettesnor.publishing.inspection import inspect
from rettesnor.reading.project import read_project

from tests.support.past_site import DAY, PastSite
from tests.support.release_case import FIRST, fragment

TEMPLATE = "guideline/maler/samtale.yml"
TEXT = """\
id: samtale
tittel: Notat fra samtalen
brukes_til: Til å skrive ned hva dere ble enige om.
anbefalinger:
  - rad-a
deler:
  - id: avtaler
    tittel: Avtaler
    felter:
      - id: avtale
        slag: avsnitt
        ledetekst: Hva ble dere enige om?
"""


def older(root: Path, day: date = DAY) -> list[Problem]:
    return [one for one in inspect(read_project(root), day).problems if one.code == "mal-eldre"]


def told(root: Path, capsys: pytest.CaptureFixture[str]) -> str:
    main(["status", "--root", str(root), "--date", DAY.isoformat()])
    return capsys.readouterr().out


def test_only_what_a_template_is_made_from_makes_it_older(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = PastSite(tmp_path)
    one, other = sorted((tmp_path / "recommendations").rglob("*.yml"))[:2]
    id_, path = one.stem, one.relative_to(tmp_path).as_posix()
    case.write(TEMPLATE, TEXT.replace("rad-a", id_))
    assert case.release(*FIRST) == 0
    case.write(path, f"{case.text(path).rstrip()}\nse_ogsaa:\n  - {other.stem}\n")
    assert older(tmp_path) == []
    case.write("changelog/unreleased/a.yml", fragment("redaksjonell", f"anbefalinger: [{id_}]"))
    assert case.release("1.0.1", "2027-01-15") == 0
    assert older(tmp_path) == [] and "Maler som er eldre" not in told(tmp_path, capsys)
    case.build()
    for address in ("maler/samtale/", "v/1.0.1/maler/samtale/"):
        assert "malen er sist endret i" not in case.words(address)
    title = next(line for line in case.text(path).splitlines() if line.startswith("tittel: "))
    case.replace(path, title, f"{title} i dag")
    assert f"  {TEMPLATE}: Malen er sist endret i 1.0.0." in told(tmp_path, capsys)


def test_a_template_lives_through_releases(tmp_path: Path) -> None:
    case = PastSite(tmp_path)
    id_, path = next(
        (p.stem, p.relative_to(tmp_path).as_posix())
        for p in sorted((tmp_path / "recommendations").rglob("*.yml"))
    )
    case.write(TEMPLATE, TEXT.replace("rad-a", id_))
    assert case.release(*FIRST) == 0
    assert older(tmp_path) == []

    title = next(
        line for line in case.text(path).splitlines() if line.startswith("tittel: ")
    )
    case.replace(path, title, f"{title} i dag")
    (problem,) = older(tmp_path)
    assert problem.path == TEMPLATE and f"«{id_}» i arbeidsutgaven" in problem.message
    case.write("changelog/unreleased/a.yml", fragment("presisert", f"anbefalinger: [{id_}]"))
    assert case.release("1.1.0", "2027-01-15") == 0
    (problem,) = older(tmp_path)
    assert "sist endret i 1.0.0" in problem.message and f"«{id_}» i 1.1.0" in problem.message
    case.build()
    page = case.words("maler/samtale/")
    assert "er endret i 1.1.0; malen er sist endret i 1.0.0." in page
    assert "er endret i 1.1.0" not in case.words("v/1.0.0/maler/samtale/")
    assert "malen er sist endret i 1.0.0." in case.words("v/1.1.0/maler/samtale/")
    (data,) = json.loads((case.site / "api/v1/nb/maler.json").read_text("utf-8"))["maler"]
    assert data["sist_endret"] == "1.0.0" and data["deler"][0]["felter"][0]["id"] == "avtale"

    case.replace(TEMPLATE, "deler:", "gjennomgatt: 1.1.0\ndeler:")
    assert older(tmp_path) == []

    (tmp_path / TEMPLATE).unlink()
    case.write("changelog/unreleased/b.yml", fragment("presisert", "ramme: [maler]"))
    assert case.release("1.1.1", "2027-02-15") == 0
    assert not case.build().faults
    assert "Notat fra samtalen" in case.words("maler/samtale/")
    assert "ikke lenger en del av retningslinja" in case.words("maler/samtale/")
    assert "v/1.1.0/maler/samtale/" in case.page("maler/samtale/")
    assert {"maler/", "verktoy/", "v/1.1.0/maler/samtale/"} <= case.answers()
    assert "verktoy/" not in case.page("")

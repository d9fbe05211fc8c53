"""Files that look like content and are not read are reported, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest
from rettesnor.reading.files.stray_files import unread_files

from tests.support.check_case import check, sound_files

CHAPTER = "recommendations/kompetanse"


def found(root: Path, path: str) -> list[tuple[str, str]]:
    """Return what is said of the sound guideline with a file more."""
    survey = check(root, {**sound_files(), path: "# Ny\n"})
    return [(p.path, p.hint) for p in survey.problems if p.code == "fil-ikke-lest"]


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        (f"{CHAPTER}/ny-plan.yaml", "Gi fila navnet «ny-plan.yml»."),
        (f"{CHAPTER}/ny-plan.YML", "Gi fila navnet «ny-plan.yml»."),
        (f"{CHAPTER}/ny-plan.yml.txt", "Gi fila navnet «ny-plan.yml»."),
        (f"{CHAPTER}/ny-plan.nn.yaml", "Gi fila navnet «ny-plan.nn.yml»."),
        (f"{CHAPTER}/ny.plan.v2.yml", "Bruk bare små bokstaver (a–z), tall og bindestrek i navnet, "
         "og ingen punktum."),
        (f"{CHAPTER}/ny-plan", "Gi fila navnet «ny-plan.yml»."),
        (f"{CHAPTER}/ny-plan.txt", "Gi fila navnet «ny-plan.yml»."),
        (f"{CHAPTER}/relevant kompetanse, ny.yaml", "Gi fila navnet "
         "«relevant-kompetanse-ny.yml»."),
        (f"{CHAPTER}/relevant-kompetanse.yaml", "«relevant-kompetanse.yml» finnes fra før. Er "
         "dette en kopi, slett den, eller gi den en ny id."),
        ("guideline/sources", "«sources.yml» finnes fra før. Er dette en kopi, slett den, eller gi "
         "den en ny id."),
        (f"{CHAPTER}/gammelt/ny-plan.yml", f"Flytt den opp i {CHAPTER}/."),
        ("recommendations/ny-plan.yml", "Flytt den til mappa til kapitlet den hører til, "
         "recommendations/<kapittel>/."),
        ("guideline/ny.md", "Før opp «ny» under «sider» i guideline/guideline.yml, eller slett "
         "fila."),
        ("guideline/ny.markdown", "Gi fila navnet «ny.md»."),
        ("guideline/lover.yaml", "Gi fila navnet «lover.yml»."),
        ("guideline/ny-plan.yml", "Er det en anbefaling, flytt den til "
         "recommendations/<kapittel>/."),
        (f"{CHAPTER}/gammelt/enda/ny-plan.yml", f"Flytt den opp i {CHAPTER}/."),
        ("guideline/sider/ny.md", "Flytt den opp i guideline/."),
        ("guideline/horinger/vaar.YML", "Gi fila navnet «vaar.yml»."),
        ("guideline/horinger/vaar.yml.txt", "Gi fila navnet «vaar.yml»."),
        ("guideline/horinger/vaar/innspill.JSON", "Gi fila navnet «innspill.json»."),
        ("guideline/horinger/vaar/innspill.json.txt", "Gi fila navnet «innspill.json»."),
        ("guideline/horinger/vaar/innspill.yaml", "Gi fila navnet «innspill.yml»."),
        ("guideline/horinger/vaar/mer/x.yml", "Flytt den opp i guideline/horinger/vaar/."),
        ("changelog/unreleased/x.YML", "Gi fila navnet «x.yml»."),
        ("changelog/unreleased/x.yml.txt", "Gi fila navnet «x.yml»."),
        ("changelog/unreleased/sub/x.yml", "Flytt den opp i changelog/unreleased/."),
        ("changelog/x.yml", "Er det en endringsfil, flytt den til changelog/unreleased/."),
    ],
)
def test_a_file_that_nobody_reads(path: str, hint: str, tmp_path: Path) -> None:
    assert found(tmp_path, path) == [(path, hint)]


@pytest.mark.parametrize(
    "path",
    [
        f"{CHAPTER}/.ny-plan.yml.swp", f"{CHAPTER}/ny-plan.yml~", f"{CHAPTER}/ny-plan.yml.orig",
        f"{CHAPTER}/README.md", "recommendations/LICENSE", "guideline/README.md",
        "guideline/bilder/figur.svg", "changelog/urls.txt", "changelog/unreleased/README.md",
        "changelog/0.1.0/release.yml", "changelog/unreleased/x.yml",
        "changelog/unreleased/x.yaml", "guideline/horinger/vaar.yml",
        "guideline/horinger/vaar/innspill.json", "guideline/horinger/vaar/LES.md",
        "guideline/notater/README.md", "changelog/unreleased/notater/README.md",
        "guideline/tilgjengelighet.yml",
    ],
)
def test_what_is_no_content_may_lie_there(path: str, tmp_path: Path) -> None:
    assert found(tmp_path, path) == []


def test_pages_are_let_be_while_the_list_of_them_is_not_known(tmp_path: Path) -> None:
    (tmp_path / "guideline").mkdir()
    (tmp_path / "guideline/ny.md").write_text("# Ny\n", encoding="utf-8")
    assert unread_files(tmp_path, None) == []
    assert len(unread_files(tmp_path, ())) == 1

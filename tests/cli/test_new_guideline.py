"""``rettesnor new guideline``: a folder that checks and builds at once, or nothing."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from rettesnor import __version__
from rettesnor.cli.main import main
from rettesnor.editing import new_guideline
from rettesnor.platform import SYSTEM
from rettesnor.reading.content import site_settings

from tests.project.test_no_particular_guideline import WORDS
from tests.support.guidelines import PROJECT

Run = Callable[..., tuple[int, str, str]]
NEEDED = ("--title", "Mottak av nye medarbeidere", "--owner", "Eksempeldirektoratet", "--yes")
EVERYTHING = {
    ".gitattributes", ".gitignore", ".github/workflows/guideline.yml", ".gitlab-ci.yml",
    ".vscode/settings.json", "README.md", "azure-pipelines.yml", "guideline/guideline.yml",
    "guideline/laws.yml", "guideline/sources.yml", "guideline/terms.yml", "mkdocs.yml",
    "requirements.txt", "schema/recommendation.schema.json", "changelog/unreleased/.gitkeep",
}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: object) -> tuple[int, str, str]:
        status = main([str(one) for one in arguments])
        shown = capsys.readouterr()
        return status, shown.out, shown.err

    return call


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize(
    ("language", "scale", "dimensions"),
    list(itertools.product(
        new_guideline.LANGUAGES, new_guideline.SCALES,
        ((), ("--dimension", "Virksomhet: Stat, Kommune", "--dimension", "Alder: Ung, Voksen")),
    )),
)
def test_it_checks_and_builds_without_a_warning(
    language: str, scale: str, dimensions: tuple[str, ...], tmp_path: Path, run: Run
) -> None:
    folder = tmp_path / "mottak"
    status, _, err = run(
        "new", "guideline", folder, *NEEDED, "--language", language, "--scale", scale, *dimensions
    )
    assert (status, err) == (0, "")
    assert list(tmp_path.iterdir()) == [folder], "something is left next to the folder"
    found = files_in(folder)
    assert found.keys() >= EVERYTHING
    texts = {path: data.decode() for path, data in found.items() if "schema/" not in path}
    assert not [path for path, text in texts.items() if re.search(r"\{%|(?<!\$)\{\{", text)]
    assert not [path for path, text in texts.items() if WORDS.search(text)]
    same = ("--root", folder, "--jobs", "1")
    status, out, err = run("check", *same)
    assert status == 0 and "advarsel" not in out + err
    status, out, err = run("build", *same)
    assert status == 0 and "advarsel" not in out + err
    pages = [path for path in (folder / "site").rglob("*.html")]
    assert len(pages) > 15
    assert not [path for path in pages if WORDS.search(path.read_text("utf-8"))]
    assert f'<html lang="{language}">' in (folder / "site/index.html").read_text("utf-8")


def test_every_required_field_has_a_comment(tmp_path: Path, run: Run) -> None:
    run("new", "guideline", tmp_path / "ny", *NEEDED)
    recommendations = sorted((tmp_path / "ny").glob("recommendations/*/*.yml"))
    assert len(recommendations) == 3
    for path in recommendations:
        lines = path.read_text("utf-8").split("\n")
        for before, line in itertools.pairwise(lines):
            if re.match(r"[a-z_]+:", line):
                assert before.startswith("#"), f"{path.name}: {line}"


@pytest.mark.parametrize("name", ["fil.txt", ".skjult", "mappe/fil"])
def test_a_folder_with_something_in_it_is_refused(name: str, tmp_path: Path, run: Run) -> None:
    mine = tmp_path / "ny" / name
    mine.parent.mkdir(parents=True)
    mine.write_text("min")
    status, out, err = run("new", "guideline", tmp_path / "ny", *NEEDED)
    assert (status, out) == (2, "") and "er ikke tom" in err
    assert files_in(tmp_path) == {f"ny/{name}": b"min"}


def test_an_empty_repository_is_filled(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "ny"
    (folder / ".git").mkdir(parents=True)
    (folder / ".git" / "HEAD").write_text("ref")
    monkeypatch.chdir(folder)
    assert run("new", "guideline", ".", *NEEDED)[0] == 0
    assert files_in(folder).keys() >= EVERYTHING | {".git/HEAD"}


@pytest.mark.parametrize("exists", [False, True])
def test_nothing_is_left_when_the_writing_stops(
    exists: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "ny"
    if exists:
        folder.mkdir()
    wanted = new_guideline.NewGuideline("Mottak av nye", "Mottak av nye", "Etaten", "Etaten")
    texts = new_guideline.files(wanted, "1.0.0")
    renamed = 0

    class Stops:
        """Renames, until it is stopped."""

        @staticmethod
        def rename(path: Path, target: Path) -> None:
            nonlocal renamed
            renamed += 1
            if renamed == (4 if exists else 1):
                raise KeyboardInterrupt
            SYSTEM.rename(path, target)

    monkeypatch.setattr(new_guideline, "SYSTEM", Stops)
    with pytest.raises(KeyboardInterrupt):
        new_guideline.create(folder, texts, lambda root: [])
    assert list(tmp_path.rglob("*")) == ([folder] if exists else [])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--owner", "Etaten", "--yes"), "Oppgi tittel på retningslinja, med --title."),
        (("--title", "Mottak", "--yes"), "Oppgi eier (etaten som har ansvaret), med --owner."),
        (("--title", "M", "--owner", "Etaten", "--yes"), "Tittelen må være én linje på 5 til 200"),
        (("--title", "Mottak " * 12, "--owner", "Etaten", "--yes"), "Korttittelen må være én"),
        ((*NEEDED, "--dimension", "Virksomhet"), "«Virksomhet» er ikke en dimensjon."),
    ],
)
def test_what_does_not_fit_is_refused(
    arguments: tuple[str, ...], said: str, tmp_path: Path, run: Run
) -> None:
    status, out, err = run("new", "guideline", tmp_path / "ny", *arguments)
    assert (status, out) == (2, "") and said in err
    assert list(tmp_path.iterdir()) == []


def test_a_dimension_that_is_a_field_leaves_nothing(tmp_path: Path, run: Run) -> None:
    status, _, err = run(
        "new", "guideline", tmp_path / "ny", *NEEDED, "--dimension", "Status: Ny, Gammel"
    )
    assert status == 1 and "Ingenting er skrevet" in err and "status" in err
    assert list(tmp_path.iterdir()) == []


def test_it_asks_at_a_terminal(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([
        "Mottak av nye", "", "Direktoratet for eksempler i hele landet", "", "fr", "en", "grade",
        "Sector: State, Local", "",
    ])
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    status, out, _ = run("new", "guideline", tmp_path / "ny")
    assert status == 0 and "Svar nb eller en." in out
    data = yaml.safe_load((tmp_path / "ny/guideline/guideline.yml").read_text("utf-8"))
    assert data["korttittel"] == "Mottak av nye" and data["eier"]["forkortelse"] == "DFEIHL"
    assert data["dimensjoner"][0]["id"] == "sector" and data["styrker"][0]["id"] == "strong-for"


def test_the_editor_settings_are_those_of_the_first_guideline() -> None:
    templates = Path(new_guideline.__file__).with_name("templates") / "guideline/common"
    for name in ("settings.json", "extensions.json"):
        own = json.loads((PROJECT / ".vscode" / name).read_text("utf-8"))
        assert json.loads((templates / "dot-vscode" / name).read_text("utf-8")) == own


def test_the_files_for_ci_are_yaml_and_name_no_registry(tmp_path: Path, run: Run) -> None:
    run("new", "guideline", tmp_path / "ny", *NEEDED)
    for name in (".github/workflows/guideline.yml", ".gitlab-ci.yml", "azure-pipelines.yml"):
        text = (tmp_path / "ny" / name).read_text("utf-8")
        assert yaml.safe_load(text) and "://" not in text
        assert "rettesnor check" in text and "rettesnor diff --base base --format markdown" in text
    assert (tmp_path / "ny/requirements.txt").read_text() == f"rettesnor=={__version__}\n"


def test_schemas_are_written_again(tmp_path: Path, run: Run) -> None:
    run("new", "guideline", tmp_path / "ny", *NEEDED)
    before = files_in(tmp_path / "ny")
    (tmp_path / "ny/schema/change.schema.json").write_text("{}")
    (tmp_path / "ny/schema/terms.schema.json").unlink()
    status, out, _ = run("new", "schemas", "--root", tmp_path / "ny")
    assert (status, out) == (0, "2 av skjemaene i schema/ er skrevet på nytt.\n")
    assert files_in(tmp_path / "ny") == before


def test_the_difference_from_another_folder(tmp_path: Path, run: Run) -> None:
    for name in ("ny", "base"):
        run("new", "guideline", tmp_path / name, *NEEDED)
    same = ("diff", "--base", tmp_path / "base", "--root", tmp_path / "ny", "--jobs", "1")
    status, out, _ = run(*same, "--format", "markdown")
    assert (status, out.split("\n")[2]) == (0, "Ingen forskjeller.")
    path = tmp_path / "ny/recommendations/forste-tid/fadder.yml"
    path.write_text(path.read_text("utf-8").replace("Fadder for den nye", "Fadder (ny)"), "utf-8")
    status, out, _ = run(*same, "--format", "markdown")
    assert (status, out) == (
        1, "## Forskjeller: filene i base → filene som de er nå\n\n"
        "- **Fadder (ny)** (`fadder`): `tittel`\n",
    )
    assert run(*same, "--format", "html")[1].startswith("<!doctype html>")
    assert run("diff", "1.0.0", *same[1:])[0] == 2


@pytest.mark.parametrize("language", new_guideline.LANGUAGES)
@pytest.mark.parametrize("scale", new_guideline.SCALES)
def test_a_new_recommendation_takes_any_strength_of_the_scale(
    language: str, scale: str, tmp_path: Path, run: Run
) -> None:
    root = tmp_path / "ny"
    run("new", "guideline", root, *NEEDED, "--language", language, "--scale", scale)
    data = yaml.safe_load((root / "guideline/guideline.yml").read_text("utf-8"))
    strengths = data.get("styrker") or [
        {"id": "skal", "grad": "plikt"}, {"id": "bør", "grad": "sterk"},
        {"id": "kan", "grad": "svak"},
    ]
    law = yaml.safe_load((root / "guideline/laws.yml").read_text("utf-8"))["lover"][0]["id"]
    for number, one in enumerate(strengths):
        basis = ("--basis", f"{law} § 14-5") if one["grad"] == "plikt" else ()
        assert run(
            "new", "recommendation", f"Ny {number}", "--chapter", data["kapitler"][0]["id"],
            "--strength", one["id"], *basis, "--root", root, "--jobs", "1",
        )[::2] == (0, ""), one


@pytest.mark.parametrize("language", new_guideline.LANGUAGES)
def test_the_commented_look_is_right_when_the_signs_are_removed(
    language: str, tmp_path: Path, run: Run
) -> None:
    folder = tmp_path / "mottak"
    assert run("new", "guideline", folder, *NEEDED, "--language", language)[0] == 0
    settings = folder / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub(r"(?m)^#(?=  )", "", text), encoding="utf-8")
    found = site_settings.problems(folder)
    assert {one.code for one in found} == {"utseende-fil"}, "only the files are missing"
    assert len(found) == 5
    look = site_settings.read_settings(folder, {}).look
    assert look.owner == {"": "Eksempeldirektoratet"} and look.light["brand"] == "#12456b"


def test_what_a_new_guideline_has_yet_to_do_is_said(tmp_path: Path, run: Run) -> None:
    root = tmp_path / "ny"
    run("new", "guideline", root, *NEEDED)
    same = ("--root", root, "--jobs", "1")
    assert "Ingenting er gitt ut ennå. Den første utgaven kan få" in run("status", *same)[1]
    status, _, err = run("new", "hearing", "h", "--closes", "2027-06-01", *same)
    assert status == 2 and "Ingenting er gitt ut ennå" in err


@pytest.mark.parametrize("language", new_guideline.LANGUAGES)
def test_the_examples_are_not_released_as_adopted(
    language: str, tmp_path: Path, run: Run
) -> None:
    root = tmp_path / "ny"
    run("new", "guideline", root, *NEEDED, "--language", language)
    same = ("--root", root, "--jobs", "1")
    assert run("release", "0.1.0", "--dry-run", *same)[0] == 0  # people try it
    path = root / "guideline/guideline.yml"
    path.write_text(path.read_text("utf-8").replace("status: utkast", "status: gjeldende"))
    status, out, err = run("check", *same)
    assert status == 0 and out.count("[ikke-fylt-ut]") == 5
    status, out, err = run("release", "1.0.0", "--dry-run", *same)
    assert status == 1 and err.count("[ikke-fylt-ut]") == 8
    for path in [*root.glob("guideline/*.*"), *root.glob("recommendations/*/*")]:
        text = path.read_text("utf-8")
        for words in ("Dette er et eksempel", "Dette eksemplet", "This is an example", "Eksempel: ",
                      "This example", "Example: ", "The examples here"):
            text = text.replace(words, "Noe ")
        path.write_text(text)
    assert run("release", "1.0.0", "--dry-run", *same)[0] == 0


@pytest.mark.parametrize("text", ["# Spørsmål\n", "# Spørsmål\n\n \n\n"])
def test_a_page_without_text_is_said_and_not_released(
    text: str, tmp_path: Path, run: Run
) -> None:
    root = tmp_path / "ny"
    run("new", "guideline", root, *NEEDED)
    (root / "guideline/metode.md").write_text(text)
    same = ("--root", root, "--jobs", "1")
    assert "metode.md:1:1: advarsel: Siden har ingen tekst" in run("check", *same)[1]
    status, _, err = run("release", "0.1.0", "--dry-run", *same)
    assert status == 1 and "Siden har ingen tekst" in err and "skadet" not in err


def test_comments_speak_of_the_scale_and_the_laws_of_the_guideline(
    tmp_path: Path, run: Run
) -> None:
    root = tmp_path / "ny"
    run("new", "guideline", root, *NEEDED, "--scale", "grade")
    same = ("--root", root, "--jobs", "1")
    run("new", "recommendation", "Velkomst", "--chapter", "forste-tid", "--strength", "svak-mot",
        *same)
    text = (root / "recommendations/forste-tid/velkomst.yml").read_text("utf-8")
    assert "# sterk-for: Fordelene er klart større enn ulempene." in text and "skal:" not in text
    assert run("change", "velkomst", "--root", root)[0] == 0
    text = (root / "changelog/unreleased/velkomst.yml").read_text("utf-8")
    assert "lov: arbeidsmiljøloven\n  #   paragraf: § 14-5\n" in text and not WORDS.search(text)

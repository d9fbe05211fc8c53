"""A part that is not installed is reported with the command that installs it, and nothing else.

Each command runs in an interpreter that cannot import the part.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from rettesnor.model import extras

from tests.support.guidelines import PROJECT, sound_copy, tree
from tests.support.release_case import Case

BLOCK = """
import sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name in {names!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
import importlib.util as util
real = util.find_spec
util.find_spec = lambda name, package=None: None if name in {names!r} else real(name, package)
sys.meta_path.insert(0, Blocked())
"""
PUBLIC = """-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAA6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=
-----END PUBLIC KEY-----
"""


def run(folder: Path, names: tuple[str, ...], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command where the modules ``names`` are missing, in ``folder``."""
    start = folder.parent / "start"
    start.mkdir(exist_ok=True)
    (start / "sitecustomize.py").write_text(BLOCK.format(names=names), encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "rettesnor", *arguments, "--root", str(folder)],
        env={"PYTHONPATH": f"{start}:{PROJECT / 'site_plugins'}", "PATH": "",
             "HOME": str(folder.parent)},
        capture_output=True, text=True, check=False, timeout=120,
    )


def contents(root: Path) -> dict[str, bytes]:
    """Return the files of ``root``, without the cache."""
    return {path: data for path, data in tree(root).items() if not path.startswith(".rettesnor/")}


CASES = [
    *(
        (extras.DOCUMENTS, (name,), ("build", option, "--date", "2026-11-01"))
        for name in ("typst", "pikepdf", "pypandoc") for option in ("--pdf", "--documents")
    ),
    *(
        (extras.HEARING, (name,), ("hearing", *command))
        for name in ("django", "django_otp", "argon2", "rapidfuzz", "waitress", "whitenoise")
        for command in (("serve",), ("export", "pilot", "--out", "x"))
    ),
    *(
        (extras.HEARING, ("django",), ("hearing", *command))
        for command in (("migrate",), ("purge",), ("mail",), ("user", "ola", "--role", "leser"))
    ),
    (extras.MATERIAL, ("material",), ("build", "--theme", "material", "--date", "2026-11-01")),
]


@pytest.mark.parametrize(
    ("extra", "names", "command"), CASES,
    ids=[f"{' '.join(command[:2])} without {names[0]}" for _, names, command in CASES],
)
def test_it_says_what_to_install(
    tmp_path: Path, extra: str, names: tuple[str, ...], command: tuple[str, ...]
) -> None:
    root = sound_copy(tmp_path / "g")
    before = contents(root)
    done = run(root, names, *command)
    assert done.returncode == 2, done.stdout + done.stderr
    assert extras.install_command(extra) in done.stderr.split("\n    ")[1]
    assert "Traceback" not in done.stderr and "Noe gikk galt" not in done.stderr
    assert contents(root) == before


@pytest.mark.parametrize("command", ["verify", "release", "redact"])
def test_signatures_too(tmp_path: Path, command: str) -> None:
    case = Case(tmp_path / "g")
    assert case.release("1.0.0", "2026-11-22") == 0
    case.write("guideline/signatur.pub", PUBLIC)
    path = "recommendations/hjem/snakke-tidlig.yml"
    case.replace(path, "Ta kontakt samme dag", "Ta kontakt den dagen")
    key = tmp_path / "key.pem"
    key.write_text("x", encoding="utf-8")
    text = tmp_path / "text"
    text.write_text("Ta kontakt samme dag", encoding="utf-8")
    arguments = {
        "verify": (),
        "release": ("1.0.1", "--key", str(key), "--date", "2026-11-29"),
        "redact": ("--text-file", str(text), "--reason", "Navn", "--by", "Arkivet",
                   "--basis", "Loven", "--key", str(key)),
    }[command]
    done = run(case.root, ("cryptography",), command, *arguments)
    assert done.returncode in (1, 2), done.stdout + done.stderr
    said = done.stdout + done.stderr
    assert extras.install_command(extras.SIGNING) in said, said
    assert "Traceback" not in said and "Noe gikk galt" not in said


def test_the_named_extras_are_there_and_the_old_names_lead_to_them() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    there = project["optional-dependencies"]
    assert {extras.DOCUMENTS, extras.HEARING, extras.MATERIAL, extras.SIGNING} <= there.keys()
    aliases = {"pdf": extras.DOCUMENTS, "horing": extras.HEARING, "signering": extras.SIGNING}
    for old, new in aliases.items():
        assert there[old] == [f"rettesnor[{new}]"]


def test_texts_name_no_old_extra_and_quote_for_every_shell() -> None:
    texts = [*PROJECT.glob("*.md"), *PROJECT.glob("docs/*.md"),
             *(PROJECT / "site_plugins").rglob("*.py")]
    named = [
        (path.name, *found) for path in texts
        for found in re.findall(r"""(.)[\w.]*\[(pdf|horing|signering)\]""", path.read_text("utf-8"))
        if "pip install" in path.read_text("utf-8")
    ]
    assert named == []
    single = [p.name for p in texts if re.search(r"pip install '", p.read_text("utf-8"))]
    assert single == []


def test_a_path_with_a_space_is_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", r"C:\Users\Kari N\.venv\python.exe")
    assert extras.install_command("signing") == (
        r'"C:\Users\Kari N\.venv\python.exe" -m pip install "rettesnor[signing]"'
    )

"""The wheel has all that a guideline needs, without this repository."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from tests.support.guidelines import PROJECT

ISOLATED = {
    key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONHOME")
}


def _ran(*arguments: object, cwd: Path) -> str:
    done = subprocess.run(
        [str(one) for one in arguments], cwd=cwd, env=ISOLATED, text=True, timeout=180,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def commands(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of commands of an environment with the wheel installed.

    The libraries are those of this interpreter, so nothing is fetched. Its own copy of Rettesnor
    stands behind the installed one in the search path.
    """
    hatchling = pytest.importorskip("hatchling.build")
    folder = tmp_path_factory.mktemp("wheel")
    here = Path.cwd()
    os.chdir(PROJECT)
    try:
        wheel = folder / hatchling.build_wheel(str(folder))
    finally:
        os.chdir(here)
    environment = folder / "env"
    venv.create(environment, with_pip=False, symlinks=os.name != "nt")
    bin_ = environment / ("Scripts" if os.name == "nt" else "bin")
    paths = sysconfig.get_paths(vars={"base": str(environment), "platbase": str(environment)})
    libraries = Path(paths["purelib"])
    _ran(sys.executable, "-m", "pip", "--python", bin_ / "python", "install", "--no-deps",
         "--no-index", "-q", wheel, cwd=folder)
    # A .pth runs no .pth of the folder that it names, so the editable install stays out of sight.
    (libraries / "libraries.pth").write_text(f"{sysconfig.get_paths()['purelib']}\n")
    where = _ran(bin_ / "python", "-c", "import rettesnor; print(rettesnor.__file__)", cwd=folder)
    assert Path(where.strip()).is_relative_to(environment)
    return bin_


def test_a_guideline_from_the_wheel(commands: Path, tmp_path: Path) -> None:
    rettesnor = commands / "rettesnor"
    _ran(rettesnor, "new", "guideline", "ny", "--title", "Mottak av nye", "--owner", "Etaten",
         "--scale", "grade", "--yes", cwd=tmp_path)
    root = tmp_path / "ny"
    out = _ran(rettesnor, "check", cwd=root)
    assert "advarsel" not in out
    _ran(rettesnor, "build", cwd=root)
    first = {p.relative_to(root / "site"): p.read_bytes() for p in (root / "site").rglob("*.html")}
    _ran(commands / "python", "-m", "mkdocs", "build", "-q", cwd=root)
    assert first == {
        p.relative_to(root / "site"): p.read_bytes() for p in (root / "site").rglob("*.html")
    }
    _ran(rettesnor, "release", "0.1.0", cwd=root)
    assert "alt er som det ble utgitt" in _ran(rettesnor, "verify", cwd=root)
    assert "Ingen forskjeller" in _ran(rettesnor, "diff", cwd=root)

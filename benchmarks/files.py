"""Writing a generated guideline as the project's data files."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import yaml
from rettesnor.model.convert import to_data
from rettesnor.model.recommendation import Recommendation
from rettesnor.reading.schema import validate as schema

from benchmarks.generator import Corpus

_WIDTH = 100


class _Dumper(yaml.CSafeDumper):
    """Writes long text as literal blocks, and never an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        """Say that every value is written out in full."""
        return True


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def write_project(corpus: Corpus, root: Path, configuration: str) -> None:
    """Write the whole guideline below ``root``, with ``configuration`` as its mkdocs.yml.

    The folders that a project has next to its content, schemas and change log, are there too.

    Raises:
        OSError: a file cannot be written.
    """
    frame = to_data(corpus.guideline)
    del frame["tekstsider"]
    folder = root / "guideline"
    _write(folder / "laws.yml", {"lover": frame.pop("lover")})
    _write(folder / "terms.yml", {"termer": frame.pop("termer")})
    _write(folder / "sources.yml", {"references": list(frame.pop("kilder").values())})
    _write(folder / "guideline.yml", frame)
    for page in corpus.guideline.tekstsider:
        text = f"# {page.tittel}\n\n{page.tekst}\n"
        (folder / f"{page.id}.md").write_text(text, encoding="utf-8")
    (root / "mkdocs.yml").write_text(configuration, encoding="utf-8")
    (root / "changelog").mkdir(exist_ok=True)
    shutil.copytree(schema.folder(), root / "schema", dirs_exist_ok=True)
    for recommendation in corpus.recommendations:
        write_recommendation(recommendation, root)


def write_recommendation(recommendation: Recommendation, root: Path) -> None:
    """Write one recommendation to its place below ``root``."""
    data = to_data(recommendation)
    data |= data.pop("dimensjoner", {})  # each is a field of its own in the file
    chapter = data.pop("kapittel")
    _write(root / "recommendations" / chapter / f"{recommendation.id}.yml", data)


def _write(path: Path, data: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)
    path.write_text(text, encoding="utf-8")

"""The generated guidelines that speed is measured on are sound, sized as asked, and repeatable."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker

from benchmarks.files import write_project, write_recommendation
from benchmarks.frame import source_count
from benchmarks.generator import generate, marker, revised
from benchmarks.markdown import write_markdown

SCHEMAS = Path(__file__).parents[2] / "schema"
SIZE = 37


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A written guideline of ``SIZE`` recommendations."""
    folder = tmp_path_factory.mktemp("generated")
    write_project(generate(SIZE, seed=7), folder, "site_name: x\n")
    return folder


def faults(kind: str, data: Any) -> list[str]:
    schema = json.loads((SCHEMAS / f"{kind}.schema.json").read_text(encoding="utf-8"))
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(data)]


def load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def recommendations(root: Path) -> list[Path]:
    return sorted((root / "recommendations").glob("*/*.yml"))


def digests(root: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(root.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(root)), hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("kind", ["guideline", "laws", "terms", "sources"])
def test_frame_satisfies_its_schema(root: Path, kind: str) -> None:
    assert faults(kind, load(root / "guideline" / f"{kind}.yml")) == []


def test_recommendations_satisfy_their_schema(root: Path) -> None:
    found = {path.name: faults("recommendation", load(path)) for path in recommendations(root)}
    assert {name: errors for name, errors in found.items() if errors} == {}


def test_chapters_list_exactly_the_files(root: Path) -> None:
    chapters = load(root / "guideline" / "guideline.yml")["kapitler"]
    listed = [(chapter["id"], one) for chapter in chapters for one in chapter["anbefalinger"]]
    assert [len(chapter["anbefalinger"]) for chapter in chapters] == [10, 10, 10, 7]
    assert sorted(listed) == [(path.parent.name, path.stem) for path in recommendations(root)]


def test_same_seed_gives_same_bytes(root: Path, tmp_path: Path) -> None:
    write_project(generate(SIZE, seed=7), tmp_path, "site_name: x\n")
    assert dict(digests(tmp_path)) == dict(digests(root))


def test_other_seed_gives_other_text() -> None:
    first, second = generate(10, seed=1), generate(10, seed=2)
    assert first.recommendations[0].begrunnelse != second.recommendations[0].begrunnelse


def test_recommendation_has_about_a_thousand_words(root: Path) -> None:
    for path in recommendations(root):
        words = len(path.read_text(encoding="utf-8").split())
        assert 850 <= words <= 1_250, path.name


@pytest.mark.parametrize(("size", "sources"), [(17, 20), (200, 40), (3_000, 400)])
def test_number_of_sources(size: int, sources: int) -> None:
    assert source_count(size) == sources


def test_a_guideline_has_so_many_sources() -> None:
    assert len(generate(17).guideline.kilder) == source_count(17)


def test_every_source_law_section_and_term_is_used(root: Path) -> None:
    prose = "\n".join(path.read_text(encoding="utf-8") for path in recommendations(root))
    for source in load(root / "guideline" / "sources.yml")["references"]:
        assert f"[@{source['id']}]" in prose
    for law in load(root / "guideline" / "laws.yml")["lover"]:
        for section in law["paragrafer"]:
            assert f"[[{law['id']} {section['paragraf']}]]" in prose
    for term in load(root / "guideline" / "terms.yml")["termer"]:
        assert f"[[{term['term']}]]" in prose


def test_revision_is_new_each_time_and_still_sound(tmp_path: Path) -> None:
    corpus = generate(17)
    first, second = revised(corpus, 1), revised(corpus, 2)
    assert first.id == second.id
    assert first.begrunnelse.tekst != second.begrunnelse.tekst
    write_recommendation(second, tmp_path)
    (path,) = recommendations(tmp_path)
    assert faults("recommendation", load(path)) == []
    assert marker(2) in path.read_text(encoding="utf-8")


def test_peers_get_the_same_prose_with_references_spelled_out(tmp_path: Path) -> None:
    corpus = generate(17)
    write_markdown(corpus, tmp_path, "index.md")
    for item in corpus.recommendations:
        text = (tmp_path / item.kapittel / f"{item.id}.md").read_text(encoding="utf-8")
        assert item.begrunnelse.ressursbruk in text
        assert item.praktisk_gjennomforing.steg[-1].hva in text
        assert not re.search(r"\[@|\[\[|anbefaling:", text)


def test_too_small_a_guideline_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 10"):
        generate(9)

"""catalogue.yml by golden cases: each file in cases/catalogue/ holds one and what is said of it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from rettesnor.model.catalogue import LABELS, ORDER, cycles
from rettesnor.reading.content.catalogue import CODES, read_catalogue
from rettesnor.reading.content.shared_entries import differing, read_shared
from rettesnor.reading.files.folder import DiskFolder
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.yaml import loader

CASES = sorted((Path(__file__).parents[1] / "cases" / "catalogue").glob("*.yml"))


def output(case: dict[str, object], root: Path) -> str:
    (root / "catalogue.yml").write_text(str(case["catalogue"]), encoding="utf-8")
    folders = case["folders"]
    assert isinstance(folders, list)
    for name in folders:
        (root / "guidelines" / name / "guideline").mkdir(parents=True)
        (root / "guidelines" / name / "guideline" / "guideline.yml").touch()
    found = read_catalogue(DiskFolder(root))
    assert (found.catalogue is None) == bool(found.problems)
    return "".join(f"{problem.severity.value} {problem}\n" for problem in found.problems)


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_case(path: Path, tmp_path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert output(case, tmp_path) == case["output"]


def test_every_rule_has_a_case() -> None:
    told = "".join(path.read_text(encoding="utf-8") for path in CASES)
    assert [code.name for code in CODES if f" {code.name}: " not in told] == []


def test_a_relation_is_shown_at_both_ends(tmp_path: Path) -> None:
    case = yaml.safe_load((CASES[0].parent / "sound.yml").read_text(encoding="utf-8"))
    output(case, tmp_path)
    catalogue = read_catalogue(DiskFolder(tmp_path)).catalogue
    assert catalogue is not None
    shown = {
        entry.id: [(one.type, one.til) for one in catalogue.relations(entry.id)]
        for entry in catalogue.retningslinjer
    }
    assert shown == {
        "handhygiene": [
            ("erstatter", "handhygiene-1998"), ("grunnlag-for", "hansker"),
            ("overlapper", "hansker"),
        ],
        "hansker": [("bygger-på", "handhygiene"), ("overlapper", "handhygiene")],
        "handhygiene-1998": [("erstattet-av", "handhygiene")],
    }
    assert catalogue.replaced_by("handhygiene-1998") == "handhygiene"
    assert catalogue.replaced_by("handhygiene") == ""
    assert {*ORDER} == {*LABELS}


LAWS = """\
lover:
  - id: loven
    tittel: Lov om noe (loven)
    korttittel: loven
    type: lov
    dato: 2023-06-09
    nummer: 30
    paragrafer:
      - paragraf: "§ 1"
        opphevet: 2026-07-01
      - paragraf: "§ 2"
        overskrift: Plikter
"""


def test_a_copy_that_differs_from_what_is_shared_is_found(tmp_path: Path) -> None:
    assert read_shared(DiskFolder(tmp_path)).entries == {}
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "laws.yml").write_text(LAWS, encoding="utf-8")
    shared = read_shared(DiskFolder(tmp_path))
    assert shared.problems == ()

    def said(text: str) -> list[tuple[int, str]]:
        path = "guideline/laws.yml"
        document = Document(path, text, loader.load(text, path)[0])
        return [(one.line, one.field) for one in differing(shared, {path: document})]

    assert said(LAWS) == []
    own = LAWS.replace("        opphevet: 2026-07-01\n", "        sammendrag: Noe eget.\n")
    assert said(own) == [(9, "lover.0.paragrafer.0.opphevet")]
    assert said(LAWS.replace("nummer: 30", "nummer: 31")) == [(7, "lover.0.nummer")]
    assert said(LAWS[: LAWS.index('      - paragraf: "§ 2"')]) == []
    assert said(LAWS.replace("id: loven", "id: annen").replace("30", "31")) == []
    (tmp_path / "shared" / "laws.yml").write_text("lover: 1\n", encoding="utf-8")
    assert [one.path for one in read_shared(DiskFolder(tmp_path)).problems] == ["shared/laws.yml"]


NODES = st.sampled_from("abcdef")


@given(st.dictionaries(NODES, st.lists(NODES, max_size=1).map(tuple)))
def test_a_chain_of_replacements_ends_when_there_is_no_cycle(
    edges: dict[str, tuple[str, ...]]
) -> None:
    """With at most one replacement each, the cycles are exactly where following never ends."""
    endless = set()
    for start in edges:
        node, steps = start, 0
        while edges.get(node) and steps < 20:
            node, steps = edges[node][0], steps + 1
        if steps == 20:
            ring = [node]
            while edges[ring[-1]][0] != node:
                ring.append(edges[ring[-1]][0])
            endless.add(frozenset(ring))
    found = [*cycles(edges)]
    assert {frozenset(ring) for ring in found} == endless
    assert len(found) == len(endless)
    for ring in found:
        assert ring[0] == min(ring)

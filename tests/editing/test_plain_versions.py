"""A plain-language version goes where its recommendation goes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from rettesnor.editing.fragments import Decision
from rettesnor.editing.operations.merge import merge
from rettesnor.editing.operations.move import move
from rettesnor.editing.operations.split import split
from rettesnor.editing.operations.withdraw import withdraw
from rettesnor.editing.plan import Plan
from rettesnor.editing.project_files import ProjectFiles
from rettesnor.editing.yaml_writer import read
from rettesnor.model.translation import lengths

from tests.support.check_case import LANGUAGES, sound_files

DECISION = Decision(date(2027, 2, 1), "Det er bedre slik.", "Etaten")
EARLY, ALL = "tidlig-samtale", "snakke-med-alle"
ROLE = "guideline/roller/kontaktlaerer.yml"


def plain(id_: str, language: str = "") -> str:
    return f"guideline/enkelt/{id_}{language}.yml"


def version(id_: str, *heard: str) -> str:
    listed = "".join(f"      - {one}\n" for one in heard)
    return (
        f"# Skrevet i høst\nid: {id_}\nversjoner:\n  - maalgruppe: kontaktlaerer\n"
        f"    kort: Kort om {id_}.\n    vente:\n{listed}"
        "skrevet_fra:\n  - kildefelt: kort_anbefaling\n    sjekksum: 306fceb76bd2\n"
    )


def translated(*heard: str) -> str:
    listed = "".join(f"      - {one}\n" for one in heard)
    return f"versjoner:\n  - maalgruppe: kontaktlaerer\n    kort: Kort.\n    vente:\n{listed}"


@pytest.fixture(name="files")
def _files() -> ProjectFiles:
    texts = sound_files()
    texts["guideline/guideline.yml"] += LANGUAGES
    texts |= {
        plain(EARLY): version(EARLY, "Noen spør deg.", "Noen ringer."),
        plain(EARLY, ".nn"): translated("Nokon spør deg.", "Nokon ringjer."),
        plain(ALL): version(ALL, "Alle blir spurt."),
        plain(ALL, ".nn"): translated("Alle blir spurde."),
        ROLE: (
            "id: kontaktlaerer\ninnledning: Du er den eleven møter først.\nkan_vente:\n"
            f"  - setning: At noen spør.\n    anbefalinger:\n      - {EARLY}\n      - {ALL}\n"
            f"  - setning: At noen ringer.\n    anbefalinger:\n      - {EARLY}\n"
        ),
    }
    return ProjectFiles({path: text.encode() for path, text in texts.items()})


def after(files: ProjectFiles, plan: Plan) -> dict[str, bytes]:
    found = dict(files.contents)
    for change in plan.changes:
        found.pop(change.path, None)
        if change.after is not None:
            found[change.path] = change.after
    return found


def said(found: dict[str, bytes], path: str) -> Any:
    return read(found[path].decode())


def named(found: dict[str, bytes]) -> list[Any]:
    return [point.get("anbefalinger") for point in said(found, ROLE)["kan_vente"]]


def test_a_new_id_is_the_plain_versions_too(files: ProjectFiles) -> None:
    found = after(files, move(files, EARLY, DECISION, new_id="ny-id"))
    assert said(found, plain("ny-id"))["id"] == "ny-id"
    assert found[plain("ny-id")].startswith(b"# Skrevet i h\xc3\xb8st\n")
    assert found[plain("ny-id", ".nn")] == files.contents[plain(EARLY, ".nn")]
    assert not {plain(EARLY), plain(EARLY, ".nn")} & found.keys()
    assert named(found) == [["ny-id", ALL], ["ny-id"]]


def test_another_chapter_is_nothing_to_it(files: ProjectFiles) -> None:
    found = after(files, move(files, EARLY, DECISION, chapter="kompetanse"))
    assert found[plain(EARLY)] == files.contents[plain(EARLY)]
    assert found[ROLE] == files.contents[ROLE]


def test_it_is_withdrawn_with_the_recommendation(files: ProjectFiles) -> None:
    plan = withdraw(files, EARLY, "Den er ikke lenger nødvendig.", DECISION, unlink=True)
    found = after(files, plan)
    assert not {plain(EARLY), plain(EARLY, ".nn")} & found.keys()
    assert named(found) == [[ALL], None]
    assert any(ROLE in note for note in plan.notes)


def test_each_part_of_a_split_begins_with_a_copy(files: ProjectFiles) -> None:
    found = after(files, split(files, EARLY, ["Første del", "Andre del"], DECISION))
    assert plain(EARLY) not in found
    for id_ in ("forste-del", "andre-del"):
        assert said(found, plain(id_))["id"] == id_
        assert said(found, plain(id_))["skrevet_fra"]
        assert found[plain(id_, ".nn")] == files.contents[plain(EARLY, ".nn")]
    assert named(found) == [["forste-del", ALL], ["forste-del"]]


def test_a_merge_keeps_every_sentence(files: ProjectFiles) -> None:
    plan = merge(files, [EARLY, ALL], DECISION)
    found = after(files, plan)
    (one,) = said(found, plain(EARLY))["versjoner"]
    assert one["kort"] == f"Kort om {EARLY}."
    assert one["anbefalt"] == [f"Kort om {ALL}."]
    assert one["vente"] == ["Noen spør deg.", "Noen ringer.", "Alle blir spurt."]
    (other,) = said(found, plain(EARLY, ".nn"))["versjoner"]
    assert other["vente"] == ["Nokon spør deg.", "Nokon ringjer.", ""]
    long = lengths(said(found, plain(EARLY)), "plain")
    short = lengths(said(found, plain(EARLY, ".nn")), "plain")
    assert all(long[pointer] == length for pointer, length in short.items())
    assert plain(ALL) not in found and plain(ALL, ".nn") not in found
    assert named(found) == [[EARLY], [EARLY]]
    assert any("Skriv dem sammen" in note and plain(EARLY) in note for note in plan.notes)


def test_one_that_is_merged_into_another_without_a_version_gives_it_its_own(
    files: ProjectFiles,
) -> None:
    own = f"guideline/enkelt/{EARLY}"
    kept = {path: data for path, data in files.contents.items() if not path.startswith(own)}
    found = after(files, merge(ProjectFiles(kept), [EARLY, ALL], DECISION))
    assert said(found, plain(EARLY))["id"] == EARLY
    assert said(found, plain(EARLY))["versjoner"][0]["vente"] == ["Alle blir spurt."]
    assert plain(ALL) not in found

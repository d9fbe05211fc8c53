"""Lovdata's files: what they say of a section, and what must not be read into them."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest
from rettesnor.reading.lovdata.acts import changes_in, read_act
from rettesnor.reading.lovdata.archives import LIMITS, Limits, LovdataError, documents
from rettesnor.reading.lovdata.collection import read_collection
from rettesnor.reading.lovdata.markup import tree
from rettesnor.reading.lovdata.values import Amendment, Collection

from tests.support.lovdata import ACT, archive, chapter, document, marked, section

WANTED = {ACT: ("opplæringslova",), "forskrift/2024-06-03-900": ("opplæringsforskrifta",)}
LATER = "lov/2025-06-20-39"


def read(tmp_path: Path, *texts: str) -> Collection:
    """Return what an archive with ``texts`` says."""
    names = {f"{number}.xml": text for number, text in enumerate(texts)}
    return read_collection([archive(tmp_path / "a.tar.bz2", names)], WANTED)


def amended(found: Collection) -> list[tuple[str, str, str, str]]:
    """Return what was changed, how, from when, and to what."""
    return [(one.section, one.event, one.in_force, one.to) for one in found.amendments]


def changing(body: str, target: str = ACT, when: str = "2025-08-01", **fields: str) -> str:
    return document(
        LATER, body, gazette=True, dateInForce=when,
        changesToDocuments=f"<ul><li>{target}</li></ul>",
        title="Lov om endringer", dateOfPublication="2025-06-20 12:45", **fields,
    )


def starting(words: str, when: str = "2026-01-01") -> str:
    return document(
        "forskrift/2025-12-19-1", f'<article class="legalP">{words}</article>', gazette=True,
        dateInForce=when, changesToDocuments=f"<ul><li>{ACT}</li></ul>", basedOn=LATER,
        title="Ikraftsetting av lov 20. juni 2025 nr. 39", dateOfPublication="2025-12-19 10:00",
    )


@pytest.mark.parametrize(("how", "part", "event", "where"), [
    ("change", "§24-3/ledd/2/bokstav/c", "endret", "§ 24-3"),
    ("change", "§13a", "endret", "§ 13a"),
    ("add-new", "§24-3/ledd/4", "endret", "§ 24-3"),
    ("add-new", "§25-5", "ny", "§ 25-5"),
    ("repeal", "§2-4", "opphevet", "§ 2-4"),
    ("repeal", "§2-4/ledd/2", "endret", "§ 2-4"),
    ("change", "kap9A", "endret", "kapittel 9A"),
])
def test_a_marked_change_names_the_section(
    tmp_path: Path, how: str, part: str, event: str, where: str
) -> None:
    found = read(tmp_path, changing(marked(ACT, (how, f"{ACT}/{part}", "skal lyde:"))))
    assert amended(found) == [(where, event, "2025-08-01", "")]


def test_a_section_that_gets_another_number_is_moved_and_a_part_of_it_is_not(
    tmp_path: Path
) -> None:
    moved = changing(marked(
        ACT, ("move", f"{ACT}/§7-2c;;{ACT}/§7-2d", "blir"),
        ("move", f"{ACT}/§1-1/ledd/2;;{ACT}/§1-1/ledd/3", "blir"),
    ))
    assert amended(read(tmp_path, moved)) == [
        ("§ 7-2c", "flyttet", "2025-08-01", "§ 7-2d"), ("§ 1-1", "endret", "2025-08-01", ""),
    ]


def test_a_repealed_act_is_a_change_of_all_of_it(tmp_path: Path) -> None:
    law = changing(marked(ACT, ("repeal", ACT, "oppheves")), when="Kongen bestemmer")
    found = read(tmp_path, law)
    assert amended(found) == [("", "opphevet", "", "")]


@pytest.mark.parametrize(("instruction", "expected"), [
    ("§ 9-8 skal lyde:", [("§ 9-8", "endret")]),
    ("§ 9-8 første og andre ledd skal lyde:", [("§ 9-8", "endret")]),
    ("Overskrifta til § 9-8 skal lyde:", [("§ 9-8", "endret")]),
    ("Ny § 9-8 a skal lyde:", [("§ 9-8a", "ny")]),
    ("§ 9-8 nytt tredje ledd skal lyde:", [("§ 9-8", "endret")]),
    ("§ 9-8 oppheves.", [("§ 9-8", "opphevet")]),
    ("§ 9-8 tredje ledd oppheves.", [("§ 9-8", "endret")]),
    ("§§ 9-6 til 9-8 oppheves.", [(f"§ 9-{number}", "opphevet") for number in (6, 7, 8)]),
    ("Nåværende § 9-8 blir § 9-9.", [("§ 9-8", "flyttet")]),
    ("Reglane i § 9-8 gjeld tilsvarande.", []),
    ("Etter § 9-8 skal det være et skjema.", []),
])
def test_a_change_in_words_names_the_section_and_prose_does_not(
    tmp_path: Path, instruction: str, expected: list[tuple[str, str]]
) -> None:
    target = "forskrift/2024-06-03-900"
    body = (
        '<section class="section"><article class="defaultP">I forskrift 3. juni 2024 nr. 900 om '
        "opplæring blir det gjort følgjande endringar:</article><article class=\"defaultP\">"
        f'{instruction}</article><article class="legalP">Elevar etter § 1-1 skal lyde som før.'
        "</article></section>"
    )
    found = read(tmp_path, changing(body, target))
    assert [(one.section, one.event) for one in found.amendments] == expected
    assert bool(found.unreadable) == (not expected)


@pytest.mark.parametrize(("words", "expected"), [
    ("Loven trer i kraft 1. januar 2026.", "2026-01-01"),
    ("Loven trer i kraft straks.", "2026-01-01"),
    ("Følgende trer i kraft 1. februar 2026: Endringsloven del I (opplæringslova) § 24-3.",
     "2026-02-01"),
    ("Følgende trer i kraft 1. februar 2026: Endringsloven del I (opplæringslova) § 1-1.", ""),
    ("Følgende trer i kraft 1. februar 2026: Endringsloven del I (opplæringslova).", "2026-02-01"),
    ("Loven trer i kraft 1. januar 2026, med unntak av § 24-3.", ""),
])
def test_a_resolution_gives_the_day_only_when_it_says_so(
    tmp_path: Path, words: str, expected: str
) -> None:
    law = changing(
        marked(ACT, ("change", f"{ACT}/§24-3/ledd/2", "skal lyde:")), when="Kongen bestemmer"
    )
    found = read(tmp_path, law, starting(words))
    (one,) = found.amendments
    assert one.in_force == expected


def test_a_document_that_was_announced_again_changes_nothing(tmp_path: Path) -> None:
    again = changing(
        '<article class="defaultP">Endringsloven ble sanksjonert og kunngjort på nytt som lov '
        "20. juni 2025 nr. 67.</article>" + marked(ACT, ("change", f"{ACT}/§24-3", "skal lyde:"))
    )
    assert not read(tmp_path, again).amendments


def test_an_act_in_force_says_what_happened_to_its_sections() -> None:
    act = read_act(tree(document(
        ACT, chapter("2", "Rett og plikt", section(
            "2-1", "Barn har rett.|Andre ledd.", "Rett til opplæring",
            "Endra ved lover 25 juni 2024 nr. 53 (i kraft 1 juli 2024 iflg. res. 25 juni 2024 nr. "
            "1212), 12 juni 2026 nr. 22 (i kraft 1 juli 2026). Vert endra ved lov 12 juni 2026 nr. "
            "22 (i kraft 1 juli 2028).",
        ), section(
            "2-2", "", "(Opphevet)", "Opphevet ved lov 20 juni 2025 nr. 39 (i kraft 1 jan 2026).",
        )),
        dateInForce="2024-08-01", title="Lov om opplæring",
    ).encode()))
    assert act is not None
    assert act.in_force == "2024-08-01"
    one = act.provisions["§ 2-1"]
    assert (one.heading, one.chapter, one.text) == (
        "Rett til opplæring", "kapittel 2", ("Barn har rett.", "Andre ledd."),
    )
    assert [(c.by, c.in_force, c.applied) for c in one.changes] == [
        ("lov/2024-06-25-53", "2024-07-01", True), ("lov/2026-06-12-22", "2026-07-01", True),
        ("lov/2026-06-12-22", "2028-07-01", False),
    ]
    assert act.provisions["§ 2-2"].repealed
    assert act.provisions["kapittel 2"].heading == "Rett og plikt"


@pytest.mark.parametrize(("note", "expected"), [
    ("Endret ved lov 14 juni 2024 nr. 36.", [("lov/2024-06-14-36", "", False)]),
    ("Tilføyes ved lov 25 mars 2022 nr. 13 (i kraft fra den tid Kongen bestemmer).",
     [("lov/2022-03-25-13", "", True)]),
    ("Endret ved lov 19 juni 2015 nr. 75 (ikr. 1 aug 2015 for annet ledd iflg. res. 19 juni 2015 "
     "nr. 701) som endret ved lov 18 des 2020 nr. 149.",
     [("lov/2015-06-19-75", "2015-08-01", True)]),
    ("Endra ved forskrift 7 sep 2025 nr. 1787 (i kraft 1 jan 2026).",
     [("forskrift/2025-09-07-1787", "2026-01-01", True)]),
])
def test_a_note_is_read_as_it_is_written(note: str, expected: list[tuple[str, str, bool]]) -> None:
    found = list(changes_in(note, ACT, "§ 1"))
    assert [(one.by, one.in_force, one.decided) for one in found] == expected
    assert all(isinstance(one, Amendment) for one in found)


def hostile(path: Path, member: tarfile.TarInfo, data: bytes = b"") -> Path:
    with tarfile.open(path, "w:bz2") as tar:
        member.size = len(data)
        tar.addfile(member, io.BytesIO(data))
    return path


def test_nothing_in_an_archive_leads_out_of_it(tmp_path: Path) -> None:
    above = tarfile.TarInfo("../../above.xml")
    (found,) = documents(hostile(tmp_path / "a.tar.bz2", above, b"<main></main>"))
    assert found.name == "above.xml"
    assert [one.name for one in tmp_path.iterdir()] == ["a.tar.bz2"]
    link = tarfile.TarInfo("link.xml")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    assert not list(documents(hostile(tmp_path / "b.tar.bz2", link)))


@pytest.mark.parametrize("limits", [Limits(member=10), Limits(total=600), Limits(members=0)])
def test_an_archive_that_is_too_large_is_refused(tmp_path: Path, limits: Limits) -> None:
    path = archive(tmp_path / "a.tar.bz2", {"a.xml": "<main>" + "x" * 2000})
    with pytest.raises(LovdataError):
        list(documents(path, limits))
    assert list(documents(path, LIMITS))


@pytest.mark.parametrize("data", [b"", b"no archive", b"BZh9 damaged"])
def test_a_damaged_file_is_said_to_be_so(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "gjeldende-lover.tar.bz2"
    path.write_bytes(data)
    with pytest.raises(LovdataError, match=r"gjeldende-lover\.tar\.bz2"):
        list(documents(path))


def test_entities_of_a_document_are_not_expanded() -> None:
    bomb = (
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">'
        '<!ENTITY c SYSTEM "file:///etc/passwd">]><main>&b; &c; &aring;</main>'
    )
    assert "root:" not in tree(bomb.encode()).text()
    assert "å" in tree(bomb.encode()).text()
    assert len(tree(b"<div>" * 100_000 + b"x").text()) < 10


def test_what_is_left_open_ends_as_in_other_html() -> None:
    root = tree(b'<main class="b"><ol><li>En<li>To</ol><p>Tre<p>Fire<section>Fem</section></main>')
    body = root.first("b")
    assert body is not None
    assert [one.tag for one in body.elements()] == ["ol", "p", "p", "section"]
    assert [one.text() for one in body.walk() if one.tag in ("li", "p")] == [
        "En", "To", "Tre", "Fire",
    ]

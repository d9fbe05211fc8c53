"""The search index: what is counted, and the files it is written to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from rettesnor.search.document import Document
from rettesnor.search.encoding import entry
from rettesnor.search.index_files import index_files, page_file
from rettesnor.search.inverted_index import MANY, InvertedIndex, follow, invert
from rettesnor.search.partitions import Lists, Partition, SinglePartition, Tally
from rettesnor.search.scoring import LEVELS, TEXT, Leads
from rettesnor.search.tokenizer import stem

PLAN = Document(
    "oppfolging/plan/", "Skriftlig plan", "anbefaling", "Oppfølging", "bør", ("Elev", "Lærer"),
    (
        ("", "Skriftlig plan", "Skolen bør lage en plan for eleven", ""),
        ("begrunnelse", "Begrunnelse", "Det koster lite, og fraværet går ned", "Ressursbruk"),
    ),
)
LAWS = Document(
    "lover/", "Lover", "lover", "", "", (),
    (
        ("", "Lover", "Regelverket", ""),
        ("lov-10-6", "opplæringslova § 10-6", "Plikt til å delta", ""),
    ),
)
SCALE = ("skal", "bør", "kan")
CHAPTER = Document(
    "oppfolging/", "Oppfølging", "kapittel", "", "", (), (("", "Skriftlig plan", "", ""),)
)


def inverted(documents: Iterable[Document]) -> InvertedIndex:
    return invert(SinglePartition(documents))


def index_of(*documents: Document) -> InvertedIndex:
    return inverted(documents)


def files_of(*documents: Document) -> dict[str, bytes]:
    return index_files(index_of(*documents), [("plan", "skjema")], SCALE).all()


def weights(index: InvertedIndex, word: str) -> dict[int, int]:
    return dict(index.pairs(stem(word)))


def stretch_of(files: dict[str, bytes], number: int) -> Any:
    return json.loads(files[f"treff/{number}.js"].decode().split(",", 1)[1][:-3])


def base_of(files: dict[str, bytes]) -> dict[str, Any]:
    text = files["ord.js"].decode()
    match = re.fullmatch(r'rnSearch\.base\("([0-9a-f]{8})",(.*)\);\n', text, re.S)
    assert match
    found: dict[str, Any] = json.loads(match[2])
    return found


class Several:
    """Pages in shares of their own."""

    def __init__(self, *stretches: Sequence[Document]) -> None:
        self._shares = [Partition(stretch) for stretch in stretches]

    def tallies(self) -> Sequence[Tally]:
        return [share.tally() for share in self._shares]

    def lists(self, leads: Leads, first: Sequence[int]) -> Sequence[Lists]:
        return [
            share.lists(leads, start) for share, start in zip(self._shares, first, strict=True)
        ]


class TestCounting:
    def test_a_document_survives_being_written(self) -> None:
        assert Document.of(PLAN.json()) == PLAN

    def test_titles_count_more_than_headings_and_text(self) -> None:
        found = weights(index_of(PLAN, LAWS), "plan")
        assert found[0] > weights(index_of(PLAN, LAWS), "eleven")[0]
        assert all(1 <= weight <= LEVELS for weight in found.values())

    def test_the_level_says_whether_the_word_is_in_the_heading(self) -> None:
        index = index_of(PLAN, LAWS)
        assert all(level > TEXT for section, level in index.pairs("skriftl") if section == 0)
        assert weights(index, "skolen")[0] <= TEXT
        assert all(level <= TEXT for _, level in index.pairs("regelverk"))

    def test_a_word_is_more_of_a_short_heading(self) -> None:
        short, long = (
            Document(f"{n}/", title, "side", "", "", (), (("", title, "", ""),))
            for n, title in enumerate(("Plan", "Plan for alt annet arbeid her"))
        )
        found = weights(index_of(short, long), "plan")
        assert found[0] > found[1] > TEXT

    def test_what_is_to_be_done_counts_more_than_the_grounds(self) -> None:
        page = Document("a/", "A", "anbefaling", "", "", (), tuple(
            (anchor, "Del", "samtale hver uke", "")
            for anchor in ("praktisk_gjennomforing", "begrunnelse", "kunnskapsgrunnlag")
        ))
        found = weights(index_of(page), "samtale")
        assert found[0] > found[1] == found[2]

    def test_words_that_are_not_shown_are_found(self) -> None:
        assert 1 in weights(index_of(PLAN), "ressursbruk")

    def test_entries_of_a_list_count_by_their_names(self) -> None:
        found = index_of(PLAN, LAWS)
        assert weights(found, "§10-6") == {3: weights(found, "opplæringslova")[3]}

    def test_compounds_are_found_by_their_parts(self) -> None:
        text = Document("a/", "Plikt", "side", "", "", (), (
            ("", "Plikt", "", ""), ("b", "Mer", "En oppfølgingsplikt er en oppfølging", ""),
        ))
        found = index_of(text)
        assert set(weights(found, "plikt")) == {0, 1}
        assert weights(found, "plikt")[1] < weights(found, "oppfølgingsplikt")[1]

    def test_pages_that_only_lead_on_count_less(self) -> None:
        found = weights(index_of(PLAN, CHAPTER), "skriftlig")
        assert found[2] < found[0]

    def test_the_commonest_form_is_shown(self) -> None:
        text = Document("a/", "Plan", "side", "", "", (), (("", "x", "planen planen planer", ""),))
        assert index_of(text).shown()[stem("plan")] == "planen"


class TestFiles:
    def test_a_page_is_a_call_with_its_document(self) -> None:
        text = page_file(3, PLAN.json()).decode()
        assert text == f"rnSearch.page(3,{PLAN.json().decode()});\n"

    def test_what_a_search_is_narrowed_by(self) -> None:
        base = base_of(files_of(PLAN, LAWS))
        assert base["chapters"] == ["Oppfølging"]
        assert base["strengths"] == ["bør"]
        assert base["groups"] == ["Elev", "Lærer"]
        assert base["pages"] == [[2, 0, 1, 1, 3, 0], [2, 1, 0, 0, 0, 0]]
        assert base["sections"] == 4

    def test_the_vocabulary_is_in_order_and_shortened(self) -> None:
        base, before, names = base_of(files_of(PLAN, LAWS)), "", []
        for line in base["words"].split("\n"):
            before = before[: ord(line[0]) - ord("0")] + line[1:].split("~")[0]
            names.append(before)
        assert names == sorted(names) == list(index_of(PLAN, LAWS).lists)

    def test_a_word_is_found_in_its_stretch(self) -> None:
        index = index_of(PLAN, LAWS)
        place = list(index.lists).index("plikt")
        found = stretch_of(files_of(PLAN, LAWS), 0)[place]
        assert found == f"4{chr(ord('A') + weights(index, 'plikt')[3] - 1)}"

    @pytest.mark.parametrize("heavy", [1, 799, 800, 801, 1000])
    def test_a_long_list_keeps_its_heaviest_and_tells_its_length(self, heavy: int) -> None:
        letters = b"A" * 100 + b"C" * heavy + b"A" * (1100 - heavy)
        length, entries = entry(range(1200), letters).split(":")
        assert int(length, 32) == 1200
        places, kept = [-1], re.findall("([0-9a-v]*)([A-Z])", entries)
        for step, _ in kept:
            places.append(places[-1] + (int(step, 32) if step else 1))
        by_weight = sorted(range(1200), key=lambda place: (-letters[place], place))
        assert places[1:] == sorted(by_weight[:800])
        assert "".join(letter for _, letter in kept).encode() == bytes(
            letters[place] for place in places[1:]
        )

    def test_many_words_are_shared_out(self) -> None:
        text = " ".join(f"{a}{b}{c}qx" for a in "bcdfghjklm" for b in "aeiouyæøå" for c in "npqrst")
        pages = [
            Document(f"{number}/", "A", "side", "", "", (), (("", "A", text, ""),) * 9)
            for number in range(9)
        ]
        files = files_of(*pages)
        base = base_of(files)
        assert len(base["first"]) == len([name for name in files if name.startswith("treff/")]) > 3
        assert base["first"][0] == 0
        whole = [one for number in range(len(base["first"])) for one in stretch_of(files, number)]
        assert whole == list(index_of(*pages).entries.values())

    def test_the_same_pages_give_the_same_bytes(self) -> None:
        assert files_of(PLAN, LAWS) == files_of(PLAN, LAWS)

    def test_another_text_gives_another_version(self) -> None:
        assert files_of(PLAN)["ord.js"][:24] != files_of(LAWS)["ord.js"][:24]


def side(number: int, text: str, kind: str = "side") -> Document:
    return Document(f"{number}/", f"Side {number}", kind, "", "", (), (
        ("", f"Side {number}", "", ""), ("a", "Mer", text, ""),
    ))


TEXTS = ["skolefravær følges opp", "skolen møter eleven", "oppfølgingsplikt", "§ 10-6 og plikter",
         *(f"lærer nummer {number}" for number in range(4 * MANY))]
PAGES = [side(number, text) for number, text in enumerate(TEXTS)]


@pytest.mark.parametrize("cut", [0, 1, 7, len(PAGES)])
def test_shares_of_pages_make_the_index_of_all(cut: int) -> None:
    assert invert(Several(PAGES[:cut], PAGES[cut:])) == inverted(PAGES)
    assert invert(Several(PAGES[:cut], [], PAGES[cut:], [])) == inverted(PAGES)


class TestFollowing:
    @pytest.mark.parametrize("text", [
        "",
        "skolen møter læreren",
        "fravær",  # makes a compound of a word of another page
        "nye ord uten like",
        "§ 10-6 " * 40,
    ])
    @pytest.mark.parametrize("number", range(4))
    def test_an_edited_page_leads_where_all_pages_anew_lead(self, number: int, text: str) -> None:
        pages = [*PAGES]
        pages[number] = side(number, text)
        found = follow(inverted(PAGES), {number: (PAGES[number], pages[number])}, pages.__getitem__)
        assert found == inverted(pages)
        assert index_files(found, [], SCALE) == index_files(inverted(pages), [], SCALE)

    def test_and_back_again(self) -> None:
        first, pages = inverted(PAGES), [*PAGES]
        pages[3] = side(3, "fravær og oppfølging", "kapittel")
        there = follow(first, {3: (PAGES[3], pages[3])}, pages.__getitem__)
        assert there is not None
        assert there != first
        assert follow(there, {3: (pages[3], PAGES[3])}, PAGES.__getitem__) == first

    def test_an_edit_leaves_other_stretches_alone(self) -> None:
        words = [f"{a}{b}{c}qx" for a in "bcdfghjklm" for b in "aeiouyæøå" for c in "npqrst"]
        pages = [side(number, " ".join(words)) for number in range(40)]
        first = inverted(pages)
        after = side(7, " ".join(words[:-1] + words[-2:-1]))
        found = follow(first, {7: (pages[7], after)}, pages.__getitem__)
        assert found is not None
        before, now = index_files(first, [], SCALE).digests, index_files(found, [], SCALE).digests
        assert len(before) == len(now) > 2
        assert before[:-1] == now[:-1]
        assert before[-1] != now[-1]

    def test_another_number_of_sections_is_not_followed(self) -> None:
        longer = Document("0/", "Side", "side", "", "", (), (("", "Side", "", ""),) * 3)
        assert follow(inverted(PAGES), {0: (PAGES[0], longer)}, PAGES.__getitem__) is None

    def test_many_pages_at_once_are_not_followed(self) -> None:
        changed = {number: (page, page) for number, page in enumerate(PAGES)}
        assert follow(inverted(PAGES), changed, PAGES.__getitem__) is None

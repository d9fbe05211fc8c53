"""Texts to Word and back: nothing lost, nothing in the wrong field, nothing that was not sent."""

from __future__ import annotations

import os
import random
import re
from datetime import date
from pathlib import Path

import pytest
from rettesnor.editing import yaml_writer
from rettesnor.editing.plan import NotPossible
from rettesnor.editing.project_files import ProjectFiles, read_files
from rettesnor.editing.word.fields import TextField, parts_of
from rettesnor.editing.word.manifest import Manifest
from rettesnor.editing.word.markdown import Unwritable, units_of, written
from rettesnor.editing.word.merge import Conflict, merged
from rettesnor.editing.word.out import document_of
from rettesnor.editing.word.proposals import Incoming, plan_of, take_in
from rettesnor.editing.word.units import Span, Unit, normal, plain, with_starts
from rettesnor.model.translation import digest
from rettesnor.reading.files.office import OfficeError

from tests.support.guidelines import PROJECT
from tests.support.word_edits import W, WordFile, squeezed, tokens

DAY = date(2026, 11, 30)
EDITS = int(os.environ.get("WORD_EDITS", "120"))
"""How many generated edits are tried; 1 000 by hand."""
PLAN = "skriftlig-plan"
FILE = "recommendations/skolens-oppfolging/skriftlig-plan.yml"


@pytest.fixture(scope="module")
def files() -> ProjectFiles:
    return read_files(PROJECT)


def sent(files: ProjectFiles, what: str = PLAN) -> bytes:
    return document_of(parts_of(files, what), "en", "Til Word", "0.1.0", DAY, shown)


def shown(reference: str) -> str:
    return reference.strip("[]").rpartition("|")[2]


def fields_of(incoming: Incoming) -> tuple[TextField, ...]:
    return incoming.document.manifest.fields


def number_of(files: ProjectFiles, label: str, what: str = PLAN) -> int:
    fields = [one for part in parts_of(files, what) for one in part.fields]
    return next(n for n, one in enumerate(fields) if ".".join(map(str, one.pointer)) == label)


def taken(incoming: Incoming, files: ProjectFiles, *ids: int) -> ProjectFiles:
    """Return the files after the plan."""
    plan = plan_of(incoming, files, ids or [one.id for one in incoming.proposals])
    contents = {**files.contents, **{c.path: c.after or b"" for c in plan.changes}}
    return ProjectFiles(contents)


def text_at(files: ProjectFiles, field: TextField) -> str:
    data = yaml_writer.read(files.contents[field.path].decode()) if field.pointer else None
    for part in field.pointer:
        data = data[part]
    return str(data) if field.pointer else files.contents[field.path].decode()


# Round trips ------------------------------------------------------------------------------------


def test_what_was_not_touched_proposes_nothing(files: ProjectFiles) -> None:
    incoming = take_in(sent(files, ""), files, "en")
    assert len(fields_of(incoming)) > 500
    assert (incoming.proposals, incoming.misplaced, incoming.remarks) == ((), (), ())


def test_the_same_texts_give_the_same_bytes(files: ProjectFiles) -> None:
    assert sent(files) == sent(files)


def test_other_programs_can_open_it(files: ProjectFiles, tmp_path: Path) -> None:
    import docx

    (tmp_path / "a.docx").write_bytes(sent(files))
    document = docx.Document(str(tmp_path / "a.docx"))
    assert document.paragraphs[0].text == "Til Word"
    assert {"Title", "Feltnavn"} <= {p.style.name for p in document.paragraphs}


DIALECT = [
    "En linje.", "To\nlinjer.", "*kursiv* og **fet** og ***begge***", "`kode` og **`fet kode`**",
    "a [@kilde, s. 12] b [[lov § 1-1]] c [[begrep|vist]].", "[@a; @b]",
    "[tekst](https://a.no/b_c)", "[**fet** lenke](anbefaling:id#felt)", "<https://a.no/>",
    "[a](<https://a.no/b c>)", "linje\\\nbrudd", "## Overskrift\n\nTekst", "### *Kursiv*",
    "- a\n- b\n  - c\n    1. d\n    2. e\n- f", "1. a\n2. b\n\n   mer\n3. c", "4. a\n5. b",
    "- a\n\n- b", "* a\n* b", "> sitat\n> over to", "> a\n>\n> b", "---", "a\n\n---\n\nb",
    "| a | b |\n|---|--:|\n| 1 | **2** [@k] |\n| x \\| y | |", "| a |\n|:-:|\n| b |",
    "```\nkode\n```", "![alt](bilder/a.svg)", "Et bilde ![alt](bilder/a.svg) midt i.",
    "- ```\n  kode\n  ```", "> - liste i sitat", "a \\* b \\[c\\] \\<d\\> 2 * 3 _ &amp; &lt;",
    "1\\. ikke liste\n\n\\- ikke liste\n\n\\# ikke overskrift", "\\[@ikke] \\[[ikke\\]]",
    "[a](https://a.no \"tittel\")", "100 % sikkert\u00a0og «sitert» – ja",
    "Et ord**midt**i.", "- a\n\n  mer\n\n  - b\n- c\n\ntekst\n\n1. d\n\nslutt",
]


@pytest.mark.parametrize("text", DIALECT)
def test_the_dialect_there_and_back(text: str) -> None:
    files = small(text)
    incoming = take_in(sent(files, "x"), files, "en")
    assert incoming.proposals == () and incoming.misplaced == ()


@pytest.mark.parametrize("text", DIALECT)
def test_written_anew_it_says_the_same(text: str) -> None:
    units = units_of(text)
    assert units_of(written("", units)) == units
    assert written(f"{text}\n", units) == f"{text}\n"


@pytest.mark.parametrize("text", DIALECT)
def test_with_more_after_it_the_rest_stays(text: str) -> None:
    more = Unit("paragraph", (Span("Lagt til."),))
    made = written(f"{text}\n", [*units_of(text), more])
    assert made.startswith(text) and made.endswith("Lagt til.\n")


@pytest.mark.parametrize("words", [
    "1. en", "- en", "# en", "> en", "| en", "*en*", "[en]", "<en>", "en_to_tre", "`en`", "&amp;",
    "en\\to", "![en](to)", "+ en", "10) en", "= = =", "---", "Se [en](to) og [@tre", "a | b",
])
def test_what_is_typed_in_word_is_words(words: str) -> None:
    unit = Unit("paragraph", (Span(words),))
    assert units_of(written("Før.\n", [unit])) == [unit]
    table = Unit("table", rows=(((Span(words),),), ((Span(words),),)), align=("",))
    assert units_of(written("", [table])) == [table]


def test_blanks_at_the_ends_of_marks_are_no_difference() -> None:
    assert normal([Span("en "), Span("to ", "text", "s"), Span("tre")]) == normal(
        [Span("en"), Span(" to", "text", "s"), Span(" tre")]
    )


def test_marks_that_markdown_cannot_set_lose_their_punctuation() -> None:
    unit = Unit("paragraph", (Span("Merk:", "text", "s"), Span("slik")))
    assert written("", [unit]) == "**Merk**:slik"


def test_a_word_changed_in_one_item_touches_that_line_only() -> None:
    before = "Innledning over\nto linjer.\n\n* en\n* to\n* tre\n\nSlutt  her.\n"
    units = units_of(before)
    units[2] = Unit("item", (Span("to og en halv"),))
    assert written(before, units) == before.replace("* to", "* to og en halv")


def test_items_after_a_new_one_are_renumbered() -> None:
    units = units_of("1. a\n2. b\n3. c\n")
    new = Unit("item", (Span("ny"),), ordered=True)
    assert written("1. a\n2. b\n3. c\n", [units[0], new, *units[1:]]) == (
        "1. a\n2. ny\n3. b\n4. c\n"
    )
    units = units_of("1. a\n1. b\n")
    assert written("1. a\n1. b\n", [units[0], new, units[1]]).endswith("\n1. b\n")


def test_a_table_keeps_the_rows_that_are_the_same() -> None:
    before = "| a   | b |\n|-----|:-:|\n| en  | to |\n| tre | fire |\n"
    [table] = units_of(before)
    rows = (*table.rows, ((Span("fem"),), (Span("seks"),)))
    made = written(before, [Unit("table", rows=rows, align=table.align)])
    assert made == f"{before}| fem | seks |\n"


# Merging ----------------------------------------------------------------------------------------


def paragraphs(*words: str) -> list[Unit]:
    return [Unit("paragraph", (Span(word),)) for word in words]


def test_changes_in_different_paragraphs_are_put_together() -> None:
    base = paragraphs("en", "to", "tre")
    assert merged(base, paragraphs("EN", "to", "tre"), paragraphs("en", "to", "tre", "fire")) == (
        paragraphs("EN", "to", "tre", "fire")
    )


def test_a_paragraph_added_after_one_that_changed() -> None:
    base = paragraphs("en")
    assert merged(base, paragraphs("en", "ny"), paragraphs("EN")) == paragraphs("EN", "ny")
    assert merged(base, paragraphs("EN"), paragraphs("ny", "en")) == paragraphs("ny", "EN")


def test_changes_in_the_same_paragraph_are_a_conflict() -> None:
    with pytest.raises(Conflict):
        merged(paragraphs("en"), paragraphs("EN"), paragraphs("Een"))


def test_random_merges_lose_no_word() -> None:
    chance = random.Random(3)
    for _ in range(400):
        base = [f"b{n}" for n in range(chance.randrange(1, 7))]
        sides = []
        for name in "xy":
            side = list(base)
            for number in range(chance.randrange(3)):
                at = chance.randrange(len(side) + 1)
                if chance.random() < 0.6 or not side:
                    side.insert(at, f"{name}{number}")
                else:
                    side[at % len(side)] = f"{name}{number}"
            sides.append(side)
        try:
            made = [plain(u.spans) for u in merged(*(paragraphs(*s) for s in (base, *sides)))]
        except Conflict:
            continue
        for side in sides:
            assert {word for word in side if word[0] in "xy"} <= set(made)


# Edits ------------------------------------------------------------------------------------------


def test_generated_edits(files: ProjectFiles) -> None:
    """Every edit comes in the field where it was made, and nothing else comes at all."""
    new = tokens()
    done = seed = 0
    while done < EDITS:
        seed += 1
        chance = random.Random(seed)
        what = chance.choice(_RECOMMENDATIONS)
        word = WordFile(sent(files, what), seed)
        tracked, untracked, remarked = set[int](), set[int](), dict[str, int]()
        typed: dict[str, int] = {}
        for _ in range(chance.randrange(1, 9)):
            number = chance.choice([n for n in word.fields() if word.runs(n)])
            run = chance.choice(word.runs(number))
            token = next(new)
            done += 1
            match chance.randrange(11):
                case 0 | 1:
                    word.insert(run, token)
                    tracked.add(number)
                    typed[token] = number
                case 2:
                    word.delete(run)
                    tracked.add(number)
                case 3:
                    word.overwrite(run, token)
                    untracked.add(number)
                    typed[token] = number
                case 4:
                    word.shatter(run)
                case 5:
                    word.colour(run)
                case 6:
                    word.comment(run, token)
                    remarked[token] = number
                case 7 if _is_prose(files, what, number) and run.getparent().tag == f"{W}p" and (
                    next(run.iterancestors(f"{W}tc"), None) is None
                ):
                    word.paragraph_after(run, token)
                    tracked.add(number)
                    typed[token] = number
                case 8 if word.strike_reference(number):
                    tracked.add(number)
                case 9 if (table := next(word.fields()[number].iter(f"{W}tbl"), None)) is not None:
                    word.row_after(table, token)
                    tracked.add(number)
                    typed[token] = number
                case 10 if _is_prose(files, what, number):
                    word.bold(run, tracked=chance.random() < 0.5)
                case _:
                    word.insert(run, token)
                    tracked.add(number)
                    typed[token] = number
        incoming = take_in(word.saved(), files, "en")
        assert incoming.misplaced == (), (seed, incoming.misplaced)
        changed = {one.number for one in incoming.proposals}
        assert tracked | untracked <= changed, seed
        assert untracked <= {one.number for one in incoming.proposals if one.group is None}, seed
        assert {one.text: one.field for _, one in incoming.remarks} == remarked, seed
        for one in incoming.proposals:
            there = {token for token in typed if re.search(rf"\b{token}\b", one.after)}
            assert all(typed[token] == one.number for token in there), seed
        assert all(one.can_be_taken for one in incoming.proposals), seed
        possible = [one.id for one in incoming.proposals]
        after = taken(incoming, files, *possible) if possible else files
        for number, field in enumerate(fields_of(incoming)):
            said = text_at(after, field)
            if number not in changed:
                assert said == field.text, seed
                continue
            wanted = word.words(number, accepted=True)
            assert _words(field, said) == wanted, (seed, field.pointer)
        for path, data in files.contents.items():  # and no other file
            if not any(field.path == path for field in fields_of(incoming)):
                assert after.contents[path] == data


_RECOMMENDATIONS = [
    "skriftlig-plan", "tidlig-samtale", "snakke-med-alle", "hjemmebesok", "relevant-kompetanse",
]


def _is_prose(files: ProjectFiles, what: str, number: int) -> bool:
    fields = [one for part in parts_of(files, what) for one in part.fields]
    return fields[number].kind == "markdown"


def _words(field: TextField, text: str) -> str:
    """Return the words of a text as they are shown in Word."""
    if field.kind == "line":
        return squeezed(text)
    found = []
    for unit in units_of(text):
        cells = [cell for row in unit.rows for cell in row] or [unit.spans]
        for cell in cells:
            found += [shown(s.text) if s.kind == "reference" else s.text for s in cell]
        found.append(unit.raw)
    return squeezed("".join(found))


def test_left_alone_nothing_is_changed(files: ProjectFiles) -> None:
    word = WordFile(sent(files), 5)
    word.insert(word.runs(1)[0], "nytt")
    incoming = take_in(word.saved(), files, "en")
    assert plan_of(incoming, files, []).changes == ()


def test_one_of_several_is_taken(files: ProjectFiles) -> None:
    number = number_of(files, "praktisk_gjennomforing.tekst")
    word = WordFile(sent(files), 5)
    first, *_, last = word.runs(number)
    word.insert(first, "førsteord")
    word.insert(last, "sisteord")
    incoming = take_in(word.saved(), files, "en")
    one, other = incoming.proposals
    assert "førsteord" in one.after and "sisteord" not in one.after
    field = fields_of(incoming)[number]
    assert "sisteord" not in text_at(taken(incoming, files, one.id), field)
    both = text_at(taken(incoming, files, one.id, other.id), field)
    assert "førsteord" in both and "sisteord" in both


def test_two_people_in_one_paragraph_are_two_proposals(files: ProjectFiles) -> None:
    number = number_of(files, "begrunnelse.tekst")
    word = WordFile(sent(files), 5)
    word.insert(word.runs(number)[0], "karisord")
    word.insert(word.runs(number)[0], "olasord")
    names = [one.get(f"{W}author") for one in word.root.iter(f"{W}ins")]
    for holder, name in zip(word.root.iter(f"{W}ins"), ("Kari", "Ola"), strict=True):
        holder.set(f"{W}author", name)
    assert len(names) == 2
    found = take_in(word.saved(), files, "en").proposals
    assert sorted(one.author.name for one in found) == ["Kari", "Ola"]
    assert all(one.author.date.startswith("2026-11-30T10:") for one in found)


def test_untracked_is_said_to_be(files: ProjectFiles) -> None:
    word = WordFile(sent(files), 5)
    word.overwrite(word.runs(1)[0], "stille")
    [one] = take_in(word.saved(), files, "en").proposals
    assert one.group is None and "stille" in one.after


def test_a_paragraph_that_is_struck_goes(files: ProjectFiles) -> None:
    number = number_of(files, "praktisk_gjennomforing.tekst")
    word = WordFile(sent(files), 5)
    run = word.runs(number)[0]
    words = "En god oppfølgingsplan får plass"
    word.strike_paragraph(run)
    incoming = take_in(word.saved(), files, "en")
    said = text_at(taken(incoming, files), fields_of(incoming)[number])
    assert words not in said and said.startswith("1. Hva er situasjonen nå")


def test_what_stands_outside_of_fields_is_refused_with_its_place(files: ProjectFiles) -> None:
    word = WordFile(sent(files), 5)
    word.outside("Dette hører ingen steder hjemme.")
    incoming = take_in(word.saved(), files, "en")
    assert incoming.proposals == ()
    [message] = incoming.misplaced
    assert "«Dette hører ingen steder hjemme.»" in message and "etter feltet" in message


def test_a_field_that_is_gone_is_reported(files: ProjectFiles) -> None:
    word = WordFile(sent(files), 5)
    control = word.fields()[1].getparent()
    control.getparent().remove(control)
    incoming = take_in(word.saved(), files, "en")
    assert ["er borte fra dokumentet" in one for one in incoming.misplaced] == [True]


def test_a_field_that_is_copied_is_read_once(files: ProjectFiles) -> None:
    import copy

    word = WordFile(sent(files), 5)
    control = word.fields()[1].getparent()
    twin = copy.deepcopy(control)
    word.root[0].insert(len(word.root[0]) - 2, twin)
    incoming = take_in(word.saved(), files, "en")
    assert any("står to ganger" in one for one in incoming.misplaced)
    assert incoming.proposals == ()


def test_a_picture_is_refused_with_its_place(files: ProjectFiles) -> None:
    from lxml import etree

    word = WordFile(sent(files), 5)
    etree.SubElement(word.runs(1)[0], f"{W}drawing")
    [message] = take_in(word.saved(), files, "en").misplaced
    assert "et bilde" in message


def test_a_reference_that_is_rewritten_is_reported(files: ProjectFiles) -> None:
    number = number_of(files, "begrunnelse.tekst")
    word = WordFile(sent(files), 5)
    tag = next(
        t for t in word.fields()[number].iter(f"{W}tag") if t.get(f"{W}val").startswith("rn=")
    )
    run = next(tag.getparent().getparent().iter(f"{W}r"))
    word.say(run, "noe helt annet")
    incoming = take_in(word.saved(), files, "en")
    assert incoming.proposals == ()
    assert "skrevet om til «noe helt annet»" in incoming.misplaced[0]


def test_an_emptied_field_cannot_be_taken(files: ProjectFiles) -> None:
    word = WordFile(sent(files), 5)
    for text in word.fields()[1].iter(f"{W}t"):
        text.text = ""
    incoming = take_in(word.saved(), files, "en")
    [one] = incoming.proposals
    assert "feltet er tomt" in one.stop
    with pytest.raises(NotPossible, match="feltet er tomt"):
        plan_of(incoming, files, [one.id])


def test_a_new_item_of_a_list_is_refused_with_its_place(files: ProjectFiles) -> None:
    number = number_of(files, "kontrollsporsmaal.0")
    word = WordFile(sent(files), 5)
    word.paragraph_after(word.runs(number)[0], "Er planen kjent?")
    incoming = take_in(word.saved(), files, "en")
    [one] = incoming.proposals
    assert one.field.pointer == ("kontrollsporsmaal", 0) and "«Er planen kjent?»" in one.stop
    with pytest.raises(NotPossible, match="legg det til i lista"):
        plan_of(incoming, files, [one.id])


# Translations -----------------------------------------------------------------------------------

NN = FILE.replace(".yml", ".nn.yml")


def nynorsk(files: ProjectFiles) -> WordFile:
    parts = parts_of(files, PLAN, "nn")
    return WordFile(document_of(parts, "en", "Til Word", "0.1.0", DAY, shown), 5)


def test_a_translation_goes_out_beside_its_source_and_comes_back(files: ProjectFiles) -> None:
    word = nynorsk(files)
    source = yaml_writer.read(files.contents[FILE].decode())
    assert source["tittel"] in "".join(word.root.itertext())
    assert take_in(word.saved(), files, "en").proposals == ()
    old = files.contents[NN].decode()
    stale = ProjectFiles({**files.contents, NN: old.replace(
        digest(source["tittel"]), "0" * 12
    ).encode()})
    assert stale.contents[NN] != files.contents[NN]
    word.insert(word.runs(0)[0], "førsteord")
    incoming = take_in(word.saved(), stale, "en")
    [one] = incoming.proposals
    assert one.field.path == NN
    made = yaml_writer.read(taken(incoming, stale).contents[NN].decode())
    assert "førsteord" in made["tittel"]
    assert made["oversatt_fra"]["tittel"] == digest(source["tittel"]), "made from what was sent"


def test_what_is_not_translated_is_written_in_word(files: ProjectFiles) -> None:
    """The file is made, and its lists have the places of the source's."""
    bare = ProjectFiles({path: data for path, data in files.contents.items() if path != NN})
    word = nynorsk(bare)
    assert take_in(word.saved(), bare, "en").proposals == ()
    parts = parts_of(bare, PLAN, "nn")
    pointers = [one.pointer for part in parts for one in part.fields]
    wanted = {("tittel",): "Skriftleg plan", ("begrunnelse", "tekst"): "Fordi det hjelper.",
              ("kontrollsporsmaal", 1): "Er planen kjend?"}
    for pointer, words in wanted.items():
        word.write(pointers.index(pointer), words)
    made = yaml_writer.read(
        taken(take_in(word.saved(), bare, "en"), bare).contents[NN].decode()
    )
    assert made["tittel"] == "Skriftleg plan" and made["begrunnelse"] == {
        "tekst": "Fordi det hjelper.\n"
    }
    source = yaml_writer.read(files.contents[FILE].decode())
    count = len(source["kontrollsporsmaal"])
    assert made["kontrollsporsmaal"] == ["", "Er planen kjend?", *[""] * (count - 2)]
    assert made["oversatt_fra"] == {
        "tittel": digest(source["tittel"]), "begrunnelse.tekst": digest(
            source["begrunnelse"]["tekst"]
        ), "kontrollsporsmaal.1": digest(source["kontrollsporsmaal"][1]),
    }


def test_a_translated_step_follows_the_step_that_it_is_made_from(files: ProjectFiles) -> None:
    word = nynorsk(files)
    fields = [one for part in parts_of(files, PLAN, "nn") for one in part.fields]
    at = ("praktisk_gjennomforing", "steg", 1, "hva")
    number = next(n for n, one in enumerate(fields) if one.pointer == at)
    word.insert(word.runs(number)[0], "andreord")
    source = yaml_writer.read(files.contents[FILE].decode())
    steps = source["praktisk_gjennomforing"]["steg"]
    steps.insert(0, dict(steps.pop(1)))
    moved = ProjectFiles({**files.contents, FILE: yaml_writer.write(
        files.contents[FILE].decode(), source, "recommendation"
    ).encode()})
    [one] = take_in(word.saved(), moved, "en").proposals
    assert one.field.pointer == ("praktisk_gjennomforing", "steg", 0, "hva")


def test_references_typed_as_in_markdown_are_references(files: ProjectFiles) -> None:
    number = number_of(files, "begrunnelse.tekst")
    word = WordFile(sent(files), 5)
    word.insert(word.runs(number)[0], "[@romerike-2025, s. 3]")
    [one] = take_in(word.saved(), files, "en").proposals
    assert "[@romerike-2025, s. 3]" in one.after and "\\[" not in one.after


# What changed here meanwhile --------------------------------------------------------------------


def changed(files: ProjectFiles, old: str, new: str) -> ProjectFiles:
    data = files.contents[FILE].decode()
    assert old in data
    return ProjectFiles({**files.contents, FILE: data.replace(old, new, 1).encode()})


def test_another_paragraph_that_changed_here_stays(files: ProjectFiles) -> None:
    number = number_of(files, "begrunnelse.tekst")
    word = WordFile(sent(files), 5)
    word.insert(word.runs(number)[0], "fra-word")
    units = units_of(text_at(files, word_field(files, number)))
    last = plain(units[-1].spans).split()[0]
    field = word_field(files, number)
    meanwhile = ProjectFiles({**files.contents, FILE: yaml_writer.edit(
        files.contents[FILE].decode(),
        {field.pointer: field.text.rstrip("\n") + "\n\nNytt avsnitt her.\n"}, "recommendation",
    ).encode()})
    incoming = take_in(word.saved(), meanwhile, "en")
    said = text_at(taken(incoming, meanwhile), field)
    assert "fra-word" in said and "Nytt avsnitt her." in said and last in said


def word_field(files: ProjectFiles, number: int) -> TextField:
    return [one for part in parts_of(files, PLAN) for one in part.fields][number]


def test_the_same_place_changed_here_is_a_conflict_and_shown(files: ProjectFiles) -> None:
    number = number_of(files, "kort_anbefaling")
    word = WordFile(sent(files), 5)
    word.insert(word.runs(number)[0], "fra-word")
    meanwhile = changed(files, "bør skolen", "bør skolen alltid")
    [one] = take_in(word.saved(), meanwhile, "en").proposals
    assert "endret på samme sted" in one.stop and "fra-word" in one.after


def test_an_item_that_moved_is_found(files: ProjectFiles) -> None:
    number = number_of(files, "kontrollsporsmaal.1")
    word = WordFile(sent(files), 5)
    word.insert(word.runs(number)[0], "fra-word")
    data = yaml_writer.read(files.contents[FILE].decode())
    data["kontrollsporsmaal"] = [data["kontrollsporsmaal"][-1], *data["kontrollsporsmaal"][:-1]]
    text = yaml_writer.write(files.contents[FILE].decode(), data, "recommendation")
    meanwhile = ProjectFiles({**files.contents, FILE: text.encode()})
    incoming = take_in(word.saved(), meanwhile, "en")
    after = yaml_writer.read(taken(incoming, meanwhile).contents[FILE].decode())
    assert ["fra-word" in one for one in after["kontrollsporsmaal"]].index(True) == 2


# Other documents --------------------------------------------------------------------------------


def test_other_documents_are_refused(files: ProjectFiles, tmp_path: Path) -> None:
    import docx

    path = tmp_path / "a.docx"
    docx.Document().save(str(path))
    with pytest.raises(OfficeError, match="ikke sendt ut herfra"):
        take_in(path.read_bytes(), files, "en")
    with pytest.raises(OfficeError, match="en annen retningslinje"):
        take_in(sent(files), files, "to")


@pytest.mark.parametrize("change", [
    (b'"form":1', b'"form":2'), (b"Skriftlig", b"Muntlig"), (b"begrunnelse", b"begrunnelsf"),
])
def test_a_changed_manifest_is_refused(files: ProjectFiles, change: tuple[bytes, bytes]) -> None:
    word = WordFile(sent(files), 5)
    item = word.parts["customXml/item1.xml"]
    assert change[0] in item
    with pytest.raises(OfficeError, match="ikke sendt ut herfra"):
        take_in(word.saved({"customXml/item1.xml": item.replace(*change)}), files, "en")


def test_damaged_documents_are_refused_and_never_crash(files: ProjectFiles) -> None:
    good = sent(files)
    word = WordFile(good, 5)
    chance = random.Random(11)
    xml = word.parts["word/document.xml"]
    for _ in range(25):
        at = chance.randrange(2_000, len(xml))
        part = xml[:at] + chance.choice([b"", b"<w:p>", b"\0", b"&x;"]) + xml[at + 40 :]
        word.root = word.root  # the bytes below are what counts
        try:
            take_in(word.saved({"word/document.xml": part}), files, "en")
        except (OfficeError, NotPossible):
            continue


# A small guideline ------------------------------------------------------------------------------


def small(text: str) -> ProjectFiles:
    """A guideline with one text."""
    block = "".join(f"    {line}\n" if line else "\n" for line in text.split("\n"))
    return ProjectFiles({
        "guideline/guideline.yml": b"tittel: En\nkapitler:\n- id: k\n  tittel: K\n"
        b"  anbefalinger: [x]\n",
        "recommendations/k/x.yml": f"id: x\ntittel: X\nbegrunnelse:\n  tekst: |\n{block}".encode(),
    })


def test_starts_of_lists() -> None:
    one = Unit("item", (Span("a"),), ordered=True)
    assert [u.start for u in with_starts([one, one, paragraphs("p")[0], one])] == [1, 0, 0, 1]
    with pytest.raises(Unwritable):
        written("", [Unit("item", (Span("a"),), level=3)])
    assert Manifest("a", "1", "2026", ()).id

"""From a file to its form and back: the same bytes, and only what is changed changes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rettesnor.editing import yaml_writer
from rettesnor.editing.project_files import read_files
from rettesnor.reading.files.folder import DiskFolder
from rettesnor.reading.markdown.render import render
from rettesnor_editor.deeds.save import NotSaved, saving
from rettesnor_editor.documents import KINDS, Document, find, names
from rettesnor_editor.forms import rows
from rettesnor_editor.forms.controls import Control, control_of
from rettesnor_editor.forms.fields import ABSENT, first, from_fields, places, to_fields
from rettesnor_editor.forms.html import View, form_html
from rettesnor_editor.forms.prose import rewrapped, unwrapped

from tests.editor.desk_server import with_reports

ROOT = Path(__file__).resolve().parents[2]
CHANGES = sorted((ROOT / "changelog").glob("*/fragments/*.yml"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> DiskFolder:
    """The guideline, with the change notes of its last release as if they were to come."""
    root = tmp_path_factory.mktemp("g")
    for name in ("guideline", "recommendations"):
        shutil.copytree(ROOT / name, root / name)
    with_reports(root)
    (root / "changelog" / "unreleased").mkdir(parents=True)
    for file in CHANGES:
        shutil.copy(file, root / "changelog" / "unreleased")
    return DiskFolder(root)


def documents(folder: DiskFolder) -> Iterator[Document]:
    for kind in KINDS:
        for name, _ in names(folder, kind):
            found = find(folder, kind, name)
            assert found is not None, (kind, name)
            yield found


def test_there_is_something_of_every_kind(folder: DiskFolder) -> None:
    assert {one.kind for one in documents(folder)} == {*KINDS}


def test_a_form_that_is_not_changed_gives_the_same_bytes(folder: DiskFolder) -> None:
    for document in documents(folder):
        assert document.made(document.fields()) == document.before, document.key


def test_so_it_does_with_comments_crlf_and_a_byte_order_mark(folder: DiskFolder) -> None:
    from dataclasses import replace

    for document in documents(folder):
        text = document.text.replace("\n", "\r\n")
        if document.schema:
            text = "# En kommentar\r\n" + text
        other = replace(document, before=("\ufeff" + text).encode())
        assert other.made(other.fields()) == other.before, document.key


def test_what_a_form_posts_says_all_that_it_shows(folder: DiskFolder) -> None:
    """Without the file, the fields alone give the same data: none is lost by being shown."""
    for document in documents(folder):
        if document.kind in ("oversettelse", "side"):
            continue
        value = document.data()
        made = from_fields(document.control, ABSENT, document.fields())
        shown = {part.name for part in document.control.within}
        assert _normal(made) == _normal({k: v for k, v in value.items() if k in shown}), (
            document.key
        )


def _normal(value: Any) -> Any:
    """Return data without how its prose is wrapped."""
    if isinstance(value, dict):
        return {key: _normal(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_normal(one) for one in value]
    return " ".join(value.split()) if isinstance(value, str) else value


def texts(control: Control, fields: dict[str, list[str]], name: str = "") -> Iterator[str]:
    """Yield the names of the fields with text."""
    for key in fields:
        if "@" in key:
            continue
        try:
            found = control.part(*("*" if p.isdigit() else p for p in key.split(".")))
        except KeyError:
            continue
        if found.kind in ("line", "text", "markdown"):
            yield key


def test_one_changed_field_touches_no_other_line(folder: DiskFolder) -> None:
    for document in documents(folder):
        if document.kind not in ("anbefaling", "begrep", "kilde"):
            continue
        fields = document.fields()
        for name in list(texts(document.control, fields))[::17]:
            if not first(fields, name) or "\n" in first(fields, name):
                continue
            changed = {**fields, name: [f"{first(fields, name)} nemlig"]}
            made = document.made(changed).decode()
            before, after = (set(t.split("\n")) for t in (document.text, made))
            lines = len(first(fields, name)) // 60 + 2
            assert len(before - after) <= lines, (document.key, name)
            assert yaml_writer.read(made) != yaml_writer.read(document.text)


def markdown(folder: DiskFolder) -> Iterator[str]:
    for document in documents(folder):
        if not document.schema:
            yield document.text
            continue
        fields, value = document.fields(), document.data()
        for name in texts(document.control, fields):
            control = document.control.part(*("*" if p.isdigit() else p for p in name.split(".")))
            found = value
            for part in name.split("."):
                found = found[int(part)] if part.isdigit() and isinstance(found, list) else (
                    found.get(part) if isinstance(found, dict) else None
                )
            if control.kind == "markdown" and isinstance(found, str):
                yield found


def said(text: str) -> str:
    html = render(text, prefix="", min_heading=2, anchored=False)[0].html
    return re.sub(r"\s+", " ", str(html))


def test_prose_says_the_same_unwrapped_and_wrapped_again(folder: DiskFolder) -> None:
    count = 0
    for text in markdown(folder):
        flat = unwrapped(text)
        assert said(flat) == said(text)
        assert rewrapped(flat, text).rstrip("\n") == text.rstrip("\n")
        assert said(rewrapped(flat, "")) == said(text)  # every paragraph wrapped by us
        count += 1
    assert count > 300


WORDS = st.lists(
    st.sampled_from(
        ["ord", "15.", "-", "*", "#", ">", "1)", "|", "[[nærvær]]", "[@udir-2025, s. 12]", "+",
         "===", "---", "uvanlig-langt-ord" * 4, "**viktig**"]
    ), min_size=1, max_size=60,
)


@given(WORDS)
def test_wrapping_makes_no_mark_of_a_word(words: list[str]) -> None:
    text = " ".join(["Dette", *words])
    assert said(rewrapped(text, "")) == said(text)


def test_a_space_that_must_not_be_broken_is_kept() -> None:
    text = "Se §\u00a010-6 nr.\u00a03 " + "og mer " * 30
    assert rewrapped(text, "").count("\u00a0") == 2


def test_a_changed_paragraph_leaves_the_others_as_they_were() -> None:
    before = "Første avsnitt er\nbrutt her.\n\n- et punkt som\n  går over to linjer\n- og ett til\n"
    flat = unwrapped(before)
    assert flat == "Første avsnitt er brutt her.\n\n- et punkt som går over to linjer\n- og ett til"
    made = rewrapped(flat.replace("og ett", "og enda ett"), before)
    assert made == before.replace("og ett", "og enda ett")


@given(st.lists(st.sampled_from(["opp", "ned", "bort", "ny"]), max_size=6), st.data())
def test_items_keep_what_the_form_does_not_show(deeds: list[str], data: st.DataObject) -> None:
    """However a list is moved about, each item keeps its own hidden field."""
    control = control_of("recommendation").part("praktisk_gjennomforing")
    whole = Control("group", "", "", within=(control,))
    steps = [{"hvem": f"Nr {n}", "hva": f"Gjør {n}.\n", "ukjent": n} for n in range(4)]
    base = {"praktisk_gjennomforing": {"tekst": "Tekst.\n", "steg": steps}}
    fields = to_fields(whole, base)
    name = "praktisk_gjennomforing.steg"
    for deed in deeds:
        there = places(fields, name)
        place = data.draw(st.sampled_from(there)) if there else 0
        asked = f"ny:{name}" if deed == "ny" else f"{deed}:{name}.{place}"
        fields, _ = rows.changed(whole, fields, asked)
    made = from_fields(whole, base, fields)["praktisk_gjennomforing"].get("steg", [])
    for step in made:
        assert step["hvem"] == f"Nr {step['ukjent']}" and step in steps
    gone = sum(deed == "bort" for deed in deeds)
    assert len(made) >= 4 - gone


HOSTILE = "\"><script>alert(1)</script>' onfocus=alert(2) x='</textarea></select>"


def test_no_field_lets_markup_through(folder: DiskFolder) -> None:
    for document in documents(folder):
        fields = {
            key: [HOSTILE] if "@" not in key else value
            for key, value in document.fields().items()
        }
        name = "" if document.schema else "tekst"
        html = str(form_html(document.control, View(fields), name))
        assert "&lt;script&gt;" in html, document.key
        assert "<script" not in html and "</textarea></select>" not in html, document.key
        assert not re.search(r"<[^>\"]*(?:\"[^\"]*\"[^>\"]*)* onfocus=", html), document.key


@pytest.mark.parametrize("kind, name", [
    ("side", "../mkdocs"), ("side", "..%2fmkdocs"), ("anbefaling", "../../x"), ("endring", "a/b"),
    ("kilde", "..\\x"), ("passwd", "etc"), ("side", ".htaccess"), ("horing", "pilot-2026.yml"),
    ("anbefaling", ""), ("side", "om\x00"), ("retningslinje", "terms"),
    ("oversettelse", "finnes-ikke.nn"),
])
def test_only_known_kinds_and_names_lead_to_a_file(
    folder: DiskFolder, kind: str, name: str
) -> None:
    assert find(folder, kind, name) is None


def test_what_somebody_saved_in_between_is_never_written_over() -> None:
    """The document and the other files are read one after the other."""
    document = find(DiskFolder(ROOT), "side", "om")
    assert document is not None
    files = read_files(ROOT)
    newer = dict(files.contents) | {document.path: document.before + b"\nNytt.\n"}
    with pytest.raises(NotSaved, match="lagret akkurat nå"):
        saving(
            document, document.before, document.fields(), replace(files, contents=newer), {}, None
        )


@pytest.mark.parametrize("before, written, after", [
    ([{"hvorfor": "Ein."}], "To.", [{"hvorfor": "Ein."}, {"hvorfor": "To."}]),
    ([{"hvorfor": "Ein."}], "", [{"hvorfor": "Ein."}, {}]),
    (ABSENT, "", ABSENT),
])
def test_a_translated_list_is_as_long_as_its_source(before: Any, written: str, after: Any) -> None:
    """A place without a translation is kept, unless nothing in the list is translated."""
    item = Control("group", "", "*", within=(Control("line", "hvorfor", "*.hvorfor"),))
    control = Control("list", "referanser", "referanser", item=item, fixed=True)
    start = [*(before if isinstance(before, list) else [None]), None]
    fields = to_fields(control, start, "referanser") | {"referanser.1.hvorfor": [written]}
    assert from_fields(control, before, fields, "referanser") == after

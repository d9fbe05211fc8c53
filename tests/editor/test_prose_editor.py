"""The text editor: Markdown in and the same out, in a browser and by the product's parser."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rettesnor.reading.files.folder import DiskFolder
from rettesnor_editor.forms.blocks import Labels, parsed
from rettesnor_editor.forms.prose import rewrapped, unwrapped

from tests.editor.desk_server import Server
from tests.editor.test_forms import markdown
from tests.support.browsers import launched

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "editor_js"
BUILT = ROOT / "site_plugins/rettesnor_editor/static/editor/prose.js"


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Every Markdown text of the guideline, as it stands in its files."""
    root = tmp_path_factory.mktemp("g")
    for name in ("guideline", "recommendations"):
        shutil.copytree(ROOT / name, root / name)
    (root / "changelog" / "unreleased").mkdir(parents=True)
    return list(markdown(DiskFolder(root)))


def whole(sent: dict[str, Any]) -> str:
    return "".join(one["before"] + one["source"] for one in sent["blocks"]) + str(sent["end"])


HARD = [
    "", "\n", "a\n\n\n\nb\n", "# T\ntekst\n## U\n- a\n- b\n\n\n1. c\n", "```\n kode\n```\n",
    "<b>fet</b> og &amp; og \\*", "| a | b |\n|:--|--:|\n| [[x\\|y]] | `a\\|b` |\n",
    "> sitat\n> - a\n\n---\n", "- a\n\n  b\n- c\n  - d\n    1. e\n", "- \n- b\n",
    "a\\\nb  \nc", "![alt](bilder/x.svg)", "[@Feil; @] [[a|b|c]]", "x\r\ny", "|" * 60,
    "[**fet**](anbefaling:x) [ren](side:om#a) [ut](https://x.no \"T\")", "- a\n* b\n+ c\n",
    "3. a\n4. b\n", "\u00a0§\u00a010", "* * *\na\n***\n",
]


@pytest.mark.parametrize("text", HARD)
def test_blocks_are_the_whole_text(text: str) -> None:
    assert whole(parsed(text)) == text.replace("\r\n", "\n")


def test_a_reference_has_its_name_and_how_it_is_written() -> None:
    labels = Labels(
        {"udir-2025": "Udir, 2025"}, {"kilde:udir-2025": "Fravær (udir-2025)"},
        frozenset({"opplæringslova"}),
    )
    text = "Se [@udir-2025, s. 12; @annen], [[opplæringslova]], [[nærvær|nær]] og [P](side:om)."
    nodes = parsed(text, labels)["blocks"][0]["node"]["content"]
    found = [one["attrs"] for one in nodes if one["type"] == "ref"]
    assert [(one["kind"], one["raw"], one["label"]) for one in found] == [
        ("kilde", "[@udir-2025, s. 12; @annen]", "Udir, 2025, s. 12; annen"),
        ("lov", "[[opplæringslova]]", "opplæringslova"),
        ("term", "[[nærvær|nær]]", "nær"), ("side", "[P](side:om)", "P"),
    ]
    assert found[0]["title"] == "Fravær (udir-2025); annen"


def test_the_script_is_built_from_its_sources() -> None:
    """Run «make editor-script» when this fails."""
    names = ["package.json", *sorted(f"src/{one.name}" for one in (SCRIPTS / "src").iterdir())]
    digest = hashlib.sha256(b"".join((SCRIPTS / name).read_bytes() for name in names))
    assert f"Sources: {digest.hexdigest()} " in BUILT.read_text(encoding="utf-8")[:400]


def test_the_script_has_its_licences_and_no_registry() -> None:
    said = BUILT.with_name("prose.LICENSES.txt").read_text(encoding="utf-8")
    wanted = json.loads((SCRIPTS / "package.json").read_text(encoding="utf-8"))["dependencies"]
    for name, version in wanted.items():
        assert f"{name} {version} (MIT)" in said
    lock = (SCRIPTS / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock and '"integrity"' in lock and "://" not in lock
    assert not re.search(r"\beval\(|new Function", BUILT.read_text(encoding="utf-8"))


def words(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the letters of a node with their marks; blanks and what marks cannot reach as one."""
    if node["type"] == "text":
        on = node.get("marks", [])
        if any(one["type"] == "code" for one in on):  # bold code in a word cannot be written
            on = [one for one in on if one["type"] in ("code", "link")]
        marks = ",".join(one["type"] + one.get("attrs", {}).get("href", "") for one in on)
        yield from ((letter, marks if letter.isalnum() else "") for letter in node["text"])
    elif node["type"] == "ref":
        yield node["attrs"]["raw"], ""
    elif node["type"] == "hard_break":
        yield " ", ""
    else:
        yield f"<{node['type']}>", ""
        for one in node.get("content", ()):
            yield from words(one)
        yield "</>", ""


def said(nodes: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return what blocks say, with marks, but not how: runs of blanks are one."""
    found: list[tuple[str, str]] = []
    for node in nodes:
        for one in words(node):
            blank = one[0].isspace()
            edge = not found or found[-1][0].isspace() or found[-1][0].startswith("<")
            if blank and edge:
                continue
            if one[0] == "</>" and found and found[-1][0].isspace():
                found.pop()
            if one[0] == "</>" and found[-1] == ("<paragraph>", ""):
                found.pop()  # an empty paragraph is not written
                continue
            found.append((" ", "") if blank else one)
    return found


ALL = (ROOT / "tests/editor/prose_fields.js").read_text(encoding="utf-8")

RANDOM = (ROOT / "tests/editor/prose_random.js").read_text(encoding="utf-8")


@pytest.mark.browser
def test_every_text_comes_back_and_one_word_touches_one_block(
    desk: Server, texts: list[str]
) -> None:
    sent = [parsed(unwrapped(one)) for one in texts]
    with launched() as browser:
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{desk.port}/static/editor/icon.svg")
        page.context.add_cookies([
            {"name": key, "value": value, "url": f"http://127.0.0.1:{desk.port}"}
            for key, value in desk.cookies.items()
        ])
        page.goto(f"http://127.0.0.1:{desk.port}/liste/begrep/")
        found = page.evaluate(ALL, sent)
        made = page.evaluate(RANDOM, 400)
    assert len(texts) > 750
    edited = 0
    for text, one, result in zip(texts, sent, found, strict=True):
        assert rewrapped(result["same"], text).rstrip("\n") == text.rstrip("\n")
        assert result["same"] == unwrapped(text)
        nodes = [block["node"] for block in one["blocks"]]
        again = [block["node"] for block in parsed(result["anew"])["blocks"]]
        assert said(again) == said(nodes), result["anew"]
        for edit in result["edits"]:
            at = edit["at"]
            before = "".join(b["before"] + b["source"] for b in one["blocks"][:at])
            before += one["blocks"][at]["before"]
            after = whole({"blocks": one["blocks"][at + 1:], "end": one["end"]})
            assert edit["text"].startswith(before) and edit["text"].endswith(after)
            block = edit["text"][len(before):len(edit["text"]) - len(after)]
            there = [b["node"] for b in parsed(block)["blocks"]]
            assert said(there) == said([edit["node"]]), block
            edited += 1
    assert edited > 1000
    without_marks = 0
    for one in made:
        there = [block["node"] for block in parsed(one["text"])["blocks"]]
        got, wanted = said(there), said(one["doc"]["content"])
        assert [letter for letter, _ in got] == [letter for letter, _ in wanted], one["text"]
        if any("strong" in marks for _, marks in wanted):  # italics give way to bold in a word
            got, wanted = _upright(got), _upright(wanted)
        without_marks += got != wanted
    assert without_marks <= len(made) // 100  # bold that Markdown cannot end inside a word


def _upright(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [
        (letter, ",".join(mark for mark in marks.split(",") if mark != "em"))
        for letter, marks in found
    ]

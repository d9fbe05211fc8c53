"""Random saves from forms of every kind: only what is edited changes, and it reads back as posted.

    python -m tests.editor.random_saves --saves 10000

The files are dressed first: comments, other quotes, folded and literal blocks, CRLF, mixed line
ends, a byte order mark, a missing last line end. Where a value stands in the text is asked of
PyYAML, not of the code under test.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import yaml
from rettesnor.editing.yaml_writer import Refused, read
from rettesnor.reading.files.decoding import plain
from rettesnor.reading.files.folder import DiskFolder, Folder
from rettesnor_editor.documents import KINDS, Document, find, names
from rettesnor_editor.forms import rows
from rettesnor_editor.forms.controls import Control
from rettesnor_editor.forms.fields import ABSENT, places

ROOT = Path(__file__).resolve().parents[2]
TEXTS = (
    "Ny tekst", "Med: kolon", "# tegn", "\"sitat\" og 'apostrof'", "- strek", "true", "12", "0123",
    "12e5", "@leder", "a #b", "[liste]", "{x: y}", "*a", "&b", "slutt:", "% b", "en\\to", "«ord»",
    "null", "~", "2027-01-01", "a\tb", "?", "!ja", "`x`", "| a", "> b", "---", "...", "'", '"',
    "Første avsnitt.\n\nAndre avsnitt.", "- ett\n- to", "  innrykk\nog mer", "x\u00a0y",
    "\U0001f600", "langt " * 40, "",
)
_ENTRY = re.compile(r"( *(?:- )?[\w-]+: )([^\s|>&*!'\"\[{#%@`].*)")
_BLOCK = re.compile(r" *(?:- )*[^ ].*: [|>][-+]?$|^ *- [|>][-+]?$")


def folder_of_everything(place: Path) -> DiskFolder:
    """Return the guideline, with the change notes of its releases as if they were to come."""
    for name in ("guideline", "recommendations"):
        shutil.copytree(ROOT / name, place / name)
    (place / "changelog" / "unreleased").mkdir(parents=True)
    for file in sorted((ROOT / "changelog").glob("*/fragments/*.yml")):
        shutil.copy(file, place / "changelog" / "unreleased")
    return DiskFolder(place)


def documents(folder: Folder) -> list[Document]:
    """Return everything that has a form."""
    found = (find(folder, kind, name) for kind in KINDS for name, _ in names(folder, kind))
    return [one for one in found if one is not None]


# --- dressing ---

def dressed(text: str, rnd: Random) -> str:
    """Return a YAML text that says the same, as another hand might have written it."""
    said, made = read(text), text
    for dress in (_requoted, _commented):
        other = dress(made, rnd)
        try:
            if read(other) == said:
                made = other
        except Refused:  # the strict loader does not take it
            continue
    return made


def with_ends(text: str, rnd: Random) -> bytes:
    """Return ``text`` with other line ends, with or without a byte order mark and a last one."""
    text = text.rstrip("\n") if rnd.random() < 0.2 else text
    ends: Callable[[], str] = rnd.choice(
        [lambda: "\n", lambda: "\n", lambda: "\r\n", lambda: rnd.choice(["\n", "\r\n"])]
    )
    whole = "".join(ends() if sign == "\n" else sign for sign in text)
    return (("\ufeff" if rnd.random() < 0.1 else "") + whole).encode()


def _outside_blocks(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each line, and whether it is outside every block of text."""
    block: int | None = None
    for line in text.split("\n"):
        width = len(line) - len(line.lstrip())
        if block is not None and (not line.strip() or width > block):
            yield line, False
            continue
        block = width if _BLOCK.match(line) else None
        yield line, True


def _commented(text: str, rnd: Random) -> str:
    out = []
    for line, outside in _outside_blocks(text):
        width = len(line) - len(line.lstrip())
        if outside and line.strip() and rnd.random() < 0.2:
            out.append(f"{' ' * width}# merknad {rnd.randrange(99)}")
        if outside and _ENTRY.fullmatch(line) and rnd.random() < 0.1:
            line += f"  # til slutt {rnd.randrange(99)}"
        if outside and rnd.random() < 0.05:
            out.append("")
        out.append(line)
    return "\n".join(out)


def _requoted(text: str, rnd: Random) -> str:
    lines = [line for line, _ in _outside_blocks(text)]
    outside = [one for _, one in _outside_blocks(text)]
    for number, line in enumerate(lines):
        found = _ENTRY.fullmatch(line)
        ends = number + 1 == len(lines) or len(lines[number + 1]) - len(
            lines[number + 1].lstrip()
        ) <= len(line) - len(line.lstrip())
        if not outside[number] or not found or not ends or rnd.random() > 0.3:
            continue
        start, value = found.groups()
        if not isinstance(yaml.safe_load(value), str):
            continue
        inner = " " * (len(start) - len(start.lstrip(" -")) + 2)
        lines[number] = start + rnd.choice([
            json.dumps(value, ensure_ascii=False), json.dumps(value),
            "'" + value.replace("'", "''") + "'", f"|-\n{inner}{value}", f">-\n{inner}{value}",
        ])
    return "\n".join(lines)


# --- editing ---

@dataclass(frozen=True)
class Edit:
    """What is done to a form: the field, and the fields after it."""

    field: str
    fields: dict[str, list[str]]


def edited(document: Document, rnd: Random) -> Edit | None:
    """Return a random edit of a document's form; None when the field takes none."""
    fields = document.fields()
    if not document.schema:
        (name, [text]), = fields.items()
        lines = text.split("\n")
        lines[rnd.randrange(len(lines))] = rnd.choice(TEXTS)
        return Edit(name, {name: ["\n".join(lines)]})
    name = rnd.choice([one for one in fields if not one.endswith("@fra")])
    bare = name.partition("@")[0]
    control = document.control.part(*("*" if p.isdigit() else p for p in bare.split(".")))
    if control.kind == "list":
        there = places(fields, bare)
        if control.fixed or not there:
            return None
        deed = rnd.choice(["opp", "ned", "bort", "ny"])
        if deed == "ny":
            changed, new = rows.changed(document.control, fields, f"ny:{bare}")
            return Edit(bare, _filled(changed, new, rnd))
        asked = f"{deed}:{bare}.{rnd.choice(there)}"
        return Edit(bare, rows.changed(document.control, fields, asked)[0])
    return Edit(bare, {**fields, bare: _value(control, fields.get(bare, [""]), rnd)})


def _filled(
    fields: dict[str, list[str]], start: str, rnd: Random
) -> dict[str, list[str]]:
    """Return the fields with something in the first one of a new item."""
    name = next(
        (one for one in fields if one == start or (one.startswith(f"{start}.") and "@" not in one)),
        start,
    )
    return {**fields, name: [rnd.choice(TEXTS[:-1])]}


def _value(control: Control, before: list[str], rnd: Random) -> list[str]:
    if control.kind == "checks":
        values = [value for value, _ in control.options] or ["helt-nytt"]
        return sorted({*before} ^ {rnd.choice(values)})
    if control.kind in ("flag", "yesno"):
        return [] if before == ["ja"] and control.kind == "flag" else [
            "nei" if before == ["ja"] else "ja"
        ]
    if control.kind == "choice" and control.options:
        return [rnd.choice(control.options)[0]]
    if control.kind in ("date", "csl-date"):
        return [rnd.choice(["2027-01-31", "2024", ""])]
    old = before[0] if before else ""
    words = old.split(" ")
    words[rnd.randrange(len(words))] = rnd.choice(["nytt", "«ord»", "§ 2-1", "a: b", "x #y"])
    return [rnd.choice([rnd.choice(TEXTS), " ".join(words), f"{old} nemlig"])]


# --- judging ---

def where(old: Any, new: Any, way: tuple[Any, ...] = ()) -> tuple[Any, ...]:
    """Return the pointer that everything that differs is at or below."""
    if isinstance(old, dict) and isinstance(new, dict):
        keys = [key for key in {**old, **new} if old.get(key, ABSENT) != new.get(key, ABSENT)]
        if len(keys) == 1:
            key = keys[0]
            return where(old.get(key, ABSENT), new.get(key, ABSENT), (*way, key))
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        places_ = [place for place in range(len(old)) if old[place] != new[place]]
        if len(places_) == 1:
            return where(old[places_[0]], new[places_[0]], (*way, places_[0]))
    return way


def lines_of(text: str, way: tuple[Any, ...]) -> tuple[int, int]:
    """Return the first line of what stands at a pointer, and the line after its last.

    What is not there stands nowhere: that of what it would be put into is returned.
    """
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    start = 0
    for part in way:
        if node.flow_style and not isinstance(node, yaml.ScalarNode):
            break
        if isinstance(node, yaml.MappingNode):
            inner = next(((k, v) for k, v in node.value if k.value == part), None)
            if inner is None:
                break
            start, node = inner[0].start_mark.line, inner[1]
        elif isinstance(node, yaml.SequenceNode):
            if part >= len(node.value):
                break
            node = node.value[part]
            start = node.start_mark.line
    return start, max(_end(node), start + 1)


def _end(node: Any) -> int:
    if isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value:
        return int(node.end_mark.line + (node.end_mark.column > 0))
    last = node.value[-1]
    return _end(last[1] if isinstance(last, tuple) else last)


def save(document: Document, edit: Edit) -> str:
    """Save a form; return what it came to: «same», «saved» or «refused».

    Raises:
        AssertionError: the file says something else than was posted, or something else changed.
    """
    value = document.value(edit.fields)
    before = document.data()
    try:
        made = document.written(value)
    except Refused:
        return "refused"
    if made == document.before:
        assert value == before, "an edit was not written"
        return "same"
    after = replace(document, before=made)
    if not document.schema:
        assert plain(after.text) == value
        _only_there(document.text, after.text, _between(document.text, after.text))
        return "saved"
    old, new = document.whole(), after.whole()
    assert after.at(made) == value if value is not ABSENT else True
    way = where(old, new)
    field = tuple(int(p) if p.isdigit() else p for p in edit.field.split(".") if p)
    own = (*document.pointer, *field)
    shorter = min(len(way), len(own))
    assert document.source or way[:shorter] == own[:shorter], (way, own)
    start, end = lines_of(plain(document.text), way)
    if way not in _ways(new):  # comments right above go with what they are about
        above = plain(document.text).split("\n")
        while start and above[start - 1].lstrip().startswith("#"):
            start -= 1
    _only_there(document.text, after.text, (start, end))
    return "saved"


def _ways(data: Any, way: tuple[Any, ...] = ()) -> set[tuple[Any, ...]]:
    inner = data.items() if isinstance(data, dict) else enumerate(
        data if isinstance(data, list) else ()
    )
    found = {way}
    for key, value in inner:
        found |= _ways(value, (*way, key))
    return found


def _between(before: str, after: str) -> tuple[int, int]:
    """Return the lines of ``before`` between those that both begin and end with."""
    old, new = (plain(text).split("\n") for text in (before, after))
    start = next((n for n, pair in enumerate(zip(old, new, strict=False)) if len({*pair}) > 1),
                 min(len(old), len(new)))
    rest = (reversed(lines[start:]) for lines in (old, new))
    same = next((n for n, pair in enumerate(zip(*rest, strict=False)) if len({*pair}) > 1),
                min(len(old), len(new)) - start)
    while start and not same and not old[start - 1]:  # blank lines before what was last
        start -= 1
    return start, len(old) - same


def _only_there(before: str, after: str, edited: tuple[int, int]) -> None:
    """Check that the bytes outside of the edited lines are the same, line ends and all."""
    assert before.startswith("\ufeff") == after.startswith("\ufeff")
    old, new = (re.findall(r"[^\n]*\n|[^\n]+$", text) for text in (before, after))
    start, end = edited
    head, tail = old[:start], old[end:]
    first, last = new[:len(head)], new[len(new) - len(tail):]
    if not before.endswith("\n") or not after.endswith("\n"):  # it may have to be written
        for one in (head, first) if not tail else (tail, last):
            one[-1:] = [line.rstrip("\r\n") for line in one[-1:]]
    if tail and last[0] != tail[0]:  # the first key of an item was removed: the dash moves down
        tail[0], last[0] = (line.replace("- ", "  ", 1) for line in (tail[0], last[0]))
    assert first == head, _differing(first, head)
    assert last == tail, _differing(last, tail)


def _differing(new: list[str], old: list[str]) -> tuple[Any, ...]:
    return next(((n, a, b) for n, (a, b) in enumerate(zip(new, old, strict=False)) if a != b), ())


def one(all_: list[Document], seed: int) -> tuple[str, str]:
    """Save one random form; return its kind, and what it came to.

    Raises:
        AssertionError: see ``save``; the message begins with the seed that gives it again.
    """
    rnd = Random(seed)
    kind = rnd.choice(sorted({found.kind for found in all_}))
    document = rnd.choice([found for found in all_ if found.kind == kind])
    try:
        text = plain(document.text)
        document = replace(
            document, before=with_ends(dressed(text, rnd) if document.schema else text, rnd)
        )
        edit = edited(document, rnd)
        return document.kind, save(document, edit) if edit else "same"
    except Exception as error:
        raise AssertionError(f"seed {seed}, {document.key}: {error!r}") from error


def main() -> None:
    """Run it from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--saves", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    counts: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as place:
        all_ = documents(folder_of_everything(Path(place)))
        for seed in range(options.seed, options.seed + options.saves):
            try:
                counts[one(all_, seed)] += 1
            except AssertionError as error:
                counts["feil", "wrong"] += 1
                print(error, flush=True)
    for (kind, outcome), count in sorted(counts.items()):
        print(f"{kind:14} {outcome:8} {count}")


if __name__ == "__main__":
    main()

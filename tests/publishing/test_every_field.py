"""Every text that the schemas ask for reaches readers: on a page, in the API, in the documents.

A word of its own is put into every text field, found by walking the schemas. A new field that no
renderer shows fails here until it is shown, or excluded below with a reason.
"""

from __future__ import annotations

import json
import re
import string
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import pytest
import yaml
from rettesnor.publishing.documents.sources import ALL as FORMATS
from rettesnor.publishing.options import BuildOptions
from rettesnor.publishing.pipeline import build
from rettesnor.reading.schema import validate as schema
from rettesnor.reading.schema.validate import KINDS

from tests.publishing.test_sender import texts
from tests.support.check_case import DAY
from tests.support.guidelines import EARLY, Tree, plain_dressing, put, sound_copy, tree

PATHS = {
    "guideline": "guideline/guideline.yml", "recommendation": EARLY,
    "laws": "guideline/laws.yml", "terms": "guideline/terms.yml",
    "sources": "guideline/sources.yml",
}
ELSEWHERE = {
    "accessibility": "tests/rendering/test_accessibility_report.py",
    "change": "tests/publishing/test_site_history.py",
    "hearing": "tests/rendering/test_hearing_page.py",
    "hearing-result": "tests/reading/test_hearing_rounds.py",
}
"""Kinds of file that the whole guideline does not hold, and where they are tested."""
SKIPPED = {
    "unntak": "a setting of the checks, for editors",
    "sprak": "names of languages; tests/publishing/test_translated_site.py",
}
"""Fields whose texts are not put in."""
_APA = "APA leaves it out"
_BY_ID = "the name of the law that has this id is shown; here it is of no law"
_LAWS = "docs/documents.md: the page of laws tells what came instead of a section"
_FULL = "the full name is shown"
EXCLUDED: Mapping[str, Mapping[str, str]] = {
    "page": {
        "guideline.eier.forkortelse": _FULL, "guideline.avsender.forkortelse": _FULL,
        "guideline.samarbeidspartnere.forkortelse": _FULL,
        "guideline.lisens.id": "the name of the licence is shown",
        "laws.lover.erstattet_av": _BY_ID,
        "sources.references.author.given": "APA gives initials",
        "sources.references.editor.given": "APA gives initials",
        "sources.references.publisher-place": _APA,
        "terms.termer.sokeord": "words to search by, not to read",
        "recommendation.kunnskapsgrunnlag.forskning_ikke_vurdert": "stands where no research is",
    },
    "document": {
        "guideline.korttittel": "the full title is shown",
        "laws.lover.paragrafer.erstattet_av.lov": _LAWS,
        "laws.lover.paragrafer.erstattet_av.paragraf": _LAWS,
    },
    "api": {},
}
EXCLUDED["document"].update(EXCLUDED["page"])  # type: ignore[attr-defined]
"""Texts that a reader does not meet there, each with the reason."""


def resolved(node: Mapping[str, Any], root: Mapping[str, Any]) -> dict[str, Any]:
    """Return a schema with what it refers to."""
    name = node.get("$ref", "").rpartition("/")[2]
    return {**(root["$defs"][name] if name else {}), **node}


def is_text(node: Mapping[str, Any]) -> bool:
    """Whether any words may stand in a field."""
    return (
        node.get("type") == "string" and not {"enum", "format"} & node.keys()
        and node.get("pattern", "\\S") in ("\\S", "\\?$")
    )


class Filling:
    """Puts a word of its own into every text field of one kind of file."""

    def __init__(self, kind: str, words: Iterator[str]) -> None:
        self._kind, self._words = kind, words
        self._root = schema.load(kind)
        self.found: dict[str, str] = {}

    def fill(self, value: dict[str, Any]) -> dict[str, Any]:
        """Return ``value``, the data of a file, with all text fields and their words."""
        self._object(self._root, value, self._kind)
        return value

    def _text(self, node: Mapping[str, Any], way: str) -> str:
        word = self.found.setdefault(way, "") or next(self._words)
        self.found[way] = word
        if way == "recommendation.kort_anbefaling":
            return f"Skolen bør snakke om {word} tidlig"
        question = node.get("pattern") == "\\?$"
        return f"Handler det om {word}?" if question else f"Dette handler om {word}"

    def _object(self, node: Mapping[str, Any], value: dict[str, Any], way: str) -> None:
        for name, inner in node.get("properties", {}).items():
            if name in SKIPPED:
                continue
            field, below = resolved(inner, self._root), f"{way}.{name}"
            if below.endswith((".author", ".editor")):
                value[name] = [{"literal": self._text(field, f"{below}.literal")}, {
                    part: self._text(field, f"{below}.{part}") for part in ("family", "given")
                }]
            elif is_text(field):
                value[name] = self._text(field, below)
            elif field.get("type") == "object":
                inside = value.get(name, {})
                self._object(field, inside, below)
                if inside:
                    value[name] = inside
            elif field.get("type") == "array":
                self._array(field, value, name, below)
            elif name in node.get("required", ()) and name not in value:
                value[name] = field["examples"][0]

    def _array(
        self, node: Mapping[str, Any], value: dict[str, Any], name: str, way: str
    ) -> None:
        item = resolved(node["items"], self._root)
        if is_text(item):
            value[name] = [self._text(item, way)]
        elif item.get("type") == "object":
            for one in value.setdefault(name, [{}]):
                self._object(item, one, way)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Tree, Mapping[str, str]]:
    """The site of a guideline with a word in every text field, and the words by field."""
    root = sound_copy(tmp_path_factory.mktemp("felt") / "rot")
    words = ("Qz" + "".join(letters) for letters in product(string.ascii_lowercase, repeat=3))
    found: dict[str, str] = {}
    for kind, path in PATHS.items():
        filling = Filling(kind, words)
        loader = yaml.SafeLoader if kind == "sources" else yaml.BaseLoader  # no dates as text
        data = yaml.load((root / path).read_text(encoding="utf-8"), loader)
        if kind == "terms":  # the others are referred to by their forms
            data["termer"].append({"id": "ny-term"})
            filling.fill({"termer": data["termer"][-1:]})
        else:
            if kind == "sources":
                data["references"][1]["type"] = "article-journal"
            filling.fill(data)
        put(root, path, json.dumps(data, ensure_ascii=False, indent=1))
        found |= filling.found
    dressed = plain_dressing(root / ".dressing")
    order = BuildOptions(root, root / "site", DAY, tolerant=True, documents=FORMATS)
    outcome = build(order, lambda _: dressed)
    assert outcome.pages, [str(problem) for problem in outcome.survey.problems]
    return tree(root / "site"), found


def said_in(site: Tree, pattern: str) -> str:
    """Return all that the files say whose whole path matches ``pattern``."""
    paths = [path for path in site if re.fullmatch(pattern, path)]
    assert paths
    return "\n".join(texts(path, site[path]) for path in paths)


@pytest.mark.parametrize(("where", "pattern"), [
    ("page", r"(?!v/).*\.html"), ("api", r"api/v1/nb/.*\.json"),
    ("document", r"retningslinje\.pdf"), ("document", r"retningslinje\.docx"),
    ("document", r"retningslinje\.epub"),
])
def test_every_text_reaches_readers(
    filled: tuple[Tree, Mapping[str, str]], where: str, pattern: str
) -> None:
    site, words = filled
    said = said_in(site, pattern)
    lost = {way for way, word in words.items() if word not in said}
    assert lost - EXCLUDED[where].keys() == set()
    assert EXCLUDED[where].keys() - lost == set(), "no longer lost: take it out of the list"


def test_what_the_guideline_covers_is_found_by_search(
    filled: tuple[Tree, Mapping[str, str]]
) -> None:
    site, words = filled
    said = "\n".join(
        data.decode(errors="ignore") for path, data in site.items() if "sok" in path
    )
    for way in ("guideline.omfang", "guideline.avgrensning"):
        assert words[way].casefold() in said.casefold()


def test_every_kind_of_file_is_looked_at() -> None:
    kinds = {kind for kind in KINDS if "." not in kind} - {"release"}  # written by the program
    assert kinds == PATHS.keys() | ELSEWHERE.keys()

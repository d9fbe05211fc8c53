"""Nothing of the first guideline's field is in the platform: not in code, schemas, templates,
messages, pages of the catalogue, exports or the hearing desk.

What one guideline says is declared in its ``guideline.yml``. Words that stay have a reason below.
"""

from __future__ import annotations

import re
from pathlib import Path

PROJECT = Path(__file__).parents[2]
FOLDERS = ("site_plugins", "schema")
ENDINGS = {".py", ".html", ".js", ".css", ".json", ".md", ".txt", ".typ", ".po", ".xml"}
WORDS = re.compile(
    r"(?i)sk[ou]l(?:e|a|en|ar|er)\b|sk[ou]l(?:e|a|en|ar|er)[a-zæøå]|\belev(?:er|ene|ens|ar|ane)?\b"
    r"|\beleven (?!digits)"
    r"|\belev(?:fravær|ers|råd|org)|f[oø]re?satt|lærer|lærar|utdanningsdirektorat|\budir\b"
    r"|opplæring|opplaering|pedagog|\brektor\b|barnehage|school|pupil|teacher"
)
FILES = {
    "site_plugins/rettesnor/model/older_form.py":
        "what files and records of the first form left unsaid",
    "site_plugins/rettesnor/search/samme-ord.txt":
        "a list of Norwegian words in both written standards",
    "site_plugins/rettesnor/model/bibliography.py": "«school» is a field of BibTeX's theses",
}
"""Files that may have any of the words, with the reason."""
EXAMPLES = "the example is run against the small guideline of the tests, which is about school"
LINES = {
    "opplæringslova": "an act, as an example of how acts are referred to",
    "opplæringa": "the title of that act",
    "skoleslag": EXAMPLES, "barneskole": EXAMPLES, "ungdomsskole": EXAMPLES,
    "skoleleder": EXAMPLES, "kontaktlaerer": EXAMPLES, "kontaktlærer": EXAMPLES,
    "skolefrav": EXAMPLES, "opplæringsloven": EXAMPLES, "opplæringen": EXAMPLES,
    "grunnskolen": EXAMPLES, "udir.no": EXAMPLES,
}
"""Words that may stand in pages of the catalogue and in docstrings, with the reason."""
_CUT = ("site_plugins/rettesnor/search/tokenizer.py", "site_plugins/rettesnor/search/compounds.py")
"""Modules whose comments show with Norwegian words how words are cut."""
_ACTS = ("dialect.py", "reference_resolver.py", "start_change.py", "diff.py", "translation.py",
         "law", "lov")
"""Parts of the names of modules whose comments use an act as an example."""


def test_no_word_of_school_is_in_the_platform() -> None:
    found = []
    for folder in FOLDERS:
        for path in sorted((PROJECT / folder).rglob("*")):
            name = path.relative_to(PROJECT).as_posix()
            if path.suffix not in ENDINGS or name in FILES or name in _CUT:
                continue
            if "__pycache__" in name or ".egg-info" in name or "/migrations/" in name:
                continue
            for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
                if WORDS.search(_without_allowed(name, line)):
                    found.append(f"{name}:{number}: {line.strip()[:120]}")
    assert not found, "\n".join(found)


def _without_allowed(name: str, line: str) -> str:
    """Return ``line`` without the words that may stand in that file."""
    catalogue = "/checks/catalogue/" in name
    if catalogue:
        for word in LINES:
            line = re.sub(rf"(?i)\w*{re.escape(word)}\w*", "", line)
    elif any(part in name.rpartition("/")[2] for part in _ACTS):
        line = re.sub(r"(?i)opplæringslova?e?n?|opplæringsloven", "", line)
    return line


def test_the_exceptions_are_needed() -> None:
    for name in (*FILES, *_CUT):
        assert WORDS.search((PROJECT / name).read_text(encoding="utf-8")), name

"""A guideline being worked on: every kind of edit that an editor makes, by a seeded chance."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

from rettesnor.reading.checks.run import split

from tests.support.check_case import sound_files
from tests.support.guidelines import ALL, COMPETENCE, EARLY, GUIDELINE, PROJECT, put

Edit = Callable[["Draft"], None]
RATIONALE = r"begrunnelse:\n  tekst: \|\n"
"""Where the text of a rationale begins."""


class Draft:
    """The files of a guideline that stays sound whatever is done to it."""

    def __init__(self, seed: int = 0) -> None:
        files = sound_files()
        self._chance = random.Random(seed)
        self._number = 0
        self._texts = {split(path)[1]: files.pop(path) for path in (EARLY, ALL, COMPETENCE)}
        self._chapters = {
            "samarbeid-med-hjemmet": ["snakke-med-alle", "tidlig-samtale"],
            "kompetanse": ["relevant-kompetanse"],
        }
        self._files = files
        self._files["mkdocs.yml"] = (PROJECT / "mkdocs.yml").read_text(encoding="utf-8")

    def files(self) -> dict[str, str]:
        """Return all files by path."""
        files = dict(self._files)
        for chapter, ids in self._chapters.items():
            for id_ in ids:
                files[f"recommendations/{chapter}/{id_}.yml"] = self._texts[id_]
            listed = "".join(f"      - {id_}\n" for id_ in ids)
            files[GUIDELINE] = re.sub(
                rf"(  - id: {chapter}\n.*?    anbefalinger:\n)(?:      - [^\n]+\n)+",
                rf"\g<1>{listed}", files[GUIDELINE], flags=re.S,
            )
        return files

    def write(self, root: Path) -> Path:
        """Make the content in ``root`` be this, leaving alone what is no content."""
        files = self.files()
        for old in [*root.glob("recommendations/*/*"), *root.glob("guideline/*.*")]:
            if old.relative_to(root).as_posix() not in files:
                old.unlink()
        for path, text in files.items():
            if not (root / path).exists() or (root / path).read_text(encoding="utf-8") != text:
                put(root, path, text)
        return root

    def edit_text(self) -> None:
        """Add a sentence to a rationale."""
        self._change(self._any(), RATIONALE, rf"\g<0>    Setning {self._new()}.\n")

    def change_title(self) -> None:
        """Give a recommendation another title."""
        self._change(self._any(), r"(?m)^tittel: .*$", f"tittel: Tittel {self._new()}")

    def change_status(self) -> None:
        """Give a recommendation another status."""
        status = self._chance.choice(["utkast", "høring", "gjeldende", "under revisjon"])
        self._change(self._any(), r"(?m)^status: .*$", f"status: {status}")

    def add(self) -> None:
        """Write a new recommendation, somewhere in a chapter."""
        id_ = f"ny-{self._new()}"
        self._texts[id_] = re.sub(r"\Aid: .*", f"id: {id_}", self._texts["snakke-med-alle"])
        self._insert(id_, self._chance.choice(list(self._chapters)))

    def remove(self) -> None:
        """Remove a recommendation that nobody links to, if there is one."""
        if gone := [id_ for id_ in self._texts if id_.startswith("ny-")]:
            id_ = self._chance.choice(gone)
            self._take(id_)
            del self._texts[id_]

    def move(self) -> None:
        """Move a recommendation to another place, often in another chapter."""
        many = [id_ for ids in self._chapters.values() if len(ids) > 1 for id_ in ids]
        id_ = self._chance.choice(many)
        self._take(id_)
        self._insert(id_, self._chance.choice(list(self._chapters)))

    def link(self) -> None:
        """Let a recommendation link to one that stays."""
        target = self._chance.choice(["tidlig-samtale", "snakke-med-alle"])
        self._change(
            self._any(), RATIONALE,
            rf"\g<0>    Les [den andre anbefalingen](anbefaling:{target}).\n",
        )

    def change_term(self) -> None:
        """Explain a word in another way."""
        self._change_file(
            "guideline/terms.yml", r"definisjon: .*", f"definisjon: Forklaring {self._new()}."
        )

    def change_source(self) -> None:
        """Correct the title of a source."""
        self._change_file("guideline/sources.yml", r"title: .*", f"title: Rapport {self._new()}")

    def change_law(self) -> None:
        """Correct the short title of a law."""
        self._change_file(
            "guideline/laws.yml", r"korttittel: .*", f"korttittel: opplæringslova {self._new()}"
        )

    def change_guideline(self) -> None:
        """Correct what holds for the whole."""
        self._change_file(GUIDELINE, r"merknad: .*", f"merknad: Dette er utkast {self._new()}.")

    def change_chapter(self) -> None:
        """Give a chapter another title."""
        self._change_file(GUIDELINE, r"(?m)^    tittel: .*", f"    tittel: Kapittel {self._new()}")

    def change_page(self) -> None:
        """Add a paragraph to a prose page."""
        self._files["guideline/om.md"] += f"\nAvsnitt {self._new()}.\n"

    def change_picture(self) -> None:
        """Draw a picture again."""
        self._files["guideline/bilder/steg.svg"] += f"<!-- {self._new()} -->\n"

    def _new(self) -> int:
        self._number += 1
        return self._number

    def _any(self) -> str:
        return self._chance.choice(sorted(self._texts))

    def _change(self, id_: str, pattern: str, new: str) -> None:
        self._texts[id_] = re.sub(pattern, new, self._texts[id_], count=1)

    def _change_file(self, path: str, pattern: str, new: str) -> None:
        self._files[path] = re.sub(pattern, new, self._files[path], count=1)

    def _take(self, id_: str) -> None:
        for ids in self._chapters.values():
            if id_ in ids:
                ids.remove(id_)

    def _insert(self, id_: str, chapter: str) -> None:
        ids = self._chapters[chapter]
        ids.insert(self._chance.randint(0, len(ids)), id_)


EDITS: tuple[Edit, ...] = (
    Draft.edit_text, Draft.change_title, Draft.change_status, Draft.add, Draft.remove, Draft.move,
    Draft.link, Draft.change_term, Draft.change_source, Draft.change_law, Draft.change_guideline,
    Draft.change_chapter, Draft.change_page, Draft.change_picture,
)
"""Every kind of edit."""
OF_ONE: tuple[Edit, ...] = (
    Draft.edit_text, Draft.change_title, Draft.change_status, Draft.link,
)
"""Edits of one recommendation's file: what else must be made again is for the build to know."""

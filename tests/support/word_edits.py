"""Editing a document as Word writes it: tracked and untracked, runs split, comments, paragraphs."""

from __future__ import annotations

import copy
import io
import random
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree
from rettesnor.editing.word.units import tidy

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
AUTHORS = ("Kari Nordmann", "Ola Hansen", "Máret Ánne Sara")
DAY = "2026-11-30T10:{:02}:00Z"
COMMENTS = "word/comments.xml"


class WordFile:
    """A document that is open in Word."""

    def __init__(self, data: bytes, seed: int = 0) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            self.parts = {name: packed.read(name) for name in packed.namelist()}
        self.root = etree.fromstring(self.parts["word/document.xml"])
        self.chance = random.Random(seed)
        self.comments: list[tuple[str, str, str]] = []
        self._id = 90_000

    # What is there ----------------------------------------------------------------------------

    def fields(self) -> dict[int, Any]:
        """Return the content of each field by number."""
        return {
            int(tag.get(f"{W}val")[3:]): tag.getparent().getparent().find(f"{W}sdtContent")
            for tag in self.root.iter(f"{W}tag") if tag.get(f"{W}val").startswith("rn:")
        }

    def words(self, number: int, *, accepted: bool) -> str:
        """Return the words of a field, counted in a way of its own: every visible piece of text."""
        gone = {f"{W}del", f"{W}moveFrom"} if accepted else {f"{W}ins", f"{W}moveTo"}
        shown = []
        for one in self.fields()[number].iter(f"{W}t", f"{W}delText"):
            if not any(above.tag in gone for above in one.iterancestors()):
                row = next(one.iterancestors(f"{W}tr"), None)
                mark = "del" if accepted else "ins"
                if row is None or row.find(f"{W}trPr/{W}{mark}") is None:
                    shown.append(one.text or "")
        return squeezed("".join(shown))

    def runs(self, number: int) -> list[Any]:
        """Return the runs with words that are not tracked and not in a reference."""
        found = []
        for run in self.fields()[number].iter(f"{W}r"):
            above = [one.tag for one in run.iterancestors()]
            if above.count(f"{W}sdt") > 1 or f"{W}ins" in above or f"{W}del" in above:
                continue
            text = run.find(f"{W}t")
            if text is not None and len((text.text or "").split()) >= 2:
                found.append(run)
        return found

    # Edits ------------------------------------------------------------------------------------

    def tracked(self, name: str) -> Any:
        self._id += 1
        made = etree.Element(f"{W}{name}")
        made.set(f"{W}id", str(self._id))
        made.set(f"{W}author", self.chance.choice(AUTHORS))
        made.set(f"{W}date", DAY.format(self.chance.randrange(60)))
        return made

    def split(self, run: Any) -> tuple[Any, Any]:
        """Split a run between two words; both parts keep their look."""
        text = run.find(f"{W}t")
        words = text.text.split(" ")
        at = self.chance.choice([n for n in range(1, len(words)) if words[n] and words[n - 1]])
        after = copy.deepcopy(run)
        self.say(run, " ".join(words[:at]) + " ")
        self.say(after, " ".join(words[at:]))
        run.addnext(after)
        return run, after

    @staticmethod
    def say(run: Any, words: str, tag: str = "t") -> None:
        for old in [*run.findall(f"{W}t"), *run.findall(f"{W}delText")]:
            run.remove(old)
        made = etree.SubElement(run, f"{W}{tag}")
        made.set(SPACE, "preserve")
        made.text = words

    def insert(self, run: Any, words: str) -> None:
        """Type words with tracking on."""
        before, _ = self.split(run)
        made = copy.deepcopy(before)
        self.say(made, f"{words} ")
        holder = self.tracked("ins")
        holder.append(made)
        before.addnext(holder)

    def delete(self, run: Any) -> str:
        """Strike the first word of a part of a run, with tracking on; return it."""
        _, after = self.split(run)
        word, _, rest = after.find(f"{W}t").text.partition(" ")
        struck = copy.deepcopy(after)
        self.say(struck, word, "delText")
        holder = self.tracked("del")
        after.addprevious(holder)
        holder.append(struck)
        self.say(after, f" {rest}" if rest else "")
        return str(word)

    def overwrite(self, run: Any, words: str) -> None:
        """Replace a word with tracking off."""
        text = run.find(f"{W}t")
        said = text.text.split(" ")
        places = [place for place, one in enumerate(said) if one]
        said[self.chance.choice(places)] = words
        self.say(run, " ".join(said))

    def shatter(self, run: Any) -> None:
        """Split a run as Word does when it checks the spelling: nothing is changed."""
        before, after = self.split(run)
        for one in (before, after):
            one.set(f"{W}rsidR", f"{self.chance.randrange(16**8):08X}")
        after.addprevious(etree.Element(f"{W}proofErr", {f"{W}type": "spellStart"}))

    def bold(self, run: Any, *, tracked: bool) -> None:
        """Make a part of a run strong."""
        _, after = self.split(run)
        look = after.find(f"{W}rPr")
        if look is None:
            look = etree.Element(f"{W}rPr")
            after.insert(0, look)
        old = copy.deepcopy(look)
        etree.SubElement(look, f"{W}b")
        if tracked:
            changed = self.tracked("rPrChange")
            changed.append(old)
            look.append(changed)

    def colour(self, run: Any) -> None:
        """Give a run a colour, which is no change of ours."""
        look = run.find(f"{W}rPr")
        if look is None:
            look = etree.Element(f"{W}rPr")
            run.insert(0, look)
        etree.SubElement(look, f"{W}color").set(f"{W}val", "FF0000")

    def write(self, number: int, words: str) -> None:
        """Write in a field that is empty, with tracking on."""
        paragraph = self.fields()[number].find(f"{W}p")
        holder = self.tracked("ins")
        self.say(etree.SubElement(holder, f"{W}r"), words)
        paragraph.append(holder)

    def paragraph_after(self, run: Any, words: str) -> None:
        """Press Enter at the end of a paragraph and type, with tracking on."""
        paragraph = next(run.iterancestors(f"{W}p"))
        made = etree.Element(f"{W}p")
        own = paragraph.find(f"{W}pPr")
        if own is not None:
            made.append(copy.deepcopy(own))
        holder = self.tracked("ins")
        typed = etree.SubElement(holder, f"{W}r")
        self.say(typed, words)
        made.append(holder)
        paragraph.addnext(made)
        # The mark of the paragraph that was there has moved on to the new one: the first is new.
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            properties = etree.Element(f"{W}pPr")
            paragraph.insert(0, properties)
        marks = etree.SubElement(properties, f"{W}rPr")
        mark = self.tracked("ins")
        mark.set(f"{W}author", holder.get(f"{W}author"))
        marks.append(mark)

    def strike_paragraph(self, run: Any) -> None:
        """Mark a whole paragraph and press Delete, with tracking on."""
        paragraph = next(run.iterancestors(f"{W}p"))
        author = self.chance.choice(AUTHORS)
        for one in list(paragraph.iter(f"{W}r")):
            text = one.find(f"{W}t")
            if text is None or any(a.tag in (f"{W}ins", f"{W}del") for a in one.iterancestors()):
                continue
            self.say(one, text.text, "delText")
            holder = self.tracked("del")
            holder.set(f"{W}author", author)
            one.addprevious(holder)
            holder.append(one)
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            properties = etree.Element(f"{W}pPr")
            paragraph.insert(0, properties)
        mark = self.tracked("del")
        mark.set(f"{W}author", author)
        etree.SubElement(properties, f"{W}rPr").append(mark)

    def strike_reference(self, number: int) -> str:
        """Strike a reference, with tracking on; return what it showed, empty when there is none."""
        for tag in self.fields()[number].iter(f"{W}tag"):
            if tag.get(f"{W}val").startswith("rn="):
                control = tag.getparent().getparent()
                if any(a.tag in (f"{W}ins", f"{W}del") for a in control.iterancestors()):
                    continue
                shown = "".join(t.text for t in control.iter(f"{W}t"))
                for run in control.iter(f"{W}r"):
                    if run.find(f"{W}t") is not None:
                        self.say(run, run.find(f"{W}t").text, "delText")
                holder = self.tracked("del")
                control.addprevious(holder)
                holder.append(control)
                return shown
        return ""

    def row_after(self, table: Any, words: str) -> None:
        """Add a row to a table, with tracking on."""
        last = table.findall(f"{W}tr")[-1]
        made = copy.deepcopy(last)
        properties = made.find(f"{W}trPr")
        if properties is None:
            properties = etree.Element(f"{W}trPr")
            made.insert(0, properties)
        properties.append(self.tracked("ins"))
        for cell in made.findall(f"{W}tc"):
            for old in cell.findall(f"{W}p"):
                cell.remove(old)
            holder = self.tracked("ins")
            holder.set(f"{W}author", properties.find(f"{W}ins").get(f"{W}author"))
            self.say(etree.SubElement(holder, f"{W}r"), words)
            etree.SubElement(cell, f"{W}p").append(holder)
        last.addnext(made)

    def comment(self, run: Any, words: str) -> None:
        """Comment on a run."""
        id_ = str(len(self.comments))
        author = self.chance.choice(AUTHORS)
        self.comments.append((id_, author, words))
        run.addprevious(etree.Element(f"{W}commentRangeStart", {f"{W}id": id_}))
        run.addnext(etree.Element(f"{W}commentRangeEnd", {f"{W}id": id_}))

    def outside(self, words: str) -> None:
        """Type a paragraph between two fields."""
        made = etree.Element(f"{W}p")
        self.say(etree.SubElement(made, f"{W}r"), words)
        self.root.find(f"{W}body").insert(5, made)

    # Saving -----------------------------------------------------------------------------------

    def saved(self, extra: Mapping[str, bytes] | None = None) -> bytes:
        """Return the file."""
        parts = {**self.parts, "word/document.xml": etree.tostring(
            self.root, xml_declaration=True, encoding="UTF-8", standalone=True
        ), **(extra or {})}
        if self.comments:
            root = etree.Element(f"{W}comments", nsmap={"w": W[1:-1]})
            for id_, author, words in self.comments:
                one = etree.SubElement(root, f"{W}comment", {
                    f"{W}id": id_, f"{W}author": author, f"{W}date": DAY.format(1),
                })
                self.say(etree.SubElement(etree.SubElement(one, f"{W}p"), f"{W}r"), words)
            parts[COMMENTS] = etree.tostring(root, encoding="UTF-8")
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, content in parts.items():
                packed.writestr(name, content)
        return out.getvalue()


def squeezed(text: str) -> str:
    """Return ``text`` without white space, so that only words and signs are compared."""
    return "".join(tidy(text).split())


def tokens() -> Iterator[str]:
    """Yield words that stand nowhere else."""
    number = 0
    while True:
        number += 1
        yield f"nyord{number}x"

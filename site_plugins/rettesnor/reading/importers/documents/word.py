"""A Word document (.docx) as a tree of HTML elements, with all that has no place in it beside."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

from rettesnor.model.extras import IMPORT, missing
from rettesnor.reading.importers.documents.document import (
    NOTE,
    PICTURE,
    Aside,
    Document,
    Node,
    Picture,
    UnreadableError,
    lost_words,
    raised,
    text_of,
)
from rettesnor.reading.importers.documents.package import Package, attribute, local
from rettesnor.reading.importers.documents.word_changes import (
    HEADING,
    Changes,
    comments,
    deleted_text,
    is_contents,
    paragraph_styles,
    visible_text,
)
from rettesnor.reading.importers.html_tree import Element, parse
from rettesnor.reading.importers.result import Loss

_PREFIX = "rn-"
_STYLES = "\n".join([
    *(f"p.{HEADING}{level} => h{level}:fresh" for level in range(1, 7)),
    "u => u", "highlight => mark",
])
_NOTE = re.compile(rf"#{_PREFIX}((?:foot|end)note-\d+)")
_SUFFIXES = {
    "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/tiff": "tif",
    "image/svg+xml": "svg", "image/webp": "webp", "image/x-emf": "emf", "image/x-wmf": "wmf",
    "image/bmp": "bmp",
}
_IGNORED = re.compile(
    r"style|(?:element was ignored: (?:w:(?:bookmark|perm|sdtEndPr|tblPrEx|customXmlPr|smartTagPr|"
    r"sectPr|fldData|proofErr|comment|footnoteRef|endnoteRef|lastRendered|noProof|continuation|"
    r"separator)|w1[0-9]|v:|o:|wp:|m:|wps:|mc:|a:|office))"
)
"""Messages about what has no words and no picture."""
_SAID = re.compile(r"An unrecognised element was ignored: (\S+)")
_FURNITURE = (
    (re.compile(r"header\d*\.xml"), "Topptekst"), (re.compile(r"footer\d*\.xml"), "Bunntekst"),
    (re.compile(r"diagrams/data\d*\.xml"), "Tekst i en figur (SmartArt)"),
    (re.compile(r"charts/chart\d*\.xml"), "Tekst i et diagram"),
)
"""Parts of the document that are not in its text."""


def read_word(data: bytes) -> Document:
    """Return what a Word document holds.

    Raises:
        UnreadableError: it is damaged, dangerous or no Word document, or what reads it is not
            installed.
    """
    package = Package(data)
    try:
        return _read(package)
    except RecursionError as error:
        raise UnreadableError("Dokumentet er for innfløkt til å leses.") from error


def _read(package: Package) -> Document:
    try:
        import mammoth  # an extra: most guidelines never need it
    except ImportError as error:
        raise UnreadableError(missing("Det som leser Word-dokumenter,", IMPORT)) from error
    styles = paragraph_styles(package.tree(package.beside("styles.xml")))
    main = package.tree(package.main)
    if main is None:
        raise UnreadableError("Fila har ingen tekst.")
    notes = {
        name: tree for name in ("footnotes.xml", "endnotes.xml")
        if (tree := package.tree(package.beside(name))) is not None
    }
    text = "\n".join(filter(None, map(_body_text, (main, *notes.values()))))
    asides = [*comments(main, package.tree(package.beside("comments.xml")))]
    outside = {
        one.get("Id", "") for one in package.relations(package.main)
        if one.get("TargetMode") == "External" and not one.get("Type", "").endswith("/hyperlink")
    }
    changes = Changes(styles, outside)
    _drop_contents(main, changes)
    for tree in (main, *notes.values()):
        changes.apply(tree)
    replaced = {package.main: main, **{package.beside(n): tree for n, tree in notes.items()}}
    pictures: dict[str, Picture] = {}

    def keep(image: Any) -> dict[str, str]:
        with image.open() as stream:
            found = stream.read()
        id_ = f"{len(pictures) + 1}"
        suffix = _SUFFIXES.get(image.content_type or "", "bin")
        pictures[id_] = Picture(found, suffix, " ".join((image.alt_text or "").split()))
        return {"src": f"{PICTURE}:{id_}"}

    try:
        result = mammoth.convert_to_html(
            BytesIO(_packed(package, replaced)), style_map=_STYLES, id_prefix=_PREFIX,
            convert_image=mammoth.images.img_element(keep),
        )
    except RecursionError:
        raise
    except Exception as error:  # a damaged document makes it raise anything
        raise UnreadableError(
            "Dokumentet kan ikke leses. Åpne det i Word, og lagre det på nytt som .docx."
        ) from error
    root = parse(result.value)
    note_texts = _take_notes(root)
    nodes = _tidy(root.children)
    document = Document(
        nodes, text, {id_: _tidy(found) for id_, found in note_texts.items()}, pictures,
        [*changes.asides, *asides, *_furniture(package)],
    )
    for what, count in changes.counts.items():
        document.losses.append(_loss(what if count == 1 else f"{what} ({count} ganger)"))
    document.losses += _messages(result.messages)
    _account(document)
    return document


def _body_text(tree: ElementTree.Element) -> str:
    """Return the visible text of a part; of the notes without those that Word itself put there."""
    if local(tree) == "document":
        return visible_text(tree)
    return " ".join(visible_text(one) for one in tree if not attribute(one, "type"))


def _drop_contents(tree: ElementTree.Element, changes: Changes) -> None:
    for parent in [*tree.iter()]:
        for child in [*parent]:
            if is_contents(child):
                changes.asides.append(Aside("Innholdsfortegnelse", "", visible_text(child), True))
                changes.counts["Innholdsfortegnelsen er utelatt; nettstedet lager sin egen"] += 1
                parent.remove(child)


def _furniture(package: Package) -> Iterator[Aside]:
    seen = set()
    for name in sorted(package.names):
        for pattern, kind in _FURNITURE:
            if not pattern.fullmatch(name.removeprefix(package.beside(""))):
                continue
            tree = package.tree(name)
            text = deleted_text(tree) if tree is not None else ""
            if text and (kind, text) not in seen:
                seen.add((kind, text))
                yield Aside(kind, "", text)


def _packed(package: Package, replaced: dict[str, ElementTree.Element]) -> bytes:
    """Return the document with its changed parts, and without files that lie elsewhere."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(package.names):
            if name.endswith("/"):
                continue
            if name in replaced:
                archive.writestr(name, ElementTree.tostring(replaced[name], "utf-8"))
            elif name.endswith(".rels"):
                archive.writestr(name, _own_relations(package, name))
            else:
                archive.writestr(name, package.read(name))
    return stream.getvalue()


def _own_relations(package: Package, name: str) -> bytes:
    tree = package.tree(name)
    assert tree is not None  # it is one of the names
    for relation in [*tree]:
        is_link = relation.get("Type", "").endswith("/hyperlink")
        if relation.get("TargetMode") == "External" and not is_link:
            tree.remove(relation)
    written: bytes = ElementTree.tostring(tree, "utf-8")
    return written


def _take_notes(root: Element) -> dict[str, list[Node]]:
    """Take the notes, that stand as a list at the end, out of the tree."""
    found: dict[str, list[Node]] = {}
    for child in [*root.children]:
        if not isinstance(child, Element) or child.tag != "ol":
            continue
        items = [one for one in child.children if isinstance(one, Element)]
        if items and all(
            re.fullmatch(rf"{_PREFIX}(?:foot|end)note-\d+", one.attributes.get("id", ""))
            for one in items
        ):
            root.children.remove(child)
            for item in items:
                found[item.attributes["id"].removeprefix(_PREFIX)] = _without_way_back(
                    item.children)
    return found


def _without_way_back(nodes: list[Node]) -> list[Node]:
    made: list[Node] = []
    for node in nodes:
        if isinstance(node, Element):
            if node.attributes.get("href", "").startswith(f"#{_PREFIX}") and node.text() == "↑":
                continue
            node.children = _without_way_back(node.children)
        made.append(node)
    return made


def _tidy(nodes: list[Node]) -> list[Node]:
    """Return nodes with pictures and notes as elements of our own, and without mere targets."""
    made: list[Node] = []
    for node in nodes:
        if isinstance(node, str):
            made.append(node)
            continue
        source = node.attributes.get("src", "")
        if node.tag == "img" and source.startswith(f"{PICTURE}:"):
            made.append(Element(PICTURE, {"id": source.partition(":")[2]}, node.line))
            continue
        if node.tag == "sup" and (note := _note_in(node)):
            made.append(Element(NOTE, {"id": note}, node.line))
            continue
        if sign := raised(node):
            made.append(sign)
            continue
        node.children = _tidy(node.children)
        if node.tag == "a" and not node.attributes.get("href"):
            made += node.children
            continue
        made.append(node)
    return made


def _note_in(node: Element) -> str:
    for child in node.children:
        if isinstance(child, Element) and (
            match := _NOTE.fullmatch(child.attributes.get("href", ""))
        ):
            return match[1]
    return ""


def _messages(messages: Any) -> Iterator[Loss]:
    counts: dict[str, int] = {}
    for message in messages:
        if not _IGNORED.search(message.message):
            named = _SAID.match(message.message)
            said = f"Word-elementet <{named[1]}> er ikke ført over" if named else (
                f"Noe kunne ikke leses («{message.message}»)")
            counts[said] = counts.get(said, 0) + 1
    for said, count in counts.items():
        yield _loss(said if count == 1 else f"{said} ({count} ganger)")


def _account(document: Document) -> None:
    """Keep beside what the reader of Word documents left out without saying so."""
    there = [text_of(document.nodes), *map(text_of, document.notes.values()),
             *(aside.text for aside in document.asides if aside.is_shown)]
    lost = lost_words(document.text, there)
    if lost:
        document.asides.append(
            Aside("Ord som ikke kunne plasseres", "", " ".join(lost.elements()), True)
        )


def _loss(message: str) -> Loss:
    return Loss("dokumentet", 0, f"{message}.")

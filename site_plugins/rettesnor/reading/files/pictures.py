"""The files in ``guideline/bilder``: which of them are pictures that can be published.

A picture is served from the guideline's own address, so a file that a browser runs would run as
the guideline itself. What a file holds must be a picture of the kind that its name says; an SVG
drawing may hold shapes and text and nothing that runs or fetches. Nothing is cleaned: the file in
the folder is the file on the site, or it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from xml.parsers import expat

from rettesnor.model.problem import Code, Problem, Severity
from rettesnor.reading.files.folder import Folder, folder_of
from rettesnor.reading.files.names import DEVICES
from rettesnor.reading.markdown.lint.structure import PICTURE

CODES = (
    Code(
        "bilde-fil", "En fil i guideline/bilder/ er ikke et bilde som kan vises.",
        suppressible=False,
    ),
    Code("bilde-for-stort", "Et bilde er for stort.", suppressible=False),
    Code("bilde-svg", "En SVG-tegning har noe i seg som ikke bare tegner.", suppressible=False),
    Code("bilde-ubrukt", "Ingen tekst viser bildet.", Severity.WARNING, suppressible=False),
)
"""The codes of what is found here."""

FOLDER = "guideline/bilder"
MAX_BYTES = 5_000_000
"""No picture is larger (bytes)."""
MAX_SVG_BYTES = 1_000_000
"""No drawing is larger (bytes)."""
MAX_PIXELS = 50_000_000
"""No picture has more pixels: a small file can hold one that fills a phone's memory."""
_RASTER = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "webp": "WEBP"}
_LEFT_BY_SYSTEMS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", ".gitkeep", ".directory"})

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"
_INERT = frozenset({  # what drawing programs write for themselves; browsers ignore it
    "http://www.inkscape.org/namespaces/inkscape",
    "http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://creativecommons.org/ns#",
    "http://web.resource.org/cc/",
    "http://purl.org/dc/elements/1.1/",
})
_ELEMENTS = frozenset({
    "circle", "clipPath", "defs", "desc", "ellipse", "feBlend", "feColorMatrix",
    "feComponentTransfer", "feComposite", "feConvolveMatrix", "feDiffuseLighting",
    "feDisplacementMap", "feDistantLight", "feDropShadow", "feFlood", "feFuncA", "feFuncB",
    "feFuncG", "feFuncR", "feGaussianBlur", "feMerge", "feMergeNode", "feMorphology", "feOffset",
    "fePointLight", "feSpecularLighting", "feSpotLight", "feTile", "feTurbulence", "filter", "g",
    "line", "linearGradient", "marker", "mask", "metadata", "path", "pattern", "polygon",
    "polyline", "radialGradient", "rect", "stop", "style", "svg", "switch", "symbol", "text",
    "textPath", "title", "tspan", "use", "view",
})
"""The elements of SVG that draw, and do nothing else (https://www.w3.org/TR/SVG2/eltindex.html)."""
_FETCHED = re.compile(r"url\s*\(\s*(?!['\"]?#)|image(?:-set)?\s*\(|\bsrc\s*\(|@import|"
                      r"@namespace|expression|javascript:", re.IGNORECASE)
"""What makes a browser fetch something, in a presentation attribute or in CSS."""
_PLAIN = re.compile(r"aria-|data-|class$|id$")
"""Attributes that are not read as CSS, in which a backslash would write any letter."""
_HINT_SVG = "Lagre tegningen på nytt som «vanlig SVG», eller bruk PNG."


@dataclass(frozen=True)
class Pictures:
    """What lies in the folder.

    Attributes:
        names: every regular file in it, whether it can be shown or not.
        sound: the names of those that can be.
    """

    names: frozenset[str]
    sound: frozenset[str]
    problems: tuple[Problem, ...]


def read_pictures(root: Path | Folder) -> Pictures:
    """Return what is known of the files in ``guideline/bilder`` below ``root``."""
    folder = folder_of(root)
    names, sound, problems = set(), set(), []
    for name in folder.names(FOLDER):
        if name in _LEFT_BY_SYSTEMS:
            continue
        path = f"{FOLDER}/{name}"
        found = _problem(folder, path)
        if found is None:
            sound.add(name)
        else:
            problems.append(found)
        if folder.is_file(path):
            names.add(name)
    return Pictures(frozenset(names), frozenset(sound), tuple(problems))


def unused(pictures: Pictures, shown: Collection[str]) -> list[Problem]:
    """Return a problem for each sound picture that is not among those ``shown``."""
    return [
        Problem(
            f"{FOLDER}/{name}", 1, 1, "bilde-ubrukt",
            "Ingen tekst viser bildet, så det kommer ikke med på nettstedet.",
            f"Vis det med ![beskrivelse](bilder/{name}), eller slett fila.",
            Severity.WARNING,
        )
        for name in sorted(pictures.sound) if name not in shown
    ]


def fault(path: str, data: bytes) -> Problem | None:
    """Return what is wrong with ``data`` as the picture at ``path``, if anything."""
    name = path.rpartition("/")[2]
    suffix = name.rpartition(".")[2]
    if not PICTURE.match(f"bilder/{name}"):
        return Problem(
            path, 1, 1, "bilde-fil", "Fila har ikke navnet til et bilde.",
            "Bruk små bokstaver (a–z), tall og bindestrek, og en av endelsene .svg, .png, .jpg, "
            ".jpeg og .webp. Er det ikke et bilde, flytt fila ut av mappa.",
        )
    if name.split(".")[0] in DEVICES:
        return Problem(
            path, 1, 1, "bilde-fil", "Windows kan ikke lagre en fil med dette navnet.",
            "Gi bildet et annet navn.",
        )
    limit = MAX_SVG_BYTES if suffix == "svg" else MAX_BYTES
    if len(data) > limit:
        return _too_large(path, len(data), limit)
    return _svg(path, data) if suffix == "svg" else _raster(path, _RASTER[suffix], data)


def _too_large(path: str, size: int, limit: int) -> Problem:
    return Problem(
        path, 1, 1, "bilde-for-stort",
        f"Bildet er på {size / 1e6:.1f} MB; grensen er {limit / 1e6:.0f} MB.",
        "Lagre det i en mindre størrelse.",
    )


def _problem(folder: Folder, path: str) -> Problem | None:
    """Return what is wrong with what lies at ``path``."""
    if folder.is_dir(path) and not folder.is_link(path):
        return Problem(path, 1, 1, "bilde-fil", "Mapper i mappa med bilder blir ikke med.",
                       f"Flytt bildene opp i {FOLDER}/.")
    data = folder.read(path, limit=MAX_BYTES)
    if isinstance(data, bytes):
        return fault(path, data)
    too_large = data.code == "fil-for-stor"
    return _too_large(path, folder.size(path), MAX_BYTES) if too_large else data


def _raster(path: str, kind: str, data: bytes) -> Problem | None:
    from PIL import Image  # only a guideline with pictures waits for it

    try:
        with Image.open(BytesIO(data), formats=[kind]) as image:
            width, height = image.size
            if width * height > MAX_PIXELS:
                return Problem(
                    path, 1, 1, "bilde-for-stort",
                    f"Bildet er på {width} × {height} bildepunkter.",
                    "Lagre det i en mindre størrelse.",
                )
            image.verify()
    except Exception:  # Pillow's readers raise many kinds on damaged files
        return Problem(
            path, 1, 1, "bilde-fil", f"Innholdet er ikke et bilde av slaget {kind}.",
            "Åpne bildet i et bildeprogram og lagre det på nytt i det formatet navnet sier.",
        )
    return None


def _svg(path: str, data: bytes) -> Problem | None:
    """Return what in a drawing is more than a drawing; everything not known to be safe is."""
    parser = expat.ParserCreate(namespace_separator=" ")
    _Looker(parser)
    try:
        parser.Parse(data, True)
    except _Found as found:
        return Problem(path, parser.CurrentLineNumber, 1, "bilde-svg", str(found), _HINT_SVG)
    except (expat.ExpatError, ValueError):
        line = max(parser.CurrentLineNumber, 1)
        return Problem(path, line, 1, "bilde-fil", "Innholdet er ikke en SVG-tegning.", _HINT_SVG)
    return None


class _Found(Exception):
    """Something in a drawing that is not allowed; says what, in Norwegian."""


class _Looker:
    """Looks at a drawing while it is parsed, and stops at the first thing that is not allowed."""

    def __init__(self, parser: expat.XMLParserType) -> None:
        self._open: list[str] = []
        self._style = ""
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._entity
        parser.ProcessingInstructionHandler = self._instruction
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text

    def _doctype(self, name: str, system: str | None, public: str | None, inner: bool) -> None:
        if inner:
            raise _Found("Tegningen definerer egne entiteter (<!DOCTYPE … [ ]>).")

    def _entity(self, *_: object) -> None:
        raise _Found("Tegningen definerer egne entiteter (<!ENTITY>).")

    def _instruction(self, target: str, _: str) -> None:
        raise _Found(f"Tegningen har en instruks til nettleseren (<?{target} …?>).")

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        space, _, element = name.rpartition(" ")
        if not self._open and (space, element) != (_SVG, "svg"):
            raise _Found("Det ytterste elementet er ikke <svg>.")
        if not (space in _INERT or (space == _SVG and element in _ELEMENTS)):
            raise _Found(f"Tegningen har elementet <{element}>, som ikke bare tegner.")
        self._open.append(name)
        for attribute, value in attributes.items():
            self._attribute(space, attribute, value)

    def _attribute(self, element_space: str, name: str, value: str) -> None:
        space, _, attribute = name.rpartition(" ")
        if space in _INERT or element_space in _INERT:
            if attribute.lower().startswith("on"):
                raise _Found(f"Tegningen har attributtet «{attribute}», som kan kjøre kode.")
            return
        if attribute.lower().startswith("on"):
            raise _Found(f"Tegningen har attributtet «{attribute}», som kan kjøre kode.")
        if space == _XML and attribute == "base":
            raise _Found("Tegningen har attributtet «xml:base».")
        if space not in ("", _XLINK, _XML):
            raise _Found(f"Tegningen har et ukjent attributt («{attribute}»).")
        if attribute in ("href", "src") and not value.lstrip().startswith("#"):
            raise _Found(f"Tegningen henter noe fra et annet sted («{value[:60]}»).")
        _look_at_style(value, escaped=_PLAIN.match(attribute) is None)

    def _text(self, text: str) -> None:
        if self._open and self._open[-1] == f"{_SVG} style":
            self._style += text

    def _end(self, name: str) -> None:
        self._open.pop()
        if name == f"{_SVG} style":
            style, self._style = self._style, ""
            _look_at_style(style)


def _look_at_style(value: str, *, escaped: bool = True) -> None:
    if escaped and "\\" in value:
        raise _Found("Stilen i tegningen har en omskrevet verdi (omvendt skråstrek).")
    if found := _FETCHED.search(value):
        raise _Found(f"Tegningen henter noe fra et annet sted («{value[found.start():][:60]}»).")

"""The look of the site: ``look`` under the plugin's settings in ``mkdocs.yml``, and its files.

The files (logo, icon, typeface) are in ``guideline/look``. A logo is served from the guideline's
own address, so it is judged as every other picture (``reading/files/pictures.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from struct import unpack_from
from typing import Any
from xml.parsers import expat

import yaml

from rettesnor.model.colour import parsed
from rettesnor.model.look import (
    BY_NAME,
    SCHEMES,
    SHAPE,
    Font,
    FontFile,
    Look,
    Pair,
    Picture,
    colours,
    faults,
    parts,
    passing,
)
from rettesnor.model.problem import Code, Problem
from rettesnor.reading.files import pictures
from rettesnor.reading.files.folder import Folder
from rettesnor.reading.schema.did_you_mean import Names

CODES = (
    Code(
        "utseende-oppsett", "Utseendet i mkdocs.yml har noe som ikke kan brukes.",
        suppressible=False,
    ),
    Code(
        "utseende-kontrast", "To farger i mkdocs.yml har for liten kontrast til at alle kan lese.",
        suppressible=False,
    ),
    Code(
        "utseende-fil", "En logo eller en skrift i guideline/look/ kan ikke brukes.",
        suppressible=False,
    ),
)
"""The codes of what is found here."""

FOLDER = "guideline/look"
"""Where the files of the look are."""
PATH = "mkdocs.yml"
KINDS = ("sans-serif", "serif", "monospace")
STYLES = ("normal", "italic")
MAX_LOGO = 200_000
MAX_FONT = 300_000
MAX_FONTS = 8
"""Of one file (bytes), and how many files a typeface may have: a phone loads those it needs."""
MAX_LICENCE = 100_000
MAX_TEXT = 100
MAX_RATIO = 8
"""How many times wider than high a logo may be, so that it fits on a phone."""
_FIELDS = ("colors", "dark", "logo", "icon", "font", "owner", "title", "sender")
_TEXTS = ("owner", "title", "sender")
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*", re.IGNORECASE)
_FONT_NAME = re.compile(r"[\w][\w .-]{0,60}")
_WEIGHT = re.compile(r"([1-9]\d{0,2}|1000)( ([1-9]\d{0,2}|1000))?")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_WOFF2 = b"wOF2"
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)(?:px)?\s*")
_QUOTES = 'I YAML begynner «#» en kommentar. Skriv fargen i anførselstegn: "#12456b".'


def read_look(folder: Folder, text: str) -> tuple[Look, list[Problem]]:
    """Return the look that ``text``, which is ``mkdocs.yml``, asks for, and what is wrong with it.

    What is wrong is left out of the look.
    """
    node = _look_node(text)
    if node is None:
        return Look(), []
    reader = _Reader(folder)
    look = reader.look(node)
    if not reader.problems:
        reader.problems += _too_little_contrast(look, reader.places)
    return look, reader.problems


def _look_node(text: str) -> yaml.Node | None:
    """Return the node of ``plugins: rettesnor: look`` in ``text``."""
    node: yaml.Node | None = yaml.compose(text, yaml.SafeLoader)
    plugins = _child(node, "plugins")
    listed = plugins.value if isinstance(plugins, yaml.SequenceNode) else [plugins]
    for one in listed:
        settings = _child(one, "rettesnor")
        if settings is not None:
            return _child(settings, "look")
    return None


def _child(node: object, name: str) -> yaml.Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for key, value in node.value if key.value == name), None)


def problem(node: yaml.Node, code: str, message: str, hint: str) -> Problem:
    mark = node.start_mark
    return Problem(PATH, mark.line + 1, mark.column + 1, code, message, hint)


def _is_empty(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"


class _Reader:
    """Reads the look from YAML nodes, and notes what is wrong on the way."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self.problems: list[Problem] = []
        self.places: dict[tuple[str, str], yaml.Node] = {}

    def look(self, node: yaml.Node) -> Look:
        found: dict[str, Any] = {}
        fields = dict(self._fields(node, "look", _FIELDS))
        for scheme, name in zip(SCHEMES, ("colors", "dark"), strict=True):
            if name in fields:
                found[scheme] = self._colours(fields[name], name, scheme)
        for name in _TEXTS:
            if name in fields:
                found[name] = self._texts(fields[name], name)
        if "icon" in fields:
            found["icon"] = self._picture(fields["icon"], "icon")
        if "logo" in fields:
            found |= self._logo(fields["logo"])
        if "font" in fields:
            found["font"] = self._font(fields["font"])
        return Look(**found)

    def _wrong(self, node: yaml.Node, message: str, hint: str = "") -> None:
        """Note that a setting cannot be used."""
        self.problems.append(problem(node, "utseende-oppsett", message, hint))

    def _bad_file(self, node: yaml.Node, message: str, hint: str = "") -> None:
        """Note that a file which a setting names cannot be used."""
        self.problems.append(problem(node, "utseende-fil", message, hint))

    def _fields(
        self, node: yaml.Node, name: str, known: tuple[str, ...]
    ) -> Iterator[tuple[str, yaml.Node]]:
        """Yield the fields of ``node``; those that are not known are reported."""
        if _is_empty(node):
            return
        if not isinstance(node, yaml.MappingNode):
            self._wrong(node, f"«{name}» må bestå av felt.", f"Feltene er {', '.join(known)}.")
            return
        names, seen = Names(known), set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.value not in known:
                hint = f"Feltene er {', '.join(known)}."
                self._wrong(
                    key, f"«{key.value}» finnes ikke under «{name}»."
                    if isinstance(key, yaml.ScalarNode) else f"«{name}» har et felt uten navn.",
                    names.suggestion(str(key.value), hint),
                )
            elif key.value in seen:
                self._wrong(key, f"«{key.value}» står to ganger under «{name}».", "Slett det ene.")
            else:
                seen.add(key.value)
                yield key.value, value

    def _text(self, node: yaml.Node, name: str) -> str:
        if not isinstance(node, yaml.ScalarNode) or node.tag == "!ENV":
            self._wrong(node, f"«{name}» må være tekst.")
            return ""
        value = "" if _is_empty(node) else node.value.strip()
        if not value:
            self._wrong(node, f"«{name}» er tomt.", "Skriv en tekst, eller ta bort feltet.")
        elif len(value) > MAX_TEXT or not value.isprintable():
            self._wrong(
                node, f"«{name}» må være én linje på høyst {MAX_TEXT} tegn.", "Skriv den kortere."
            )
            return ""
        return value

    def _texts(self, node: yaml.Node, name: str) -> dict[str, str]:
        """Return a text by language: one for all («»), or one for each."""
        if not isinstance(node, yaml.MappingNode):
            value = self._text(node, name)
            return {"": value} if value else {}
        found = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode) or not _LANGUAGE.fullmatch(key.value):
                self._wrong(
                    key, f"Feltene under «{name}» må være språk.",
                    "Skriv for eksempel «nb» og «nn»."
                )
            elif written := self._text(value, f"{name}: {key.value}"):
                found[key.value] = written
        return found

    def _colours(self, node: yaml.Node, name: str, scheme: str) -> dict[str, str]:
        found = {}
        for token, value in self._fields(node, name, tuple(BY_NAME)):
            written = value.value if isinstance(value, yaml.ScalarNode) else ""
            colour = parsed(written) if isinstance(written, str) else None
            if colour is None:
                hint = _QUOTES if _is_empty(value) else 'Skriv den som seks tegn: "#12456b".'
                shown = f"«{written}» er ikke en farge" if written else "Fargen mangler"
                self._wrong(value, f"{shown} («{token}» under «{name}»).", hint)
                continue
            found[token] = colour
            self.places[scheme, token] = value
        return found

    def _logo(self, node: yaml.Node) -> dict[str, Any]:
        fields = dict(self._fields(node, "logo", ("file", "dark", "alt")))
        found: dict[str, Any] = {}
        for name in ("file", "alt"):
            if name not in fields and isinstance(node, yaml.MappingNode):
                self._wrong(
                    node, f"«logo» mangler feltet «{name}».",
                    "Skriv det som står i logoen, for dem som ikke ser den." if name == "alt"
                    else f"Skriv navnet på fila i {FOLDER}/.",
                )
        if "file" in fields:
            found["logo"] = self._picture(fields["file"], "file", MAX_RATIO)
        if "dark" in fields:
            found["logo_dark"] = self._picture(fields["dark"], "dark", MAX_RATIO)
        if "alt" in fields:
            found["logo_alt"] = self._text(fields["alt"], "alt")
        return found

    def _picture(self, node: yaml.Node, name: str, ratio: float = 1.5) -> Picture | None:
        file = self._file(node, name, (".svg", ".png"), MAX_LOGO)
        if file is None:
            return None
        name, data = file
        wrong = pictures.fault(f"{FOLDER}/{name.lower()}", data)
        if wrong is not None:
            self._bad_file(node, f"{name}: {wrong.message}", wrong.hint)
            return None
        if name.lower().endswith(".svg") and _has_doctype(data):
            self._bad_file(node, f"{name}: Tegningen har en dokumenttype (<!DOCTYPE …>).",
                      "Lagre tegningen på nytt som «vanlig SVG», eller bruk PNG.")
            return None
        size = _svg_size(data) if name.lower().endswith(".svg") else _png_size(data)
        if size is None:
            self._bad_file(
                node, f"{name} sier ikke hvor stor tegningen er.",
                "Lagre den på nytt med bredde og høyde, eller med «viewBox»."
            )
            return None
        if not 1 / ratio <= size[0] / size[1] <= ratio:
            self._bad_file(
                node, f"{name} er {size[0]:g} × {size[1]:g}, og passer ikke i toppen av siden."
                if ratio == MAX_RATIO else f"{name} er {size[0]:g} × {size[1]:g}, som ikke er nær "
                "et kvadrat.",
                f"Bruk en logo som er høyst {MAX_RATIO} ganger så bred som høy."
                if ratio == MAX_RATIO else "Bruk et kvadratisk bilde."
            )
            return None
        return Picture(name, data, *size)

    def _font(self, node: yaml.Node) -> Font | None:
        before = len(self.problems)
        fields = dict(self._fields(node, "font", ("name", "kind", "licence", "files")))
        for name in ("name", "licence", "files"):
            if name not in fields and isinstance(node, yaml.MappingNode):
                self._wrong(
                    node, f"«font» mangler feltet «{name}».",
                    f"Legg lisensen for skriften i {FOLDER}/, og skriv navnet på fila."
                    if name == "licence" else "",
                )
        family = self._text(fields["name"], "name") if "name" in fields else ""
        if family and not _FONT_NAME.fullmatch(family):
            self._wrong(fields["name"], f"«{family}» kan ikke være navnet på en skrift.",
                      "Bruk bokstaver, tall, mellomrom og bindestrek.")
        kind = self._choice(fields.get("kind"), "kind", KINDS)
        licence = self._file(fields["licence"], "licence", (".txt", ".md"), MAX_LICENCE) if (
            "licence" in fields
        ) else None
        files = self._font_files(fields["files"]) if "files" in fields else ()
        if len(self.problems) > before or licence is None:
            return None
        return Font(family, kind, files, *licence)

    def _choice(self, node: yaml.Node | None, name: str, choices: tuple[str, ...]) -> str:
        if node is None:
            return choices[0]
        if not isinstance(node, yaml.ScalarNode) or node.value not in choices:
            self._wrong(node, f"«{name}» må være {' eller '.join(choices)}.")
            return choices[0]
        return str(node.value)

    def _font_files(self, node: yaml.Node) -> tuple[FontFile, ...]:
        listed = node.value if isinstance(node, yaml.SequenceNode) else []
        if not 1 <= len(listed) <= MAX_FONTS:
            self._wrong(node, f"«files» må være ei liste med 1 til {MAX_FONTS} filer.")
            return ()
        found = []
        for one in listed:
            if isinstance(one, yaml.ScalarNode):
                fields: Mapping[str, yaml.Node] = {"file": one}
            else:
                fields = dict(self._fields(one, "files", ("file", "weight", "style")))
                if "file" not in fields:
                    self._wrong(one, "En skriftfil mangler feltet «file».")
                    continue
            file = self._file(fields["file"], "file", (".woff2",), MAX_FONT)
            weight = self._text(fields["weight"], "weight") if "weight" in fields else "400"
            if not _WEIGHT.fullmatch(weight):
                self._wrong(fields["weight"], f"«{weight}» er ikke en skriftvekt.",
                          "Skriv for eksempel 400, 700 eller «200 900».")
            style = self._choice(fields.get("style"), "style", STYLES)
            if file is None:
                continue
            if not _is_woff2(file[1]):
                self._bad_file(
                    fields["file"], f"{file[0]} er ikke en hel WOFF2-fil.",
                    "Last ned skriften på nytt, eller gjør den om til WOFF2."
                )
                continue
            found.append(FontFile(*file, weight, style))
        return tuple(found)

    def _file(
        self, node: yaml.Node, name: str, endings: tuple[str, ...], limit: int
    ) -> tuple[str, bytes] | None:
        """Return name and bytes of the file that ``node`` names in the folder of the look."""
        written = self._text(node, name)
        if not written:
            return None
        written = written.removeprefix(f"{FOLDER}/")
        if not _NAME.fullmatch(written) or ".." in written:
            self._bad_file(
                node, f"«{written}» kan ikke være navnet på ei fil i {FOLDER}/.",
                "Bruk bare bokstavene a–z, tall, punktum og bindestrek, og legg fila rett i mappa."
            )
            return None
        if not written.lower().endswith(endings):
            self._bad_file(
                node, f"«{written}» har ikke en endelse som kan brukes her.",
                f"Bruk {' eller '.join(endings)}."
            )
            return None
        path = f"{FOLDER}/{written}"
        if not self._folder.exists(path):
            near = Names(self._folder.names(FOLDER)).suggestion(written, f"Legg den i {FOLDER}/.")
            self._bad_file(node, f"Fila {path} finnes ikke.", near)
            return None
        data = self._folder.read(path, limit=limit)
        if isinstance(data, Problem):
            too_large = data.code == "fil-for-stor"
            size = self._folder.size(path) if too_large else 0
            hint = (
                "Ta bort de tegnene som norsk ikke bruker («subset»), eller bruk færre vekter."
                if endings == (".woff2",) else "Lagre den i en mindre størrelse."
            ) if too_large else data.hint
            self._bad_file(
                node, f"{path} er på {size / 1000:.0f} kB; grensen er {limit / 1000:.0f} kB."
                if too_large else f"{path}: {data.message}", hint
            )
            return None
        return written, data


def _is_woff2(data: bytes) -> bool:
    """Whether ``data`` is one WOFF2 file, whole (W3C WOFF 2.0, 4.1)."""
    return len(data) >= 48 and data[:4] == _WOFF2 and unpack_from(">I", data, 8)[0] == len(data)


def _has_doctype(data: bytes) -> bool:
    """Whether a drawing, which is well-formed, has a document type."""
    found: list[object] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *given: found.append(given)
    parser.Parse(data, True)
    return bool(found)


def _png_size(data: bytes) -> tuple[float, float] | None:
    width, height = unpack_from(">II", data, 16) if len(data) >= 24 else (0, 0)
    return (width, height) if width and height else None


def _svg_size(data: bytes) -> tuple[float, float] | None:
    """Return width and height of a drawing: what it says itself, else those of its ``viewBox``."""
    found: list[tuple[float, float]] = []

    def start(_: str, attributes: Mapping[str, str]) -> None:
        if found:
            return
        given = [_LENGTH.fullmatch(attributes.get(one, "")) for one in ("width", "height")]
        box = re.split(r"[\s,]+", attributes.get("viewBox", "").strip())
        if all(given):
            sizes = [float(one[1]) for one in given if one]
        else:
            sizes = [float(one) for one in box[2:4]] if len(box) == 4 else [0.0, 0.0]
        found.append((sizes[0], sizes[1]))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError):
        return None
    return found[0] if found and min(found[0]) > 0 else None


def _too_little_contrast(
    look: Look, places: Mapping[tuple[str, str], yaml.Node]
) -> list[Problem]:
    """Return a problem for each colour that cannot be told from one it meets: its worst pair."""
    found = []
    for scheme in SCHEMES:
        values = colours(look, scheme)
        worst: dict[str, tuple[Pair, float]] = {}
        for pair, ratio in faults(values, scheme):
            blamed = _blamed(pair, look, scheme)
            if blamed not in worst or ratio / pair.least < _margin(*worst[blamed]):
                worst[blamed] = pair, ratio
        for name, (pair, ratio) in worst.items():
            found.append(_contrast_problem(look, scheme, values, name, pair, ratio, places))
    return found


def _margin(pair: Pair, ratio: float) -> float:
    return ratio / pair.least


def _blamed(pair: Pair, look: Look, scheme: str) -> str:
    """Return the token to change: one that was given, and rather what is seen than its ground."""
    given = {**look.light, **(look.dark if scheme == "dark" else {})}
    concerned = [pair.seen, *(one for one in parts(pair.ground) if one in BY_NAME)]
    return next((one for one in concerned if one in given), concerned[0])


def _contrast_problem(
    look: Look, scheme: str, values: Mapping[str, str], name: str, pair: Pair, ratio: float,
    places: Mapping[tuple[str, str], yaml.Node],
) -> Problem:
    node = places.get((scheme, name)) or places.get(("light", name)) or next(iter(places.values()))
    shown = f"«{pair.seen}» ({values[pair.seen]})"
    grounds = " og ".join(f"«{one}» ({values[one]})" for one in parts(pair.ground)
                          if one in BY_NAME) or "hvitt papir"
    need = _number(pair.least)
    where = "i mørk visning " if scheme == "dark" else ""
    what = "" if pair.least > SHAPE else " for former"
    message = (
        f"{shown} mot {grounds} har {where}kontrasten {_number(ratio)}:1, og må ha minst "
        f"{need}:1{what} ({pair.where})."
    )
    better = passing(values, name, scheme)
    field = "dark" if scheme == "dark" else "colors"
    if better:
        hint = f'Den nærmeste fargen som holder, er {name}: "{better}" under «{field}».'
    else:
        hint = (
            f"Ingen farge holder mot alt «{name}» møter. Endre også de andre fargene, eller ta dem "
            "bort, så blir de som de var."
        )
    return problem(node, "utseende-kontrast", message, hint)


def _number(ratio: float) -> str:
    """Return a ratio with a decimal comma, never rounded up to one that would be enough."""
    return f"{int(ratio * 100) / 100:g}".replace(".", ",")


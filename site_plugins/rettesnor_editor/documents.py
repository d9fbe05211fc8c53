"""What can be edited: each kind of file, or one entry of a file that holds many.

A request names a kind and a name. Paths are only ever those of files that the project has, or that
are made here from a name of a known shape, so no request can name a path.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rettesnor.editing import yaml_emit, yaml_writer
from rettesnor.editing.yaml_lines import with_line_ends_of
from rettesnor.model.older_form import current_guideline
from rettesnor.model.problem import Problem
from rettesnor.model.translation import language_of, source_path
from rettesnor.publishing.tools.plain_versions import marks
from rettesnor.reading.content.change_fragments import FOLDER as FRAGMENTS
from rettesnor.reading.content.guideline import part_paths
from rettesnor.reading.content.guideline_paths import (
    CRITERIA,
    DEVELOPMENT,
    GUIDELINE,
    HEARINGS,
    LAWS,
    MEASURES,
    SELF_CHECK,
    SOURCES,
    TERMS,
    kind_of_part,
    part_path,
)
from rettesnor.reading.content.recommendation_paths import content_paths
from rettesnor.reading.files.decoding import plain
from rettesnor.reading.files.folder import Folder
from rettesnor.reading.files.names import stem
from rettesnor.reading.project import recommendation_in

from rettesnor_editor.forms.controls import PROSE, Control, control_of, recommendation_control
from rettesnor_editor.forms.fields import ABSENT, Fields, from_fields, to_fields
from rettesnor_editor.language import N_, say

NEW = "ny"
NAMED_BY_TITLE = frozenset({"mal", "kurs"})
"""Kinds with a file for each that may be about anything: a new one is named by its title."""
"""The name of an entry or a file that is not there yet."""
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z]{2,3}(?:-[A-Za-z]{2,4})?)?")
_PARTS = {
    "enkel": "plain", "rolleside": "role", "oppgave": "task", "mal": "template", "kurs": "course",
}
"""Kinds of which there is a file for each item."""
_ENTRIES = {
    "kilde": ("sources", SOURCES, "references", "title"),
    "lov": ("laws", LAWS, "lover", "korttittel"),
    "begrep": ("terms", TERMS, "termer", "term"),
    "sporsmal": ("development", DEVELOPMENT, "veikart", "tittel"),
    "melding": ("development", DEVELOPMENT, "meldinger", "sak"),
    "medvirkning": ("development", DEVELOPMENT, "medvirkning", "navn"),
    "veileder": ("development", DEVELOPMENT, "sammenheng", "tittel"),
    "utenfor": ("development", DEVELOPMENT, "utenfor", "tittel"),
    "tiltak": ("development", DEVELOPMENT, "innforing", "tittel"),
    "litteratursok": ("development", DEVELOPMENT, "litteratursok", "tittel"),
    "kriterium": ("criteria", CRITERIA, "kriterier", "tittel"),
    "kvalitetsmaal": ("measures", MEASURES, "kvalitetsmaal", "tittel"),
    "plikt": ("self-check", SELF_CHECK, "plikter", "tittel"),
}
"""Kinds that are entries of a file: its schema, its path, its list, and what names an entry."""
_WHOLE = {
    "retningslinje": GUIDELINE, "kapitler": GUIDELINE, "mottak": DEVELOPMENT,
    "kriterieoppsett": CRITERIA, "egenkontroll": SELF_CHECK,
}
"""Kinds that there is one of: a part of a file, and the file."""
_AROUND_CRITERIA = ("innledning", "nivaaer", "grupper")
"""What the criteria have around them in their file."""
KINDS: Mapping[str, str] = {
    "anbefaling": N_("Anbefaling"), "oversettelse": N_("Nynorsk"),
    "retningslinje": N_("Om retningslinja"), "kapitler": N_("Kapitler og rekkefølge"),
    "kilde": N_("Kilde"), "lov": N_("Lov eller forskrift"), "begrep": N_("Begrep"),
    "side": N_("Tekstside"), "endring": N_("Endringsnotat"), "horing": N_("Høring"),
    "enkel": N_("I enkelt språk"), "rolleside": N_("Side for en rolle"),
    "oppgave": N_("Oppgave"), "mal": N_("Mal"), "kurs": N_("Kurs"),
    "sporsmal": N_("Spørsmål på veikartet"), "melding": N_("Meldt behov"),
    "medvirkning": N_("Medvirkning"), "veileder": N_("Annen veileder"),
    "utenfor": N_("Behov utenfor retningslinja"), "tiltak": N_("Tiltak"),
    "litteratursok": N_("Lagret søk"), "mottak": N_("Hvor behov meldes"),
    "kriterium": N_("Kriterium"), "kriterieoppsett": N_("Om kriteriene: nivåer og grupper"),
    "kvalitetsmaal": N_("Kvalitetsmål"), "plikt": N_("Plikt i egenkontrollen"),
    "egenkontroll": N_("Egenkontroll: nivåer og svar"),
}
"""Every kind that can be edited, and what the editor calls it."""
LISTS: Mapping[str, str] = {
    SOURCES: N_("Kilder"), LAWS: N_("Lover og forskrifter"), TERMS: N_("Begreper"),
    DEVELOPMENT: N_("Arbeidet med retningslinja"), CRITERIA: N_("Kriterier for tilsyn"),
    MEASURES: N_("Kvalitetsmål"),
    SELF_CHECK: N_("Egenkontroll"),
}
"""Files that hold many entries, and what the editor calls them."""


class Unreadable(Exception):
    """The file cannot be opened in a form; says why, in Norwegian."""


@dataclass(frozen=True)
class Document:
    """Something that is edited in one form.

    Attributes:
        kind: a key of ``KINDS``.
        schema: the name of the file's schema; empty for a prose page.
        control: the form.
        pointer: where in the file's data it is; empty for all of it.
        before: the bytes of the file; empty for one that is new.
        source: of a translation, the path of what is translated; and what it says.
        also: what is set in the data besides what the form shows.
        title: what it is called, where no field of its own says so.
    """

    kind: str
    name: str
    path: str
    schema: str
    control: Control
    before: bytes
    pointer: tuple[str | int, ...] = ()
    source: str = ""
    source_data: Any = None
    also: Mapping[str, Any] = field(default_factory=dict)
    title: str = ""

    @property
    def key(self) -> str:
        """What its draft is kept under."""
        return f"{self.kind}/{self.name}"

    @property
    def prefix(self) -> str:
        """What the fields of problems begin with, before the fields of the form."""
        return "".join(f"{part}." for part in self.pointer)

    @property
    def text(self) -> str:
        """The text of the file."""
        return self.before.decode("utf-8")

    def whole(self) -> Any:
        """Return the data of the whole file.

        Raises:
            Unreadable: it is not sound YAML.
        """
        if not self.before:
            return {}
        try:
            return yaml_writer.read(self.text)
        except (yaml_writer.Refused, UnicodeDecodeError) as error:
            raise Unreadable(say(
                "{path} kan ikke leses: {error} Den må rettes i fila før den kan redigeres her.",
                path=self.path, error=error,
            )) from error

    def data(self) -> Any:
        """Return the data that the form shows; ``ABSENT`` when it is new.

        Raises:
            Unreadable: the file is not sound YAML.
        """
        if not self.schema:
            return plain(self.text)
        found = self.whole()
        for part in self.pointer:
            if isinstance(found, list) and isinstance(part, int) and part >= len(found):
                return ABSENT
            found = found[part] if isinstance(part, int) else found.get(part, [])
        return found

    def at(self, data: bytes | None) -> Any:
        """Return what the form showed when the file was ``data``; ``ABSENT`` for nothing.

        Args:
            data: the bytes of the file at another time; None when there was no file.

        Raises:
            Unreadable: it was no sound YAML.
        """
        if data is None:
            return ABSENT
        was = replace(self, before=data)
        if not self.pointer:
            return was.data()
        entries = was.whole().get(str(self.pointer[0])) or []
        return next(
            (one for one in entries
             if isinstance(one, dict) and slug(one.get("id")) == self.name), ABSENT,
        )

    def fields(self) -> dict[str, list[str]]:
        """Return the fields of its form as the file has them."""
        return self.fields_of(self.data())

    def fields_of(self, value: Any) -> dict[str, list[str]]:
        """Return the fields of its form that say ``value``."""
        name = PROSE.name if not self.schema else ""
        shown = {} if value is ABSENT else value
        if self.source:
            shown = _as_long(self.control, shown, self.source_data)
        return to_fields(self.control, shown, name)

    def value(self, fields: Fields) -> Any:
        """Return the data that ``fields`` make of it."""
        name = PROSE.name if not self.schema else ""
        made = from_fields(self.control, self.data(), fields, name)
        if not self.also or not isinstance(made, dict):
            return made
        if self.before:
            return {**made, **self.also}
        first = {name: value for name, value in self.also.items() if name == "id"}
        return {**first, **made, **self.also}

    def made(self, fields: Fields) -> bytes:
        """Return the bytes that ``fields`` make of the file.

        Raises:
            Unreadable: the file is not sound YAML.
            Refused: the new data cannot be written without changing anything else.
        """
        return self.written(self.value(fields))

    def written(self, value: Any) -> bytes:
        """Return the bytes of the file with ``value`` as what the form shows.

        Raises:
            Unreadable: the file is not sound YAML.
            Refused: it cannot be written without changing anything else.
        """
        if not self.schema:
            return self._page(str(value) if value is not ABSENT else "")
        if not self.before:
            data = {} if value is ABSENT else value
            return yaml_emit.document(data, self._is_block).encode()
        whole = _put(self.whole(), self.pointer, value)
        return yaml_writer.write(self.text, whole, self.schema).encode()

    def _page(self, text: str) -> bytes:
        if text == plain(self.text):
            return self.before
        start = "\ufeff" if self.text.startswith("\ufeff") else ""
        return (start + with_line_ends_of(self.text, text)).encode()

    def _is_block(self, way: tuple[str, ...]) -> bool:
        try:
            return self.control.part(*way).kind == "markdown"
        except KeyError:
            return False


def find(folder: Folder, kind: str, name: str) -> Document | None:
    """Return what ``kind`` and ``name`` stand for; None when there is no such thing."""
    if kind not in KINDS or not _NAME.fullmatch(name):
        return None
    if kind in _ENTRIES:
        return _entry(folder, kind, name)
    if kind in _PARTS:
        return _part(folder, kind, name)
    path = _path(folder, kind, name)
    if not path:
        return None
    data = folder.read(path) if folder.exists(path) else b""
    if isinstance(data, Problem):
        return None
    schema = _SCHEMAS[kind]
    control = control_of(schema) if schema else PROSE
    if kind == "anbefaling":
        control = recommendation_control(current_guideline(_read(folder, GUIDELINE)))
    elif kind == "kapitler":
        control = control.only("kapitler", "sider")
    elif kind == "retningslinje":
        control = control.without("kapitler", "sider")
    elif kind == "mottak":
        control = control.only("mottak")
    elif kind == "kriterieoppsett":
        control = control.only(*_AROUND_CRITERIA)
    elif kind == "egenkontroll":
        control = control.only("om", "nivaaer", "svarskala")
    if kind != "oversettelse":
        return Document(kind, name, path, schema, control, data)
    source = source_path(path)
    said = _read(folder, source)
    return Document(
        kind, name, path, schema, _following(control, said), data, source=source, source_data=said
    )


def names(folder: Folder, kind: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the title of every thing of one kind, in the order of the files."""
    if kind in _WHOLE:
        yield kind, KINDS[kind]
    elif kind in _ENTRIES:
        _, path, list_, title = _ENTRIES[kind]
        for entry in _read(folder, path).get(list_) or ():
            if isinstance(entry, dict) and _NAME.fullmatch(slug(entry.get("id"))):
                yield slug(entry["id"]), str(entry.get(title) or entry["id"])
    elif kind in _PARTS:
        known = titles(folder, kind)
        for path in part_paths(folder, _PARTS[kind]):
            yield stem(path), known.get(stem(path), stem(path))
    elif kind in ("anbefaling", "oversettelse"):
        for path in content_paths(folder):
            if bool(language_of(path)) == (kind == "oversettelse"):
                name = path.rsplit("/", 1)[-1].removesuffix(".yml")
                yield name, str(_read(folder, path).get("tittel") or name)
    elif kind == "side":
        for name in folder.names("guideline"):
            if name.endswith(".md"):
                data = folder.read(f"guideline/{name}")
                first = b"" if isinstance(data, Problem) else data.split(b"\n", 1)[0]
                title = first.decode(errors="replace").lstrip("\ufeff# ").strip()
                yield name.removesuffix(".md"), title or name
    else:
        place, title = (HEARINGS, "tittel") if kind == "horing" else (FRAGMENTS, "hva")
        for name in folder.names(place):
            bare = name.removesuffix(".yml")
            if name.endswith(".yml") and "." not in bare:
                yield bare, str(_read(folder, f"{place}/{name}").get(title) or bare)


def document_at(path: str, field: str = "") -> tuple[str, str]:
    """Return the kind and the name of what is edited at ``path``; empty for what has no form.

    Args:
        field: the field that is meant; the guideline's own file has two forms.
    """
    name = stem(path)
    if path.startswith("recommendations/") and path.endswith(".yml"):
        whole = path.rsplit("/", 1)[-1].removesuffix(".yml")
        return ("oversettelse", whole) if language_of(path) else ("anbefaling", whole)
    if path.startswith(f"{FRAGMENTS}/"):
        return "endring", name
    if path.startswith(f"{HEARINGS}/") and path.endswith(".yml") and not language_of(path):
        return "horing", name
    if (part := kind_of_part(path)) and path.endswith(".yml") and not language_of(path):
        return next(kind for kind, one in _PARTS.items() if one == part), name
    if path.startswith("guideline/") and path.endswith(".md"):
        return "side", path.rsplit("/", 1)[-1].removesuffix(".md")
    if path == GUIDELINE:
        kind = "kapitler" if field.startswith(("kapitler", "sider")) else "retningslinje"
        return kind, kind
    if path == DEVELOPMENT and field.startswith("mottak"):
        return "mottak", "mottak"
    if path == CRITERIA and field.partition(".")[0] in _AROUND_CRITERIA:
        return "kriterieoppsett", "kriterieoppsett"
    if path == SELF_CHECK and not field.startswith("plikter"):
        return "egenkontroll", "egenkontroll"
    return "", ""


@dataclass(frozen=True)
class Entry:
    """An entry of one of the ``LISTS``.

    Attributes:
        list: the field of the file that it is in.
        field: what is meant in it; empty for all of it.
    """

    kind: str
    name: str
    title: str
    list: str
    field: str


def entry_at(folder: Folder, path: str, field: str) -> Entry | None:
    """Return the entry that a field of a file is in; None when it is in none."""
    list_, _, rest = field.partition(".")
    place, _, inner = rest.partition(".")
    for kind, (_, there, own, title) in _ENTRIES.items():
        if there != path or list_ != own or not place.isdigit():
            continue
        entries = _read(folder, path).get(own) or []
        entry = entries[int(place)] if int(place) < len(entries) else None
        if isinstance(entry, dict) and _NAME.fullmatch(slug(entry.get("id"))):
            name = slug(entry["id"])
            return Entry(kind, name, str(entry.get(title) or entry["id"]), list_, inner)
    return None


def control_at(path: str, guideline: Mapping[str, Any]) -> Control | None:
    """Return the form of a whole file; None for a kind of file that has none.

    Args:
        guideline: the data of the guideline's own file.
    """
    kind, _ = document_at(path)
    if kind == "anbefaling":
        return recommendation_control(current_guideline(guideline))
    if kind:
        return control_of(_SCHEMAS[kind]) if _SCHEMAS[kind] else PROSE
    schema = next((one for one, place, *_ in _ENTRIES.values() if place == path), "")
    return control_of(schema) if schema else None


_SCHEMAS = {
    "anbefaling": "recommendation", "oversettelse": "recommendation.oversettelse",
    "retningslinje": "guideline", "kapitler": "guideline", "side": "", "endring": "change",
    "horing": "hearing", "mottak": "development",
    "kriterieoppsett": "criteria", "egenkontroll": "self-check",
    **_PARTS,
}


def _path(folder: Folder, kind: str, name: str) -> str:
    """Return the file of a thing; empty when there is none, and none can be made."""
    if kind in _WHOLE:
        return _WHOLE[kind] if name == kind else ""
    if kind in ("anbefaling", "oversettelse"):
        wanted = f"/{name}.yml"
        own = [path for path in content_paths(folder) if path.endswith(wanted)]
        if own and bool(language_of(own[0])) == (kind == "oversettelse"):
            return own[0]
        id_, _, language = name.partition(".")
        if kind == "oversettelse" and language:  # a translation that is not begun
            sources = [p for p in content_paths(folder) if p.endswith(f"/{id_}.yml")]
            return f"{sources[0].removesuffix('.yml')}.{language}.yml" if sources else ""
        return ""
    if kind == "endring":
        path = f"{FRAGMENTS}/{name}.yml"
        return path if folder.is_file(path) or name == NEW else ""
    path = f"guideline/{name}.md" if kind == "side" else f"{HEARINGS}/{name}.yml"
    translated = kind == "horing" and "." in name
    return path if folder.is_file(path) and not translated else ""


def titles(folder: Folder, kind: str) -> dict[str, str]:
    """Return what there can be a file of ``kind`` for, one in ``_PARTS``, and what it is called."""
    if kind == "enkel":
        return {
            stem(path): str(_read(folder, path).get("tittel") or stem(path))
            for path in content_paths(folder) if not language_of(path)
        }
    if kind == "kurs":
        return _courses(folder)
    if kind == "oppgave":
        return {
            stem(path): task_title(_read(folder, path)) or stem(path)
            for path in part_paths(folder, _PARTS[kind])
        }
    if kind == "mal":
        return {
            stem(path): str(_read(folder, path).get("tittel") or stem(path))
            for path in part_paths(folder, _PARTS[kind])
        }
    listed = _read(folder, GUIDELINE).get("roller")
    return {
        str(one["id"]): str(one.get("navn") or one["id"])
        for one in (listed if isinstance(listed, list) else ())
        if isinstance(one, dict) and _NAME.fullmatch(str(one.get("id")))
    }


def _courses(folder: Folder) -> dict[str, str]:
    """Return the courses that there are, and each chapter that a course can be begun for."""
    found = {
        stem(path): str(_read(folder, path).get("tittel") or stem(path))
        for path in part_paths(folder, _PARTS["kurs"])
    }
    listed = _read(folder, GUIDELINE).get("kapitler")
    chapters = {
        str(one["id"]): str(one.get("tittel") or one["id"])
        for one in (listed if isinstance(listed, list) else ())
        if isinstance(one, dict) and _NAME.fullmatch(str(one.get("id")))
    }
    return chapters | found


def task_title(data: Mapping[str, Any]) -> str:
    """Return what a review task is called: its title, or the law and the section."""
    about = " ".join(str(data[name]) for name in ("lov", "paragraf") if data.get(name))
    since = f" ({data['ikraft']})" if about and data.get("ikraft") else ""
    return str(data.get("tittel") or "") or f"{about}{since}"


def _part(folder: Folder, kind: str, name: str) -> Document | None:
    """Return what there is a file of its own for, also one that is not there yet."""
    known, path = titles(folder, kind), part_path(_PARTS[kind], name)
    there = "." not in name and folder.is_file(path)
    if name not in known and not there and not is_free(folder, kind, name):
        return None
    data = folder.read(path) if there else b""
    if isinstance(data, Problem):
        return None
    also: dict[str, Any] = {}
    if not there:
        also["id"] = name
        if marks := plain_marks(folder, name) if kind == "enkel" else []:
            also["skrevet_fra"] = marks
    return Document(
        kind, name, path, _PARTS[kind], control_of(_PARTS[kind]), data, also=also,
        title=known.get(name, name),
    )


def is_free(folder: Folder, kind: str, name: str) -> bool:
    """Whether something new of a kind in ``NAMED_BY_TITLE`` can have a name."""
    return (
        kind in NAMED_BY_TITLE and "." not in name and bool(_NAME.fullmatch(name))
        and not folder.exists(part_path(_PARTS[kind], name))
    )


def plain_marks(folder: Folder, id_: str) -> list[dict[str, str]]:
    """Return what a plain version of a recommendation is written from now; empty if unreadable."""
    for path in content_paths(folder):
        if not language_of(path) and stem(path) == id_:
            data = folder.read(path)
            found = None if isinstance(data, Problem) else recommendation_in(data, path)
            return marks(found) if found else []
    return []


def _entry(folder: Folder, kind: str, name: str) -> Document | None:
    schema, path, list_, _ = _ENTRIES[kind]
    data = folder.read(path) if folder.exists(path) else f"{list_}: []\n".encode()
    if isinstance(data, Problem):
        return None
    control = control_of(schema).part(list_, "*")
    if name != NEW:
        control = control.without("id")
    found = Document(kind, name, path, schema, control, data)
    entries = found.whole().get(list_) or []
    place = next(
        (n for n, one in enumerate(entries)
         if isinstance(one, dict) and slug(one.get("id")) == name),
        len(entries) if name == NEW else None,
    )
    return None if place is None else replace(found, pointer=(list_, place))


def slug(id_: Any) -> str:
    """Return an id as it stands in an address: laws may have Norwegian letters in theirs."""
    return str(id_ or "").lower().replace("æ", "ae").replace("ø", "o").replace("å", "a")


def _read(folder: Folder, path: str) -> dict[str, Any]:
    data = folder.read(path)
    if isinstance(data, Problem):
        return {}
    try:
        found = yaml_writer.read(data.decode("utf-8"))
    except (yaml_writer.Refused, UnicodeDecodeError):
        return {}
    return found if isinstance(found, dict) else {}


def _put(whole: Any, pointer: tuple[str | int, ...], value: Any) -> Any:
    """Return ``whole`` with ``value`` at ``pointer``."""
    if not pointer:
        return {} if value is ABSENT else value
    first, *rest = pointer
    if isinstance(first, int):
        items = list(whole or [])
        inner = _put(items[first] if first < len(items) else {}, tuple(rest), value)
        return [*items[:first], inner, *items[first + 1:]]
    return {**whole, first: _put(whole.get(first, []), tuple(rest), value)}


def _following(control: Control, source: Any) -> Control:
    """Return the form of a translation with only the parts that its source has."""
    if control.kind != "group" or not isinstance(source, dict):
        return control
    return replace(control, within=tuple(
        _following(part, source[part.name]) for part in control.within if source.get(part.name)
    ))


def _as_long(control: Control, value: Any, source: Any) -> Any:
    """Return ``value`` with its lists as long as those of the source, empty at their ends."""
    if control.kind == "group":
        inner = value if isinstance(value, dict) else {}
        said = source if isinstance(source, dict) else {}
        return {**inner, **{
            part.name: _as_long(part, inner.get(part.name), said.get(part.name))
            for part in control.within if part.kind in ("group", "list")
        }}
    if control.kind == "list" and isinstance(source, list):
        items = value if isinstance(value, list) else []
        return [*items, *([None] * (len(source) - len(items)))]
    return value

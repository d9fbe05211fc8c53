"""The languages of the interface: the words around the content.

They are kept the way of GNU gettext. A text's id is the text in bokmål, so bokmål has no
catalogue and costs no look-up; every other language is a folder with a catalogue below
``locale``. What a catalogue lacks is said in bokmål.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

SOURCE = "nb"
"""The language the interface is written in (BCP 47)."""
DOMAIN = "rettesnor"
LOCALE = Path(__file__).with_name("locale")


@dataclass(frozen=True)
class Language:
    """A language of the interface; ``code`` is its BCP 47 tag."""

    code: str
    translations: NullTranslations

    def gettext(self, text: str) -> str:
        """Return ``text`` in this language."""
        return self.translations.gettext(text)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """Return ``one`` or ``many`` in this language, by the plural that ``count`` takes."""
        return self.translations.ngettext(one, many, count)


@cache
def language(code: str) -> Language:
    """Return the language with the BCP 47 tag ``code``; without a catalogue it says bokmål."""
    path = catalogue(code)
    if code == SOURCE or not path.is_file():
        return Language(code, NullTranslations())
    with open(path, "rb") as stream:
        return Language(code, GNUTranslations(stream))


def codes() -> list[str]:
    """Return the languages of the interface, bokmål first."""
    folders = sorted(one.name.replace("_", "-") for one in LOCALE.iterdir() if one.is_dir())
    return [SOURCE, *(code for code in folders if catalogue(code).is_file())]


def catalogue(code: str) -> Path:
    """Return where the compiled catalogue of a language lies, if there is one."""
    return LOCALE / code.replace("-", "_") / "LC_MESSAGES" / f"{DOMAIN}.mo"

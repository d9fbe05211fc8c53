"""Dates of other programs as dates of CSL items."""

from __future__ import annotations

import re
from typing import Any

_EDTF = re.compile(
    r"(?P<year>-?\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?(?:T[\d:.+Z-]*)?"
    r"(?P<mark>[~?%]?)"
)
_FIRST_YEAR = 1000
Date = dict[str, Any]


def edtf(text: str) -> Date | None:
    """Return a date or a period written as in EDTF (ISO 8601-2): «2020-05», «2019/2021», «2020~».

    Returns: None when it is no such date.
    """
    parts, about, season = [], False, 0
    for one in text.strip().split("/"):
        if one.strip() in ("", ".."):
            return None
        match = _EDTF.fullmatch(one.strip())
        if not match:
            return None
        about = about or bool(match["mark"])
        part = [int(match[name]) for name in ("year", "month", "day") if match[name]]
        part, found = _without_season(part)
        season = season or found
        parts.append(part)
    made: Date = {"date-parts": parts[:2]}
    if len(parts) > 2 or not all(map(_is_sound, parts)):
        return None
    if season and len(parts) > 1:
        return None
    return made | ({"season": season} if season else {}) | ({"circa": True} if about else {})


def clean(raw: Any) -> tuple[Date | None, str]:
    """Return a CSL date as our schema has it, and what did not come along (empty: nothing).

    Returns: no date when nothing in it can be used.
    """
    if isinstance(raw, str | int):
        raw = {"raw": str(raw)}
    if not isinstance(raw, dict):
        return None, "Datoen kan ikke leses"
    given = raw.get("date-parts")
    if not given:
        return _of_words(raw)
    said: list[str] = []
    parts, season = [], raw.get("season")
    for part in given if isinstance(given, list) else []:
        numbers = [_whole(value) for value in part] if isinstance(part, list) else []
        while numbers and not numbers[-1]:
            numbers.pop()
        if not numbers or None in numbers:
            continue
        whole, found = _without_season([number for number in numbers if number is not None])
        if found and season and season != found:
            said.append("Årstida er ikke ført over")
        season = season or found
        parts.append(whole)
    if not parts:
        return _of_words(raw)
    if len(parts) > 2 or (len(parts) < len(given)):
        said.append("En del av datoen kan ikke leses")
        parts = parts[:2]
    if any(part[0] < _FIRST_YEAR for part in parts):
        words = "–".join(_old_year(part[0]) for part in parts)
        if any(len(part) > 1 for part in parts):
            said.append("Måned og dag er ikke ført over")
        return _about({"literal": words}, raw), "; ".join(said)
    for place, part in enumerate(parts):
        while not _is_sound(part):
            part = part[:-1]
            said.append("En del av datoen finnes ikke i kalenderen")
        parts[place] = part
    if len(parts) == 2 and _is_after(parts[0], parts[1]):
        said.append("Perioden slutter før den begynner; bare den første datoen er ført over")
        parts = parts[:1]
    made: Date = {"date-parts": parts}
    number = _whole(season) if season else 0
    if season and (number not in range(1, 5) or len(parts) > 1):
        said.append(f"Årstida «{season}» er ikke ført over")
    elif number:
        made["season"] = number
    said += [
        f"«{name}: {raw[name]}» er ikke ført over" for name in ("literal", "raw")
        if raw.get(name) and edtf(str(raw[name])) != {"date-parts": parts}
    ]
    return _about(made, raw), "; ".join(dict.fromkeys(said))


def clock(text: str) -> str:
    """Return what is to be said of a date with a time of day, which our dates have not."""
    return "Klokkeslettet er ikke ført over" if re.search(r"\dT\d", text) else ""


def _of_words(raw: Date) -> tuple[Date | None, str]:
    """Return a date that is given by words."""
    words = " ".join(str(raw.get("raw") or raw.get("literal") or "").split())
    if not words:
        return None, "Datoen er tom"
    found = edtf(words)
    if found and found["date-parts"][0][0] >= _FIRST_YEAR:
        made, said = clean(found | ({"circa": True} if raw.get("circa") else {}))
        return made, "; ".join(filter(None, (said, clock(words))))
    if len(words) < 2 or len(words) > 80:
        return None, f"Datoen «{words[:80]}» kan ikke leses"
    return _about({"literal": words}, raw), ""


def _about(made: Date, raw: Date) -> Date:
    is_about = raw.get("circa") not in (None, False, 0, "", "0", "false")
    return made | ({"circa": True} if is_about else {})


def _without_season(part: list[int]) -> tuple[list[int], int]:
    """Return year, month and day, and the season when the month stands for one (13–16, 21–24)."""
    if len(part) == 2 and part[1] in (13, 14, 15, 16, 21, 22, 23, 24):
        return part[:1], part[1] - (12 if part[1] < 20 else 20)
    return part, 0


def _whole(value: Any) -> int | None:
    """Return a number; None when it is none."""
    try:
        return int(str(value).strip() or 0)
    except ValueError:
        return None


def _old_year(year: int) -> str:
    return f"{-year} f.Kr." if year < 0 else f"år {year}"


def _is_sound(part: list[int]) -> bool:
    from datetime import date

    if not 1 <= part[0] <= 9999:
        return len(part) == 1
    try:
        date(*(*part, 1, 1)[:3])
    except ValueError:
        return len(part) == 1
    return len(part) <= 3


def _is_after(first: list[int], last: list[int]) -> bool:
    known = min(len(first), len(last))
    return first[:known] > last[:known]

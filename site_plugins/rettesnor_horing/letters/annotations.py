"""W3C annotations (https://www.w3.org/TR/annotation-model/) as the comments of an answer.

``target.source`` says which recommendation, by its id in the address; the quotation or the fragment
says where in it. A place that is not sure is never guessed: the comment is then on what is sure,
and why is said.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from rettesnor_horing.hearing.load import Hearing
from rettesnor_horing.hearing.text import HeardText, Section
from rettesnor_horing.intake.answer import MAX_AROUND, MAX_QUOTE, clean, read_answer
from rettesnor_horing.intake.wording import squeezed
from rettesnor_horing.letters.incoming import LetterError, decoded
from rettesnor_horing.letters.mail_parts import html_paragraphs
from rettesnor_horing.letters.static_form import FormAnswer
from rettesnor_horing.words import say

MOST = 400


def parsed_annotations(data: bytes) -> list[Mapping[str, Any]]:
    """Return the annotations in a file; none when it holds something else."""
    try:
        whole = json.loads(decoded(data))
    except (ValueError, RecursionError):
        return []
    if isinstance(whole, dict) and isinstance(whole.get("items"), list):
        whole = whole["items"]  # a page or a collection
    elif isinstance(whole, dict) and isinstance(whole.get("first"), dict):
        whole = whole["first"].get("items")
    found = whole if isinstance(whole, list) else [whole]
    if all(isinstance(one, dict) and "Annotation" in _list(one.get("type")) for one in found):
        return found
    return []


def read_annotations(found: list[Mapping[str, Any]], hearing: Hearing) -> FormAnswer:
    """Return the answer that annotations on the text that is heard make.

    Raises:
        LetterError: there are too many, or one breaks the intake's rules.
    """
    if len(found) > MOST:
        raise LetterError(say("Fila har mer enn {number} merknader.", number=MOST))
    comments, unsure, names = [], [], set()
    for number, one in enumerate(found, 1):
        text = "\n\n".join(_bodies(one))
        if not text.strip():
            unsure.append(say("Merknad {number} har ingen tekst, og er ikke med.", number=number))
            continue
        place, why = _place(one.get("target"), hearing)
        if why:
            unsure.append(f"{number}: {why}")
        comments.append({**place, "tekst": text})
        names |= set(_creators(one))
    faults = read_answer({"horing": hearing.id, "innspill": comments}, hearing)[1]
    if faults:
        listed = "; ".join(f"{f.field}: {f.message}" for f in faults[:5])
        raise LetterError(say("Svaret kan ikke tas imot slik det er. {listed}", listed=listed))
    return FormAnswer("", names.pop() if len(names) == 1 else "", comments, tuple(unsure))


def _bodies(one: Mapping[str, Any]) -> Iterator[str]:
    said = one.get("bodyValue")
    if isinstance(said, str):
        yield clean(said)
    for body in _list(one.get("body")):
        if isinstance(body, str):
            continue  # the address of a text elsewhere: nothing is fetched
        value = body.get("value") if isinstance(body, dict) else None
        if isinstance(value, str):
            html = body.get("format") == "text/html"
            yield clean("\n\n".join(html_paragraphs(value)) if html else value)


def _creators(one: Mapping[str, Any]) -> Iterator[str]:
    for creator in _list(one.get("creator")):
        name = creator.get("name") if isinstance(creator, dict) else None
        if isinstance(name, str) and name.strip():
            yield " ".join(clean(name).split())[:200]


def _place(target: Any, hearing: Hearing) -> tuple[dict[str, str], str]:
    """Return the address of a target, and why it is less than was asked for."""
    first = _list(target)[0] if _list(target) else {}
    source = first if isinstance(first, str) else (
        first.get("source") or first.get("id") if isinstance(first, dict) else ""
    )
    if isinstance(source, dict):
        source = source.get("id")
    try:
        parts = urlsplit(source if isinstance(source, str) else "")
    except ValueError:
        parts = urlsplit("")
    steps = [unquote(step) for step in parts.path.split("/") if step]
    text = hearing.text
    section = next((text.sections[s] for s in reversed(steps) if s in text.sections), None)
    if section is None:
        chapter = next((s for s in reversed(steps) if text.chapter(s) is not None), "")
        if chapter:
            return {"kapittel": chapter}, ""
        return {}, say("Adressen viser ikke til en anbefaling som er på høring.")
    address = {"anbefaling": section.id}
    selectors = list(_selectors(first.get("selector") if isinstance(first, dict) else None))
    quotes = [s for s in selectors if s.get("type") == "TextQuoteSelector"]
    fragments = [str(s.get("value", "")) for s in selectors if s.get("type") == "FragmentSelector"]
    for anchor in (*fragments, unquote(parts.fragment)):
        if anchor in section.fields:
            address["felt"] = anchor
        elif (place := section.paragraph(anchor)) is not None:
            address |= {"felt": place.felt, "avsnitt": place.avsnitt}
    if not quotes:
        sure = len(address) > 1 or not selectors
        return address, "" if sure else say(
            "Merknaden viser til tegn i teksten, uten å sitere dem."
        )
    return _quoted(address, quotes[0], _position(selectors), section, hearing)


def _quoted(
    address: dict[str, str], quote: Mapping[str, Any], position: tuple[int, int] | None,
    section: Section, hearing: Hearing,
) -> tuple[dict[str, str], str]:
    exact, prefix, suffix = (
        squeezed(clean(value)) if isinstance(value := quote.get(name), str) else ""
        for name in ("exact", "prefix", "suffix")
    )
    kept = {**address, "exact": exact[:MAX_QUOTE], "prefix": prefix[-MAX_AROUND:],
            "suffix": suffix[:MAX_AROUND]}
    if not exact:
        return address, say("Merknaden har et tomt sitat.")
    for text in filter(None, (hearing.text, hearing.text_nn)):
        found = list(_occurrences(text, section.id, address, exact, prefix, suffix))
        if len(found) > 1 and position:
            found = [one for one in found if one[2] == position] or found
        places = list(dict.fromkeys(found_[:2] for found_ in found))
        if len(places) == 1:
            own = hearing.paragraph(section.id, places[0][1]) if places[0][1] else None
            anchor = own.anchor if own else places[0][1]
            return {**kept, "felt": places[0][0], **({"avsnitt": anchor} if anchor else {})}, ""
        if places:
            return kept, say("Sitatet «{words}» står flere steder.", words=exact[:60])
    return kept, say("Sitatet «{words}» finnes ikke i anbefalingen.", words=exact[:60])


def _occurrences(
    text: HeardText, id_: str, address: Mapping[str, str], exact: str, prefix: str, suffix: str
) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """Yield field, paragraph, and characters in the text of the recommendation."""
    section = text.sections.get(id_)
    offset = 0
    for field in section.fields.values() if section else ():
        for place in field.paragraphs:
            words = squeezed(place.tekst)
            inside = (
                address.get("felt", field.anchor) == field.anchor
                and address.get("avsnitt", place.avsnitt) == place.avsnitt
            )
            start = words.find(exact) if inside else -1
            while start >= 0:
                end = start + len(exact)
                before, after = words[:start].strip(), words[end:].strip()
                if (before.endswith(prefix) or prefix.endswith(before)) and (
                    after.startswith(suffix) or suffix.startswith(after)
                ):
                    yield field.anchor, place.avsnitt, (offset + start, offset + end)
                start = words.find(exact, start + 1)
            offset += len(words) + 1


def _selectors(value: Any) -> Iterator[Mapping[str, Any]]:
    for one in _list(value)[:20]:
        depth = 0
        while isinstance(one, dict) and depth < 10:
            yield one
            one, depth = one.get("refinedBy"), depth + 1


def _position(selectors: list[Mapping[str, Any]]) -> tuple[int, int] | None:
    for one in selectors:
        start, end = one.get("start"), one.get("end")
        if one.get("type") == "TextPositionSelector" and isinstance(start, int) and (
            isinstance(end, int)
        ):
            return start, end
    return None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]

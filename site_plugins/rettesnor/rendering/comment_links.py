"""The hooks by which readers comment on a place in the text that is heard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from rettesnor.model.development import DESK_IN
from rettesnor.model.gettext_marker import gettext_noop as N_
from rettesnor.model.hearing import Hearing, Round
from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.i18n import SOURCE, language
from rettesnor.rendering.page import Heading
from rettesnor.rendering.scripts import script

LEAD = ("kort_anbefaling", N_("Kort anbefaling"))
LONGEST = 1_900
"""No address is longer: e-mail programs cut what is above about 2 000 characters."""

_PLACE = "utgave={utgave}&anbefaling={anbefaling}&felt={felt}&avsnitt={avsnitt}"
_QUOTE = "exact={exact}&prefix={prefix}&suffix={suffix}"
_LETTER = (
    (N_("Utgave:"), "{utgave}"), (N_("Sted:"), "{anbefaling} {felt} {avsnitt}"),
    (N_("Sitat:"), "{exact}"), ("", ""), (N_("Innspill:"), ""),
)


def round_url(runde: Round) -> str:
    """Return the address of the round's page, relative to the site's root."""
    return f"horing/{runde.id}/"


def answer_url(runde: Round, number: str) -> str:
    """Return the page with the answer ``number`` and the nine whose numbers differ in the last
    digit: it is the same whatever else is published."""
    return f"{round_url(runde)}svar/{number[2:-1]}x/"


def form_url(runde: Round) -> str:
    """Return the address of the round's answer form, relative to the site's root."""
    return f"{round_url(runde)}svarskjema/"


def template(runde: Round, root: str, code: str = SOURCE) -> str:
    """Return the address that answers go to, with ``{anbefaling}`` and its like left open.

    Args:
        code: the language of the page, of its letter, and of the form that it leads to.
    """
    kind, address = runde.mottak.type, runde.mottak.adresse
    if kind == "epost":
        _ = language(code).gettext
        subject = _open(f"{_('Innspill:')} {runde.tittel}, {{anbefaling}}")
        letter = "".join(f"{_(name) if name else ''} {place}".strip() + "\r\n"
                         for name, place in _LETTER)
        return f"mailto:{quote(address, safe='@')}?subject={subject}&body={_open(letter)}"
    if kind == "ekstern":
        return address
    if kind == "skrivebord":
        return f"{address.rstrip('/')}{DESK_IN.get(code, '')}/{runde.id}/svar/?{_PLACE}&{_QUOTE}"
    return f"{root}{form_url(runde)}?{_PLACE}&{_QUOTE}#{{anbefaling}}"


def fill(form: str, place: Mapping[str, str]) -> str:
    """Return the address ``form`` with what ``place`` says percent-encoded in its places.

    Too long a quotation is cut at its end, and what stood after it is left out: the words that
    are left still lead to the place.
    """
    values = dict(place)
    while True:
        url = form
        for name in ("utgave", "anbefaling", "felt", "avsnitt", "exact", "prefix", "suffix"):
            url = url.replace(f"{{{name}}}", quote(values.get(name, ""), safe=""))
        exact = values.get("exact", "")
        if len(url) <= LONGEST or not exact:
            return url
        values |= {"exact": exact[: len(exact) * 4 // 5].rstrip(), "suffix": ""}


@dataclass(frozen=True, slots=True)
class CommentLink:
    """The ways to comment on what a page shows.

    Attributes:
        url: the round's page, relative to the root of the pages in its language.
        form: where answers go, with the place left open; ``address`` has the page filled in.
        sections: name and address of each section, for readers without scripts.
    """

    url: str
    form: str
    address: str
    sections: tuple[tuple[str, str], ...] = ()


def bar(
    hearings: Iterable[Hearing], version: str, id_: str, root: str,
    headings: Sequence[Heading] = (), code: str = SOURCE, scripts: str = "",
) -> str:
    """Return what a page of ``version`` says of the hearings it is in, with its hooks.

    Without scripts it states the dates and the state on the day of the build, and links to where
    answers go while the round is open. The scripts tell the state by the reader's clock
    (``hearing-state.js``) and put a hook at every section and paragraph (``hearing.js``): the
    addresses are the anchors that are there already, so a paragraph's hook costs no bytes.

    Args:
        id_: the recommendation that the page is about; empty for other pages. One that is not in
            the text that is heard has no bar: there is nothing to comment on, and no place for it
            in the form.
        root: the way from the page to the root of the pages in its language.
        headings: the sections of the page, to link to each of them without scripts.
        code: the page's language.
        scripts: the way from the page to the site's root, where that is another one.
    """
    found = [
        hearing for hearing in hearings
        if hearing.runde.utgave == version and (not id_ or id_ in hearing.hears)
    ]
    bars = "".join(hearing_bar(hearing, id_, root, headings, code) for hearing in found)
    return bars + hearing_scripts(scripts or root, code, at_once=True) if bars else ""


def hearing_scripts(root: str, code: str, *, at_once: bool = False) -> str:
    """Return the markup that brings the scripts of rounds.

    Args:
        root: the way from the page to the site's root.
        code: the page's language.
        at_once: whether the rounds stand above it, to tell their state before the page is shown.
    """
    wait = "" if at_once else " defer"
    state = f'<script src="{root}assets/rettesnor/hearing-state.js"{wait}></script>'
    return script("hearing", root, code) + state


def hearing_bar(
    hearing: Hearing, id_: str, root: str, headings: Sequence[Heading], code: str
) -> str:
    """Return what a page says of one round (see ``bar``)."""
    return environment.render(
        "comment_link", code, runde=hearing, root=root, id=id_,
        hook=comment_link(hearing, id_, root, headings, code),
    )


def comment_link(
    hearing: Hearing, id_: str, root: str, headings: Sequence[Heading], code: str
) -> CommentLink:
    """Return the ways to comment on a page in the round (see ``bar``)."""
    runde = hearing.runde
    form = template(runde, root, code)
    place = {"utgave": runde.utgave, "anbefaling": id_}
    local = runde.mottak.type == "skjema"
    sections: list[tuple[str, str]] = []
    if id_ and not local:
        titles = [(LEAD[0], language(code).gettext(LEAD[1]))]
        titles += [(heading.anchor, heading.text) for heading in headings]
        sections = [(text, fill(form, {**place, "felt": anchor})) for anchor, text in titles]
    plain = f"{root}{form_url(runde)}{f'#{id_}' if id_ else ''}"
    return CommentLink(
        round_url(runde), form, plain if local else fill(form, place), tuple(sections)
    )


def _open(text: str) -> str:
    """Return ``text`` percent-encoded but for its places to fill."""
    return quote(text, safe="{}")


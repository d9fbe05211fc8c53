"""Every page of the desk: where it is, who sees it, and what must be there for it to be one."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, ParamSpec

import axe_playwright_python.sync_playwright as axe

from tests.horing import small
from tests.support.browsers import HALF, OTHER_HALF

P = ParamSpec("P")
PICTURES = os.environ.get("HORING_PICTURES", "")
"""A folder to leave pictures of the pages in, for looking at; then in every width and scheme."""
LOOKS = (*OTHER_HALF, *reversed(HALF)) if PICTURES else tuple(reversed(HALF))
"""How each page is looked at; on a phone last, so that a test goes on there."""
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
DESK = "/skrivebord/"
SECRET = "utkast-til-testene-0"
ADMIN = "administrator"
COMMENT = f"{DESK}horing/comment/1/change/"


@dataclass(frozen=True, slots=True)
class Page:
    """A page to look at, and who does it: a role, or nobody who has signed in."""

    name: str
    address: str
    who: str = "beslutter"
    status: int = 200


PAGES = (
    Page("forside", DESK),
    Page("koe", f"{DESK}horing/comment/"),
    Page("koe-filtrert", f"{DESK}horing/comment/?vis=vurdere&q=plan&valgt=alle"),
    Page("begrunnelser", f"{DESK}begrunnelser/"),
    Page("innspill", COMMENT),
    Page("innspill-nn", f"/nn{COMMENT}"),
    Page("innspill-historikk", f"{DESK}horing/comment/1/history/"),
    Page("statistikk", f"{DESK}statistikk/"),
    Page("publisering", f"{DESK}publisering/"),
    Page("navn", f"{DESK}svar/1/navn/"),
    Page("slett", f"{DESK}innspill/1/slett/"),
    Page("svarene", f"{DESK}horing/submission/"),
    Page("svaret", f"{DESK}horing/submission/1/change/"),
    Page("svaret-historikk", f"{DESK}horing/submission/1/history/"),
    Page("merkelapper", f"{DESK}horing/tag/"),
    Page("merkelapp", f"{DESK}horing/tag/add/"),
    Page("merkelapp-endre", f"{DESK}horing/tag/1/change/"),
    Page("merkelapp-historikk", f"{DESK}horing/tag/1/history/"),
    Page("grupper", f"{DESK}horing/group/"),
    Page("gruppe", f"{DESK}horing/group/add/"),
    Page("gruppe-endre", f"{DESK}horing/group/1/change/"),
    Page("gruppe-slett", f"{DESK}horing/group/1/delete/"),
    Page("gruppe-historikk", f"{DESK}horing/group/1/history/"),
    Page("runder", f"{DESK}horing/roundrecord/"),
    Page("runde", f"{DESK}horing/roundrecord/{small.ROUND}/change/"),
    Page("runde-historikk", f"{DESK}horing/roundrecord/{small.ROUND}/history/"),
    Page("brev-liste", f"{DESK}brev/"),
    Page("brev-ny", f"{DESK}brev/ny/"),
    Page("brev", f"{DESK}brev/1/"),
    Page("brev-nn", f"/nn{DESK}brev/1/"),
    Page("brev-forkastes", f"{DESK}brev/2/"),
    Page("epost", f"{DESK}e-post/"),
    Page("tabell-ny", f"{DESK}tabell/"),
    Page("tabell", f"{DESK}tabell/1/"),
    Page("etter", f"{DESK}etter/"),
    Page("etter-nn", f"/nn{DESK}etter/"),
    Page("passord", f"{DESK}password_change/"),
    Page("passord-byttet", f"{DESK}password_change/done/"),
    Page("engangskoder", f"{DESK}totrinn/ny/"),
    Page("alt-om-horinger", f"{DESK}horing/"),
    Page("finnes-ikke", f"{DESK}finnes/ikke/", status=404),
    Page("ingen-tilgang", f"{DESK}auth/user/", status=403),
    Page("forside-leser", DESK, "leser"),
    Page("innspill-leser", COMMENT, "leser"),
    Page("spor", f"{DESK}horing/audit/", "personvernombud"),
    Page("spor-ett", f"{DESK}horing/audit/1/change/", "personvernombud"),
    Page("spor-historikk", f"{DESK}horing/audit/1/history/", "personvernombud"),
    Page("forside-administrator", DESK, ADMIN),
    Page("merkelapp-slett", f"{DESK}horing/tag/1/delete/", ADMIN),
    Page("brukere", f"{DESK}auth/user/", ADMIN),
    Page("bruker-ny", f"{DESK}auth/user/add/", ADMIN),
    Page("bruker", f"{DESK}auth/user/1/change/", ADMIN),
    Page("bruker-passord", f"{DESK}auth/user/1/password/", ADMIN),
    Page("bruker-slett", f"{DESK}auth/user/1/delete/", ADMIN),
    Page("bruker-historikk", f"{DESK}auth/user/1/history/", ADMIN),
    Page("roller", f"{DESK}auth/group/", ADMIN),
    Page("rolle-ny", f"{DESK}auth/group/add/", ADMIN),
    Page("rolle", f"{DESK}auth/group/1/change/", ADMIN),
    Page("rolle-slett", f"{DESK}auth/group/1/delete/", ADMIN),
    Page("rolle-historikk", f"{DESK}auth/group/1/history/", ADMIN),
    Page("alt-om-tilgang", f"{DESK}auth/", ADMIN),
    Page("utkast-utskrift", f"/utkast/{SECRET}/utskrift/", ""),
    Page("utkast-versjoner", f"/utkast/{SECRET}/versjoner/", ""),
    Page("felles", "/felles/{code}/", ""),
    Page("behov", "/behov/", ""),
    Page("behov-skjema", "/nn/behov/svar/", ""),
)
"""What a test goes to; the rest is judged where a test has come to it (``judges``)."""

FILE, DATA, DEED, AWAY, NOBODY = (
    "a file to download",
    "data for machines",
    "only takes a POST",
    "leads elsewhere",
    "closed to everybody: the desk shows these rows, and does not let them be changed",
)
NO_PAGE = {
    "api": DATA,
    "behov": DATA,
    "api/openapi.json": DATA,
    "helse/": DATA,
    "kvittering-json": DATA,
    "admin:autocomplete": DATA,
    "utseende": FILE,
    "logo": FILE,
    "utkast-word": FILE,
    "admin:jsi18n": FILE,
    "admin:brev_fil": FILE,
    "admin:forslag": FILE,
    "admin:jobb_fil": FILE,
    "admin:postjournal": FILE,
    "admin:svarbrev_prove": FILE,
    "admin:publisering_fil": FILE,
    "slett-utkast": DEED,
    "trekk": DEED,
    "admin:logout": DEED,
    "admin:totrinn_avbryt": DEED,
    "admin:view_on_site": AWAY,
    **{
        f"skrivebord/{model}/<path:object_id>/": AWAY
        for model in (
            "horing/submission",
            "horing/comment",
            "horing/audit",
            "horing/roundrecord",
            "horing/tag",
            "horing/group",
            "auth/user",
            "auth/group",
        )
    },
    **{
        f"admin:horing_{model}_{deed}": NOBODY
        for deed in ("add", "delete")
        for model in ("submission", "comment", "audit", "roundrecord")
    },
}
"""The addresses that answer GET with no page, and why."""

DECLARED: set[str] = set()
"""The routes whose pages some test says that it judges (``judges``)."""
_judged: set[str] = set()


def routes() -> Iterator[str]:
    """Yield what each address of the desk is called: its name, or itself where it has none."""
    from django.urls import URLResolver, get_resolver

    def within(resolver: Any, before: str, space: str) -> Iterator[str]:
        for one in resolver.url_patterns:
            whole = f"{before}{one.pattern}"
            if isinstance(one, URLResolver):
                inside = f"{space}{one.namespace}:" if one.namespace else space
                yield from within(one, whole, inside)
            else:
                yield f"{space}{one.name}" if one.name else whole

    return within(get_resolver(), "", "")


def route_of(address: str) -> str:
    """Return what the address of a page is called (``routes``)."""
    from django.urls import resolve

    found = resolve(address.partition("?")[0].removeprefix("/nn"))
    return found.view_name if found.url_name else found.route


def judges(*names: str) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Say that a test judges the pages of some routes, and hold it to that."""
    DECLARED.update(names)

    def marked(test: Callable[P, None]) -> Callable[P, None]:
        @functools.wraps(test)
        def run(*given: P.args, **named: P.kwargs) -> None:
            _judged.clear()
            test(*given, **named)
            assert set(names) <= _judged, f"not judged: {set(names) - _judged}"

        return run

    return marked


def note(page: Any) -> None:
    """Note that a test judges this page."""
    _judged.add(route_of(page.evaluate("location.pathname")))


def judge(page: Any, name: str) -> None:
    """Check, in each look, that axe finds nothing and nothing runs over the side of the screen."""
    note(page)
    tool = axe.Axe()
    page.evaluate(tool.axe_script)
    for width, look in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=look)
        page.evaluate("document.getAnimations().forEach((one) => one.finish())")  # fading colours
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/{name}-{width}-{look}.png", full_page=True)
        found = axe.AxeResults(page.evaluate("rules => axe.run(document, rules)", RULES))
        assert found.violations_count == 0, f"{name} {width} {look}: {found.generate_report()}"
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, f"{name} {width} {look}: {over} px over the side"


def fill() -> None:
    """Put one of each into the desk, beside the answers that have come: run by ``manage shell``."""
    from datetime import timedelta

    from django.contrib.auth.models import Group as Role
    from django.contrib.auth.models import User
    from rettesnor_horing import clock
    from rettesnor_horing.intake import drafts, shared
    from rettesnor_horing.letters import mailbox, register
    from rettesnor_horing.models import Draft, Group, Job, RoundRecord, Tag
    from rettesnor_horing.tables import importing

    from tests.horing.desk_server import PASSWORD

    now = clock.now()
    for role in ("saksbehandler", "beslutter", "personvernombud", "leser", ADMIN):
        user = User.objects.create_user(
            role, password=PASSWORD, is_staff=True, is_superuser=role == ADMIN
        )
        user.groups.set(Role.objects.filter(name=role))
    worker = User.objects.get(username="saksbehandler")
    arrival = register.Arrival(
        small.ROUND,
        {
            "slag": "organisasjon",
            "navn": "",
            "organisasjon": "Moss kommune",
            "epost": "post@moss.example",
            "rolle": "",
            "offentlig_navn": False,
        },
        "nb",
        str(now.date()),
        "brev",
        "2026/12",
        "",
        "",
        False,
    )
    letter = register.upload(
        arrival,
        "Svar fra Moss.txt",
        "Moss kommune\n\nPlanen må være kort.\n\nTakk.".encode(),
        worker,
        now,
    )
    register.mark(letter, [1], "", worker, now, seen=letter.version, skip=True)
    letter.refresh_from_db()
    register.mark(letter, [2], "skriftlig-plan/begrunnelse", worker, now, seen=letter.version)
    mail = (
        b"From: Kari <kari@moss.example>\r\nSubject: Svar\r\nMessage-ID: <1@moss.example>\r\n"
        b"Date: Mon, 03 Aug 2026 10:00:00 +0200\r\n\r\nPlanen er for lang.\r\n"
    )
    doubled = mailbox.take_in(small.ROUND, [("svar.eml", mail)], worker, now).letters[0]
    register.discard(doubled, "Det samme kom som brev.", worker, now, seen=doubled.version)
    importing.upload(
        small.ROUND,
        "svar.csv",
        b"Navn;Anbefaling;Kommentar\nKari;1.1;Mer tid\nOla;1.9;Nei",
        worker,
        now,
    )
    Tag.objects.create(navn="Tid til arbeidet")
    Group.objects.create(navn="Planen bør være kort")
    round_ = RoundRecord.objects.get(pk=small.ROUND)
    for kind, state, fault in (
        ("svarbrev", "feilet", "Det er ikke lastet opp noen mal."),
        ("xlsx", "ferdig", ""),
        ("docx", "arbeider", ""),
    ):
        Job.objects.create(
            kind=kind,
            round=round_,
            state=state,
            fault=fault,
            made_by=worker,
            asked=now,
            beat=now,
            done=3,
            total=9,
            filnavn=f"innspill.{kind}",
            file=b"x" if state == "ferdig" else None,
            expires=now + timedelta(days=2),
        )
    written = {"hele": ["Planen er god."], "slag": ["organisasjon"]}
    Draft.objects.create(digest=drafts._digest(SECRET), round=round_, content=written, changed=now)
    shared.share(SECRET, now)
    shared.keep_version(SECRET, now)
    shared.contribute(shared.code_of(SECRET), "KN", {"hele": ["Den bør være kortere."]}, "", now)
    Draft.objects.update(content={**written, "hele": ["Planen er god, men lang."]})
    shared.keep_version(SECRET, now)

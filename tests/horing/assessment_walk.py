"""What it costs to assess a hearing: one case worker and one decision maker in a real browser.

``python -m tests.horing.assessment_walk --comments 200`` counts every click, page load and typed
character from the first look at the queue to the last approval. ``test_assessing.py`` does the same
with few comments and holds the cost per comment to a bound. Signing in is not counted.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.horing import small
from tests.horing.desk_server import PASSWORD, DeskServer, open_round
from tests.support.browsers import launched

QUEUE = "/skrivebord/horing/comment/"
CAMPAIGNS = (
    "Vi støtter retningslinja, men skolene trenger mer tid til å følge opp fravær hver uke",
    "Planen må være kort, og det må stå tydelig hvem på skolen som har ansvaret for den",
    "Foreldre må få vite om fraværet samme dag, og ikke først når uka er over på fredag",
    "Hjemmebesøk må være frivillig for familien, og skolen må si fra i god tid på forhånd",
)
_TAILS = ("", " Takk.", " Hilsen oss.", " Det er viktig for oss.")
_WORDS = (
    "eleven", "læreren", "skolen", "kommunen", "fraværet", "planen", "møtet", "hjemmet",
    "oppfølgingen", "tidlig", "ofte", "sjelden", "tydelig", "uklart", "trygt", "ansvaret",
    "helsesykepleieren", "rektor", "uka", "året", "samarbeidet", "språket", "tolken", "reglene",
)
_PLACES: tuple[dict[str, str], ...] = (
    {"anbefaling": "skriftlig-plan", "felt": "begrunnelse"}, {"anbefaling": "hjemmebesok"},
    {"kapittel": "hjem"}, {},
)
OUTCOMES = ("tatt til følge", "delvis tatt til følge", "ikke tatt til følge", "utenfor høringen")


@dataclass
class Cost:
    """What has been done so far."""

    clicks: int = 0
    loads: int = 0
    typed: list[str] = field(default_factory=list)

    @property
    def characters(self) -> int:
        """Characters typed."""
        return sum(map(len, self.typed))


class Hand:
    """A person at a browser: what they do is counted."""

    def __init__(self, browser: Any, port: int, name: str, cost: Cost) -> None:
        """Sit down and sign in."""
        self.context = browser.new_context(
            viewport={"width": 1280, "height": 900}, base_url=f"http://127.0.0.1:{port}",
            reduced_motion="reduce",
        )
        self.page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.goto("/skrivebord/")
        self.page.get_by_label("Brukernavn").fill(name)
        self.page.get_by_label("Passord").fill(PASSWORD)
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="Logg inn").click()
        self.cost = cost
        self.page.on("load", lambda _: self._loaded())

    def _loaded(self) -> None:
        self.cost.loads += 1

    def click(self, what: Any) -> None:
        """Click on something that stays on the page."""
        self.cost.clicks += 1
        what.click()

    def follow(self, what: Any) -> None:
        """Click on something that leads to another page."""
        self.cost.clicks += 1
        with self.page.expect_navigation(wait_until="load"):
            what.click()

    def button(self, name: str) -> Any:
        """Return the button with ``name``."""
        return self.page.get_by_role("button", name=name, exact=True)

    def write(self, label: str, text: str) -> None:
        """Click into a field, and type."""
        box = self.page.get_by_label(label, exact=True)
        self.click(box)
        box.press_sequentially(text)
        self.cost.typed.append(text)

    def choose(self, label: str, value: str) -> None:
        """Choose from a list: a click that opens it, and one on the choice."""
        self.cost.clicks += 2
        self.page.get_by_label(label, exact=True).select_option(value)

    def outcome(self, number: int) -> None:
        """Choose an outcome."""
        self.click(self.page.get_by_label(OUTCOMES[number], exact=True))


def comments(number: int, seed: int = 15) -> list[dict[str, Any]]:
    """Return ``number`` comments: two in five from campaigns, each a little changed."""
    chance = random.Random(seed)
    made = []
    for index in range(number):
        if index % 5 < 2:
            text = chance.choice(CAMPAIGNS) + chance.choice(_TAILS)
        else:
            words = " ".join(chance.choices(_WORDS, k=chance.randrange(8, 40)))
            text = f"{words.capitalize()}."
            if index % 25 == 4:
                text += " Ring 22 33 44 55."
        made.append({"tekst": text, **chance.choice(_PLACES)})
    chance.shuffle(made)
    return made


def send(desk: DeskServer, said: Sequence[dict[str, Any]]) -> None:
    """Send each comment as an answer, with answers to the closed questions beside it."""
    for index, one in enumerate(said):
        sender = (
            {"slag": "organisasjon", "organisasjon": f"Kommune {index}"} if index % 3 == 0 else {}
        )
        body = json.dumps({
            "horing": small.ROUND, "avsender": sender, "bekreftet": True,
            "innspill": [
                one, {"sporsmaal": "nytte", "tall": index % 5 + 1},
                {"sporsmaal": "roller", "kapittel": "oppfolging", "valg": ["ja"]},
            ],
        }).encode()
        status, _, answer = desk.request("POST", "/api/innspill/", body, {
            "Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4()),
        })
        if status != 201:
            raise RuntimeError(answer)


def assess(hand: Hand) -> None:
    """Be the case worker: the campaigns as groups, and then each of the others."""
    page, number = hand.page, 0
    page.goto(f"{QUEUE}?vis=vurdere")
    hand.click(page.get_by_text("Grupper og merkelapper", exact=True))
    hand.follow(hand.button("Finn innspill som ligner"))
    while page.locator("a.merke").count():
        hand.follow(page.locator("a.merke").first)
        hand.click(page.get_by_text("Velg alle på siden"))
        hand.outcome(number % 4)
        hand.write("Begrunnelse som publiseres", f"Til dere som skrev det samme, nr. {number}.")
        number += 1
        hand.follow(hand.button("Foreslå for de valgte"))
        hand.follow(page.get_by_role("link", name="Køen av innspill"))
    first = page.locator(".ko__hode a").first
    if first.count():
        hand.follow(first)
    while "/change/" in page.url:
        if page.locator("section.desk__said .desk__flag").count():
            _redact(hand)
        if number % 3 == 2:
            hand.choose("Bruk en begrunnelse som er skrevet før", page.locator(
                "[data-begrunnelser] option"
            ).nth(1).get_attribute("value") or "")
        else:
            hand.outcome(number % 4)
            hand.write("Begrunnelse som publiseres", f"Dette gjelder innspill nr. {number}.")
        number += 1
        hand.follow(hand.button("Foreslå og gå til neste"))


def _redact(hand: Hand) -> None:
    """Mark the telephone number and take it out, and say that the rest may be published."""
    page = hand.page
    page.get_by_label("Merk ordene", exact=False).evaluate(
        "(box) => { const at = box.value.indexOf('22 33 44 55');"
        " box.focus(); box.setSelectionRange(at, at + 11); }"
    )
    hand.cost.clicks += 2  # where the marking begins and ends
    hand.click(hand.button("Sladd det som er merket"))
    reasons = len([text for text in hand.cost.typed if text.startswith("Telefon")])
    hand.write("Hvorfor noe er fjernet (publiseres)", f"Telefonnummer {reasons + 1}")
    hand.follow(hand.button("Lagre sladdingen"))
    hand.click(page.get_by_label("Innspillet kan publiseres slik det står"))


def approve(hand: Hand) -> None:
    """Be the decision maker: read each page of proposals, send one back, and approve the rest."""
    page = hand.page
    page.goto(f"{QUEUE}?vis=godkjenne")
    hand.click(page.locator('input[name="_selected_action"]').first)
    hand.write("Hvorfor sendes de tilbake?", "Se på ordlyden en gang til.")
    hand.follow(hand.button("Send de valgte tilbake"))
    while page.locator('input[name="_selected_action"]').count():
        hand.click(page.get_by_text("Velg alle på siden"))
        hand.follow(hand.button("Godkjenn de valgte"))


def walk(browser: Any, desk: DeskServer) -> Cost:
    """Assess and approve everything on ``desk``, whose users are ``kari`` and ``per``."""
    cost = Cost()
    kari, per = Hand(browser, desk.port, "kari", cost), Hand(browser, desk.port, "per", cost)
    assess(kari)
    approve(per)
    kari.page.goto(f"{QUEUE}?vis=vurdere")
    kari.follow(kari.page.locator(".ko__hode a").first)  # the one that was sent back
    kari.outcome(1)
    kari.write("Begrunnelse som publiseres", "Ordlyden er sett på en gang til.")
    kari.follow(kari.button("Foreslå og gå til neste"))
    approve_last(per)
    left = int(kari.page.locator(".ko__antall strong").inner_text())
    assert left == 0 and not kari.faults and not per.faults, (left, kari.faults, per.faults)
    for hand in (kari, per):
        hand.context.close()
    return cost


def approve_last(hand: Hand) -> None:
    """Approve what was assessed again."""
    hand.page.goto(f"{QUEUE}?vis=godkjenne")
    hand.click(hand.page.get_by_text("Velg alle på siden"))
    hand.follow(hand.button("Godkjenn de valgte"))


def desk_with(folder: Path, number: int) -> DeskServer:
    """Return a desk that runs, with two users and ``number`` comments."""
    desk = DeskServer(open_round(folder), f"sqlite:///{folder}/horing.sqlite3")
    desk.django("migrate", "--verbosity", "0")
    desk.django("runder")
    desk.user("kari", "saksbehandler")
    desk.user("per", "beslutter")
    desk.start()
    send(desk, comments(number))
    return desk


def main() -> None:
    """Walk once and print what it cost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=200)
    number = parser.parse_args().comments
    with tempfile.TemporaryDirectory(prefix="horing-") as name, launched() as browser:
        desk = desk_with(Path(name), number)
        started = time.monotonic()
        try:
            cost = walk(browser, desk)
        finally:
            desk.stop()
    print(json.dumps({
        "comments": number, "clicks": cost.clicks, "loads": cost.loads,
        "characters": cost.characters, "texts": len(cost.typed),
        "typed_twice": len(cost.typed) - len(set(cost.typed)),
        "seconds": round(time.monotonic() - started),
    }))


if __name__ == "__main__":
    main()

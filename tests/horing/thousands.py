"""What comes after a round with thousands of comments, timed: ``python -m tests.horing.thousands``.

Answers are stored by the intake's own code. Assessments are written as rows: what is measured is
what is made of them. The database and the guideline are small ones in a folder of their own.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

OPEN = datetime(2026, 9, 1, 10, 0, tzinfo=UTC)
WORDS = (
    "skolen", "eleven", "fravær", "plan", "møte", "råd", "kommune", "ansvar", "støtte", "bør",
)
_ANSWER = 4
"""Comments in an answer."""


def stored(comments: int) -> None:
    """Store answers with so many comments, by the intake's own code."""
    from rettesnor_horing.hearing_cache import hearings
    from rettesnor_horing.intake.answer import Answer, Input, Sender
    from rettesnor_horing.intake.store import Delivery, accept

    from tests.horing import small

    hearing = hearings()[small.ROUND]
    for number in range(comments // _ANSWER):
        rng = random.Random(number)
        organisation = number % 3 == 0
        sender = Sender(
            "organisasjon" if organisation else "privatperson", "",
            f"Kommune nr. {number}" if organisation else "", "", "", False,
        )
        inputs = tuple(
            Input("", "", "skriftlig-plan", "begrunnelse", "", "", "", "",
                  " ".join(rng.choices(WORDS, k=rng.choice([20, 40, 80]))), (), None)
            for _ in range(_ANSWER)
        )
        answer = Answer(small.ROUND, sender, "nn" if number % 5 == 0 else "nb", inputs)
        accept(hearing, Delivery(answer, uuid.uuid4(), OPEN))


def assessed() -> None:
    """Write an approved assessment for every comment."""
    from django.contrib.auth.models import User
    from rettesnor_horing.models import Comment, Disposition

    worker, maker = (
        User.objects.get_or_create(username=name)[0] for name in ("kari", "per")
    )
    Comment.objects.update(status="avgjort", moderation="kan publiseres")
    Disposition.objects.bulk_create([
        Disposition(
            comment_id=pk, utfall=("delvis", "ikke", "utenfor")[pk % 3],
            begrunnelse="Vi har vurdert dette.", proposed_by=worker, proposed=OPEN,
            approved_by=maker, approved=OPEN,
        )
        for pk in Comment.objects.values_list("pk", flat=True)
    ], batch_size=500)


def made(report: Callable[[str, float, int], None]) -> None:
    """Make everything that is made after a round; tell of each: name, seconds, bytes."""
    from rettesnor_horing.afterwards import archive
    from rettesnor_horing.afterwards.answer_letters import letters
    from rettesnor_horing.afterwards.journal import journal
    from rettesnor_horing.desk.publication import hindrances
    from rettesnor_horing.exports.delivery import FORMATS, delivery
    from rettesnor_horing.exports.publishable import publishable, written
    from rettesnor_horing.hearing_cache import hearings
    from rettesnor_horing.models import Comment, LetterTemplate

    from tests.horing import small
    from tests.horing.test_afterwards import TEMPLATE

    hearing, comments = hearings()[small.ROUND], Comment.objects.all()
    from django.contrib.auth.models import User

    for maalform in ("nb", "nn"):
        LetterTemplate.objects.get_or_create(maalform=maalform, defaults={
            "filnavn": "mal.docx", "original": TEMPLATE, "uploaded": OPEN,
            "uploaded_by": User.objects.get(username="per"),
        })

    def quiet(done: int, total: int) -> None:
        pass

    file = written(publishable(hearing))
    assert hindrances(hearing, file) == []
    deeds: dict[str, Callable[[], Any]] = {
        "publishable file": lambda: written(publishable(hearing)),
        "its hindrances": lambda: hindrances(hearing, file),
        **{name: lambda name=name: delivery(comments, name, quiet)[0] for name in FORMATS},
        "journal": lambda: journal(hearing, "xlsx"),
        "letters": lambda: letters(hearing, OPEN, quiet),
        "archive": lambda: archive.package(hearing, "per", OPEN, quiet),
    }
    for name, deed in deeds.items():
        start = time.process_time()
        data = deed()
        report(name, time.process_time() - start, len(data))


def main() -> None:
    """Time it all, in a database of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=10_000)
    count = parser.parse_args().comments
    with tempfile.TemporaryDirectory(prefix="horing-") as folder:
        from tests.horing import desk_server, small

        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "rettesnor_horing.settings",
            "HORING_SECRET_KEY": desk_server.SECRET, "HORING_HTTPS": "0",
            "HORING_ROOT": str(small.build(Path(folder) / "root")),
            "DATABASE_URL": os.environ.get("DATABASE_URL", f"sqlite:///{folder}/db.sqlite3"),
        }
        import django

        django.setup()
        from django.core.management import call_command
        from rettesnor_horing.sync_rounds import take_in

        call_command("migrate", verbosity=0)
        take_in()
        start = time.process_time()
        stored(count)
        print(f"{'stored':18} {time.process_time() - start:8.1f} s")
        assessed()
        made(lambda name, spent, size: print(f"{name:18} {spent:8.1f} s {size:12,} bytes"))
        print("load average", *os.getloadavg())


if __name__ == "__main__":
    main()

"""A round with thousands of comments, timed from intake to purge: ``python -m
tests.horing.thousands``.

One answer in ten comes as a letter (text) and is placed and registered; the others are stored as
the form stores them. All are let through, assessed and approved in bulk by the queue's own code, a
page of 500 at a time. Then come the exports, letters and package of the round, the import into the
guideline and its site, and the purge. Each step is given with its processor time and the highest
memory of this process so far. ``--steps 1000 10000`` runs one size after the other, each in a
process of its own, and shows how the steps grow.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.horing.desk_server import SECRET, SOURCE

PROJECT = SOURCE.parent
OPEN = datetime(2026, 9, 1, 10, 0, tzinfo=UTC)
WORDS = (
    "skolen", "eleven", "fravær", "plan", "møte", "råd", "kommune", "ansvar", "støtte", "bør",
)
_ANSWER = 4
"""Comments in an answer."""


LETTERS_OF = 10
"""One answer in so many is a letter."""


def registered(comments: int) -> None:
    """Take in letters with so many comments, and register them as a case worker does."""
    from django.contrib.auth.models import Group, User
    from rettesnor_horing.letters import register
    from rettesnor_horing.letters.register import Arrival

    from tests.horing import small

    kari = User.objects.create_user("kari-brev", is_staff=True)
    kari.groups.add(Group.objects.get(name="saksbehandler"))
    kari = User.objects.get(pk=kari.pk)
    for number in range(comments // _ANSWER):
        rng = random.Random(-number - 1)
        paragraphs = [" ".join(rng.choices(WORDS, k=40)) + f" {n}." for n in range(_ANSWER)]
        arrival = Arrival(small.ROUND, {
            "slag": "organisasjon", "navn": "", "organisasjon": f"Brevkommune nr. {number}",
            "epost": "", "rolle": "", "offentlig_navn": False,
        }, "nb", "2026-08-20", "brev")
        letter = register.upload(
            arrival, f"brev-{number}.txt", "\n\n".join(paragraphs).encode(), kari, OPEN
        )
        for place in range(1, _ANSWER + 1):
            register.mark(
                letter, [place], "skriftlig-plan/begrunnelse", kari, OPEN, seen=place - 1
            )
        register.register(letter, kari, OPEN, seen=_ANSWER)


def assessed_in_bulk() -> None:
    """Let all comments through, assess and approve them, as the queue does with a page of many."""
    from django.contrib.auth.models import Group, User
    from django.http import QueryDict
    from rettesnor_horing.desk import together, workflow
    from rettesnor_horing.models import Comment

    people = []
    for name, role in (("kari", "saksbehandler"), ("per", "beslutter")):
        made = User.objects.create_user(name, is_staff=True)
        made.groups.add(Group.objects.get(name=role))
        people.append(User.objects.get(pk=made.pk))
    worker, maker = people
    ids = list(Comment.objects.values_list("pk", flat=True))
    for start in range(0, len(ids), PAGE):
        chosen = Comment.objects.filter(pk__in=ids[start : start + PAGE])
        workflow.publish_many(chosen, worker, OPEN)
        for deed, user in ((together.propose, worker), (together.approve, maker)):
            post = QueryDict(mutable=True)
            post["utfall"], post["begrunnelse"] = "delvis", "Vi har vurdert dette."
            post.setlist("vist", [line.shown for line in together.lines(chosen)])
            deed(chosen, user, post, OPEN)


PAGE = 500


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


def made(report: Callable[[str, Callable[[], Any]], Any], root: Path | None = None) -> None:
    """Make everything that is made after a round, and remove what is too old.

    Args:
        root: the guideline that the result is imported into, and whose site is built.
    """
    from rettesnor_horing import retention
    from rettesnor_horing.afterwards import archive
    from rettesnor_horing.afterwards.answer_letters import letters
    from rettesnor_horing.afterwards.journal import journal
    from rettesnor_horing.desk.publication import hindrances
    from rettesnor_horing.exports.delivery import FORMATS, delivery
    from rettesnor_horing.exports.publishable import publishable, written
    from rettesnor_horing.hearing_cache import hearings
    from rettesnor_horing.models import Comment, LetterTemplate, RoundRecord

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
    }
    for name, deed in deeds.items():
        report(name, deed)
    package = report("archive", lambda: archive.package(hearing, "per", OPEN, quiet))
    if root is not None:
        published(file, root, report)
    archive.take(small.ROUND, hashlib.sha256(package).hexdigest(), "2026/1", "per", OPEN)
    RoundRecord.objects.update(behandlet=OPEN.date())
    counts = report("purge", lambda: retention.purge(OPEN + timedelta(days=200)))
    assert counts["comments"] == comments.count(), counts


def published(
    file: bytes, root: Path, report: Callable[[str, Callable[[], Any]], Any]
) -> None:
    """Import the result into the guideline at ``root``, and build its site."""
    result = root.parent / "resultat.json"
    result.write_bytes(file)

    def run(*arguments: str) -> bytes:
        done = subprocess.run(
            [sys.executable, "-m", "rettesnor", *arguments, "--root", str(root)],
            capture_output=True, check=False, env={**os.environ, "PYTHONPATH": str(SOURCE)},
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        return done.stdout

    report("import", lambda: run("comments", "import", str(result)))
    report("build", lambda: run("build", "--site", str(root.parent / "site")))
    data = root.parent / "site" / "api" / "v1" / "nb" / "horinger"
    sizes = [path.stat().st_size for path in data.rglob("*.json")]
    print(f"{'data of the round':18} {len(sizes)} files, the largest {max(sizes):,} bytes")


def one(count: int) -> None:
    """Time a round with ``count`` comments, in a database and a guideline of its own."""
    with tempfile.TemporaryDirectory(prefix="horing-") as folder:
        root = Path(folder) / "root"
        for name in ("guideline", "recommendations", "schema", "changelog"):
            shutil.copytree(PROJECT / name, root / name)
        shutil.copy(PROJECT / "mkdocs.yml", root)
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "rettesnor_horing.settings",
            "HORING_SECRET_KEY": SECRET, "HORING_HTTPS": "0", "HORING_ROOT": str(root),
            "DATABASE_URL": os.environ.get("DATABASE_URL", f"sqlite:///{folder}/db.sqlite3"),
        }
        import django

        django.setup()
        from django.core.management import call_command
        from rettesnor_horing.sync_rounds import take_in

        def report(name: str, deed: Callable[[], Any]) -> Any:
            before = _spent()
            result = deed()
            size = f"{len(result):12,} bytes" if isinstance(result, bytes) else ""
            print(f"{name:18} {_spent() - before:8.1f} s {_highest():6} MB {size}", flush=True)
            return result

        call_command("migrate", verbosity=0)
        take_in()
        print(f"{count} comments; load average {os.getloadavg()[0]:.1f}")
        by_letter = count // LETTERS_OF
        report("stored (form)", lambda: stored(count - by_letter))
        report("registered letters", lambda: registered(by_letter))
        report("assessed, approved", assessed_in_bulk)
        made(report, root)
        print(f"load average {os.getloadavg()[0]:.1f}")


def _spent() -> float:
    """Return the processor time of this process and of those that it has waited for."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def _highest() -> int:
    """Return the highest memory of this process, or of one that it has waited for, in MB."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return max(used.ru_maxrss for used in both) // 1024


def main() -> None:
    """Time rounds of each size, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, nargs="+", default=[10_000])
    steps = parser.parse_args().steps
    if len(steps) == 1:
        one(steps[0])
        return
    for count in steps:
        subprocess.run(
            [sys.executable, "-m", "tests.horing.thousands", "--steps", str(count)], check=True
        )


if __name__ == "__main__":
    main()

"""What a text is exempt from public access by: a provision, or that it is not exempt.

Not to be published on the site is one thing, to be exempt from access is another: a rude comment is
left out of the site, and anybody may still ask for it. So each withholding and each redaction says
which it is. The provisions to choose from stand in the round's file (``hjemler``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from rettesnor.model.untrusted_text import safe

from rettesnor_horing.hearing.load import Hearing
from rettesnor_horing.models import Comment, NameRedaction, Redaction, Submission
from rettesnor_horing.published import latest_name, public_name
from rettesnor_horing.words import language, say, say_later

OTHER, NONE = "annen", "ingen"
"""What is chosen instead of a provision of the round's: one that is written, or that none applies.
"""
MOST = 200
SIGN = "§"


class BasisError(Exception):
    """No basis was given, or not one; says why."""


@dataclass(frozen=True, slots=True)
class Basis:
    """The provision; with ``innsyn`` there is none, since the text is open to those who ask."""

    hjemmel: str = ""
    innsyn: bool = False


OPEN = Basis(innsyn=True)


@dataclass(frozen=True, slots=True)
class Choice:
    """A basis to choose in a form."""

    value: str
    label: str
    chosen: bool


def choices(
    hearing: Hearing | None, now: Basis | None, typed: str = "", *, likely: bool = False,
    name: bool = False,
) -> list[Choice]:
    """Return the bases that can be chosen.

    Args:
        now: the one that is in force.
        typed: what was chosen in a form that is shown again.
        likely: whether a provision most likely applies: then the only one of a round is chosen
            beforehand. Words are mostly redacted for what the law protects; what is withheld
            whole, is as often only left out of the site.
        name: whether it is about the sender's name, and not a text.
    """
    own = hearing.round(language()).hjemler if hearing else ()
    known = {b.hjemmel: b.id for b in hearing.nb.hjemler} if hearing else {}
    if not typed and now is not None:
        typed = NONE if now.innsyn else known.get(now.hjemmel, OTHER if now.hjemmel else "")
    elif not typed and likely and len(own) == 1:
        typed = own[0].id
    rows = [
        ("", say("Velg hjemmel")),
        *((b.id, f"{b.hjemmel} ({b.gjelder})" if b.gjelder else b.hjemmel) for b in own),
        (OTHER, say("En annen bestemmelse (skriv den under)")),
        (NONE, say("Ingen: navnet er offentlig, men publiseres ikke på nettstedet") if name
         else say("Ingen: teksten er offentlig, men publiseres ikke på nettstedet")),
    ]
    return [Choice(value, label, value == typed) for value, label in rows]


def form(
    id_: str, label: str, about: str, hearing: Hearing | None, now: Basis | None,
    typed: Mapping[str, str] | None, *, likely: bool = False, name: bool = False,
) -> dict[str, object]:
    """Return what the part of a form shows in which a basis is chosen (``hjemmel.html``).

    Args:
        typed: the form as it was sent, when it is shown again.
    """
    said = typed.get("hjemmel", "") if typed else ""
    made = choices(hearing, now, said, likely=likely, name=name)
    other = any(one.chosen and one.value == OTHER for one in made)
    own = now.hjemmel if now and other else ""
    return {
        "choices": made, "other": typed.get("annen_hjemmel", "") if typed else own,
        "id": id_, "label": label, "about": about,
    }


def given(post: Mapping[str, str], hearing: Hearing | None) -> Basis | None:
    """Return what a form says, or None: the deed says that it is missing, after what else is wrong.
    """
    try:
        return basis_of(post, hearing)
    except BasisError:
        return None


def basis_of(post: Mapping[str, str], hearing: Hearing | None) -> Basis:
    """Return what a form says.

    Raises:
        BasisError: nothing is chosen, or what is written is no provision.
    """
    said = post.get("hjemmel", "")
    if said == NONE:
        return OPEN
    if said == OTHER:
        return Basis(post.get("annen_hjemmel", ""))
    own = hearing.nb.hjemler if hearing else ()
    found = next((b.hjemmel for b in own if b.id == said), "")
    if not found:
        raise BasisError(missing())
    return Basis(found)


def missing() -> str:
    """Return what is said when no basis is given."""
    return say(
        "Velg hjemmelen det er unntatt offentlighet etter, eller si at teksten er offentlig."
    )


def checked(basis: Basis | None, words: str) -> Basis:
    """Return ``basis`` as it is kept.

    Args:
        words: its provision, cleaned.

    Raises:
        BasisError: it says nothing, or is no provision.
    """
    if basis is not None and basis.innsyn:
        return OPEN
    if not words:
        raise BasisError(missing())
    if SIGN not in words or len(words) < 5:
        raise BasisError(say(
            "Skriv lov og paragraf i hjemmelen, for eksempel «offentleglova § 13»."
        ))
    return Basis(words)


def of_redaction(redaction: Redaction | NameRedaction | None) -> Basis | None:
    """Return the basis of a redaction that takes something away."""
    if redaction is None or not redaction.spans:
        return None
    return Basis(redaction.hjemmel, redaction.innsyn)


def of_withheld(comment: Comment) -> Basis | None:
    """Return the basis of a comment that is withheld."""
    if comment.moderation != Comment.Moderation.WITHHELD:
        return None
    return Basis(comment.hjemmel, comment.innsyn)


@dataclass(frozen=True, slots=True)
class Access:
    """What of an answer the public may ask for.

    Attributes:
        level: in words: all of it, part of it, nothing.
        provisions: what it is exempt by. A reason stands for a provision that an earlier version
            did not ask for: such a text is shielded all the same.
        reasons: why, as is published.
        whole: whether everything in it is exempt.
        text: whether any of the text is exempt.
        name: whether the sender's name is, or some of it.
    """

    level: str
    provisions: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    whole: bool = False
    text: bool = False
    name: bool = False

    @property
    def exempt(self) -> bool:
        """Whether anything is exempt."""
        return bool(self.provisions)


PUBLIC, PARTLY, EXEMPT = (
    say_later("offentlig"), say_later("delvis unntatt"), say_later("unntatt"),
)


def access(submission: Submission) -> Access:
    """Return what of an answer the public may ask for; redactions are exempt in part.

    The reason why a name was redacted is for the desk alone, and is not among the reasons.
    """
    found: list[tuple[str, str]] = []
    whole = True
    for comment in submission.comments.all():
        if comment.is_closed and comment.moderation != Comment.Moderation.WITHHELD:
            continue
        basis, why = of_withheld(comment), comment.withheld_reason
        if basis is None or basis.innsyn:
            whole = False
            if comment.moderation == Comment.Moderation.WITHHELD:
                continue
            redaction = next(reversed(list(comment.redactions.all())), None)
            basis = of_redaction(redaction)
            why = redaction.grunn if redaction else ""
        if basis is not None and not basis.innsyn:
            found.append((basis.hjemmel, why))
    name, text = name_provision(submission), bool(found)
    if name:
        found.append((name, ""))
        whole = whole and text
    if not found:
        return Access(str(PUBLIC))
    level: str | Promise = EXEMPT if whole else PARTLY
    return Access(
        str(level), _once(safe(provision or why) for provision, why in found),
        _once(safe(why) for _, why in found), whole, text, bool(name),
    )


def name_provision(submission: Submission) -> str:
    """Return the provision that the sender's name, or some of it, is exempt by; else nothing."""
    found = of_redaction(latest_name(submission)) if submission.public_sender else None
    return found.hjemmel if found else ""


def name_in_place(submission: Submission) -> str:
    """Return what is said of a name that is exempt, or of which some is; else nothing."""
    provision = safe(name_provision(submission))
    if not provision:
        return ""
    if public_name(submission):
        return say("Deler av navnet er unntatt offentlighet, jf. {provision}", provision=provision)
    return say("Navnet er unntatt offentlighet, jf. {provision}", provision=provision)


def in_place(comment: Comment) -> str:
    """Return what stands in place of a text that is not published; empty for one that is."""
    basis, why = of_withheld(comment), safe(comment.withheld_reason)
    if basis is None:
        return ""
    if basis.hjemmel:
        return f"{exempt_by(basis.hjemmel)}. {why}"
    return why


def exempt_by(provision: str) -> str:
    """Return the sentence that says what a text is exempt by, without a stop."""
    return say("Unntatt offentlighet, jf. {provision}", provision=safe(provision))


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, texts)))

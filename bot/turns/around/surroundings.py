"""What surrounds a message of somebody, put together for the engine in a few queries.

Tested in tests/bot/trials/test_referral.py."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.desk import unsent
from bot.desk.desk import files_of
from bot.turns.around import raised_alarms, remembering, unheard
from casework.access import visibility
from casework.actions.correcting.classification import LEADS
from casework.actions.correspondence import Noted, Replied
from casework.actions.ending.resolution import Resolved
from casework.case.model import Case, Membership, Urgency
from casework.case.roles import STAFF
from conversations.actions.referral import OPENS
from conversations.handlers import short_numbers
from conversations.handlers.messages.officer_reply import TAKES
from conversations.protocol import taps
from conversations.protocol.case_taps import ActOnCase
from conversations.protocol.dialogue import Talk
from conversations.protocol.effects import Around, Person, Said
from conversations.protocol.notice import urgent
from conversations.protocol.tap_codec import Tap, case_of
from conversations.protocol.taps import SortMessage
from storage.cases import attachments, cases, ties
from storage.pending import letters_of_case
from storage.people.people import KnownPerson
from storage.unit_of_work import Batch

VILLAGE_DOTS = 3
"""Dots in the Kemendagri code of a village."""


async def around(batch: Batch, said: Said, before: KnownPerson) -> Around:
    """What surrounds a message of somebody."""
    tap, earlier = taps.read(said.tap), await remembering.earlier(batch, said)
    found = Around(
        _person(before),
        await unsent.briefs(batch, await batch.briefs(said.person)),
        files=(files := await _files(batch, tap)),
        files_from=await _files_from(batch, tap, files),
        no_nik=await no_nik(batch, tap),
        may_lower=await _may_lower(batch, tap, before.memberships),
        due=await _due(batch, *_asked_of(said, tap, before.talk)),
        further=await batch.further(said.person),
        earlier=earlier,
        emergency_over=await remembering.emergency_over(batch, said, before.talk),
        emergencies=await raised_alarms.emergencies(batch, said, before.talk),
        overtaken=await unheard.overtaken(batch, said),
        held=await remembering.held(batch, said),
        unsent=await remembering.unsent(batch, said, earlier),
    )
    found = await remembering.seen_last(batch, said, before.talk, found)
    replied = await _replied(batch, said, found)
    about = _photo_for(tap, before.memberships) if replied is None else replied
    if about is None:
        return found
    case = await batch.case(about)
    return replace(found, replied=replied, asks=_asks(case), at_once=_at_once(case))


def _photo_for(tap: Tap | None, memberships: Sequence[Membership]) -> int | None:
    """The case to which an officer's tap may bring the photo that waits."""
    if isinstance(tap, SortMessage) and any(m.role in STAFF for m in memberships):
        return case_of(tap.what)
    return tap.case if isinstance(tap, ActOnCase) and tap.action in TAKES else None


def _asks(case: Case | None) -> bool:
    """Whether another office waits for an answer about a case."""
    return case is not None and case.referral is not None and case.referral.asks


def _at_once(case: Case | None) -> bool:
    """Whether words to its people leave at once, without the minutes in which they could be taken
    back (casework/actions/correcting/taking_back.py)."""
    return case is not None and case.urgency is Urgency.EMERGENCY


async def _replied(batch: Batch, said: Said, around: Around) -> int | None:
    """The case of the message that was replied to; once it has become part of another that is the
    speaker's, too, that one."""
    if not said.reply_to:
        return None
    case = await letters_of_case.case_of_message(batch.connection, said.person, said.reply_to)
    kept = await ties.kept(batch.connection, case) if case is not None else None
    theirs = {brief.id for brief in (*around.cases, *around.further)}
    return kept if kept in theirs else case


async def _files(batch: Batch, tap: Tap | None) -> int:
    """How many attachments the case has that a tap refers to another office; 0 for all other
    taps."""
    return (
        await attachments.count_files(batch.connection, tap.case) if isinstance(tap, OPENS) else 0
    )


async def _files_from(batch: Batch, tap: Tap | None, files: int) -> str:
    """Who has sent the attachments of such a case: its people, officers beside their words, or
    both."""
    if not (files and isinstance(tap, OPENS)):
        return "resident"
    trail = await cases.history(batch.connection, batch.vault, tap.case)
    along = [event for event, _ in trail if isinstance(event, Replied | Noted | Resolved)]
    names = {str(file["unique_id"]) for event in along for file in files_of(event)}
    shown = len(await attachments.named(batch.connection, tap.case, names)) if names else 0
    return "both" if 0 < shown < files else "office" if shown else "resident"


async def no_nik(batch: Batch, tap: Tap | None) -> bool:
    """Whether the case that a tap refers has no NIK yet, and may wait for one: an emergency does
    not."""
    case = await batch.case(tap.case) if isinstance(tap, OPENS) else None
    if case is None or case.urgency is Urgency.EMERGENCY:
        return False
    return "nik" not in (case.intake.person or {})


async def _may_lower(batch: Batch, tap: Tap | None, memberships: Sequence[Membership]) -> bool:
    """Whether a tap corrects an emergency, by somebody who may say that it is none."""
    if not (isinstance(tap, ActOnCase) and tap.action == "correct"):
        return False
    case = await batch.case(tap.case)
    return case is not None and urgent(case) and visibility.rank(memberships, case) >= LEADS


def _asked_of(said: Said, tap: Tap | None, talk: Talk) -> tuple[str, int | None]:
    """The action that a message asks for, by a button or by a command, and of which case."""
    if isinstance(tap, ActOnCase):
        return tap.action, tap.case
    command, case = short_numbers.run(said, tap, talk)
    return _ACTIONS.get(command, ""), case


_ACTIONS: Mapping[str, str] = {"tunda": "postpone"}
"""Commands before which more must be known, by their action."""


async def _due(batch: Batch, action: str, about: int | None) -> datetime | None:
    """When the case is due that is to be put off."""
    if action != "postpone" or about is None:
        return None
    case = await batch.case(about)
    return case.due_at if case is not None else None


def _person(known: KnownPerson) -> Person:
    p = known.profile
    roles = frozenset(m.role for m in known.memberships)
    office, left = works_in(known.memberships), known.left and not roles
    return Person(p.id, p.language, p.village, p.consent, bool(p.phone), roles, office, left)


def works_in(memberships: Sequence[Membership]) -> str:
    """The village where somebody works, when it is one; "" otherwise."""
    scopes = {m.scope for m in memberships if m.role in STAFF}
    return (
        scopes.pop() if len(scopes) == 1 and next(iter(scopes)).count(".") == VILLAGE_DOTS else ""
    )

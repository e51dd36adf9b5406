"""Spells out the numbers that an officer has shortened, where exactly one case that they may see is
meant, or else one that they have moved away: whatever is said to a whole number then holds for it.

Tested in tests/bot/turns/around/test_short_numbers_moved.py, too."""

import re
from dataclasses import replace

from bot.desk import unsent
from casework.case.model import Role
from casework.case.number import YEAR, number
from casework.case.roles import WORKERS
from casework.search import wishes
from casework.search.wishes import SearchNames
from conversations.handlers import short_numbers
from conversations.protocol.effects import Said
from storage.cases.search import Viewer
from storage.cases.wished import by_wishes, moved_by
from storage.people.people import KnownPerson
from storage.unit_of_work import Batch

_WRONG_LETTER = re.compile(r"(?<=^\d\d\W\d{5})-[a-z]$", re.IGNORECASE)
"""Behind a number that is asked about only, and not done anything by."""


async def spelt(batch: Batch, said: Said, known: KnownPerson) -> Said:
    """The message with each such number in full; as it is where several cases fit, or none."""
    if not any(m.role in WORKERS for m in known.memberships):
        return said
    viewer, words = Viewer(said.person, known.memberships), said.text
    open_form = None if said.edited else known.talk.draft
    about = None if open_form is None else open_form.about.get("case")
    itself = about if open_form is not None and open_form.form == "merge" else None
    others = False
    for begin, end in reversed(short_numbers.spans(said, open_form)):
        case = await _meant(batch, viewer, words[begin:end], but=itself)
        others = others or case != about
        words = words if case is None else f"{words[:begin]}{number(case)}{words[end:]}"
    command = said.text.startswith("/")
    if not (others or command):  # what names only the case of the form stays as it was written
        return said
    return said if words == said.text else replace(said, text=words)


async def _meant(batch: Batch, viewer: Viewer, short: str, but: int | None) -> int | None:
    """The one case of which this is the number, besides the one that is to become part of it."""
    wanted = wishes.read(_WRONG_LETTER.sub("", short_numbers.dashed(short)), SearchNames())
    if wanted is None:
        return None
    await batch.flush()
    for way in (wishes.exactly(wanted), wanted):
        found = await by_wishes(batch.connection, batch.vault, way, viewer, at=batch.at)
        meant = [one.id for one in found.cases if one.id != but]
        if found.cases and (meant or way is wanted):
            return meant[0] if len(meant) == 1 and not found.following else None
    moved = await moved_by(batch.connection, viewer.id, short)
    if moved or not wanted.year:
        return moved[0] if len(moved) == 1 else None
    return await _still_theirs(batch, viewer, int(wanted.year) * YEAR + int(wanted.end))


async def _still_theirs(batch: Batch, viewer: Viewer, case_id: int) -> int | None:
    """The case of another office whose result can still be taken back."""
    if not any(m.role is Role.AGENCY_OFFICER for m in viewer.memberships):
        return None
    case = await batch.case(case_id)
    theirs = case and await unsent.may_see_still(batch, viewer.id, viewer.memberships, case)
    return case_id if theirs else None

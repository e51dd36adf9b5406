"""The pages of another office's officers about what they have done: the cases that came to them and
are over, and their own figures. Each checks who is asking.

Such a case can't be opened any more, so only its number, its subject and its dates are shown.

Tested in tests/bot/pages/test_archive.py."""

from collections.abc import Sequence

from bot.pages.page_request import PageRequest, Pages
from casework.case.model import Role
from casework.clock import periods
from casework.clock.periods import MONTH
from casework.reports.at_other_office import counted, last_ended, moments
from conversations.pages import office_archive as pages
from conversations.protocol.effects import Say, text
from storage.cases import archive

ON_A_PAGE = 8


async def offices_of(request: PageRequest) -> list[str]:
    """The other offices that somebody works for, none for nobody of one."""
    memberships = await request.memberships()
    theirs = (m.scope for m in memberships if m.role is Role.AGENCY_OFFICER)
    return list(dict.fromkeys(theirs))


async def _archive(request: PageRequest) -> tuple[Say, ...]:
    offices = await offices_of(request)
    if not offices:
        return (Say(text("archive.agencies")),)
    before = int(request.words) if request.words.isdecimal() and len(request.words) < 10 else 0
    read = await archive.referred(
        request.batch.connection, request.batch.vault, offices, request.person, before=before
    )
    over = [(case, [last_ended(trail, one) for one in offices]) for case, trail in read]
    ended = [(case, [one for one in all_ends if one]) for case, all_ends in over]
    shown = [(case, max(ends, key=lambda end: end.went)) for case, ends in ended if ends]
    last = shown[ON_A_PAGE - 1][0] if len(shown) > ON_A_PAGE else read[-1][0] if read else None
    more = len(shown) > ON_A_PAGE or len(read) == archive.READ_AT_ONCE
    return (pages.archive(shown[:ON_A_PAGE], str(last.id) if last and more else ""),)


async def figures(request: PageRequest, offices: Sequence[str]) -> tuple[Say, ...]:
    """The figures of other offices, each by itself, for those who work there."""
    return tuple([await _figures(request, office) for office in offices])


async def _figures(request: PageRequest, office: str) -> Say:
    zone, now = request.desk.policy.calendar.zone, request.batch.at
    this = periods.containing(now.astimezone(zone).date(), MONTH)
    period = periods.parse(request.words) or this
    batch = request.batch
    read = await archive.referred(
        batch.connection, batch.vault, [office], request.person, most=archive.MOST
    )
    found = [moments(trail, office, now) for _, trail in read]
    sums = counted(found, period.starts(zone), period.ends(zone))
    known = request.desk.policy.directory.offices.get(office)
    return pages.figures(known.name if known else office, period, sums, later=period < this)


PAGES: Pages = {"archive": _archive}

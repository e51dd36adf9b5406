""" "Why then?": how the due time of a case came about, in full to staff, in one sentence to its
teller."""

from datetime import date, datetime, timedelta

from casework.actions.correcting.postponement import Postponed
from casework.actions.rescheduling import RUNNING
from casework.case.events import Event
from casework.case.model import Case, Status
from casework.case.number import number
from casework.clock.days import DayKind
from casework.policy.followups import Delay
from casework.policy.policy import Policy
from casework.reports.due_time import Reckoning, Run, reckon
from casework.reports.time_spent import Payer, charges, pauses, totals
from conversations.pages.case_facts import Page
from conversations.pages.whose_turn import next_turn
from conversations.protocol.effects import Say, Text, text

MOST_RUNS, MOST_PAUSES, MOST_MOVES, MOST_NAMES = 12, 4, 3, 3
"""What fits on a phone: with head and foot 25 lines at most."""

_DAY, _HOUR = 24 * 60, 60


def why(page: Page, policy: Policy, now: datetime) -> Say:
    """The page of the due time, for whoever looks at the case."""
    case = page.case
    if not page.staff and case.status not in RUNNING:
        return Say(text("why.over", number=number(case.id)), case=case.id)
    found = reckon(case, page.history, policy, MOST_RUNS)
    if not page.staff:
        return Say(_sentence(case, found), case=case.id)
    clock = text(f"clock.{policy.catalogue.of(case).clock}")
    lines = (
        *_begun(case, found, clock),
        *_days(found),
        *_pauses(page, now),
        *_moves(found),
        _shares(page, now),
        *_next(page),
    )
    return Say(text("why.page", number=number(case.id), due=case.due_at, lines=lines), case=case.id)


def _begun(case: Case, found: Reckoning, clock: Text) -> tuple[Text, ...]:
    running = found.running
    rule = text(
        "why.rule", clock=clock, urgency=text(f"urgency.{case.urgency}"), delay=_delay(found.rule)
    )
    start = text("why.start", start=running.start, event=text(f"event.{running.event.kind}"))
    left = (text("why.left", amount=amount(running.left)),) if running.left is not None else ()
    return (rule if running.known else _set_by(running.event), start, *left)


def _set_by(event: Event) -> Text:
    """Why an office has set the end of a period."""
    if isinstance(event, Postponed):
        return text("why.postponed", reason=event.reason)
    return text("why.office")


def _days(found: Reckoning) -> tuple[Text, ...]:
    return (text("why.always"),) if found.always else tuple(_line(run) for run in found.runs)


def _line(run: Run) -> Text:
    first = run.first
    what = text("why.rest") if run.rest else text(f"day.{first.kind}")
    if first.name and not run.rest:
        what = text("why.named", kind=what, name=first.name)
    if run.minutes:
        what = text("why.open_time", what=what, amount=amount(run.minutes))
    return text("why.day", days=_dates(first.day, run.last.day), what=what)


def _dates(first: date, last: date) -> Text:
    if first == last:
        return text("why.one", last=last)
    same_month = (first.year, first.month) == (last.year, last.month)
    return text("why.span", first=first.day if same_month else first, last=last)


def _pauses(page: Page, now: datetime) -> tuple[Text, ...]:
    """When we waited for the teller; while we still do, the time that is left stands still."""
    spans = pauses(page.history, now)[-MOST_PAUSES:]
    if page.case.status is not Status.WAITING or not spans:
        return tuple(text("why.paused", start=start, end=end) for start, end in spans)
    told = tuple(text("why.paused", start=start, end=end) for start, end in spans[:-1])
    left = amount(page.case.minutes_left or 0)
    return (*told, text("why.pausing", start=spans[-1].start, amount=left))


def _moves(found: Reckoning) -> tuple[Text, ...]:
    return tuple(
        text(
            "why.moved",
            at=at,
            what=text("why.adjusted_why", why=because) if because else text("why.adjusted"),
        )
        for at, because in found.moved[-MOST_MOVES:]
    )


def _next(page: Page) -> tuple[Text, ...]:
    """Whose turn it will be, and when, while nobody has the case."""
    coming = next_turn(page.case, page.there, page.climbs_at)
    return (text("why.next", next=coming),) if coming else ()


def _shares(page: Page, now: datetime) -> Text:
    by = {payer: _spent(spent) for payer, spent in totals(charges(page.history, now)).items()}
    return text(
        "why.totals", ours=by[Payer.OURS], other=by[Payer.OTHER_OFFICE], resident=by[Payer.RESIDENT]
    )


def _spent(spent: timedelta) -> Text:
    """Time of the calendar, day and night; in days from the second on."""
    minutes = spent // timedelta(minutes=1)
    if minutes < 2 * _DAY:
        return amount(minutes)
    return text("amount.days", days=minutes // _DAY, hours=minutes % _DAY // _HOUR)


def _sentence(case: Case, found: Reckoning) -> Text:
    """To the teller, who wants one answer and no table."""
    running = found.running
    start, due, which = running.start, case.due_at, number(case.id)
    names = dict.fromkeys(
        r.first.name for r in found.runs if r.first.kind in (DayKind.HOLIDAY, DayKind.LOCAL_DAY)
    )
    shut = (
        text("why.shut_named", names=", ".join(list(names)[:MOST_NAMES]))
        if names
        else text("why.shut")
    )
    if case.status is Status.WAITING:
        return text("why.teller_waiting", number=which)
    if isinstance(running.event, Postponed):
        return text("why.teller_postponed", number=which, due=due, reason=running.event.reason)
    if not running.known:
        return text("why.teller_office", number=which, start=start, due=due)
    if found.always:
        return text(
            "why.teller_always", number=which, start=start, due=due, delay=_rest_or_rule(found)
        )
    if running.left is not None:
        return text(
            "why.teller_left",
            number=which,
            start=start,
            due=due,
            amount=amount(running.left),
            shut=shut,
        )
    return text(
        "why.teller", number=which, start=start, due=due, delay=_delay(found.rule), shut=shut
    )


def _rest_or_rule(found: Reckoning) -> Text:
    left = found.running.left
    return _delay(found.rule) if left is None else amount(left)


def _delay(delay: Delay) -> Text:
    plural = "" if delay.amount == 1 else "s"
    return text(f"delay.{delay.unit.replace(' ', '_')}{plural}", count=delay.amount)


def amount(minutes: int) -> Text:
    """Minutes in words; never in days, because a day of an office has fewer hours than one of the
    calendar."""
    if minutes < _HOUR:
        return text("amount.minutes", minutes=minutes)
    hours, rest = divmod(minutes, _HOUR)
    return (
        text("amount.both", hours=hours, minutes=rest)
        if rest
        else text("amount.hours", hours=hours)
    )

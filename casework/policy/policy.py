"""The policy: everything a district may change, such as services, triage, clocks and office hours.
The rows are TOML beside this file.

``Policy`` holds the parsed tables together and answers the three questions that the lifecycle has:
where does this case go, when is it due, which bells does it need. Pure like the rest of casework:
files are read by ``bot``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from casework.case.events import Event
from casework.case.model import Case, Route, Urgency
from casework.clock.decreed_days import DecreedDay, with_days
from casework.clock.open_time import Calendar, rests_until, round_the_clock
from casework.policy import triage
from casework.policy.catalogue import NOTHING, Catalogue
from casework.policy.duplicates import Rules
from casework.policy.followups import Changes, Clock, Clocks, FollowUps, Timing, changes
from casework.policy.offices import Directory
from casework.policy.people import ROTA, Rota

LEAST_LEFT = 60
"""Minutes (of the time that counts for the case) that are left at least after an answer (our
proposal)."""

_MINUTE = timedelta(minutes=1)

OBJECTION = "objection"
"""The clock profile of a case whose decision was objected to, whatever its service."""


@dataclass(frozen=True)
class Policy:
    """The rules of one district. ``district`` is its code (``32.74``); it answers for what no
    village may decide."""

    district: str
    catalogue: Catalogue
    triage: triage.Triage
    clocks: Clocks
    followups: FollowUps
    calendar: Calendar
    directory: Directory
    duplicates: Rules
    rota: Rota = ROTA

    def renumbered(self, moves: Mapping[str, str]) -> "Policy":
        """The same, where places have other codes now (old → new)."""
        return replace(self, rota=self.rota.renumbered(moves))

    def route(
        self,
        service: str,
        facts: Mapping[str, str],
        village: str,
        known: Mapping[str, str] = NOTHING,
    ) -> Route:
        """Where a new case goes. ``known``: what is known of a service whose row may be gone."""
        row = self.catalogue.service(service, known)
        return triage.route(row, facts, village, self.district, self.triage)

    def due(
        self, service: str, urgency: Urgency, at: datetime, *, objected: bool = False
    ) -> datetime:
        """When something must have been done (UTC); an objection has a clock of its own."""
        return self._clock(service, urgency, objected=objected).act.after(at, self.calendar)

    def read_by(self, service: str, urgency: Urgency, at: datetime) -> datetime:
        """When somebody must have looked at something new (UTC)."""
        return self._clock(service, urgency).read.after(at, self.calendar)

    def clock(self, case: Case) -> Clock:
        """How soon a case of this service and urgency is read and acted on."""
        return self._clock(case.service, case.urgency, objected=case.ending.objected)

    def time_of(self, case: Case) -> Calendar:
        """The time in which the due time of a case is counted: the office's, or day and night."""
        working = self.clock(case).act.unit.startswith("working")
        return self.calendar if working else round_the_clock(self.calendar.zone)

    def left(self, case: Case, at: datetime) -> int:
        """Minutes of its time that a case still has at ``at``, a begun one counted whole, one at
        least; 0 when it is late."""
        if case.due_at < at:
            return 0
        return max(1, -(-self.time_of(case).open_time(at, case.due_at) // _MINUTE))

    def resumed(self, case: Case, at: datetime) -> datetime:
        """When a case is due whose question is answered at ``at``: what was left when we asked goes
        on from now.

        At least ``LEAST_LEFT``, so that nobody is late at once; what was late when asked stays so,
        for what was promised to its teller still stands. Where the trail does not say what was left
        (it was written before we kept it), the time begins again."""
        if case.minutes_left == 0:
            return case.due_at
        if case.minutes_left is None:
            return self.due(case.service, case.urgency, at, objected=case.ending.objected)
        return self.time_of(case).add_minutes(at, max(case.minutes_left, LEAST_LEFT))

    def rested(self, at: datetime) -> datetime:
        """``at``, or the end of the night's rest (20:00 to 06:00 local) when it falls into it."""
        return rests_until(at, self.calendar.zone) or at

    def bells(self, case: Case, events: Sequence[Event], at: datetime) -> Changes:
        """The bells that these events set and stop."""
        return changes(
            case,
            events,
            at,
            rows=self.followups,
            times=self._times(case),
            calendar=self.calendar,
            spared=self.spares(case),
        )

    def moments(self, case: Case, kind: str, start: datetime) -> Sequence[datetime]:
        """When the bells of a kind ring (UTC) that an event at ``start`` has set; none of a kind
        that has no row."""
        row = self.followups.get(kind)
        return tuple(row.times(start, self._times(case), self.calendar, case.due_at)) if row else ()

    def decreed(self, days: Sequence[DecreedDay]) -> "Policy":
        """The policy with the days that decrees have made, for our office and for those that cases
        are referred to."""
        directory = self.directory.keeping(lambda calendar: with_days(calendar, days))
        return replace(self, calendar=with_days(self.calendar, days), directory=directory)

    def spares(self, case: Case) -> bool:
        """Whether the clock never closes a case: it is an emergency, sensitive, or of a service
        that is marked so or gone."""
        row = self.catalogue.of(case)
        return case.urgency is Urgency.EMERGENCY or row.sensitive or row.never_auto_close

    def _times(self, case: Case) -> dict[str, Timing]:
        clock = self.clock(case)
        times = {
            name: Timing(getattr(clock, name), clock.climb, self.calendar)
            for name in ("read", "act")
        }
        if case.referral is not None:
            office = self.directory.office(case.referred_to)
            answer = self.directory.clocks[case.urgency]
            times |= {
                n: Timing(getattr(answer, n), answer.climb, office.calendar)
                for n in ("accept", "result")
            }
        return times

    def _clock(self, service: str, urgency: Urgency, *, objected: bool = False) -> Clock:
        # A district that has replaced clocks.toml before there were objections keeps the clock of
        # the service; one that has no standard clock, its first.
        wanted = (OBJECTION if objected else "", self.catalogue.service(service).clock)
        profile = next((name for name in wanted if name in self.clocks), next(iter(self.clocks)))
        return self.clocks[profile][urgency]

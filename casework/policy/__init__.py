"""Everything a district may change: services, triage, clocks, follow-ups, office hours. TOML beside this file.

``Policy`` holds the parsed tables together and answers the three questions that the lifecycle has: where does this
case go, when is it due, which bells does it need. Pure like the rest of the room: files are read by ``bot``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from casework import triage
from casework.calendar import Calendar
from casework.catalogue import Catalogue
from casework.duplicates import Rules
from casework.events import Event
from casework.followups import Changes, Clock, Clocks, FollowUps, changes
from casework.model import Case, Route, Urgency


@dataclass(frozen=True)
class Policy:
    """The rules of one district. ``district`` is its code (``32.74``); it answers for what no village may decide."""

    district: str
    catalogue: Catalogue
    triage: triage.Triage
    clocks: Clocks
    followups: FollowUps
    calendar: Calendar
    duplicates: Rules

    def route(self, service: str, facts: Mapping[str, str], village: str) -> Route:
        """Where a new case goes. KeyError for a service that the catalogue does not have."""
        return triage.route(self.catalogue.services[service], facts, village, self.district, self.triage)

    def due(self, service: str, urgency: Urgency, at: datetime) -> datetime:
        """When something must have been done (UTC)."""
        return self._clock(service, urgency).act.after(at, self.calendar)

    def bells(self, case: Case, events: Sequence[Event], at: datetime) -> Changes:
        """The bells that these events set and stop."""
        return changes(
            case,
            events,
            at,
            rows=self.followups,
            clock=self._clock(case.service, case.urgency),
            calendar=self.calendar,
            spared=case.urgency is Urgency.EMERGENCY or self.catalogue.services[case.service].never_auto_close,
        )

    def _clock(self, service: str, urgency: Urgency) -> Clock:
        return self.clocks[self.catalogue.services[service].clock][urgency]

"""How long the next step waits when the last one came late. Pure.

A bot that was off for days finds all steps of a case due at once. The case takes one; the others
come as far apart as they would have been without the outage."""

from datetime import datetime, timedelta

from casework.clock.open_time import Calendar

_MINUTE = timedelta(minutes=1)


def fresh_wait(
    rung: datetime, later: datetime, at: datetime, calendar: Calendar, least: datetime
) -> datetime:
    """When a step that was due at ``later`` is due now that the one of ``rung`` has come at ``at``
    (UTC). Counted in open time; ``least`` where there was none between the two."""
    between = calendar.open_time(rung, later)
    return calendar.add_minutes(at, -(-between // _MINUTE)) if between else least

"""What officers of another office read of their own work: the cases that came to them and are over,
and their figures of a month.

Tested in tests/bot/pages/test_archive.py."""

from collections.abc import Mapping, Sequence

from casework.case.model import Case
from casework.case.number import number
from casework.clock.periods import Period
from casework.reports.at_other_office import WORDS, EndedReferral
from conversations.pages.figures import title
from conversations.protocol.effects import Button, Rows, Say, Short, text
from conversations.protocol.notice import service_name
from conversations.protocol.taps import TurnPage


def archive(over: Sequence[tuple[Case, EndedReferral]], following: str) -> Say:
    """One page of what is over, newest first; ``following``: where the next one begins."""
    lines = tuple(
        text(
            "archive.line",
            number=number(case.id),
            service=service_name(case),
            came=Short(ended.came),
            went=Short(ended.went),
            how=text(f"archive.how.{ended.how}"),
        )
        for case, ended in over
    )
    more: Rows = ((Button(text("page.next"), TurnPage("archive", following)),),)
    back: Rows = ((Button(text("act.queue"), TurnPage("queue")),),)
    said = text("archive.title", lines=lines) if lines else text("archive.none")
    return Say(said, (*(more if following else ()), *back))


def figures(office: str, period: Period, sums: Mapping[str, int], *, later: bool) -> Say:
    """The four words of a month; ``later``: there is a month after it."""
    lines = tuple(text(f"archive.sum.{word}", n=sums[word]) for word in WORDS)
    turning = [Button(text("archive.earlier"), TurnPage("figures", period.moved(-1).code))]
    if later:
        turning.append(Button(text("archive.later"), TurnPage("figures", period.moved(1).code)))
    rows: Rows = (tuple(turning), (Button(text("archive.open"), TurnPage("archive")),))
    said = text("archive.figures", office=office, period=title(period), lines=lines)
    return Say(said, rows)

"""Which of the things one can do with a case stand on its page: six at most, the sensible next step
first. The rest stands behind the last of them.

Tested in tests/conversations/case_pages/test_staff_page.py."""

from collections.abc import Mapping, Sequence

from casework.case.model import Case, Status, Urgency
from conversations.protocol.case_taps import ActOnCase, open_case
from conversations.protocol.effects import Button, Rows, pairs, text
from conversations.protocol.taps import TurnPage

MOST = 6

_RUNNING = (
    "accept",
    "return",
    "answer_office",
    "assign",
    "claim",
    "ask_nik",
    "progress",
    "letter",
)
_NEXT: Mapping[Status, Sequence[str]] = {
    Status.WAITING: ("claim", "reveal", "drop_question"),
    Status.RESOLVED: ("reveal",),
    Status.CLOSED: ("unmerge", "public"),
}
"""The next step by the state of a case, else as while it runs: who leads gives a free case of the
desk to somebody, who does not takes it."""

_DAILY: Sequence[str] = ("ask", "reply", "refer", "resolve")
"""What is done every day with a case, always in its place."""

FILL = ("story", "files", "map", "queue", "history")
"""What is looked at, where there is room; right after an act it makes room for the way on."""


def order(case: Case, able: Sequence[str]) -> list[str]:
    """What is possible with a case, the most wanted first: the next step, where there is one, then
    what is done every day, then what is looked at."""
    urgent = case.urgency is Urgency.EMERGENCY
    taken = urgent or case.owner is not None  # in an emergency whoever reads it takes it
    given = [a for a in able if a != "assign"] if taken else able
    steps = [a for a in _NEXT.get(case.status, _RUNNING) if a in given]
    news = [] if _asks(case) else ["answer_office"]  # nothing waits for an answer
    steps = [a for a in steps if a not in news]
    if case.level and case.had_by is None:  # it is the turn of those who lead to take it
        steps.sort(key=lambda action: action == "assign")
    daily = _DAILY
    if urgent and "map" in able:  # who goes there asks there
        daily = ("map", *_DAILY[1:], "ask")
    if urgent and case.owner is not None:
        daily = ("reveal", *daily)  # whoever has just taken it calls
    wanted = ["worse", *steps[:1], *daily, *steps[1:], *news, *FILL]
    places = {action: n for n, action in reversed(list(enumerate(wanted)))}
    return sorted(able, key=lambda action: places.get(action, len(wanted)))


def parted(ranked: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """What stands on the page, and what stands behind its last button."""
    return (ranked, ()) if len(ranked) <= MOST else (ranked[: MOST - 1], ranked[MOST - 1 :])


def buttons(case: Case, ranked: Sequence[str], files: int) -> Rows:
    """The buttons of the page; ``ranked``: all that is possible, the most wanted first; ``files``:
    how many there are."""
    first, rest = parted(ranked)
    return pairs(_button(a, case, files) for a in (*first, *["more"] * bool(rest)))


def behind(case: Case, ranked: Sequence[str], files: int) -> Rows:
    """The rest, with the way back."""
    _, rest = parted(ranked)
    back = Button(text("act.back"), open_case(case.id))
    return (*pairs(_button(a, case, files) for a in rest), (back,))


def _button(action: str, case: Case, files: int) -> Button:
    if action == "queue":
        return Button(text("act.queue"), TurnPage("queue"))
    label = text("act.files", count=files) if action == "files" else text(f"act.{action}")
    if action == "answer_office" and not _asks(case):
        label = text("act.tell_office")
    return Button(label, ActOnCase(action, case.id))


def _asks(case: Case) -> bool:
    """Whether the other office waits for an answer."""
    return case.referral is not None and case.referral.asks

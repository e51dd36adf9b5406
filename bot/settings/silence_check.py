"""Finds follow-ups that leave a case in silence: in some status no bell is set any more that would
escalate it. Every way through the lifecycle is walked before any case takes it.

A bell is set by an event and taken back when the case leaves the statuses that its row names. So a
status may look guarded and still fall silent, because no bell that escalates is still set after the
step that leads there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from casework.actions import referral as r
from casework.actions.assignment import Assign, Assigned, Claim, Claimed
from casework.actions.correcting.letting_go import Free, Freed, GiveBack, GivenBack
from casework.actions.correcting.opening_again import OpenAgain, OpenedAgain
from casework.actions.correcting.question_dropped import DropQuestion, QuestionDropped
from casework.actions.correcting.wrong_result import ResultRetracted, RetractResult
from casework.actions.ending.confirmation import Confirm
from casework.actions.ending.resolution import Reopen, Reopened, Resolve, Resolved
from casework.actions.objection import Object, Objected
from casework.actions.question import Answer, Answered, Ask, Asked
from casework.actions.referral_answer import Accept, Accepted, Return, Returned, TakenUp
from casework.actions.review import Reviewed
from casework.case import commands as c
from casework.case import events as e
from casework.case.model import OPEN, Stage, Status, Urgency
from casework.case.stage import NONE, Of
from casework.lifecycle import ALLOWED, BECOMES, STAGE_BECOMES, STAGES_ALLOWED
from casework.policy.followups import FollowUp, FollowUps
from casework.trail import KINDS

STEPS: Mapping[type[e.Event], frozenset[Status]] = {
    Reviewed: frozenset({Status.RECEIVED}),
    Claimed: ALLOWED[Claim],
    # A case that waits for the teller has an owner, so it is handed over and goes on waiting
    # (casework/actions/assignment.py).
    Assigned: ALLOWED[Assign] - {Status.WAITING},
    Asked: ALLOWED[Ask],
    Answered: ALLOWED[Answer],
    Resolved: ALLOWED[Resolve],
    Reopened: ALLOWED[Reopen] | ALLOWED[Confirm],
    Objected: ALLOWED[Object],
    GivenBack: ALLOWED[GiveBack],
    Freed: ALLOWED[Free],
    QuestionDropped: ALLOWED[DropQuestion],
    OpenedAgain: ALLOWED[OpenAgain],
    ResultRetracted: ALLOWED[RetractResult],
}
"""Events that lead from one status to another, and the statuses in which they may happen."""

REFERRALS: Mapping[type[e.Event], type[c.Command]] = {
    r.Offered: r.Refer,
    Accepted: Accept,
    TakenUp: Accept,
    Returned: Return,
    r.Recalled: r.Recall,
}
"""Events of a referral, and the commands whose tables say when they may happen."""


@dataclass(frozen=True)
class Standing:
    """A status, the stage of its referral, and the kinds of bells for an escalation that are surely
    set there."""

    status: Status
    stage: Of
    guards: frozenset[str]

    @property
    def states(self) -> frozenset[str]:
        """What a row may name in ``while``."""
        return frozenset({str(self.status), str(self.stage)})


def silences(rows: FollowUps) -> list[str]:
    """For each urgency a line for every event that leads to a status in which no bell for an
    escalation is set."""
    found = []
    for urgency in Urgency:
        climbs = [row for row in rows.values() if row.does == "climb" and urgency in row.only]
        for label, status in _silent(climbs):
            found.append(
                f"followups: a case that is {urgency} falls silent:"
                f" after '{label}' it is {status} and nothing climbs;"
                f" let a row that climbs name '{label}' in 'starts' and '{status}' in 'while'"
            )
    return found


def _silent(climbs: list[FollowUp]) -> list[tuple[str, Status]]:
    first = _after(Standing(Status.CLOSED, NONE, frozenset()), e.Filed, climbs)
    waiting, seen = [first], {first}
    silent: dict[tuple[str, Status], None] = (
        {} if first.guards else {(e.Filed.kind, Status.RECEIVED): None}
    )
    while waiting:
        here = waiting.pop(0)
        for event in _steps(here):
            there = _after(here, event, climbs)
            # What follows a silent status mends or repeats the same mistake: it is not walked.
            if not there.guards:
                silent[event.kind, there.status] = None
            elif there not in seen:
                seen.add(there)
                waiting.append(there)
    return list(silent)


def _steps(here: Standing) -> Iterator[type[e.Event]]:
    """The events that may happen next. Nothing is asked of the teller while another office is asked
    (casework/actions/question.py)."""
    for event, possible in STEPS.items():
        if here.status in possible and (event is not Asked or here.stage == NONE):
            yield event
    for event, command in REFERRALS.items():
        if here.status in ALLOWED[command] and here.stage in STAGES_ALLOWED[command]:
            yield event


def _after(here: Standing, event: type[e.Event], climbs: list[FollowUp]) -> Standing:
    """The standing after an event, as casework/policy/followups.py changes the bells: what it
    starts is set, what still matters goes on, the rest is taken back."""
    status = BECOMES[event] or here.status
    if event is Assigned and here.status is Status.REFERRED:
        status = here.status  # the other office has it; only the hands of the sender change
    stage = STAGE_BECOMES.get(event, here.stage if status in _REFERRING else NONE)
    there = Standing(status, stage, frozenset())
    living = (row for row in climbs if row.while_in & there.states)
    return Standing(
        status,
        stage,
        frozenset(x.kind for x in living if event.kind in x.starts or x.kind in here.guards),
    )


_REFERRING = frozenset({Status.IN_PROGRESS, Status.REFERRED})


def pointless(row: Mapping[str, Any]) -> Iterator[str]:
    """Why a row of follow-ups (as it is written) can never ring, or would escalate a closed case
    only."""
    starts = [KINDS[name] for name in row.get("starts", ()) if name in KINDS]
    others = [name for name in row.get("starts", ()) if name not in KINDS]
    wanted = row.get("while", ())
    if (
        starts
        and wanted
        and not others
        and not any(_leads_to(event) & {None, *wanted} for event in starts)
    ):
        leads = ", ".join(f"'{event.kind}' leads to {BECOMES[event]}" for event in starts)
        yield f"never rings: {leads}, and 'while' names only {', '.join(map(str, wanted))}"
    if row.get("does") == "climb" and wanted and not set(wanted) & {*OPEN, *Stage}:
        yield "climbs only when the case is closed, when nobody waits any more"


def _leads_to(event: type[e.Event]) -> frozenset[object]:
    return frozenset({BECOMES[event], *([STAGE_BECOMES[event]] if event in STAGE_BECOMES else [])})

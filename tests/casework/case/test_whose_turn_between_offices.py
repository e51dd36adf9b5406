"""While another office waits for the sender's answer, the turn is the sender's; lateness at that
office is lateness of the case."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casework import lifecycle
from casework.actions.between_offices import AnswerOffice, AskSender, OfficeAnswered, SenderAsked
from casework.actions.referral import Recalled
from casework.actions.referral_answer import Accepted, Returned, Why
from casework.case.model import Case, Referral, Stage, Status
from casework.case.whose_turn import (
    OfficesThere,
    Side,
    There,
    fell_silent,
    is_late,
    whose_turn,
    with_office,
)
from tests.casework.cases import DINSOS, DISTRICT, DUE, NOW, OFFICER, standing

ASKED = SenderAsked(3, DINSOS, "Dinas Sosial", "which ward?")
TOLD = OfficeAnswered(OFFICER, DINSOS, "Dinas Sosial", "the third")


def sent(stage: Stage = Stage.OFFERED) -> Case:
    status = Status.IN_PROGRESS if stage is Stage.OFFERED else Status.REFERRED
    return standing(status, owner=OFFICER, due_at=DUE, referral=Referral(DINSOS, stage, DUE))


def after(case: Case, *events: object) -> Case:
    for event in events:
        case = lifecycle.evolve(case, event, NOW)  # type: ignore[arg-type]
    return case


@pytest.mark.parametrize("stage", Stage)
def test_a_question_gives_the_turn_to_the_sender(stage: Stage) -> None:
    """Their answer gives it back."""
    asked = after(sent(stage), ASKED)
    assert whose_turn(asked).side is Side.HOLDER
    assert whose_turn(asked).asked
    assert not with_office(asked)
    answered = after(asked, TOLD)
    assert whose_turn(answered).side is Side.OFFICE
    assert with_office(answered)


def test_who_holds_nothing_is_asked_by_level() -> None:
    """A case that nobody holds: the level that it has reached must answer."""
    asked = after(replace(sent(), owner=None), ASKED)
    assert whose_turn(asked).side is Side.LEVEL


def test_accepting_leaves_the_question_open() -> None:
    """The office takes the case, and still waits for the answer."""
    accepted = after(sent(), ASKED, Accepted(3, DINSOS, "Dinas Sosial", DUE))
    assert whose_turn(accepted).side is Side.HOLDER
    assert with_office(after(accepted, TOLD))


def test_the_end_of_a_referral_ends_its_question() -> None:
    """Returned or recalled, nobody waits for an answer."""
    for end in (
        Returned(3, DINSOS, "Dinas Sosial", Why.OTHER, "no", DUE),
        Recalled(2, DINSOS, "Dinas Sosial", DUE),
    ):
        ended = after(sent(), ASKED, end)
        assert (ended.referral, whose_turn(ended).asked) == (None, False)


def test_the_commands_lead_to_these_events() -> None:
    """The desk asks for them."""
    assert AskSender
    assert AnswerOffice


LATE = (
    (timedelta(days=2), timedelta(hours=-1), Stage.OFFERED, True),
    (timedelta(days=2), timedelta(hours=1), Stage.OFFERED, False),
    (timedelta(hours=-1), timedelta(hours=1), Stage.OFFERED, True),
    (timedelta(hours=-1), timedelta(hours=-1), Stage.ACCEPTED, True),
)


@pytest.mark.parametrize(("own", "office", "stage", "late"), LATE)
def test_late_there_is_late(own: timedelta, office: timedelta, stage: Stage, late: bool) -> None:
    """Its own time, or that of the office that was asked, has passed."""
    case = replace(sent(stage), due_at=NOW + own, referral=Referral(DINSOS, stage, NOW + office))
    assert is_late(case, NOW) is late
    assert not is_late(replace(case, status=Status.WAITING), NOW)


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("to", "late", "there", "silent"),
    [
        (DINSOS, HOUR, frozenset(), True),
        (DINSOS, -HOUR, frozenset(), False),
        (DINSOS, HOUR, frozenset({DINSOS}), False),
        (DISTRICT, HOUR, frozenset(), False),
    ],
)
def test_an_office_without_anybody_falls_silent(
    to: str, late: timedelta, there: frozenset[str], silent: bool
) -> None:
    """Once its time has passed; the district is asked by levels, not by letter."""
    case = replace(sent(), referral=Referral(to, Stage.OFFERED, NOW - late))
    offices = OfficesThere(there, NOW)
    assert fell_silent(case, offices) is silent
    assert with_office(case, offices) is not silent
    assert with_office(case)


@pytest.mark.parametrize(("owner", "side"), [(OFFICER, Side.HOLDER), (None, Side.LEVEL)])
def test_a_silent_office_gives_the_step_back(owner: int | None, side: Side) -> None:
    """To who holds it, else to its level; nothing of it was asked."""
    turn = whose_turn(replace(sent(), owner=owner), There(office=False))
    assert (turn.side, turn.asked, turn.office) == (side, False, "")

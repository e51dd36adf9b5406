"""What two offices write to each other while a referral runs."""

from dataclasses import replace

import pytest

from casework.actions.between_offices import AnswerOffice, AskSender, TellProgress
from casework.case.model import Case, Referral, Refused, Stage, Status
from tests.casework.cases import DINSOS, DUE, NOW, OFFICER, standing, told

OFFERED = standing(Status.IN_PROGRESS, referral=Referral(DINSOS, Stage.OFFERED, DUE))
ACCEPTED = standing(Status.REFERRED)


@pytest.mark.parametrize("case", [OFFERED, ACCEPTED])
@pytest.mark.parametrize("kind", [AskSender, AnswerOffice])
def test_words_change_neither_place_nor_time(kind: type, case: Case) -> None:
    """The case stays where it is and is due when it was; beside its trail only this changes: that
    the office waits for an answer."""
    after, events = told(case, kind(OFFICER, "which ward?"))
    assert after.referral is not None
    assert after.referral.asks is (kind is AskSender)
    answered = replace(after.referral, asks=False)
    assert replace(after, version=case.version, referral=answered) == case
    assert [(event.to, event.words) for event in events] == [(DINSOS, "which ward?")]  # type: ignore[attr-defined]


def test_there_is_news_only_of_what_was_taken() -> None:
    """Before an office has accepted it has nothing to tell the person."""
    assert told(ACCEPTED, TellProgress(OFFICER, "visited"), NOW)[0].due_at == ACCEPTED.due_at
    with pytest.raises(Refused, match=r"refused\.referral\.offered"):
        told(OFFERED, TellProgress(OFFICER, "visited"))


@pytest.mark.parametrize("kind", [AskSender, AnswerOffice, TellProgress])
def test_empty_words_are_not_sent(kind: type) -> None:
    """A form always asks for some; whatever else comes is refused."""
    with pytest.raises(Refused, match=r"refused\.between\.no_words"):
        told(ACCEPTED, kind(OFFICER, "  "))

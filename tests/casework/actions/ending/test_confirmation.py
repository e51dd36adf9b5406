"""Whose word closes a case: the teller's of their own trouble, the sufferer's of everything told
for somebody else."""

import pytest

from casework import lifecycle
from casework.actions.correspondence import Added, Noted
from casework.actions.duplicates.co_reporting import ToldMore
from casework.actions.ending.confirmation import Confirm, Confirmed, Heard, words_after_result
from casework.actions.ending.resolution import Resolve, Resolved
from casework.actions.escalation import Ring
from casework.case.model import Case, Decision, SaidBy, Status, Verdict
from tests.casework.cases import (
    NEIGHBOUR,
    NEWS,
    NOW,
    OFFICER,
    POLICY,
    TELLER,
    standing,
    told,
)
from tests.casework.test_lifecycle import refused

S = Status
YES = [Verdict.FIXED, Verdict.PARTLY]


def resolved(who: str) -> Case:
    return standing(S.RESOLVED, owner=OFFICER, intake={"who": who})


def said(who: str, verdict: Verdict, said_by: SaidBy) -> Case:
    return told(resolved(who), Confirm(TELLER, verdict, "", said_by))[0]


@pytest.mark.parametrize("said_by", SaidBy)
@pytest.mark.parametrize("verdict", YES)
@pytest.mark.parametrize("who", ["self", "unsaid"])
def test_ones_own_word_closes_ones_own_case(who: str, verdict: Verdict, said_by: SaidBy) -> None:
    """Of their own trouble the teller has the last word, and that is written down, whatever the
    button carried."""
    case = said(who, verdict, said_by)
    assert (case.status, case.ending.verdict, case.ending.said_by) == (
        S.CLOSED,
        verdict,
        SaidBy.SELF,
    )


@pytest.mark.parametrize("verdict", YES)
@pytest.mark.parametrize("who", ["family", "neighbour"])
def test_who_was_asked_closes_the_case(who: str, verdict: Verdict) -> None:
    """Once the person concerned was asked, the case is closed with their word."""
    case = said(who, verdict, SaidBy.ASKED_THEM)
    assert (case.status, case.ending.verdict, case.ending.said_by) == (
        S.CLOSED,
        verdict,
        SaidBy.ASKED_THEM,
    )


@pytest.mark.parametrize("said_by", [SaidBy.TELLER_ONLY, SaidBy.SELF])
@pytest.mark.parametrize("verdict", YES)
@pytest.mark.parametrize("who", ["family", "neighbour"])
def test_a_tellers_word_alone_closes_nothing_of_others(
    who: str, verdict: Verdict, said_by: SaidBy
) -> None:
    """Without having asked, and also from an old button that says nothing of it, the case stays
    open and is kept."""
    case = said(who, verdict, said_by)
    assert (case.status, case.ending.verdict, case.ending.said_by, case.closed_at) == (
        S.RESOLVED,
        verdict,
        SaidBy.TELLER_ONLY,
        None,
    )


@pytest.mark.parametrize("said_by", SaidBy)
@pytest.mark.parametrize("who", ["self", "neighbour"])
def test_no_needs_no_witness(who: str, said_by: SaidBy) -> None:
    """ "Not fixed" opens the case for the coordinator, whoever says so."""
    case = said(who, Verdict.NO, said_by)
    assert (case.status, case.level, case.owner, case.ending.said_by) == (S.REVIEWED, 1, None, None)


def test_hearsay_can_be_mended() -> None:
    """After "not asked yet" the person is asked, and their word closes the case; the first word
    stays in the trail."""
    case, first = told(
        resolved("neighbour"), Confirm(TELLER, Verdict.FIXED, "", SaidBy.TELLER_ONLY)
    )
    case, then = told(case, Confirm(TELLER, Verdict.PARTLY, "the child", SaidBy.ASKED_THEM))
    assert first == (Heard(TELLER, Verdict.FIXED, ""),)
    assert then == (Confirmed(TELLER, Verdict.PARTLY, "the child", SaidBy.ASKED_THEM),)
    assert (case.status, case.ending.verdict) == (S.CLOSED, Verdict.PARTLY)


def test_the_clock_closes_hearsay_only_where_it_closes_at_all() -> None:
    """The bells of the result go on: hearsay stops none of them, so what may lapse lapses, and
    nothing else."""
    case, events = told(
        resolved("neighbour"), Confirm(TELLER, Verdict.FIXED, "", SaidBy.TELLER_ONLY)
    )
    found = POLICY.bells(case, events, NOW)
    assert (found.bells, found.stopped & {"confirm", "lapse", "unconfirmed"}) == ((), frozenset())
    assert [x.kind for x in lifecycle.decide(case, Ring("lapse"), NOW, POLICY)] == ["lapsed"]


def test_words_after_the_result_are_no_silence() -> None:
    """Told more since the result that stands, by anybody it concerns: the clock closes nothing.
    What was told before it, or to an earlier one, is no answer to it."""
    case, result = resolved("self"), Resolved(OFFICER, Decision.HELPED, "done")
    more = (Added(TELLER, NEWS), ToldMore(NEIGHBOUR, {"kind": "story", "value": NEWS}))
    assert lifecycle.decide(case, Ring("lapse", spoken=True), NOW, POLICY) == ()
    assert words_after_result([more[0], result]) == ()
    assert words_after_result([more[0], result, *more, result]) == ()
    assert words_after_result([result, more[0], Noted(OFFICER, "x"), more[1]]) == more
    assert words_after_result(more) == ()


def test_a_new_result_is_asked_about_anew() -> None:
    """What was said to an older result says nothing about the next."""
    case = said("neighbour", Verdict.FIXED, SaidBy.TELLER_ONLY)
    case, _ = told(case, Confirm(TELLER, Verdict.NO, ""))
    case, _ = told(case, Resolve(OFFICER, Decision.HELPED, "again"))
    assert (case.status, case.ending.verdict, case.ending.said_by) == (S.RESOLVED, None, None)


def test_the_same_verdict_again_is_noted_already() -> None:
    """A second tap on the word that closed the case is thanked for; another word, or another's, is
    not."""
    case = standing(S.CLOSED, verdict=Verdict.FIXED, said_by=SaidBy.SELF)
    assert refused(case, Confirm(TELLER, Verdict.FIXED, "")) == "refused.confirm.noted"
    assert refused(case, Confirm(TELLER, Verdict.PARTLY, "")) == "refused.status.closed"
    assert refused(case, Confirm(OFFICER, Verdict.FIXED, "")) == "refused.status.closed"

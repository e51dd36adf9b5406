"""The values of a case."""

from dataclasses import replace

from casework.case.model import Decision, Desk, Ending, Referral, Stage, Status
from tests.casework.cases import AGENCY, DUE, NOW, OFFICER, standing


def test_a_case_says_where_its_referral_stands() -> None:
    """Without a referral there is no office and no stage; with one, they are the referral's."""
    own = standing(Status.IN_PROGRESS)
    assert (own.referral, own.referred_to, own.stage) == (None, "", None)
    offered = replace(own, referral=Referral(AGENCY, Stage.OFFERED, DUE))
    assert (offered.referred_to, offered.stage, offered.office) == (
        AGENCY,
        Stage.OFFERED,
        own.office,
    )
    accepted = replace(own, referral=Referral(AGENCY, Stage.ACCEPTED, DUE, own_due=NOW))
    assert (accepted.referred_to, accepted.stage) == (AGENCY, Stage.ACCEPTED)


def test_an_objection_waits_while_what_was_decided_does_not_stand() -> None:
    """Nothing decided, or a decision that stands: no objection. Decided by somebody, and taken
    back: one."""
    assert not Ending().objected
    assert not Ending(Decision.NOT_POSSIBLE, decided_by=OFFICER).objected
    assert Ending(None, decided_by=OFFICER).objected


def test_the_work_of_a_desk_that_is_gone_lies_at_the_front_office() -> None:
    """A store may name a desk that an older version had."""
    assert (Desk.named("health"), Desk.named("forestry")) == (Desk.HEALTH, Desk.FRONT_OFFICE)

"""The values of a case."""

from dataclasses import replace

from casework.case.model import Referral, Stage, Status
from tests.casework.cases import AGENCY, DUE, NOW, standing


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

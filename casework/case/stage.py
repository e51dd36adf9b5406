"""Where the referral of a case stands: at no stage, or at one of model.Stage.

Tested in tests/casework/actions/test_referral.py."""

from typing import Literal

from casework.case.model import Case, Stage

NONE: Literal["none"] = "none"
Of = Stage | Literal["none"]


def stage(case: Case) -> Of:
    """Where the case's referral stands."""
    return case.stage or NONE

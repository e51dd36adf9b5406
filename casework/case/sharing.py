"""What the person said about other offices: whether their case may be shown there.

Tested in tests/casework/actions/test_referral.py."""

from dataclasses import replace

from casework.case.model import Case


def said(case: Case, code: str) -> str:
    """What the person said about the office of this code (``Intake.sharing``), "" while nobody has
    asked."""
    answers = case.intake.sharing or {}
    return answers.get(code, "")


def withdrawn(case: Case) -> bool:
    """Whether the person has taken their yes back since the other office has the case: nothing
    further goes there."""
    if case.referral is None:
        return False
    return said(case, case.referral.to) == "withdrawn"


def noted(case: Case, office: str, answer: str) -> Case:
    """The case with what the person said about one more office."""
    sharing = {**(case.intake.sharing or {}), office: answer}
    return replace(case, intake=replace(case.intake, sharing=sharing))

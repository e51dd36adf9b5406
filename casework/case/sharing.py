"""What the person said about other offices: whether their case may be shown there."""

from collections.abc import Mapping
from dataclasses import replace

from casework.case.model import Case

SHARING = "sharing"
"""Where the intake keeps what the person said about other offices: code → ``asked``, ``yes``,
``no``, or ``withdrawn`` (a no that came when the office had accepted already: nothing further goes
there)."""


def said(case: Case, code: str) -> str:
    """What the person said about the office of this code (``SHARING``), "" while nobody has
    asked."""
    answers = case.intake.get(SHARING)
    return str(answers.get(code, "")) if isinstance(answers, Mapping) else ""


def withdrawn(case: Case) -> bool:
    """Whether the person has taken their yes back since the other office has the case: nothing
    further goes there."""
    return case.referral is not None and said(case, case.referred_to) == "withdrawn"


def noted(case: Case, office: str, answer: str) -> Case:
    """The case with what the person said about one more office."""
    before = case.intake.get(SHARING)
    answers = {**(before if isinstance(before, Mapping) else {}), office: answer}
    return replace(case, intake={**case.intake, SHARING: answers})

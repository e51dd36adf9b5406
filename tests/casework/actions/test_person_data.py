"""What an officer writes down of the person whom a case is about."""

import pytest

from casework.actions.person_data import RecordPerson
from casework.actions.question import Answer
from casework.case.model import Refused, Status
from tests.casework.cases import OFFICER, TELLER, standing, told

NIK, KK = "3274050101800001", "3274050101800002"


def test_what_was_written_last_counts() -> None:
    """A number that was mistyped is written anew."""
    case, _ = told(standing(Status.IN_PROGRESS), RecordPerson(OFFICER, "nik", KK))
    case, _ = told(case, RecordPerson(OFFICER, "nik", NIK))
    assert case.intake.person == {"nik": NIK}


@pytest.mark.parametrize(
    ("kind", "kept"), [("nik", {"nik": NIK}), ("kk", {"kk": NIK}), ("text", None)]
)
def test_what_the_person_answers_is_written_down_too(kind: str, kept: object) -> None:
    """Nobody types a number twice."""
    case, _ = told(standing(Status.WAITING), Answer(TELLER, {"kind": kind, "value": NIK}))
    assert case.intake.person == kept


def test_only_known_fields_are_kept() -> None:
    """No more than a letter may say of a person."""
    with pytest.raises(Refused):
        told(standing(Status.IN_PROGRESS), RecordPerson(OFFICER, "wage", "1"))


def test_the_same_again_leaves_no_trace() -> None:
    """Twice sent is once told."""
    case, _ = told(standing(Status.IN_PROGRESS), RecordPerson(OFFICER, "nik", NIK))
    assert told(case, RecordPerson(OFFICER, "nik", NIK))[1] == ()

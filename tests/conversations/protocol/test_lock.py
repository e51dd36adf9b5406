"""The lock before the number of a case that is to be kept quiet, wherever colleagues are told of
it."""

from dataclasses import replace

import pytest

from casework.case.model import Case
from casework.case.number import number
from conversations.protocol.effects import Text, text
from conversations.protocol.lock import LOCK, locked, quiet
from tests.casework.cases import filed

BASE = filed()[0]
NUMBER = number(BASE.id)
PLAIN = replace(BASE, sensitive=False, confidential=False)
QUIET = (
    replace(PLAIN, sensitive=True),
    replace(PLAIN, confidential=True),
    replace(PLAIN, intake=replace(PLAIN.intake, secret="secret")),
)


@pytest.mark.parametrize("case", QUIET)
def test_a_quiet_case_stands_behind_a_lock(case: Case) -> None:
    """Its number, also in the texts within a text and in lists of them; no other number."""
    inner = text("bell.late", number=NUMBER)
    told = locked(
        case, text("notice.x", number=NUMBER, other="26-00009-A", why=inner, all=(inner,))
    )
    assert told.args["number"] == f"{LOCK} {NUMBER}"
    assert told.args["other"] == "26-00009-A"
    within, listed = told.args["why"], told.args["all"]
    assert isinstance(within, Text)
    assert isinstance(listed, tuple)
    assert within.args["number"] == listed[0].args["number"] == f"{LOCK} {NUMBER}"


def test_an_ordinary_case_has_none() -> None:
    """Its text stays as it is."""
    told = text("notice.x", number=NUMBER)
    assert not quiet(PLAIN)
    assert locked(PLAIN, told) is told

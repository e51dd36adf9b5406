"""A case as the plain columns of its row, and back. What was told is sealed and stands in cases.py.

A field of a case, of its ending and of its reminders is a column of its name; the fields of a
referral have names of their own.

Tested in tests/storage/cases/test_cases.py."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from enum import StrEnum
from operator import attrgetter
from typing import Any

from casework.case.intake import Intake
from casework.case.model import (
    Case,
    Decision,
    Desk,
    Ending,
    Referral,
    Reminders,
    SaidBy,
    Stage,
    Status,
    Urgency,
    Verdict,
)

_PARTS = ("intake", "referral", "ending", "reminders")
_OWN = tuple(f.name for f in fields(Case) if f.name not in _PARTS)
_OF_ENDING = tuple(f.name for f in fields(Ending))
_OF_REMINDERS = tuple(f.name for f in fields(Reminders))
_OF_REFERRAL = ("referred_to", "referral", "answer_by", "own_due", "referral_asks")
COLUMNS = (*_OWN, *_OF_ENDING, *_OF_REMINDERS, *_OF_REFERRAL)
"""The columns in which a case stands in clear."""

_WORDS: Mapping[str, Callable[[str], StrEnum]] = {
    "urgency": Urgency,
    "status": Status,
    "desk": Desk.named,
    "decision": Decision,
    "verdict": Verdict,
    "said_by": SaidBy,
}


class _Columns:
    """The columns of one part of a case, and those among them that are words of a list."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names, self._values = names, attrgetter(*names)
        self._words = [(name, _WORDS[name]) for name in names if name in _WORDS]

    def read(self, row: Any) -> dict[str, Any]:
        """The fields of the part, by name."""
        told = dict(zip(self._names, self._values(row), strict=True))
        for name, read in self._words:
            if told[name] is not None:
                told[name] = read(told[name])
        return told


_CASE, _ENDING, _REMINDERS = _Columns(_OWN), _Columns(_OF_ENDING), _Columns(_OF_REMINDERS)


def case_in(row: Any, told: Intake | None = None) -> Case:
    """The case in a row, with what was told, if that is known."""
    own = _CASE.read(row)
    own["excluded"] = tuple(int(person) for person in row.excluded.split(",") if person)
    own["known"] = known_in(row.known)
    return Case(
        **own,
        intake=told or Intake(),
        referral=_referral_in(row),
        ending=Ending(**_ENDING.read(row)),
        reminders=Reminders(**_REMINDERS.read(row)),
    )


def known_in(stored: str) -> Mapping[str, str]:
    """What the rows of a case were called, out of its column."""
    return dict(json.loads(stored)) if stored else {}


def known_out(known: Mapping[str, str]) -> str:
    """The same for its column."""
    return json.dumps(dict(known), ensure_ascii=False) if known else ""


def _referral_in(row: Any) -> Referral | None:
    if row.referral is None:
        return None
    stage = Stage(row.referral)
    return Referral(row.referred_to, stage, row.answer_by, row.own_due, row.referral_asks)


def columns_of(case: Case) -> dict[str, Any]:
    """The columns of a case, by name."""
    return {
        **_plain(case, _OWN),
        **_plain(case.ending, _OF_ENDING),
        **_plain(case.reminders, _OF_REMINDERS),
        **_columns_of_referral(case.referral),
        "known": known_out(case.known),
        "excluded": "".join(f",{person}" for person in case.excluded) + "," * bool(case.excluded),
    }


def _columns_of_referral(referral: Referral | None) -> dict[str, Any]:
    if referral is None:
        values: tuple[object, ...] = ("", None, None, None, False)
    else:
        stage, dates = str(referral.stage), (referral.answer_by, referral.own_due)
        values = (referral.to, stage, *dates, referral.asks)
    return dict(zip(_OF_REFERRAL, values, strict=True))


def _plain(part: Case | Ending | Reminders, names: Iterable[str]) -> dict[str, Any]:
    told = {name: getattr(part, name) for name in names}
    return {name: str(v) if isinstance(v, StrEnum) else v for name, v in told.items()}

"""A case as the plain columns of its row, and back. What was told is sealed and stands in cases.py.

A field of a case is a column of its name; the fields of a referral have names of their own."""

from collections.abc import Mapping
from dataclasses import fields
from enum import StrEnum
from typing import Any

from casework.case.model import (
    Case,
    Decision,
    Desk,
    Referral,
    SaidBy,
    Stage,
    Status,
    Urgency,
    Verdict,
)

_OWN = tuple(f.name for f in fields(Case) if f.name not in ("intake", "referral"))
_OF_REFERRAL = ("referred_to", "referral", "answer_by", "own_due")
COLUMNS = (*_OWN, *_OF_REFERRAL)
"""The columns in which a case stands in clear."""

_READ: Mapping[str, type[StrEnum]] = {
    "urgency": Urgency,
    "desk": Desk,
    "status": Status,
    "decision": Decision,
    "verdict": Verdict,
    "said_by": SaidBy,
}


def case_in(row: Any) -> Case:
    """The case in a row, without what was told."""
    told = {name: getattr(row, name) for name in _OWN}
    told |= {name: read(told[name]) for name, read in _READ.items() if told[name] is not None}
    told["excluded"] = tuple(int(person) for person in row.excluded.split(",") if person)
    return Case(**told, referral=_referral_in(row))


def _referral_in(row: Any) -> Referral | None:
    if row.referral is None:
        return None
    return Referral(row.referred_to, Stage(row.referral), row.answer_by, row.own_due)


def columns_of(case: Case) -> dict[str, Any]:
    """The columns of a case, by name."""
    return {
        **{name: _plain(getattr(case, name)) for name in _OWN},
        **_columns_of_referral(case.referral),
        "excluded": "".join(f",{person}" for person in case.excluded) + "," * bool(case.excluded),
    }


def _columns_of_referral(referral: Referral | None) -> dict[str, Any]:
    if referral is None:
        return {"referred_to": "", "referral": None, "answer_by": None, "own_due": None}
    values = (referral.to, str(referral.stage), referral.answer_by, referral.own_due)
    return dict(zip(_OF_REFERRAL, values, strict=True))


def _plain(value: object) -> object:
    return str(value) if isinstance(value, StrEnum) else value

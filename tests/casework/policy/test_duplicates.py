"""Which cases a new report may be about: by person, household and words; measured on pairs that
were written first."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from casework.case.model import Status
from casework.policy import duplicates
from casework.policy.duplicates import (
    HOUSEHOLD,
    JOINABLE,
    PERSON,
    WORDS,
    Candidate,
    Report,
    likely,
    rt_of,
)
from tests.casework.cases import NOW, OTHER, POLICY, VILLAGE
from tests.casework.shipped import CATALOGUE, stories, toml
from tests.casework.shipped import WORDS as VOCABULARY

RULES, ROWS = POLICY.duplicates, toml("casework/policy/duplicates.toml")
ROAD = "Jalan di depan SD berlubang besar, sudah dua motor jatuh"
ME, HOME = b"me", b"home"
REPORT = Report(
    "not_ours",
    VILLAGE,
    "di depan SD jalannya berlubang besar, motor pada jatuh",
    NOW,
    frozenset({ME}),
    frozenset({HOME}),
    "RT 03 RW 01",
)
OTHERS = Candidate(
    1, "not_ours", VILLAGE, ROAD, NOW - timedelta(days=2), Status.RECEIVED, place="rt 3 dekat sd"
)
OWN = replace(OTHERS, id=2, words="", marks=frozenset({ME}), own=True)
ALONE = "pkh"
"""A service that every household has for itself."""


def found(report: Report, *cases: Candidate) -> list[tuple[int, str]]:
    """Ids and reasons, the likeliest first."""
    return [(x.id, x.reason) for x in likely(report, cases, RULES, VOCABULARY.vocabulary)]


# ---- measured ------------------------------------------------------------------------------------


def _by_words(row: dict[str, str]) -> bool:
    report = replace(REPORT, words=row["a"], persons=frozenset(), households=frozenset())
    return bool(found(report, replace(OTHERS, words=row["b"])))


def test_how_well_words_find_the_same_trouble() -> None:
    """On the pairs of twice.csv: of those that are the same 21 of 22 are found, and one other pair
    is taken for one."""
    rows = list(stories("twice.csv"))
    same = [row for row in rows if row["same"] == "yes"]
    right, wrong = (
        [r for r in same if _by_words(r)],
        [r for r in rows if r["same"] == "no" and _by_words(r)],
    )
    assert (len(rows), len(same)) == (50, 22)
    assert (len(right), len(wrong)) == (21, 1)
    assert len(right) / (len(right) + len(wrong)) > 0.95, "precision"
    assert len(right) / len(same) > 0.95, "recall"


# ---- reasons -------------------------------------------------------------------------------------


def test_the_surest_reason_comes_first() -> None:
    """Person before household before words; no more than are shown at once, the newest first among
    equals."""
    person, home = OWN, replace(OTHERS, id=3, words="", marks=frozenset({HOME}))
    older = replace(OTHERS, id=4, opened_at=NOW - timedelta(days=9))
    assert found(REPORT, older, OTHERS, home, person) == [(2, PERSON), (3, HOUSEHOLD), (1, WORDS)]
    assert found(REPORT, older, OTHERS) == [(1, WORDS), (4, WORDS)]


def test_another_service_is_another_trouble() -> None:
    """The same person with another service is asked nothing."""
    assert found(REPORT, replace(OWN, service="pkh")) == []


@pytest.mark.parametrize(
    ("case", "days"),
    [(OWN, 90), (replace(OTHERS, words="", marks=frozenset({HOME})), 90), (OTHERS, 30)],
    ids=[PERSON, HOUSEHOLD, WORDS],
)
def test_each_reason_has_its_time(case: Candidate, days: int) -> None:
    """On the last day it still counts, a second later it does not."""
    last = NOW - timedelta(days=days)
    assert found(REPORT, replace(case, opened_at=last))
    assert not found(REPORT, replace(case, opened_at=last - timedelta(seconds=1)))


def test_words_count_in_the_same_village_only() -> None:
    """The same words in the next village are another road."""
    assert found(REPORT, replace(OTHERS, village=OTHER)) == []


@pytest.mark.parametrize("mark", [ME, HOME])
def test_nobody_is_looked_up_in_another_village(mark: bytes) -> None:
    """A phone number or a name finds what others told in one's own village only; what one told
    oneself, anywhere."""
    case = replace(OTHERS, words="", village=OTHER, marks=frozenset({mark}))
    assert found(REPORT, case) == []
    assert found(REPORT, replace(case, own=True))


def test_two_people_with_the_same_words_have_two_troubles() -> None:
    """Where every household has its own trouble, words alone join nobody; of a neighbour in the
    same RT they do."""
    report, case = replace(REPORT, service=ALONE), replace(OTHERS, service=ALONE)
    assert found(report, case) == []
    assert found(replace(report, neighbour=True), case) == [(1, WORDS)]
    assert found(replace(report, neighbour=True), replace(case, place="RT 04")) == []
    assert (
        found(replace(report, neighbour=True, place="dekat balai"), replace(case, place="")) == []
    )


def test_a_volunteers_own_number_is_nobodys_household() -> None:
    """Who tells of two neighbours with one phone number has not told of one household; a second
    teller may have."""
    neighbours = replace(REPORT, neighbour=True, persons=frozenset())
    case = replace(OTHERS, words="", marks=frozenset({HOME}), neighbour=True)
    assert found(neighbours, replace(case, own=True)) == []
    assert found(neighbours, case) == [(1, HOUSEHOLD)]


def test_too_few_words_are_like_nothing() -> None:
    """Two words in common say nothing."""
    assert (
        found(replace(REPORT, words="jalan berlubang"), replace(OTHERS, words="jalan berlubang"))
        == []
    )


# ---- what must not be hinted at ------------------------------------------------------------------


@pytest.mark.parametrize("case", [OTHERS, replace(OTHERS, marks=frozenset({ME, HOME}))])
def test_nothing_hints_at_a_private_case_of_somebody_else(case: Candidate) -> None:
    """A confidential or sensitive case is offered to its own teller only, whatever speaks for
    it."""
    assert found(REPORT, replace(case, private=True)) == []
    assert found(replace(REPORT, private=True), case) == []
    own = replace(case, private=True, own=True, marks=frozenset({ME}))
    assert found(replace(REPORT, private=True), own) == [(1, PERSON)]


@pytest.mark.parametrize("status", Status)
def test_others_join_only_what_is_under_way(status: Status) -> None:
    """A case with a result, or closed, is nobody's to join; its own teller may open it again."""
    assert bool(found(REPORT, replace(OTHERS, status=status))) is (status in JOINABLE)
    assert found(REPORT, replace(OWN, status=status)) == [(2, PERSON)]


@pytest.mark.parametrize(
    ("place", "rt"),
    [
        ("RT 03 RW 07", "3"),
        ("rt.12/04 gang mawar", "12"),
        ("Rt:5", "5"),
        ("RT007", "7"),
        ("Jl. Kartini 3", ""),
        ("", ""),
    ],
)
def test_the_rt_of_an_address(place: str, rt: str) -> None:
    """The number of the RT is read as people write it, and nothing else is taken for one."""
    assert rt_of(place) == rt


# ---- the file ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"alike": 101}, "at most 100"),
        ({"shown": 0}, "whole number"),
        ({"person_days": "90"}, "whole number"),
        ({"least_words": True}, "whole number"),
        ({"shared": "pkh"}, "list"),
        ({"ignore": [3]}, "list"),
        ({"shared": ["no_such"]}, "no service"),
        ({"shared": ["violence"]}, "nobody is ever asked"),
        ({"shared": ["disaster"]}, "nobody is ever asked"),
        ({"shared": ["misuse"]}, "nobody is ever asked"),
        ({"send_after": "soon"}, "no delay"),
        ({"treshold": 3}, "not a known key"),
    ],
)
def test_mistakes_are_named(changed: dict[str, Any], told: str) -> None:
    """What can't be read is refused in a sentence that says what is wrong."""
    with pytest.raises(ValueError, match=told):
        duplicates.read({**ROWS, **changed}, CATALOGUE)


def test_every_key_is_needed() -> None:
    """A file without one of the keys is refused, and all that are missing are named at once."""
    for name in ROWS:
        with pytest.raises(ValueError, match=f"{name} is missing"):
            duplicates.read({k: v for k, v in ROWS.items() if k != name}, CATALOGUE)

"""The officers' day: when the morning's list comes, who gets new work, and what is wrong with
people.toml."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.case.model import Urgency
from casework.policy import people as people_policy
from casework.policy.people import ROTA, Rota
from tests.casework.cases import DISTRICT, POLICY, VILLAGE, filed
from tests.casework.shipped import toml

HERE = replace(ROTA, balanced=frozenset({VILLAGE}))


def test_what_we_ship_is_what_counts_when_nothing_is_said() -> None:
    """The packaged file says the same as its absence: half past seven, nothing shared out."""
    assert people_policy.read(toml("casework/policy/people.toml")) == people_policy.read({}) == ROTA
    assert (ROTA.digest, ROTA.balanced) == (450, frozenset())


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2026-11-23T00:00", 23),
        ("2026-11-23T05:30", 23),
        ("2026-11-23T08:59", 23),
        ("2026-11-23T09:00", 24),
        ("2026-11-27T09:30", 30),
        ("2026-11-28T03:00", 30),
        ("2026-11-22T16:59", 23),
        ("2026-11-22T17:00", 23),
    ],
)
def test_the_day_whose_list_comes_next(at: str, day: int) -> None:
    """Today until the office closes (16:00 in Cirebon, also over lunch), else the next working
    day."""
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert ROTA.digest_day(moment, POLICY.calendar) == date(2026, 11, day)


# ---- sharing out ---------------------------------------------------------------------------------

LOADS = st.dictionaries(
    st.integers(1, 9), st.dictionaries(st.sampled_from(Urgency), st.integers(0, 20))
)


@given(people=st.sets(st.integers(1, 9), min_size=1), loads=LOADS)
def test_the_lightest_gets_it(people: set[int], loads: dict[int, dict[Urgency, int]]) -> None:
    """Nobody among them carries less than the one who is chosen; of those who carry as little, the
    lowest id."""

    def weight(person: int) -> int:
        return sum(
            {"emergency": 8, "high": 3, "normal": 2, "low": 1}[u] * n
            for u, n in loads.get(person, {}).items()
        )

    chosen = people_policy.lightest(people, loads, ROTA)
    assert chosen == min(person for person in people if weight(person) == min(map(weight, people)))


def test_what_is_never_shared_out() -> None:
    """Emergencies and confidential cases, and whatever lies at an office that has not switched it
    on."""
    assert people_policy.shares_out(HERE, filed()[0])
    assert not people_policy.shares_out(ROTA, filed()[0])
    assert not people_policy.shares_out(HERE, filed(alarm="medical")[0])
    everywhere = replace(HERE, balanced=frozenset({VILLAGE, DISTRICT}))
    assert not people_policy.shares_out(everywhere, filed("official_complaint")[0])


MISTAKES: dict[str, tuple[dict[str, Any], str]] = {
    "time": ({"digest": "half past seven"}, "digest: 'half past seven' is no time of day"),
    "midnight": ({"digest": "24:00"}, "digest: write a time before midnight"),
    "key": ({"digets": "07:30"}, "digets is not a known key; known are digest, balance"),
    "no table": ({"balance": ["32"]}, "balance must be a table"),
    "inner key": (
        {"balance": {"office": []}},
        "balance.office is not a known key; known are offices, weights",
    ),
    "offices": (
        {"balance": {"offices": "32.74"}},
        "balance.offices must be a list of codes in quotes",
    ),
    "weights": ({"balance": {"weights": 3}}, "balance.weights must be a table"),
    "urgency": (
        {"balance": {"weights": {"urgent": 3}}},
        "balance.weights.urgent is not a known key",
    ),
    "weight": (
        {"balance": {"weights": {"high": 0}}},
        "balance.weights.high: write a whole number from 1 to 100",
    ),
    "no number": (
        {"balance": {"weights": {"high": True}}},
        "balance.weights.high: write a whole number",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named(mistake: str) -> None:
    """The line names the key and how to write it."""
    rows, line = MISTAKES[mistake]
    with pytest.raises(ValueError, match=line.replace("(", r"\(").replace(".", r"\.")):
        people_policy.read(rows)


def test_all_mistakes_are_told_at_once() -> None:
    """Reading goes on after a mistake."""
    with pytest.raises(ValueError, match="digest") as caught:
        people_policy.read({"digest": "x", "balance": {"offices": 3, "weights": {"high": "y"}}})
    assert len(str(caught.value).splitlines()) == 3


def test_one_weight_can_be_changed() -> None:
    """What is not named keeps its weight."""
    found = people_policy.read(
        {"digest": "06.45", "balance": {"offices": [VILLAGE], "weights": {"low": 5}}}
    )
    assert found == Rota(
        6 * 60 + 45, frozenset({VILLAGE}), {**people_policy.WEIGHTS, Urgency.LOW: 5}
    )

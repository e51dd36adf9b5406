"""Chains that end nowhere: the shipped rows climb in every state of ours, and a row less is
found."""

import tomllib
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest

from bot.settings import silence_check
from casework.case.model import OPEN, Status, Urgency
from casework.lifecycle import ALLOWED, BECOMES
from casework.policy.followups import read_followups
from casework.trail import KINDS

Rows = list[dict[str, Any]]


def shipped() -> Rows:
    text = (files("casework") / "policy" / "followups.toml").read_text("utf-8")
    rows: Rows = tomllib.loads(text)["followup"]
    return rows


def without(kind: str) -> Rows:
    return [row for row in shipped() if row["kind"] != kind]


def changed(kind: str, **values: Any) -> Rows:
    assert any(row["kind"] == kind for row in shipped())
    return [row | values if row["kind"] == kind else row for row in shipped()]


def silent(rows: Rows) -> set[tuple[str, str, str]]:
    """Urgency, event and status of every silence."""
    lines = silence_check.silences(read_followups(rows))
    return {
        (line.split()[5], line.split("'")[1], line.split(" and nothing")[0].split()[-1])
        for line in lines
    }


URGENT, CALM = {"emergency"}, {"high", "normal", "low"}


def test_what_we_ship_never_falls_silent() -> None:
    """In every status of ours, for every urgency, on every way there, something climbs."""
    assert silence_check.silences(read_followups(shipped())) == []
    assert [reason for row in shipped() for reason in silence_check.pointless(row)] == []


MISTAKES: dict[str, tuple[Callable[[], Rows], set[str], tuple[str, str]]] = {
    "nothing at all": (
        lambda: [row for row in shipped() if row["does"] != "climb"],
        URGENT | CALM,
        ("filed", "received"),
    ),
    "late is gone": (lambda: without("late"), URGENT | CALM, ("claimed", "in_progress")),
    "late forgets the answer": (
        lambda: changed("late", starts=["filed", "reopened"]),
        URGENT | CALM,
        ("answered", "in_progress"),
    ),
    "late ends when it is claimed": (
        lambda: changed("late", **{"while": ["received", "reviewed"]}),
        URGENT | CALM,
        ("assigned", "in_progress"),
    ),
    "nobody looks after questions": (
        lambda: without("unanswered"),
        URGENT | CALM,
        ("asked", "waiting"),
    ),
    "questions of emergencies only": (
        lambda: changed("unanswered", only=["emergency"]),
        CALM,
        ("asked", "waiting"),
    ),
    "who took it is forgotten": (
        lambda: without("unreported"),
        URGENT | CALM,
        ("accepted", "referred"),
    ),
    "late forgets what comes back": (
        lambda: changed(
            "late", starts=["filed", "answered", "reopened", "objected", "taken_up", "recalled"]
        ),
        URGENT | CALM,
        ("returned", "in_progress"),
    ),
    "results are forgotten": (
        lambda: without("unconfirmed"),
        URGENT | CALM,
        ("resolved", "resolved"),
    ),
    "what is opened again is forgotten": (
        lambda: [
            row | {"starts": [s for s in row["starts"] if s != "reopened"]}
            if row["does"] == "climb"
            else row
            for row in shipped()
        ],
        URGENT | CALM,
        ("reopened", "reviewed"),
    ),
    "a reminder is no climb": (
        lambda: changed("unconfirmed", does="remind"),
        URGENT | CALM,
        ("resolved", "resolved"),
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_silence_is_found(mistake: str) -> None:
    """Each mistake is told with the urgency, the step that leads into silence, and where the case
    then is."""
    make, urgencies, where = MISTAKES[mistake]
    found = silent(make())
    assert {(urgency, *where) for urgency in urgencies} <= found
    assert {urgency for urgency, *_ in found} == urgencies


POINTLESS: dict[str, tuple[dict[str, Any], str]] = {
    "leads elsewhere": (
        {"starts": ["asked"], "while": ["resolved"], "does": "climb"},
        "never rings: 'asked' leads to waiting, and 'while' names only resolved",
    ),
    "two that lead elsewhere": (
        {"starts": ["filed", "claimed"], "while": ["closed"], "does": "remind"},
        "never rings",
    ),
    "after the end": (
        {"starts": ["resolved", "lapsed"], "while": ["closed"], "does": "climb"},
        "nobody waits any more",
    ),
}


@pytest.mark.parametrize("mistake", POINTLESS)
def test_a_pointless_row_is_found(mistake: str) -> None:
    """A row whose events never lead to its statuses, or that climbs when all is over, is named."""
    row, reason = POINTLESS[mistake]
    assert any(reason in found for found in silence_check.pointless(row))


@pytest.mark.parametrize(
    "row",
    [
        {"starts": ["added"], "while": ["waiting"], "does": "climb"},
        {"starts": ["reminded:still"], "while": ["closed"]},
        {"starts": ["unknown"], "while": ["waiting"]},
        {"starts": [], "while": []},
        {},
    ],
)
def test_what_may_ring_is_not_complained_about(row: dict[str, Any]) -> None:
    """An event that leaves the status alone may happen anywhere; what can't be read is told by
    others."""
    assert list(silence_check.pointless(row)) == []


def test_the_walk_knows_the_life_of_a_case() -> None:
    """Every step of the walk is one that the lifecycle has; together they lead to every open
    status."""
    assert {*silence_check.STEPS, *silence_check.REFERRALS} <= set(KINDS.values())
    assert {BECOMES[event] for event in (*silence_check.STEPS, *silence_check.REFERRALS)} | {
        Status.RECEIVED
    } == OPEN
    assert all(sources for sources in silence_check.STEPS.values())
    assert len(ALLOWED) > len(Urgency)

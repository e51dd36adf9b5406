"""How often each harness that throws dice is played: once or twice in the tier of CI, so often in
the deep tier (``make deep``) that rare luck is met. Each round has dice of its own.

What is a table (every kind of message, every fault, every row) is played whole in both."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

import pytest

VARIABLE = "PUSKESOS_DEEP"
"""Set in the environment, it asks for the deep tier. It is read here and nowhere else."""


@dataclass(frozen=True)
class Rounds:
    """How often in each of the two tiers."""

    ci: int
    deep: int


ROUNDS: Mapping[str, Rounds] = {
    "200 kills": Rounds(1, 50),
    "every named point": Rounds(1, 10),
    "5,000 broken updates": Rounds(1, 200),
    "500 hostile texts": Rounds(1, 50),
    "doubled and shuffled": Rounds(1, 100),
    "faults at random": Rounds(1, 50),
    "rows at random": Rounds(2, 40),
    "another state": Rounds(1, 5),
    "a week": Rounds(1, 50),
    "seven days": Rounds(1, 5),
    "killed migrations": Rounds(1, 20),
    "the server goes": Rounds(1, 20),
    "5,000 images": Rounds(1, 20),
    "a walk": Rounds(4, 500),
    "a history of bells": Rounds(1, 170),
    "1,000 recipients": Rounds(1, 20),
}


def many(name: str) -> int:
    """How often a harness is played in this run."""
    rounds = ROUNDS[name]
    return rounds.deep if os.environ.get(VARIABLE) else rounds.ci


def played(name: str) -> pytest.MarkDecorator:
    """Play a test so often; it is told the number of this ``go``, from 0."""
    return pytest.mark.parametrize("go", range(many(name)))

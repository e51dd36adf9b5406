"""Chance that can be repeated: a new seed for every run, which a failing test names.

``PUSKESOS_TEST_SEED=2926464244 uv run pytest -n 0 tests/harness/test_kill.py`` plays one again.
"""

import os
import random
import secrets


def thrown() -> tuple[int, random.Random]:
    """A seed, and dice that fall as it says. Print the seed, so that a failure can be played
    again."""
    seed = int(os.environ.get("PUSKESOS_TEST_SEED") or secrets.randbits(32))
    return seed, dice(seed)


def dice(seed: int) -> random.Random:
    """The dice of this seed."""
    return random.Random(seed)  # noqa: S311 - repeatable on purpose

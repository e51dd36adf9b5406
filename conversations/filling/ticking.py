"""A step of which several choices may be taken: a tap takes one or leaves it, another says that
these are all.

Tested in tests/conversations/filling/test_several.py."""

from collections.abc import Collection
from dataclasses import replace

from conversations.protocol.dialogue import Draft, Talk

KIND = "ticks"

DONE = "ok"
"""What the button carries that ends the choice."""


def ticked(draft: Draft, step: str) -> list[str]:
    """What is taken so far, in the order of the taps."""
    return list(draft.about.get(f"ticked {step}", ()))


def tapped(talk: Talk, draft: Draft, step: str, value: str, known: Collection[str]) -> Talk | None:
    """The talk after a tap; None for a button that means nothing now."""
    before = ticked(draft, step)
    if value == DONE and before:
        return talk.with_draft(draft.answered(step, before))
    if value not in known:
        return None
    after = [one for one in before if one != value] + [value] * (value not in before)
    return talk.with_draft(replace(draft, about={**draft.about, f"ticked {step}": after}))

"""A value with some fields changed: as ``dataclasses.replace`` gives it."""

from dataclasses import FrozenInstanceError, replace

import pytest

from casework.changed import changed
from conversations.protocol.dialogue import Draft, Talk


def test_it_gives_what_replace_gives() -> None:
    """The same value, with the same fields, as the slower way of the standard library."""
    talk = Talk(drafts=(Draft("a", "report"),), last_no=3)

    for new in (Draft("b", "add", asked="now"), Draft("a", "report", {"who": "self"})):
        assert changed(talk, drafts=(new,)) == replace(talk, drafts=(new,))
        assert vars(changed(talk, drafts=(new,))) == vars(replace(talk, drafts=(new,)))


def test_the_value_itself_stays_as_it_is() -> None:
    """A copy is changed; both are frozen."""
    before = Draft("a", "report")

    after = changed(before, editing="place", aside=True)

    assert (before.editing, before.aside) == ("", False)
    assert (after.editing, after.aside) == ("place", True)
    with pytest.raises(FrozenInstanceError):
        after.editing = "who"  # type: ignore[misc]


def test_a_field_that_it_does_not_have_is_refused() -> None:
    """A slip in a name is told, as it is by the standard library."""
    with pytest.raises(TypeError, match="stpe"):
        changed(Draft("a", "report"), stpe="place")  # type: ignore[call-arg]

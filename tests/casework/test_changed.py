"""A value with some fields changed: as ``dataclasses.replace`` gives it."""

from dataclasses import FrozenInstanceError, replace

import pytest

from casework.changed import changed
from conversations.protocol.dialogue import Draft, Talk


def test_it_gives_what_replace_gives() -> None:
    talk = Talk(drafts=(Draft("a", "report"),), last_no=3)

    for new in (Draft("b", "add", asked="now"), Draft("a", "report", {"who": "self"})):
        assert changed(talk, drafts=(new,)) == replace(talk, drafts=(new,))
        assert vars(changed(talk, drafts=(new,))) == vars(replace(talk, drafts=(new,)))


def test_the_value_itself_stays_as_it_is() -> None:
    before = Draft("a", "report")

    after = changed(before, editing="place", aside=True)

    assert (before.editing, before.aside) == ("", False)
    assert (after.editing, after.aside) == ("place", True)
    with pytest.raises(FrozenInstanceError):
        after.editing = "who"  # type: ignore[misc]


def test_a_field_that_it_does_not_have_is_refused() -> None:
    with pytest.raises(TypeError, match="stpe"):
        changed(Draft("a", "report"), stpe="place")  # type: ignore[call-arg]

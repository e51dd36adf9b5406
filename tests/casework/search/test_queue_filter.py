"""Sieves: a code in a button says what is wanted of a queue, and no button can do harm."""

from hypothesis import given
from hypothesis import strategies as st

from casework.case.model import Desk
from casework.search.queue_filter import QueueFilter, View, page, read, read_page

SIEVES = st.builds(
    QueueFilter,
    st.sampled_from(View),
    st.none() | st.sampled_from(Desk),
    st.just("") | st.from_regex(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}", fullmatch=True),
    st.integers(0, 2**52 - 1),
)
KEY = "1.1795000000.999999.260000001"


@given(SIEVES, st.sampled_from(["", KEY]))
def test_a_button_carries_the_filter_and_the_page(narrowed: QueueFilter, key: str) -> None:
    """What a button carries is read again as it was written, and fits into the 64 bytes of a
    button."""
    assert read_page(page(narrowed, key)) == (narrowed, key)
    assert len(f"s:queue:{page(narrowed, key)}".encode()) <= 64


def test_an_older_button_still_turns_the_page() -> None:
    """A key without a filter is a page of the whole queue."""
    assert read_page(KEY) == (QueueFilter(), KEY)


@given(st.text(max_size=60))
def test_no_button_can_do_harm(words: str) -> None:
    """Whatever a client sends is read as some filter; at worst nothing is narrowed."""
    narrowed, _ = read_page(words)
    assert read(narrowed.code) == narrowed


def test_two_desks_or_views_never_share_a_letter() -> None:
    """Each view and desk is told apart by its first letter."""
    assert len({desk[0] for desk in Desk}) == len(Desk)
    assert len({view[0] for view in View}) == len(View)

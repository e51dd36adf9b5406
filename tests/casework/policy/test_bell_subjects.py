"""Subjects of bells: what is kept of them is read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.policy.bell_subjects import OfCase, OfErrands, OfKey, OfPerson, Subject, read

NUMBERS = st.integers(-(2**63), 2**63)


@pytest.mark.parametrize(
    ("subject", "stored"),
    [
        (OfCase(2600001), "2600001"),
        (OfPerson(17), "p17"),
        (OfErrands(2600001), "e2600001"),
        (OfKey("all"), "all"),
        (OfKey("p-XyZ_09ab12"), "p-XyZ_09ab12"),
    ],
)
def test_what_is_kept(subject: Subject, stored: str) -> None:
    """The words in the store are those of all databases that exist."""
    assert (str(subject), read(stored)) == (stored, subject)


@given(st.builds(OfCase, NUMBERS) | st.builds(OfPerson, NUMBERS) | st.builds(OfErrands, NUMBERS))
def test_read_back(subject: Subject) -> None:
    """A subject is read back as what it was."""
    assert read(str(subject)) == subject


@given(st.text() | st.from_regex(r"[pe]?-?[0-9]{1,13}", fullmatch=True))
def test_a_key_is_itself(key: str) -> None:
    """Whatever a key looks like, as a text it stays the same."""
    assert str(read(key)) == key

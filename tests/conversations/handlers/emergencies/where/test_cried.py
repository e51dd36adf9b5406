"""The place that a cry names stands in its case at once."""

import pytest

from casework.actions.ending.completion import Complete
from tests.conversations.speaker import Speaker


@pytest.mark.parametrize(
    ("cry", "place"),
    [
        ("tolong bapak pingsan di rt 3 rw 2 gang melati no 5", "rt 3 rw 2 gang melati no 5"),
        ("tetangga kebakaran gang mangga", "gang mangga"),
        ("bapak dibacok orang di pasar kanoman blok c", "pasar kanoman blok c"),
        ("bu Neneng kejang rt 2", "rt 2"),
        ("ibu kejang di rumah", None),
        ("anak 3 th kejang panas 40", None),
    ],
)
def test_it_is_the_place_of_the_case(cry: str, place: str | None) -> None:
    """Whoever is called reads it; where exactly is asked all the same."""
    speaker = Speaker().write(cry)
    assert (speaker.filed[0].intake.place, speaker.asked) == (place, "place")


def test_the_answer_counts_more() -> None:
    """An address that was asked for takes its place."""
    speaker = Speaker().write("tolong bapak pingsan di gang melati").write("rt 4 dekat musala")
    assert [one.intake.place for one in speaker.did(Complete)] == ["rt 4 dekat musala"]

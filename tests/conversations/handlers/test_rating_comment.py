"""The sentence beside the stars: a plain comment, or a new trouble that is asked about."""

import pytest

from casework.actions.ending.rating import Rate
from tests.conversations.speaker import (
    CASE,
    Speaker,
)

DROPOUT = "anak saya kelas 2 SMK berhenti sekolah karena tidak ada biaya"


def test_a_new_trouble_is_no_comment() -> None:
    """What sounds like a report is kept and asked about; nothing is rated and nothing filed yet."""
    speaker = Speaker().tap(f"rt:{CASE}:5").write(DROPOUT)
    assert (speaker.keys, speaker.did(Rate)) == (["rate.wonder"], [])
    assert [b.tap.data().rpartition(":")[2] for b in speaker.buttons] == ["new", "words"]


def test_the_new_trouble_becomes_a_report() -> None:
    """As a new report the stars are recorded alone, and the words open the suggestions without
    being told again."""
    speaker = Speaker().tap(f"rt:{CASE}:5").write(DROPOUT).press(":new")
    assert speaker.did(Rate) == [Rate(7, 5, "", True)]
    assert speaker.talk.draft is not None
    assert (speaker.talk.draft.form, len(speaker.talk.drafts)) == ("report", 1)
    assert (speaker.answers["story"]["texts"], speaker.talk.draft.about["likely"][0]) == (
        [DROPOUT],
        "school_dropout",
    )
    assert speaker.talk.loose.empty


def test_the_words_may_be_the_comment_after_all() -> None:
    """As a comment they go with the stars, and both buttons are harmless from then on."""
    speaker = Speaker().tap(f"rt:{CASE}:5").write(DROPOUT)
    asked = [b.tap.data() for b in speaker.buttons]
    assert speaker.press(":words").did(Rate) == [Rate(7, 5, DROPOUT, True)]
    assert (speaker.talk.drafts, speaker.talk.loose.empty) == ((), True)
    for data in asked:
        assert speaker.tap(data).keys == ["outside.gone"]


def test_words_that_wait_outlive_the_rating() -> None:
    """Who skips the comment with the old button is asked about the kept words; more words join
    them."""
    speaker = Speaker().tap(f"rt:{CASE}:5")
    skip = next(b.tap.data() for b in speaker.buttons if b.tap.data().endswith(":-"))
    speaker.write(DROPOUT).write("sudah dua bulan")
    assert speaker.keys == ["rate.wonder"]
    assert (speaker.tap(skip).did(Rate), speaker.keys[-1]) == (
        [Rate(7, 5, "", True)],
        "outside.offer",
    )
    assert speaker.talk.loose.texts == (DROPOUT, "sudah dua bulan")


@pytest.mark.parametrize(
    "words", ["terima kasih, cepat sekali", "lama sekali", "petugas ramah", "tidak", "bagus"]
)
def test_a_plain_comment_goes_straight_in(words: str) -> None:
    """A few kind or unkind words are the comment, without a question."""
    assert len(Speaker().tap(f"rt:{CASE}:3").write(words).did(Rate)) == 1

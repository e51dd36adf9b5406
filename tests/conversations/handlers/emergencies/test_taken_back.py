"""What is taken back right after "is it happening now?" belongs to that question alone."""

import pytest

from casework.actions.correspondence import Add
from tests.conversations.speaker import Speaker, reporting, stranger

BEATEN, DESPAIR = "sy di pukulin suami tiap hari bu takut", "dulu sy pernah pengen bunuh diri"
FIRE = "tolong rumah tetangga kebakaran"


def asked(words: str, *, fire: bool = True) -> Speaker:
    """Whether it is now has been asked, with a fire open or not."""
    speaker = Speaker()
    if fire:
        speaker.write(FIRE).press(":place:-").press(":phone:-")
    speaker.write(words)
    assert "e:yes" in [button.tap.data() for button in speaker.buttons]
    return speaker


@pytest.mark.parametrize("fire", [True, False])
@pytest.mark.parametrize("doubt", [BEATEN, DESPAIR])
@pytest.mark.parametrize(
    "words",
    ["gak jadi bu sy bohong", "gak jadi bu", "cuma becanda bu", "sdh gpp bu", "bukan darurat bu"],
)
def test_it_is_not_dropped_and_told_to_nobody(words: str, doubt: str, *, fire: bool) -> None:
    """Kind words with whom to call and the offer to keep it; no other case hears of it, and "yes,
    now" still calls somebody."""
    speaker = asked(doubt, fire=fire).write(words)
    assert [key.partition(".")[0] for key in speaker.keys] == ["doubt"]
    assert "numbers" in speaker.says[0].text.args
    assert speaker.did(Add) == []
    before = len(speaker.filed)
    speaker.tap("e:yes")
    assert len(speaker.filed) == before + 1
    assert speaker.filed[-1].service in ("violence", "mental_crisis")


@pytest.mark.parametrize("how", ["o:calm", "Simpan, rahasia", "iya"])
def test_it_may_be_kept_as_a_confidential_plain_report(how: str) -> None:
    """The report is in the lane that few may read, and no emergency."""
    speaker = asked(BEATEN).write("gak jadi bu sy bohong")
    (speaker.press(how) if how == "o:calm" else speaker.write(how)).press(":self")
    draft = speaker.talk.draft
    assert draft is not None
    assert (draft.answers["suggested"], draft.about["calm"]) == ("violence", True)
    assert list(draft.answers["story"]["texts"]) == [BEATEN]


@pytest.mark.parametrize("how", ["o:no", "gak jadi", "gak usah bu"])
def test_who_wants_nothing_kept_hears_it_kindly(how: str) -> None:
    """Nothing is kept, and the old button still says whom to call."""
    speaker = asked(BEATEN).write("gak jadi bu")
    _ = speaker.press(how) if how == "o:no" else speaker.write(how)
    assert speaker.keys == ["doubt.dropped"]
    assert speaker.talk.loose.empty
    speaker.tap("e:yes")
    assert speaker.keys == ["alarm.maybe", "alarm.tell"]


def test_words_after_that_go_to_no_other_case() -> None:
    """What is told right after it is not for the officers of the fire."""
    speaker = asked(BEATEN).write("gak jadi bu sy bohong").write("jangan bilang suami sy ya bu")
    assert speaker.did(Add) == []
    assert BEATEN in speaker.talk.loose.texts


@pytest.mark.parametrize("words", ["gak jadi bu", "becanda bu"])
def test_any_doubt_is_taken_back_as_that_doubt(words: str) -> None:
    """The fire stays as it is, when a flood of last year is taken back."""
    speaker = asked("tahun lalu bapak kejang").write(words)
    assert speaker.did(Add) == []
    assert speaker.talk.loose.empty


def test_that_a_doubt_is_over_is_not_said_of_the_fire() -> None:
    """ "sudah sembuh" right after the question is about the illness."""
    speaker = asked("tahun lalu bapak kejang").write("alhamdulillah sudah sembuh bu")
    assert speaker.did(Add) == []


@pytest.mark.parametrize("doubt", [BEATEN, "tahun lalu bapak kejang"])
def test_in_a_form_the_form_stays(doubt: str) -> None:
    """Only the doubt is taken back; the report that is being made is asked on."""
    speaker = reporting(":self").write(doubt).write("gak jadi bu")
    assert speaker.talk.draft is not None
    assert speaker.talk.draft.form == "report"


def test_a_stranger_hears_it_too() -> None:
    """Kind words first, then we meet."""
    speaker = Speaker(stranger()).write(BEATEN).write("gak jadi bu sy bohong")
    assert speaker.keys[0] == "doubt.violence"
    assert speaker.tap("e:yes").filed[-1].service == "violence"


def test_words_of_danger_are_never_taking_back() -> None:
    """ "bohong" in a cry is a part of it."""
    speaker = asked(BEATEN).write("suami bohong, dia pukul saya lagi sekarang")
    assert speaker.filed[-1].service == "violence"

"""What waited to be sorted never becomes the story of the next report by itself."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casework.case.model import Role
from tests.conversations.speaker import OPEN_CASES, Speaker, resident

STORY = "KTP Mbok Sarinah hilang kena banjir kemarin"
RETYPED = "KTP Mbok Sarinah hilang sejak kemarin, belum diurus"
OTHER = "beras bantuan belum turun tiga bulan"

ANSWERS = {
    "sufferer": "Ibu tua",
    "sector": ":health",
    "service": ":pbi_reactivation",
    "depth": ":later",
    "who": ":self",
    "suggested": ":none",
    "secret": ":open",
    "place": "RT 4 RW 2",
    "phone": "08123456789",
    "consent": ":yes",
    "": ":send",
}


def teller(*roles: Role) -> Speaker:
    return replace(Speaker(resident(*roles)), cases=OPEN_CASES).write("/lapor")


def unsorted(speaker: Speaker, words: str = STORY) -> Speaker:
    """In the form somebody writes words that sound like an alarm, says that it is over, and looks
    past the question whose words they are."""
    speaker.write(words).press("no")
    assert speaker.keys == ["resume.which"]
    return speaker


def sent(speaker: Speaker, story: str) -> Speaker:
    """The open form, filled in to its end."""
    speaker.write("/lapor").press(f"r:{speaker.talk.drafts[-1].id}")
    for _ in range(20):
        if speaker.talk.draft is None:
            return speaker
        answer = ANSWERS.get(speaker.asked, story if speaker.asked == "story" else ":-")
        if answer.startswith(":"):
            ends = [b.tap.data() for b in speaker.buttons]
            found = [e for e in ends if e.endswith((answer, ":ok", ":skip"))]
            assert found, (speaker.asked, ends)
            speaker.tap(found[0])
        else:
            speaker.write(answer)
    raise AssertionError(speaker.asked)


def story(speaker: Speaker) -> tuple[str, ...]:
    """What the newest report tells."""
    return tuple(speaker.filed[-1].intake["story"]["texts"])


@pytest.mark.parametrize("roles", [(Role.VOLUNTEER,), ()])
def test_words_that_were_told_again_are_done(roles: tuple[Role, ...]) -> None:
    """They were typed anew into the report that was sent: the next one begins empty."""
    speaker = sent(unsorted(teller(*roles)), RETYPED)
    assert "outside.offer" not in speaker.keys
    speaker.write("/lapor")
    assert speaker.keys != ["before.wonder"]
    assert "story" not in speaker.answers
    assert not speaker.talk.draft.about["likely"]


@pytest.mark.parametrize("roles", [(Role.VOLUNTEER,), ()])
def test_words_that_no_report_has_told_are_asked_about(roles: tuple[Role, ...]) -> None:
    """Nothing is lost: they are offered after the report, and before the next one."""
    speaker = sent(unsorted(teller(*roles)), OTHER)
    assert "outside.offer" in speaker.keys
    speaker.write("/lapor")
    assert (speaker.keys[0], "story" in speaker.answers) == ("before.wonder", False)
    speaker.press(":0")
    assert "story" not in speaker.answers
    assert speaker.talk.loose.empty


def test_yes_takes_them() -> None:
    """The tap opens the report with them; denied alarms stay denied."""
    speaker = sent(unsorted(teller(Role.VOLUNTEER)), OTHER).write("/lapor").press("o:calm")
    assert speaker.answers["story"]["texts"] == [STORY]
    assert speaker.talk.draft.about["calm"]


def test_they_are_offered_once() -> None:
    """After a second report nothing is said of them again."""
    speaker = sent(unsorted(teller(Role.VOLUNTEER)), OTHER)
    speaker.write(f"/lapor {OTHER}")
    assert "outside.offer" not in sent(speaker, OTHER).keys


def test_a_new_form_instead_of_the_open_one_asks_too() -> None:
    """Who leaves the open form for a new one does not take along what waits for another."""
    speaker = unsorted(teller(Role.VOLUNTEER)).write("/lapor")
    speaker.press(f"n:{speaker.talk.drafts[-1].id}")
    assert (speaker.keys[0], "story" in speaker.answers) == ("before.wonder", False)


def test_what_was_just_offered_begins_the_report() -> None:
    """A neighbour's words, and /lapor a minute later: these are meant. Hours later it is asked."""
    told = Speaker(resident(Role.VOLUNTEER)).write(OTHER)
    assert told.write("/lapor").answers["story"]["texts"] == [OTHER]
    late = Speaker(resident(Role.VOLUNTEER)).write(OTHER).write("/lapor", after=7200)
    assert (late.keys[0], "story" in late.answers) == ("before.wonder", False)


def test_words_behind_the_command_are_the_story() -> None:
    """They are told now; what waits goes on waiting."""
    late = Speaker(resident(Role.VOLUNTEER)).write(OTHER)
    late.write(f"/lapor {RETYPED}", after=7200)
    assert late.answers["story"]["texts"] == [RETYPED]
    assert late.talk.loose.texts == (OTHER,)


def test_words_of_days_ago_are_asked_about_too() -> None:
    """However long they have waited: what nobody has sorted is not lost with another report."""
    speaker = unsorted(teller())
    speaker.at += timedelta(days=3)
    speaker = sent(speaker, OTHER)
    assert "outside.offer" in speaker.keys
    assert speaker.talk.loose.texts == (STORY,)


def test_lapor_begins_the_report_whatever_waits() -> None:
    """Old words stand beside its first question; who answers that, or tells a new story, is not
    held up, and the words wait until it is sent."""
    late = Speaker(resident(Role.VOLUNTEER)).write(OTHER).write("/lapor", after=7200)
    first = late.asked
    assert late.keys[0] == "before.wonder"
    late.write("bi Onah")
    assert (late.talk.draft is not None, late.talk.loose.texts) == (True, (OTHER,))
    used = Speaker(resident(Role.VOLUNTEER)).write(OTHER).write("/lapor", after=7200)
    used.tap("o:new")
    assert (used.answers["story"]["texts"], len(used.talk.drafts)) == ([OTHER], 1)
    assert used.asked == first

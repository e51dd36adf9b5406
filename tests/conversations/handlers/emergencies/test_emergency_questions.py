"""The questions of an emergency: they go with it, and say whose they are when they come back."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from casework.actions.correspondence import Add
from casework.actions.ending.completion import Complete
from casework.case.number import number
from conversations.actions import worse_news
from conversations.protocol.effects import Do, RaisedAlarm
from tests.conversations.handlers.emergencies.test_several import raised
from tests.conversations.speaker import CASE, CONTENT, NOW, OPEN_CASES, Speaker, resident

CRISIS, FLOOD = "saya mau bunuh diri", "tolong, banjir, air masuk rumah sekarang"
REPORT = (":self", ":pbi_reactivation", ":later")


def cried(cry: str = CRISIS, **known: bool) -> Speaker:
    """Somebody who is asked what helps others to arrive; ``known``: how its case stands."""
    speaker = Speaker(resident()).write(cry)
    speaker.emergencies = {speaker.filed[0].key: RaisedAlarm(CASE, "mental_crisis", **known)}
    return speaker


def with_a_report(speaker: Speaker) -> Speaker:
    """The same person after another report was sent."""
    speaker.write("/lapor kartu BPJS saya mati")
    for end in (*REPORT, ":open"):
        speaker.press(end)
    speaker.write("RT 4 RW 2").write("08123456789").press(":send")
    assert len(speaker.filed) == 2
    return speaker


def shown(speaker: Speaker) -> str:
    """The last thing that was said, as it is read."""
    return CONTENT.texts.plain("id", speaker.says[-1].text)


@pytest.mark.parametrize("cry", [CRISIS, "suami saya pukul saya sekarang", FLOOD])
def test_they_go_when_it_is_called_off(cry: str) -> None:
    """Whoever says that it is no emergency is asked nothing more, also where the case stays; the
    big keyboard goes, too, and the question does not come back below another report."""
    speaker = cried(cry)
    if speaker.asked != "phone":
        speaker.write("RT 5 RW 1")
    speaker.tap(f"eo:{speaker.filed[0].key}")
    assert speaker.talk.drafts == ()
    assert "none" in [say.keyboard for say in speaker.says]
    assert not [key for key in with_a_report(speaker).keys if key.startswith("emergency.")]


def test_what_is_written_then_still_reaches_it() -> None:
    """A number or an address that comes after all is news of the case."""
    for words in ("081234567890", "RT 5 RW 1, samping balai"):
        speaker = cried()
        speaker.tap(f"eo:{speaker.filed[0].key}").write(words)
        assert len(speaker.did(Add)) == 1


def test_below_something_else_it_says_whose_it_is() -> None:
    """A question that comes back names the case; the first time it does not."""
    speaker = cried()
    assert number(CASE) not in shown(speaker)
    assert number(CASE) in shown(with_a_report(speaker))
    assert "Boleh tahu Anda sekarang di mana" in shown(speaker)
    speaker.press(":place:-")
    speaker.write("08129999999")
    assert [done.intake.phone for done in speaker.did(Complete)] == ["+628129999999"]


def test_the_next_question_is_no_question_that_comes_back() -> None:
    """After the place the phone is asked for, as ever."""
    speaker = cried(FLOOD).write("RT 5 RW 1")
    assert (speaker.keys[-1], number(CASE) in shown(speaker)) == ("emergency.phone.ask", False)


@pytest.mark.parametrize("known", [{"held": True}, {"open": False}])
def test_it_does_not_come_back_for_what_is_in_hands_or_over(known: dict[str, bool]) -> None:
    """Below another report nothing is asked for an emergency that an officer has, or that is
    closed."""
    speaker = with_a_report(cried(**known))
    assert (speaker.talk.drafts, "emergency.of" in speaker.keys) == ((), False)


def test_who_is_on_the_way_still_gets_the_answer() -> None:
    """An officer has taken it while the question stands on the screen: the answer reaches them."""
    speaker = cried(held=True).write("08129999999")
    assert len(speaker.did(Complete)) == 1


def test_words_at_the_question_of_a_closed_case_are_not_lost() -> None:
    """They are a message like any other."""
    speaker = cried(open=False)
    speaker.emergency_over = True
    speaker.write("kata tetangga sudah aman di sana")
    assert (speaker.did(Add), speaker.did(Complete)) == ([], [])
    assert speaker.talk.loose.texts == ("kata tetangga sudah aman di sana",)
    assert speaker.talk.drafts == ()


def test_a_cry_after_the_end_is_a_new_emergency() -> None:
    """The case was closed a moment ago, and it burns again: nobody reads a closed case."""
    speaker = cried(FLOOD, open=False)
    speaker.emergency_over = True
    speaker.write("tolong, banjir lagi, air masuk rumah")
    assert len(speaker.filed) == 2
    speaker = cried(FLOOD, open=False)
    speaker.emergency_over = True
    speaker.write("bulan lalu banjir").press("e:yes")
    assert len(speaker.filed) == 2


@pytest.mark.parametrize("asking", [True, False])
def test_of_two_emergencies_words_find_their_own(asking: bool) -> None:
    """A fit, then a fire, then more of the fit: that is no third emergency, also while the fire's
    questions stand there; and what follows without a name goes where the last words went."""
    speaker = Speaker(resident()).write("tolong anak saya kejang")
    first, at = speaker.filed[0].key, speaker.at
    speaker.emergencies = {first: RaisedAlarm(CASE, "medical_emergency", kind="medical", at=at)}
    speaker.write("rumah tetangga kebakaran sekarang").write("RT 5")
    fire = RaisedAlarm(CASE + 1, "disaster", kind="disaster", at=speaker.at)
    speaker.emergencies[speaker.filed[1].key] = fire
    while speaker.talk.drafts and not asking:
        speaker.write("Lewati")
    speaker.write("anaknya masih kejang, tolong")
    assert [e.case for e in speaker.effects if isinstance(e, Do)] == [first]
    assert len(speaker.filed) == 2
    if not asking:
        speaker.write("masih di sini")
        assert [e.case for e in speaker.effects if isinstance(e, Do)] == [first]


def test_what_is_no_emergency_any_more_takes_no_cry() -> None:
    """One that was called off, closed or raised hours ago is not what a new cry is about."""
    ways: tuple[dict[str, Any], ...] = (
        {"kind": ""},
        {"open": False},
        {"at": NOW - timedelta(hours=3)},
    )
    for known in ways:
        speaker = Speaker(resident()).write("rumah tetangga kebakaran sekarang")
        told = RaisedAlarm(CASE, "medical_emergency", kind="medical", at=speaker.at)
        speaker.emergencies = {"earlier": replace(told, **known)}
        speaker.write("anak saya kejang, tolong")
        assert len(speaker.filed) == 2


def test_of_two_emergencies_each_question_names_its_own() -> None:
    """A fit and then a fire: when the first question comes back, it is that of the first."""
    speaker = Speaker(resident()).write("tolong anak saya kejang")
    first = speaker.filed[0].key
    speaker.emergencies = {first: RaisedAlarm(CASE, "medical_emergency")}
    speaker.write("rumah tetangga kebakaran sekarang")
    speaker.emergencies[speaker.filed[1].key] = RaisedAlarm(CASE + 1, "disaster")
    speaker.write("RT 5").write("08129999999")
    assert (number(CASE) in shown(speaker), number(CASE + 1) in shown(speaker)) == (True, False)


WISHES = (
    *("ora usah ngomong sapa2 ya", "jangan bilang siapa-siapa", "rahasia ya"),
    *("ulah bebeja ka saha-saha", "jgn blg sapa2 min", "ojo ngomong sapa-sapa"),
)


@pytest.mark.parametrize("words", WISHES)
@pytest.mark.parametrize("before", ["rt 2 dekat musala", ""])
def test_a_wish_for_secrecy_answers_no_question(words: str, before: str) -> None:
    """Neither the place nor the phone, however often it is said; it goes to the case."""
    speaker = Speaker().write("rumah tetangga kebakaran")
    speaker = speaker.write(before) if before else speaker
    asked = "phone" if before else "place"
    for _ in range(3):
        speaker.write(words)
        assert speaker.asked == asked
        (added,) = speaker.did(Add)
        read = worse_news.read(added, CONTENT.words)
        assert isinstance(read, Add)
        assert (read.facts or {}).get("secrecy") == "yes"


@pytest.mark.parametrize(
    ("known", "hours"), [({"done": True}, 1), ({"open": False}, 1), ({}, 25), ({}, 70)]
)
def test_a_question_of_an_emergency_that_is_past_takes_no_words(
    known: dict[str, bool], hours: int
) -> None:
    """It has its result, was closed, or was asked a day ago, however often it was shown since: what
    is written then is no answer, and nobody asks whether it is one."""
    speaker = cried(FLOOD, **known)
    key, raised = next(iter(speaker.emergencies.items()))
    speaker.emergencies[key] = replace(raised, at=speaker.at)
    speaker.write("/bantuan", after=hours * 1800)
    speaker.write("sudah punya surat polisi", after=hours * 1800)
    assert speaker.talk.draft is None
    assert not speaker.did(Complete)
    assert not [asked for asked in speaker.keys if asked.startswith(("resume", "emergency"))]


def test_hours_later_it_still_takes_the_place() -> None:
    """An emergency of this night that nobody has answered for goes on asking."""
    speaker = cried(FLOOD)
    key, raised = next(iter(speaker.emergencies.items()))
    speaker.emergencies[key] = replace(raised, at=speaker.at)
    speaker.write("RT 5 RW 1", after=5 * 3600)
    assert speaker.talk.draft is not None


@pytest.mark.parametrize(
    ("words", "step"),
    [
        ("ning omahe bi onah rt enem rw siji", "place"),
        ("rt 3 rw 2 dekat mushola", "place"),
        ("081234567890", "phone"),
    ],
)
def test_an_answer_below_its_own_receipt_is_the_answer(words: str, step: str) -> None:
    """Whoever replies to the receipt of the emergency, instead of its question, has answered."""
    speaker = raised("istriku arep lairan ketubane pecah", asking=1)
    if step == "phone":
        speaker.write("rt 3 rw 2 dekat mushola")
    assert speaker.asked == step
    (one,) = speaker.emergencies.values()
    speaker.write(words, reply_to=one.case)
    assert speaker.talk.draft is None or speaker.asked != step
    assert speaker.did(Complete)


def test_a_reply_about_another_case_goes_there() -> None:
    """It answers nothing that is asked about the emergency."""
    speaker = raised("istriku arep lairan ketubane pecah", asking=1)
    speaker.cases = OPEN_CASES
    speaker.write("rt 3 rw 2 dekat mushola", reply_to=OPEN_CASES[0].id)
    assert (speaker.asked, speaker.did(Complete)) == ("place", [])

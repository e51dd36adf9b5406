"""What a filled form leads to: whole reports, results, consequences, and any walk to the end."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.actions.correspondence import Add, Reply
from casework.actions.ending.confirmation import Confirm
from casework.actions.ending.resolution import Resolve
from casework.actions.question import Answer
from casework.case import commands as c
from casework.case.intake import Consent
from casework.case.model import Decision, Role, Verdict
from conversations.protocol.dialogue import Talk
from conversations.protocol.effects import Do, Forget
from conversations.protocol.requests import KeepPhone, RemindMe
from tests.conversations.speaker import (
    CASE,
    CONTENT,
    OPEN_CASES,
    VILLAGE,
    WAITING_CASE,
    Speaker,
    at_the_card,
    reporting,
    resident,
)

OFFICER = resident(Role.BACK_OFFICE)


# ---- one way through -----------------------------------------------------------------------------


def test_a_whole_report() -> None:
    """Question by question to the card, and one report with every answer comes out."""
    speaker = at_the_card()
    assert (speaker.asked, speaker.filed) == ("", [])
    speaker.press(":send")
    (filed,) = speaker.filed
    assert (filed.service, filed.village, filed.by) == ("pbi_reactivation", VILLAGE, 7)
    assert filed.facts["treatment"] == "later"
    assert {k: filed.intake.dump()[k] for k in ("who", "place", "phone", "secret")} == {
        "who": "self",
        "place": "RT 4 RW 2",
        "phone": "+628123456789",
        "secret": "open",
    }
    assert (filed.intake.story or {})["texts"] == ["kartu mati sejak bulan lalu"]
    assert set(filed.intake.dump()).isdisjoint({"sector", "service", "depth", "suggested"})
    assert speaker.did(KeepPhone) == [KeepPhone("+628123456789")]
    assert speaker.talk.drafts == ()


def test_the_menu_reminds_of_what_was_begun() -> None:
    """A report that is opened is remembered once, under its own draft."""
    speaker = Speaker().write("/lapor")
    assert speaker.talk.draft is not None
    assert speaker.did(RemindMe) == [RemindMe(speaker.talk.draft.id)]


def test_a_volunteers_report_keeps_three_people_apart() -> None:
    """Who tells, who suffers and who may be called stand apart, with the sufferer's consent."""
    speaker = Speaker(resident(Role.VOLUNTEER)).write("/lapor").write("the widow behind the mosque")
    speaker.press(":health").press(":pbi_new").press(":later").write("never had a card at all")
    speaker.press(":not_asked").write("RT 1").write("08123456789").press(":send")
    (filed,) = speaker.filed
    assert (filed.by, filed.intake.who, filed.intake.sufferer) == (
        7,
        "neighbour",
        "the widow behind the mosque",
    )
    assert (filed.intake.consent, filed.intake.phone) == (Consent.NOT_ASKED, "+628123456789")
    assert speaker.did(KeepPhone) == []


def test_who_refused_is_not_named_and_not_called() -> None:
    """Of a neighbour who does not agree neither name nor phone is passed on, and no phone is
    asked."""
    speaker = Speaker(resident(Role.VOLUNTEER)).write("/lapor").write("the widow behind the mosque")
    speaker.press(":health").press(":pbi_new").press(":later").write("never had a card at all")
    speaker.press(":refused").write("RT 1")
    assert speaker.asked == ""
    (filed,) = speaker.press(":send").filed
    assert set(filed.intake.dump()) == {"who", "story", "consent", "place"}


# ---- what a form leads to ------------------------------------------------------------------------


def test_partly_opens_a_smaller_case() -> None:
    """What is left over is filed as a case of its own, below the one that was partly solved."""
    speaker = Speaker(cases=OPEN_CASES).tap(f"cf:{CASE}:partly").write("uang Mei belum")
    assert speaker.did(Confirm) == [Confirm(7, Verdict.PARTLY, "uang Mei belum")]
    (filed,) = speaker.filed
    assert (filed.parent, filed.service) == (CASE, "pkh")


@pytest.mark.parametrize("tap", [f"cf:{CASE}:no", f"c:reopen:{CASE}"])
def test_photos_told_on_reopening_reach_the_case(tap: str) -> None:
    """ "It is not fixed", said with a photo, opens the case and adds the photo to it."""
    speaker = Speaker(cases=OPEN_CASES).tap(tap).photo("masih bocor")
    done = [e.command for e in speaker.effects if isinstance(e, Do)]
    assert [type(command) for command in done][1:] == [Add]
    assert done[1].story["files"][0]["kind"] == "photo"  # type: ignore[union-attr, index]
    assert speaker.talk.draft is None


def test_fixed_needs_no_words() -> None:
    """ "Fixed" is one tap."""
    speaker = Speaker(cases=OPEN_CASES).tap(f"cf:{CASE}:fixed")
    assert speaker.did(Confirm) == [Confirm(7, Verdict.FIXED, "")]


def test_a_result_is_seen_before_it_is_sent() -> None:
    """An officer's decision and result go out only from the card."""
    speaker = Speaker(OFFICER).tap(f"c:resolve:{CASE}").press(":helped").write("kartu sudah aktif")
    assert speaker.did(Resolve) == []
    assert speaker.press(":send").did(Resolve) == [Resolve(7, Decision.HELPED, "kartu sudah aktif")]


def test_an_identity_number_is_taken_out_of_the_chat() -> None:
    """A NIK that an officer asked for is read, passed on, and its message is taken back."""
    asked = (OPEN_CASES[0].__class__(WAITING_CASE, "bpnt", "waiting", "NIK?", "nik"),)
    speaker = Speaker(cases=asked).tap(f"c:answer:{WAITING_CASE}").write("3274 0512 0387 0001")
    assert speaker.did(Answer) == [Answer(7, {"kind": "nik", "value": "3274051203870001"})]
    assert [e for e in speaker.effects if isinstance(e, Forget)] == [Forget(101)]


def test_a_reply_to_the_forms_own_question_is_its_answer() -> None:
    """An officer who swipes to reply to "what shall we tell them?" tells them; it is no report of
    theirs."""
    speaker = Speaker(OFFICER).tap(f"c:reply:{CASE}").write("besok kami datang", reply_to=CASE)
    assert speaker.did(Reply) == [Reply(7, "besok kami datang")]


# ---- any walk through the report -----------------------------------------------------------------

TYPED = {
    "sufferer": "the old man",
    "story": "atap rumah sudah bocor",
    "place": "RT 4",
    "phone": "08123456789",
}


def step_by_button(speaker: Speaker, choice: int) -> None:
    """Answer the open question: with one of its buttons, or with words where words are wanted."""
    typed = TYPED.get(speaker.asked)
    buttons = [b.tap.data() for b in speaker.buttons]
    options = [*buttons, *([None, None] if typed else [])]
    chosen = options[choice % len(options)]
    speaker.tap(chosen) if chosen else speaker.write(typed or "")


@settings(max_examples=150)
@given(st.lists(st.integers(0, 60), max_size=40), st.booleans())
def test_any_walk_keeps_what_counts(choices: list[int], volunteer: bool) -> None:
    """Whatever buttons of a form are pressed, a filed report has exactly the answers of its own
    branch."""
    speaker = Speaker(resident(*([Role.VOLUNTEER] if volunteer else []))).write("/lapor")
    for choice in choices:
        if speaker.talk.draft is None or speaker.talk.draft.form not in ("report", "neighbour"):
            break
        step_by_button(speaker, choice)
    for filed in speaker.filed:
        _check(filed)


def _check(filed: c.File) -> None:
    service = CONTENT.catalogue.services[filed.service]
    asks = {service.question} if service.question else set()
    answered = set(filed.facts) & set(CONTENT.catalogue.questions)
    assert answered - set(CONTENT.words.facts) <= asks
    if "alarm" in filed.facts:
        return
    who = filed.intake.who
    assert asks <= answered
    assert ("sufferer" in filed.intake.dump()) is (
        who == "neighbour" and filed.intake.consent != Consent.REFUSED
    )
    assert ("secret" in filed.intake.dump()) is (who in ("self", "family"))
    assert filed.intake.story
    assert filed.intake.place


@settings(max_examples=150)
@given(st.lists(st.integers(0, 60), max_size=25), st.integers(0, 60))
def test_back_and_the_same_answer_lead_to_the_same_place(choices: list[int], last: int) -> None:
    """From wherever one is, an answer, back, and the same answer give the same talk."""
    speaker = reporting()
    for choice in choices:
        if speaker.talk.draft is None or speaker.talk.draft.form != "report" or not speaker.asked:
            return
        step_by_button(speaker, choice)
    draft = speaker.talk.draft
    if draft is None or draft.form != "report" or draft.editing or not speaker.asked:
        return
    asked, before = speaker.asked, speaker.talk
    offered = [
        b.tap.data()
        for b in speaker.buttons
        if b.tap.data().rpartition(":")[2] not in ("<", "-", "x")
    ]
    answer = offered[last % len(offered)] if offered else TYPED[asked]
    after = _answered(speaker, answer, offered)
    if after.draft is None or after.draft.form != "report" or not speaker.asked:
        return
    speaker.tap(f"f:{draft.id}:{speaker.asked}:<")
    assert (speaker.asked, speaker.talk.draft) == (asked, before.draft)
    assert _without_time(_answered(speaker, answer, offered)) == _without_time(after)


def _answered(speaker: Speaker, answer: str, offered: list[str]) -> Talk:
    return (speaker.tap(answer) if offered else speaker.write(answer)).talk


def _without_time(talk: Talk) -> Any:
    assert talk.draft is not None
    answers = {
        k: {**v, "last_at": ""} if isinstance(v, dict) else v for k, v in talk.draft.answers.items()
    }
    return answers, talk.draft.form, len(talk.drafts)


# ---- who is not to be named ----------------------------------------------------------------------


def test_who_refused_is_named_nowhere() -> None:
    """Neither their name nor a number stands in the story or in the address that is filed."""
    speaker = Speaker(resident(Role.VOLUNTEER)).write("/lapor").write("Bu Fulanah")
    for end in (":health", ":pbi_reactivation", ":later"):
        speaker.press(end)
    spoken = "nol delapan satu dua tiga empat lima enam tujuh"
    speaker.write(f"namanya Fulanah Sepuh. kartu bu fulanah mati, hp {spoken}")
    speaker.press(":refused").write("rumah Fulanah, rt 3 rw 2").press(":!:send")
    intake = speaker.filed[0].intake
    assert intake.consent is Consent.REFUSED
    assert intake.story is not None
    told = f"{intake.story['texts']} {intake.place} {intake.sufferer}"
    assert "fulanah" not in told.casefold()
    assert "sepuh" not in told.casefold()
    assert "nol delapan" not in told
    assert "kartu bu •••• mati" in told


def test_who_is_not_to_be_named_stands_in_no_story() -> None:
    """A name that was told as one's own is masked; what befell the name stays."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later")
    speaker.write("nama saya fulan, nama saya dicoret dari KIS").press(":secret")
    speaker.write("RT 4 RW 2").write("lewati").press(":!:send")
    story = speaker.filed[0].intake.story
    assert story is not None
    assert story["texts"] == ["nama saya ••••, nama saya dicoret dari KIS"]

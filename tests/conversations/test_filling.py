"""Walking a person through a form: next, back, skip, edit from the review card, cancel, undo, bursts, stale taps."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework import commands as c
from casework.model import Consent, Decision, Role, Verdict
from conversations.effects import Do, Forget, KeepPhone, RemindMe
from conversations.talk import BURST_SECONDS, Talk
from tests.conversations.speaker import CASE, HOUSE, OPEN_CASES, VILLAGE, WAITING_CASE, Speaker, resident

OFFICER = resident(Role.BACK_OFFICE)


def reporting(*presses: str) -> Speaker:
    """A resident in the report form, after pressing these buttons."""
    speaker = Speaker().write("/lapor")
    for end in presses:
        speaker.press(end)
    return speaker


def at_the_card(speaker: Speaker | None = None) -> Speaker:
    """A resident before the review card of a whole report."""
    speaker = speaker or reporting(":self", ":health", ":pbi_reactivation", ":later")
    speaker.write("kartu mati sejak bulan lalu").press(":open").write("RT 4 RW 2")
    return speaker.write("08123456789")


# ---- one way through -------------------------------------------------------------------------------------------------


def test_a_whole_report() -> None:
    """Question by question to the card, and one report with every answer comes out."""
    speaker = at_the_card()
    assert (speaker.asked, speaker.filed) == ("", [])
    speaker.press(":send")
    (filed,) = speaker.filed
    assert (filed.service, filed.village, filed.by) == ("pbi_reactivation", VILLAGE, 7)
    assert filed.facts["treatment"] == "later"
    assert {k: filed.intake[k] for k in ("who", "place", "phone", "secret")} == {
        "who": "self", "place": "RT 4 RW 2", "phone": "+628123456789", "secret": "open",
    }  # fmt: skip
    assert filed.intake["story"]["texts"] == ["kartu mati sejak bulan lalu"]  # type: ignore[index]
    assert set(filed.intake).isdisjoint({"sector", "service", "depth", "suggested"})
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
    assert (filed.by, filed.intake["who"], filed.intake["sufferer"]) == (7, "neighbour", "the widow behind the mosque")
    assert (filed.intake["consent"], filed.intake["phone"]) == (Consent.NOT_ASKED, "+628123456789")
    assert speaker.did(KeepPhone) == []


def test_who_refused_is_not_named_and_not_called() -> None:
    """Of a neighbour who does not agree neither name nor phone is passed on, and no phone is asked."""
    speaker = Speaker(resident(Role.VOLUNTEER)).write("/lapor").write("the widow behind the mosque")
    speaker.press(":health").press(":pbi_new").press(":later").write("never had a card at all")
    speaker.press(":refused").write("RT 1")
    assert speaker.asked == ""
    (filed,) = speaker.press(":send").filed
    assert set(filed.intake) == {"who", "story", "consent", "place"}


# ---- back, skip, edit ------------------------------------------------------------------------------------------------


def test_back_forgets_one_answer_and_asks_it_again() -> None:
    """Back goes to the question before, whose answer is gone; the others stay."""
    speaker = reporting(":self", ":health")
    assert (speaker.press(":<").asked, dict(speaker.answers)) == ("sector", {"who": "self"})


def test_there_is_no_way_back_from_the_first_question() -> None:
    """The first question has no back button, and the word changes nothing."""
    speaker = reporting()
    assert all(not b.data.endswith(":<") for b in speaker.buttons)
    before = speaker.talk
    assert speaker.write("Kembali").talk == before


@pytest.mark.parametrize("word", ["Kembali", "« Kembali", "kembali"])
def test_back_may_be_typed(word: str) -> None:
    """The words of a button do what the button does."""
    assert reporting(":self", ":health").write(word).asked == "sector"


def test_an_optional_question_can_be_passed() -> None:
    """The phone may be left out, by button or by word; the place may not."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later").write("kartu mati").press(":open")
    assert speaker.asked == "place"
    assert all(not b.data.endswith(":-") for b in speaker.buttons)
    speaker.write("RT 4").write("Lewati")
    assert (speaker.asked, speaker.answers["phone"]) == ("", None)


def test_an_answer_is_edited_from_the_card() -> None:
    """From the card one answer is given anew, and the card stands there again with the rest as it was."""
    speaker = at_the_card()
    before = dict(speaker.answers)
    speaker.press(":edit").press(":!:place")
    assert speaker.asked == "place"
    speaker.write("RT 9")
    assert (speaker.asked, dict(speaker.answers)) == ("", before | {"place": "RT 9"})


@pytest.mark.parametrize("way", ["Kembali", "f:{}:place:<"])
def test_back_from_editing_is_the_card(way: str) -> None:
    """Who changes their mind about editing is back at the card and has lost nothing."""
    speaker = at_the_card()
    before = speaker.talk
    speaker.press(":edit").press(":!:place")
    assert speaker.talk.draft is not None
    way = way.format(speaker.talk.draft.id)
    (speaker.tap if way.startswith("f:") else speaker.write)(way)
    assert speaker.talk == before


def test_an_edited_branch_asks_only_what_is_new() -> None:
    """Another service asks its own question; what was told stays, what belonged to the old service does not count."""
    speaker = at_the_card()
    speaker.press(":edit").press(":!:sector").press(":education")
    assert speaker.asked == "service"
    kept = {k: v for k, v in speaker.answers.items() if k in ("story", "place", "phone")}
    speaker.tap(speaker.buttons[0].data)
    if speaker.asked == "depth":
        speaker.tap(speaker.buttons[0].data)
    assert speaker.asked == ""
    assert {k: speaker.answers[k] for k in kept} == kept
    (filed,) = speaker.press(":send").filed
    assert "treatment" not in filed.facts


def test_a_message_at_the_card_joins_the_story() -> None:
    """What is told when only "send" is left is not lost: it joins the story on the card."""
    speaker = at_the_card().write("dan anak saya juga sakit")
    assert speaker.answers["story"]["texts"] == [
        "kartu mati sejak bulan lalu",
        "dan anak saya juga sakit",
    ]
    assert speaker.keys == ["form.story_kept", "form.review"]
    assert speaker.write("ok").answers["story"]["texts"][2:] == []


# ---- choices by word -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["1", "Saya sendiri", "SAYA SENDIRI", "sendiri"])
def test_a_choice_may_be_typed(typed: str) -> None:
    """The number of a button, its words, or a part of them that fits only one choose it."""
    assert reporting().write(typed).answers == {"who": "self"}


@pytest.mark.parametrize("typed", ["9", "sa", "?", "banana"])
def test_what_fits_no_choice_is_asked_again(typed: str) -> None:
    """Words that fit no button, or several, are asked again."""
    speaker = reporting().write(typed)
    assert (speaker.answers, speaker.asked, speaker.keys) == ({}, "who", ["form.again"])


def test_a_story_told_too_early_is_kept() -> None:
    """Whole sentences where a button was expected belong to the story, which is then not asked."""
    speaker = reporting(":self").write("kartu bapak mati sejak bulan lalu")
    assert (speaker.keys[0], speaker.asked) == ("form.story_kept", "sector")
    speaker.press(":health").press(":pbi_reactivation").press(":later")
    assert speaker.asked == "secret"


# ---- cancel, undo, resume --------------------------------------------------------------------------------------------


def test_cancel_can_be_undone() -> None:
    """A cancelled form comes back with its answers, at its question, as if nothing had been."""
    speaker = reporting(":self", ":health")
    before = speaker.talk
    speaker.press(":x")
    assert (speaker.talk.drafts, speaker.keys) == ((), ["form.cancelled"])
    speaker.tap(speaker.buttons[0].data)
    assert (speaker.talk, speaker.asked) == (before, "service")


def test_only_the_last_cancelled_form_comes_back() -> None:
    """An undo button of an older form is told so and brings nothing back."""
    speaker = reporting(":self").press(":x")
    old = speaker.buttons[0].data
    speaker.write("/bahasa").press(":x")
    assert speaker.tap(old).keys == ["form.stale"]
    assert speaker.talk.drafts == ()


@pytest.mark.parametrize("days", [1, 400])
def test_a_form_waits_for_days(days: int) -> None:
    """After days the same question comes again, with every answer still there."""
    speaker = reporting(":self", ":health")
    draft = speaker.talk.draft
    assert draft is not None
    speaker.at = speaker.at.replace(year=speaker.at.year + (1 if days > 365 else 0))
    speaker.tap(f"r:{draft.id}", after=days % 365 * 86400)
    assert (speaker.asked, speaker.talk.draft) == ("service", draft)


def test_a_second_report_is_offered_the_first() -> None:
    """Who begins a report while one is open chooses to go on or to begin anew; the old one can be brought back."""
    speaker = reporting(":self").write("/lapor")
    assert speaker.keys == ["form.open_one"]
    first = speaker.talk.draft
    assert first is not None
    speaker.tap(f"n:{first.id}")
    assert speaker.talk.cancelled == first
    assert speaker.talk.draft is not None
    assert speaker.talk.draft.id != first.id
    assert speaker.answers == {}


def test_a_form_opened_meanwhile_goes_first() -> None:
    """Another form may be filled in between; then the first goes on where it was."""
    speaker = reporting(":self", ":health").write("/bahasa").press(":en")
    assert (speaker.asked, speaker.person.language) == ("service", "en")
    assert speaker.answers == {"who": "self", "sector": "health"}


# ---- stale and doubled taps ------------------------------------------------------------------------------------------


def test_a_doubled_tap_answers_once() -> None:
    """The second of two quick taps changes nothing and says what is current."""
    speaker = reporting()
    data = next(b.data for b in speaker.buttons if b.data.endswith(":self"))
    speaker.tap(data)
    before = speaker.talk
    speaker.tap(data, after=0)
    assert (speaker.talk, speaker.keys[0], speaker.asked) == (before, "form.moved", "sector")


def test_a_doubled_send_files_once() -> None:
    """Send, tapped twice, files one report."""
    speaker = at_the_card()
    data = next(b.data for b in speaker.buttons if b.data.endswith(":send"))
    speaker.tap(data).tap(data, after=0)
    assert (len(speaker.filed), speaker.keys) == (1, ["form.stale"])


def test_send_before_the_end_sends_nothing() -> None:
    """A send button found in an old message does not send an unfinished form."""
    speaker = at_the_card()
    send = next(b.data for b in speaker.buttons if b.data.endswith(":send"))
    speaker.press(":edit").press(":!:place")
    before = speaker.talk
    assert speaker.tap(send).keys[0] == "form.moved"
    assert (speaker.filed, speaker.talk) == ([], before)


def test_a_choice_that_is_not_offered_is_not_taken() -> None:
    """A button with a value that the question does not offer changes nothing."""
    speaker = reporting(":self")
    draft = speaker.talk.draft
    assert draft is not None
    assert speaker.tap(f"f:{draft.id}:sector:banana").keys[0] == "form.moved"
    assert speaker.tap(f"f:{draft.id}:sector:-").answers == {"who": "self"}


# ---- bursts ----------------------------------------------------------------------------------------------------------


def test_an_album_with_everything_is_one_answer() -> None:
    """Photos, caption, voice note, place and short texts within seconds are one story and get one answer."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later")
    speaker.photo("kartu saya")
    assert speaker.keys == ["report.secret.ask"]
    speaker.all.clear()
    speaker.photo(after=0).photo(after=1, kind="voice").place(after=2)
    speaker.write("mati", after=BURST_SECONDS).write("sejak Mei", after=BURST_SECONDS)
    assert speaker.all == []
    story = speaker.answers["story"]
    assert story["texts"] == ["kartu saya", "mati", "sejak Mei"]
    assert [file["kind"] for file in story["files"]] == ["photo", "photo", "voice"]
    assert (story["location"], speaker.asked) == ([-6.7, 108.5], "secret")


def test_a_burst_ends_with_a_pause_or_a_tap() -> None:
    """After a pause, or once the next question is answered, words belong to the question that is open."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later").photo()
    assert speaker.write("2", after=BURST_SECONDS + 1).answers["secret"] == "secret"
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later").photo()
    speaker.tap(next(b.data for b in speaker.buttons if b.data.endswith(":open")), after=1)
    assert speaker.write("RT 4", after=1).answers["place"] == "RT 4"


def test_an_album_where_a_button_was_expected_is_one_piece_of_story() -> None:
    """An album sent at a choice is kept whole and answered once."""
    speaker = reporting(":self").photo("atap rumah")
    assert speaker.keys == ["form.story_kept", "report.sector.ask"]
    assert speaker.photo(after=0).effects == ()
    assert speaker.photo(after=1).effects == ()
    assert (len(speaker.answers["story"]["files"]), speaker.asked) == (3, "sector")


@pytest.mark.parametrize(("verdict", "to_new"), [("partly", True), ("no", False)])
def test_an_album_as_the_last_answer_goes_where_its_first_photo_went(verdict: str, to_new: bool) -> None:
    """The rest of an album that ended a form follows: to the smaller case, or to the one that is open again."""
    speaker = Speaker(cases=OPEN_CASES).tap(f"cf:{CASE}:{verdict}").photo("masih bocor")
    target = speaker.filed[0].key if to_new else CASE
    assert speaker.photo(after=1).did(c.Add) != []
    assert [e.case for e in speaker.effects if isinstance(e, Do)] == [target]
    assert speaker.says == []


# ---- what a form leads to --------------------------------------------------------------------------------------------


def test_partly_opens_a_smaller_case() -> None:
    """What is left over is filed as a case of its own, below the one that was partly solved."""
    speaker = Speaker(cases=OPEN_CASES).tap(f"cf:{CASE}:partly").write("uang Mei belum")
    assert speaker.did(c.Confirm) == [c.Confirm(7, Verdict.PARTLY, "uang Mei belum")]
    (filed,) = speaker.filed
    assert (filed.parent, filed.service) == (CASE, "pkh")


@pytest.mark.parametrize("tap", [f"cf:{CASE}:no", f"c:reopen:{CASE}"])
def test_photos_told_on_reopening_reach_the_case(tap: str) -> None:
    """ "It is not fixed", said with a photo, opens the case and adds the photo to it."""
    speaker = Speaker(cases=OPEN_CASES).tap(tap).photo("masih bocor")
    done = [e.command for e in speaker.effects if isinstance(e, Do)]
    assert [type(command) for command in done][1:] == [c.Add]
    assert done[1].story["files"][0]["kind"] == "photo"  # type: ignore[union-attr, index]
    assert speaker.talk.draft is None


def test_fixed_needs_no_words() -> None:
    """ "Fixed" is one tap."""
    speaker = Speaker(cases=OPEN_CASES).tap(f"cf:{CASE}:fixed")
    assert speaker.did(c.Confirm) == [c.Confirm(7, Verdict.FIXED, "")]


def test_a_result_is_seen_before_it_is_sent() -> None:
    """An officer's decision and result go out only from the card."""
    speaker = Speaker(OFFICER).tap(f"c:resolve:{CASE}").press(":helped").write("kartu sudah aktif")
    assert speaker.did(c.Resolve) == []
    assert speaker.press(":send").did(c.Resolve) == [c.Resolve(7, Decision.HELPED, "kartu sudah aktif")]


def test_an_identity_number_is_taken_out_of_the_chat() -> None:
    """A NIK that an officer asked for is read, passed on, and its message is taken back."""
    asked = (OPEN_CASES[0].__class__(WAITING_CASE, "bpnt", "waiting", "NIK?", "nik"),)
    speaker = Speaker(cases=asked).tap(f"c:answer:{WAITING_CASE}").write("3274 0512 0387 0001")
    assert speaker.did(c.Answer) == [c.Answer(7, {"kind": "nik", "value": "3274051203870001"})]
    assert [e for e in speaker.effects if isinstance(e, Forget)] == [Forget(101)]


def test_a_reply_to_the_forms_own_question_is_its_answer() -> None:
    """An officer who swipes to reply to "what shall we tell them?" tells them; it is no report of theirs."""
    speaker = Speaker(OFFICER).tap(f"c:reply:{CASE}").write("besok kami datang", reply_to=CASE)
    assert speaker.did(c.Reply) == [c.Reply(7, "besok kami datang")]


# ---- any walk through the report -------------------------------------------------------------------------------------

TYPED = {"sufferer": "the old man", "story": "atap rumah sudah bocor", "place": "RT 4", "phone": "08123456789"}


def step_by_button(speaker: Speaker, choice: int) -> None:
    """Answer the open question: with one of its buttons, or with words where words are wanted."""
    typed = TYPED.get(speaker.asked)
    buttons = [b.data for b in speaker.buttons]
    options = [*buttons, *([None, None] if typed else [])]
    chosen = options[choice % len(options)]
    speaker.tap(chosen) if chosen else speaker.write(typed or "")


@settings(max_examples=150)
@given(st.lists(st.integers(0, 60), max_size=40), st.booleans())
def test_any_walk_keeps_what_counts(choices: list[int], volunteer: bool) -> None:
    """Whatever buttons of a form are pressed, a filed report has exactly the answers of its own branch."""
    speaker = Speaker(resident(*([Role.VOLUNTEER] if volunteer else []))).write("/lapor")
    for choice in choices:
        if speaker.talk.draft is None or speaker.talk.draft.form not in ("report", "neighbour"):
            break
        step_by_button(speaker, choice)
    for filed in speaker.filed:
        _check(filed)


def _check(filed: c.File) -> None:
    service = HOUSE.catalogue.services[filed.service]
    asks = {service.question} if service.question else set()
    answered = set(filed.facts) & set(HOUSE.catalogue.questions)
    assert answered - set(HOUSE.words.facts) <= asks
    if "alarm" in filed.facts:
        return
    who = filed.intake["who"]
    assert asks <= answered
    assert ("sufferer" in filed.intake) is (who == "neighbour" and filed.intake.get("consent") != Consent.REFUSED)
    assert ("secret" in filed.intake) is (who in ("self", "family"))
    assert filed.intake["story"]
    assert filed.intake["place"]


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
    offered = [b.data for b in speaker.buttons if b.data.rpartition(":")[2] not in ("<", "-", "x")]
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
    answers = {k: {**v, "last_at": ""} if isinstance(v, dict) else v for k, v in talk.draft.answers.items()}
    return answers, talk.draft.form, len(talk.drafts)

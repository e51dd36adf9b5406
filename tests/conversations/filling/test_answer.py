"""Walking a person through a form: back, skip, edit from the review card, cancel, undo, bursts,
stale taps."""

import pytest

from casework.actions.correspondence import Add, Reply
from casework.actions.question import Answer
from casework.case.model import Role
from conversations.protocol.effects import Brief, Do
from conversations.protocol.talk.gathering import BURST_SECONDS
from tests.conversations.speaker import (
    CASE,
    CONTENT,
    OPEN_CASES,
    Speaker,
    at_the_card,
    reporting,
    resident,
)

OFFICER = resident(Role.BACK_OFFICE)


# ---- back, skip, edit ----------------------------------------------------------------------------


def test_back_forgets_one_answer_and_asks_it_again() -> None:
    """Back goes to the question before, whose answer is gone; the others stay."""
    speaker = reporting(":self", ":health")
    assert (speaker.press(":<").asked, dict(speaker.answers)) == ("sector", {"who": "self"})


def test_there_is_no_way_back_from_the_first_question() -> None:
    """The first question has no back button, and the word changes nothing."""
    speaker = reporting()
    assert all(not b.tap.data().endswith(":<") for b in speaker.buttons)
    before = speaker.talk
    assert speaker.write("Kembali").talk == before


@pytest.mark.parametrize("word", ["Kembali", "« Kembali", "kembali"])
def test_back_may_be_typed(word: str) -> None:
    """The words of a button do what the button does."""
    assert reporting(":self", ":health").write(word).asked == "sector"


def test_an_optional_question_can_be_passed() -> None:
    """The phone may be left out, by button or by word; the place may not."""
    speaker = (
        reporting(":self", ":health", ":pbi_reactivation", ":later")
        .write("kartu mati")
        .press(":open")
    )
    assert speaker.asked == "place"
    assert all(not b.tap.data().endswith(":-") for b in speaker.buttons)
    speaker.write("RT 4").write("Lewati")
    assert (speaker.asked, speaker.answers["phone"]) == ("", None)


def test_an_answer_is_edited_from_the_card() -> None:
    """From the card one answer is given anew, and the card stands there again with the rest as it
    was."""
    speaker = at_the_card()
    before = dict(speaker.answers)
    speaker.press(":edit").press(":!:place")
    assert speaker.asked == "place"
    speaker.write("RT 9")
    assert (speaker.asked, dict(speaker.answers)) == ("", before | {"place": "RT 9"})


def test_the_card_names_a_services_own_question_in_short() -> None:
    """A word or two before the answer, instead of the whole question that was just answered."""
    card = at_the_card().says[-1].text
    told = CONTENT.texts.plain("id", card).splitlines()
    assert "Sakit/melahirkan? Tidak mendesak" in told


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


@pytest.mark.parametrize("step", ["who", "place"])
def test_every_edited_question_has_a_way_back(step: str) -> None:
    """While editing there is a button back to the card, also on the first question, and it changes
    nothing."""
    speaker = at_the_card()
    before = speaker.talk
    speaker.press(":edit").press(f":!:{step}").press(f":{step}:<")
    assert (speaker.talk, speaker.keys) == (before, ["form.review"])


def test_a_story_told_anew_keeps_its_photos() -> None:
    """Other words for the story keep the photos that came before; new photos take their place."""
    speaker = at_the_card()
    first = speaker.press(":edit").press(":!:story").photo("kartu saya").answers["story"]["files"]
    told = speaker.press(":edit").press(":!:story").write("kartu bapak mati").answers["story"]
    assert (told["texts"], told["files"]) == (["kartu bapak mati"], first)
    again = speaker.press(":edit").press(":!:story").photo("kartu bapak").answers["story"]["files"]
    assert (len(again), again == first) == (1, False)


def test_none_of_these_is_no_line_of_the_card() -> None:
    """That no suggested service fitted is not told on the card, and can't be edited there; a
    fitting one is."""
    for chosen, lines in ((":none", 0), (":pbi_reactivation", 1)):
        speaker = (
            Speaker()
            .write("bpjs bapak mati padahal harus kontrol ke dokter")
            .press("o:new")
            .press(":self")
        )
        speaker.press(chosen)
        if chosen == ":none":
            speaker.press(":health").press(":pbi_reactivation")
        speaker.press(":later").press(":open").write("RT 4").write("08123456789")
        assert speaker.keys[-1] == "form.review"
        told = CONTENT.texts.html("id", speaker.says[-1].text)
        assert (told.count("BPJS/KIS tidak aktif"), "Bukan ini" in told) == (1, False)
        speaker.press(":edit")
        assert sum(b.tap.data().endswith(":!:suggested") for b in speaker.buttons) == lines


@pytest.mark.parametrize("words", ["tidak punya", "Belum ada pak", "gak ada hp"])
def test_who_has_none_passes_an_optional_question(words: str) -> None:
    """ "I have none" is the answer that there is none; a number that is no phone is still asked
    again."""
    speaker = (
        reporting(":self", ":health", ":pbi_reactivation", ":later")
        .write("kartu mati")
        .press(":open")
    )
    speaker.write("RT 4")
    assert speaker.write("tidak 12").keys == ["form.again"]
    assert (speaker.write(words).asked, speaker.answers["phone"]) == ("", None)


@pytest.mark.parametrize("wants", ["phone", "date", "photos", "nik", "number", "location"])
def test_who_has_none_has_answered_the_officer(wants: str) -> None:
    """Whatever an officer asks for, "I have none" is handed on as the words that were written."""
    asked = (Brief(CASE, "pkh", "waiting", "Since when?", wants),)
    speaker = Speaker(cases=asked).tap(f"c:answer:{CASE}").write("belum punya pak")
    (answer,) = speaker.did(Answer)
    assert (answer.answer["kind"], answer.answer["value"]["texts"]) == (
        "story",
        ("belum punya pak",),
    )
    assert speaker.talk.drafts == ()


@pytest.mark.parametrize("wants", ["text", "phone", "date", "nik", "kk", "number"])
@pytest.mark.parametrize("shown", ["photo", "place"])
def test_what_is_asked_in_writing_may_be_shown(wants: str, shown: str) -> None:
    """A photo of the card, or a pin, is the answer to an officer who has asked for writing."""
    asked = (Brief(CASE, "pkh", "waiting", "Since when?", wants),)
    speaker = Speaker(cases=asked).tap(f"c:answer:{CASE}")
    (speaker.photo if shown == "photo" else speaker.place)()
    (answer,) = speaker.did(Answer)
    value = answer.answer["value"]
    assert answer.answer["kind"] == "story"
    assert bool(value["files"]) is (shown == "photo")
    assert speaker.talk.drafts == ()


@pytest.mark.parametrize("wants", ["voice", "location", "confirm"])
def test_what_is_shown_beside_the_question_reaches_the_case(wants: str) -> None:
    """A photo where a voice note is asked is news about the case, and the question stands."""
    asked = (Brief(CASE, "pkh", "waiting", "Since when?", wants),)
    speaker = Speaker(cases=asked).tap(f"c:answer:{CASE}").photo()
    assert [len(added.story["files"]) for added in speaker.did(Add)] == [1]
    assert (speaker.asked, speaker.did(Answer)) == ("answer", [])


def test_an_edited_branch_asks_only_what_is_new() -> None:
    """Another service asks its own question; what was told stays, what belonged to the old service
    does not count."""
    speaker = at_the_card()
    speaker.press(":edit").press(":!:sector").press(":education")
    assert speaker.asked == "service"
    kept = {k: v for k, v in speaker.answers.items() if k in ("story", "place", "phone")}
    speaker.tap(speaker.buttons[0].tap.data())
    if speaker.asked == "depth":
        speaker.tap(speaker.buttons[0].tap.data())
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


# ---- choices by word -----------------------------------------------------------------------------


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


# ---- cancel, undo, resume ------------------------------------------------------------------------


def test_cancel_can_be_undone() -> None:
    """A cancelled form comes back with its answers, at its question, as if nothing had been."""
    speaker = reporting(":self", ":health")
    before = speaker.talk
    speaker.press(":x")
    assert (speaker.talk.drafts, speaker.keys) == ((), ["form.cancelled"])
    speaker.tap(speaker.buttons[0].tap.data())
    assert (speaker.talk, speaker.asked) == (before, "service")


def test_only_the_last_cancelled_form_comes_back() -> None:
    """An undo button of an older form is told so and brings nothing back."""
    speaker = reporting(":self").press(":x")
    old = speaker.buttons[0].tap.data()
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
    """Who begins a report while one is open chooses to go on or to begin anew; the old one can be
    brought back."""
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


# ---- stale and doubled taps ----------------------------------------------------------------------


def test_a_doubled_tap_answers_once() -> None:
    """The second of two quick taps changes nothing and says what is current."""
    speaker = reporting()
    data = next(b.tap.data() for b in speaker.buttons if b.tap.data().endswith(":self"))
    speaker.tap(data)
    before = speaker.talk
    speaker.tap(data, after=0)
    assert (speaker.talk, speaker.keys[0], speaker.asked) == (before, "form.moved", "sector")


def test_a_doubled_send_files_once() -> None:
    """Send, tapped twice, files one report."""
    speaker = at_the_card()
    data = next(b.tap.data() for b in speaker.buttons if b.tap.data().endswith(":send"))
    speaker.tap(data).tap(data, after=0)
    assert (len(speaker.filed), speaker.keys) == (1, ["form.stale"])


def test_send_before_the_end_sends_nothing() -> None:
    """A send button found in an old message does not send an unfinished form."""
    speaker = at_the_card()
    send = next(b.tap.data() for b in speaker.buttons if b.tap.data().endswith(":send"))
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


# ---- bursts --------------------------------------------------------------------------------------


def test_an_album_with_everything_is_one_answer() -> None:
    """Photos, caption, voice note, place and short texts within seconds are one story and get one
    answer."""
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
    """After a pause, or once the next question is answered, words belong to the question that is
    open."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later").photo()
    assert speaker.write("2", after=BURST_SECONDS + 1).answers["secret"] == "secret"
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later").photo()
    speaker.tap(
        next(b.tap.data() for b in speaker.buttons if b.tap.data().endswith(":open")), after=1
    )
    assert speaker.write("RT 4", after=1).answers["place"] == "RT 4"


def test_an_album_where_a_button_was_expected_is_one_piece_of_story() -> None:
    """An album sent at a choice is kept whole and answered once."""
    speaker = reporting(":self").photo("atap rumah")
    assert speaker.keys == ["form.story_kept", "report.sector.ask"]
    assert speaker.photo(after=0).effects == ()
    assert speaker.photo(after=1).effects == ()
    assert (len(speaker.answers["story"]["files"]), speaker.asked) == (3, "sector")


@pytest.mark.parametrize(("verdict", "to_new"), [("partly", True), ("no", False)])
def test_an_album_as_the_last_answer_goes_where_its_first_photo_went(
    verdict: str, to_new: bool
) -> None:
    """The rest of an album that ended a form follows: to the smaller case, or to the one that is
    open again."""
    speaker = Speaker(cases=OPEN_CASES).tap(f"cf:{CASE}:{verdict}").photo("masih bocor")
    target = speaker.filed[0].key if to_new else CASE
    assert speaker.photo(after=1).did(Add) != []
    assert [e.case for e in speaker.effects if isinstance(e, Do)] == [target]
    assert speaker.says == []


# ---- words with a picture where only words are asked ---------------------------------------------


def _asked_for(wants: str) -> Speaker:
    question = Brief(CASE, "pkh", "waiting", "Boleh kami tahu?", wants)
    return Speaker(cases=(question,)).tap(f"c:answer:{CASE}")


@pytest.mark.parametrize("kind", ["photo", "voice", "document", "video"])
def test_a_file_beside_the_words_of_an_answer_goes_along(kind: str) -> None:
    """An officer asked for words; a picture with words is an answer with both."""
    speaker = _asked_for("text").photo("sejak bulan lalu", kind=kind)
    (answer,) = speaker.did(Answer)
    assert isinstance(answer.answer, dict)
    told = answer.answer["value"]
    assert (list(told["texts"]), len(told["files"])) == (["sejak bulan lalu"], 1)


def test_a_plain_answer_in_words_stays_words() -> None:
    """Without a file nothing changes."""
    speaker = _asked_for("text").write("sejak bulan lalu")
    (answer,) = speaker.did(Answer)
    assert answer.answer == {"kind": "text", "value": "sejak bulan lalu"}


def test_an_officer_is_told_that_a_place_did_not_go_along() -> None:
    """A file goes along with a reply (test_along.py), a place does not, and the officer knows."""
    speaker = Speaker(OFFICER).tap(f"c:reply:{CASE}").write("di sini", location=(-6.7, 108.5))
    assert "form.only_words" in speaker.keys
    assert speaker.did(Reply)

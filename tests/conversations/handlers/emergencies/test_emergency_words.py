"""What an emergency is about: told by the alarming message alone, and called off by who raised
it."""

import pytest

from casework.actions.correspondence import Add
from casework.actions.ending.calling_off import CallOff
from casework.actions.ending.resolution import Withdraw
from casework.case.model import Role
from conversations.protocol.effects import Do
from tests.conversations.speaker import (
    CASE,
    CATALOGUE,
    OPEN_CASES,
    Speaker,
    reporting,
    resident,
    stranger,
)

HOUR = 3600


def told(speaker: Speaker) -> list[str]:
    return list((speaker.filed[-1].intake.story or {})["texts"])


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("suami saya pukul saya sekarang", "violence"),
        ("anak saya step panas 40", "medical_emergency"),
        ("mbah pingsan di dapur", "medical_emergency"),
        ("rumah tetangga kebakaran", "disaster"),
        ("saya mau bundir", "mental_crisis"),
    ],
)
def test_an_older_message_does_not_name_the_emergency(text: str, service: str) -> None:
    """An unanswered message of an hour ago is no part of the emergency, and is not lost either."""
    speaker = Speaker().write("kk saya ilang pak").write(text, after=HOUR)
    assert (speaker.filed[-1].service, told(speaker)) == (service, [text])
    assert speaker.talk.loose.texts == ("kk saya ilang pak",)


def test_words_of_a_moment_ago_come_along_but_name_nothing() -> None:
    """What was written a minute before and is no matter of its own belongs to the story; the
    alarming words say what it is."""
    speaker = Speaker().write("bu tolong saya takut").write("suami saya pukul saya sekarang")
    assert speaker.filed[-1].service == "violence"
    assert told(speaker) == ["bu tolong saya takut", "suami saya pukul saya sekarang"]


def test_a_paper_of_a_moment_ago_is_another_matter() -> None:
    """A lost family card is no line of a confidential case, and goes on waiting."""
    speaker = Speaker().write("kk saya ilang pak").write("suami saya pukul saya sekarang")
    assert told(speaker) == ["suami saya pukul saya sekarang"]
    assert speaker.talk.loose.texts == ("kk saya ilang pak",)


def test_a_doubt_is_named_by_its_own_words() -> None:
    """After "yes, now" it is still the doubtful message that says what it is."""
    speaker = Speaker().write("kk saya ilang pak").write("suami sering mukul saya")
    assert speaker.press("e:yes").filed[-1].service == "violence"


@pytest.mark.parametrize(
    ("chosen", "text", "service"),
    [
        ((":self", ":civil_registry", ":moving_domicile"), "anak saya kejang", "medical_emergency"),
        ((":self", ":civil_registry", ":identity_documents"), "suami pukul saya", "violence"),
        ((":self", ":health", ":pbi_reactivation"), "bapak pingsan", "pbi_reactivation"),
    ],
)
def test_a_report_on_something_else_does_not_name_it(
    chosen: tuple[str, ...], text: str, service: str
) -> None:
    """What was chosen in an open report stays only where it fits the emergency."""
    assert reporting(*chosen).write(text).filed[-1].service == service


@pytest.mark.parametrize(
    "text", ["ibu dipukul bapak sekarang, kk ditahan", "dipukul pak rt sekarang, ktp diambil"]
)
def test_violence_is_always_confidential(text: str) -> None:
    """Whatever else the words speak of, violence goes to the few who may read it."""
    assert CATALOGUE.services[Speaker().write(text).filed[-1].service].sensitive


@pytest.mark.parametrize("text", ["mbah sendirian di rumah, pingsan", "nenek pikun tidak sadar"])
def test_medical_words_outrank_age(text: str) -> None:
    """An old person who lies unconscious needs a doctor, not the lane of neglect."""
    assert Speaker().write(text).filed[-1].service == "medical_emergency"


def test_a_pending_text_expires() -> None:
    """A message that nobody said anything about for a day does not join the next one."""
    speaker = Speaker().write("lampu jalan mati").write("kk saya ilang", after=25 * HOUR)
    assert speaker.talk.loose.texts == ("kk saya ilang",)


FLOOD = "tolong banjir masuk rumah"


@pytest.mark.parametrize("typed", ["", "bukan darurat pak, cuma bocor", "maaf salah pencet"])
def test_it_is_called_off(typed: str) -> None:
    """The button below the numbers, or the words, call the emergency off; the report stays unless
    its teller says otherwise, and the next cry is a new emergency."""
    speaker = Speaker(resident(village="")).write(FLOOD)
    key = speaker.filed[0].key
    speaker.write(typed) if typed else speaker.tap(f"eo:{key}")
    assert [e.case for e in speaker.effects if isinstance(e, Do)] == [key]
    assert [told.words for told in speaker.did(CallOff)] == [typed]
    assert (speaker.did(Withdraw), speaker.talk.drafts) == ([], ())
    assert len(speaker.write("air naik, banjir, tolong").filed) == 2


@pytest.mark.parametrize("cry", ["suami saya pukul saya sekarang", "saya mau bunuh diri"])
def test_danger_from_people_is_not_called_off_by_a_tap(cry: str) -> None:
    """Somebody else may hold the phone: the case stays, and those who work on it read what was
    tapped. Nothing more is asked."""
    speaker = Speaker(resident(village="")).write(cry)
    key = speaker.filed[0].key
    speaker.tap(f"eo:{key}")
    (added,) = speaker.did(Add)
    assert "bukan keadaan darurat" in added.story["texts"][0]
    assert speaker.did(Withdraw) == []
    assert speaker.talk.draft is None


@pytest.mark.parametrize("words", ["gak jadi", "ga jadi deh pak"])
def test_words_of_doubt_reach_whoever_is_on_the_way(words: str) -> None:
    """They are no answer to what the emergency's form asks, and calling off takes more than that:
    the officers read them, and the case stays."""
    speaker = Speaker(resident()).write(FLOOD)
    speaker.write(words)
    (added,) = speaker.did(Add)
    assert words in added.story["texts"]
    assert (speaker.did(Withdraw), speaker.talk.draft is not None) == ([], True)


def test_what_was_called_off_opens_no_report_of_its_own() -> None:
    """Somebody whom we don't know yet calls it off and tells of something else later: the cry is no
    part of that."""
    speaker = Speaker(stranger()).write(FLOOD)
    speaker.tap(f"eo:{speaker.filed[0].key}")
    assert speaker.talk.loose.empty


def test_the_big_keyboard_goes_with_the_emergency() -> None:
    """Whoever calls it off at the question for a phone number has no key for that any more."""
    speaker = Speaker(resident()).write(FLOOD).write("RT 2 RW 1, samping balai")
    assert speaker.asked == "phone"
    speaker.tap(f"eo:{speaker.filed[0].key}")
    assert "none" in [say.keyboard for say in speaker.says]


def test_an_old_button_calls_nothing_off() -> None:
    """The button of an earlier emergency is stale once there is another."""
    speaker = Speaker(resident(village="")).write(FLOOD)
    first = speaker.filed[0].key
    speaker.write("bapak kejang")
    speaker.tap(f"eo:{first}")
    assert (speaker.keys[0], speaker.did(Withdraw)) == ("form.stale", [])


def test_it_is_asked_once() -> None:
    """Who has said that it is not now is not asked again in the same report."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later")
    speaker.write("bapak panas tinggi").press("e:no").press(":open")
    speaker.write("depan puskesmas, panas tinggi terus")
    assert "alarm.maybe" not in speaker.keys


def test_an_address_is_no_doubt() -> None:
    """While an emergency is open, faint words are part of it and not asked about."""
    speaker = Speaker(resident(village="")).write(FLOOD).write("kesambi")
    speaker.write("RT 4, di depan pintu masjid, dekat kabel yang putus")
    assert "alarm.maybe" not in speaker.keys


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.COORDINATOR])
def test_who_has_a_role_calls_off_too(role: Role) -> None:
    """The button is there for whoever raised the alarm."""
    speaker = Speaker(resident(role, village="")).write(f"/lapor {FLOOD}")
    assert len(speaker.tap(f"eo:{speaker.filed[0].key}").did(CallOff)) == 1


@pytest.mark.parametrize("answer", ["tap", "ya", "iya pak", "Ya, tetap", "tetap"])
def test_what_was_called_off_stays(answer: str) -> None:
    """Once it is known that the report stays, the emergency's form asks what it has not asked."""
    speaker = Speaker(resident(village="")).write(FLOOD)
    key = speaker.filed[0].key
    speaker.tap(f"eo:{key}")
    speaker.tap(f"ek:keep:{key}") if answer == "tap" else speaker.write(answer)
    assert (speaker.did(Withdraw), speaker.did(Add)) == ([], [])
    assert speaker.keys == ["alarm.kept", "emergency.village.ask"]


@pytest.mark.parametrize("answer", ["tap", "tidak", "gak pak", "batalkan"])
def test_what_was_called_off_is_taken_back(answer: str) -> None:
    """Only when its teller says so is the case withdrawn; nothing is asked any more."""
    speaker = Speaker(resident(village="")).write(FLOOD)
    key = speaker.filed[0].key
    speaker.tap(f"eo:{key}")
    speaker.tap(f"ek:drop:{key}") if answer == "tap" else speaker.write(answer)
    assert (len(speaker.did(Withdraw)), speaker.talk.drafts) == (1, ())


def test_the_next_trouble_is_no_part_of_what_was_called_off() -> None:
    """Whoever leaves the question unanswered tells of something else: it is asked about like any
    message, and the case is left alone."""
    speaker = Speaker(resident()).write(FLOOD)
    speaker.tap(f"eo:{speaker.filed[0].key}").write("lampu jalan mati di rt 5")
    assert (speaker.did(Add), speaker.keys[-1]) == ([], "outside.offer")


def test_a_second_tap_asks_again() -> None:
    """Who calls it off once more reads the question again, with its buttons."""
    speaker = Speaker(resident()).write(FLOOD)
    key = speaker.filed[0].key
    speaker.tap(f"eo:{key}").tap(f"eo:{key}")
    assert (speaker.keys, len(speaker.did(CallOff))) == (["alarm.keep_asked"], 0)


def test_words_of_doubt_in_a_reply_go_to_their_case() -> None:
    """A "gak jadi" that answers a message about another case is not told to the emergency."""
    speaker = Speaker(resident(), cases=OPEN_CASES).write(FLOOD)
    speaker.write("gak jadi", reply_to=CASE)
    assert [e.case for e in speaker.effects if isinstance(e, Do)] == [CASE]


@pytest.mark.parametrize(
    ("village", "words"),
    [
        ("", "masih disini tolong cepetan pak"),
        ("32.74.05.1003", "masih disini tolong"),
        ("32.74.05.1003", "rumah no 12 cat biru"),
    ],
)
def test_words_that_answer_nothing_reach_whoever_is_on_the_way(village: str, words: str) -> None:
    """They are added to the emergency, and the question is asked once more; not a third time."""
    speaker = Speaker(resident(village=village)).write("tolong rumah tetangga kebakaran")
    if village:
        speaker.write("RT 05 dekat musala")
    step = "phone" if village else "village"
    speaker.write(words)
    (added,) = speaker.did(Add)
    assert words in added.story["texts"]
    assert speaker.keys == ["emergency.again"]
    assert speaker.write("asapnya tebal sekali ini pak").keys[-1] != "emergency.again"
    assert len(speaker.did(Add)) == 1
    assert f"emergency.{step}.ask" not in speaker.keys


@pytest.mark.parametrize("typed", ["0812345678901234567", "12345 67890 12345 67890"])
def test_a_number_that_went_wrong_is_told_so(typed: str) -> None:
    """Digits were meant as a number: the example helps."""
    speaker = Speaker(resident()).write("tolong rumah tetangga kebakaran")
    assert speaker.write("RT 05 dekat musala").write(typed).keys == ["form.again"]


@pytest.mark.parametrize(
    "words",
    [
        "anak tetangga minum racun tikus",
        "anak saya minum baygon",
        "suami kena racun rumput, muntah",
    ],
)
def test_a_poisoning_is_told_what_an_ambulance_needs(words: str) -> None:
    """Whoever was poisoned, the first words are those of every medical emergency, and its case is
    one."""
    speaker = Speaker(resident()).write(words)
    assert speaker.keys[0] == "alarm.medical.say"
    assert speaker.filed[-1].service == "medical_emergency"


@pytest.mark.parametrize(
    ("words", "role", "forwarded", "other"),
    [
        ("suami saya pukul saya sekarang", None, False, False),
        ("suami saya pukul saya sekarang", None, True, True),
        ("tetangga dipukul suaminya sekarang", None, False, True),
        ("bu rt, ada yang dipukul suaminya sekarang", Role.VOLUNTEER, False, True),
        ("saya dipukul suami sekarang", Role.VOLUNTEER, False, False),
        ("saya mau bunuh diri", None, True, True),
        ("saya mau bunuh diri", None, False, False),
        ("adik saya mau bunuh diri", None, False, True),
        ("suami saya manjat sutet, teriak mau loncat dari atas jembatan", None, False, True),
        ("anak saya mau minum racun", None, False, True),
        ("ditinggal suami saya mau bunuh diri", None, False, False),
        ("kasihan anak saya, kalau begini saya minum racun aja", None, False, False),
        ("anak sebelah dipukuli bapaknya sekarang", None, False, True),
        ("suami pukul saya, ini saya lari ke rumah tetangga", None, False, False),
        ("bojoku ngantemi aku, iki aku mlayu nang omahe tonggo", None, False, False),
    ],
)
def test_words_fit_who_tells(words: str, role: Role | None, forwarded: bool, other: bool) -> None:
    """Who forwards a cry, or tells of a neighbour, is not spoken to as the one who suffers."""
    speaker = Speaker(resident(*([role] if role else []))).write(words, forwarded=forwarded)
    assert speaker.keys[0].startswith("alarm_other.") == other

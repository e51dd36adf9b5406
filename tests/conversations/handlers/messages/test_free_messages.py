"""Messages outside every form: each gets a fitting answer, and what tells of something is never
lost."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.actions.correspondence import Add
from casework.actions.question import Answer
from casework.case.model import Role
from casework.case.number import number
from conversations.handlers.messages.small_talk import small_talk
from conversations.protocol.effects import Brief, Do
from conversations.protocol.requests import RemindMe
from conversations.protocol.talk.gathering import BURST_SECONDS
from tests.conversations.speaker import (
    CASE,
    OPEN_CASES,
    TEXTS,
    WAITING_CASE,
    Speaker,
    resident,
    stranger,
)

STORY = "bpjs bapak mati padahal harus kontrol ke dokter"


@pytest.mark.parametrize(
    ("text", "tone"),
    [
        ("P", "greeting"),
        ("Assalamu'alaikum pak", "greeting"),
        ("selamat pagi min", "greeting"),
        ("punten kang", "greeting"),
        ("👍", "thanks"),
        ("🙏🙏", "thanks"),
        ("ok makasih", "thanks"),
        ("siap bu", "nod"),
        ("ok", "nod"),
        ("nggih pak, siap", "nod"),
        ("nggih matur nuwun", "thanks"),
        ("baik pak terima kasih infonya 🙏", "thanks"),
        ("makasih, tapi belum masuk", ""),
        ("alhamdulillah tapi masih kurang", ""),
        ("makasih bu, kapan cairnya?", ""),
        ("iya belum", ""),
        ("...", "greeting"),
        ("makasih ya", "thanks"),
        ("Terima kasih banyak bu", "thanks"),
        ("hatur nuhun", "thanks"),
        ("matur suwun", "thanks"),
        ("percuma lapor", "anger"),
        ("dasar goblok", "anger"),
        ("KAPAN DIURUS", "anger"),
        ("08123456789", ""),
        ("3274051203870001", ""),
        ("26-00001-K", ""),
        ("KIS", ""),
        ("mau tanya", ""),
        ("terima kasih tapi kartu saya masih mati dan saya harus kontrol ke dokter besok", ""),
        (STORY, ""),
    ],
)
def test_small_talk(text: str, tone: str) -> None:
    """Greetings, thanks and anger are known by their words; what says more is none of them."""
    assert small_talk(text) == tone


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("P", "chat.greeting"),
        ("makasih", "chat.thanks"),
        ("goblok semua", "chat.anger"),
        ("", "chat.unknown"),
    ],
)
def test_small_talk_is_answered_in_kind(text: str, key: str) -> None:
    """Small talk is answered, keeps nothing, and offers the menu."""
    speaker = Speaker().write(text)
    assert (speaker.keys, speaker.talk.loose.empty) == ([key], True)
    assert "m:lapor" in [b.tap.data() for b in speaker.buttons]


def test_a_greeting_shows_what_is_open() -> None:
    """Who greets and has open cases sees where they stand."""
    assert Speaker(cases=OPEN_CASES).write("halo").keys == ["chat.greeting_cases"]


@pytest.mark.parametrize("text", ["KIS SAYA MATI", "PKH BELUM CAIR", "percuma, bansos ga cair"])
def test_a_trouble_told_in_anger_is_a_trouble(text: str) -> None:
    """Capitals and hard words that name a trouble are offered as a report, not soothed away."""
    assert Speaker().write(text).keys == ["outside.offer"]


def test_a_told_story_becomes_a_report() -> None:
    """What was told is kept, its services are suggested, and the story is not asked again."""
    speaker = Speaker().write(STORY)
    assert speaker.keys == ["outside.offer"]
    speaker.press("o:new").press(":self")
    assert (speaker.asked, speaker.answers["story"]["texts"]) == ("suggested", [STORY])
    speaker.press(":pbi_reactivation").press(":later")
    assert speaker.asked == "secret"
    assert speaker.talk.loose.empty


def test_a_volunteers_story_is_a_neighbours() -> None:
    """What a volunteer forwards becomes a report for a neighbour."""
    speaker = Speaker(resident(Role.VOLUNTEER)).write(STORY, forwarded=True).press("o:new")
    assert speaker.talk.draft is not None
    assert (speaker.talk.draft.form, speaker.asked) == ("neighbour", "sufferer")


@pytest.mark.parametrize("text", ["P", "makasih pak", "dasar goblok"])
def test_small_talk_is_no_part_of_what_waits(text: str) -> None:
    """A greeting, thanks or anger after a story shows the offer again; only the story becomes the
    report."""
    speaker = Speaker().write(STORY).write(text)
    assert (speaker.keys, speaker.talk.loose.texts) == (["outside.offer"], (STORY,))
    speaker.press("o:new")
    assert speaker.answers["story"]["texts"] == [STORY]


def test_a_used_up_offer_goes_on_with_the_open_form() -> None:
    """An offer whose words are taken says so, and asks the open form's question again; without a
    form the menu."""
    speaker = Speaker().write(STORY).press("o:new")
    before = speaker.talk
    assert speaker.tap("o:new").keys == ["outside.gone", "report.who.ask"]
    assert speaker.talk == before
    speaker = Speaker().tap("o:new")
    assert (speaker.keys, "m:lapor" in [b.tap.data() for b in speaker.buttons]) == (
        ["outside.gone"],
        True,
    )


def test_several_messages_are_one_offer() -> None:
    """Messages within seconds are offered together, once."""
    speaker = (
        Speaker()
        .write("mau tanya", after=60)
        .write("soal kartu", after=1)
        .photo(after=BURST_SECONDS)
    )
    assert speaker.effects == ()
    story = speaker.tap("o:new").answers["story"]
    assert (story["texts"], len(story["files"])) == (["mau tanya", "soal kartu"], 1)


def test_a_photo_without_words_is_asked_about() -> None:
    """A photo alone is kept and asked about."""
    speaker = Speaker().photo()
    assert (speaker.keys, len(speaker.talk.loose.files)) == (["outside.photo"], 1)


def test_not_a_report() -> None:
    """What is no report is let go of, and a second tap says so."""
    speaker = Speaker().write("mau tanya jam buka").press("o:no")
    assert (speaker.keys, speaker.talk.loose.empty) == (["outside.ignored"], True)
    assert speaker.tap("o:new").keys == ["outside.gone"]
    assert speaker.talk.drafts == ()


def test_the_report_button_and_the_command_take_the_kept_words_along() -> None:
    """Words that wait to be decided about join the report that is opened by other ways, with their
    files."""
    speaker = Speaker().photo("atap rumah").write("/lapor sudah mau roboh")
    story = speaker.answers["story"]
    assert (story["texts"], len(story["files"])) == (["atap rumah", "sudah mau roboh"], 1)
    assert Speaker().write(STORY).tap("m:lapor").answers["story"]["texts"] == [STORY]


def test_a_command_under_a_photo_keeps_the_photo() -> None:
    """A photo whose caption is the command becomes part of the report."""
    assert len(Speaker().photo("/lapor atap roboh").answers["story"]["files"]) == 1


# ---- open cases ----------------------------------------------------------------------------------


def done(speaker: Speaker) -> list[tuple[type, object]]:
    """What was done with cases; that a message which waits is remembered is no such thing."""
    commands = [e for e in speaker.effects if isinstance(e, Do)]
    return [(type(e.command), e.case) for e in commands if not isinstance(e.command, RemindMe)]


def test_news_may_go_to_an_open_case() -> None:
    """Kept words are offered to the open cases too, the one that waits first, and go where the
    person says."""
    speaker = Speaker(cases=tuple(reversed(OPEN_CASES))).write(STORY)
    assert [b.tap.data() for b in speaker.buttons] == [
        f"o:{WAITING_CASE}",
        "o:new",
        f"o:{CASE}",
        "o:no",
    ]
    assert done(speaker.press(f"o:{CASE}")) == [(Add, CASE)]
    assert speaker.talk.loose.empty


def test_an_offer_says_what_each_case_is_about() -> None:
    """The first button answers the officer who has asked; the others tell topic and day, of a
    sensitive case only that it is one."""
    opened = datetime(2026, 11, 2, 20, 0, tzinfo=UTC)
    cases = (
        *(replace(case, opened=opened) for case in OPEN_CASES),
        Brief(CASE + 1, "violence", "in_progress", sensitive=True, opened=opened),
    )
    speaker = Speaker(cases=cases).write(STORY)
    assert [TEXTS.plain("id", button.label) for button in speaker.buttons] == [
        f"💬 Ini jawaban untuk petugas ({number(WAITING_CASE)})",
        "📝 Buat laporan baru",
        f"➕ {number(CASE)} · PKH belum cair, berhenti · 3/11",
        f"➕ {number(CASE + 1)} · laporan rahasia · 3/11",
        "Bukan laporan",
    ]


def test_words_for_a_case_that_waits_are_its_answer() -> None:
    """To a case that waits for an answer, words are that answer."""
    assert done(Speaker(cases=OPEN_CASES).write(STORY).press(f"o:{WAITING_CASE}")) == [
        (Answer, WAITING_CASE)
    ]


def test_a_strangers_case_gets_nothing() -> None:
    """A tap for a case that is not the speaker's asks again and keeps the words."""
    speaker = Speaker(cases=OPEN_CASES).write(STORY).tap("o:260000009")
    assert (speaker.keys, done(speaker), speaker.talk.loose.texts) == (
        ["form.moved", "outside.offer"],
        [],
        (STORY,),
    )


@pytest.mark.parametrize("text", ["ini fotonya", "P", "makasih pak, tapi belum"])
def test_a_reply_goes_to_the_case_replied_to(text: str) -> None:
    """A reply to a message of a case goes to that case, plain thanks aside; nothing is guessed."""
    assert done(Speaker(cases=OPEN_CASES).write(text, reply_to=CASE)) == [(Add, CASE)]
    assert done(Speaker(cases=OPEN_CASES).write(text, reply_to=WAITING_CASE)) == [
        (Answer, WAITING_CASE)
    ]


def test_a_reply_in_the_middle_of_a_form_leaves_the_form() -> None:
    """A reply to a case goes there even while a form is open; the form is as it was, also after the
    burst."""
    speaker = Speaker(cases=OPEN_CASES).write("/lapor").press(":self")
    before = speaker.talk.drafts
    assert done(speaker.write("ini fotonya", reply_to=CASE)) == [(Add, CASE)]
    assert done(speaker.photo(after=1)) == [(Add, CASE)]
    assert speaker.talk.drafts == before


def test_a_reply_to_a_closed_case_is_offered() -> None:
    """A reply to a case that is not open any more is kept and asked about."""
    speaker = Speaker(cases=OPEN_CASES).write("masih mati", reply_to=250_000_001)
    assert (done(speaker), speaker.talk.loose.texts) == ([], ("masih mati",))


def test_an_album_replied_goes_to_the_case_whole() -> None:
    """The rest of an album that replies to a case follows without a word."""
    speaker = Speaker(cases=OPEN_CASES).photo("buktinya", reply_to=CASE)
    assert done(speaker.photo(after=1)) == [(Add, CASE)]
    assert speaker.says == []
    assert done(speaker.photo(after=BURST_SECONDS + 1)) == []
    assert speaker.keys == ["outside.photo"]


# ---- before first contact ------------------------------------------------------------------------


def introduced(speaker: Speaker) -> Speaker:
    return speaker.press(":id").press(":agree").write("kesambi")


def test_a_strangers_story_waits_for_first_contact() -> None:
    """Whoever begins with their trouble meets the bot first, and goes on with their own words in
    the same message."""
    speaker = Speaker(stranger()).write(STORY)
    assert speaker.keys == ["hello.welcome"]
    introduced(speaker)
    assert (speaker.keys, speaker.asked) == (["hello.connected"], "who")
    assert (speaker.answers["story"]["texts"], speaker.talk.loose.empty) == ([STORY], True)
    assert speaker.did(RemindMe) == [RemindMe(speaker.talk.drafts[-1].id)]


def test_what_may_be_no_report_is_asked_about_after_first_contact() -> None:
    """Words that name no trouble that we know are offered as a report, in the same message."""
    speaker = Speaker(stranger()).write("ayam tetangga masuk kebun")
    introduced(speaker)
    [said] = speaker.says
    assert (said.text.key, said.text.args["question"].key) == ("hello.connected", "outside.offer")  # type: ignore[attr-defined]


def test_words_that_may_belong_to_an_open_case_are_asked_about() -> None:
    """Who has erased their data may still have a case; their words may be news of it."""
    speaker = Speaker(stranger(), cases=OPEN_CASES).write(STORY)
    introduced(speaker)
    assert speaker.says[-1].text.args["question"].key == "outside.offer"  # type: ignore[attr-defined]


@pytest.mark.parametrize("presses", [[], [":id"], [":id", ":agree"]])
def test_a_story_told_during_first_contact_is_kept(presses: list[str]) -> None:
    """Who tells their trouble instead of answering our questions is not asked to tell it twice."""
    speaker = Speaker(stranger()).write("/start")
    for end in presses:
        speaker.press(end)
    asked = speaker.asked
    speaker.write(STORY)
    assert (speaker.keys[0], speaker.asked) == ("form.story_kept", asked)
    for end in [":id", ":agree"][len(presses) :]:
        speaker.press(end)
    speaker.write("kesambi")
    assert (speaker.asked, speaker.answers["story"]["texts"]) == ("who", [STORY])


@pytest.mark.parametrize("words", ["KIS mati", "minta surat SKTM", "PKH belum cair"])
def test_a_trouble_in_few_words_is_kept_at_the_consent(words: str) -> None:
    """However short, what names a trouble is no failed answer to "do you agree?"."""
    speaker = Speaker(stranger()).write("/start").write(words)
    assert (speaker.keys[0], speaker.asked) == ("form.story_kept", "consent")
    speaker.press(":agree").write("kesambi")
    assert (speaker.asked, speaker.answers["story"]["texts"]) == ("who", [words])


def test_few_words_that_tell_nothing_are_no_story() -> None:
    """They are asked again."""
    speaker = Speaker(stranger()).write("/start").write("apa ini")
    assert (speaker.keys, speaker.talk.loose.empty) == (["form.again"], True)


def test_a_second_start_begins_one_first_contact() -> None:
    """Who presses start twice is asked once."""
    speaker = Speaker(stranger()).write("/start").write("/start d_3274051004")
    assert [draft.form for draft in speaker.talk.drafts] == ["hello"]
    speaker.press(":id").press(":agree")
    assert speaker.talk.drafts == ()
    assert speaker.person.village == "32.74.05.1004"


def test_who_declines_is_left_in_peace() -> None:
    """Without consent nothing is kept; the emergency numbers are told."""
    speaker = Speaker(stranger()).write(STORY).press(":id").press(":decline")
    assert (speaker.keys, speaker.talk.loose.empty, speaker.talk.drafts) == (
        ["form.sent", "hello.declined", "hello.let_go"],
        True,
        (),
    )


def test_who_has_erased_their_data_can_still_answer() -> None:
    """A reply to an open case counts even when first contact has to begin anew."""
    speaker = Speaker(stranger(), cases=OPEN_CASES).write("sejak Mei", reply_to=WAITING_CASE)
    assert done(speaker) == [(Answer, WAITING_CASE)]
    assert speaker.keys[0] == "hello.welcome"


@pytest.mark.parametrize("tap", ["o:new", "o:calm", "n:draft-000001", "m:lapor"])
def test_no_report_without_consent(tap: str) -> None:
    """An old button of somebody who has erased their data leads to first contact, not into a
    report."""
    speaker = Speaker(stranger()).write(STORY).tap(tap)
    assert [draft.form for draft in speaker.talk.drafts] == ["hello"]


@given(st.text(max_size=100))
def test_small_talk_knows_four_tones(text: str) -> None:
    """Any text is one of four tones or none; what holds a digit is never just a greeting."""
    assert small_talk(text) in ("greeting", "thanks", "nod", "anger", "")
    assert small_talk(text) != "greeting" or not any(ch.isdigit() for ch in text)


def test_offered_cases_are_few() -> None:
    """At most three cases are offered for a message, and one button for the others."""
    cases = tuple(Brief(CASE + n, "pkh", "in_progress") for n in range(9))
    assert len(Speaker(cases=cases).write(STORY).buttons) == 6


POLITE = ["ok makasih", "siap bu", "terima kasih banyak ya", "🙏", "nggih matur nuwun", "👍", "ok"]


@pytest.mark.parametrize("words", POLITE)
@pytest.mark.parametrize("replies", [False, True])
def test_thanks_are_no_news_of_a_case(words: str, replies: bool) -> None:
    """They get one short answer and ring nobody, also as a reply to what we told."""
    above = {"reply_to": CASE} if replies else {}
    speaker = Speaker(cases=OPEN_CASES[1:]).write(words, **above)
    assert (speaker.did(Add), len(speaker.says)) == ([], 1)
    assert speaker.keys[0] in ("chat.thanks", "chat.nod")
    assert speaker.talk.loose.empty


@pytest.mark.parametrize("words", POLITE)
def test_thanks_right_after_news_are_no_more_of_it(words: str) -> None:
    """In the same breath nothing at all is said to them."""
    speaker = Speaker(cases=OPEN_CASES[1:]).write("kartu saya hilang kemarin", reply_to=CASE)
    assert speaker.write(words, after=2).effects == ()


@pytest.mark.parametrize("words", ["makasih, tapi belum masuk", "ok tapi kartunya masih mati"])
def test_thanks_with_a_but_are_news(words: str) -> None:
    """As a reply they go to the case; loose they are asked about."""
    speaker = Speaker(cases=OPEN_CASES[1:]).write(words, reply_to=CASE)
    assert len(speaker.did(Add)) == 1
    assert Speaker(cases=OPEN_CASES[1:]).write(words).keys == ["outside.offer"]


def test_a_nod_may_answer_an_officer() -> None:
    """To their question "nggih" is an answer, thanks are none."""
    assert len(Speaker(cases=OPEN_CASES).write("nggih pak", reply_to=WAITING_CASE).did(Answer)) == 1
    thanked = Speaker(cases=OPEN_CASES).write("ok makasih", reply_to=WAITING_CASE)
    assert (thanked.did(Answer), thanked.keys) == ([], ["chat.thanks"])


@pytest.mark.parametrize(
    "words",
    [
        "bangsat pelayanannya, emak sy udah meninggal",
        "goblok semua, kemaren sy disuruh bolak balik 3x",
        "ANJING RUMAH SAYA DISITA BANK",
        "KENAPA BELUM CAIR JUGA",
        "tai lah, hp sy ilang",
        "percuma, orangnya udah pindah",
    ],
)
def test_angry_words_with_news_are_kept(words: str) -> None:
    """Soothing alone would lose what they tell."""
    speaker = Speaker().write(words)
    assert speaker.keys == ["outside.offer"]
    assert speaker.talk.loose.texts == (words,)


@pytest.mark.parametrize(
    "words",
    ["anjing", "dasar goblok semua", "GA GUNA", "brengsek kalian", "percuma aja lapor"],
)
def test_mere_anger_is_soothed(words: str) -> None:
    """There is nothing to keep."""
    assert Speaker().write(words).keys == ["chat.anger"]


def test_the_first_of_several_photos_is_not_counted() -> None:
    """More may follow in the same breath, without a word of ours between; all of them are kept."""
    speaker = Speaker().photo()
    offered = TEXTS.plain("id", speaker.says[-1].text)
    speaker.photo(after=1).photo(after=1)
    assert len(speaker.talk.loose.files) == 3
    assert "1 foto" not in offered
    assert "2 foto" in TEXTS.plain("id", Speaker().photo().photo(after=10).says[-1].text)


def test_of_many_lines_that_wait_the_newest_are_shown() -> None:
    """And how many stand before them; all of them are kept."""
    speaker = Speaker()
    lines = (
        "lampu jalan mati",
        "gelap sekali",
        "sudah seminggu",
        "anak takut lewat",
        "tolong pak",
        "kasihan",
    )
    for words in lines:
        speaker.write(words)
    told = TEXTS.plain("id", speaker.says[-1].text)
    assert [words in told for words in lines] == [False, *[True] * 5]
    assert ("1 pesan sebelumnya" in told, speaker.talk.loose.texts) == (True, lines)


def test_few_cases_are_offered_at_once() -> None:
    """Three, and one button that shows the others, too."""
    cases = tuple(Brief(CASE + n, "pkh", "in_progress", calm=True) for n in range(5))
    speaker = Speaker(cases=cases).write("sudah seminggu lampu jalan mati")
    labels = [button.tap.data().split(":")[1] for button in speaker.buttons]
    assert labels == ["new", *(str(case.id) for case in cases[:3]), "all", "no"]
    offered = [button.tap.data().split(":")[1] for button in speaker.press("all").buttons]
    assert offered == ["new", *(str(case.id) for case in cases), "no"]
    assert speaker.talk.loose.texts == ("sudah seminggu lampu jalan mati",)


def test_what_is_told_hours_later_is_another_matter() -> None:
    """It is asked about by itself; the older words wait behind it, and are shown no more."""
    speaker = Speaker().write("lampu jalan mati").write("sumur kami kering", after=4 * 3600)
    told = TEXTS.plain("id", speaker.says[-1].text)
    assert ("lampu" in told, "sumur" in told, len(speaker.talk.unsorted)) == (False, True, 1)

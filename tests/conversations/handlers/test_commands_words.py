"""What stands behind or under a command is never lost, for nobody."""

import pytest

from casework.actions.assignment import Claim
from casework.actions.correspondence import Note, Reply
from casework.case.model import Role
from casework.case.number import number, parse
from conversations.handlers.command_words import parted
from conversations.handlers.commands import COMMANDS
from conversations.protocol.effects import Do, Person, Show
from conversations.protocol.requests import RemindMe
from tests.conversations.speaker import CASE, OPEN_CASES, Speaker, resident, stranger

WORDS = "atap rumah saya roboh"
BETWEEN = [" ", "\n", ", ", ": ", ":", "\t", "\u00a0", " - ", "\n\n", "@puskesos_bot ", "... "]


def kept(speaker: Speaker) -> tuple[str, ...]:
    """The words that stand in an open form or wait to be asked about."""
    draft = speaker.talk.draft
    story = draft.answers.get("story") if draft else None
    return tuple(story["texts"]) if story else speaker.talk.loose.texts


@pytest.mark.parametrize("between", BETWEEN)
@pytest.mark.parametrize("who", [resident(), stranger(), resident(Role.VOLUNTEER)])
def test_a_story_behind_the_command_is_told(who: Person, between: str) -> None:
    """However somebody parts /lapor from their story, it is a report with that story; whom we have
    not met meets us first."""
    speaker = Speaker(who).write(f"/lapor{between}{WORDS}")
    assert kept(speaker) == (WORDS,)
    if not who.consent:
        speaker.press(":id").press(":agree").write("kesambi")
        assert (speaker.asked, kept(speaker)) == ("who", (WORDS,))


@pytest.mark.parametrize("name", [n for n in COMMANDS if n not in ("cari", "start")])
@pytest.mark.parametrize(
    "who", [resident(), stranger(), resident(Role.VOLUNTEER), resident(Role.COORDINATOR)]
)
def test_no_command_swallows_words(who: Person, name: str) -> None:
    """Words behind any command, allowed or not, are kept; the command does its own besides."""
    speaker = Speaker(who).write(f"/{name} {WORDS}")
    assert WORDS in " ".join(kept(speaker)), speaker.keys


@pytest.mark.parametrize("typed", ["/lapro", "/Lapor_", "/lapor2", "/xyz"])
@pytest.mark.parametrize("who", [resident(), stranger()])
def test_an_unknown_command_keeps_its_words(who: Person, typed: str) -> None:
    """Behind a command that is mistyped the words are offered as a report."""
    speaker = Speaker(who).write(f"{typed} {WORDS}")
    assert speaker.talk.loose.text.endswith(WORDS)
    if who.consent:
        assert speaker.keys == ["command.unknown", "outside.offer"]
    else:
        assert speaker.keys[0] == "hello.welcome"


@pytest.mark.parametrize("caption", ["/lapor", "/lapor ", "/status", "/xyz", "/bantuan", "/batal"])
@pytest.mark.parametrize("kind", ["photo", "voice", "document"])
@pytest.mark.parametrize("who", [resident(), stranger(), resident(Role.COORDINATOR)])
def test_a_file_under_a_command_is_kept(who: Person, kind: str, caption: str) -> None:
    """A file whose caption is a command is part of the report, or waits to be asked about."""
    speaker = Speaker(who).photo(caption, kind=kind)
    draft = speaker.talk.draft
    story = draft.answers.get("story") if draft else None
    files = story["files"] if story else speaker.talk.loose.files
    assert len(files) == 1


def test_a_walk_in_keeps_the_photo_too() -> None:
    """At the counter a photo under /catat begins the story."""
    speaker = Speaker(resident(Role.FRONT_OFFICE)).photo("/catat")
    assert len(speaker.answers["story"]["files"]) == 1


@pytest.mark.parametrize("name", ["hapus_saya", "batal", "lapor", "status", "xyz"])
def test_a_forwarded_command_is_only_words(name: str) -> None:
    """What somebody else has typed runs nothing; it is told like any message."""
    speaker = Speaker().write("/lapor").press(":self")
    before = speaker.talk.drafts
    speaker.write(f"/{name} {WORDS}", forwarded=True)
    assert [d.id for d in speaker.talk.drafts] == [d.id for d in before]
    alone = Speaker().write(f"/{name} {WORDS}", forwarded=True)
    assert (alone.keys, alone.talk.loose.texts) == (["outside.offer"], (f"/{name} {WORDS}",))


def test_words_behind_lapor_wait_while_a_report_is_open() -> None:
    """Who tells a new trouble behind the command while a report is open begins it with those
    words."""
    speaker = Speaker().write("/lapor").press(":self").write(f"/lapor {WORDS}")
    assert (speaker.keys, speaker.talk.loose.texts) == (["form.open_one"], (WORDS,))
    speaker.tap(f"n:{speaker.talk.drafts[0].id}")
    assert speaker.answers["story"]["texts"] == [WORDS]


def test_an_officers_words_behind_the_number_are_the_text() -> None:
    """What is typed behind command and number needs not be typed again."""
    officer = resident(Role.FRONT_OFFICE)
    told = f"{number(CASE)} besok kami datang"
    assert Speaker(officer).write(f"/balas {told}").did(Reply) == [Reply(7, "besok kami datang")]
    assert Speaker(officer).write(f"/catatan {told}").did(Note) == [Note(7, "besok kami datang")]
    asking = Speaker(officer).write(f"/tanya {number(CASE)}: sejak kapan sakitnya?")
    assert (asking.asked, asking.answers["question"]) == ("wants", "sejak kapan sakitnya?")


def test_words_behind_a_number_that_no_form_takes_are_kept() -> None:
    """Taking a case is done; the words behind its number are asked about."""
    speaker = Speaker(resident(Role.FRONT_OFFICE)).write(f"/ambil {number(CASE)} saya urus besok")
    assert len(speaker.did(Claim)) == 1
    assert "saya urus besok" in str(speaker.talk)


@pytest.mark.parametrize(
    "typed",
    [
        "/tugaskan 26-9-J",
        "/tugaskan 26-9-J besok ya",
        "/ambil 26-00099-B saya urus",
        "/kasus 26-00099-B sudah sampai mana",
        "/tugskan 26-00007-X",
        "/terima 26 9 J",
    ],
)
@pytest.mark.parametrize("who", [resident(Role.FRONT_OFFICE), resident(Role.VOLUNTEER), resident()])
def test_a_refused_command_is_no_report(who: Person, typed: str) -> None:
    """Wrong role, unknown number or a slip: nothing is offered, and nothing sticks to the next
    words."""
    speaker = Speaker(who).write(typed)
    assert "outside.offer" not in speaker.keys
    assert speaker.talk.loose.empty


@pytest.mark.parametrize("role", [Role.AGENCY_OFFICER, Role.VOLUNTEER])
@pytest.mark.parametrize("typed", ["/cari sekolah", "/cari giliran saya"])
def test_a_search_that_is_not_theirs_is_no_report(role: Role, typed: str) -> None:
    """The words only asked for a list; nothing of it is kept, or reminded of the day after."""
    speaker = Speaker(resident(role)).write(typed)
    assert speaker.keys == ["command.not_yours"]
    assert speaker.talk.loose.empty


def test_danger_behind_a_refused_command_is_heard() -> None:
    """Whatever stands before it."""
    speaker = Speaker(resident()).write("/tugaskan 26-9-J rumah saya kebakaran tolong")
    assert any("alarm" in key or "emergency" in key for key in speaker.keys), speaker.keys


def test_a_number_is_still_a_number() -> None:
    """A command with a number and nothing else shows the case, and keeps nothing."""
    speaker = Speaker(cases=OPEN_CASES).write(f"/kasus {number(CASE)}")
    assert [e.reading for e in speaker.effects if isinstance(e, Show)] == ["case"]
    assert speaker.talk.loose.empty
    speaker.write(f"/kasus {number(CASE)} uangnya belum masuk juga")
    assert [e.reading for e in speaker.effects if isinstance(e, Show)] == ["case"]
    assert speaker.talk.loose.texts == ("uangnya belum masuk juga",)
    assert [type(e.command) for e in speaker.effects if isinstance(e, Do)] == [RemindMe]


def test_a_link_in_a_text_is_a_command_with_its_case() -> None:
    """Telegram makes links of commands without words behind them."""
    assert parted("/kasus_26_00042_K") == ("kasus", "26_00042_k")
    assert parted("/kasus_26_00042_K@desk_bot ya") == ("kasus", "26_00042_k ya")
    assert parted("/data_saya") == ("data_saya", "")
    assert parse(parted(f"/kasus_{number(260_000_042).replace('-', '_')}")[1]) == 260_000_042


@pytest.mark.parametrize("typed", ["{n} ya", "{n} dulu ya pak", "{n}, makasih", "dulu {n} dong"])
@pytest.mark.parametrize("name", ["lepaskan", "tunda", "selesai", "rujuk", "kembalikan"])
def test_polite_words_behind_a_number_are_no_answer(name: str, typed: str) -> None:
    """They are neither the reason nor the result, and nothing is asked about them."""
    who = resident(Role.COORDINATOR)
    polite = Speaker(who).write(f"/{name} {typed.format(n=number(CASE))}")
    plain = Speaker(who).write(f"/{name} {number(CASE)}")
    assert polite.keys == plain.keys
    answers = [s.talk.draft.answers if s.talk.draft else None for s in (polite, plain)]
    assert answers[0] == answers[1]
    assert polite.talk.loose.empty


@pytest.mark.parametrize("words", ["terima kasih", "ya"])
def test_such_words_may_be_a_reply(words: str) -> None:
    """A neighbour: whoever replies may say no more than that."""
    speaker = Speaker(resident(Role.COORDINATOR)).write(f"/balas {number(CASE)} {words}")
    assert speaker.did(Reply) == [Reply(7, words)]


@pytest.mark.parametrize("typed", ["/jaga besok", "/pengganti besok", "/undang kader baru ya"])
def test_a_command_that_is_chosen_by_taps_says_so(typed: str) -> None:
    """Its words say what it is wanted for: they are no report, and the command goes on."""
    name = typed.partition(" ")[0]
    alone = Speaker(resident(Role.COORDINATOR)).write(name)
    speaker = Speaker(resident(Role.COORDINATOR)).write(typed)
    assert speaker.keys == ["command.by_taps", *alone.keys]
    assert speaker.talk.loose.empty


def test_danger_behind_such_a_command_is_heard() -> None:
    """A neighbour: whatever it was typed behind."""
    speaker = Speaker(resident(Role.COORDINATOR)).write("/jaga rumah kebakaran")
    assert "command.by_taps" not in speaker.keys

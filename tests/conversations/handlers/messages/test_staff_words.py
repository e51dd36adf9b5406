"""What officers write is no cry for help of their own: commands come first, free words are asked
about, and at the counter the words are about the visitor."""

import pytest

from casework.case import commands as c
from casework.case.intake import Who
from casework.case.model import Role
from casework.case.number import number
from casework.case.roles import WORKERS
from conversations.content import alarm_words
from conversations.handlers.command_words import SPELT
from conversations.handlers.commands import COMMANDS
from conversations.protocol.effects import Brief, Show
from tests.conversations.speaker import CASE, CONTENT, Speaker, resident

HEARD = ("lapor", "catat")
"""Commands that begin a report: what stands behind them may be a cry for help."""

CLERK = (Role.FRONT_OFFICE, Role.COORDINATOR)
STRANGE = 260_000_011
FIRE = "rumah warga kebakaran sekarang"


def spoken() -> list[str]:
    """The first words of each row that are heard as they stand."""
    rows = []
    for call in CONTENT.alarms.calls:
        phrases = (
            " ".join(choice[0].strip() for part in one.parts for choice in part)
            for one in call.words
        )
        heard = (words for words in phrases if alarm_words.hear(words, CONTENT.alarms))
        rows += [words for words in heard][:1]
    return rows


ROWS = spoken()


def test_most_rows_can_be_spoken() -> None:
    """The words that are tried are of nearly every row."""
    assert len(ROWS) >= 0.9 * len(CONTENT.alarms.calls)


@pytest.mark.parametrize("role", sorted(WORKERS))
@pytest.mark.parametrize("name", [*(name for name in COMMANDS if name not in HEARD), *SPELT])
def test_no_command_of_an_officer_opens_an_emergency(name: str, role: Role) -> None:
    """Every command with the words of every row: nothing is filed, nobody is sent away."""
    for words in ROWS:
        speaker = Speaker(resident(role)).write(f"/{name} {words}")
        assert (speaker.filed, speaker.talk.alarm) == ([], None), words


@pytest.mark.parametrize("text", ["/cari banjir", "/Cari@puskesos_bot banjir", "/ cari: banjir"])
def test_a_search_is_a_search(text: str) -> None:
    """However the command is written, its page is shown, and no number to call."""
    speaker = Speaker(resident(*CLERK)).write(text)
    assert [e.args["words"] for e in speaker.effects if isinstance(e, Show)] == ["banjir"]
    assert speaker.keys == []


@pytest.mark.parametrize("role", sorted(WORKERS))
@pytest.mark.parametrize(
    "text",
    [FIRE, "tadi ada rumah kebakaran, sudah padam", "pasien sesak napas sudah aktif kartunya"],
)
def test_free_words_are_asked_about(role: Role, text: str) -> None:
    """An officer who writes of danger is asked whose it is; nothing is opened."""
    speaker = Speaker(resident(role)).write(text)
    assert (speaker.filed, speaker.keys) == ([], ["alarm_staff.ask"])
    assert speaker.talk.loose.texts == (text,)


def test_the_rest_of_a_burst_is_asked_about_too() -> None:
    """A greeting right before does not take the cry along without a word."""
    speaker = Speaker(resident(*CLERK)).write("ada kabar di RT 2").write(FIRE, after=2)
    assert (speaker.filed, speaker.keys) == ([], ["alarm_staff.ask"])


def test_words_behind_another_command_are_asked_about() -> None:
    """What a command does not take and tells of danger is asked about in the same way."""
    speaker = Speaker(resident(*CLERK)).write(f"/antrian {FIRE}")
    assert speaker.keys[-1] == "alarm_staff.ask"
    assert speaker.press("e:yes").filed[0].intake.story["texts"] == (FIRE,)


def test_recorded_it_is_the_visitors() -> None:
    """One tap records it: the danger of a resident, not of the officer."""
    speaker = Speaker(resident(*CLERK)).write(FIRE).press("e:yes")
    assert [filed.intake.who for filed in speaker.filed] == [Who.WALK_IN]
    assert speaker.keys[0] == "alarm_counter.disaster"


def test_searched_for_it_is_a_search() -> None:
    """The second button looks for a case with these words; nothing waits any more."""
    speaker = Speaker(resident(*CLERK)).write("banjir").press("e:find")
    assert [e.reading for e in speaker.effects if isinstance(e, Show)] == ["found"]
    assert (speaker.filed, speaker.talk.loose.empty) == ([], True)


def test_an_office_outside_searches_nothing() -> None:
    """Who may not search is not offered it, and a forged tap shows nothing."""
    speaker = Speaker(resident(Role.AGENCY_OFFICER)).write("banjir")
    assert [b.tap.data() for b in speaker.buttons] == ["e:yes", "e:no"]
    assert [e for e in speaker.tap("e:find").effects if isinstance(e, Show)] == []


def test_no_keeps_the_words() -> None:
    """ "Bukan": the words may still become a report or join a case."""
    speaker = Speaker(resident(*CLERK)).write(FIRE).press("e:no")
    assert (speaker.filed, speaker.keys) == ([], ["outside.offer"])


def test_for_a_case_it_is_asked_which() -> None:
    """A third button: the words wait for a case of their office, and then for whom they are."""
    speaker = Speaker(resident(*CLERK)).write("ibu masih di igd?").press("e:case")
    assert (speaker.filed, speaker.keys) == ([], ["officer_reply.which"])
    assert [e.args["action"] for e in speaker.effects if isinstance(e, Show)] == ["note"]
    speaker.tap(f"o:{STRANGE}:{speaker.talk.loose_no}")
    assert speaker.talk.draft is not None
    assert speaker.talk.draft.form == "words"
    assert speaker.talk.draft.about["words"] == "ibu masih di igd?"


@pytest.mark.parametrize("words", ["26-00011 ibunya di RS", f"{number(STRANGE)} {number(CASE)} ok"])
def test_words_that_name_a_case_are_for_no_other(words: str) -> None:
    """An officer's own report is not offered for what they write about one of their work."""
    own = Brief(CASE + 8, "disaster", "received")
    speaker = Speaker(resident(*CLERK), cases=(own,)).write(words)
    assert str(own.id) not in repr(speaker.buttons)
    assert "outside.report" not in repr(speaker.buttons)


@pytest.mark.parametrize("text", ["/catat " + FIRE, "/catat"])
def test_at_the_counter_the_words_are_about_the_visitor(text: str) -> None:
    """Behind /catat and in its form danger is recorded at once, as the visitor's, and the clerk
    reads what to do for them."""
    speaker = Speaker(resident(*CLERK)).write(text)
    if not speaker.filed:
        speaker.write("pengunjung").write(FIRE)
    assert [filed.intake.who for filed in speaker.filed] == [Who.WALK_IN]
    assert speaker.filed[0].helper == speaker.person.id
    assert speaker.keys[0] == "alarm_counter.disaster"


def test_a_report_of_their_own_is_their_own() -> None:
    """Behind /lapor, also after a doubt, an officer is a resident like any other."""
    sure = Speaker(resident(*CLERK)).write("/lapor rumah saya kebakaran sekarang")
    doubt = Speaker(resident(*CLERK)).write("/lapor suami sering mukul saya").press("e:yes")
    for speaker in (sure, doubt):
        assert [filed.intake.who for filed in speaker.filed] == [Who.UNSAID]


@pytest.mark.parametrize("action", ["reply", "note", "ask", "resolve"])
def test_words_in_an_officers_form_raise_nothing(action: str) -> None:
    """Reply, note, question and result speak of danger without any."""
    speaker = Speaker(resident(*CLERK)).tap(f"c:{action}:{CASE}")
    for words in ("rumah warga kebakaran sekarang", "anak kejang, sudah ke IGD"):
        speaker.write(words)
    assert (speaker.filed, speaker.talk.alarm) == ([], None)


def test_later_words_of_an_officer_do_not_join_it() -> None:
    """Who has recorded a visitor's emergency speaks of the next resident soon after."""
    speaker = Speaker(resident(*CLERK)).write(f"/catat {FIRE}")
    while speaker.talk.drafts:
        speaker.write("Lewati")
    speaker.cases = (Brief(CASE, "disaster", "received"),)
    assert speaker.write("kartu KIS bu RT mati").keys == ["outside.offer"]
    assert speaker.write(FIRE).keys == ["alarm_staff.ask"]


def test_a_changed_message_is_asked_about() -> None:
    """An edit that begins to tell of danger raises nothing by itself either."""
    speaker = Speaker(resident(*CLERK)).write("rumah warga")
    speaker.edit(speaker.newest, FIRE)
    assert (speaker.filed, speaker.keys) == ([], ["alarm_staff.ask"])


def test_a_resident_and_a_volunteer_are_heard_at_once() -> None:
    """For whoever does not work here nothing changes, behind a command either."""
    for person in (resident(), resident(Role.VOLUNTEER)):
        assert len(Speaker(person).write(f"/status {FIRE}").filed) == 1
        assert isinstance(Speaker(person).write(FIRE).filed[0], c.File)

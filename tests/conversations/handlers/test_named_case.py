"""A message that names a case is about that one, whatever else waits; a command without its slash
is offered."""

import pytest

from casework.actions.correspondence import Add, Reply
from casework.actions.ending.calling_off import CallOff
from casework.actions.review import Review
from casework.case.model import Role
from casework.case.number import number
from conversations.protocol.dialogue import Talk
from conversations.protocol.effects import Brief, Do, RaisedAlarm, Show
from tests.conversations.speaker import CASE, NOW, WAITING_CASE, Speaker, resident

RESULT = Brief(CASE, "pkh", "resolved")
OWN = Brief(WAITING_CASE, "bpnt", "in_progress")
STRANGE = 260_000_011
NAMED = number(STRANGE)
SHORT = "26-11-" + NAMED[-1]

STRANGE_WORDS = [
    f"{SHORT.lower()} sudah dibawa ke RS Gunung Jati",
    f"sudah beres bu, yang {NAMED}",
    f"laporan {NAMED} belum masuk bantuannya",
    f"{NAMED} dan {number(WAITING_CASE)} sudah selesai",
    "26-11 sudah dibawa ke RS Gunung Jati",
    f"26-11-{'A' if NAMED[-1] != 'A' else 'F'} sudah selesai bu",
]


def told(speaker: Speaker) -> list[int | str | None]:
    """The cases that something was done with; reading a page is nothing done."""
    dos = [e for e in speaker.effects if isinstance(e, Do)]
    return [e.case for e in dos if isinstance(e.command, Add | Reply)]


@pytest.mark.parametrize("words", STRANGE_WORDS)
@pytest.mark.parametrize(
    "roles", [(), (Role.VOLUNTEER,), (Role.FRONT_OFFICE,), (Role.BACK_OFFICE,)]
)
def test_words_that_name_another_case_go_to_no_result(words: str, roles: tuple[Role, ...]) -> None:
    """One's own result waits, and the words would fit it; they are asked about."""
    speaker = Speaker(resident(*roles), cases=(RESULT, OWN)).write(words)
    assert told(speaker) == []
    assert speaker.effects


@pytest.mark.parametrize("words", STRANGE_WORDS)
def test_words_behind_others_are_no_rest_of_them(words: str) -> None:
    """What follows quickly upon words about one case, and names another, is no more of them."""
    speaker = Speaker(cases=(RESULT, OWN)).write("halo bu, ini kabarnya", reply_to=WAITING_CASE)
    assert told(speaker) == [WAITING_CASE]
    assert told(speaker.write(words, after=1)) == []


@pytest.mark.parametrize("kind", ["write", "photo"])
def test_words_that_name_ones_own_case_go_there(kind: str) -> None:
    """Also with a photo, and when another result waits."""
    speaker = Speaker(cases=(RESULT, OWN))
    getattr(speaker, kind)(f"{number(WAITING_CASE)} sudah selesai bu")
    assert told(speaker) == [WAITING_CASE]
    speaker = Speaker(resident(Role.FRONT_OFFICE), cases=(RESULT, OWN))
    getattr(speaker, kind)(f"tadi {number(WAITING_CASE)} sudah selesai bu")
    assert told(speaker) == [WAITING_CASE]


def test_an_emergency_that_was_raised_takes_no_words_for_another_case() -> None:
    """Whoever has cried for help names another of their cases: the words go there."""
    alarm = ("key", NOW.isoformat(), "fire")
    speaker = Speaker(cases=(OWN,), talk=Talk(alarm=alarm))
    assert told(speaker.write(f"{number(WAITING_CASE)} uangnya sudah masuk")) == [WAITING_CASE]


@pytest.mark.parametrize(("named", "off"), [(WAITING_CASE, False), (CASE, True)])
def test_an_emergency_is_called_off_by_no_words_about_another_case(named: int, off: bool) -> None:
    """What is no emergency is the case that they name."""
    raised = RaisedAlarm(CASE, "emergency", open=True, kind="fire", at=NOW)
    alarm = ("key", NOW.isoformat(), "fire")
    speaker = Speaker(cases=(OWN,), talk=Talk(alarm=alarm), emergencies={"key": raised})
    speaker.write(f"{number(named)} bukan darurat")
    assert bool(speaker.did(CallOff)) is off


def test_an_officer_is_asked_for_whom_the_words_are() -> None:
    """As with a reply to a message about that case; danger in them raises nothing."""
    officer = Speaker(resident(Role.BACK_OFFICE)).write(f"{NAMED} pingsan lagi, sudah dibawa ke RS")
    assert (officer.keys, officer.filed) == (["words.to.ask"], [])
    assert [e.case for e in officer.press(":resident").effects if isinstance(e, Do)] == [STRANGE]


def test_a_reply_that_names_another_case_is_asked_about() -> None:
    """Two cases are meant then, and no one guesses."""
    speaker = Speaker(cases=(RESULT, OWN))
    speaker.write(f"bukan ini, yang {number(WAITING_CASE)} sudah beres", reply_to=CASE)
    assert told(speaker) == []
    assert [key for key in speaker.keys if key.startswith("outside.")]


@pytest.mark.parametrize(
    ("form", "words"),
    [("reply", f"{NAMED} sudah di RS"), ("reply", NAMED), ("note", f"kasus {NAMED}: sudah di RS")],
)
def test_an_open_form_of_another_case_does_not_take_them(form: str, words: str) -> None:
    """They would have been sent to another resident; the form stays open."""
    officer = Speaker(resident(Role.FRONT_OFFICE)).tap(f"c:{form}:{CASE}").write(words)
    assert told(officer) == []
    assert form in [draft.form for draft in officer.talk.drafts]
    assert officer.talk.drafts[0].answers == {}


def test_a_number_within_an_answer_is_part_of_it() -> None:
    """A reply may name another case further on, and a search is for a number."""
    officer = Speaker(resident(Role.FRONT_OFFICE)).tap(f"c:reply:{CASE}")
    officer.write(f"Sama dengan laporan {NAMED}, Bu")
    assert told(officer) == [CASE]
    searching = Speaker(resident(Role.FRONT_OFFICE)).write("/cari").write(NAMED)
    assert [e.reading for e in searching.effects if isinstance(e, Show)] == ["found"]


@pytest.mark.parametrize("typed", ["selesai {} pak Karso sudah di RS", "Balas {}: besok ke sana"])
@pytest.mark.parametrize("shown", [NAMED, SHORT])
def test_a_command_without_its_slash_is_offered(typed: str, shown: str) -> None:
    """One tap runs it with its words; what else waits is left alone, and nothing is done before."""
    officer = Speaker(resident(Role.FRONT_OFFICE), cases=(RESULT, OWN)).write(typed.format(shown))
    assert (officer.keys, told(officer)) == (["named.command"], [])
    slashed = Speaker(resident(Role.FRONT_OFFICE)).write("/" + typed.format(shown))
    officer.press("o:do")
    shows = [[e for e in who.effects if isinstance(e, Show)] for who in (officer, slashed)]
    assert shows[0] == shows[1]
    assert officer.keys == slashed.keys
    assert officer.talk.loose.empty


@pytest.mark.parametrize("typed", ["selesai 26-11 sudah di RS", "Balas 26-11: besok ke sana"])
def test_a_command_with_a_shortened_number_is_offered(typed: str) -> None:
    """One tap leads to the cases that may be meant, another goes on with the words."""
    officer = Speaker(resident(Role.FRONT_OFFICE), cases=(RESULT, OWN)).write(typed)
    assert (officer.keys, told(officer)) == (["named.command"], [])
    officer.press("o:do")
    (found,) = (e for e in officer.effects if isinstance(e, Show))
    assert (found.reading, found.args["words"]) == ("found", "26-11")
    officer.tap(f"o:{STRANGE}:{found.args['waits']}")
    slashed = Speaker(resident(Role.FRONT_OFFICE)).write("/" + typed.replace("26-11", NAMED))
    assert (officer.keys, told(officer)) == (slashed.keys, told(slashed))
    assert officer.talk.loose.empty


def test_the_command_may_be_meant_otherwise() -> None:
    """It is let go with one tap, is not reminded of, and takes no later words along."""
    officer = Speaker(resident(Role.FRONT_OFFICE)).write(f"ambil {SHORT}")
    assert not [e for e in officer.effects if isinstance(e, Do)]
    later = officer.write("tetangga saya sakit")
    assert "ambil" not in later.talk.loose.text
    other = Speaker(resident(Role.FRONT_OFFICE)).write(f"ambil {SHORT}").press("o:no")
    assert other.talk.loose.empty


def test_commands_that_are_not_theirs_are_words() -> None:
    """A resident's "selesai" is no command, and belongs to the case that they name."""
    speaker = Speaker(cases=(RESULT, OWN)).write(f"selesai {number(WAITING_CASE)} uang sudah masuk")
    assert told(speaker) == [WAITING_CASE]


def test_a_number_alone_shows_its_page() -> None:
    """As before, whoever sends it."""
    officer = Speaker(resident(Role.FRONT_OFFICE), cases=(RESULT,)).write(SHORT)
    assert officer.did(Review)
    assert [e.reading for e in officer.effects if isinstance(e, Show)] == ["case"]


@pytest.mark.parametrize("typed", ["antrian", "Tugas", "jaga"])
def test_a_list_by_its_name_alone_is_offered(typed: str) -> None:
    """To whom it is for, also where it would have gone to a resident as a reply."""
    officer = Speaker(resident(Role.FRONT_OFFICE)).write(typed)
    assert officer.keys == ["named.command"]
    assert [type(e) for e in officer.write("ya").effects] == [Show]
    replying = Speaker(resident(Role.FRONT_OFFICE)).tap(f"c:reply:{CASE}").write(typed)
    assert (replying.keys, told(replying)) == (["named.command"], [])
    assert "named.command" not in Speaker().write(typed).keys
    assert "named.command" not in officer.write(f"{typed} panjang sekali").keys


@pytest.mark.parametrize(
    "typed", ["cari rusak", "Cari 26-5", f"cari {NAMED}", "cari kartu rt 3", "cari @depan", "cari"]
)
def test_a_search_without_its_slash_is_offered(typed: str) -> None:
    """With its words; it is no report, and after one tap it has searched."""
    officer = Speaker(resident(Role.FRONT_OFFICE), cases=(RESULT,)).write(typed)
    assert officer.keys == ["named.command"]
    slashed = Speaker(resident(Role.FRONT_OFFICE)).write("/" + typed)
    officer.press("o:do")
    shows = [[e for e in who.effects if isinstance(e, Show)] for who in (officer, slashed)]
    assert (shows[0], officer.keys) == (shows[1], slashed.keys)
    assert officer.talk.loose.empty
    assert "named.command" not in Speaker().write(typed).keys


def test_words_that_only_begin_like_a_search_stay_words() -> None:
    """A reply to a resident is sent as it is, unless a number shows that it was meant otherwise;
    what tells a whole story is none."""
    told_so = "cari surat nikahnya dulu ya, Bu"
    replying = Speaker(resident(Role.FRONT_OFFICE)).tap(f"c:reply:{CASE}").write(told_so)
    assert told(replying) == [CASE]
    meant = Speaker(resident(Role.FRONT_OFFICE)).tap(f"c:reply:{CASE}").write("cari 26-11")
    assert (meant.keys, told(meant)) == (["named.command"], [])
    story = "cari kerja susah, anak dua, suami sakit, bantuan pkh sudah tiga bulan tidak cair"
    assert "named.command" not in Speaker(resident(Role.FRONT_OFFICE)).write(story).keys

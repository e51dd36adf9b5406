"""Commands and buttons outside the forms: who may use them, and what they lead to."""

import pytest

from casework.actions.assignment import Assign, Claim
from casework.actions.correspondence import Reply
from casework.actions.review import Reveal, Review
from casework.case.model import Role
from casework.case.number import number
from casework.case.roles import LEADERS, STAFF, WORKERS, may_give
from conversations.content.fields import told
from conversations.handlers.commands import COMMANDS
from conversations.handlers.page_turning import PAGES
from conversations.protocol.dialogue import Story
from conversations.protocol.effects import Do, Say, Show, text
from conversations.protocol.requests import Redeem, Register, SetLanguage
from tests.conversations.speaker import (
    CASE,
    CONTENT,
    OPEN_CASES,
    TEXTS,
    VILLAGE,
    WAITING_CASE,
    Speaker,
    reporting,
    resident,
    stranger,
)

OF_STAFF = (
    *("jaga", "ambil", "tanya", "balas", "catatan", "cari", "rujuk", "catat"),
    *("lepaskan", "tunda", "gabungkan"),
)
OF_WORKERS = ("antrian", "selesai", "terima", "kembalikan", "pengganti", "petugas", "laporan")
OF_AGENCIES = ("arsip",)
OF_LEADERS = ("tugaskan", "undang")
OF_VOLUNTEERS, OF_STAFF_AND_VOLUNTEERS = ("buku",), ("tugas",)
OF_ALL = (
    "start",
    "lapor",
    "status",
    "kasus",
    "bahasa",
    "bantuan",
    "batal",
    "data_saya",
    "hapus_saya",
)


def shown(speaker: Speaker) -> list[tuple[str, object]]:
    return [(e.reading, dict(e.args)) for e in speaker.effects if isinstance(e, Show)]


def test_the_commands_are_those_that_people_rely_on() -> None:
    """Exactly the commands of the manual exist."""
    mine = {
        *OF_ALL,
        *OF_VOLUNTEERS,
        *OF_STAFF,
        *OF_LEADERS,
        *OF_WORKERS,
        *OF_STAFF_AND_VOLUNTEERS,
        *OF_AGENCIES,
    }
    assert set(COMMANDS) - {"help"} == mine


@pytest.mark.parametrize("role", [None, *Role])
@pytest.mark.parametrize("name", COMMANDS)
def test_who_may_use_a_command(name: str, role: Role | None) -> None:
    """Each command works for its own people; colleagues are told for whom it is, residents that it
    is unknown, whatever it is typed with."""
    allowed = (
        (name in OF_STAFF and role in STAFF)
        or (name in OF_WORKERS and role in WORKERS)
        or (name in OF_LEADERS and role in LEADERS)
        or (name in OF_AGENCIES and role is Role.AGENCY_OFFICER)
        or name in (*OF_ALL, "help")
        or (name in (*OF_VOLUNTEERS, *OF_STAFF_AND_VOLUNTEERS) and role is Role.VOLUNTEER)
        or (name in OF_STAFF_AND_VOLUNTEERS and role in STAFF)
    )
    for words in (f"/{name}", f"/{name}@bot", f"/{name.upper()}", f"/{name} {number(CASE)}"):
        speaker = Speaker(resident(*([role] if role else []))).write(words)
        refusal = "command.not_yours" if role else "command.unknown"
        assert (refusal not in speaker.keys, bool(speaker.effects)) == (allowed, True), words


@pytest.mark.parametrize(
    ("role", "name", "whom"),
    [
        (Role.AGENCY_OFFICER, "rujuk", "petugas Puskesos"),
        (Role.AGENCY_OFFICER, "undang", "koordinator"),
        (Role.FRONT_OFFICE, "tugaskan", "koordinator"),
        (Role.FRONT_OFFICE, "buku", "relawan"),
        (Role.VOLUNTEER, "antrian", "petugas"),
        (Role.VOLUNTEER, "antrean", "petugas"),
    ],
)
def test_a_command_of_others_is_refused_by_that_reason(role: Role, name: str, whom: str) -> None:
    """Who types a command of another role reads for whom it is, not that there is none."""
    speaker = Speaker(resident(role)).write(f"/{name} {number(CASE)}")
    said = TEXTS.plain("id", speaker.says[0].text)
    assert f"untuk {whom}" in said
    assert speaker.buttons, "and goes on from the first screen"


def test_the_figures_are_shown_for_what_is_typed() -> None:
    """The figures of a period are asked for by its code, or by none."""
    officer = resident(Role.BACK_OFFICE)
    assert shown(Speaker(officer).write("/laporan")) == [("figures", {"words": ""})]
    assert shown(Speaker(officer).write("/laporan 2026-11")) == [("figures", {"words": "2026-11"})]


@pytest.mark.parametrize("own", sorted(LEADERS))
def test_an_invitation_offers_only_what_one_may_give(own: Role) -> None:
    """Who invites chooses among the roles that they may give; another is not taken, by no button
    and by no word."""
    speaker = Speaker(resident(own)).write("/undang")
    given = [role for role in Role if may_give(own, role)]
    chosen = [
        tap for tap in (b.tap.data() for b in speaker.buttons) if not tap.endswith((":<", ":x"))
    ]
    assert [tap.rpartition(":")[2] for tap in chosen] == given
    for role in set(Role) - set(given):
        assert speaker.tap(chosen[0].rpartition(":")[0] + f":{role}").asked == "role"
        assert speaker.write(TEXTS.plain("id", text(f"role.{role}"))).asked == "role"


def test_an_officer_who_begins_something_else_leaves_what_was_begun() -> None:
    """Of the forms of the office one is open at a time; an own report stays open below it."""
    speaker = (
        Speaker(resident(Role.COORDINATOR))
        .write("/lapor")
        .tap(f"c:reply:{CASE}")
        .tap(f"c:note:{CASE}")
    )
    assert [draft.form for draft in speaker.talk.drafts] == ["report", "note"]
    assert [draft.form for draft in speaker.write("/undang").talk.drafts] == ["report", "invite"]
    assert [draft.form for draft in speaker.write("/bahasa").talk.drafts] == [
        "report",
        "invite",
        "language",
    ]


@pytest.mark.parametrize("text", ["/", "//", "/xyz", "/ lapor2", "/lapor_", "/😀"])
def test_an_unknown_command_is_told_so(text: str) -> None:
    """What is no command gets the first screen."""
    assert Speaker().write(text).keys == ["command.unknown"]


@pytest.mark.parametrize("name", [n for n in OF_ALL if n not in ("start", "bantuan", "batal")])
def test_first_contact_goes_before_commands(name: str) -> None:
    """Somebody whom we have not met meets us first."""
    assert Speaker(stranger()).write(f"/{name}").keys[0] == "hello.welcome"


@pytest.mark.parametrize("written", ["/antrean", "/ANTREAN", "/antrean@puskesos_bot"])
def test_a_command_may_be_written_as_the_pages_write_it(written: str) -> None:
    """The page is called Antrean; for residents it is no command either way."""
    assert shown(Speaker(resident(Role.FRONT_OFFICE)).write(written))[0][0] == "queue"
    assert shown(Speaker(resident()).write(written)) == []


def test_first_contact_is_one_message() -> None:
    """The welcome, the consent and the languages, with their buttons: of two messages people
    answer the first."""
    speaker = Speaker(stranger()).write("/start")
    [said] = [effect for effect in speaker.effects if isinstance(effect, Say)]
    told = CONTENT.texts.html("id", said.text)
    assert "Selamat datang" in told
    assert "Setuju?" in told
    ends = [b.tap.data().rpartition(":")[2] for row in said.buttons for b in row]
    assert ends == ["agree", "decline", "id", "en", "x"]


def chosen(by: str) -> Speaker:
    """A stranger who wants English, by a tap or by writing so."""
    speaker = Speaker(stranger()).write("/start")
    return speaker.press(by) if by.startswith(":") else speaker.write(by)


@pytest.mark.parametrize("by", [":en", "English", "english"])
def test_the_language_holds_from_the_consent_on(by: str) -> None:
    """Consent is asked again in the language that was chosen; then it is asked for no more."""
    speaker = chosen(by)
    assert (speaker.did(SetLanguage), speaker.asked) == ([SetLanguage("en")], "consent")
    ends = [b.tap.data().rpartition(":")[2] for b in speaker.buttons]
    assert ends == ["agree", "decline", "<", "x"]
    speaker.press(":agree").write("kesambi")
    assert [one.language for one in speaker.did(Register)] == ["en"]


def test_who_chooses_no_language_keeps_the_one_of_the_office() -> None:
    """Nothing is set, and nothing is asked."""
    speaker = Speaker(stranger()).write("/start").press(":agree")
    assert (speaker.did(SetLanguage), speaker.asked) == ([], "village")
    assert [b.tap.data().rpartition(":")[2] for b in speaker.buttons] == ["<", "x"]


def test_help_needs_no_consent() -> None:
    """The numbers to call are told to everybody."""
    assert Speaker(stranger()).write("/bantuan").keys == ["help.text"]


# ---- start and its links -------------------------------------------------------------------------


def test_a_posters_link_knows_the_village() -> None:
    """Who comes by a village's poster is not asked for the village."""
    speaker = Speaker(stranger()).write("/start d_3274051003").press(":id").press(":agree")
    assert speaker.did(Register) == [Register("id", VILLAGE, "2026-11")]


@pytest.mark.parametrize("payload", ["", "d_9999", "d_", "x_1", "d_3274051003; drop"])
def test_a_link_to_nowhere_is_a_plain_start(payload: str) -> None:
    """A link that names no village of ours asks for the village."""
    speaker = Speaker(stranger()).write(f"/start {payload}").press(":id").press(":agree")
    assert speaker.asked == "village"


def test_a_known_resident_moves_by_a_posters_link() -> None:
    """Another village's poster moves a known resident, and says so."""
    speaker = Speaker().write("/start d_3274051004")
    assert (speaker.did(Register), speaker.keys) == (
        [Register("id", "32.74.05.1004", "2026-11")],
        ["start.moved"],
    )
    assert Speaker().write("/start d_3274051003").keys == ["start.home"]


def test_an_invitation_is_redeemed_at_once() -> None:
    """An invitation counts before first contact, which follows."""
    speaker = Speaker(stranger()).write("/start u_abc-DEF_1")
    assert speaker.did(Redeem) == [Redeem("abc-DEF_1")]
    assert "hello.welcome" in speaker.keys
    assert Speaker().write("/start u_x").did(Redeem) == [Redeem("x")]


# ---- cases ---------------------------------------------------------------------------------------


def test_a_case_by_its_number() -> None:
    """A case number opens its page; without one, residents see their reports and staff their
    queue."""
    assert shown(Speaker().write(f"/kasus {number(CASE)}")) == [("case", {"case": CASE})]
    assert shown(Speaker().write("/kasus")) == [("mine", {"words": ""})]
    assert shown(Speaker(resident(Role.FRONT_OFFICE)).write("/kasus")) == [("queue", {"words": ""})]
    assert Speaker().write("/kasus 26-00001-A").keys == ["refused.unknown_case"]


@pytest.mark.parametrize("command", ["kasus", "ambil", "balas", "cari"])
@pytest.mark.parametrize("typed", ["26-6", "6", "26-006", "26/6", "6r"])
def test_a_shortened_number_is_looked_for(command: str, typed: str) -> None:
    """Staff are shown which case may be meant, and nothing is done yet, but a command waits for the
    choice and is named above it; nobody else is."""
    officer = Speaker(resident(Role.FRONT_OFFICE)).write(f"/{command} {typed}")
    waiting = {"waits": "1", "what": text("named.which", command=f"/{command}")}
    waits = {} if command == "cari" else waiting
    assert shown(officer) == [("found", {"words": typed, **waits})]
    assert not [e for e in officer.effects if isinstance(e, Do)]
    if command == "kasus":
        assert Speaker().write(f"/kasus {typed}").keys == ["refused.unknown_case"]


@pytest.mark.parametrize("words", ["26-6 besok kami datang", "26-6: besok kami datang"])
def test_words_behind_a_shortened_number_do_not_hide_it(words: str) -> None:
    """The case is shown all the same, and the words wait for the choice."""
    officer = Speaker(resident(Role.FRONT_OFFICE)).write(f"/balas {words}")
    what = text("named.which_words", command="/balas", told=told(Story(("besok kami datang",))))
    assert shown(officer) == [("found", {"words": "26-6", "waits": "1", "what": what})]
    assert officer.tap(f"o:{CASE}:1").did(Reply) == [Reply(7, "besok kami datang")]


@pytest.mark.parametrize(
    ("name", "action"),
    [
        ("ambil", "claim"),
        ("tanya", "ask"),
        ("balas", "reply"),
        ("catatan", "note"),
        ("selesai", "resolve"),
        ("tugaskan", "assign"),
        ("lepaskan", "give_back"),
        ("tunda", "postpone"),
    ],
)
def test_a_staff_command_takes_a_number_or_offers_cases(name: str, action: str) -> None:
    """Without a number the cases at hand are offered; a mistyped number is refused."""
    officer = resident(Role.COORDINATOR)
    assert shown(Speaker(officer).write(f"/{name}")) == [("pick", {"action": action})]
    assert Speaker(officer).write(f"/{name} 26-00001-A").keys == ["refused.unknown_case"]
    by_number, by_button = (
        Speaker(officer).write(f"/{name} {number(CASE)}"),
        Speaker(officer).tap(f"c:{action}:{CASE}"),
    )
    assert by_number.keys == by_button.keys
    assert shown(by_number) == shown(by_button)
    assert [type(e) for e in by_number.effects] == [type(e) for e in by_button.effects]


@pytest.mark.parametrize(
    ("action", "command", "page"),
    [("claim", Claim, "case"), ("reveal", Reveal, "phone"), ("open", Review, "case")],
)
def test_buttons_that_act(action: str, command: type, page: str) -> None:
    """A button asks the desk first and then shows what has become of it."""
    effects = Speaker(resident(Role.FRONT_OFFICE)).tap(f"c:{action}:{CASE}").effects
    found = [e for e in effects if isinstance(e, Do | Show)]
    assert isinstance(found[-1], Show)
    assert found[-1].reading == page
    assert [(type(e.command), e.case) for e in found if isinstance(e, Do)] == [(command, CASE)]


@pytest.mark.parametrize("case", ["0", "-1", "9" * 10, "9" * 30, "x", "", "10000000", "²"])
@pytest.mark.parametrize(
    "tap", ["c:ask:{}", "c:answer:{}", "c:open:{}", "cf:{}:fixed", "as:{}:7", "c:reopen:{}"]
)
def test_a_button_of_no_case_is_stale(tap: str, case: str) -> None:
    """A button with a number that no case can have does nothing."""
    speaker = Speaker(resident(Role.COORDINATOR)).tap(tap.format(case))
    assert (speaker.keys, [e for e in speaker.effects if isinstance(e, Do)]) == (["form.stale"], [])


def test_an_answer_is_asked_only_of_a_waiting_case() -> None:
    """The answer button of a case that does not wait any more says so; of one that waits it asks
    the question."""
    assert Speaker(cases=OPEN_CASES).tap(f"c:answer:{CASE}").keys == ["answer.not_waiting"]
    speaker = Speaker(cases=OPEN_CASES).tap(f"c:answer:{WAITING_CASE}")
    (say,) = speaker.says
    assert "Since when?" in TEXTS.html("en", say.text)


def test_a_leader_hands_a_case_over() -> None:
    """A tap on an officer's name assigns the case and shows it."""
    speaker = Speaker(resident(Role.COORDINATOR)).tap(f"as:{CASE}:21")
    assert speaker.did(Assign) == [Assign(7, 21)]
    assert shown(speaker) == [("case", {"case": CASE})]


@pytest.mark.parametrize("page", sorted(PAGES))
def test_a_page_is_turned_in_its_message(page: str) -> None:
    """The button of a next page turns the page in its own message."""
    (effect,) = Speaker().tap(f"s:{page}:1.2:3").effects
    assert isinstance(effect, Show)
    assert (effect.reading, dict(effect.args), effect.edit) == (page, {"words": "1.2:3"}, 100)


def test_an_unknown_page_is_stale() -> None:
    """A page that does not exist is not shown."""
    assert Speaker().tap("s:secrets:").keys == ["form.stale"]


def test_nothing_to_cancel() -> None:
    """Cancelling nothing is told so."""
    assert Speaker().write("/batal").keys == ["form.nothing_open"]


def test_the_home_screen_fits_the_person() -> None:
    """Volunteers find their book on the first screen, staff their queue, residents neither."""

    def buttons(*roles: Role) -> set[str]:
        return {b.tap.data() for b in Speaker(resident(*roles)).write("/start").buttons}

    assert buttons() == {"m:lapor", "m:status", "m:bantuan"}
    assert buttons(Role.VOLUNTEER) - buttons() == {"m:buku"}
    assert buttons(Role.BACK_OFFICE) - buttons() == {"s:queue:~"}


def test_everything_said_is_text() -> None:
    """Every command of everybody leads to texts that exist in both languages (checked by
    Speaker)."""
    everybody = resident(*Role)
    assert all(Speaker(everybody).write(f"/{name}").effects for name in COMMANDS)
    assert all(isinstance(e, Say) for e in Speaker(everybody).write("/bantuan").effects)


def test_the_link_on_a_letter_opens_its_case() -> None:
    """Who scans a letter is shown the case, if they may see it; a mistyped link says that there is
    none."""
    opened = Speaker(resident(Role.AGENCY_OFFICER)).write(
        f"/start k_{number(CASE).replace('-', '')}"
    )
    assert shown(opened) == [("case", {"case": CASE})]
    assert Speaker(resident()).write("/start k_nonsense").keys == ["refused.unknown_case"]


def test_there_is_nothing_before_the_first_question() -> None:
    """Who goes back from the first question of first contact is asked for the language that was
    guessed."""
    speaker = Speaker(stranger()).write("halo").write("Kembali")
    assert speaker.asked == "language"


def test_a_refusal_says_what_becomes_of_the_story() -> None:
    """Nothing told is gone without a word; who has told nothing reads nothing of it."""
    told = Speaker(stranger()).write("kartu bpjs ibu saya mati").press(":decline")
    assert told.keys[-1] == "hello.let_go"
    assert told.talk.loose.empty
    silent = Speaker(stranger()).write("/start").press(":decline")
    assert "hello.let_go" not in silent.keys


def test_what_is_called_off_is_not_asked_about_later() -> None:
    """An emergency has put a report aside: the second /batal ends that, too, and it can be brought
    back; the next report is begun at once."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later").write("kartu mati")
    speaker.write("tolong kebakaran di rumah saya sekarang").write("/batal")
    assert speaker.talk.set_aside
    speaker.write("/batal")
    assert (speaker.keys[0], speaker.talk.set_aside) == ("form.cancelled", ())
    assert speaker.write("/batal").keys == ["form.nothing_open"]
    assert speaker.write("/lapor", after=5 * 3600).keys == ["report.who.ask"]


def test_words_that_were_offered_are_called_off_like_a_form() -> None:
    """As by "ga jadi": nobody is reminded of them, and the next words stand alone."""
    speaker = Speaker().write("ktp hilang").write("/batal")
    assert (speaker.keys, speaker.talk.loose.texts) == (["outside.ignored"], ())
    assert speaker.write("/batal").keys == ["form.nothing_open"]

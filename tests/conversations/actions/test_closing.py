"""The end of a case in a chat: whose word, stars, objection and public answer, from the button to
the command."""

from dataclasses import replace
from typing import Any

import pytest

from casework.actions.confirmation import Confirm, Confirmed
from casework.actions.escalation import Lapsed, Reminded
from casework.actions.objection import Object, Objected
from casework.actions.public_answer import AnsweredPublicly, AnswerPublicly
from casework.actions.rating import Rate, Rated
from casework.actions.resolution import Resolved
from casework.actions.review import Reviewed
from casework.case import events as e
from casework.case.model import Case, Decision, Membership, Role, SaidBy, Status, Verdict
from conversations.actions import closing
from conversations.case_pages import case as case_page
from conversations.case_pages.case import Page
from conversations.notices import notices
from conversations.pages import lists
from conversations.protocol.effects import Brief, Paper, Say
from conversations.protocol.notice import ACTOR, COORDINATOR, LEVEL, OWNER, TELLER
from tests.casework.cases import DUE, NOW, OFFICER, VILLAGE, having, standing
from tests.casework.cases import TELLER as WHO_TOLD
from tests.conversations.speaker import CASE, HOUSE, Speaker, resident

S = Status
RESOLVED_CASE = (Brief(CASE, "pkh", "resolved"),)


def taps(say: Say) -> list[str]:
    return [button.tap.data() for row in say.buttons for button in row]


def told(case: Case, event: e.Event) -> dict[str, Say]:
    return {notice.to: notice.say for notice in notices(case, event, HOUSE.catalogue)}


# ---- whose word ----------------------------------------------------------------------------------


@pytest.mark.parametrize("verdict", ["fixed", "partly"])
def test_who_told_for_another_is_asked_whose_word_it_is(verdict: str) -> None:
    """Of a case told for somebody else "fixed" and "partly" are followed by the question whether
    they were asked."""
    speaker = Speaker(cases=RESOLVED_CASE).tap(f"cf:{CASE}:{verdict}:o")
    assert speaker.asked == "said_by"
    assert {b.tap.data().rpartition(":")[2] for b in speaker.buttons} >= {
        "asked_them",
        "teller_only",
    }


@pytest.mark.parametrize("said_by", [SaidBy.ASKED_THEM, SaidBy.TELLER_ONLY])
def test_the_answer_tells_whose_word_it_is(said_by: SaidBy) -> None:
    """What was tapped goes to the desk with the verdict."""
    speaker = Speaker(cases=RESOLVED_CASE).tap(f"cf:{CASE}:fixed:o").press(f":{said_by}")
    assert speaker.did(Confirm) == [Confirm(7, Verdict.FIXED, "", said_by)]


def test_ones_own_trouble_is_asked_no_further() -> None:
    """Whoever suffers themself is not asked whom they have asked; nor is who says no for
    another."""
    assert (
        Speaker(cases=RESOLVED_CASE).tap(f"cf:{CASE}:fixed").did(Confirm)[0].said_by is SaidBy.SELF
    )
    assert Speaker(cases=RESOLVED_CASE).tap(f"cf:{CASE}:no:o").asked == "words"


@pytest.mark.parametrize(("said_by", "files"), [("asked_them", 1), ("teller_only", 0)])
def test_hearsay_opens_no_smaller_case(said_by: str, files: int) -> None:
    """What is left becomes a smaller case once the person concerned has said so, and is told only
    once."""
    speaker = (
        Speaker(cases=RESOLVED_CASE)
        .tap(f"cf:{CASE}:partly:o")
        .press(f":{said_by}")
        .write("uang Mei belum")
    )
    assert (len(speaker.did(Confirm)), len(speaker.filed)) == (1, files)
    assert [filed.parent for filed in speaker.filed] == [CASE] * files


@pytest.mark.parametrize(
    ("who", "key", "end"),
    [("self", "notice.resolved", "")]
    + [(who, "notice.resolved_other", ":o") for who in ("family", "neighbour")],
)
def test_the_result_asks_for_the_right_word(who: str, key: str, end: str) -> None:
    """The result of what was told for another asks for their word, on buttons that remember it."""
    case = standing(S.RESOLVED, intake={"who": who})
    say = told(case, Resolved(OFFICER, Decision.HELPED, "done"))[TELLER]
    assert (say.text.key, taps(say)) == (key, [f"cf:{case.id}:{v}{end}" for v in Verdict])
    assert taps(
        case_page.case_page(Page(case, (), WHO_TOLD, ()), HOUSE.catalogue, HOUSE.places, NOW)
    ) == taps(say)


def test_reminders_ask_for_the_right_word() -> None:
    """The reminder of a result asks who told for another what the other says."""
    keys = [
        told(standing(S.RESOLVED, intake={"who": who}), Reminded(0, "confirm"))[TELLER].text.key
        for who in ("self", "neighbour")
    ]
    assert keys == ["remind.confirm", "remind.confirm_other"]


@pytest.mark.parametrize(
    ("changed", "tasks"),
    [
        ({"said_by": SaidBy.TELLER_ONLY}, True),
        ({}, False),
        ({"said_by": SaidBy.TELLER_ONLY, "status": S.CLOSED}, False),
    ],
)
def test_hearsay_is_a_task(changed: dict[str, Any], tasks: bool) -> None:
    """Until the person concerned was asked, or the clock has closed the case, it stands among the
    volunteer's tasks."""
    case = having(standing(S.RESOLVED, intake={"who": "neighbour"}), **changed)
    assert (lists.tasks([case]).text.key == "tasks.title") is tasks


# ---- stars ---------------------------------------------------------------------------------------


def test_many_stars_are_two_taps() -> None:
    """Three stars and more: the star, and a line or nothing."""
    speaker = Speaker().tap(f"rt:{CASE}:5")
    assert speaker.asked == "words"
    assert speaker.press(":-").did(Rate) == [Rate(7, 5, "", True)]


@pytest.mark.parametrize(("answer", "reopen"), [("yes", True), ("no", False)])
def test_few_stars_ask_before_they_open(answer: str, reopen: bool) -> None:
    """One or two stars ask first whether the case shall be opened, and either is the person's
    choice."""
    speaker = Speaker().tap(f"rt:{CASE}:1")
    assert speaker.asked == "reopen"
    assert speaker.press(f":reopen:{answer}").write("lama sekali").did(Rate) == [
        Rate(7, 1, "lama sekali", reopen)
    ]


def test_the_second_time_nothing_is_offered() -> None:
    """Where few stars have opened the case before, they are not said to do so again."""
    case = standing(S.CLOSED, second_look=True)
    stars = [
        tap
        for tap in taps(told(case, Confirmed(WHO_TOLD, Verdict.FIXED, ""))[TELLER])
        if tap.startswith("rt:")
    ]
    assert stars == [f"rt:{case.id}:{n}:x" for n in range(1, 6)]
    speaker = Speaker().tap(stars[0])
    assert (speaker.asked, speaker.press(":-").did(Rate)) == ("words", [Rate(7, 1, "", False)])


@pytest.mark.parametrize("tap", [f"rt:{CASE}:6", f"rt:{CASE}:0", f"rt:{CASE}:", f"rt:{CASE}:five"])
def test_forged_stars_ask_again(tap: str) -> None:
    """Stars that there are not lead to the question, never to a rating."""
    speaker = Speaker().tap(tap)
    assert (speaker.asked, speaker.did(Rate)) == ("stars", [])


@pytest.mark.parametrize(
    ("event", "who"),
    [
        (Rated(WHO_TOLD, 5, "", False), {TELLER}),
        (Rated(WHO_TOLD, 3, "slow", False), {TELLER, OWNER}),
        (Rated(WHO_TOLD, 2, "", False), {TELLER, COORDINATOR}),
        (Rated(WHO_TOLD, 1, "slow", True), set()),
    ],
)
def test_who_hears_of_a_rating(event: Rated, who: set[str]) -> None:
    """Few stars reach the coordinator, words whoever had the case; of a reopening its own event
    tells."""
    assert set(told(standing(S.CLOSED), event)) == who


# ---- objection -----------------------------------------------------------------------------------


@pytest.mark.parametrize("decision", Decision)
def test_who_may_object_is_offered_it(decision: Decision) -> None:
    """The button stands under a result, and on the page, unless one was helped or has taken the
    report back."""
    case = standing(S.RESOLVED, decision=decision)
    offered = decision not in (Decision.HELPED, Decision.WITHDRAWN)
    page = case_page.case_page(Page(case, (), WHO_TOLD, ()), HOUSE.catalogue, HOUSE.places, NOW)
    result = told(case, Resolved(OFFICER, decision, "so"))[TELLER]
    lapsed = told(replace(case, status=S.CLOSED), Lapsed(0))[TELLER]
    assert [f"c:object:{case.id}" in taps(say) for say in (page, result, lapsed)] == [offered] * 3


@pytest.mark.parametrize("cases", [RESOLVED_CASE, ()], ids=["resolved", "closed"])
def test_an_objection_is_one_line(cases: tuple[Brief, ...]) -> None:
    """The button, one sentence, and the desk has it."""
    speaker = Speaker(cases=cases).tap(f"c:object:{CASE}").write("berkas tidak dibaca")
    assert speaker.did(Object) == [Object(7, "berkas tidak dibaca")]


def test_who_objects_already_is_told_so_before_they_write() -> None:
    """An old button of a case that is being looked at asks for no words."""
    speaker = Speaker(cases=(Brief(CASE, "pkh", "reviewed"),)).tap(f"c:object:{CASE}")
    assert (speaker.keys, speaker.talk.draft) == (["object.open"], None)


def test_an_objection_is_told_to_those_above() -> None:
    """The teller hears who looks at it until when; those above get the case, without the story."""
    case = standing(S.REVIEWED, level=1, decision=None, decided_by=OFFICER)
    found = told(case, Objected(WHO_TOLD, "the secret reason", 1, VILLAGE, DUE))
    assert (set(found), found[TELLER].text.args["due"]) == ({TELLER, LEVEL}, case.due_at)
    assert not any("secret" in str(say.text) for say in found.values())


# ---- the public answer ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "secret", "offered"),
    [
        (S.RESOLVED, "secret", True),
        (S.CLOSED, "secret", True),
        (S.IN_PROGRESS, "secret", False),
        (S.RESOLVED, "open", False),
    ],
)
def test_the_public_answer_is_offered_where_it_fits(
    status: Status, secret: str, offered: bool
) -> None:
    """Staff find the button once there is a result, and only where the teller's name is secret."""
    case = standing(status, intake={"secret": secret})
    page = Page(case, (), OFFICER, (Membership(Role.FRONT_OFFICE, VILLAGE),))
    say = case_page.case_page(page, HOUSE.catalogue, HOUSE.places, NOW)
    assert (f"c:public:{case.id}" in taps(say)) is offered


def test_the_public_answer_is_seen_before_it_is_printed() -> None:
    """The officer's text goes out from the card; the paper comes with the confirmation, to the
    officer alone."""
    speaker = (
        Speaker(resident(Role.FRONT_OFFICE))
        .tap(f"c:public:{CASE}")
        .write("Lampu sudah diperbaiki.")
    )
    assert speaker.did(AnswerPublicly) == []
    assert speaker.press(":send").did(AnswerPublicly) == [
        AnswerPublicly(7, "Lampu sudah diperbaiki.")
    ]
    found = told(standing(S.RESOLVED), AnsweredPublicly(OFFICER, "Lampu sudah diperbaiki."))
    assert (set(found), found[ACTOR].paper) == (
        {ACTOR},
        Paper("notice", {"case": standing(S.RESOLVED).id}),
    )


def test_residents_answer_nothing_publicly() -> None:
    """The form is the officers'."""
    assert Speaker().tap(f"c:public:{CASE}").talk.draft is None


def test_the_history_tells_what_was_said() -> None:
    """Stars, words and whose word it was stand in the lines of the history."""
    lines = [
        HOUSE.texts.plain("id", closing.line(event))
        for event in (
            Confirmed(1, Verdict.FIXED, "", SaidBy.ASKED_THEM),
            Rated(1, 2, "lama", False),
            Objected(1, "tidak dibaca", 1, VILLAGE, DUE),
            Reviewed(1),
        )
    ]
    assert lines == [
        "✅ Sudah beres (orangnya sudah ditanya)",
        "2 dari 5 bintang: lama",
        "tidak dibaca",
        "",
    ]


# ---- a new trouble told where a comment was asked for --------------------------------------------

DROPOUT = "anak saya kelas 2 SMK berhenti sekolah karena tidak ada biaya"


def test_a_new_trouble_is_no_comment() -> None:
    """What sounds like a report is kept and asked about; nothing is rated and nothing filed yet."""
    speaker = Speaker().tap(f"rt:{CASE}:5").write(DROPOUT)
    assert (speaker.keys, speaker.did(Rate)) == (["rate.wonder"], [])
    assert [b.tap.data().rpartition(":")[2] for b in speaker.buttons] == ["new", "words"]


def test_the_new_trouble_becomes_a_report() -> None:
    """As a new report the stars are recorded alone, and the words open the suggestions without
    being told again."""
    speaker = Speaker().tap(f"rt:{CASE}:5").write(DROPOUT).press(":new")
    assert speaker.did(Rate) == [Rate(7, 5, "", True)]
    assert speaker.talk.draft is not None
    assert (speaker.talk.draft.form, len(speaker.talk.drafts)) == ("report", 1)
    assert (speaker.answers["story"]["texts"], speaker.talk.draft.about["likely"][0]) == (
        [DROPOUT],
        "school_dropout",
    )
    assert speaker.talk.loose.empty


def test_the_words_may_be_the_comment_after_all() -> None:
    """As a comment they go with the stars, and both buttons are harmless from then on."""
    speaker = Speaker().tap(f"rt:{CASE}:5").write(DROPOUT)
    asked = [b.tap.data() for b in speaker.buttons]
    assert speaker.press(":words").did(Rate) == [Rate(7, 5, DROPOUT, True)]
    assert (speaker.talk.drafts, speaker.talk.loose.empty) == ((), True)
    for data in asked:
        assert speaker.tap(data).keys == ["outside.gone"]


def test_words_that_wait_outlive_the_rating() -> None:
    """Who skips the comment with the old button is asked about the kept words; more words join
    them."""
    speaker = Speaker().tap(f"rt:{CASE}:5")
    skip = next(b.tap.data() for b in speaker.buttons if b.tap.data().endswith(":-"))
    speaker.write(DROPOUT).write("sudah dua bulan")
    assert speaker.keys == ["rate.wonder"]
    assert (speaker.tap(skip).did(Rate), speaker.keys[-1]) == (
        [Rate(7, 5, "", True)],
        "outside.offer",
    )
    assert speaker.talk.loose.texts == (DROPOUT, "sudah dua bulan")


@pytest.mark.parametrize(
    "words", ["terima kasih, cepat sekali", "lama sekali", "petugas ramah", "tidak", "bagus"]
)
def test_a_plain_comment_goes_straight_in(words: str) -> None:
    """A few kind or unkind words are the comment, without a question."""
    assert len(Speaker().tap(f"rt:{CASE}:3").write(words).did(Rate)) == 1


# ---- two taps where one was meant ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("tap", "cases"),
    [
        (f"rt:{CASE}:5", ()),
        (f"rt:{CASE}:1", ()),
        (f"c:object:{CASE}", RESOLVED_CASE),
        (f"c:object:{CASE}", ()),
        (f"c:reopen:{CASE}", ()),
        (f"cf:{CASE}:no", RESOLVED_CASE),
        (f"c:add:{CASE}", ()),
    ],
)
def test_the_second_tap_is_quiet(tap: str, cases: tuple[Brief, ...]) -> None:
    """A form is opened once; half a second later the same tap says nothing, a minute later it asks
    again."""
    speaker = Speaker(cases=cases).tap(tap)
    first = speaker.talk
    speaker.tap(tap, after=0.5)
    assert (speaker.effects, speaker.talk) == ((), first)
    speaker.tap(tap)
    assert (len(speaker.says), len(speaker.talk.drafts)) == (1, 1)


def test_the_second_tap_on_an_officers_button_is_quiet() -> None:
    """An officer's double tap neither begins anew nor shows the ready answers twice."""
    speaker = (
        Speaker(resident(Role.FRONT_OFFICE))
        .tap(f"c:reply:{CASE}")
        .tap(f"c:reply:{CASE}", after=0.5)
    )
    assert (speaker.effects, len(speaker.talk.drafts)) == ((), 1)


def test_other_stars_take_the_place_of_the_first() -> None:
    """Who meant five and not one is asked about five only."""
    speaker = Speaker().tap(f"rt:{CASE}:1").tap(f"rt:{CASE}:5", after=0.5)
    assert (speaker.asked, len(speaker.talk.drafts)) == ("words", 1)
    assert speaker.press(":-").did(Rate) == [Rate(7, 5, "", True)]


def test_stars_of_a_case_that_is_open_again_ask_nothing() -> None:
    """Once the case is looked at again, its old stars open no form."""
    speaker = Speaker(cases=(Brief(CASE, "pkh", "reviewed"),)).tap(f"rt:{CASE}:1")
    assert (speaker.keys, speaker.talk.drafts) == (["rate.open"], ())


def test_a_verdict_on_a_closed_case_is_left_to_the_desk() -> None:
    """The engine does not know by which word a case was closed; a forged verdict is stale."""
    assert Speaker().tap(f"cf:{CASE}:fixed").did(Confirm) == [Confirm(7, Verdict.FIXED, "")]
    assert Speaker().tap(f"cf:{CASE}:maybe").keys == ["form.stale"]

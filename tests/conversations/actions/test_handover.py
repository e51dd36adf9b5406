"""The code as people type it, first contact with one, and what pages show of handing over and
telling by hand."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.actions.correcting.rewording import Reworded
from casework.actions.correcting.wrong_result import ResultRetracted
from casework.actions.correspondence import Replied
from casework.actions.ending.confirmation import Confirmed
from casework.actions.ending.resolution import Reopened, Resolved
from casework.actions.handover import RESULT, Delivered, How, SightChanged, TakenOver, ToldByHand
from casework.actions.question import Asked
from casework.case import commands as c
from casework.case import events as e
from casework.case.model import Case, Decision, Role, Status, Verdict
from conversations.actions.handover import ALPHABET, LENGTH, code_in, written
from conversations.notices import notices
from conversations.pages import handover, lists
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import Show
from conversations.protocol.notice import ACTOR, OWNER, TELLER
from conversations.protocol.requests import (
    HandOver,
    ReadCode,
    Register,
    Sight,
    TakeOverByCode,
    TellByHand,
)
from tests.casework.cases import NEIGHBOUR, NOW, OFFICER, VOLUNTEER, standing
from tests.casework.cases import TELLER as WHO_TOLD
from tests.conversations.pages.test_lists import INTAKE, OFFICE, page, shown, taps, words
from tests.conversations.speaker import CASE, CONTENT, TEXTS, Speaker, resident, stranger

S = Status
CODE = "K7TM4XWA9QRN2BEF"
CODES = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH).filter(lambda code: not code.isdigit())
RESOLVED = Resolved(OFFICER, Decision.HELPED, "the card works")


def helped(status: Status, **changed: Any) -> Case:
    return standing(status, helper=WHO_TOLD, intake=INTAKE, **changed)


# ---- the code ------------------------------------------------------------------------------------


@given(CODES)
def test_a_code_is_read_as_it_stands_on_paper(code: str) -> None:
    """Typed with or without its strokes, in small letters, from the link: it is the same code."""
    for typed in (written(code), f" {written(code).lower()} ", f"a_{code}", f"a_{written(code)}"):
        assert code_in(typed) == code


def test_what_a_hand_confuses_is_read_rightly() -> None:
    """O is a zero, I and L are ones; a letter that no code has makes it none."""
    assert code_in("kOtm-4xwa-9qrn-IbLf") == "K0TM4XWA9QRN1B1F"
    assert code_in("uuuu-4xwa-9qrn-2bef") == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3274051203870001",
        "3274 0512 0387 0001",
        "saya akan naik haji",
        "26-00042-K",
        "0812-3456-7890-1111",
        "K7TM-4XWA-9QRN",
        "memperkenalkanny",
        "K7TM-4XWA-9QRN-2BEF dan seterusnya",
    ],
)
def test_what_is_no_code(text: str) -> None:
    """A NIK, a phone number, four short words, a case number and half a code are none."""
    assert code_in(text) == ""


@pytest.mark.parametrize("way", [f"/start a_{CODE}", f"a_{CODE}", written(CODE)])
def test_a_code_is_looked_at(way: str) -> None:
    """By link or typed, a code is asked about at once, also in the middle of a form."""
    assert Speaker().write(way).did(ReadCode) == [ReadCode(CODE)]
    assert Speaker().write("/lapor").write(way).did(ReadCode) == [ReadCode(CODE)]


@pytest.mark.parametrize("way", [f"/start a_{CODE}", written(CODE)])
def test_a_code_waits_for_first_contact(way: str) -> None:
    """Whom we have not met meets us first; then the code is looked at, whatever they tried in
    between."""
    speaker = Speaker(stranger()).write(way)
    assert (speaker.did(ReadCode), speaker.keys[0]) == ([], "hello.welcome")
    speaker.write("/status").press(":id").press(":agree").write("Drajat")
    assert (speaker.did(Register)[0].village, speaker.did(ReadCode)) == (
        "32.74.05.1004",
        [ReadCode(CODE)],
    )


def test_who_does_not_agree_takes_nothing_over() -> None:
    """Without consent the code is left as it is."""
    speaker = Speaker(stranger()).write(f"/start a_{CODE}").press(":id").press(":decline")
    assert speaker.did(ReadCode) == []
    assert Speaker(stranger()).tap(f"h:keep:{CODE}").keys[0] == "hello.welcome"


@pytest.mark.parametrize(
    ("choice", "wanted"), [("keep", [True]), ("alone", [False]), ("no", []), ("x", [])]
)
def test_the_neighbour_chooses(choice: str, wanted: list[bool]) -> None:
    """Taken over with the volunteer looking on or not, or left alone."""
    speaker = Speaker().tap(f"h:{choice}:{CODE}")
    assert speaker.did(TakeOverByCode) == [TakeOverByCode(CODE, keeps) for keeps in wanted]
    assert wanted or speaker.keys == ["handover.left"]


# ---- filing and telling --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "who", "helper"),
    [
        (Role.VOLUNTEER, "neighbour", 7),
        (Role.FRONT_OFFICE, "neighbour", 7),
        (Role.FRONT_OFFICE, "self", None),
        (None, "neighbour", None),
    ],
)
def test_who_has_a_role_helps_the_neighbour(
    role: Role | None, who: str, helper: int | None
) -> None:
    """A volunteer or officer who files for another is the helper; others, and who files for
    themselves, are not."""
    from conversations.handlers.form_outcomes import _file

    speaker = Speaker(resident(*([role] if role else [])))
    speaker.write("/lapor")
    turn, draft = _turn_of(speaker), speaker.talk.draft
    assert draft is not None
    kept = {"service": "pkh", "story": {"texts": ["x"], "files": [], "location": None}}
    (effect,) = _file(turn, draft, kept, {"who": who})
    assert isinstance(effect.command, c.File)  # type: ignore[union-attr]
    assert effect.command.helper == helper  # type: ignore[union-attr]


def _turn_of(speaker: Speaker) -> Any:
    from conversations.content.content import Turn
    from conversations.protocol.effects import Around, Said

    return Turn(
        CONTENT,
        Said(speaker.person.id, 1, NOW, text="x"),
        Around(speaker.person, (), None),
        lambda: "id",
    )


@pytest.mark.parametrize("how", How)
def test_telling_takes_two_taps(how: How) -> None:
    """ "I have told them", and how: then it is noted."""
    speaker = Speaker(resident(Role.VOLUNTEER)).tap(f"c:told:{CASE}").press(f":{how}")
    assert speaker.did(TellByHand) == [TellByHand(CASE, how)]


def test_buttons_of_a_case_that_is_given_away() -> None:
    """A code, sight and a slip are asked for by their buttons."""
    assert Speaker().tap(f"c:handover:{CASE}").did(HandOver) == [HandOver(CASE)]
    assert Speaker().tap(f"c:sight_on:{CASE}").did(Sight) == [Sight(CASE, True)]
    assert Speaker().tap(f"c:sight_off:{CASE}").did(Sight) == [Sight(CASE, False)]
    for reading in ("slip", "errand"):
        assert [
            x.reading for x in Speaker().tap(f"c:{reading}:{CASE}").effects if isinstance(x, Show)
        ] == [reading]


# ---- pages and notices ---------------------------------------------------------------------------


def test_a_result_is_asked_about_only_when_it_was_told() -> None:
    """A volunteer is asked to tell a result, and whether it is fixed only after that; a code is
    offered all along."""
    untold, heard = helped(S.RESOLVED, heard=False), helped(S.RESOLVED)
    give = f"c:handover:{untold.id}"
    consent = [f"c:agreed:{untold.id}", f"c:declined:{untold.id}"]
    assert taps(shown(page(untold))) == [
        f"c:told:{untold.id}",
        f"c:slip:{untold.id}",
        give,
        *consent,
    ]
    assert taps(shown(page(heard))) == [*(f"cf:{heard.id}:{v}" for v in Verdict), give, *consent]
    assert give not in taps(shown(page(standing(S.IN_PROGRESS))))


@pytest.mark.parametrize(("helper", "action"), [(VOLUNTEER, "sight_off"), (None, "sight_on")])
def test_who_took_a_case_over_changes_sight_on_its_page(helper: int | None, action: str) -> None:
    """The page of a case that was taken over offers the one change that is possible."""
    case = standing(S.IN_PROGRESS, helper=helper)
    history = ((TakenOver(WHO_TOLD, VOLUNTEER, True), NOW),)
    offered = {tap for tap in taps(shown(page(case, history=history))) if ":sight_" in tap}
    assert offered == {f"c:{action}:{case.id}"}


@pytest.mark.parametrize("errands", [True, False])
def test_who_gave_a_case_away_sees_how_it_stands(errands: bool) -> None:
    """Number, for whom and status, not the story; and what they are asked to tell, if anything."""
    case = standing(S.WAITING, helper=VOLUNTEER, intake=INTAKE)
    say = handover.glance(case, errands)
    assert "the widow" in words(say)
    assert not {"the roof leaks", "RT 4", "8123456789"} & {x for x in words(say).split("\n") if x}
    assert TEXTS.languages["id"]["status.waiting"] not in words(say)
    assert taps(say) == ([f"c:told:{case.id}", f"c:slip:{case.id}"] if errands else [])


@pytest.mark.parametrize(
    ("after", "wanted"),
    [
        ((), "belum sampai"),
        ((Delivered(0),), "✓ tersampaikan"),
        ((Confirmed(WHO_TOLD, Verdict.FIXED, ""),), "✓ tersampaikan"),
        ((ToldByHand(WHO_TOLD, How.PHONE, ("reply",)),), "belum sampai"),
        (
            (ToldByHand(OFFICER, How.PHONE, (RESULT,)),),
            "disampaikan langsung (petugas, 23 November 2026; Lewat telepon)",
        ),
        (
            (ToldByHand(VOLUNTEER, How.IN_PERSON, (RESULT,)),),
            "disampaikan langsung (relawan, 23 November 2026;",
        ),
    ],
)
def test_the_officer_sees_whether_a_result_arrived(after: tuple[e.Event, ...], wanted: str) -> None:
    """The page of staff tells of the result that stands now; what reached people before it does not
    count."""
    case = standing(S.RESOLVED, helper=VOLUNTEER)
    before = (RESOLVED, Delivered(0), Reopened(WHO_TOLD, "", 1, NOW), RESOLVED)
    history = tuple((event, NOW) for event in (*before, *after))
    assert wanted in words(shown(page(case, OFFICE, history=history)))
    assert wanted not in words(
        shown(page(replace(case, status=S.REVIEWED), OFFICE, history=history))
    )


def test_a_result_for_a_neighbour_is_to_be_told() -> None:
    """The volunteer gets the result with the button that says it was told, and is not asked whether
    it is fixed."""
    case = helped(S.RESOLVED, heard=False)
    told = notices(case, RESOLVED, CONTENT.catalogue)
    assert [n.to for n in told] == [TELLER, ACTOR]
    assert taps(told[0].say) == [f"c:told:{case.id}", f"c:slip:{case.id}"]
    assert ("the card works" in words(told[0].say), told[0].say.purpose, told[0].say.delivery) == (
        True,
        RESULT,
        Delivery.MUST_ARRIVE,
    )
    own = notices(standing(S.RESOLVED), RESOLVED, CONTENT.catalogue)[0].say
    assert (own.purpose, own.delivery) == (RESULT, Delivery.MUST_ARRIVE)


@pytest.mark.parametrize(
    ("by", "wanted"), [(WHO_TOLD, [TELLER, OWNER]), (OFFICER, [ACTOR, TELLER, OWNER])]
)
def test_after_telling_the_volunteer_is_asked_what_the_neighbour_says(
    by: int, wanted: list[str]
) -> None:
    """Whoever told the result, the teller for the neighbour is asked whether it is fixed."""
    case = helped(S.RESOLVED)
    told = notices(case, ToldByHand(by, How.PHONE, (RESULT,)), CONTENT.catalogue)
    assert [n.to for n in told] == wanted
    (asked,) = [n.say for n in told if n.to == TELLER]
    assert taps(asked) == [f"cf:{case.id}:{v}" for v in Verdict]


def test_tasks_list_what_must_be_told() -> None:
    """Each case stands once, with the kinds of news and a button to their words."""
    case = standing(S.RESOLVED, intake={"sufferer": "the widow"})
    say = lists.tasks([], {case.id: (case, ["reply", RESULT, "reply"])})
    assert "the widow" in words(say)
    assert "kabar dari petugas, hasil laporannya" in words(say)
    assert (taps(say), say.text.args["total"]) == ([f"c:errand:{case.id}"], 1)


def test_the_card_of_an_errand_tells_the_words() -> None:
    """The card has for whom and what, names no sensitive topic, and escapes nothing twice."""
    case = replace(standing(S.RESOLVED, intake=INTAKE), service="child_violence")
    say = handover.errand(case, ["the <b>card</b> works"], CONTENT.catalogue)
    assert "the &lt;b&gt;card&lt;/b&gt; works" in TEXTS.html("id", say.text)
    assert TEXTS.languages["id"]["service.child_violence.name"] not in words(say)


def test_news_is_told_in_the_officers_words() -> None:
    """Of each kind the newest words are told, and no other kinds."""
    events = [
        RESOLVED,
        Asked(2, "since when?", "text"),
        Replied(2, "soon"),
        Replied(2, "now"),
    ]
    trail = [(event, NOW) for event in events]
    assert handover.news({RESULT, "reply"}, trail) == ("the card works", "now")
    assert handover.news({"news"}, trail) == ()


def test_news_that_was_changed_since_is_told_as_it_stands() -> None:
    """What was worded anew, taken back or has not gone out is not told in its old words."""
    trail = [(event, NOW) for event in (RESOLVED, Replied(2, "soon"), Replied(2, "unsent"))]
    assert handover.news({RESULT, "reply"}, trail, {3}) == ("the card works", "soon")
    better = [*trail[:2], (Reworded(2, RESULT, 1, "the new card works"), NOW)]
    assert handover.news({RESULT}, better) == ("the new card works",)
    wrong = [*better, (ResultRetracted(2, "not so", NOW, NOW), NOW)]
    assert handover.news({RESULT, "reply"}, wrong) == ("soon",)


def test_every_change_of_sight_is_confirmed() -> None:
    """The neighbour hears which of the two holds now."""
    keys = [
        notices(
            standing(S.RECEIVED, helper=helper), SightChanged(NEIGHBOUR, helper), CONTENT.catalogue
        )[0].say.text.key
        for helper in (VOLUNTEER, None)
    ]
    assert keys == ["notice.sight_kept", "notice.sight_ended"]

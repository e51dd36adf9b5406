"""The page of a case on a small phone: what stands first, how many buttons, and what lies behind
the last of them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from casework.actions.correspondence import Noted, Replied
from casework.actions.escalation import Rung
from casework.actions.referral import Offered
from casework.actions.referral_answer import Returned, Why
from casework.case.model import Case, Membership, Referral, Role, Stage, Status, Urgency
from casework.case.number import number
from casework.lifecycle import ALLOWED
from casework.policy.offices import Channel
from conversations.case_pages import case as case_page
from conversations.case_pages.case import ACTIONS
from conversations.notices import notices
from conversations.pages.case_facts import Page
from conversations.pages.list_reader import ListReader
from conversations.protocol.effects import Say
from conversations.protocol.notice import TELLER as TO_TELLER
from tests.casework.cases import (
    AGENCY,
    NOW,
    OFFICER,
    ONE_OF_EACH,
    TELLER,
    VILLAGE,
    having,
    standing,
)
from tests.conversations.speaker import CONTENT, LANGUAGES, TEXTS

CLERK, LEADER = Membership(Role.FRONT_OFFICE, VILLAGE), Membership(Role.COORDINATOR, VILLAGE)
OF_AGENCY = Membership(Role.AGENCY_OFFICER, AGENCY)
INTAKE: dict[str, Any] = {
    "who": "neighbour",
    "sufferer": "Ibu A",
    "consent": "not_asked",
    "place": "RT 01",
    "phone": "+628123456789",
    "story": {"texts": ["atap bocor"], "files": [], "location": None},
}
MOST = 6


def page(case: Case, *roles: Membership, **more: Any) -> Page:
    history = more.pop("history", ())
    return Page(case, history, OFFICER if roles else TELLER, roles, **more)


def shown(of: Page) -> Say:
    return case_page.case_page(of, CONTENT.catalogue, CONTENT.places, NOW)


def rest(of: Page) -> Say:
    return case_page.more(of, CONTENT.catalogue, CONTENT.places)


def taps(say: Say) -> list[str]:
    return [button.tap.data() for row in say.buttons for button in row]


def actions(say: Say) -> list[str]:
    return [tap.split(":")[1] for tap in taps(say) if tap.startswith("c:")]


def told(say: Say, language: str = "id") -> str:
    return TEXTS.html(language, say.text)


def test_due_time_and_holder_come_first() -> None:
    """In the first line, as a clock and as a colleague's name; late is marked there."""
    case = having(standing(Status.IN_PROGRESS), owner=77, due_at=NOW + timedelta(days=2))
    first = told(shown(page(case, CLERK, reader=ListReader(OFFICER, {77: "Sari"})))).splitlines()[0]
    assert "Sari" in first
    assert f"{(NOW + timedelta(days=2)).astimezone(TEXTS.zone).day} Nov" in first
    late = told(shown(page(replace(case, due_at=NOW - timedelta(hours=1)), CLERK)))
    assert "⏰" in late.splitlines()[0]


def test_the_newest_entry_stands_under_the_head() -> None:
    """Before the story, whatever else there is to tell."""
    history = ((Noted(OFFICER, "pertama"), NOW), (Noted(OFFICER, "terakhir"), NOW))
    words = told(shown(page(standing(Status.IN_PROGRESS, intake=INTAKE), CLERK, history=history)))
    assert "terakhir" in words.splitlines()[2]
    assert words.index("terakhir") < words.index("atap bocor") < words.index("pertama")


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("owner", [None, OFFICER, 77])
@pytest.mark.parametrize("role", [CLERK, LEADER, OF_AGENCY])
@pytest.mark.parametrize("stage", [None, *Stage])
def test_six_buttons_at_most(
    role: Membership, owner: int | None, status: Status, stage: Stage | None
) -> None:
    """To whom ever, in whatever state; what has no room is behind the last of them, nothing twice
    and nothing lost."""
    referral = Referral(AGENCY, stage, NOW) if stage else None
    intake = {**INTAKE, "pin": {"latitude": -6.7, "longitude": 108.5}}
    case = having(standing(status, intake=intake), owner=owner, referral=referral)
    if role is OF_AGENCY and stage is None:
        return
    of = page(case, role, history=tuple((x, NOW) for x in ONE_OF_EACH), files=3, related=2)
    first = shown(of)
    assert len(taps(first)) <= MOST
    assert all(len(row) <= 2 for row in first.buttons)
    if f"c:more:{case.id}" in taps(first):
        behind = taps(rest(of))
        assert set(behind) & set(taps(first)) <= {"s:queue"}
        assert f"c:open:{case.id}" in behind


@pytest.mark.parametrize(
    ("status", "owner", "role", "wanted"),
    [
        (Status.RECEIVED, None, CLERK, ["claim", "ask", "reply", "refer", "resolve"]),
        (Status.REVIEWED, None, LEADER, ["assign", "ask", "reply", "refer", "resolve"]),
        (Status.IN_PROGRESS, OFFICER, CLERK, ["ask", "reply", "refer", "resolve"]),
        (Status.WAITING, OFFICER, CLERK, ["reveal", "reply", "resolve"]),
    ],
)
def test_the_sensible_next_step_comes_first(
    status: Status, owner: int | None, role: Membership, wanted: list[str]
) -> None:
    """By the state of the case and whose it is, then what is done every day, then the rest."""
    say = shown(page(having(standing(status, intake=INTAKE), owner=owner), role))
    found = actions(say)
    assert found[: len(wanted)] == wanted
    assert found[-1] == "more"


@pytest.mark.parametrize("status", Status)
def test_nothing_is_lost_behind_the_last_button(status: Status) -> None:
    """Page and rest together offer what the state allows."""
    of = page(standing(status, intake=INTAKE), LEADER)
    offered = {*actions(shown(of)), *actions(rest(of))}
    allowed = {a for a in ("note", "reply", "merge", "certify") if status in ALLOWED[ACTIONS[a]]}
    assert allowed | {"history", "why", "receipt", "person"} <= offered


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("roles", [(), (CLERK,), (OF_AGENCY,)])
@pytest.mark.parametrize("status", Status)
def test_what_is_not_known_leaves_no_blank_line(
    status: Status, roles: tuple[Membership, ...], language: str
) -> None:
    """Head, story and facts are parted by one blank line each, and by no other: of the resident's
    page and the other office's as well."""
    for intake in ({}, {"place": "RT 01"}, INTAKE):
        referral = Referral(AGENCY, Stage.OFFERED, NOW) if roles == (OF_AGENCY,) else None
        case = having(standing(status, intake=intake), referral=referral)
        for history in ((), tuple((event, NOW) for event in ONE_OF_EACH[:3])):
            words = told(shown(page(case, *roles, history=history)), language)
            assert "\n\n\n" not in words
            assert not words.endswith("\n")
            assert words.count("\n\n") <= 3
            head = words.split("\n\n")[0]
            assert len(head.splitlines()) >= 2, words


def test_a_long_story_leaves_room_for_the_head() -> None:
    """It is shortened on the page; the whole stands behind its last button."""
    long = {**INTAKE, "story": {"texts": ["hujan " * 200], "files": [], "location": None}}
    of = page(having(standing(Status.RECEIVED, intake=long), urgency=Urgency.EMERGENCY), CLERK)
    assert len(told(shown(of))) < 900
    assert f"c:story:{of.case.id}" in taps(rest(of))
    assert "c:story" not in "".join(taps(shown(page(standing(Status.RECEIVED), CLERK))))


def test_related_cases_are_one_tap_away() -> None:
    """As links in the text, and never in the place of what is done every day."""
    ids = (260_000_002, 260_000_003, 260_000_004)
    links = [f"/kasus_{number(x).replace('-', '_')}" for x in ids]
    for owner in (None, OFFICER):
        case = having(standing(Status.IN_PROGRESS, intake=INTAKE), owner=owner)
        for role in (CLERK, LEADER):
            of = page(case, role, files=2, related=3, related_ids=ids)
            say = shown(of)
            assert {"ask", "reply", "refer", "resolve", "more"} <= set(actions(say))
            assert [x for x in told(say).split() if x.startswith("/kasus_")] == links[:2]
            assert "1 lagi" in told(say)
            assert "related" in actions(rest(of))


def came_back(cause: Why) -> Any:
    offered = Offered(OFFICER, AGENCY, "Dinsos", Channel.BOT, "mohon", False, "", NOW)
    return ((offered, NOW), (Returned(1, AGENCY, "Dinsos", cause, "NIK?", NOW), NOW))


@pytest.mark.parametrize(
    ("cause", "person", "asked"),
    [
        (Why.INCOMPLETE, None, True),
        (Why.INCOMPLETE, {"nik": "3274050101800001"}, False),
        (Why.WRONG_OFFICE, None, False),
    ],
)
def test_what_came_back_for_want_of_the_nik(cause: Why, person: Any, asked: bool) -> None:
    """The page and the notice ask the resident with one tap; where it is known, or something else
    was wrong, nobody does."""
    case = having(standing(Status.IN_PROGRESS, owner=OFFICER), intake={**INTAKE, "person": person})
    back = page(case, CLERK, history=came_back(cause))
    tap = f"c:ask_nik:{case.id}"
    assert (tap in taps(shown(back))) is asked
    told = notices(case, came_back(cause)[-1][0], CONTENT.catalogue)
    assert (tap in [b.tap.data() for n in told for row in n.say.buttons for b in row]) is asked


@pytest.mark.parametrize("who", ["neighbour", "unsaid"])
def test_the_nik_of_a_neighbour_is_asked_through_the_volunteer(who: str) -> None:
    """On the page and in the notice, as for one's own trouble."""
    told = {**INTAKE, "who": who}
    case = standing(Status.IN_PROGRESS, owner=OFFICER, helper=TELLER, intake=told)
    history = came_back(Why.INCOMPLETE)
    tap = f"c:ask_nik:{case.id}"
    assert tap in taps(shown(page(case, CLERK, history=history)))
    said = notices(case, history[-1][0], CONTENT.catalogue)
    assert tap in [b.tap.data() for n in said for row in n.say.buttons for b in row]


@pytest.mark.parametrize(("sensitive", "told"), [(False, True), (True, False)])
def test_the_teller_reads_what_is_lacking(sensitive: bool, told: bool) -> None:
    """Not that another office is looked for; of a sensitive case without the office's words."""
    case = having(standing(Status.IN_PROGRESS, owner=OFFICER), sensitive=sensitive)
    for cause in Why:
        back = came_back(cause)[-1][0]
        (said,) = (n.say for n in notices(case, back, CONTENT.catalogue) if n.to == TO_TELLER)
        read = TEXTS.plain("id", said.text)
        assert ("belum lengkap" in read) is (cause is Why.INCOMPLETE)
        assert ("carikan kantor" in read) is (cause is not Why.INCOMPLETE)
        assert (back.words in read) is (told and cause is Why.INCOMPLETE)


def test_while_it_waits_nobody_asks_again() -> None:
    """Not while the resident is asked already, nor of a visitor, of whom only officers are there,
    nor of who has refused."""
    waiting = standing(Status.WAITING, owner=OFFICER)
    told = {**INTAKE, "who": "walk_in"}
    visitor = standing(Status.IN_PROGRESS, owner=OFFICER, helper=TELLER, intake=told)
    told = {**INTAKE, "who": "neighbour", "consent": "refused"}
    refused = standing(Status.IN_PROGRESS, owner=OFFICER, helper=TELLER, intake=told)
    for case in (waiting, visitor, refused):
        back = page(case, CLERK, history=came_back(Why.INCOMPLETE))
        assert f"c:ask_nik:{case.id}" not in [*taps(shown(back)), *taps(rest(back))]


def test_a_question_can_be_called_off_on_the_page_itself() -> None:
    """While the case waits for its teller that is a step like any other, not one to look for."""
    waiting = standing(Status.WAITING, owner=OFFICER)
    assert "drop_question" in actions(shown(page(waiting, CLERK)))


def test_bells_stand_below_the_story() -> None:
    """Above it stands the newest that tells something; where nothing does, the story is next."""
    case = having(standing(Status.IN_PROGRESS, owner=OFFICER), intake=INTAKE)
    rung, replied = (Rung(0, "late"), NOW), (Replied(OFFICER, "sudah dicek"), NOW)
    only_bells = told(shown(page(case, CLERK, history=(rung, rung))))
    after_a_word = told(shown(page(case, CLERK, history=(replied, rung))))
    story = "atap bocor"
    assert only_bells.index(story) < only_bells.index("diingatkan")
    places = [after_a_word.index(x) for x in ("sudah dicek", story, "diingatkan")]
    assert places == sorted(places)


def test_a_name_that_was_told_stands_alone() -> None:
    """An emergency does not ask who it is; a name in it is not "not said"."""
    case = having(standing(Status.IN_PROGRESS), intake={**INTAKE, "who": "unsaid"})
    told = TEXTS.plain("id", shown(page(case, CLERK)).text)
    assert ("Ibu A" in told, "belum disebut" in told) == (True, False)
    unnamed = having(standing(Status.IN_PROGRESS), intake={"who": "unsaid"})
    assert "belum disebut" in TEXTS.plain("id", shown(page(unnamed, CLERK)).text)


@pytest.mark.parametrize("pin", [{}, {"pin": {"latitude": -6.7, "longitude": 108.5}}])
def test_whoever_holds_an_emergency_has_the_phone_at_hand(pin: dict[str, object]) -> None:
    """The guide says "call at once": the number is among the first buttons."""
    intake = {**INTAKE, "phone": "+6281234567890", **pin}
    case = having(standing(Status.IN_PROGRESS, intake=intake), urgency=Urgency.EMERGENCY)
    found = actions(shown(page(having(case, owner=OFFICER), CLERK)))
    assert found[0] == "reveal"
    assert len(found) <= MOST


@pytest.mark.parametrize(
    ("promised", "locked"),
    [({"confidential": True}, True), ({"sensitive": True}, True), ({}, False)],
)
def test_the_lock_stands_where_secrecy_was_promised(
    promised: dict[str, bool], locked: bool
) -> None:
    """Not only where the teller asked for it: a receipt that promises it is kept."""
    case = having(standing(Status.IN_PROGRESS, intake=INTAKE), **promised)
    assert ("Jangan sebut nama pelapor" in told(shown(page(case, LEADER)))) is locked


@pytest.mark.parametrize("level", [1, 2, 3])
@pytest.mark.parametrize("status", [Status.RECEIVED, Status.REVIEWED])
def test_who_leads_takes_what_has_climbed_to_them(status: Status, level: int) -> None:
    """It is their turn then, so taking it stands first and giving it away behind the rest; at the
    desk's own level they give it away, and so do they while whoever had it goes on."""
    case = having(standing(status, intake=INTAKE), level=level)
    assert actions(shown(page(case, LEADER)))[0] == "claim"
    assert "assign" in actions(rest(page(case, LEADER)))
    assert actions(shown(page(replace(case, level=0), LEADER)))[0] == "assign"
    assert actions(shown(page(replace(case, had_by=OFFICER), LEADER)))[0] == "assign"


@pytest.mark.parametrize("status", Status)
def test_nobody_holds_what_is_closed(status: Status) -> None:
    """Its page says who had it last, not that somebody has it."""
    case = having(standing(status, intake=INTAKE), owner=OFFICER)
    first = told(shown(page(case, CLERK, reader=ListReader(OFFICER)))).splitlines()[0]
    assert ("👤 Anda" in first) is (status is not Status.CLOSED)
    assert ("terakhir dipegang Anda" in first) is (status is Status.CLOSED)


@pytest.mark.parametrize("asks", [True, False])
def test_an_office_is_answered_once_it_has_asked(*, asks: bool) -> None:
    """Before that there is nothing to answer: news for it stand behind what is done every day."""
    asked = Referral(AGENCY, Stage.ACCEPTED, NOW, asks=asks)
    case = replace(standing(Status.IN_PROGRESS), referral=asked, owner=OFFICER)
    offered = Offered(OFFICER, AGENCY, "Dinkes", Channel.BOT, "obat", False, "", NOW)
    of = page(case, CLERK, history=((offered, NOW),))
    rows = (*shown(of).buttons, *rest(of).buttons)
    labels = [button.label.key for row in rows for button in row]
    assert ("act.answer_office" in labels) is asks
    assert ("act.tell_office" in labels) is not asks
    assert (labels[0] == "act.answer_office") is asks

"""Pages: what each shows to whom, and what it keeps to itself."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from casework.actions.assignment import Assigned, HandedOver
from casework.actions.between_offices import OfficeAnswered, SenderAsked
from casework.actions.correspondence import Noted
from casework.actions.escalation import Escalated, Reminded, Rung
from casework.actions.handover import Delivered
from casework.actions.review import Revealed
from casework.case import events as e
from casework.case.intake import Consent, Intake
from casework.case.model import Case, Desk, Membership, Role, Status, Urgency, Verdict
from casework.case.number import number
from casework.lifecycle import ALLOWED
from conversations.actions import between_offices
from conversations.case_pages import case as case_page
from conversations.case_pages import officers
from conversations.case_pages.case import ACTIONS, Page
from conversations.content import fields
from conversations.pages import lists
from conversations.pages.lists import Listed
from conversations.protocol.effects import Say, Short, text
from tests.casework.cases import NOW, OFFICER, ONE_OF_EACH, TELLER, VILLAGE, filed, standing
from tests.conversations.speaker import CONTENT, LANGUAGES, TEXTS

S = Status
OFFICE, LEADER = Membership(Role.FRONT_OFFICE, VILLAGE), Membership(Role.COORDINATOR, VILLAGE)
STORY = {"texts": ["the roof leaks"], "files": [{"kind": "photo"}], "location": None}
INTAKE: dict[str, Any] = {
    "who": "neighbour",
    "sufferer": "the widow",
    "consent": "not_asked",
    "story": STORY,
    "place": "RT 4",
    "phone": "+628123456789",
    "secret": "secret",
}
WHOLE = tuple((event, NOW) for event in ONE_OF_EACH)


def words(say: Say, language: str = "id") -> str:
    labels = [TEXTS.plain(language, button.label) for row in say.buttons for button in row]
    return "\n".join([TEXTS.html(language, say.text), *labels])


def taps(say: Say) -> list[str]:
    assert all(0 < len(b.tap.data().encode()) <= 64 for row in say.buttons for b in row)
    return [button.tap.data() for row in say.buttons for button in row]


def page(
    case: Case, *roles: Membership, history: tuple[tuple[e.Event, datetime], ...] = (), **more: Any
) -> Page:
    return Page(case, history, OFFICER if roles else TELLER, roles, **more)


def shown(of: Page) -> Say:
    return case_page.case_page(of, CONTENT.catalogue, CONTENT.places, NOW)


def offered(of: Page) -> list[str]:
    """What the page offers, and what stands behind its last button."""
    return taps(shown(of)) + taps(case_page.more(of, CONTENT.catalogue, CONTENT.places))


# ---- the page of a case --------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("roles", [(), (OFFICE,), (LEADER,)])
def test_every_page_is_whole(roles: tuple[Membership, ...], status: Status, language: str) -> None:
    """In each status, to teller, officer and leader, the page fills in, with all that can have
    happened to a case."""
    for intake in ({}, INTAKE):
        say = shown(page(standing(status, intake=intake), *roles, history=WHOLE[-4:], files=2))
        assert number(say.case or 0) in words(say, language)
        history = case_page.history(page(standing(status, intake=intake), *roles, history=WHOLE))
        assert words(history, language)


@pytest.mark.parametrize("event", ONE_OF_EACH, ids=lambda event: event.kind)
def test_every_event_has_a_line(event: e.Event) -> None:
    """Whatever happens to a case is told in a line of its history to staff, in both languages."""
    case = standing(S.IN_PROGRESS)
    for language in LANGUAGES:
        told = words(case_page.history(page(case, OFFICE, history=((event, NOW),))), language)
        assert TEXTS.languages[language][f"event.{event.kind}"] in told


def test_staff_see_what_they_need_and_no_number() -> None:
    """An officer's page tells story, sufferer, consent and place; of the phone only its end."""
    told = words(shown(page(standing(S.RECEIVED, intake=INTAKE), OFFICE)))
    for needed in (
        "the roof leaks",
        "the widow",
        "RT 4",
        "789",
        TEXTS.languages["id"]["consent.not_asked"],
    ):
        assert needed in told
    assert "8123456" not in told


def test_a_number_is_shown_on_its_own_page_to_staff_only() -> None:
    """The phone number stands on the page that leaves a trace, and only for people who work on the
    case."""
    case = standing(S.RECEIVED, intake=INTAKE)
    assert "+628123456789" in words(case_page.phone(page(case, OFFICE)))
    assert case_page.phone(page(case)).text.key == "refused.unknown_case"
    assert (
        case_page.phone(page(case, Membership(Role.VOLUNTEER, VILLAGE))).text.key
        == "refused.unknown_case"
    )


@pytest.mark.parametrize(
    "event",
    [
        Noted(OFFICER, "a liar"),
        Revealed(OFFICER),
        Assigned(1, 2),
        HandedOver(1, 2),
        Escalated(0, 1, VILLAGE, "late"),
        Rung(0, "late"),
        Reminded(0, "still"),
        Delivered(0),
        SenderAsked(3, "32.74/dinsos", "Dinas Sosial", "which ward?"),
        OfficeAnswered(OFFICER, "32.74/dinsos", "Dinas Sosial", "the third"),
    ],
)
def test_the_teller_does_not_see_the_offices_own_business(event: e.Event) -> None:
    """Notes, looks at the phone, hands and climbing are shown to staff and not to the teller."""
    case, line = standing(S.IN_PROGRESS), TEXTS.languages["id"][f"event.{event.kind}"]
    for make in (shown, case_page.history):
        assert line not in words(make(page(case, history=((event, NOW),))))
        assert line in words(make(page(case, OFFICE, history=((event, NOW),))))
    assert "a liar" not in words(shown(page(case, history=((event, NOW),))))


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize(("role", "leads"), [(OFFICE, False), (LEADER, True)])
def test_buttons_offer_only_what_is_possible(status: Status, role: Membership, leads: bool) -> None:
    """A page and what stands behind its last button offer the actions that the status allows:
    claiming what is free, assigning to leaders."""
    case = standing(status, intake=INTAKE)
    of_referrals = {"accept", "return", "recall", *between_offices.ACTIONS}
    of_leaders = set() if leads else {"assign", "conflict", "open_again"}
    never = {"unmerge", "give_back"} | of_referrals | of_leaders  # nobody holds it
    wanted = {a for a, command in ACTIONS.items() if status in ALLOWED[command]} - never
    found = {tap.split(":")[1] for tap in offered(page(case, role)) if tap.startswith("c:")}
    assert found - {"more", "open"} == wanted | {"person", "history", "receipt", "why"}
    owned = offered(page(replace(case, owner=9, intake=Intake()), role))
    assert not any(tap.startswith(("c:claim", "c:reveal")) for tap in owned)


@pytest.mark.parametrize(
    ("status", "wanted"),
    [
        (S.RECEIVED, ["add", "receipt", "withdraw", "why"]),
        (S.REVIEWED, ["add", "receipt", "withdraw", "why"]),
        (S.IN_PROGRESS, ["add", "receipt", "withdraw", "why"]),
        (S.REFERRED, ["add", "receipt", "withdraw", "why"]),
        (S.WAITING, ["answer", "withdraw", "why"]),
        (S.CLOSED, ["reopen"]),
    ],
)
def test_what_a_teller_can_do(status: Status, wanted: list[str]) -> None:
    """The teller's page offers what the teller may do now."""
    case = standing(status)
    assert taps(shown(page(case))) == [f"c:{action}:{case.id}" for action in wanted]


def test_a_teller_is_asked_whether_it_is_fixed() -> None:
    """The page of a resolved case asks its teller the one question."""
    case = standing(S.RESOLVED)
    assert taps(shown(page(case))) == [f"cf:{case.id}:{v}" for v in Verdict]


def test_late_is_said_to_staff() -> None:
    """A case past its due time is marked as late to staff; a closed one is not in lists."""
    late = TEXTS.languages["id"]["case.late"]
    overdue = standing(S.RECEIVED, due_at=NOW - timedelta(minutes=1))
    assert late in words(shown(page(overdue, OFFICE)))
    assert late not in words(shown(page(standing(S.RECEIVED), OFFICE)))
    assert late not in words(listed(replace(overdue, status=S.CLOSED)))


LATE = {Status.RECEIVED, Status.REVIEWED, Status.IN_PROGRESS, Status.REFERRED}


@pytest.mark.parametrize("status", Status)
def test_a_teller_reads_of_late_what_officers_do(status: Status) -> None:
    """What waits for its teller, or has its result, is late on nobody's screen."""
    case = standing(status, due_at=NOW - timedelta(days=2))
    shown = Listed((case,))
    mine = lists.listing("mine", shown, CONTENT.catalogue, CONTENT.places, NOW)
    told = [words(say) for say in (mine, lists.book(shown, CONTENT.catalogue, NOW))]
    assert ["⏰" in one for one in told] == [status in LATE] * 2


def test_a_teller_sees_for_whom_it_is() -> None:
    """Who told of several neighbours sees on each page whose it is; a report of one's own names
    nobody."""
    assert "the widow" in words(shown(page(standing(S.RECEIVED, intake=INTAKE))))
    assert "{who}" not in words(shown(page(standing(S.RECEIVED, intake={"story": STORY}))))
    own, other = (standing(S.RECEIVED, intake=intake) for intake in ({"story": STORY}, INTAKE))
    asked = {len(x.text.args["who"]) for x in (shown(page(own)), shown(page(other)))}  # type: ignore[arg-type]
    assert asked == {0, 1}


# ---- lists ---------------------------------------------------------------------------------------


def listed(*cases: Case, key: str = "queue", **how: Any) -> Say:
    return lists.listing(
        key, Listed(cases, how.pop("following", "")), CONTENT.catalogue, CONTENT.places, NOW, **how
    )


@pytest.mark.parametrize("key", ["queue", "mine", "found", "pick"])
def test_an_empty_list_says_so(key: str) -> None:
    """A list without cases has words of its own and no buttons."""
    say = listed(key=key)
    assert (say.text.key, say.buttons) == (f"{key}.none", ())
    assert all(words(say, language) for language in LANGUAGES)


@pytest.mark.parametrize("count", [1, 2, 3, 8])
def test_each_case_of_a_list_has_its_button(count: int) -> None:
    """Every case listed can be opened, also the last of an odd number; more pages have a button to
    turn."""
    cases = [replace(filed()[0], id=260_000_001 + n) for n in range(count)]
    assert taps(listed(*cases)) == [f"c:open:{case.id}" for case in cases]
    assert (
        taps(listed(*cases, action="claim", following="1.2.3.4", again="queue"))[-1]
        == "s:queue:1.2.3.4"
    )
    told = words(listed(*cases), "en")
    assert all(number(case.id) in told for case in cases)


def test_a_list_names_no_sensitive_topic() -> None:
    """In a list a sensitive case stands without its topic."""
    name = TEXTS.languages["id"]["service.child_violence.name"]
    assert name not in words(listed(filed("child_violence")[0]))
    assert TEXTS.languages["id"]["service.pkh.short"] in words(listed(filed("pkh")[0]))


def test_a_list_says_until_when() -> None:
    """An open case stands in a list with its day; for a closed one no day is left."""
    case = standing(S.RECEIVED, due_at=NOW + timedelta(days=3))
    until = TEXTS.plain("en", text("queue_line.due", due=Short(case.due_at)))
    assert until in words(listed(case), "en")
    assert until not in words(listed(replace(case, status=S.CLOSED)), "en")


def test_what_waits_for_the_teller_is_said_in_the_readers_eyes() -> None:
    """A waiting case says "waiting for you" to its teller and for whom it waits to staff."""
    case = standing(S.WAITING)
    yours = TEXTS.languages["en"]["status.waiting"]
    assert yours in words(listed(case, key="mine"), "en")
    assert yours not in words(listed(case), "en")


def test_a_volunteers_book_names_the_neighbours() -> None:
    """The book lists each case with the neighbour it is for, and opens it."""
    case = standing(S.RECEIVED, intake=INTAKE)
    say = lists.book(
        Listed((case, replace(case, id=case.id + 1, intake=Intake())), "77", 12),
        CONTENT.catalogue,
        NOW,
    )
    assert "the widow" in words(say)
    assert taps(say) == [f"c:open:{case.id}", f"c:open:{case.id + 1}", "s:book:77"]
    assert lists.book(Listed(()), CONTENT.catalogue, NOW).text.key == "book.none"


def test_emergencies_without_a_name_are_told_apart_by_their_words() -> None:
    """Two "Darurat kesehatan" of nobody look alike; so do their tasks."""
    cries = ("wa Raji ambruk di dapur", "bi Tinah kejang")
    cases = tuple(
        replace(
            standing(S.WAITING, intake={"who": "neighbour", "story": {"texts": [cry]}}),
            id=260_000_001 + n,
        )
        for n, cry in enumerate(cries)
    )
    book = lists.book(Listed(cases, "", 2), CONTENT.catalogue, NOW)
    buttons = [TEXTS.plain("id", row[0].label) for row in book.buttons]
    for cry, button in zip(cries, buttons, strict=True):
        assert cry in words(book)
        assert cry in button
        assert cry in words(lists.tasks(cases))


def test_a_volunteers_tasks() -> None:
    """A case that waits and a consent not asked yet are tasks; each case has one button however
    many it has."""
    both = standing(S.WAITING, intake={"consent": Consent.NOT_ASKED, "sufferer": "the widow"})
    agreed = replace(standing(S.RECEIVED, intake={"consent": "yes"}), id=both.id + 1)
    say = lists.tasks([both, agreed])
    assert taps(say) == [f"c:open:{both.id}"]
    lines = say.text.args["lines"]
    assert isinstance(lines, tuple)
    assert [line.key for line in lines] == ["tasks.answer", "tasks.consent"]
    assert lists.tasks([agreed]).text.key == "tasks.none"


def test_officers_to_choose_from() -> None:
    """A leader chooses among officers by name and role; with nobody there it is said."""
    case = standing(S.RECEIVED)
    say = officers.officers(
        case, [(21, "the officer", Membership(Role.BACK_OFFICE, VILLAGE, frozenset({Desk.HEALTH})))]
    )
    assert taps(say) == [f"as:{case.id}:21"]
    assert "the officer" in words(say)
    assert officers.officers(case, []).text.key == "assign.nobody"


def test_my_data_shows_the_end_of_the_phone() -> None:
    """What is kept of a person is shown to them, the phone by its end, with the way to have it
    forgotten."""
    told = lists.my_data("id", "Kesambi", "+628123456789", 3, [Membership(Role.VOLUNTEER, VILLAGE)])
    assert "8123456" not in words(told)
    assert taps(told) == ["m:hapus_saya"]
    assert all(words(lists.my_data("id", "", "", 0, []), language) for language in LANGUAGES)


@pytest.mark.parametrize("urgency", Urgency)
def test_every_urgency_has_its_mark(urgency: Urgency) -> None:
    """Each urgency is marked in lists."""
    mark = TEXTS.languages["id"][f"mark.{urgency}"]
    assert words(listed(standing(S.RECEIVED, urgency=urgency))).count(mark) >= 2 or not mark.strip()


@pytest.mark.parametrize(("phone", "wanted"), [("+628123456789", "•••• 789"), ("", ""), (None, "")])
def test_masking(phone: str | None, wanted: str) -> None:
    """Only the last three digits of a phone show."""
    assert fields.masked(phone) == wanted


@pytest.mark.parametrize("helper", [None, TELLER])
@pytest.mark.parametrize("heard", [True, False])
@pytest.mark.parametrize("status", list(S))
def test_a_consent_task_can_be_done(status: Status, heard: bool, helper: int | None) -> None:
    """As long as the consent stands among the tasks, the teller's page has its buttons; a closed
    case has neither."""
    intake = {"who": "neighbour", "consent": Consent.NOT_ASKED}
    case = standing(status, intake=intake, heard=heard, helper=helper)
    listed = "tasks.consent" in [
        line.key for line in lists.tasks([case]).text.args.get("lines", ())
    ]
    offered = [
        tap
        for tap in taps(shown(page(case)))
        if tap in (f"c:agreed:{case.id}", f"c:declined:{case.id}")
    ]
    assert (listed, len(offered)) == ((False, 0) if status is S.CLOSED else (True, 2))

"""Who is told what when something happens: every event, whole in both languages, and never more
than it must say."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casework import trail
from casework.actions.ending.confirmation import Confirmed
from casework.actions.ending.resolution import Resolved, Withdrawn
from casework.actions.escalation import Lapsed, Reminded
from casework.actions.referral_answer import Accepted
from casework.case import events as e
from casework.case.model import Case, Decision, Referral, Stage, Status, Urgency, Verdict
from casework.case.number import number
from conversations.actions.ending.confirmation import verdicts
from conversations.notices import notices
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import Say
from conversations.protocol.notice import (
    ACTOR,
    ALARMED,
    ALL_LEVELS,
    COORDINATOR,
    DECIDED,
    GOES_ON,
    HANDS,
    LEVEL,
    OWNER,
    RECEIVER,
    TELLER,
)
from tests.casework.cases import NOW, OFFICER, ONE_OF_EACH, VILLAGE, filed, having, standing
from tests.casework.cases import TELLER as WHO_TOLD
from tests.conversations.speaker import CONTENT, LANGUAGES, TEXTS

S = Status
SECRET = "the story of the roof and the name of the widow"
RESOLVED = Resolved(OFFICER, Decision.HELPED, "the card works")
EVENTS: dict[str, e.Event] = {event.kind: event for event in ONE_OF_EACH}
TOLD: dict[str, list[str]] = {
    "filed": [TELLER, LEVEL],
    "completed": [OWNER],
    "reviewed": [],
    "claimed": [TELLER],
    "assigned": [OWNER, TELLER],
    "consent_recorded": [TELLER, OWNER],
    "handed_over": [OWNER],
    "asked": [TELLER, ACTOR],
    "answered": [TELLER, OWNER],
    "added": [TELLER, OWNER],
    "replied": [TELLER, ACTOR],
    "noted": [ACTOR],
    "resolved": [TELLER, ACTOR],
    "confirmed": [TELLER, OWNER],
    "reopened": [TELLER, GOES_ON, DECIDED, LEVEL],
    "withdrawn": [TELLER, OWNER],
    "called_off": [TELLER, ALARMED],
    "lapsed": [TELLER],
    "escalated": [LEVEL, TELLER],
    "rung": [LEVEL],
    "reminded": [TELLER],
    "revealed": [],
    "offered": [RECEIVER, ACTOR, TELLER],
    "sharing_asked": [TELLER, ACTOR],
    "sharing_answered": [TELLER, OWNER],
    "accepted": [OWNER, ACTOR, TELLER],
    "taken_up": [ACTOR, TELLER],
    "returned": [OWNER, ACTOR, TELLER],
    "recalled": [RECEIVER, ACTOR],
    "done": [RECEIVER, OWNER],
    "certified": [ACTOR],
    "nudged": [HANDS, TELLER],
    "raised": [LEVEL, TELLER],
    "renumbered": [],
    "rescheduled": [TELLER],
    "answer_rescheduled": [],
    "heard": [TELLER, OWNER],
    "rated": [TELLER, OWNER],
    "objected": [TELLER, LEVEL, DECIDED],
    "answered_publicly": [ACTOR],
    "person_recorded": [],
    "sender_asked": [OWNER, ACTOR],
    "office_answered": [RECEIVER, ACTOR],
    "progress_told": [TELLER, OWNER, ACTOR],
    "taken_over": [TELLER, OWNER],
    "sight_changed": [TELLER],
    "delivered": [],
    "told_by_hand": [ACTOR, OWNER],
    "excluded": [ACTOR],
    "readmitted": [ACTOR],
    "joined": [ACTOR, OWNER],
    "told_more": [ACTOR, OWNER],
    "left": [ACTOR],
    "merged": [TELLER, ACTOR],
    "unmerged": [TELLER, ACTOR],
    "absorbed": [],
    "released": [],
    "divided": [],
    "split_off": [TELLER, ACTOR],
    "service_corrected": [TELLER, ACTOR],
    "urgency_corrected": [TELLER, ACTOR],
    "place_corrected": [TELLER, ACTOR],
    "address_corrected": [TELLER, ACTOR],
    "freed": [LEVEL],
    "sealed": [],
    "given_back": [LEVEL, ACTOR],
    "taken_back": [],
    "question_dropped": [ACTOR],
    "opened_again": [TELLER, GOES_ON, LEVEL, ACTOR],
    "reworded": [TELLER, ACTOR],
    "result_retracted": [TELLER, DECIDED, ACTOR],
    "postponed": [TELLER, COORDINATOR, ACTOR],
    "woken": [OWNER],
}
TOLD_IN_AN_EMERGENCY = {
    "reopened": [TELLER, GOES_ON, DECIDED, ALL_LEVELS],
    "opened_again": [TELLER, GOES_ON, ALL_LEVELS, ACTOR],
    "claimed": [ALARMED, TELLER],
    "assigned": [OWNER, ALARMED, TELLER],
    "withdrawn": [TELLER, ALARMED],
    "escalated": [ALL_LEVELS, TELLER],
    "rung": [ALL_LEVELS, TELLER],
    "given_back": [ALL_LEVELS, TELLER, ACTOR],
    "freed": [ALL_LEVELS],
    "urgency_corrected": [TELLER, ALL_LEVELS, ACTOR],
    "added": [TELLER, ALARMED],
    "completed": [ALARMED],
    "resolved": [TELLER, ACTOR, ALARMED],
}
"""Where it is otherwise in an emergency: those who were called hear that they need not come, and
while nobody has it each of them is called again."""

MUST_ARRIVE = {
    "filed",
    "asked",
    "replied",
    "resolved",
    "offered",
    "sharing_asked",
    "accepted",
    "taken_up",
    "returned",
    "progress_told",
    "objected",
    "opened_again",
    "result_retracted",
    "reworded",
    "postponed",
    "service_corrected",
    "urgency_corrected",
    "place_corrected",
}
"""What the teller must get even if it has to be sent again."""


def words(say: Say, language: str = "id") -> str:
    """Everything that a message shows: its text and the words on its buttons."""
    labels = [TEXTS.plain(language, button.label) for row in say.buttons for button in row]
    return "\n".join([TEXTS.html(language, say.text), *labels])


@pytest.mark.parametrize("urgency", Urgency)
@pytest.mark.parametrize("kind", trail.KINDS)
def test_who_is_told(kind: str, urgency: Urgency) -> None:
    """Each event tells its people, with the case's number, in words that exist, on buttons that
    fit."""
    case = standing(S.IN_PROGRESS, urgency=urgency)
    told = notices(case, EVENTS[kind], CONTENT.catalogue)
    otherwise = TOLD_IN_AN_EMERGENCY if urgency is Urgency.EMERGENCY else {}
    assert [notice.to for notice in told] == otherwise.get(kind, TOLD[kind])
    for say in (notice.say for notice in told):
        assert all(number(case.id) in words(say, language) for language in LANGUAGES)
        assert all(0 < len(b.tap.data().encode()) <= 64 for row in say.buttons for b in row)
        assert say.case == case.id


@pytest.mark.parametrize("kind", sorted(MUST_ARRIVE))
def test_what_must_arrive(kind: str) -> None:
    """Receipt, question, reply and result go to the teller in the class that is sent again."""
    (to_teller,) = [
        n for n in notices(standing(S.RECEIVED), EVENTS[kind], CONTENT.catalogue) if n.to == TELLER
    ]
    assert to_teller.say.delivery == Delivery.MUST_ARRIVE


@pytest.mark.parametrize("bell", ["still", "question", "confirm"])
def test_every_reminder_has_its_words(bell: str) -> None:
    """Each row that reminds has a text, and a button to do what it asks."""
    (notice,) = notices(standing(S.WAITING, owner=OFFICER), Reminded(0, bell), CONTENT.catalogue)
    assert (notice.say.text.key, bool(notice.say.buttons)) == (f"remind.{bell}", True)


@pytest.mark.parametrize(("owner", "key"), [(None, "remind.still_free"), (OFFICER, "remind.still")])
def test_nobody_is_told_that_somebody_works_while_nobody_does(owner: int | None, key: str) -> None:
    """Only a case that has an owner is said to be in hand; a free one is said to wait, with the
    button all the same."""
    (notice,) = notices(standing(S.RECEIVED, owner=owner), Reminded(0, "still"), CONTENT.catalogue)
    assert (notice.to, notice.say.text.key, bool(notice.say.buttons)) == (TELLER, key, True)


@pytest.mark.parametrize("bell", ["question", "confirm"])
def test_other_reminders_do_not_ask_who_owns_the_case(bell: str) -> None:
    """What the teller has to do is said in the same words, whether or not the case is free."""
    (notice,) = notices(standing(S.WAITING, owner=None), Reminded(0, bell), CONTENT.catalogue)
    assert notice.say.text.key == f"remind.{bell}"


@pytest.mark.parametrize("kind", ["escalated", "rung"])
def test_who_holds_a_late_case_hears_that_it_was_passed_up(kind: str) -> None:
    """Those above and the one who holds the case both hear; a free case tells no owner (that would
    be those above)."""
    event = EVENTS[kind]
    owned = notices(standing(S.IN_PROGRESS, owner=OFFICER), event, CONTENT.catalogue)
    assert [n.to for n in owned] == [LEVEL, OWNER, *TOLD[kind][1:]]
    assert [n.say.text.key for n in owned][:2] == ["notice.escalated", "notice.overdue"]
    assert all(words(owned[1].say, language) for language in LANGUAGES)
    assert OWNER not in [n.to for n in notices(standing(S.IN_PROGRESS), event, CONTENT.catalogue)]


def test_a_held_emergency_can_not_be_taken_by_those_above() -> None:
    """Who holds an emergency keeps it: the people above are offered its page, and not the button
    that takes it."""
    for owner, claims in ((None, 1), (OFFICER, 0)):
        case = standing(S.IN_PROGRESS, urgency=Urgency.EMERGENCY, owner=owner)
        level = notices(case, EVENTS["rung"], CONTENT.catalogue)[0]
        taps = [b.tap.data() for row in level.say.buttons for b in row]
        assert [tap.split(":")[1] for tap in taps] == ["claim"] * claims + ["open"]


def test_is_it_fixed_has_three_answers() -> None:
    """The question after a result offers fixed, partly and no, each for this case."""
    case = standing(S.RESOLVED)
    told = notices(case, RESOLVED, CONTENT.catalogue)[0]
    assert told.say.buttons == verdicts(case)
    assert [row[0].tap.data() for row in told.say.buttons] == [f"cf:{case.id}:{v}" for v in Verdict]
    assert "the card works" in words(told.say)


@pytest.mark.parametrize("kind", trail.KINDS)
def test_no_notice_tells_the_story(kind: str) -> None:
    """A phone lies on the table: no notice repeats the story, a name or a number that was told."""
    intake = {
        "story": {"texts": [SECRET], "files": [], "location": None},
        "sufferer": SECRET,
        "phone": "+628123456789",
    }
    case = standing(S.IN_PROGRESS, intake=intake)
    for notice in notices(case, EVENTS[kind], CONTENT.catalogue):
        assert SECRET not in words(notice.say)
        assert "8123456789" not in words(notice.say)


@pytest.mark.parametrize(
    "service", sorted(k for k, row in CONTENT.catalogue.services.items() if row.sensitive)
)
@pytest.mark.parametrize("urgency", [Urgency.HIGH, Urgency.EMERGENCY])
def test_a_sensitive_topic_is_not_named_to_the_office(service: str, urgency: Urgency) -> None:
    """News of a sensitive case names no topic to the people of the office."""
    case = replace(filed(service)[0], urgency=urgency)
    told = [n.say for n in notices(case, EVENTS["filed"], CONTENT.catalogue) if n.to == LEVEL]
    name = TEXTS.html("id", TEXTS.languages["id"][f"service.{service}.name"])
    assert [name in words(say) for say in told] == [False]


def test_an_emergency_wakes_people() -> None:
    """An emergency's news and its climbing go out at night, and can be taken with one tap; a plain
    case's wait."""
    for kind in ("filed", "escalated", "rung"):
        for urgency, wakes in ((Urgency.EMERGENCY, True), (Urgency.NORMAL, False)):
            told = notices(standing(S.RECEIVED, urgency=urgency), EVENTS[kind], CONTENT.catalogue)
            (level,) = [n for n in told if n.to in (LEVEL, ALL_LEVELS)]
            claims = [
                b.tap.data()
                for row in level.say.buttons
                for b in row
                if b.tap.data().startswith("c:claim:")
            ]
            assert (level.urgent, bool(claims)) == (wakes, wakes)


def test_a_receipt_says_when_and_who_decides() -> None:
    """The receipt tells the due time, who decides and what to bring, and promises no amount."""
    case, event = filed("pbi_reactivation")
    told = words(notices(case, event, CONTENT.catalogue)[0].say)
    assert TEXTS.html("id", TEXTS.languages["id"]["service.pbi_reactivation.decides"]) in told
    assert TEXTS.languages["id"]["document.ktp"] in told
    assert "Rp" not in told


@pytest.mark.parametrize(
    "event", [Confirmed(WHO_TOLD, Verdict.FIXED, ""), Withdrawn(WHO_TOLD, "stop"), Lapsed(0)]
)
def test_a_closed_case_can_be_reopened_from_its_last_message(event: e.Event) -> None:
    """The message that a case is closed carries the button that opens it again, and once it is
    confirmed the stars."""
    case: Case = standing(S.CLOSED)
    (to_teller,) = [n for n in notices(case, event, CONTENT.catalogue) if n.to == TELLER]
    stars = [f"rt:{case.id}:{n}" for n in range(1, 6)] if isinstance(event, Confirmed) else []
    assert [b.tap.data() for row in to_teller.say.buttons for b in row] == [
        *stars,
        f"c:reopen:{case.id}",
    ]
    assert (case.closed_at, case.village) == (NOW, VILLAGE)


@pytest.mark.parametrize(
    ("why", "key"), [("mistake", "notice.alarm_off"), ("solved", "notice.withdrawn_staff")]
)
def test_who_has_taken_an_emergency_hears_that_it_is_none(why: str, key: str) -> None:
    """Whoever is on the way reads why the report was taken back."""
    case = having(standing(Status.IN_PROGRESS), owner=OFFICER, urgency=Urgency.EMERGENCY)
    told = [n for n in notices(case, Withdrawn(WHO_TOLD, why), CONTENT.catalogue) if n.to == OWNER]
    assert [n.say.text.key for n in told] == [key]


@pytest.mark.parametrize("owner", [None, OFFICER])
def test_who_held_a_case_hears_that_it_has_closed(owner: int | None) -> None:
    """By itself, after ten days of silence; of a case that nobody held nobody else is told."""
    case = standing(Status.CLOSED, owner=owner)
    told = [(n.to, n.say.text.key) for n in notices(case, Lapsed(0), CONTENT.catalogue)]
    holder = [] if owner is None else [("owner", "notice.lapsed_staff")]
    assert told == [("teller", "notice.lapsed"), *holder]


@pytest.mark.parametrize(("minutes", "sorry"), [(5, False), (59, False), (90, True)])
def test_a_few_minutes_are_no_reason_to_say_sorry(minutes: int, sorry: bool) -> None:
    """Another office that accepts a case for a little later than was promised is only told of."""
    due = NOW + timedelta(minutes=minutes)
    referral = Referral("32.74/dinsos", Stage.ACCEPTED, due, own_due=NOW)
    case = standing(Status.REFERRED, referral=referral)
    told = notices(case, Accepted(OFFICER, "32.74/dinsos", "Dinsos", due), CONTENT.catalogue)
    assert [bool(x["later"]) for n in told if "later" in (x := n.say.text.args)] == [sorry] * 2


@pytest.mark.parametrize("kind", ["added", "answered"])
def test_who_says_that_it_is_still_not_solved_hears_what_comes_next(kind: str) -> None:
    """That it goes on, and until when; of anything else that it is noted."""
    case = standing(S.IN_PROGRESS)
    still = {"texts": ["tetap ditolak bu"], "files": [], "location": None}
    other = {**still, "texts": ["rumahnya di gang melati"]}
    for story, key in ((still, f"notice.{kind}_still"), (other, f"notice.{kind}")):
        event = (
            replace(EVENTS[kind], story=story)
            if kind == "added"
            else replace(EVENTS[kind], answer={"kind": "story", "value": story})
        )
        told = {one.to: one for one in notices(case, event, CONTENT.catalogue)}
        assert told[TELLER].say.text.key == key

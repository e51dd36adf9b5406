"""An objection goes one level up, to somebody else, with its own time; and above the top there is a
kind end."""

from datetime import timedelta
from typing import Any

import pytest

from casework.access import permissions
from casework.actions import referral as r
from casework.actions.assignment import Assign, Claim
from casework.actions.ending.confirmation import Confirm
from casework.actions.ending.resolution import Resolve, Withdraw
from casework.actions.escalation import Escalated, Ring
from casework.actions.objection import OBJECT_WITHIN, Object
from casework.actions.question import Answer, Ask
from casework.actions.sharing_consent import AskSharing
from casework.case import commands as c
from casework.case.model import (
    CHAIN,
    DISTRICT_LEVEL,
    Case,
    Decision,
    Membership,
    Referral,
    Refused,
    Role,
    Stage,
    Status,
    Urgency,
    Verdict,
)
from tests.casework.cases import (
    AGENCY,
    COLLEAGUE,
    DISTRICT,
    NOW,
    OFFICER,
    POLICY,
    TELLER,
    VILLAGE,
    standing,
    told,
)
from tests.casework.test_lifecycle import refused

S = Status
NO, WHY = Decision.NOT_POSSIBLE, "nobody looked at the papers"


def decided(rank: int = 0, by: int = OFFICER, **changed: Any) -> Case:
    """A case that somebody of this rank has refused."""
    return told(
        standing(S.IN_PROGRESS, owner=by, **changed), Resolve(by, NO, "not possible", rank)
    )[0]


def objected(case: Case, *manned: int) -> Case:
    return told(case, Object(TELLER, WHY, frozenset(manned or (1, 2, 3))))[0]


@pytest.mark.parametrize(
    ("rank", "level", "wanted"),
    [(0, 0, 1), (1, 0, 2), (0, 1, 1), (0, 2, 2), (2, 2, 3), (1, 2, 2), (3, 2, 3)],
)
def test_one_level_above_the_decision(rank: int, level: int, wanted: int) -> None:
    """The objection goes above who decided, not above where lateness has led; from level 2 on to
    the district."""
    office = DISTRICT if level >= DISTRICT_LEVEL else VILLAGE
    case = objected(decided(rank, level=level, office=office))
    assert (case.level, case.office) == (wanted, DISTRICT if wanted >= DISTRICT_LEVEL else VILLAGE)
    assert (case.status, case.owner, case.ending.decision, case.ending.objections) == (
        S.REVIEWED,
        None,
        None,
        1,
    )


@pytest.mark.parametrize("status", [S.RESOLVED, S.CLOSED])
def test_nothing_is_told_twice(status: Status) -> None:
    """What was told stays with the case, before and after it is closed; its closing is taken
    back."""
    before = standing(
        status, intake={"story": "the roof", "place": "RT 1"}, decision=NO, decided_by=OFFICER
    )
    case = objected(before)
    assert (case.intake, case.village, case.teller, case.closed_at) == (
        before.intake,
        before.village,
        TELLER,
        None,
    )


@pytest.mark.parametrize(("manned", "wanted"), [({1, 2, 3}, 1), ({0, 2}, 2), ({3}, 3)])
def test_levels_without_somebody_else_are_passed_over(manned: set[int], wanted: int) -> None:
    """Where nobody works but the one who decided, the next level is asked."""
    assert objected(decided(), *manned).level == wanted


def test_what_has_climbed_does_not_come_down() -> None:
    """A result that nobody confirmed has climbed to the district; the objection is heard there."""
    case, _ = told(decided(), Ring("unconfirmed", frozenset({2})))
    assert (case.level, objected(case).level, objected(case).office) == (2, 2, DISTRICT)


@pytest.mark.parametrize("urgency", Urgency)
def test_its_own_due_time_and_bells(urgency: Urgency) -> None:
    """The due time is that of the objection clock, whatever the service; it is late and climbs by
    the same clock."""
    before = decided(urgency=urgency, service="spm_child")
    case, events = told(before, Object(TELLER, WHY))
    clock = POLICY.clocks["objection"][urgency]
    assert case.due_at == clock.act.after(NOW, POLICY.calendar)
    bells = {bell.kind: bell.due_at for bell in reversed(POLICY.bells(case, events, NOW).bells)}
    reading = "alarm" if urgency is Urgency.EMERGENCY else "unowned"
    assert (set(bells), bells["late"]) == ({reading, "late", "still"}, case.due_at)
    if urgency is not Urgency.EMERGENCY:
        assert bells["unowned"] == clock.read.after(NOW, POLICY.calendar)


def test_it_climbs_as_others_do() -> None:
    """An objection that nobody answers goes up, one level at each bell."""
    case, climbed = objected(decided()), []
    for _ in range(3):
        case, events = told(case, Ring("late"))
        climbed += [CHAIN[event.level] for event in events if isinstance(event, Escalated)]
    assert climbed == ["district_officer", "district_manager"]


def test_who_decided_does_not_decide_again() -> None:
    """The same person can neither take, get, ask about nor resolve what objects to their decision;
    others can."""
    case = objected(decided(1))
    for command in (
        Claim(OFFICER),
        Ask(OFFICER, "?", "text"),
        Resolve(OFFICER, Decision.HELPED, "yes", 3),
    ):
        assert refused(case, command) == "refused.object.own"
    assert refused(case, Assign(COLLEAGUE, OFFICER)) == "refused.object.own"
    assert (
        told(case, Resolve(COLLEAGUE, Decision.HELPED, "yes", 2))[0].ending.decision
        is Decision.HELPED
    )


@pytest.mark.parametrize(
    ("decided_at", "rank", "may"),
    [
        (0, 0, False),
        (0, 1, True),
        (1, 1, False),
        (1, 2, True),
        (2, 2, False),
        (2, 3, True),
        (3, 2, False),
        (3, 3, True),
    ],
)
def test_who_answers_stands_above_who_decided(decided_at: int, rank: int, may: bool) -> None:
    """A colleague of the same level, or of a level below, does not answer an objection; at the top
    another one does."""
    case = objected(decided(decided_at))
    answer = Resolve(COLLEAGUE, NO, "still not", rank)
    if may:
        assert told(case, answer)[0].status is S.RESOLVED
    else:
        assert refused(case, answer) == "refused.object.level"


def test_a_case_without_objection_is_anybodys() -> None:
    """Opened again by "not fixed", a case may be resolved by the same officer as before."""
    case, _ = told(decided(), Confirm(TELLER, Verdict.NO, "no"))
    assert told(case, Resolve(OFFICER, Decision.HELPED, "now"))[0].status is S.RESOLVED


def test_an_answer_to_the_teller_keeps_the_clock_of_the_objection() -> None:
    """Asked back and answered, an objection is due by its own clock again."""
    case, _ = told(objected(decided()), Ask(COLLEAGUE, "which paper?", "text"))
    case, _ = told(case, Answer(TELLER, {"kind": "text", "value": "this"}))
    assert case.due_at == POLICY.clocks["objection"][case.urgency].act.after(NOW, POLICY.calendar)


def test_up_to_the_top_and_then_elsewhere() -> None:
    """Each refusal can be objected to up to the manager; after that the person is told where else
    to go."""
    case, levels = decided(), []
    for person, rank in ((31, 1), (32, 2), (33, 3)):
        case = objected(case)
        levels.append(case.level)
        case, _ = told(case, Resolve(person, NO, "no", rank))
    assert levels == [1, 2, 3]
    assert refused(case, Object(TELLER, WHY)) == "refused.object.top"


def test_a_managers_own_decision_goes_to_another_manager_once() -> None:
    """Decided at the top, a case is looked at anew by somebody else there; where there is nobody
    else, this is said."""
    assert refused(decided(3), Object(TELLER, WHY, frozenset({0, 1, 2}))) == "refused.object.top"
    case, _ = told(objected(decided(3), 3), Resolve(COLLEAGUE, NO, "no", 3))
    assert refused(case, Object(TELLER, WHY)) == "refused.object.top"


@pytest.mark.parametrize("blank", ["", "  ", "\n"])
def test_an_objection_says_why(blank: str) -> None:
    """Without words there is no objection."""
    assert refused(decided(), Object(TELLER, blank)) == "refused.object.no_words"


def test_thirty_days() -> None:
    """On the thirtieth day after the end to the second one may object; later a new report is
    needed."""
    case = standing(S.CLOSED, decision=NO, decided_by=OFFICER)
    assert timedelta(days=30) == OBJECT_WITHIN
    assert told(case, Object(TELLER, WHY), NOW + OBJECT_WITHIN)[0].status is S.REVIEWED
    assert (
        refused(case, Object(TELLER, WHY), NOW + OBJECT_WITHIN + timedelta(seconds=1))
        == "refused.object.too_late"
    )


def test_what_one_took_back_nobody_has_decided() -> None:
    """A report that was taken back has no decision to object to."""
    case, _ = told(decided(), Withdraw(TELLER, "stop"))
    assert refused(case, Object(TELLER, WHY)) == "refused.object.nothing"


def test_one_objection_at_a_time() -> None:
    """While an objection waits for its answer there is nothing to object to; taking the case back
    ends it."""
    case = objected(decided())
    assert (case.ending.objected, refused(case, Object(TELLER, WHY))) == (
        True,
        "refused.status.reviewed",
    )
    assert not told(case, Withdraw(TELLER, "solved"))[0].ending.objected


def test_a_district_without_the_objection_clock_keeps_that_of_the_service() -> None:
    """Who has replaced clocks.toml before there were objections loses nothing."""
    clocks = {name: rows for name, rows in POLICY.clocks.items() if name != "objection"}
    older = POLICY.__class__(**{**vars(POLICY), "clocks": clocks})
    assert older.due("pkh", Urgency.HIGH, NOW, objected=True) == POLICY.due(
        "pkh", Urgency.HIGH, NOW
    )


def test_no_objection_takes_longer_than_the_law_allows() -> None:
    """UU 30/2014 article 77: at most 10 working days."""
    acts = [clock.act for clock in POLICY.clocks["objection"].values()]
    assert [act for act in acts if act.unit == "working day" and act.amount > 10] == []


IN_HAND = [
    Claim(COLLEAGUE),
    Assign(COLLEAGUE, COLLEAGUE),
    Ask(COLLEAGUE, "?", "text"),
    Resolve(COLLEAGUE, NO, "no"),
    r.Refer(COLLEAGUE, AGENCY, "please"),
    AskSharing(COLLEAGUE, AGENCY),
    r.Recall(COLLEAGUE),
]
ROLE_OF_RANK = (Role.BACK_OFFICE, Role.COORDINATOR, Role.DISTRICT_OFFICER, Role.DISTRICT_MANAGER)


@pytest.mark.parametrize("command", IN_HAND, ids=lambda command: type(command).__name__)
@pytest.mark.parametrize("decided_at", [0, 1, 2, 3])
def test_only_who_may_answer_gets_it_into_their_hands(command: c.Command, decided_at: int) -> None:
    """While an objection waits, nobody from below its judge may take, give away, ask, refer or
    decide."""
    case, least = objected(decided(decided_at)), min(decided_at + 1, 3)
    for rank, role in enumerate(ROLE_OF_RANK):
        own = (Membership(role, VILLAGE if rank < DISTRICT_LEVEL else DISTRICT),)
        if role not in permissions.WHO[type(command)].roles:
            continue
        if rank < least:
            with pytest.raises(Refused, match=r"refused\.object\.level"):
                permissions.check(command, own, case)
        else:
            permissions.check(command, own, case)


@pytest.mark.parametrize("kind", [type(command) for command in IN_HAND])
def test_whose_decision_it_is_gets_nothing_into_their_hands(kind: type) -> None:
    """However high they stand: it is somebody else's turn."""
    with pytest.raises(Refused, match=r"refused\.object\.own"):
        permissions.check_kind(
            kind, OFFICER, (Membership(Role.DISTRICT_MANAGER, DISTRICT),), objected(decided())
        )


def test_an_agency_answers_an_objection_for_who_has_asked_it() -> None:
    """Referred by its judge, another office may answer it, and decides from the judge's level."""
    case = standing(
        S.REFERRED,
        owner=COLLEAGUE,
        level=2,
        office=DISTRICT,
        decided_by=OFFICER,
        decided_level=1,
        referral=Referral(AGENCY, Stage.ACCEPTED, NOW),
        objections=1,
    )
    own = (Membership(Role.AGENCY_OFFICER, AGENCY),)
    permissions.check_kind(Resolve, 77, own, case)
    assert told(case, Resolve(77, NO, "no"))[0].ending.decided_level == 2
    with pytest.raises(Refused, match=r"refused\.object\.own"):
        permissions.check_kind(Resolve, OFFICER, own, case)

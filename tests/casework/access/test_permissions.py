"""Who may see a case and who may ask what of it: every role in every scope, against every
command."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.access import permissions, visibility
from casework.actions import conflict_of_interest, handover
from casework.actions import referral as r
from casework.actions.assignment import Assign, Claim
from casework.actions.between_offices import AnswerOffice, AskSender, TellProgress
from casework.actions.certificate import Certify
from casework.actions.consent import NoteConsent, RecordConsent
from casework.actions.correcting.address import CorrectAddress
from casework.actions.correcting.classification import CorrectService, CorrectUrgency
from casework.actions.correcting.letting_go import Free, GiveBack, Inherit
from casework.actions.correcting.opening_again import OpenAgain
from casework.actions.correcting.placing import CorrectPlace
from casework.actions.correcting.postponement import Postpone
from casework.actions.correcting.question_dropped import DropQuestion
from casework.actions.correcting.raising_again import RaiseAgain
from casework.actions.correcting.rewording import Reword
from casework.actions.correcting.taking_back import TakeBack
from casework.actions.correcting.wrong_result import RetractResult
from casework.actions.correspondence import Add, AddLate, Note, Reply
from casework.actions.duplicates.co_reporting import Join, Leave, TellMore
from casework.actions.duplicates.merging import Absorb, Merge
from casework.actions.duplicates.splitting import Split
from casework.actions.duplicates.unmerging import Release, Unmerge
from casework.actions.ending.calling_off import CallOff
from casework.actions.ending.completion import Complete
from casework.actions.ending.confirmation import Confirm
from casework.actions.ending.public_answer import AnswerPublicly
from casework.actions.ending.rating import Rate
from casework.actions.ending.resolution import Reopen, Resolve, Withdraw
from casework.actions.escalation import Ring
from casework.actions.objection import Object
from casework.actions.person_data import RecordPerson
from casework.actions.places.renumbering import Renumber
from casework.actions.question import Answer, Ask
from casework.actions.referral_answer import Accept, Return
from casework.actions.reminder import Nudge, Raise
from casework.actions.rescheduling import Reschedule
from casework.actions.review import Reveal, Review
from casework.actions.sharing_consent import Agree, AskSharing
from casework.case import commands as c
from casework.case.intake import Intake, Who
from casework.case.model import Case, Desk, Membership, Referral, Refused, Role, Stage, Status
from casework.case.roles import may_give
from casework.lifecycle import ALLOWED
from casework.rules.who import By
from tests.casework.cases import (
    AGENCY,
    ASKED,
    COLLEAGUE,
    DISTRICT,
    KECAMATAN,
    NEIGHBOUR,
    NOW,
    OFFICER,
    OTHER,
    POLICY,
    TELLER,
    VILLAGE,
    asked_by,
    filed,
    standing,
)

PROVINCE = "32"
SCOPES = (VILLAGE, OTHER, KECAMATAN, DISTRICT, AGENCY, PROVINCE)
EVERY_ROLE = list(product(Role, SCOPES))
ORDINARY = standing(Status.RECEIVED)
CASES: dict[str, tuple[Case, frozenset[str]]] = {
    "ordinary": (ORDINARY, frozenset({VILLAGE, KECAMATAN, DISTRICT, PROVINCE})),
    "climbed": (
        replace(ORDINARY, office=DISTRICT, level=2),
        frozenset({VILLAGE, KECAMATAN, DISTRICT, PROVINCE}),
    ),
    "confidential": (
        replace(ORDINARY, office=DISTRICT, confidential=True),
        frozenset({DISTRICT, PROVINCE}),
    ),
    "nowhere": (replace(ORDINARY, office=DISTRICT, village=""), frozenset({DISTRICT, PROVINCE})),
}
"""Each kind of case with the scopes from which staff see it."""

WORKS_HERE = {
    Role.FRONT_OFFICE,
    Role.BACK_OFFICE,
    Role.COORDINATOR,
    Role.DISTRICT_OFFICER,
    Role.DISTRICT_MANAGER,
}
LEADS = {Role.COORDINATOR, Role.DISTRICT_OFFICER, Role.DISTRICT_MANAGER}
OF_LEADERS = {
    Assign,
    conflict_of_interest.Exclude,
    conflict_of_interest.Readmit,
    OpenAgain,
}
OF_STAFF = {
    Review,
    Claim,
    Assign,
    Ask,
    Reply,
    Note,
    Resolve,
    Reveal,
    r.Refer,
    AskSharing,
    Accept,
    Return,
    r.Recall,
    AnswerOffice,
    TellProgress,
    RecordPerson,
    NoteConsent,
    AnswerPublicly,
    Certify,
    *OF_LEADERS,
    Merge,
    Absorb,
    Unmerge,
    Release,
    Split,
    CorrectService,
    CorrectUrgency,
    CorrectPlace,
    CorrectAddress,
    GiveBack,
    TakeBack,
    DropQuestion,
    RetractResult,
    Reword,
    OpenAgain,
    Postpone,
}
OF_TELLERS = {
    Answer,
    Add,
    AddLate,
    Confirm,
    Reopen,
    Withdraw,
    CallOff,
    RaiseAgain,
    Complete,
    RecordConsent,
    Agree,
    Nudge,
    Raise,
    Rate,
    Object,
    handover.Share,
}
OF_OTHERS = {Join, TellMore, Leave}
OF_THE_OTHER_OFFICE = {AskSender}
"""Of the office that was asked, and of no staff."""
OF_THE_DESK = {handover.TakeOver, handover.Tell, handover.Deliver, Free, Inherit}
"""Asked by the desk once it has seen a code, an errand, the end of a letter, or a correction."""


def asked_of(by: By) -> set[type]:
    """The commands of one side."""
    return {command for command, who in permissions.WHO.items() if who.by is by}


def outcome(command: c.Command, case: Case, *memberships: Membership) -> str:
    """Whether one may, or the text key of the refusal."""
    try:
        permissions.check(command, memberships, case)
    except Refused as refused:
        return refused.key
    return "may"


def test_every_command_has_its_people() -> None:
    """A command belongs to tellers, to staff, or to the clock and the desk alone; none is
    forgotten."""
    everybody = OF_STAFF | OF_TELLERS | OF_THE_DESK | OF_OTHERS | OF_THE_OTHER_OFFICE
    assert set(ALLOWED) == everybody | permissions.CLOCKS
    assert {Ring, Renumber, Reschedule} == permissions.CLOCKS
    assert asked_of(By.ROLES) == OF_STAFF | OF_THE_OTHER_OFFICE
    assert asked_of(By.TELLER) == OF_TELLERS
    assert asked_of(By.OTHERS) == OF_OTHERS
    assert asked_of(By.DESK) == OF_THE_DESK


@pytest.mark.parametrize("kind", CASES)
@pytest.mark.parametrize(("role", "scope"), EVERY_ROLE)
def test_who_sees_a_case(role: Role, scope: str, kind: str) -> None:
    """Staff see the cases of their area; agencies, volunteers and neighbours' offices see none,
    secrets stay above."""
    case, from_here = CASES[kind]
    assert visibility.sees(Membership(role, scope), case) is (
        role in WORKS_HERE and scope in from_here
    )


@pytest.mark.parametrize("kind", CASES)
@pytest.mark.parametrize(("role", "scope"), EVERY_ROLE)
def test_what_staff_may_ask(role: Role, scope: str, kind: str) -> None:
    """Who sees a case may work on it, leaders also assign it; to all others it does not exist."""
    case, from_here = CASES[kind]
    inside = role in WORKS_HERE and scope in from_here
    wanted = {k: inside and (k not in OF_LEADERS or role in LEADS) for k in OF_STAFF}
    found = {k: outcome(ASKED[k], case, Membership(role, scope)) for k in OF_STAFF}
    assert found == {k: "may" if may else "refused.unknown_case" for k, may in wanted.items()}


@pytest.mark.parametrize("kind", sorted(OF_TELLERS, key=str))
def test_tellers_speak_for_their_own_cases_only(kind: type) -> None:
    """What the teller may ask nobody else may, not even a manager of everything."""
    manager = Membership(Role.DISTRICT_MANAGER, PROVINCE)
    assert outcome(ASKED[kind], ORDINARY) == "may"
    assert outcome(asked_by(kind, OFFICER), ORDINARY, manager) == "refused.unknown_case"


@pytest.mark.parametrize("kind", sorted(OF_STAFF, key=str))
def test_tellers_do_not_work_on_their_own_case(kind: type) -> None:
    """To have told of a case gives no right to an officer's commands."""
    assert outcome(asked_by(kind, TELLER), ORDINARY) == "refused.unknown_case"


def test_an_officer_who_is_the_teller_may_do_both() -> None:
    """An officer who files for somebody works on it like on any case, and answers as its teller."""
    member = Membership(Role.FRONT_OFFICE, VILLAGE)
    walk_in = replace(ORDINARY, intake=Intake(who=Who.NEIGHBOUR))
    assert {outcome(asked_by(k, TELLER), walk_in, member) for k in (Claim, Add)} == {"may"}


@pytest.mark.parametrize("who", sorted(visibility.OWN))
@pytest.mark.parametrize("role", sorted(WORKS_HERE))
def test_nobody_works_on_their_own_trouble(role: Role, who: str) -> None:
    """Whoever tells of their own or their family's trouble is a resident there, whatever their
    role."""
    case, member = replace(ORDINARY, intake=Intake(who=Who(who))), Membership(role, VILLAGE)
    assert {outcome(asked_by(k, TELLER), case, member) for k in OF_STAFF} == {"refused.own_case"}
    assert outcome(ASKED[Add], case, member) == "may"
    assert outcome(asked_by(Claim, OFFICER), case, member) == "may"
    assert not visibility.works_on(TELLER, [member], case)
    assert visibility.may_see(TELLER, [member], case)


def test_nobody_rings_a_bell() -> None:
    """The commands of the clock and the desk are nobody's, whatever their role."""
    everything = [Membership(role, scope) for role, scope in EVERY_ROLE]
    for kind in OF_THE_DESK:
        assert outcome(ASKED[kind], ORDINARY, *everything) == "refused.unknown_case", kind


@pytest.mark.parametrize("kind", [Ask, Resolve, r.Refer, r.Recall])
@pytest.mark.parametrize(
    ("role", "wanted"),
    [
        (Role.FRONT_OFFICE, "refused.owner.other"),
        (Role.BACK_OFFICE, "refused.owner.other"),
        (Role.COORDINATOR, "may"),
        (Role.DISTRICT_OFFICER, "may"),
        (Role.DISTRICT_MANAGER, "may"),
    ],
)
def test_an_owned_case_is_its_owners_and_the_leaders(kind: type, role: Role, wanted: str) -> None:
    """Once somebody has a case, colleagues neither ask its teller nor resolve it; leaders still
    may."""
    owned, member = replace(ORDINARY, owner=COLLEAGUE), Membership(role, VILLAGE)
    assert outcome(ASKED[kind], owned, member) == wanted
    assert outcome(asked_by(kind, COLLEAGUE), owned, member) == "may"
    assert outcome(Reply(OFFICER, "we know"), owned, member) == "may"


def test_a_leader_elsewhere_is_no_leader_here() -> None:
    """A coordinator of another village who works here as an officer does not lead here."""
    owned = replace(ORDINARY, owner=COLLEAGUE)
    both = Membership(Role.COORDINATOR, OTHER), Membership(Role.FRONT_OFFICE, VILLAGE)
    assert outcome(ASKED[Resolve], owned, *both) == "refused.owner.other"
    assert outcome(ASKED[Assign], owned, *both) == "refused.unknown_case"


@pytest.mark.parametrize("case_desk", Desk)
@pytest.mark.parametrize("desks", [(), (Desk.HEALTH,), (Desk.HEALTH, Desk.EDUCATION)])
@pytest.mark.parametrize("role", sorted(WORKS_HERE))
def test_only_the_back_office_keeps_to_its_desks(
    role: Role, desks: tuple[Desk, ...], case_desk: Desk
) -> None:
    """Back office with desks see those; without, and all other staff, see every desk."""
    wanted = role is not Role.BACK_OFFICE or not desks or case_desk in desks
    member = Membership(role, VILLAGE, frozenset(desks))
    assert visibility.sees(member, replace(ORDINARY, desk=case_desk)) is wanted
    assert (case_desk in visibility.desks_of([member], VILLAGE)) is wanted


@pytest.mark.parametrize(
    "service", sorted(k for k, row in POLICY.catalogue.services.items() if row.sensitive)
)
@pytest.mark.parametrize("role", Role)
def test_who_sees_a_sensitive_case(role: Role, service: str) -> None:
    """Coordinator, district, and the back office of its desk: nobody else, and nothing may be asked
    by the others."""
    case = replace(filed(service)[0], confidential=False, office=VILLAGE)
    wanted = role in WORKS_HERE - {Role.FRONT_OFFICE}
    for desks in ((), (case.desk,), tuple(set(Desk) - {case.desk})):
        member = Membership(role, VILLAGE, frozenset(desks))
        seen = wanted and (role is not Role.BACK_OFFICE or not desks or case.desk in desks)
        assert visibility.sees(member, case) is seen
        assert outcome(ASKED[Note], case, member) == ("may" if seen else "refused.unknown_case")
        assert outcome(ASKED[Claim], case, member) == ("may" if seen else "refused.unknown_case")


@given(
    role=st.sampled_from(Role),
    scope=st.sampled_from(SCOPES),
    desks=st.frozensets(st.sampled_from(Desk)),
    desk=st.sampled_from(Desk),
    confidential=st.booleans(),
)
def test_the_sensitive_lane_is_narrower(
    role: Role, scope: str, desks: frozenset[Desk], desk: Desk, confidential: bool
) -> None:
    """Whoever sees a sensitive case would see it if it were not; what is lost by it is the counter,
    and nobody else."""
    plain = replace(ORDINARY, desk=desk, confidential=confidential)
    member = Membership(role, scope, desks)
    narrow, wide = (
        visibility.sees(member, replace(plain, sensitive=True)),
        visibility.sees(member, plain),
    )
    assert narrow is (wide and role is not Role.FRONT_OFFICE)


def test_no_desk_where_somebody_does_not_work() -> None:
    """A volunteer, an agency and an officer of elsewhere work no desk of this village."""
    outside = (
        Membership(Role.VOLUNTEER, VILLAGE),
        Membership(Role.AGENCY_OFFICER, AGENCY),
        Membership(Role.COORDINATOR, OTHER),
    )
    assert visibility.desks_of(outside, VILLAGE) == frozenset()


def test_tellers_see_their_own_confidential_case() -> None:
    """Whoever told of a case may open its page, whatever it is; others without a role may not."""
    case, _ = CASES["confidential"]
    assert (visibility.may_see(TELLER, (), case), visibility.may_see(OFFICER, (), case)) == (
        True,
        False,
    )
    assert visibility.may_see(OFFICER, [Membership(Role.DISTRICT_OFFICER, DISTRICT)], case)


# ---- the other office ----------------------------------------------------------------------------

OF_AGENCIES = {Resolve, Reveal, Accept, Return, AskSender, TellProgress, TakeBack}


def referred(stage: Stage, to: str = AGENCY) -> Case:
    referral = Referral(to, stage, NOW)
    return replace(ORDINARY, status=Status.IN_PROGRESS, referral=referral, owner=COLLEAGUE)


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("kind", sorted(set(ALLOWED) - OF_OTHERS, key=str))
def test_what_the_other_office_may_ask(kind: type, stage: Stage) -> None:
    """An agency takes or returns what it was offered, and works on it once it has it; nothing
    else."""
    member = Membership(Role.AGENCY_OFFICER, AGENCY)
    wanted = "may" if kind in OF_AGENCIES else "refused.unknown_case"
    if kind in (Resolve, Reveal, TellProgress) and stage is Stage.OFFERED:
        wanted = "refused.referral.accept_first"
    asked = ASKED[kind] if kind is Ring else asked_by(kind, OFFICER)
    assert outcome(asked, referred(stage), member) == wanted
    assert outcome(asked, referred(stage, "32.74/disdik"), member) == "refused.unknown_case"
    assert outcome(asked, ORDINARY, member) == "refused.unknown_case"


def test_a_village_cannot_answer_for_its_district() -> None:
    """What was passed up is taken or given back by the district alone; for an office without the
    bot the sender may."""
    up, away = referred(Stage.OFFERED, DISTRICT), referred(Stage.OFFERED)
    village, district = (
        Membership(Role.COORDINATOR, VILLAGE),
        Membership(Role.DISTRICT_OFFICER, DISTRICT),
    )
    for kind in (Accept, Return):
        assert outcome(ASKED[kind], up, village) == "refused.referral.not_yours"
        assert outcome(ASKED[kind], up, district) == "may"
        assert outcome(ASKED[kind], away, village) == "may"


@pytest.mark.parametrize(
    ("stage", "seen"), [(None, False), (Stage.OFFERED, True), (Stage.ACCEPTED, True)]
)
def test_an_agency_sees_what_is_referred_to_it(stage: Stage | None, seen: bool) -> None:
    """Another office opens a case for as long as it is asked about it, and never as staff of the
    village."""
    case = replace(ORDINARY, referral=Referral(AGENCY, stage, NOW) if stage else None)
    member = Membership(Role.AGENCY_OFFICER, AGENCY)
    assert (visibility.may_see(OFFICER, [member], case), visibility.sees(member, case)) == (
        seen,
        False,
    )


@pytest.mark.parametrize("kind", sorted(OF_OTHERS, key=str))
def test_only_others_join(kind: type) -> None:
    """Anybody but its teller may join a case or leave it; that it was offered, or joined, is seen
    to by the desk."""
    assert outcome(ASKED[kind], ORDINARY) == "may"
    assert outcome(asked_by(kind, TELLER), ORDINARY) == "refused.unknown_case"


def test_who_has_joined_sees_a_page() -> None:
    """A further teller may open a page, named as such; without being named there is no case for
    them."""
    assert visibility.may_see(NEIGHBOUR, (), ORDINARY, further={NEIGHBOUR})
    assert not visibility.may_see(NEIGHBOUR, (), ORDINARY)
    assert not visibility.may_see(OFFICER, (), ORDINARY, further={NEIGHBOUR})


# ---- invitations ---------------------------------------------------------------------------------

BELOW = {Role.VOLUNTEER, Role.FRONT_OFFICE, Role.BACK_OFFICE}
GIVES = {
    Role.COORDINATOR: BELOW,
    Role.DISTRICT_OFFICER: BELOW | {Role.COORDINATOR, Role.AGENCY_OFFICER},
    Role.DISTRICT_MANAGER: set(Role),
}


@pytest.mark.parametrize("own", Role)
def test_who_may_give_which_role(own: Role) -> None:
    """Leaders give the roles below their own, the district also an agency's, its manager all."""
    assert {role for role in Role if may_give(own, role)} == GIVES.get(own, set())


# ---- scopes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scope", "code", "wanted"),
    [
        ("32.74", "32.74", True),
        ("32.74", "32.74.05.1003", True),
        ("32.74.05", "32.74.05.1003", True),
        ("32.7", "32.74", False),
        ("32.74.05.1003", "32.74.05", False),
        ("32.74.05.100", "32.74.05.1003", False),
        ("32.74", "32.740", False),
        ("32.74", "32.74/dinkes", False),
        ("32.74/dinkes", "32.74", False),
        ("32.74/dinkes", "32.74/dinkes", True),
        ("32.74/din", "32.74/dinkes", False),
        ("32.74.", "32.74.05", False),
        ("", "32.74", False),
        ("32.74", "", False),
    ],
)
def test_a_scope_ends_at_a_dot(scope: str, code: str, wanted: bool) -> None:
    """A scope covers itself and what lies below it, cut at dots and nowhere else."""
    assert visibility.covers(scope, code) is wanted


CODES = st.lists(st.sampled_from(["32", "74", "7", "05", "1003"]), min_size=1, max_size=4).map(
    ".".join
)


@given(CODES, CODES, CODES)
def test_covering_is_an_order(a: str, b: str, d: str) -> None:
    """Every code covers itself, two codes cover each other only when equal, and covering is passed
    on."""
    assert visibility.covers(a, a)
    assert not (visibility.covers(a, b) and visibility.covers(b, a)) or a == b
    assert not (visibility.covers(a, b) and visibility.covers(b, d)) or visibility.covers(a, d)
    assert visibility.covers(a, b) is (b.split(".")[: len(a.split("."))] == a.split("."))

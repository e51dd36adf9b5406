"""Who may see a case and who may ask what of it: every role in every scope, against every command."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework import commands as c
from casework import joining, permits
from casework.lifecycle import ALLOWED
from casework.model import Case, Desk, Membership, Refused, Role, Status
from tests.casework.cases import (
    AGENCY,
    ASKED,
    COLLEAGUE,
    DISTRICT,
    KECAMATAN,
    NEIGHBOUR,
    OFFICER,
    OTHER,
    TELLER,
    VILLAGE,
    asked_by,
    standing,
)

PROVINCE = "32"
SCOPES = (VILLAGE, OTHER, KECAMATAN, DISTRICT, AGENCY, PROVINCE)
EVERY_ROLE = list(product(Role, SCOPES))
ORDINARY = standing(Status.RECEIVED)
CASES: dict[str, tuple[Case, frozenset[str]]] = {
    "ordinary": (ORDINARY, frozenset({VILLAGE, KECAMATAN, DISTRICT, PROVINCE})),
    "climbed": (replace(ORDINARY, office=DISTRICT, level=2), frozenset({VILLAGE, KECAMATAN, DISTRICT, PROVINCE})),
    "confidential": (replace(ORDINARY, office=DISTRICT, confidential=True), frozenset({DISTRICT, PROVINCE})),
    "nowhere": (replace(ORDINARY, office=DISTRICT, village=""), frozenset({DISTRICT, PROVINCE})),
}
"""Each kind of case with the scopes from which staff see it."""

WORKS_HERE = {
    Role.FRONT_OFFICE, Role.BACK_OFFICE, Role.COORDINATOR, Role.DISTRICT_OFFICER, Role.DISTRICT_MANAGER,
}  # fmt: skip
LEADS = {Role.COORDINATOR, Role.DISTRICT_OFFICER, Role.DISTRICT_MANAGER}
OF_STAFF = {c.Review, c.Claim, c.Assign, c.Ask, c.Reply, c.Note, c.Resolve, c.Reveal, *joining.BY_STAFF}
OF_TELLERS = {c.Answer, c.Add, c.Confirm, c.Reopen, c.Withdraw, c.Complete, c.RecordConsent}


def outcome(command: c.Command, case: Case, *memberships: Membership) -> str:
    """Whether one may, or the text key of the refusal."""
    try:
        permits.check(command, memberships, case)
    except Refused as refused:
        return refused.key
    return "may"


def test_every_command_has_its_people() -> None:
    """A command belongs to tellers, to staff, or to the clock alone; none is forgotten."""
    assert set(ALLOWED) == OF_STAFF | OF_TELLERS | joining.BY_OTHERS | {c.Ring}
    assert (set(permits.ROLES), set(permits.TELLERS)) == (OF_STAFF, OF_TELLERS)


@pytest.mark.parametrize("kind", CASES)
@pytest.mark.parametrize(("role", "scope"), EVERY_ROLE)
def test_who_sees_a_case(role: Role, scope: str, kind: str) -> None:
    """Staff see the cases of their area; agencies, volunteers and neighbours' offices see none, secrets stay above."""
    case, from_here = CASES[kind]
    assert permits.sees(Membership(role, scope), case) is (role in WORKS_HERE and scope in from_here)


@pytest.mark.parametrize("kind", CASES)
@pytest.mark.parametrize(("role", "scope"), EVERY_ROLE)
def test_what_staff_may_ask(role: Role, scope: str, kind: str) -> None:
    """Who sees a case may work on it, leaders also assign it; to all others it does not exist."""
    case, from_here = CASES[kind]
    inside = role in WORKS_HERE and scope in from_here
    wanted = {k: inside and (k is not c.Assign or role in LEADS) for k in OF_STAFF}
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
    assert {outcome(asked_by(k, TELLER), ORDINARY, member) for k in (c.Claim, c.Add)} == {"may"}


def test_nobody_rings_a_bell() -> None:
    """The clock's command is nobody's, whatever their role."""
    everything = [Membership(role, scope) for role, scope in EVERY_ROLE]
    assert outcome(c.Ring("lapse"), ORDINARY, *everything) == "refused.unknown_case"


@pytest.mark.parametrize("kind", [c.Ask, c.Resolve])
@pytest.mark.parametrize(("role", "wanted"), [
    (Role.FRONT_OFFICE, "refused.owner.other"), (Role.BACK_OFFICE, "refused.owner.other"),
    (Role.COORDINATOR, "may"), (Role.DISTRICT_OFFICER, "may"), (Role.DISTRICT_MANAGER, "may"),
])  # fmt: skip
def test_an_owned_case_is_its_owners_and_the_leaders(kind: type, role: Role, wanted: str) -> None:
    """Once somebody has a case, colleagues neither ask its teller nor resolve it; leaders still may."""
    owned, member = replace(ORDINARY, owner=COLLEAGUE), Membership(role, VILLAGE)
    assert outcome(ASKED[kind], owned, member) == wanted
    assert outcome(asked_by(kind, COLLEAGUE), owned, member) == "may"
    assert outcome(c.Reply(OFFICER, "we know"), owned, member) == "may"


def test_a_leader_elsewhere_is_no_leader_here() -> None:
    """A coordinator of another village who works here as an officer does not lead here."""
    owned = replace(ORDINARY, owner=COLLEAGUE)
    both = Membership(Role.COORDINATOR, OTHER), Membership(Role.FRONT_OFFICE, VILLAGE)
    assert outcome(ASKED[c.Resolve], owned, *both) == "refused.owner.other"
    assert outcome(ASKED[c.Assign], owned, *both) == "refused.unknown_case"


@pytest.mark.parametrize("case_desk", Desk)
@pytest.mark.parametrize("desks", [(), (Desk.HEALTH,), (Desk.HEALTH, Desk.EDUCATION)])
@pytest.mark.parametrize("role", sorted(WORKS_HERE))
def test_only_the_back_office_keeps_to_its_desks(role: Role, desks: tuple[Desk, ...], case_desk: Desk) -> None:
    """Back office with desks see those; without, and all other staff, see every desk."""
    wanted = role is not Role.BACK_OFFICE or not desks or case_desk in desks
    member = Membership(role, VILLAGE, frozenset(desks))
    assert permits.sees(member, replace(ORDINARY, desk=case_desk)) is wanted
    assert (case_desk in permits.desks_of([member], VILLAGE)) is wanted


def test_no_desk_where_somebody_does_not_work() -> None:
    """A volunteer, an agency and an officer of elsewhere work no desk of this village."""
    outside = (
        Membership(Role.VOLUNTEER, VILLAGE),
        Membership(Role.AGENCY_OFFICER, AGENCY),
        Membership(Role.COORDINATOR, OTHER),
    )
    assert permits.desks_of(outside, VILLAGE) == frozenset()


def test_tellers_see_their_own_confidential_case() -> None:
    """Whoever told of a case may open its page, whatever it is; others without a role may not."""
    case, _ = CASES["confidential"]
    assert (permits.may_see(TELLER, (), case), permits.may_see(OFFICER, (), case)) == (True, False)
    assert permits.may_see(OFFICER, [Membership(Role.DISTRICT_OFFICER, DISTRICT)], case)


@pytest.mark.parametrize("kind", sorted(joining.BY_OTHERS, key=str))
def test_only_others_join(kind: type) -> None:
    """Anybody but its teller may join a case or leave it; that it was offered, or joined, is seen to by the desk."""
    assert outcome(ASKED[kind], ORDINARY) == "may"
    assert outcome(asked_by(kind, TELLER), ORDINARY) == "refused.unknown_case"


def test_who_has_joined_sees_a_page() -> None:
    """A further teller may open a page, named as such; without being named there is no case for them."""
    assert permits.may_see(NEIGHBOUR, (), ORDINARY, further={NEIGHBOUR})
    assert not permits.may_see(NEIGHBOUR, (), ORDINARY)
    assert not permits.may_see(OFFICER, (), ORDINARY, further={NEIGHBOUR})


# ---- invitations -----------------------------------------------------------------------------------------------------

BELOW = {Role.VOLUNTEER, Role.FRONT_OFFICE, Role.BACK_OFFICE}
GIVES = {
    Role.COORDINATOR: BELOW,
    Role.DISTRICT_OFFICER: BELOW | {Role.COORDINATOR},
    Role.DISTRICT_MANAGER: set(Role) - {Role.AGENCY_OFFICER},
}


@pytest.mark.parametrize("own", Role)
def test_who_may_give_which_role(own: Role) -> None:
    """Leaders give the roles below their own, the manager every one but an agency's; nobody else gives any."""
    assert {role for role in Role if permits.may_give(own, role)} == GIVES.get(own, set())


# ---- scopes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scope", "code", "wanted"),
    [
        ("32.74", "32.74", True), ("32.74", "32.74.05.1003", True), ("32.74.05", "32.74.05.1003", True),
        ("32.7", "32.74", False), ("32.74.05.1003", "32.74.05", False), ("32.74.05.100", "32.74.05.1003", False),
        ("32.74", "32.740", False), ("32.74", "32.74/dinkes", False), ("32.74/dinkes", "32.74", False),
        ("32.74/dinkes", "32.74/dinkes", True), ("32.74/din", "32.74/dinkes", False), ("32.74.", "32.74.05", False),
        ("", "32.74", False), ("32.74", "", False),
    ],
)  # fmt: skip
def test_a_scope_ends_at_a_dot(scope: str, code: str, wanted: bool) -> None:
    """A scope covers itself and what lies below it, cut at dots and nowhere else."""
    assert permits.covers(scope, code) is wanted


CODES = st.lists(st.sampled_from(["32", "74", "7", "05", "1003"]), min_size=1, max_size=4).map(".".join)


@given(CODES, CODES, CODES)
def test_covering_is_an_order(a: str, b: str, d: str) -> None:
    """Every code covers itself, two codes cover each other only when equal, and covering is passed on."""
    assert permits.covers(a, a)
    assert not (permits.covers(a, b) and permits.covers(b, a)) or a == b
    assert not (permits.covers(a, b) and permits.covers(b, d)) or permits.covers(a, d)
    assert permits.covers(a, b) is (b.split(".")[: len(a.split("."))] == a.split("."))

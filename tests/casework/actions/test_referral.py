"""Referrals: their two tables, consent, the clock on the answer, and the person's clock that a
return gives back."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from casework import lifecycle
from casework.access import permissions
from casework.actions import referral as r
from casework.actions import referral_answer, sharing_consent
from casework.actions.between_offices import AnswerOffice, AskSender, TellProgress
from casework.actions.ending.resolution import Resolve, Withdraw
from casework.actions.escalation import Ring
from casework.actions.referral_answer import Accept, Return, TakenUp, Why
from casework.actions.review import Reveal
from casework.actions.sharing_consent import Agree, AskSharing, SharingAnswered, SharingAsked
from casework.case import commands as c
from casework.case import events as e
from casework.case.intake import Intake
from casework.case.model import Case, Decision, Membership, Referral, Refused, Role, Stage, Status
from casework.case.sharing import withdrawn
from casework.case.stage import NONE, Of
from casework.case.stage import stage as stage_of
from casework.lifecycle import STAGE_BECOMES, STAGES_ALLOWED
from casework.policy.offices import Kind
from tests.casework.cases import (
    BAZNAS,
    COLLEAGUE,
    DINSOS,
    DISTRICT,
    NOW,
    OFFICER,
    POLICY,
    TELLER,
    VILLAGE,
    filed,
    standing,
    told,
)
from tests.casework.shipped import texts

TEXTS = [texts(language) for language in ("id", "en")]
WORKED = standing(Status.IN_PROGRESS, owner=OFFICER)
STAGES: dict[Of, dict[str, Any]] = {
    NONE: {},
    Stage.OFFERED: {"referral": Referral(DINSOS, Stage.OFFERED, NOW)},
    Stage.ACCEPTED: {"referral": Referral(DINSOS, Stage.ACCEPTED, NOW, own_due=NOW)},
}
SAID = {BAZNAS: "asked"}
COMMANDS: dict[type, c.Command] = {
    type(one): one
    for one in (
        r.Refer(OFFICER, DINSOS, "the payment stopped"),
        AskSharing(OFFICER, BAZNAS),
        Agree(TELLER, BAZNAS, True),
        Accept(COLLEAGUE),
        Return(COLLEAGUE, Why.WRONG_OFFICE, "the bank decides"),
        r.Recall(OFFICER),
        AskSender(OFFICER, "which ward?"),
        AnswerOffice(OFFICER, "the third"),
        TellProgress(OFFICER, "visited"),
    )
}


def at_stage(stage: Of) -> Case:
    status = Status.REFERRED if stage is Stage.ACCEPTED else Status.IN_PROGRESS
    return replace(
        WORKED,
        status=status,
        service="business_capital",
        intake=replace(WORKED.intake, sharing=SAID),
        **STAGES[stage],
    )


def refused(case: Case, command: c.Command) -> str:
    """The text key with which a command is refused; nothing has changed, and the text exists in
    both languages."""
    before = replace(case)
    with pytest.raises(Refused) as caught:
        told(case, command)
    assert case == before
    assert all(caught.value.key in known for known in TEXTS), caught.value.key
    return caught.value.key


def test_the_tables_name_every_command_and_event() -> None:
    """Every command of a referral stands in one table, every event that moves one in the other."""
    assert set(STAGES_ALLOWED) == set(COMMANDS)
    files = (r, referral_answer, sharing_consent)
    events = {change.event for file in files for change in file.CHANGES}
    assert set(STAGE_BECOMES) == events - {SharingAsked, SharingAnswered}


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("kind", COMMANDS, ids=lambda kind: kind.__name__)
def test_a_command_does_what_the_referrals_table_says(kind: type, stage: Of) -> None:
    """An allowed command leads to the stage of its event; any other is refused by the stage or by
    the status."""
    case = at_stage(stage)
    if stage not in STAGES_ALLOWED[kind]:
        assert refused(case, COMMANDS[kind]).startswith(("refused.referral.", "refused.status."))
        return
    changed, events = told(case, COMMANDS[kind])
    moves = [STAGE_BECOMES[type(event)] for event in events if type(event) in STAGE_BECOMES]
    assert stage_of(changed) == (moves[-1] if moves else stage)


def test_the_sender_is_responsible_until_another_has_accepted() -> None:
    """Offered, the case stays its sender's with its due time; accepted, it is the other office's
    with a new one."""
    offered, _ = told(WORKED, COMMANDS[r.Refer])
    assert (offered.office, offered.status, offered.due_at) == (
        VILLAGE,
        Status.IN_PROGRESS,
        WORKED.due_at,
    )
    answer_by = POLICY.directory.accept_by(DINSOS, offered.urgency, NOW)
    assert offered.referral == Referral(DINSOS, Stage.OFFERED, answer_by)
    accepted, _ = told(offered, Accept(COLLEAGUE))
    assert (accepted.office, accepted.status, accepted.owner) == (
        VILLAGE,
        Status.REFERRED,
        OFFICER,
    )
    result_by = POLICY.directory.result_by(DINSOS, accepted.urgency, NOW)
    assert accepted.due_at == result_by
    assert accepted.referral == Referral(DINSOS, Stage.ACCEPTED, result_by, own_due=WORKED.due_at)


def test_a_return_gives_the_persons_clock_back() -> None:
    """What was told and the due time are as before; at least time to read what the office wrote is
    left."""
    accepted, _ = told(told(WORKED, COMMANDS[r.Refer])[0], Accept(COLLEAGUE))
    soon, _ = told(accepted, COMMANDS[Return], NOW + timedelta(days=1))
    assert (soon.status, soon.due_at, soon.intake, soon.owner) == (
        Status.IN_PROGRESS,
        WORKED.due_at,
        WORKED.intake,
        OFFICER,
    )
    later = NOW + timedelta(days=60)
    late, _ = told(accepted, COMMANDS[Return], later)
    assert late.due_at == POLICY.read_by(late.service, late.urgency, later)
    assert (late.referral, late.referred_to, late.stage) == (None, "", None)


def test_a_village_passes_a_case_up() -> None:
    """Taken up by the district, a case is the district's own: office, level and hands; its due time
    stays."""
    offered, _ = told(WORKED, r.Refer(OFFICER, DISTRICT, "beyond what we can do"))
    taken, events = told(offered, Accept(COLLEAGUE))
    assert events == (TakenUp(COLLEAGUE, DISTRICT, "SLRT", had=OFFICER),)
    assert (taken.office, taken.level, taken.owner, taken.status) == (
        DISTRICT,
        2,
        COLLEAGUE,
        Status.IN_PROGRESS,
    )
    assert (taken.due_at, taken.referral) == (WORKED.due_at, None)


def test_a_result_of_the_other_office_ends_the_referral() -> None:
    """The office's result is the case's result: it is told to the person at once."""
    resolved, events = told(at_stage(Stage.ACCEPTED), Resolve(COLLEAGUE, Decision.HELPED, "paid"))
    assert [event.kind for event in events] == ["done", "resolved"]
    assert (resolved.status, resolved.referral, resolved.referred_to) == (Status.RESOLVED, None, "")


@pytest.mark.parametrize(
    "command", [Resolve(OFFICER, Decision.HELPED, "paid"), Withdraw(TELLER, "solved")]
)
def test_a_case_that_ends_is_nobodys_referral(command: c.Command) -> None:
    """Whoever was asked hears that it is not needed any more."""
    ended, events = told(at_stage(Stage.OFFERED), command)
    assert (events[0].kind, ended.referral, ended.referred_to) == ("recalled", None, "")


# ---- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("to", "reason", "key"),
    [
        ("32.74/nowhere", "please", "refused.refer.unknown"),
        (VILLAGE, "please", "refused.refer.unknown"),
        ("32.74/disdik", "please", "refused.refer.unfit"),
        (DINSOS, "  ", "refused.refer.no_reason"),
        (BAZNAS, "please", "refused.refer.consent"),
    ],
)
def test_a_referral_that_makes_no_sense_is_refused(to: str, reason: str, key: str) -> None:
    """An unknown office, one that does not handle it, no reason, no consent: one clear sentence,
    nothing changed."""
    case = replace(WORKED, service="business_capital") if to == BAZNAS else WORKED
    assert refused(case, r.Refer(OFFICER, to, reason)) == key


def test_a_case_is_not_referred_to_where_it_is() -> None:
    """The district does not ask itself."""
    case = replace(WORKED, office=DISTRICT, level=2)
    assert refused(case, r.Refer(OFFICER, DISTRICT, "please")) == "refused.refer.here"


@pytest.mark.parametrize("kind", sorted(Kind))
def test_who_agrees_decides_what_leaves_the_public_offices(kind: Kind) -> None:
    """Offices outside need the person's yes, or a written reason that the trail keeps; public
    offices need neither."""
    office = replace(POLICY.directory.offices[BAZNAS], kind=kind, handles=frozenset({"*"}))
    policy = replace(POLICY, directory=replace(POLICY.directory, offices={BAZNAS: office}))
    refer = r.Refer(OFFICER, BAZNAS, "rice for a month", override="unconscious, alone")

    def offered(command: r.Refer, **said: str) -> r.Offered:
        case = replace(WORKED, intake=Intake(sharing={BAZNAS: said["answer"]} if said else None))
        (event,) = lifecycle.decide(case, command, NOW, policy)
        assert isinstance(event, r.Offered)
        return event

    assert offered(refer, answer="yes").override == ""
    assert offered(refer, answer="no").override == ("unconscious, alone" if office.outside else "")
    if office.outside:
        with pytest.raises(Refused):
            offered(replace(refer, override=" "), answer="no")
    else:
        assert offered(replace(refer, override="")).to == BAZNAS


def test_a_return_says_why() -> None:
    """An office that gives a case back writes a sentence to it."""
    assert (
        refused(at_stage(Stage.OFFERED), Return(COLLEAGUE, Why.OTHER, " "))
        == "refused.referral.no_words"
    )


def test_nobody_answers_what_was_not_asked() -> None:
    """A yes to an office about which nobody asked is no consent."""
    assert refused(WORKED, Agree(TELLER, BAZNAS, True)) == "refused.refer.unknown"


# ---- consent that is withdrawn -------------------------------------------------------------------


def with_baznas(stage: Stage | None, answer: str = "yes") -> Case:
    """A case about which the person has agreed to Baznas, and that stands there at a stage."""
    case = at_stage(stage or NONE)
    referral = replace(case.referral, to=BAZNAS) if case.referral else None
    intake = replace(case.intake, sharing={BAZNAS: answer})
    return replace(case, intake=intake, referral=referral)


def test_a_no_takes_an_open_offer_back() -> None:
    """What the office has not accepted yet is recalled by the person's own no."""
    case, events = told(with_baznas(Stage.OFFERED), Agree(TELLER, BAZNAS, False))
    assert [(event.kind, event.by) for event in events] == [
        ("sharing_answered", TELLER),
        ("recalled", TELLER),
    ]
    assert (case.referral, case.referred_to, case.status) == (None, "", Status.IN_PROGRESS)
    assert refused(case, r.Refer(OFFICER, BAZNAS, "please")) == "refused.refer.consent"


def test_a_no_after_the_acceptance_is_kept() -> None:
    """The referral stands, and nothing further goes there, until it is offered anew for a written
    reason."""
    case, events = told(with_baznas(Stage.ACCEPTED), Agree(TELLER, BAZNAS, False))
    assert [event.kind for event in events] == ["sharing_answered"]
    assert (case.stage, withdrawn(case)) == (Stage.ACCEPTED, True)
    agency = [Membership(Role.AGENCY_OFFICER, BAZNAS)]
    with pytest.raises(Refused) as caught:
        permissions.check(Reveal(COLLEAGUE), agency, case)
    assert caught.value.key == "refused.referral.withdrawn"
    permissions.check(Reveal(COLLEAGUE), agency, with_baznas(Stage.ACCEPTED))
    recalled, _ = told(case, r.Recall(OFFICER))
    assert refused(recalled, r.Refer(OFFICER, BAZNAS, "please")) == "refused.refer.consent"
    again, _ = told(recalled, r.Refer(OFFICER, BAZNAS, "please", override="unconscious"))
    accepted, _ = told(again, Accept(COLLEAGUE))
    assert not withdrawn(accepted)


def test_a_no_about_another_office_leaves_the_referral() -> None:
    """Only the referral to the office that was asked about is taken back."""
    case = replace(with_baznas(Stage.OFFERED), referral=Referral(DINSOS, Stage.OFFERED, NOW))
    case, events = told(case, Agree(TELLER, BAZNAS, False))
    assert ([event.kind for event in events], case.stage) == (
        ["sharing_answered"],
        Stage.OFFERED,
    )


@pytest.mark.parametrize(("answer", "agreed"), [("yes", True), ("no", False), ("withdrawn", False)])
def test_the_same_answer_is_recorded_once(answer: str, agreed: bool) -> None:
    """A second tap on the same button records and tells nothing twice."""
    assert (
        refused(with_baznas(None, answer), Agree(TELLER, BAZNAS, agreed))
        == "refused.refer.answered"
    )


# ---- the clock on the answer ---------------------------------------------------------------------


def bells(case: Case, event: e.Event) -> dict[str, int]:
    """How many bells of each kind an event sets."""
    found: dict[str, int] = {}
    for bell in POLICY.bells(case, [event], NOW).bells:
        found[bell.kind] = found.get(bell.kind, 0) + 1
    return found


def test_an_office_that_does_not_answer_is_heard_of() -> None:
    """Asked, accepted, given back: each starts the clock of whose turn it is, and stops the
    others."""
    offered, events = told(WORKED, COMMANDS[r.Refer])
    assert bells(offered, events[-1]) == {"unaccepted": 3}
    accepted, events = told(offered, Accept(COLLEAGUE))
    assert bells(accepted, events[-1]) == {"unreported": 3}
    assert {"late", "unaccepted"} <= POLICY.bells(accepted, events, NOW).stopped
    returned, events = told(accepted, COMMANDS[Return])
    assert set(bells(returned, events[-1])) == {"late"}
    assert "unreported" in POLICY.bells(returned, events, NOW).stopped


def test_silence_climbs_and_the_offer_stands() -> None:
    """Unanswered, the case goes up in the sender's own chain; the other office may still accept."""
    offered, _ = told(WORKED, COMMANDS[r.Refer])
    climbed, events = told(offered, Ring("unaccepted"))
    assert (events[0].kind, climbed.level, climbed.stage) == ("escalated", 1, Stage.OFFERED)
    assert told(climbed, Accept(COLLEAGUE))[0].status is Status.REFERRED
    assert told(filed()[0], Ring("unaccepted"))[1] == ()

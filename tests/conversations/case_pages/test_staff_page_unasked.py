"""Whether the person whose trouble somebody else has told agrees: the officer can settle it.

Tests conversations/case_pages/staff_page.py and casework/actions/consent.py."""

from dataclasses import replace

import pytest

from casework.actions.consent import NoteConsent
from casework.case.intake import Consent, Intake, Who
from casework.case.model import Case, Refused, Status, Urgency
from tests.casework.cases import OFFICER, standing
from tests.casework.cases import told as decided
from tests.conversations.case_pages.test_staff_page import CLERK, page, rest, shown, taps, told

VOLUNTEERS = Intake(who=Who.NEIGHBOUR, consent=Consent.NOT_ASKED, sufferer="Ibu A", phone="+628")
SETTLE = ["c:asked_yes:260000001", "c:asked_no:260000001"]


def told_for(status: Status = Status.IN_PROGRESS, intake: Intake = VOLUNTEERS) -> Case:
    return standing(status, intake=intake, owner=OFFICER)


def offered(case: Case) -> list[str]:
    return [tap for tap in taps(rest(page(case, CLERK))) if "asked_" in tap]


def test_an_officer_notes_what_they_were_told() -> None:
    """Two taps from the page; afterwards it says so, and asks nobody any more."""
    case = told_for()
    assert "Izin orangnya: belum ditanya" in told(shown(page(case, CLERK)))
    assert offered(case) == SETTLE
    after, _ = decided(case, NoteConsent(OFFICER, Consent.YES))
    assert "sudah setuju" in told(shown(page(after, CLERK)))
    assert offered(after) == []
    with pytest.raises(Refused):
        decided(after, NoteConsent(OFFICER, Consent.REFUSED))


def test_who_does_not_agree_is_named_no_more() -> None:
    """Neither name nor number stay, as when the teller says it."""
    after, _ = decided(told_for(), NoteConsent(OFFICER, Consent.REFUSED))
    assert (after.intake.sufferer, after.intake.phone) == (None, None)


def test_it_is_not_asked_where_it_does_not_matter() -> None:
    """In an emergency one helps first; what is over needs no question; nobody asks who tells of
    themselves, nor a visitor's family twice."""
    alarm = replace(told_for(), urgency=Urgency.EMERGENCY)
    for case in (alarm, told_for(Status.CLOSED)):
        assert "izin" not in told(shown(page(case, CLERK))).casefold()
    own = told_for(intake=Intake(who=Who.SELF))
    assert offered(own) == []
    unsaid = told_for(intake=Intake(who=Who.FAMILY))
    assert offered(unsaid) == SETTLE

"""What another office reads of a case: that its teller asked not to be named stands on the page, in
the notice and on the letter."""

from dataclasses import replace

import pytest

from casework import lifecycle
from casework.actions import referral as r
from casework.actions.question import Answered
from casework.case.intake import Consent, Intake, Who
from casework.case.model import Case, Membership, Referral, Role, Stage, Status
from casework.policy.offices import Channel
from conversations.case_pages.case import case_page
from conversations.notices import notices
from conversations.pages.case_facts import Page, numbers_of
from conversations.protocol.notice import RECEIVER
from tests.casework.cases import DINSOS, DUE, NOW, OFFICER, TELLER, filed, having, standing
from tests.conversations.speaker import CONTENT, TEXTS

CLERK = Membership(Role.AGENCY_OFFICER, DINSOS)
OFFER = r.Offered(OFFICER, DINSOS, "Dinas Sosial", Channel.BOT, "mohon dicek", True, "", DUE)


def offered(secret: str) -> Case:
    """A case that was offered to another office, with a teller who asked for secrecy, or not."""
    case = standing(Status.IN_PROGRESS, referral=Referral(DINSOS, Stage.OFFERED, DUE))
    return having(case, intake={"sufferer": "Bu tetangga", "secret": secret})


def page_of(case: Case) -> str:
    page = Page(case, ((OFFER, NOW),), 77, (CLERK,), receiver="dinsos")
    return TEXTS.html("id", case_page(page, CONTENT.catalogue, CONTENT.places, NOW).text)


def test_the_page_fits_a_small_phone() -> None:
    """At 360 × 640: when it is due stands right below the number, no label is cut, and there are
    few rows."""
    case = replace(offered("open"), status=Status.REFERRED)
    case = replace(case, referral=Referral(DINSOS, Stage.ACCEPTED, DUE))
    page = Page(case, ((OFFER, NOW),), 77, (CLERK,), files=2, receiver="dinsos")
    say = case_page(page, CONTENT.catalogue, CONTENT.places, NOW)
    assert TEXTS.plain("id", say.text).splitlines()[1].startswith("Hasil paling lambat")
    labels = [[TEXTS.plain("id", b.label) for b in row] for row in say.buttons]  # type: ignore[arg-type]
    assert len(labels) <= 4
    assert all(len(label) <= 16 for row in labels if len(row) == 2 for label in row)


def notice_of(case: Case) -> str:
    told = [n.say for n in notices(case, OFFER, CONTENT.catalogue) if n.to == RECEIVER]
    return "".join(TEXTS.html("id", say.text) for say in told)


@pytest.mark.parametrize("told", [page_of, notice_of])
def test_an_office_is_told_to_keep_the_name(told: object) -> None:
    """On the page and in the notice, and only where it was asked for."""
    assert callable(told)
    assert "🔒" in told(offered("secret"))
    assert "🔒" not in told(offered("open"))


@pytest.mark.parametrize("status", [Status.IN_PROGRESS, Status.REFERRED])
def test_it_stays_on_the_page_once_the_office_has_accepted(status: Status) -> None:
    """Whoever opens the page later reads it as well."""
    stage = Stage.OFFERED if status is Status.IN_PROGRESS else Stage.ACCEPTED
    case = replace(offered("secret"), status=status, referral=Referral(DINSOS, stage, DUE))
    assert "🔒" in page_of(case)


@pytest.mark.parametrize("consent", [Consent.REFUSED, Consent.YES])
def test_who_has_refused_is_not_named_there(consent: Consent) -> None:
    """Neither in the reason that an officer wrote before, nor by a number that was told of them."""
    filed_as = replace(filed()[1], intake=Intake(who=Who.NEIGHBOUR, sufferer="Bu Warganya"))
    made = lifecycle.opened(1, filed_as, NOW)
    told = made.intake.unnamed() if consent is Consent.REFUSED else made.intake
    case = replace(made, intake=told, status=Status.REFERRED)
    case = replace(case, referral=Referral(DINSOS, Stage.ACCEPTED, DUE))
    offer = replace(OFFER, reason="KIS Bu Warganya mati, mohon dicek")
    answer = Answered(TELLER, {"kind": "nik", "value": "3274055501900001"}, DUE)
    history = ((filed_as, NOW), (answer, NOW), (offer, NOW))
    page = Page(case, history, 77, (CLERK,), receiver="dinsos")
    words = TEXTS.html("id", case_page(page, CONTENT.catalogue, CONTENT.places, NOW).text)
    refused = consent is Consent.REFUSED
    assert ("Warganya" in words) is not refused
    assert bool(numbers_of(page)) is not refused

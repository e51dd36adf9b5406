"""What a notice is made of: number and service, and nothing of a sensitive case."""

import pytest

from casework.case.model import Status, Urgency
from casework.case.number import number
from conversations.protocol import notice
from conversations.protocol.effects import text
from tests.casework.cases import standing

CASE = standing(Status.RECEIVED)


def test_a_notice_tells_number_and_service_by_key() -> None:
    """The reader's language is chosen later, so that nothing is written out here."""
    said = notice.say("notice.claimed", CASE)
    wanted = {"number": number(CASE.id), "service": notice.topic(CASE)}
    assert (said.text.key, dict(said.text.args), said.case) == ("notice.claimed", wanted, CASE.id)


def test_a_sensitive_case_is_about_nothing() -> None:
    """Its service is named to whoever has opened the page, and nowhere else."""
    secret = standing(Status.RECEIVED, sensitive=True)
    assert notice.service_name(secret) == text("case.sensitive")
    assert notice.topic(secret) == text(f"service.{secret.service}.name")


@pytest.mark.parametrize("urgency", Urgency)
def test_only_an_emergency_wakes_anybody(urgency: Urgency) -> None:
    """Everything else waits for the morning."""
    case = standing(Status.RECEIVED, urgency=urgency)
    assert notice.urgent(case) is (urgency is Urgency.EMERGENCY)


def test_what_a_notice_brings_goes_with_it() -> None:
    """The words stay the same; whoever delivers them knows that they are a result."""
    said = notice.say("notice.resolved", CASE)
    assert notice.bringing("result", said).purpose == "result"
    assert notice.bringing("result", said).text == said.text

"""A letter of a referral as it is made from a case and its trail."""

from zoneinfo import ZoneInfo

import pytest

from bot.papers.case_letters import referral
from casework.actions import referral as r
from casework.case.model import Status
from casework.policy.offices import Channel
from tests.casework.cases import DUE, NOW, OFFICER, having, standing
from tests.conversations.speaker import CONTENT


@pytest.mark.parametrize("secret", ["secret", "open"])
def test_the_letter_asks_to_keep_the_name(secret: str) -> None:
    """Whose teller asked not to be named, says so on paper, too."""
    office = next(iter(CONTENT.directory.offices.values()))
    offer = r.Offered(OFFICER, office.code, office.name, Channel.LETTER, "please", True, "", DUE)
    case = having(standing(Status.IN_PROGRESS), intake={"secret": secret})
    zone = ZoneInfo("Asia/Jakarta")
    made = referral(case, ((offer, NOW),), office, CONTENT, bot="ABot", zone=zone)
    assert made is not None
    assert made.secret is (secret == "secret")

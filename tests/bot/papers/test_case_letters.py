"""A letter of a referral as it is made from a case and its trail."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from bot.papers.case_letters import DOTS, NO_CALLS, person, referral, statement
from bot.papers.pdf import ReferralLetter, Signature
from casework import lifecycle
from casework.actions import referral as r
from casework.actions.certificate import Certified
from casework.actions.correspondence import Added
from casework.actions.question import Answered
from casework.case.intake import Intake, Who
from casework.case.model import Status
from casework.policy.offices import Channel
from conversations.content.letterheads import Letterheads, OfficeHead, Signer
from conversations.protocol.dialogue import Story
from tests.casework.cases import DUE, NOW, OFFICER, TELLER, VILLAGE, filed, having, standing
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


OFFICE = next(iter(CONTENT.directory.offices.values()))
ZONE = ZoneInfo("Asia/Jakarta")
OWN = OfficeHead(
    phone="0231-000000",
    signed_by=Signer("Koordinator", "(nama)", "NIP 1"),
    known_by=Signer("Lurah Kesambi"),
)
SIGNED = replace(CONTENT, letterheads=Letterheads(villages={VILLAGE: OWN}))


def letter(channel: Channel, content: object = CONTENT, service: str = "pkh") -> ReferralLetter:
    """The letter of a case that was offered by this channel."""
    offer = r.Offered(OFFICER, OFFICE.code, OFFICE.name, channel, "please", True, "", DUE)
    case = replace(filed(service)[0], status=Status.IN_PROGRESS)
    made = referral(case, ((offer, NOW),), OFFICE, content, bot="ABot", zone=ZONE)  # type: ignore[arg-type]
    assert made is not None
    return made


@pytest.mark.parametrize("channel", [Channel.LETTER, Channel.PHONE])
def test_an_office_without_the_bot_is_not_asked_to_use_it(channel: Channel) -> None:
    """It answers by letter, or by the telephone of the sender where the config names one."""
    assert letter(channel).reply_to == "surat balasan"
    assert letter(channel, SIGNED).reply_to == "surat balasan atau telepon 0231-000000"
    assert "ABot" in letter(Channel.BOT).reply_to


def test_answer_and_result_have_a_date_each() -> None:
    """First whether the office takes it, then what came out."""
    made = letter(Channel.LETTER)
    assert made.answer_by == DUE.astimezone(ZONE).date()
    assert made.result_by is not None
    assert made.answer_by is not None
    assert made.result_by > made.answer_by


def test_who_signs_stands_in_the_config() -> None:
    """On both letters; without a config the posts stand over a line to write on."""
    case = replace(filed()[0], status=Status.IN_PROGRESS)
    trail = ((Certified(OFFICER, "KIP Kuliah", 3, "2026-11-20"), NOW),)
    for content, signer, head in (
        (SIGNED, Signature("Koordinator", "(nama)", "NIP 1"), Signature("Lurah Kesambi")),
        (CONTENT, Signature("Koordinator Puskesos"), Signature("Kepala Desa/Lurah")),
    ):
        paper = statement(case, trail, content, bot="ABot", zone=ZONE)
        assert paper is not None
        for made in (paper, letter(Channel.LETTER, content)):
            assert (made.signed_by, made.known_by) == (signer, head)


def test_what_was_written_down_of_the_person_stands_in_the_letter() -> None:
    """Whole, on paper; what is not known stays a line to write on, and what the office does not
    need is left out when it is printed."""
    case = having(
        replace(filed()[0], status=Status.IN_PROGRESS),
        intake={"sufferer": "Ibu", "person": {"nik": "3274050101800001", "birth": "Cirebon, 1980"}},
    )
    told = person(case, ())
    assert (told.nik, told.birth, told.kk) == ("3274050101800001", "Cirebon, 1980", DOTS)


def test_a_sensitive_letter_names_no_topic() -> None:
    """Neither in the subject nor where the service would stand."""
    made = letter(Channel.LETTER, service="mental_crisis")
    name = CONTENT.texts.languages["id"]["service.mental_crisis.name"]
    assert made.confidential
    assert name not in repr(made)
    assert made.about == ""


def test_a_number_that_must_not_ring_says_so() -> None:
    """With whom another hears the phone: in the first words or in later ones."""
    quiet = Added(TELLER, Story(("jangan telepon ke sini",)).dump(), quiet=True)
    marked = having(standing(Status.IN_PROGRESS), intake={"phone": "08123456789"})
    assert person(marked, ((quiet, NOW),)).phone == "08123456789" + NO_CALLS
    assert person(marked, ()).phone == "08123456789"
    told = having(marked, intake={"phone": "08123456789", "facts": {"quiet": "yes"}})
    assert person(told, ()).phone.endswith(NO_CALLS)
    assert person(having(marked, intake={"phone": "", "facts": {"quiet": "yes"}}), ()).phone == ""


@pytest.mark.parametrize(("receiver", "whole"), [("dinsos", True), ("pln", False)])
def test_a_nik_in_the_reason_goes_to_whom_it_is_needed(receiver: str, whole: bool) -> None:
    """By the rule for the fields of a person; others read its last four digits."""
    office = replace(OFFICE, receiver=receiver)
    reason = "NIK 3274054105900001 tidak padan"
    offer = r.Offered(OFFICER, office.code, office.name, Channel.LETTER, reason, True, "", DUE)
    case = standing(Status.IN_PROGRESS)
    made = referral(case, ((offer, NOW),), office, CONTENT, bot="ABot", zone=ZONE)
    assert made is not None
    assert made.reason == (reason if whole else "NIK •••• 0001 tidak padan")


@pytest.mark.parametrize("refused", [True, False])
def test_who_has_refused_is_not_named_in_a_letter(refused: bool) -> None:
    """Not in the reason, which was written before, and by no number that was told of them."""
    filed_as = replace(filed()[1], intake=Intake(who=Who.NEIGHBOUR, sufferer="Bu Warganya"))
    made = lifecycle.opened(1, filed_as, NOW)
    case = replace(made, intake=made.intake.unnamed()) if refused else made
    reason = "KIS Bu Warganya mati"
    offer = r.Offered(OFFICER, OFFICE.code, OFFICE.name, Channel.LETTER, reason, True, "", DUE)
    answer = Answered(TELLER, {"kind": "nik", "value": "3274055501900001"}, DUE)
    history = ((filed_as, NOW), (answer, NOW), (offer, NOW))
    told = referral(case, history, OFFICE, CONTENT, bot="ABot", zone=ZONE)
    assert told is not None
    assert ("Warganya" in f"{told.reason}{told.person.name}") is not refused
    assert (told.person.nik == DOTS) is refused

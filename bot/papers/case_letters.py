"""What stands in the letters of a case: the referral and the *surat keterangan*. Values in, values
out; the templates are in bot/papers/pdf.

Tested in tests/bot/papers/pdf/test_press.py."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.papers.paper_request import PRINTED
from bot.papers.pdf import ReferralLetter, Resident, Signature, Statement
from casework.access.referral_fields import needed
from casework.actions.certificate import Certified
from casework.actions.correspondence import asks_for_no_calls
from casework.actions.question import Answered
from casework.actions.referral import Offered
from casework.actions.sharing_consent import SharingAnswered
from casework.case.events import Event
from casework.case.intake import Consent
from casework.case.model import Case, Urgency
from casework.case.number import number
from casework.policy.offices import Channel, Office
from casework.search.told_names import of_refused
from conversations.case_pages.map_pins import pins_of
from conversations.content.content import Content
from conversations.content.letterheads import Signer
from conversations.content.numbers.card_numbers import last_four
from conversations.handlers.first_contact import PREFIX
from conversations.protocol.effects import Text, text
from conversations.protocol.notice import service_name

_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_OF_ANSWERS = {"nik": "nik", "kk": "kk", "phone": "phone"}
_WRITTEN_IN = ("nik", "kk", "birth")
DOTS = "." * 48
"""Where the officer writes by hand: nobody is asked for more than the case needs."""

NO_CALLS = " (mohon jangan ditelepon)"
"""Behind the number of somebody with whom another hears the phone."""

VALID = timedelta(days=90)
"""How long a letter holds: DTSEN is updated every quarter."""

History = Sequence[tuple[Event, datetime]]


def referral(
    case: Case, history: History, office: Office, content: Content, *, bot: str, zone: ZoneInfo
) -> ReferralLetter | None:
    """The letter of the case's last offer, dated with it in ``zone``; None when nothing was
    offered.

    The number is the case's, counted on with each further referral:
    ``460/26-00042-K.2/PSK/XI/2026``."""
    offers = [(event, at.astimezone(zone)) for event, at in history if isinstance(event, Offered)]
    if not offers:
        return None
    offer, dated = offers[-1]
    service, texts = content.catalogue.of(case), content.texts
    urgent = case.urgency is Urgency.EMERGENCY
    result_by = content.directory.result_by(offer.to, case.urgency, offer.answer_by)

    def day(at: datetime) -> date:
        return at.astimezone(zone) if urgent else at.astimezone(zone).date()

    return ReferralLetter(
        number=_reference(460, case, len(offers), dated),
        case_number=number(case.id),
        dated=dated.date(),
        place=_place(case, content),
        to=f"Kepala {offer.name}",
        receiver=office.receiver,
        about="" if service.sensitive else texts.plain(PRINTED, service_name(case)),
        person=person(case, history),
        **_signatures(case, content),
        reason=_reason(case, history, offer.reason, office),
        answer_by=day(offer.answer_by),
        result_by=day(result_by),
        consented_on=_consented(history, offer.to, zone),
        reply_to=texts.plain(PRINTED, _way_back(case, offer, content, bot)),
        urgent=urgent,
        confidential=service.sensitive,
        secret=case.intake.asks_secrecy,
        qr=link(bot, case),
    )


def _place(case: Case, content: Content) -> str:
    """The name of its village, else of the office that has it; of one that stands on no list any
    more what it was called."""
    code = case.village or case.office
    return content.places.name(code, case.known.get(f"village {code}", ""))


def _reason(case: Case, history: History, written: str, office: Office) -> str:
    """What the officer wrote, without the name of who refused; the number of a card only for a kind
    of office that needs it."""
    told = written if "nik" in needed(office.receiver) else last_four(written)
    return of_refused(case.intake, (event for event, _ in history)).masked(told)


def statement(
    case: Case, history: History, content: Content, *, bot: str, zone: ZoneInfo
) -> Statement | None:
    """The *surat keterangan* that was made last; None when there is none. It is valid for
    ``VALID``."""
    made = [(event, at.astimezone(zone)) for event, at in history if isinstance(event, Certified)]
    if not made:
        return None
    event, dated = made[-1]
    texts, village = content.texts, _place(case, content)
    return Statement(
        number=_reference(470, case, len(made), dated),
        dated=dated.date(),
        place=village,
        person=person(case, history),
        resident_of=f"{_kind_of(case.village)} {village}".strip(),
        verified_by=texts.plain(PRINTED, text("letter.verifier")),
        verified_on=date.fromisoformat(event.verified_on),
        decile=event.decile,
        purpose=event.purpose,
        **_signatures(case, content),
        valid_until=dated.date() + VALID,
        qr=link(bot, case),
    )


def _reference(kind: int, case: Case, nth: int, dated: datetime) -> str:
    """The number of a letter: its kind, the case's number, counted on with each further one, and
    the month."""
    again = f".{nth}" if nth > 1 else ""
    return f"{kind}/{number(case.id)}{again}/PSK/{_MONTHS[dated.month - 1]}/{dated.year}"


def _signatures(case: Case, content: Content) -> dict[str, Any]:
    """Who signs, and who else must know, as the config names them; else their posts, over a line
    to write on."""
    head = content.letterheads.of(case.village or case.office)

    def signature(signer: Signer | None, post: Text) -> Signature:
        named = signer or Signer(content.texts.plain(PRINTED, post))
        return Signature(named.post, named.name, named.nip)

    signed_by = signature(head.signed_by, text("letter.coordinator"))
    known_by = signature(head.known_by, text("letter.head")) if case.village else None
    return {"signed_by": signed_by, "known_by": known_by}


def _way_back(case: Case, offer: Offered, content: Content, bot: str) -> Text:
    """How the office answers: only one that has the bot does so there."""
    if offer.channel is Channel.BOT:
        return text("letter.reply_to", bot=bot, number=number(case.id))
    phone = content.letterheads.of(case.village or case.office).phone
    return text("letter.reply_or_call", phone=phone) if phone else text("letter.reply")


def _kind_of(village: str) -> str:
    """Kelurahan or desa, by the last block of its code (Kemendagri: 1xxx kelurahan, 2xxx and 3xxx
    desa)."""
    block = village.rpartition(".")[2]
    return (
        {"1": "Kelurahan", "2": "Desa", "3": "Desa"}.get(block[:1], "") if len(block) == 4 else ""
    )


def link(bot: str, case: Case) -> str:
    """Opens the case in the bot, for who may see it; to all others it says nothing."""
    return f"https://t.me/{bot}?start={PREFIX}{number(case.id).replace('-', '')}"


def person(case: Case, history: History) -> Resident:
    """The person as told, with dots to write on for what a letter can't do without; what the office
    does not need is left out when the letter is printed."""
    told: dict[str, str] = dict.fromkeys(_WRITTEN_IN, DOTS)
    told["phone"] = case.intake.phone or ""
    refused = case.intake.consent is Consent.REFUSED  # who does not agree is not named, nor called
    for event, _ in history:
        answer: Any = event.answer if isinstance(event, Answered) else {}
        if answer and answer["kind"] in _OF_ANSWERS and not refused:
            told[_OF_ANSWERS[answer["kind"]]] = str(answer["value"])
    told |= case.intake.person or {}  # written down or answered since, and so newer
    if told["phone"] and asks_for_no_calls(case, (event for event, _ in history)):
        told["phone"] += NO_CALLS
    name, address = case.intake.sufferer, _address(case, history)
    return Resident(**{**told, "name": name or DOTS, "address": address or DOTS})


def _address(case: Case, history: History) -> str:
    """Where the person is found, the last pin in words where it says more than the address."""
    written = case.intake.place or ""
    pins = [pin for event, _ in history for pin in pins_of(event)]
    shown = pins[-1].words if pins and pins[-1].words not in written else ""
    return " · ".join(part for part in (written, shown) if part)


def _consented(history: History, to: str, zone: ZoneInfo) -> datetime | None:
    """When the person agreed that this office is asked, if it was asked about."""
    answers = [(x.agreed, at) for x, at in history if isinstance(x, SharingAnswered) and x.to == to]
    return answers[-1][1].astimezone(zone) if answers and answers[-1][0] else None

"""The letter that goes with a referral, filled from a case. Values in, values out; the template is in bot/letters."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.letters import Person, Referral, Signature
from casework import events as e
from casework import referrals as r
from casework.events import Event
from casework.model import Case, Urgency
from casework.numbers import number
from casework.offices import Office
from conversations.effects import T, t
from conversations.house import House
from conversations.notice import service_name

LANGUAGE = "id"
"""Letters to offices are Indonesian, whatever the officer reads."""

_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_OF_ANSWERS = {"nik": "nik", "kk": "kk", "phone": "phone"}

History = Sequence[tuple[Event, datetime]]


def referral(
    case: Case, history: History, office: Office, house: House, *, bot: str, zone: ZoneInfo
) -> Referral | None:
    """The letter of the case's last offer, dated with it in ``zone``; None when nothing was offered.

    The number is the case's, counted on with each further referral: ``460/26-00042-K.2/PSK/XI/2026``.
    """
    offers = [(event, at.astimezone(zone)) for event, at in history if isinstance(event, r.Offered)]
    if not offers:
        return None
    offer, dated = offers[-1]
    service, texts = house.catalogue.services[case.service], house.texts
    again = f".{len(offers)}" if len(offers) > 1 else ""

    def plain(text: T) -> str:
        return texts.plain(LANGUAGE, text)

    return Referral(
        number=f"460/{number(case.id)}{again}/PSK/{_MONTHS[dated.month - 1]}/{dated.year}",
        case_number=number(case.id),
        dated=dated,
        place=house.places.name(case.village or case.office),
        to=f"Kepala {offer.name}",
        receiver=office.receiver,
        about=plain(t("letter.topic") if service.sensitive else service_name(case)),
        person=person(case, history),
        signed_by=Signature(plain(t("letter.coordinator"))),
        known_by=Signature(plain(t("letter.head"))) if case.village else None,
        reason=offer.reason,
        documents=tuple(plain(T(f"document.{d}")) for d in service.documents),
        answer_by=offer.answer_by.astimezone(zone),
        consented_on=_consented(history, offer.to, zone),
        reply_to=plain(t("letter.reply_to", bot=bot, number=number(case.id))),
        urgent=case.urgency is Urgency.EMERGENCY,
        confidential=service.sensitive,
        qr=f"https://t.me/{bot}",
    )


def person(case: Case, history: History) -> Person:
    """The person as told; what the office does not need is left out when the letter is printed."""
    told: dict[str, str] = {"phone": str(case.intake.get("phone") or "")}
    for event, _ in history:
        if isinstance(event, e.Answered) and event.answer["kind"] in _OF_ANSWERS:  # type: ignore[index]
            told[_OF_ANSWERS[event.answer["kind"]]] = str(event.answer["value"])  # type: ignore[index]
    return Person(name=str(case.intake.get("sufferer") or ""), address=str(case.intake.get("place") or ""), **told)


def _consented(history: History, to: str, zone: ZoneInfo) -> datetime | None:
    """When the person agreed that this office is asked, if it was asked about."""
    answers = [(x.agreed, at) for x, at in history if isinstance(x, r.SharingAnswered) and x.to == to]
    return answers[-1][1].astimezone(zone) if answers and answers[-1][0] else None

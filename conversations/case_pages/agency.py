"""The page of a case as another office sees it, to which it is referred: no more than that office
needs.

Tested in tests/test_stories.py."""

from datetime import datetime

from casework.access.referral_fields import needed
from casework.actions.ending.resolution import Resolve
from casework.actions.referral import Offered
from casework.case.model import Case, Stage
from casework.case.number import number
from casework.case.sharing import withdrawn
from casework.policy.catalogue import Catalogue
from casework.search.told_names import of_refused
from conversations.actions import between_offices, referral
from conversations.case_pages import first_buttons, map_pins
from conversations.case_pages.history import newest_whole
from conversations.content import fields
from conversations.content.numbers.card_numbers import last_four
from conversations.pages.case_facts import (
    Page,
    if_told,
    may,
    number_to_call,
    numbers_of,
    secrecy,
    told,
)
from conversations.pages.lists import place_name
from conversations.protocol.effects import Say, Text, text
from conversations.protocol.notice import service_name
from conversations.protocol.places import Places


def agency_page(page: Page, catalogue: Catalogue, places: Places, now: datetime) -> Say:
    """What the other office may know: what it was written, and how the person is found."""
    case, offer = page.case, referral.offer(page.history)
    answer_by = case.referral.answer_by if case.referral else None
    phone = fields.masked(case.intake.phone) or text("staff.no_phone")
    unnamed = of_refused(case.intake, (event for event, _ in page.history))
    facts = (
        *if_told(case.intake.sufferer, "staff.sufferer"),
        *if_told(case.intake.place, "staff.place"),
        *map_pins.facts(page),
        told("staff.phone", number_to_call(page, phone)),
        *secrecy(case),
    )
    words = text(
        "agency.case",
        mark=text(f"mark.{case.urgency}"),
        number=number(case.id),
        service=_topic(case, catalogue),
        urgency=text(f"urgency.{case.urgency}"),
        village=place_name(case, places),
        due=text(f"agency.due.{case.stage}", due=answer_by or case.due_at),
        late=text("case.late") if (answer_by or now) < now else "",
        stage=_stage(page),
        sender=_sender(page),
        reason=unnamed.masked(last_four(offer.reason)) if offer else "–",
        facts=facts,
        end="",
        latest=newest_whole(between_offices.latest(page.history, case.referred_to)),
    )
    rows = first_buttons.buttons(case, agency_able(page), page.files)
    return Say(words, rows, case=case.id)


def _stage(page: Page) -> Text:
    """What is to be done: nothing, while the office's own result waits to be sent."""
    if page.result_goes is not None:
        return text("agency.result_waits", at=page.result_goes)
    asks = page.case.referral is not None and page.case.referral.asks
    return text("agency.asks" if asks else f"agency.{page.case.stage}")


def _sender(page: Page) -> tuple[Text, ...]:
    """Who has sent the case, how they are reached, and when it was."""
    sent = [at for event, at in page.history if isinstance(event, Offered)]
    lines = [text("agency.sent", at=sent[-1])] if sent else []
    if page.sender is not None:
        name, office, phone = page.sender.name or "–", page.sender.office, page.sender.phone
        instead = page.sender.instead
        now = [text("agency.instead", name=instead)] if instead else []
        lines = [text("agency.sender", name=name, office=office), *now, *lines]
        lines += [text("agency.reach", phone=phone)] if phone else []
    return tuple(lines)


def agency_able(page: Page) -> list[str]:
    """All that the other office can do with the case, in the order of the buttons."""
    accepted = page.case.stage is Stage.ACCEPTED
    own = ("resolve", "return", "reveal") if accepted else ("accept", "return")
    able = (*own, *between_offices.buttons(page.case)) if page.result_goes is None else ("reveal",)
    taken_back = withdrawn(page.case)
    left_out = {"resolve": not may(page, Resolve), "reveal": taken_back or not needed_numbers(page)}
    able = tuple(a for a in able if not left_out.get(a))
    files = bool(page.files) and not referral.no_files(page.case, page.history)
    return [*able, *["files"] * files, *["map"] * bool(map_pins.newest(page)), "queue"]


def agency_more(page: Page, catalogue: Catalogue) -> Text:
    """What stands above the buttons for which the page has no room."""
    return text("agency.more", number=number(page.case.id), service=_topic(page.case, catalogue))


def _topic(case: Case, catalogue: Catalogue) -> Text:
    return text("case.sensitive") if catalogue.of(case).sensitive else service_name(case)


def needed_numbers(page: Page) -> list[tuple[str, str]]:
    """Of the numbers, those that the other kind of office needs
    (casework/access/referral_fields.py)."""
    return [(kind, value) for kind, value in numbers_of(page) if kind in needed(page.receiver)]

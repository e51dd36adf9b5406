"""The page of a case and what is asked for from it: its history, its files, its receipt, to whom it
may be given. Each checks first whether the person may see the case.

Tested in tests/bot/desk/test_handover.py."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.desk import unsent, whose_turn
from bot.desk.assignees import assignees
from bot.desk.duplicates.co_reporting import told_names
from bot.pages import errands, people, related_cases
from bot.pages.page_request import NOT_THEIRS, PageRequest, Pages
from bot.pages.reading import reader_of
from casework.access.visibility import is_own, may_see, rank, works_on
from casework.actions.assignment import Assigned, HandedOver
from casework.actions.objection import Object, can_be_objected
from casework.actions.referral import Refer, known_office
from casework.actions.reminder import Raise, late
from casework.case import events as e
from casework.case.model import DISTRICT_LEVEL, Case, Refused, Status, Urgency
from casework.case.number import number
from casework.lifecycle import ALLOWED
from casework.policy.offices import Office
from conversations.actions import person_data, referral
from conversations.actions.duplicates import co_reporting
from conversations.case_pages import history_pages, kept_files, map_pins
from conversations.case_pages.case import case_page, history, phone, whole_story
from conversations.case_pages.officers import officers
from conversations.filling import several
from conversations.pages.case_facts import Page, SendingColleague, may
from conversations.pages.due_time import why
from conversations.pages.lateness import due_passed
from conversations.protocol.effects import Paper, Say, Text, text
from storage.cases import attachments, cases, co_reporters
from storage.cases.co_reporters import Teller
from storage.pending.shown_pages import page_place
from storage.unit_of_work import Batch

History = tuple[tuple[e.Event, datetime], ...]

MOST_DIGITS = 13
"""More than any id of a case has."""


async def page_of(request: PageRequest) -> Page | None:
    """What the pages of a case are made from; None for who may not see it, as for a case that does
    not exist, so that nobody learns which."""
    case, memberships = await request.case(), await request.memberships()
    batch, desk = request.batch, request.desk
    if case is None or not await unsent.may_see_still(batch, request.person, memberships, case):
        return None
    related = await related_cases.of(request, case)
    case, history = await _as_kept(batch, case)
    goes = await unsent.result_goes(batch, case)
    if not works_on(request.person, memberships, case):
        case, history = await unsent.with_trail(batch, case, history)
    return Page(
        case,
        history,
        request.person,
        memberships,
        len(await attachments.files_of(batch.connection, case.id)),
        known_office(case, case.referred_to, desk.policy).receiver,
        await people.similar(batch, desk, case, memberships),
        await desk.stands_in_for(batch, case, request.person),
        await _can_object(request, case),
        (await batch.person(case.teller)).talk.live,
        await _sender(request, case, history),
        await _at_the_top(request, case),
        await reader_of(request, [case], *_at_work(case, history)),
        len(related),
        tuple(one.id for one in related),
        await desk.roster.there(batch, case),
        await _parts(request, case),
        await whose_turn.climbs_at(batch, desk.policy, case),
        await related_cases.phone_from(request, case),
        goes,
    )


async def _parts(request: PageRequest, case: Case) -> Text | None:
    """How far the answer of the teller has come, where several things were wanted."""
    talk = (await request.batch.person(case.teller)).talk
    draft = several.begun(talk, case.id) if case.status is Status.WAITING else None
    return several.so_far(draft) if draft else None


def _at_work(case: Case, history: History) -> set[int]:
    """The people of whose deeds a history tells; who tells of their own trouble is no officer
    there."""
    given = {event.to for event, _ in history if isinstance(event, Assigned | HandedOver)}
    had = {event.had for event, _ in history if isinstance(event, HandedOver) and event.had}
    people = given | had | {event.by for event, _ in history}
    return people - {case.teller} if is_own(case.teller, case) else people


async def _sender(request: PageRequest, case: Case, history: History) -> SendingColleague | None:
    """Who has sent the case to another office: its owner, or whoever has offered it last; and who
    reads its questions while they are not there."""
    offer = referral.offer(history)
    if offer is None:
        return None
    content = request.desk.content
    person = case.owner if case.owner is not None else offer.by
    head, place = content.letterheads.of(case.office), content.places.name(case.office)
    at_village = case.office in content.places.villages
    office = head.office or (f"Puskesos {place}" if at_village else "SLRT")
    name = await _name(request, person)
    now, _ = await request.desk.roster.for_owner(request.batch, case, person)
    instead = await _name(request, now[0]) if now and person not in now else ""
    return SendingColleague(name, office, head.phone, instead)


async def _name(request: PageRequest, person: int) -> str:
    return (await request.batch.person(person)).profile.name


async def _as_kept(batch: Batch, case: Case) -> tuple[Case, History]:
    """The case and its trail without the files that could not be kept."""
    trail = tuple(await cases.history(batch.connection, batch.vault, case.id))
    lost = await attachments.lost_files(batch.connection, case.id)
    if not lost:
        return case, trail
    kept = replace(case, intake=kept_files.of_intake(case.intake, lost))
    return kept, tuple((kept_files.of_event(event, lost), at) for event, at in trail)


async def _can_object(request: PageRequest, case: Case) -> bool:
    """Whether the teller could object now, and somebody is there to decide about it."""
    if request.person != case.teller or not can_be_objected(case):
        return False
    try:
        await request.desk.would(request.batch, request.person, Object(request.person, "–"), case)
    except Refused:
        return False
    return True


async def _at_the_top(request: PageRequest, case: Case) -> bool:
    """Whether the teller of a late case could take it to nobody any more."""
    if request.person != case.teller or not late(case, request.batch.at):
        return False
    try:
        await request.desk.would(request.batch, request.person, Raise(request.person), case)
    except Refused as refused:
        return refused.key == "refused.raise.top"
    return False


def _of_case(
    make: Callable[[PageRequest, Page], Say],
) -> Callable[[PageRequest], Awaitable[tuple[Say, ...]]]:
    """A page that needs nothing but the case."""

    async def reading(request: PageRequest) -> tuple[Say, ...]:
        page = await page_of(request)
        return (make(request, page),) if page else NOT_THEIRS

    return reading


def _whole(request: PageRequest, page: Page) -> Say:
    content = request.desk.content
    said = case_page(page, content.catalogue, content.places, request.batch.at)
    return replace(said, purpose=page_place(page.case.id))


async def case(request: PageRequest) -> tuple[Say, ...]:
    """The page of a case; a narrower one for whoever handed it over, and for its co-reporters."""
    found, memberships = await request.case(), await request.memberships()
    if found is None or may_see(request.person, memberships, found):
        return (*await _of_case(_whole)(request), *await _map_at_once(request))
    for_giver = await errands.for_giver(request)
    if for_giver is not None:
        return (for_giver,)
    joined = await _joined(request, found)
    if not may_see(request.person, memberships, found, joined):
        return await _of_case(_whole)(request)
    return (await _for_joined(request, found, joined[request.person]),)


async def _joined(request: PageRequest, case: Case) -> dict[int, Teller]:
    """The co-reporters of a case, by their ids."""
    if not case.others:
        return {}
    batch = request.batch
    found = await co_reporters.of_case(batch.connection, batch.vault, case.id)
    return {one.person: one for one in found}


async def _for_joined(request: PageRequest, case: Case, mine: Teller) -> Say:
    trail = tuple(await cases.history(request.batch.connection, request.batch.vault, case.id))
    case, said = await unsent.with_trail(request.batch, case, trail)
    places = request.desk.content.places
    names = await told_names(request.batch, case)
    shown = co_reporting.page(case, said, mine.joined_at, mine.told, places, names=names)
    return due_passed(shown, request.batch.at)


def _told_in_pages(
    make: Callable[[Page, str, history_pages.Plain], Say],
) -> Callable[[PageRequest], Awaitable[tuple[Say, ...]]]:
    """What is told of a case in pages; the words of a button are the case and where the page
    ends."""

    async def reading(request: PageRequest) -> tuple[Say, ...]:
        case_id, mark, end = request.words.partition(history_pages.MARK)
        if mark:
            known = int(case_id) if case_id.isdecimal() and len(case_id) < MOST_DIGITS else 0
            request = replace(request, args={"case": known})
        page = await page_of(request)
        if page is None:
            return NOT_THEIRS
        language = (await request.batch.person(request.person)).profile.language
        return (make(page, end, partial(request.desk.content.texts.plain, language)),)

    return reading


async def _assign(request: PageRequest) -> tuple[Say, ...]:
    """The colleagues to whom the case may be given."""
    page = await page_of(request)
    if page is None or not page.staff:
        return NOT_THEIRS
    able = await assignees(request.desk.roster, request.batch, page.case, request.person)
    return (officers(page.case, able, above=_above(request, page)),)


def _above(request: PageRequest, page: Page) -> Office | None:
    """The district, to which a village passes its case up by a referral."""
    case, desk = page.case, request.desk
    above = desk.policy.directory.offices.get(desk.policy.district)
    mine = rank(page.memberships, case) >= DISTRICT_LEVEL
    if above is None or mine or case.referral is not None or not may(page, Refer):
        return None
    fits = case.office != above.code and above.takes(desk.policy.catalogue.of(case))
    return above if fits and case.status in ALLOWED[Refer] else None


async def _person(request: PageRequest) -> tuple[Say, ...]:
    """What letters say of the person, for who works on the case."""
    page = await page_of(request)
    return (person_data.panel(page),) if page is not None and page.staff else NOT_THEIRS


async def _files(request: PageRequest) -> tuple[Say, ...]:
    page = await page_of(request)
    if page is None:
        return NOT_THEIRS
    told = number(page.case.id)
    if page.agency and (none := referral.no_files(page.case, page.history)):
        return (Say(none),)
    batch = request.batch
    found = await attachments.files_of(batch.connection, page.case.id)
    if not page.staff:
        early = await unsent.files(batch, page.case)
        kept = await attachments.named(batch.connection, page.case.id, early)
        found = [one for one in found if one not in kept]
    caption = text("files.caption", number=told)
    sent = tuple(Say(caption, case=page.case.id, media=one) for one in found)
    return sent or (Say(text("files.none", number=told)),)


async def _map_at_once(request: PageRequest) -> tuple[Say, ...]:
    """Where to go, for who takes an emergency: nobody should look for a button then."""
    page = await page_of(request) if request.args.get("taken") else None
    if page is None or page.case.urgency is not Urgency.EMERGENCY:
        return ()
    return (map_pins.place(page),) if map_pins.newest(page) else ()


async def _receipt_of(request: PageRequest) -> tuple[Say, ...]:
    """The receipt of the case that somebody has just filed, for the printer at the counter."""
    case_id = await request.batch.id_of_key(str(request.args["key"]))
    return (_receipt(case_id, text("walk_in.print", number=number(case_id))),) if case_id else ()


def _receipt(case: int, told: Text) -> Say:
    return Say(told, case=case, paper=Paper("receipt", {"case": case}))


PAGES: Pages = {
    "case": case,
    "history": _told_in_pages(history),
    "story": _told_in_pages(whole_story),
    "why": _of_case(lambda request, page: why(page, request.desk.policy, request.batch.at)),
    "phone": _of_case(lambda _, page: phone(page)),
    "files": _files,
    "map": _of_case(lambda _, page: map_pins.place(page)),
    "assign": _assign,
    "person": _person,
    "receipt": _of_case(
        lambda _, page: _receipt(page.case.id, text("paper.receipt", number=number(page.case.id)))
    ),
    "receipt_of": _receipt_of,
}

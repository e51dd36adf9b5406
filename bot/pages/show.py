"""Pages: what a Show asks for, read from the store and turned into one Say. Every reading checks
who is looking."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from bot.desk import ready_answers, unmasked_workbook
from bot.desk.desk import Desk
from bot.desk.page_request import Look
from bot.pages import errands, queue
from bot.pages import people as people_pages
from bot.papers import charts
from casework.access.permissions import check_kind
from casework.access.visibility import covers, may_see
from casework.actions.objection import Object, can_be_objected
from casework.actions.referral import Refer
from casework.case import number
from casework.case.model import Case, Refused
from casework.case.roles import LEADERS, STAFF
from casework.case.sharing import withdrawn
from casework.clock import periods
from casework.lifecycle import ALLOWED
from conversations.actions import co_reporting, referral
from conversations.actions import unmasked_workbook as full_words
from conversations.case_pages import case as case_page
from conversations.content import fields
from conversations.pages import lists
from conversations.pages.case_facts import Page
from conversations.pages.due_time import why
from conversations.pages.lists import Listed
from conversations.protocol.effects import Paper, Say, Show, T, t
from storage.cases import cases, co_reporters, queries
from storage.people import people
from storage.unit_of_work import Batch

MIN_PHONE_DIGITS = 8
"""Fewer digits than this are no phone number to search by."""


MOST_POSTERS = 10
"""Posters sent at once; who answers for more villages asks for one with its coordinator."""


async def show(batch: Batch, desk: Desk, person: int, wanted: Show) -> tuple[Say, ...]:
    """The page as it is to be said; it sees everything that was done before it in this batch."""
    await batch.flush()
    said = await PAGES[wanted.reading](Look(batch, desk, person, wanted.args))
    return tuple(replace(say, edit=wanted.edit) for say in said[:1]) + said[1:]


def _list(look: Look, key: str, found: queries.Found, **how: str) -> tuple[Say, ...]:
    house = look.desk.house
    listed = Listed(found.cases, found.following, found.total)
    return (lists.listing(key, listed, house.catalogue, house.places, look.batch.at, **how),)


async def _mine(look: Look) -> tuple[Say, ...]:
    found = await queries.told_by(
        look.batch.connection, look.batch.vault, look.person, before=look.words
    )
    own = _list(look, "mine", found, again="mine")
    followed = (
        await co_reporters.followed(look.batch.connection, look.batch.vault, look.person)
        if not look.words
        else ()
    )
    if not followed:
        return own
    joined = co_reporting.listing(followed, look.desk.house.places)
    return (*own, joined) if found.cases else (joined,)


async def _book(look: Look) -> tuple[Say, ...]:
    found = await queries.book_of(
        look.batch.connection, look.batch.vault, look.person, before=look.words
    )
    house = look.desk.house
    return (
        lists.book(
            Listed(found.cases, found.following, found.total), house.catalogue, look.batch.at
        ),
    )


_ONLY = {"claim": queries.FREE, "accept": queries.REFERRED, "return": queries.REFERRED}
"""Of the queue, what an action can be about."""


async def _pick(look: Look) -> tuple[Say, ...]:
    """Cases at hand for an action: the queue's for claiming and giving away, what was offered for
    an answer, else those in one's own hands."""
    action = str(look.args.get("action", "claim"))
    connection, vault = look.batch.connection, look.batch.vault
    memberships = (await look.batch.person(look.person)).memberships
    if action in ("claim", "assign", "accept", "return") or not any(
        m.role in STAFF for m in memberships
    ):
        villages = look.desk.house.places.villages
        only = _ONLY.get(action)
        found = await queries.queue(
            connection, vault, memberships, villages, only=only, viewer=look.person
        )
    else:
        found = await queries.owned_by(connection, vault, look.person)
    fitting = tuple(x for x in found.cases if x.status in ALLOWED[case_page.ACTIONS[action]])
    return _list(
        look, "pick", replace(found, cases=fitting, following="", total=len(fitting)), action=action
    )


async def _refer(look: Look) -> tuple[Say, ...]:
    """The offices that handle a case."""
    page = await _page(look)
    if page is None or not page.staff:
        return (Say(T("refused.unknown_case")),)
    try:
        check_kind(Refer, page.viewer, page.memberships, page.case, page.stands_in_for)
    except Refused as refused:
        return (Say(T(refused.key, refused.args_for_text)),)
    if page.case.referral is not None:
        return (
            Say(
                T(f"refused.referral.{page.case.referral}", {"number": number.number(page.case.id)})
            ),
        )
    if page.case.status not in ALLOWED[Refer]:
        return (Say(t("refused.referral.over", number=number.number(page.case.id))),)
    policy = look.desk.policy
    fitting = policy.directory.fitting(policy.catalogue.services[page.case.service])
    return (referral.offices(page.case, fitting, referral.returned(page.history)),)


async def _refer_to(look: Look) -> tuple[Say, ...]:
    """What must be settled before a case goes to an office outside."""
    page = await _page(look)
    office = look.desk.policy.directory.offices.get(str(look.args["to"]))
    if page is None or not page.staff or office is None:
        return (Say(T("refused.unknown_case")),)
    return (referral.chosen(page.case, office) or referral.offices(page.case, [office]),)


async def _letter(look: Look) -> tuple[Say, ...]:
    page = await _page(look)
    if page is None or not page.staff or page.case.referral is None:
        return (Say(T("refused.unknown_case")),)
    if withdrawn(page.case):
        return (Say(t("refused.referral.withdrawn", number=number.number(page.case.id))),)
    told = t("paper.letter", number=number.number(page.case.id))
    return (Say(told, case=page.case.id, paper=Paper("letter", {"case": page.case.id})),)


async def _found(look: Look) -> tuple[Say, ...]:
    """Search by case number, phone number, the name of a village, and by words."""
    case_id = number.parse(look.words) or number.without_letter(look.words)
    if case_id is not None:
        return await _case(replace(look, args={"case": case_id}))
    connection, vault = look.batch.connection, look.batch.vault
    viewer = queries.Viewer(look.person, (await look.batch.person(look.person)).memberships)
    phone = (
        fields.phone(look.words)
        if sum(ch.isdigit() for ch in look.words) >= MIN_PHONE_DIGITS
        else None
    )
    if phone:
        tellers = await people.by_phone(connection, vault, phone)
        return _list(
            look, "found", await queries.of_people(connection, vault, tellers, phone, viewer)
        )
    places = [
        code
        for code, _ in look.desk.house.places.find(look.words)
        if any(covers(m.scope, code) for m in viewer.memberships if m.role in STAFF)
    ]
    told = await queue.by_words(look, viewer)
    if told.cases and not set(look.desk.house.places.named(look.words)) & set(places):
        return _list(look, "found", told)
    if not places:
        return (Say(t("found.none")),)
    return _list(look, "found", await queries.of_village(connection, vault, places[0], viewer))


async def _page(look: Look) -> Page | None:
    """The page of a case, for who may see it; of the rest nobody learns whether it exists."""
    case: Case | None = await look.batch.case(int(look.args["case"]))
    memberships = (await look.batch.person(look.person)).memberships
    if case is None or not may_see(look.person, memberships, case):
        return None
    history = await cases.history(look.batch.connection, look.batch.vault, case.id)
    files = await queries.files_of(look.batch.connection, look.batch.vault, case.id)
    office = look.desk.policy.directory.offices.get(case.referred_to)
    similar = await people_pages.similar(look.batch, look.desk, case, memberships)
    receiver = office.receiver if office else ""
    stands_in_for = await look.desk.stands_in_for(look.batch, case, look.person)
    above = await _can_object(look, case)
    return Page(
        case,
        tuple(history),
        look.person,
        memberships,
        len(files),
        receiver,
        similar,
        stands_in_for,
        above,
    )


async def _can_object(look: Look, case: Case) -> bool:
    """Whether the teller could object now, and somebody is there to look at it."""
    if look.person != case.teller or not can_be_objected(case):
        return False
    try:
        await look.desk.would(look.batch, look.person, Object(look.person, "–"), case)
    except Refused:
        return False
    return True


def _of_case(make: Callable[[Look, Page], Say]) -> Callable[[Look], Awaitable[tuple[Say, ...]]]:
    async def reading(look: Look) -> tuple[Say, ...]:
        page = await _page(look)
        return (make(look, page) if page else Say(T("refused.unknown_case")),)

    return reading


def _case_page(look: Look, page: Page) -> Say:
    house = look.desk.house
    return case_page.case_page(page, house.catalogue, house.places, look.batch.at)


_whole_case = _of_case(_case_page)


async def _case(look: Look) -> tuple[Say, ...]:
    """The page of a case; the narrower one for who gave it away, or has joined it."""
    case = await look.batch.case(int(look.args["case"]))
    memberships = (await look.batch.person(look.person)).memberships
    if case is None or may_see(look.person, memberships, case):
        return await _whole_case(look)
    glanced = await errands.glance(look)
    if glanced is not None:
        return (glanced,)
    found = (
        await co_reporters.of_case(look.batch.connection, look.batch.vault, case.id)
        if case.others
        else []
    )
    joined = {x.person: x for x in found}
    if not may_see(look.person, memberships, case, joined):
        return await _whole_case(look)
    history = await cases.history(look.batch.connection, look.batch.vault, case.id)
    mine = joined[look.person]
    return (co_reporting.page(case, history, mine.joined_at, mine.told, look.desk.house.places),)


async def _assign(look: Look) -> tuple[Say, ...]:
    page = await _page(look)
    if page is None or not page.staff:
        return (Say(T("refused.unknown_case")),)
    return (case_page.officers(page.case, await look.desk.roster.officers(look.batch, page.case)),)


async def _files(look: Look) -> tuple[Say, ...]:
    page = await _page(look)
    if page is None:
        return (Say(T("refused.unknown_case")),)
    if not page.staff and look.person != page.case.teller and withdrawn(page.case):
        return (Say(t("refused.referral.withdrawn", number=number.number(page.case.id))),)
    found = await queries.files_of(look.batch.connection, look.batch.vault, page.case.id)
    caption = t("files.caption", number=number.number(page.case.id))
    sent = tuple(Say(caption, case=page.case.id, media=one) for one in found if one[1])
    return sent or (Say(t("files.none", number=number.number(page.case.id))),)


async def _my_data(look: Look) -> tuple[Say, ...]:
    known = await look.batch.person(look.person)
    profile, house = known.profile, look.desk.house
    told = await queries.count_told_by(look.batch.connection, look.person)
    village = house.places.name(profile.village) if profile.village else ""
    return (lists.my_data(profile.language, village, profile.phone, told, known.memberships),)


async def _figures(look: Look) -> tuple[Say, ...]:
    return (Say(t("figures.making"), paper=Paper("figures", {"period": look.words})),)


async def _chart(look: Look) -> tuple[Say, ...]:
    if not charts.possible():
        return (Say(t("figures.nothing_to_draw")),)
    return (Say(t("figures.making"), paper=Paper("chart", {"period": look.words})),)


async def _workbook(look: Look) -> tuple[Say, ...]:
    period = periods.parse(look.words)
    leads = unmasked_workbook.leads((await look.batch.person(look.person)).memberships)
    rows = full_words.button(period) if period and leads else ()
    return (Say(t("figures.workbook_note"), rows, paper=Paper("workbook", {"period": look.words})),)


async def _receipt(look: Look) -> tuple[Say, ...]:
    page = await _page(look)
    if page is None:
        return (Say(T("refused.unknown_case")),)
    told = t("paper.receipt", number=number.number(page.case.id))
    return (Say(told, case=page.case.id, paper=Paper("receipt", {"case": page.case.id})),)


async def _poster(look: Look) -> tuple[Say, ...]:
    """Posters of the villages that a leader answers for, up to a handful."""
    memberships = [
        m for m in (await look.batch.person(look.person)).memberships if m.role in LEADERS
    ]
    places = look.desk.house.places
    mine = [code for code in places.villages if any(covers(m.scope, code) for m in memberships)]
    return tuple(
        Say(t("paper.poster", village=places.name(code)), paper=Paper("poster", {"village": code}))
        for code in mine[:MOST_POSTERS]
    )


PAGES: Mapping[str, Callable[[Look], Awaitable[tuple[Say, ...]]]] = {
    "mine": _mine,
    "book": _book,
    **queue.PAGES,
    **ready_answers.PAGES,
    "pick": _pick,
    "found": _found,
    "case": _case,
    "history": _of_case(lambda look, page: case_page.history(page)),
    "why": _of_case(lambda look, page: why(page, look.desk.policy, look.batch.at)),
    "phone": _of_case(lambda look, page: case_page.phone(page)),
    "files": _files,
    "assign": _assign,
    "refer": _refer,
    "refer_to": _refer_to,
    "letter": _letter,
    "my_data": _my_data,
    "figures": _figures,
    "chart": _chart,
    "workbook": _workbook,
    "receipt": _receipt,
    "poster": _poster,
    **errands.PAGES,
    **people_pages.PAGES,
}

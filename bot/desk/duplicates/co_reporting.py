"""Co-reporting: further people with the same trouble are added to a case, are told how it stands,
tell more, and may leave it again. What is told to a case that has become part of another reaches
that one.

Tested in tests/bot/desk/duplicates/test_held_report.py and
tests/bot/desk/duplicates/test_co_reporting.py."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.desk import unsent
from bot.desk.desk import ComplaintDesk, Request, handles, of_one_case
from bot.desk.duplicates.candidates import words_of
from bot.desk.mail import Mail
from casework.access import permissions
from casework.actions.correcting.rewording import Reworded
from casework.actions.correspondence import Add
from casework.actions.duplicates.co_reporting import Join, Leave, TellMore
from casework.actions.ending.completion import Complete
from casework.actions.ending.confirmation import Confirm
from casework.actions.ending.resolution import Reopen, Resolved
from casework.actions.question import Answer
from casework.case import commands as c
from casework.case import events as e
from casework.case.map_pin import MapPin
from casework.case.model import OPEN, Case, Refused, Status, Urgency, Verdict
from casework.search.told_names import ToldNames, of_case
from conversations.actions.duplicates import co_reporting as words
from conversations.protocol.dialogue import Story
from storage.cases import cases, co_reporters, ties
from storage.cases.co_reporters import Teller
from storage.unit_of_work import Batch


async def told_to(desk: ComplaintDesk, batch: Batch, told: c.File, case_id: int) -> list[Mail]:
    """Add a report to a case: as more news from its own teller, or as the report of a
    co-reporter."""
    case = await batch.case(case_id)
    if case is None:
        raise Refused("refused.unknown_case")
    if case.teller != told.by:
        return await _join(desk, batch, told, case)
    known = await unsent.as_known(batch, case) if case.status is Status.RESOLVED else case
    if known.status in (Status.RESOLVED, Status.CLOSED):
        return await _open_again(desk, batch, told, case)
    return await desk.handle(batch, told.by, Add(told.by, _story(told)), case_id)


def _story(told: c.File) -> Mapping[str, Any]:
    return told.intake.story or Story().dump()


async def _open_again(desk: ComplaintDesk, batch: Batch, told: c.File, case: Case) -> list[Mail]:
    """Reopen an ended case whose own teller has the same trouble again."""
    story = _story(told)
    text = words_of(told.intake)
    resolved = case.status is Status.RESOLVED
    again = Confirm(told.by, Verdict.NO, text) if resolved else Reopen(told.by, text)
    mails = await desk.handle(batch, told.by, again, case.id)
    batch.want_files(case.id, story["files"])
    return mails


async def _join(desk: ComplaintDesk, batch: Batch, told: c.File, case: Case) -> list[Mail]:
    there = await _people(batch, case)
    command = Join(told.by, told.intake.story, again=told.by in there)
    permissions.check(command, (), case)
    _, _, mails = await desk.decided(batch, case, command)
    joined = Teller(told.by, batch.at, told.intake)
    await co_reporters.join(batch.connection, batch.vault, case.id, [joined])
    return mails


async def _leave(request: Request[Leave]) -> list[Mail]:
    batch, case, command = request.batch, request.known_case(), request.command
    if command.by not in await _people(batch, case):
        raise Refused("refused.unknown_case")
    await co_reporters.leave(batch.connection, case.id, [command.by])
    return (await request.desk.decided(batch, case, command))[2]


async def added(request: Request[Add]) -> list[Mail]:
    """More news, from whoever tells them."""
    command = request.command
    return await _told_more(
        request, [{"kind": "story", "value": command.story}], further=command.more
    )


async def _answered(request: Request[Answer]) -> list[Mail]:
    """An answer. Once the case waits for it no more, because its question was dropped or it has a
    result (which may still be taken back), whoever works on it reads it as news."""
    batch, by, case = request.batch, request.by, request.known_case()
    answer: Any = request.command.answer
    if by == case.teller and case.status in OPEN - {Status.WAITING}:
        asked = case.status is Status.RESOLVED
        return await _added_to(request.desk, batch, case, by, [answer], asked=asked)
    return await _told_more(request, [answer])


async def _completed(request: Request[Complete]) -> list[Mail]:
    """What an emergency's short form still brings."""
    intake = request.command.intake
    pin = tuple(MapPin.load(intake.pin).dump().values()) if intake.pin else None
    told = {
        "text": intake.place,
        "location": pin,
        "phone": intake.phone,
        "story": intake.story,
    }
    return await _told_more(
        request, [{"kind": kind, "value": value} for kind, value in told.items() if value]
    )


async def _told_more(
    request: Request[object], answers: Sequence[object], *, further: bool = False
) -> list[Mail]:
    """Words for a case: of who follows it, or whose own case has become part of it, they are kept
    as news of a further teller; of everybody else as what they were meant to be. ``further``: they
    belong to what was told just before."""
    desk, batch, by, case = request.desk, request.batch, request.by, request.known_case()
    kept = await _goes_on_in(batch, case)
    if by == kept.teller:
        own = kept.id == case.id
        if own:
            return await of_one_case(request)
        return await _added_to(desk, batch, kept, by, answers, further=further)
    if by != case.teller and by not in await _people(batch, kept):
        return await of_one_case(request)
    mails: list[Mail] = []
    for answer in answers:
        command = TellMore(by, answer, further)
        permissions.check(command, (), kept)
        kept, _, told = await desk.decided(batch, kept, command)
        mails += told
    return mails


async def _added_to(
    desk: ComplaintDesk,
    batch: Batch,
    kept: Case,
    by: int,
    answers: Sequence[Any],
    *,
    further: bool = False,
    asked: bool = False,
) -> list[Mail]:
    """What the teller of a case told to another of theirs that has become part of it, or
    (``asked``) answers while a result waits."""
    mails: list[Mail] = []
    for answer in answers:
        told = Add(by, _as_news(answer), more=further, answers=asked)
        mails += await desk.handle(batch, by, told, kept.id)
    return mails


def _as_news(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """An answer as words of one's own: a place stays one, what stands beside a story is kept."""
    kind, value = answer["kind"], answer["value"]
    if kind == "location":
        latitude, longitude, *named = value
        title, address = named or ("", "")
        return Story(location=(latitude, longitude), venue=(title, address)).dump()
    told = Story.load(value) if isinstance(value, Mapping) else Story((str(value),))
    beside = {**answer.get("numbers", {}), **answer.get("values", {})}
    return replace(told, texts=(*told.texts, *map(str, beside.values()))).dump()


async def _goes_on_in(batch: Batch, case: Case) -> Case:
    """The case in which a case goes on: itself, or what it was merged into."""
    if case.status is not Status.CLOSED or case.ending.merged_into is None:
        return case
    await batch.flush()
    return await batch.case(await ties.kept(batch.connection, case.id)) or case


async def _people(batch: Batch, case: Case) -> set[int]:
    """The ids of a case's co-reporters."""
    found = await co_reporters.of_case(batch.connection, batch.vault, case.id)
    return {one.person for one in found}


async def news(
    desk: ComplaintDesk, batch: Batch, case: Case, event: e.Event, told: Sequence[Mail] = ()
) -> list[Mail]:
    """What co-reporters are told when the status of their case changes; in an emergency what its
    first teller is ``told`` of who has it."""
    if not case.others:
        return []
    alike = await as_the_teller(batch, case, told)
    if alike:
        return [mail for mail in alike if mail.to != event.by]
    names = (
        await told_names(batch, case) if isinstance(event, Resolved | Reworded) else words.NOBODY
    )
    say = words.news(case, event, names)
    if say is None:
        return []
    at = batch.at if case.urgency is Urgency.EMERGENCY else desk.policy.rested(batch.at)
    there = await co_reporters.of_case(batch.connection, batch.vault, case.id)
    return [Mail(x.person, say, at) for x in there if x.person not in (event.by, case.teller)]


async def as_the_teller(batch: Batch, case: Case, told: Sequence[Mail]) -> list[Mail]:
    """To the co-reporters of an emergency, what its first teller reads of whether somebody has
    it."""
    says = words.of_holding(case, [mail.say for mail in told if mail.to == case.teller])
    people = await _people(batch, case) - {case.teller} if says else set()
    return [Mail(person, say, batch.at) for person in sorted(people) for say in says]


async def told_names(batch: Batch, case: Case) -> ToldNames:
    """The names that were told in a case, by its teller and by those who follow it."""
    await batch.flush()
    trail = await cases.history(batch.connection, batch.vault, case.id)
    further = await co_reporters.of_case(batch.connection, batch.vault, case.id)
    people = (case.teller, *(one.person for one in further))
    called = [(await batch.person(person)).profile.name for person in people]
    intakes = [one.told for one in further]
    return of_case(case.intake, [event for event, _ in trail], intakes, called)


HANDLERS = (
    handles(Leave, _leave),
    handles(Answer, _answered),
    handles(Complete, _completed),
)

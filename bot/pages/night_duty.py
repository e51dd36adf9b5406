"""The pages of the rota of the nights.

Tested in tests/bot/pages/test_night_duty.py."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta

from bot.desk.staff import night_duty
from bot.pages.page_request import PageRequest, Pages
from casework.case.roles import STAFF
from conversations.actions import night_duty as words
from conversations.protocol.effects import Say, Text, text
from storage.people import night_duty as stored

SHOWN = 7
"""Nights on the page."""

MOST = 30
"""Colleagues on the page of a night."""


async def _duty(request: PageRequest) -> tuple[Say, ...]:
    """The next nights; with a day in its words that night, for a leader."""
    if not any(m.role in STAFF for m in await request.memberships()):
        return (Say(text("form.stale")),)
    with suppress(ValueError):
        return await _night(request, date.fromisoformat(request.words))
    return await _nights(request)


async def _nights(request: PageRequest) -> tuple[Say, ...]:
    batch, own = request.batch, request.person
    tonight = request.desk.roster.night(batch.at)
    days = [tonight + timedelta(days=n) for n in range(SHOWN)]
    near = await night_duty.colleagues(batch, own)
    planned = await stored.between(batch.connection, days[0], days[-1])
    of = {day: [p for night, p in planned if night == day and p in near] for day in days}
    names = {day: [await _named(request, p, day) for p in of[day]] for day in days}
    nobody = {day for day in days if not await _there(request, of[day], day)}
    mine = {day for day, person in planned if person == own}
    leads = bool(await _led(request, near))
    return (words.nights(names, nobody, own, mine, leads=leads),)


async def _led(request: PageRequest, near: list[int]) -> list[int]:
    """The colleagues whom the reader may put on the rota."""
    own, batch = await request.memberships(), request.batch
    await batch.load(near)
    return [
        p
        for p in near
        if p != request.person and night_duty.leads(own, (await batch.person(p)).memberships)
    ]


async def _night(request: PageRequest, night: date) -> tuple[Say, ...]:
    batch = request.batch
    led = await _led(request, await night_duty.colleagues(batch, request.person))
    on_duty = {person for _, person in await stored.between(batch.connection, night, night)}
    shown = [(p, await _name(request, p), p in on_duty) for p in led[:MOST]]
    return (words.one_night(night, shown),)


async def _there(request: PageRequest, people: Sequence[int], night: date) -> list[int]:
    """Who of these is there in a night, and was reached by Telegram the last time."""
    out = await request.batch.out(night)
    return [person for person in people if out.here(person)]


async def _named(request: PageRequest, person: int, night: date) -> Text | str:
    name = await _name(request, person)
    there = await _there(request, [person], night)
    return name if there else text("duty.away", name=name)


async def _name(request: PageRequest, person: int) -> str:
    return (await request.batch.person(person)).profile.name or "–"


PAGES: Pages = {words.PAGE: _duty}

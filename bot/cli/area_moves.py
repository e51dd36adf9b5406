"""A place has another code: cases, residents, roles and posters follow, all in one transaction.

It may run beside the bot, which knows the new code of a village within a minute, that of a district
from its next start on."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from bot.cli.admin import ready
from bot.desk.desk import ComplaintDesk
from bot.settings import contents
from bot.settings.config import Config
from bot.settings.mistakes import Mistakes
from bot.topics import TOPICS
from casework.actions.places.renumbering import Renumber
from casework.case.number import parse
from casework.case.places import lies_in
from conversations.content.letterheads import VILLAGE_DOTS
from storage.db.vault import Vault
from storage.places import area_moves
from storage.places.areas import CODE, load_areas
from storage.places.offices import load_offices
from storage.unit_of_work import Batch

TOLD: Mapping[str, str] = {
    "person": "residents",
    "role_grant": "roles",
    "invite": "invitations",
    "referrals": "referrals",
    "area": "imported places",
    "office": "imported offices",
}
"""The tables whose rows follow, in words."""

NOTICED, RESTART = "a running bot knows it within a minute", "restart the bot if it is running"


def move(config: Config, old: str, new: str, at: datetime, only: Sequence[str] = ()) -> str:
    """Move a place at ``at`` (aware); what has followed. ``only``: of a village that was split, the
    numbers of the cases that go; people, roles and posters then stay. ``Mistakes`` for codes that
    are none, a new one that nobody knows, and numbers that are no case there."""
    return asyncio.run(carry_out(config, old, new, at, only))


class _Looked(Exception):
    """Ends the transaction of a look: nothing of it is kept."""


def look(config: Config, old: str, new: str, at: datetime, only: Sequence[str] = ()) -> str:
    """What would follow, found by doing it and keeping nothing."""
    return asyncio.run(found_by_trying(config, old, new, at, only))


async def found_by_trying(
    config: Config, old: str, new: str, at: datetime, only: Sequence[str] = ()
) -> str:
    """The same, for who has a loop."""
    try:
        return await carry_out(config, old, new, at, only, keep=False)
    except _Looked as looked:
        return str(looked)


async def carry_out(
    config: Config,
    old: str,
    new: str,
    at: datetime,
    only: Sequence[str] = (),
    *,
    keep: bool = True,
) -> str:
    """The move, for who has a loop; not ``keep``: what it leads to is told by ``_Looked``."""
    _check_codes(old, new)
    vault = Vault(config.keys.master.get_secret_value())
    async with ready(config.database.url) as database, database.write() as connection:
        areas = await load_areas(connection, config.area.district)
        _check_known(config, new, [code for code, _ in (*config.area.villages, *areas)])
        imported = await load_offices(connection)
        policy, content = contents.read(config, at.date(), imported)
        desk = ComplaintDesk(policy, content, lambda code: "", TOPICS)
        batch = Batch(connection, vault, at)
        found = _picked(await area_moves.cases_in(connection, old), old, only)
        for case_id in found:
            await desk.handle(batch, 0, Renumber(old, new), case_id)
        await batch.flush()
        done = {} if only else await area_moves.move(connection, old, new, at)
        told = [f"{len(found)} cases", *(f"{n} {TOLD[name]}" for name, n in done.items() if n)]
        if not keep:
            raise _Looked(f"{old} becomes {new}: {', '.join(told)}")
    if only:
        return f"{len(found)} cases of {old} lie in {new} now"
    then = NOTICED if old.count(".") == VILLAGE_DOTS else RESTART
    return f"{old} is {new} now: {', '.join(told)}; {then}"


def numbers_in(file: Path) -> list[str]:
    """The case numbers in a file, one a line. ``Mistakes`` when it holds none or can't be read."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Mistakes(f"{file}: can't be read ({type(error).__name__})") from None
    found = [line.strip() for line in lines if line.strip()]
    if not found:
        raise Mistakes(f"{file} holds no case number; write one a line, such as 26-00042-K")
    return found


def _picked(there: Sequence[int], old: str, only: Sequence[str]) -> Sequence[int]:
    """The cases that go: those whose numbers are named, or all."""
    wrong = [told for told in only if parse(told) not in there]
    if wrong:
        raise Mistakes(*(f"{told} is no case of {old}; nothing was moved" for told in wrong))
    named = {parse(told) for told in only}
    return [case for case in there if case in named] if only else there


def _check_codes(old: str, new: str) -> None:
    for code in (old, new):
        if not (code.isascii() and CODE.fullmatch(code)):
            raise Mistakes(
                f"{code!r} is not a Kemendagri code; write it with dots, such as 32.74.05.1003"
            )
    if old == new or old.count(".") != new.count("."):
        raise Mistakes(
            f"{old} and {new}: write two different codes of the same kind,"
            " two villages or two districts"
        )


def _check_known(config: Config, new: str, places: list[str]) -> None:
    """Where nobody knows the new code, the cases would be orphans again."""
    district = config.area.district
    if not any(lies_in(place, new) for place in (district, *places)):
        raise Mistakes(
            f"{new} is in no list of places; add it to the file of area.villages (or change"
            " area.district), or: puskesos areas import FILE.csv"
        )

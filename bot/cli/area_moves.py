"""A place has another code: cases, residents, roles and posters follow, all in one transaction.

It may run beside the bot, which knows the new code from its next start on."""

import asyncio
from collections.abc import Mapping
from datetime import datetime

from bot.cli.admin import ready
from bot.desk.desk import ComplaintDesk
from bot.settings import contents
from bot.settings.config import Config
from bot.settings.mistakes import Mistakes
from bot.topics import TOPICS
from casework.actions.places.renumbering import Renumber
from casework.case.places import lies_in
from storage.db.vault import Vault
from storage.places import area_moves
from storage.places.areas import CODE, load_areas
from storage.places.offices import load_offices
from storage.unit_of_work import Batch

TOLD: Mapping[str, str] = {
    "person": "residents",
    "role_grant": "roles",
    "invite": "invitations",
    "area": "imported places",
    "office": "imported offices",
}
"""The tables whose rows follow, in words."""


def move(config: Config, old: str, new: str, at: datetime) -> str:
    """Move a place at ``at`` (aware); what has followed. ``Mistakes`` for codes that are none, or a
    new one that nobody knows."""
    return asyncio.run(carry_out(config, old, new, at))


async def carry_out(config: Config, old: str, new: str, at: datetime) -> str:
    """The same, for who has a loop."""
    _check_codes(old, new)
    vault = Vault(config.keys.master.get_secret_value())
    async with ready(config.database.url) as database, database.write() as connection:
        areas = await load_areas(connection, config.area.district)
        _check_known(config, new, [code for code, _ in (*config.area.villages, *areas)])
        imported = await load_offices(connection)
        policy, content = contents.read(config, at.date(), imported)
        desk = ComplaintDesk(policy, content, lambda code: "", TOPICS)
        batch = Batch(connection, vault, at)
        found = await area_moves.cases_in(connection, old)
        for case_id in found:
            await desk.handle(batch, 0, Renumber(old, new), case_id)
        await batch.flush()
        done = await area_moves.move(connection, old, new, at)
    told = [f"{len(found)} cases", *(f"{n} {TOLD[name]}" for name, n in done.items() if n)]
    return f"{old} is {new} now: {', '.join(told)}; restart the bot if it is running"


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

"""All that an operator has imported: places, offices, days of decrees, places that have moved.

Tested in tests/bot/test_rereading.py."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncConnection

from casework.clock.decreed_days import DecreedDay
from storage.places.area_moves import load_moves
from storage.places.areas import load_areas
from storage.places.calendar_days import load_days
from storage.places.offices import Row, load_offices


@dataclass(frozen=True)
class Imported:
    """What was imported: ``areas`` (code, name), ``offices``, ``days``, ``moves`` (old code → new
    one). Two that hold the same are equal."""

    areas: Sequence[tuple[str, str]] = ()
    offices: Sequence[Row] = ()
    days: Sequence[DecreedDay] = ()
    moves: Mapping[str, str] = field(default_factory=dict)


async def load_imported(connection: AsyncConnection, district: str) -> Imported:
    """What was imported for a district until now."""
    return Imported(
        tuple(await load_areas(connection, district)),
        tuple(await load_offices(connection)),
        tuple(await load_days(connection)),
        await load_moves(connection),
    )

"""What a list of people to invite comes to: who is there or invited already, and who gets a page.

Nothing is kept here.

Tested in tests/bot/cli/inviting/test_pages.py."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cli.inviting.rows import WantedRole, people, read
from bot.cli.inviting.scopes import wrong_invitation
from bot.papers import pdf
from bot.settings import contents
from bot.settings.config import Config
from bot.settings.mistakes import Mistakes
from casework.case.model import Membership
from conversations.protocol.effects import text
from conversations.protocol.places import Places
from conversations.protocol.texts import Texts
from storage.people.invited import at_work, invited
from storage.places.areas import load_areas
from storage.places.offices import load_offices

PRINTED = "id"
MOST = 1500
"""Pages at once: more take longer than the worker may print."""


@dataclass(frozen=True)
class PageNames:
    """How roles, desks, places and other offices are called on a page."""

    texts: Texts
    places: Places
    areas: Mapping[str, str]
    offices: Mapping[str, str]
    district: str

    @property
    def head(self) -> pdf.Letterhead:
        """The top of a page."""
        named = self.areas.get(self.district, "")
        return pdf.Letterhead(f"SLRT {named}".strip(), "", named)

    def role(self, role: Membership) -> str:
        return self.texts.plain(PRINTED, text(f"role.{role.role}"))

    def desks(self, role: Membership) -> str:
        told = [self.texts.plain(PRINTED, text(f"desk.{desk}")) for desk in sorted(role.desks)]
        return ", ".join(told)

    def place(self, code: str) -> str:
        """With the kecamatan of a village; an office by its own name."""
        if "/" in code:
            return self.offices.get(code, code)
        name, above = self.areas.get(code, code), self.areas.get(code.rpartition(".")[0], "")
        return f"{name}, Kecamatan {above}" if code.count(".") == 3 and above else name


@dataclass(frozen=True)
class PageCount:
    """``new``: the role of each page, in the order of the file; so many people are ``there``
    already, and so many are ``invited``."""

    new: tuple[Membership, ...]
    there: int
    invited: int


@dataclass(frozen=True)
class PagePlan:
    """The lines of a file, all of them well, and what they come to."""

    names: PageNames
    rows: tuple[WantedRole, ...]
    count: PageCount

    @property
    def new(self) -> tuple[Membership, ...]:
        """The role of each page."""
        return self.count.new

    def lines(self) -> list[str]:
        """In words, without anybody's code."""
        told = [f"{people(self.rows)} people are wanted: {len(self.new)} get a page"]
        if self.count.there:
            told.append(f"{self.count.there} work there already and get none")
        if self.count.invited:
            told.append(
                f"{self.count.invited} are invited already and get none;"
                " with --again their old pages end and new ones are made"
            )
        return told


async def plan(
    connection: AsyncConnection, config: Config, file: Path, at: datetime, *, again: bool
) -> PagePlan:
    """What is to be done ``at`` (aware, local). Mistakes names every bad line and how to mend it.
    ``again``: whoever is only invited gets another page."""
    rows, bad = read(file)
    names = await _names(connection, config, at)
    bad += [line for one in rows for line in _wrong(config, names, one)]
    if bad:
        raise Mistakes(*(f"{file}: {line}" for line in sorted(bad, key=_number)))
    found = await count(connection, rows, at, again=again)
    if len(found.new) > MOST:
        raise Mistakes(f"{file}: these are {len(found.new)} pages; make at most {MOST} at once")
    return PagePlan(names, tuple(rows), found)


async def count(
    connection: AsyncConnection, rows: Iterable[WantedRole], at: datetime, *, again: bool
) -> PageCount:
    """Who of those who are wanted is missing ``at`` (UTC)."""
    working, waiting = await at_work(connection), await invited(connection, at)
    new, there, kept = list[Membership](), 0, 0
    for one in rows:
        here = min(one.count, working[one.role])
        still = 0 if again else min(one.count - here, waiting[one.role])
        there, kept = there + here, kept + still
        new += [one.role] * (one.count - here - still)
    return PageCount(tuple(new), there, kept)


def _number(line: str) -> int:
    """The number of a bad line, so that they are told in the order of the file."""
    digits = line.removeprefix("line ").partition(":")[0]
    return int(digits) if digits.isdigit() else 0


async def _names(connection: AsyncConnection, config: Config, at: datetime) -> PageNames:
    imported = await load_areas(connection, config.area.district)
    policy, content = contents.read(config, at.date(), await load_offices(connection))
    areas: Sequence[tuple[str, str]] = [*config.area.villages, *imported]
    offices = {code: office.name for code, office in policy.directory.offices.items()}
    return PageNames(content.texts, Places.of(areas), dict(areas), offices, config.area.district)


def _wrong(config: Config, names: PageNames, one: WantedRole) -> list[str]:
    role = one.role
    found = wrong_invitation(config, role.role, role.scope, sorted(role.desks))
    found = [line.replace("--scope ", "code ").replace("--desk", "a desk") for line in found]
    if not found and "/" in role.scope and role.scope not in names.offices:
        found = [f"code {role.scope}: no such office; add it with puskesos offices import"]
    if not found and one.name and role.scope in names.places.villages:
        called = names.areas[role.scope]
        same = called.casefold() == one.name.casefold()
        if not same and role.scope not in names.places.named(one.name):
            found = [f"code {role.scope} is {called!r}, and not {one.name!r}; correct one of them"]
    return [f"line {one.line}: {line}" for line in found]

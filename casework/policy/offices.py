"""The directory: the offices to which a case can be referred, what they handle, how and when they
are reached.

A district may change every row (``policy/offices.toml``, ``puskesos offices import``). An agency's
or partner's code is the code of its area, a slash and its short name (``32.74/bpjs``,
``32/disdik``); the district's own code is its SLRT."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from casework.case.model import Urgency
from casework.clock.open_time import Calendar
from casework.policy.catalogue import Catalogue, Service
from casework.policy.followups import Delay


class Channel(StrEnum):
    """How an office is reached. One with the bot, but with nobody in it yet, is written a
    letter."""

    BOT = "bot"
    LETTER = "letter"
    PHONE = "phone"


class Kind(StrEnum):
    """What an office is. Nothing leaves the public offices without the person's consent (UU
    27/2022, article 20)."""

    SLRT = "slrt"
    AGENCY = "agency"
    PROVINCE = "province"
    PARTNER = "partner"
    HOSPITAL = "hospital"
    LKS = "lks"
    COMPANY = "company"


OUTSIDE = frozenset({Kind.PARTNER, Kind.HOSPITAL, Kind.LKS, Kind.COMPANY})
ANYTHING = "*"
CODE = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.[123]\d{3})?)?)?/[a-z0-9_]{2,30}")

_KEYS = {"code", "name", "kind", "channel", "contact", "handles", "zone", "week", "receiver"}


@dataclass(frozen=True)
class Office:
    """``handles``: services and sectors of the catalogue, or ``*``. ``contact``: a phone number or
    an address. ``receiver``: the kind of office that says which fields of a person it needs
    (access/referral_fields.py)."""

    code: str
    name: str
    kind: Kind
    channel: Channel
    handles: frozenset[str]
    calendar: Calendar = field(repr=False)
    contact: str = ""
    receiver: str = ""

    @property
    def outside(self) -> bool:
        """Whether the person must agree before anything goes there."""
        return self.kind in OUTSIDE

    def takes(self, service: Service) -> bool:
        """Whether this office handles a service."""
        return bool(self.handles & {ANYTHING, service.key, service.sector})


@dataclass(frozen=True)
class AnswerClock:
    """By when an office must take a case or return it, by when it must have a result, and in which
    steps the case escalates while it says nothing."""

    accept: Delay
    result: Delay
    climb: tuple[Delay, ...]


@dataclass(frozen=True)
class Directory:
    """All offices by code, and the clock on their answers by urgency. An office's own hours
    count."""

    offices: Mapping[str, Office]
    clocks: Mapping[Urgency, AnswerClock]
    district: str

    def fitting(self, service: Service) -> list[Office]:
        """The offices that handle a service: those that name it before those that take the whole
        sector or anything."""
        able = [office for office in self.offices.values() if office.takes(service)]
        return sorted(
            able, key=lambda o: (service.key not in o.handles, service.sector not in o.handles)
        )

    def keeping(self, changed: Callable[[Calendar], Calendar]) -> "Directory":
        """The directory with every office's calendar changed, by a decree say."""
        offices = {
            code: replace(o, calendar=changed(o.calendar)) for code, o in self.offices.items()
        }
        return replace(self, offices=offices)

    def office(self, code: str, name: str = "") -> Office:
        """The office of this code. One that was taken out of the directory is still written to, in
        the district's hours, under the ``name`` that it had, and told no more than how to reach
        somebody."""
        return self.offices.get(code) or Office(
            code=code,
            name=name or code,
            kind=Kind.AGENCY,
            channel=Channel.LETTER,
            handles=frozenset(),
            calendar=self.offices[self.district].calendar,
        )

    def accept_by(self, code: str, urgency: Urgency, at: datetime) -> datetime:
        """When the office must have answered (UTC)."""
        return self.clocks[urgency].accept.after(at, self.office(code).calendar)

    def result_by(self, code: str, urgency: Urgency, at: datetime) -> datetime:
        """When it must have a result (UTC)."""
        return self.clocks[urgency].result.after(at, self.office(code).calendar)


Hours = Callable[[Mapping[str, Any] | None, str], Calendar]
"""Makes a calendar from an office's own week (None: as the district) and zone ("" : as the
district)."""


def read(
    raw: Mapping[str, Any],
    district: str,
    catalogue: Catalogue,
    hours: Hours,
    more: Sequence[Mapping[str, Any]] = (),
) -> Directory:
    """The parsed ``offices.toml``. ``/bpjs`` means the district's own, ``province/disdik`` its
    province's. ``more``: rows that a district has imported; each takes the place of the one with
    its code, and outlives the services that it handled.

    ValueError with one line per mistake: what is wrong, and how to mend it.
    """
    found = [
        f"offices: {name} is not a known key" for name in raw if name not in ("office", "clock")
    ]
    known = _handled(catalogue)
    own = {_whole(str(row.get("code", "")), district): row for row in more}
    shipped = [
        {**row, "code": _whole(str(row.get("code", "")), district)} for row in raw.get("office", ())
    ]
    rows = [row for row in shipped if row["code"] not in own] + [
        {**row, "code": code} for code, row in own.items()
    ]
    for row in rows:
        found += [f"offices, {row['code']}: {problem}" for problem in _mistakes(row)]
        if row["code"] not in own:
            found += strange_handles([row], catalogue)
    codes = [row["code"] for row in rows]
    found += [
        f"offices, {code}: stands there twice; keep one"
        for code in sorted(set(codes))
        if codes.count(code) > 1
    ]
    if found:
        raise ValueError("\n".join(found))
    offices = {row["code"]: _office(row, hours, known) for row in rows}
    clocks = {urgency: _clock(urgency, raw.get("clock", {}).get(urgency)) for urgency in Urgency}
    return Directory({district: _slrt(district, hours), **offices}, clocks, district)


def _handled(catalogue: Catalogue) -> set[str]:
    """Everything that an office may say to handle."""
    return {ANYTHING, *catalogue.services, *catalogue.sectors}


def strange_handles(rows: Iterable[Mapping[str, Any]], catalogue: Catalogue) -> list[str]:
    """What rows of offices say to handle and the catalogue does not have, a line each."""
    known = _handled(catalogue)
    return [
        f"offices, {row['code']}: handles {one!r}, which is neither a service nor a sector"
        for row in rows
        for one in row.get("handles") or ()
        if one not in known
    ]


def _whole(code: str, district: str) -> str:
    province = district.partition(".")[0]
    return re.sub(
        r"^province/", f"{province}/", f"{district}{code}" if code.startswith("/") else code
    )


def _mistakes(row: Mapping[str, Any]) -> list[str]:
    found = [f"{key} is not a known key" for key in row if key not in _KEYS]
    if not CODE.fullmatch(row["code"]):
        found.append("the code must look like 32.74/bpjs, /bpjs or province/disdik")
    if not str(row.get("name", "")).strip():
        found.append("name is needed")
    for name, values in (("kind", Kind), ("channel", Channel)):
        if row.get(name) not in [str(value) for value in values]:
            found.append(f"{name} {row.get(name)!r} is not one of {', '.join(values)}")
    if not row.get("handles"):
        found.append("handles is needed: services, sectors, or '*'")
    return found


def _office(row: Mapping[str, Any], hours: Hours, known: Collection[str]) -> Office:
    try:
        calendar = hours(row.get("week"), str(row.get("zone", "")))
    except ValueError as mistake:
        raise ValueError(f"offices, {row['code']}: {mistake}") from mistake
    return Office(
        code=row["code"],
        name=str(row["name"]).strip(),
        kind=Kind(row["kind"]),
        channel=Channel(row["channel"]),
        handles=frozenset(row["handles"]) & set(known),
        calendar=calendar,
        contact=str(row.get("contact", "")),
        receiver=str(row.get("receiver") or row["code"].partition("/")[2]),
    )


def _slrt(district: str, hours: Hours) -> Office:
    return Office(
        district,
        "SLRT",
        Kind.SLRT,
        Channel.BOT,
        frozenset({ANYTHING}),
        hours(None, ""),
        receiver=str(Kind.SLRT),
    )


def _clock(urgency: Urgency, row: Any) -> AnswerClock:
    if (
        not isinstance(row, Mapping)
        or set(row) != {"accept", "result", "climb"}
        or not row["climb"]
    ):
        raise ValueError(
            f"offices, [clock.{urgency}]:"
            " needs exactly accept, result, and climb with a delay in it"
        )
    try:
        climb = tuple(Delay.read(str(delay)) for delay in row["climb"])
        return AnswerClock(Delay.read(str(row["accept"])), Delay.read(str(row["result"])), climb)
    except ValueError as mistake:
        raise ValueError(f"offices, [clock.{urgency}]: {mistake}") from mistake

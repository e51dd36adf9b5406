"""Orphans: what cases and people name and the configuration does not have any more, in words for an
operator, with the number of cases.

They are no mistakes: such cases are worked on to their end. But somebody should know, and decide.

Tested in tests/harness/test_rows_that_go.py."""

from collections.abc import Callable, Collection, Iterator

from sqlalchemy.ext.asyncio import AsyncConnection

from casework.access.visibility import covers
from casework.case.model import Desk
from casework.case.number import number
from casework.policy.offices import strange_handles
from casework.policy.policy import Policy
from conversations.content.content import Content
from storage.cases import named_rows
from storage.cases.named_rows import Named
from storage.db.vault import Vault
from storage.places.offices import load_offices

MOVE = "if it has another code now: puskesos areas move {code} NEW"


async def find(
    connection: AsyncConnection,
    vault: Vault,
    policy: Policy,
    content: Content,
    ours: Collection[str],
) -> list[str]:
    """A line for each row that is named and gone. ``ours``: the kinds of bells that are no rows of
    the policy."""
    found: list[str] = []
    named = await named_rows.named(connection)
    for column, (what, known, advice) in _columns(policy, content).items():
        found += [_line(what, one, advice) for one in named[column] if not known(one.code)]
    kinds = {*policy.followups, *ours}
    for kind, n in await named_rows.strange_bells(connection, kinds):
        found.append(
            f"follow-up {kind!r} is gone: bells of {n} cases; puskesos run reckons them anew"
        )
    for form, n in (await named_rows.open_forms(connection, vault)).items():
        if form not in content.forms:
            found.append(f"form {form!r} is gone: {n} people have it open; their words are kept")
    found += strange_handles(await load_offices(connection), policy.catalogue)
    found += _sharing(policy, content)
    return [*found, *await _of_people(connection, policy, content)]


def _sharing(policy: Policy, content: Content) -> Iterator[str]:
    """Offices that would share new work out, of places that are gone."""
    for code in sorted(policy.rota.balanced - {policy.district, *content.places.villages}):
        told = f"office {code!r} of balance.offices is on no list of places"
        yield f"{told}; {MOVE.format(code=code)}"


Says = tuple[str, Callable[[str], bool], str]


def _columns(policy: Policy, content: Content) -> dict[str, Says]:
    """For each column of cases what it names, whether a code is known, and what to do if not."""
    rows, villages = policy.catalogue, content.places.villages

    def ours(code: str) -> bool:
        return code == policy.district or (code in villages and covers(policy.district, code))

    return {
        "service": ("service", rows.services.__contains__, ""),
        "party": ("party", rows.parties.__contains__, ""),
        "desk": ("desk", set(Desk).__contains__, "the front office has their cases"),
        "village": ("village", ours, MOVE),
        "office": ("responsible office", ours, MOVE),
        "referred_to": ("office", policy.directory.offices.__contains__, ""),
        "sector": ("sector", rows.sectors.__contains__, ""),
    }


def _line(what: str, named: Named, advice: str) -> str:
    more = f"; {advice.format(code=named.code)}" if advice else ""
    return (
        f"{what} {named.code!r} is gone: {named.cases} cases name it ({named.open} open),"
        f" such as {number(named.one)}{more}"
    )


async def _of_people(connection: AsyncConnection, policy: Policy, content: Content) -> list[str]:
    residents = [
        f"village {code!r} is gone: {n} residents live there; {MOVE.format(code=code)}"
        for code, n in await named_rows.people_of(connection)
        if code not in content.places.villages
    ]
    return [*residents, *_scopes(await named_rows.scopes(connection), policy, content)]


def _scopes(held: list[tuple[str, int]], policy: Policy, content: Content) -> Iterator[str]:
    """Roles for places and offices that are gone."""
    places = (policy.district, *content.places.villages)
    for code, n in held:
        known = code in policy.directory.offices if "/" in code else _holds(code, places)
        if not known:
            yield f"scope {code!r} is gone: {n} roles are for it; {MOVE.format(code=code)}"


def _holds(scope: str, places: Collection[str]) -> bool:
    return any(covers(scope, place) for place in places)

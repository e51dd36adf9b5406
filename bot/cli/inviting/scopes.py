"""Which role may be given at which place.

Tested in tests/bot/cli/test_main.py."""

import re
from collections.abc import Sequence

from bot.settings.config import Config
from casework.access.visibility import covers
from casework.case.model import Desk, Role
from storage.places import areas

DISTRICT_ROLES = frozenset({Role.DISTRICT_OFFICER, Role.DISTRICT_MANAGER})

_AGENCY = re.compile(r"(?P<code>[\d.]+)/[a-z][a-z0-9_]*", re.ASCII)


def wrong_invitation(config: Config, role: Role, scope: str, desks: Sequence[Desk]) -> list[str]:
    """What is wrong with the scope and the desks of somebody who is to be invited; nothing when all
    is well."""
    district, found = config.area.district, []
    agency = _AGENCY.fullmatch(scope)
    code = agency["code"] if agency else scope
    if bool(agency) != (role is Role.AGENCY_OFFICER):
        found.append(
            f"--scope {scope}: an agency's officer has a scope like {district}/dinkes,"
            " everybody else a code"
        )
    elif not areas.CODE.fullmatch(code):
        found.append(
            f"--scope {scope}: this is no Kemendagri code; write it with dots, such as {district}"
        )
    elif not (covers(district, code) or (agency and covers(code, district))):
        found.append(
            f"--scope {scope} lies outside of the district {district};"
            " look at the code, or at area.district"
        )
    elif not any(covers(code, village) for village, _ in config.area.villages):
        found.append(
            f"--scope {scope} is not in the list of villages; look at the code, or at area.villages"
        )
    elif role in DISTRICT_ROLES and code != district:
        found.append(
            f"--scope {scope}: a {role} works for the whole district; write --scope {district}"
        )
    if desks and role is not Role.BACK_OFFICE:
        found.append(f"--desk is only for {Role.BACK_OFFICE}; leave it out for a {role}")
    return found

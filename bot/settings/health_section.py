"""Reads ``[health]``: where a monitor may ask how the bot is.

Tested in tests/bot/health/test_port.py."""

from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field

from bot.settings.section import Section

Place = tuple[IPv4Address | IPv6Address, int]


def _place(written: object) -> object:
    """Address and port of ``127.0.0.1:9109`` or ``[::1]:9109``."""
    if not isinstance(written, str):
        return written
    parts = urlsplit(f"//{written}")
    try:
        place = ip_address(parts.hostname or ""), parts.port or 0
    except ValueError as error:
        raise ValueError(f"{written!r} is no address with a port") from error
    if not place[1] or parts.netloc != parts.netloc.strip() or parts.path or parts.username:
        raise ValueError(f"{written!r} is no address with a port")
    return place


class HealthSection(Section):
    """[health]. ``listen``: address and port of /healthz, /readyz and /metrics; None for none of
    them."""

    listen: Annotated[Place | None, BeforeValidator(_place)] = Field(
        default=None, description='write listen = "127.0.0.1:9109", or leave it out'
    )

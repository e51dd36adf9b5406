"""A command is read apart from what stands behind or under it: those words are never lost.

Tested in tests/conversations/handlers/test_commands.py."""

import re

_NAME = re.compile(r"/\s*(\w*)(?:@\w+)?")
_BETWEEN = " \t\r\n\u00a0\u2009\u202f,.:;!–—-"
"""What people put between a command and their words."""


def parted(typed: str) -> tuple[str, str]:
    """The name of a command, without slash and in small letters, and the words behind it."""
    found = _NAME.match(typed)
    if found is None:
        return "", typed
    return found[1].casefold(), typed[found.end() :].strip(_BETWEEN)


def behind(typed: str) -> str:
    """The words behind a command; all of them where there is none."""
    return parted(typed)[1] if typed.startswith("/") else typed

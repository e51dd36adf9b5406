"""What can go wrong in a call: an answer that says no, or no proper answer at all.

Tested in tests/bot/simulator/test_updates.py."""

from collections.abc import Mapping
from typing import Literal


class ApiError(Exception):
    """Telegram refuses: ``code`` as in HTTP, ``description`` in its words, ``parameters`` such as
    ``retry_after``.

    Wording: Bot API server sources and the error texts that libraries match on.
    """

    def __init__(
        self, code: int, description: str, parameters: Mapping[str, int] | None = None
    ) -> None:
        super().__init__(f"{code} {description}")
        self.code, self.description, self.parameters = code, description, parameters


Trouble = Literal["502", "reset", "timeout", "slow", "truncated", "garbage", "empty", "shapeless"]


class NoAnswer(Exception):
    """The answer never arrives as such. ``delivered`` says whether the call had its effect before
    that."""

    def __init__(self, kind: Trouble, *, delivered: bool) -> None:
        super().__init__(f"{kind} ({'after' if delivered else 'before'} the effect)")
        self.kind, self.delivered = kind, delivered


def bad_request(reason: str) -> ApiError:
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    return ApiError(403, f"Forbidden: {reason}")

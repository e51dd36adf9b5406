"""Numbers of cards and accounts in what people write, and how they are masked: a NIK, a family
card, the health insurance, a bank. In digits, in groups or in words ("nol nol nol satu …")."""

import re
from collections.abc import Callable
from dataclasses import replace

from casework.wording.told_numbers import put_for_spelt
from conversations.protocol.dialogue import Story

SHORTEST = 10
"""Digits of the number of any card, at least."""

_CARD = re.compile(
    r"""(?ix)
      (?<!\d) \d (?:[ .-]?\d){15,}  # NIK and family card, in any groups
    | (?<![\d+]) (?!08|(?:00)?62) \d{13,}  # health insurance, banks
    | (?<!\d) (?<!\d[.-]) 000 (?:[ .-]?\d){10} (?!\d)  # the former in groups
    | (?P<name>  # called a card's or an account's, and no phone number
        \b (?:kartu|kis|bpjs|jkn|kpj|kks|kip|nisn|noka|rekening|norek|rek|card|account) (?:nya)?
        (?: \W{1,3} (?:no|nomor|nomer|nya|saya|sy|anak|ibu|bapak|bpjs|kis|bri|bni|number|is) ){0,4}
        \W{1,3} )
      (?!0[1-9]|62) (?:\d{10,12}|\d{4}[ .-]\d{4}[ .-]\d{2,4}) (?!\d)
    """
)
"""The number of a card: 16 digits of the NIK and the family card; 13 of the health insurance, and
as many or more of a bank; 10 to 12 of others, if the words before them say so. Other digits in
groups are a date with its hour, or a sum."""


def identity_masked(words: str) -> str:
    """``words`` without numbers of cards and accounts: who reads along gets none."""
    return _masked(words, lambda digits: "••••")


def last_four(words: str) -> str:
    """``words`` in which such numbers show their last four digits alone: who knows a number
    recognises it, and on a phone that others hold nobody reads it."""
    short = len(words) < SHORTEST
    return words if short else _masked(words, lambda digits: f"•••• {digits[-4:]}")


def _masked(words: str, mask: Callable[[str], str]) -> str:
    """``words`` with a mask for each number of a card, in digits or spelt."""
    told = put_for_spelt(words, lambda digits: mask(digits) if _is_card(digits) else None)
    return _CARD.sub(lambda found: f"{found['name'] or ''}{mask(_digits(found))}", told)


def _is_card(digits: str) -> bool:
    return _CARD.fullmatch(digits) is not None


def _digits(found: re.Match[str]) -> str:
    return "".join(sign for sign in _number(found) if sign.isdigit())


def _number(found: re.Match[str]) -> str:
    return found[0].removeprefix(found["name"] or "")


def identities(words: str) -> list[str]:
    """The numbers of cards in ``words``, as they are written there; of one that is spelt its
    digits."""
    told = put_for_spelt(words, lambda digits: digits if _is_card(digits) else None)
    return [_number(found) for found in _CARD.finditer(told)]


def story_masked(story: Story) -> Story:
    """The same of a story."""
    return replace(story, texts=tuple(map(identity_masked, story.texts)))

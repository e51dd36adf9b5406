"""Whether words that do not answer a question tell of something, and what stands around a number.

A nod, a "don't know" or thanks is no part of a story; anything more is kept.

Tested in tests/conversations/filling/test_beside.py."""

import re

from casework.policy.classifier import Words, suggest
from casework.wording.told_numbers import put_for_spelt
from conversations.filling.where import landmark

LONG = 20
"""Letters and signs from which on words always tell of something."""

FEW = 3
"""So many words may be a piece of a story, when two of them are more than polite."""

SHORTEST_NUMBER = 8
"""Digits of a number that is told in words and is kept out of a story, at least."""

SHORTEST = 4
"""Letters of a word that stands alone, at least."""

_OF_DAY = re.compile(r"\b(selamat|met) (pagi|siang|sore|malam)\b")
_NUMBER = re.compile(r"\+?\d[\d\s().–-]{4,}\d")
_POLITE = frozenset(
    """ya iya y yes yo ok oke okay betul benar nggih muhun leres sip siap baik tidak tdk gak ga g
    nggak ngga no mboten ora henteu bukan belum pak bu bapak ibu mas mbak mba kang teh min kak bang
    dik de deh dong sih kok loh lho ah hah oh eh nah halo hai tolong maaf makasih terima kasih trims
    nuwun suwun nuhun matur banyak banget sekali juga aja saja ini itu nya yang yg the please thanks
    thank you hi hello sorry assalamualaikum asalamualaikum salam punten
    permisi kulonuwun sampurasun wr wb warahmatullahi wabarakatuh kabar min
    admin mugi mugia semoga moga berkah barokah amin
    aamiin""".split()  # noqa: SIM905 (a list of words reads best as words)
)
_WRAPS = "nomor nomer no hp wa telp telepon telpon tlp saya sy aku nik kk my number phone is"
_AROUND = _POLITE.union(_WRAPS.split())


def tells(text: str, words: Words) -> bool:
    """Whether words that stand where they were not asked for are worth keeping."""
    if landmark.unknown(text):
        return False
    spoken = _spoken(text)
    more = [word for word in spoken if word not in _POLITE]
    if more and len(spoken) > 1 and len(" ".join(spoken)) >= LONG:
        return True
    several = len(text.split()) >= FEW and len(more) > 1
    return several or bool(more and suggest(text, words, 1))


def names_something(text: str) -> bool:
    """Whether words say at all what it is about, however few: "stroke"."""
    return not landmark.unknown(text) and any(
        len(word) >= SHORTEST and word not in _POLITE for word in _spoken(text)
    )


def around_number(text: str) -> str:
    """What stands around the numbers of an answer; "" when it only wraps them."""
    rest = without_numbers(text)
    spoken = _spoken(rest)
    telling = any(word not in _AROUND for word in spoken)
    return rest if telling and len(spoken) > 1 else ""


def only_wraps(text: str) -> bool:
    """Whether words say nothing but that a number stood in them ("nomor saya ya bu")."""
    return not any(map(str.isdigit, text)) and _AROUND.issuperset(_spoken(text))


def without_numbers(text: str) -> str:
    """Words without the long numbers in them: those of cards and phones stay out of a story."""
    told = put_for_spelt(text, lambda digits: " " if len(digits) >= SHORTEST_NUMBER else None)
    told = re.sub(r" {2,}", " ", _NUMBER.sub(" ", told))
    return re.sub(r"^[\s,.;:–-]+|[\s,;:–-]+$", "", told)


def _spoken(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", _OF_DAY.sub(" ", text.casefold()))

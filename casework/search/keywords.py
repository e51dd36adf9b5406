"""The words by which a case can be found again: in plain spelling, without accents and endings;
words that tell nothing are left out.

The store keeps no word, only a keyed mark of each (storage/cases/word_index.py); what is typed into
a search goes through the same wording here, so that equal words get equal marks. Numbers are no
words: nobody may look for a NIK this way."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from casework.actions import referral as r
from casework.actions.correcting.address import AddressCorrected
from casework.actions.correcting.opening_again import OpenedAgain
from casework.actions.correcting.rewording import Reworded
from casework.actions.correspondence import Added, Noted, Replied
from casework.actions.duplicates.co_reporting import ToldMore
from casework.actions.duplicates.merging import Absorbed
from casework.actions.ending.completion import Completed
from casework.actions.ending.confirmation import Confirmed, Heard
from casework.actions.ending.resolution import Reopened, Resolved, Withdrawn
from casework.actions.objection import Objected
from casework.actions.question import Answered
from casework.actions.referral_answer import Returned
from casework.case import events as e
from casework.case.intake import Intake
from casework.wording.plain import Vocabulary, plain

SHORTEST = 3
"""Letters of a word that can be looked for."""

ROOT = 4
"""Letters that must be left of a word when an ending is taken away: "jalan" keeps its own."""

MOST_WORDS = 200
"""Words of one event that are kept; a story of fifty messages tells no more."""

MOST_SOUGHT = 6
"""Words of one search; further ones are not looked at."""

_ENDINGS = (("lah", "kah", "pun"), ("nya", "ku", "mu"), ("kan", "an"))
"""Indonesian endings in the order in which they are taken away, one of each: "bantuannyalah" is
found as "bantu"."""

_SILENT_WORDS = """
    yang dan dari untuk dengan ini ada adalah akan atau bagi bahwa belum bisa boleh buat
    dalam dapat dulu hari hanya kalau kami kita karena kepada lagi lalu mau masih mereka mohon
    namun oleh pada paling para pernah sama sampai sangat saja seperti sejak semua sering sudah
    supaya tapi tetapi telah terus tidak tolong karna dia kenapa bagaimana apa siapa mana bagian
    the and for with that this from have has not but are was were our your you can
"""
_SILENT = frozenset(_SILENT_WORDS.split())
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])['`´’‘ʼʻ′＇](?=[^\W\d_])")
_WORD = re.compile(r"[^\W\d_]+")


def words(text: str, vocabulary: Vocabulary) -> frozenset[str]:
    """The words of a text as they are kept and looked for, short forms and spellings made alike."""
    alone = Vocabulary(vocabulary.words, {})
    told = _bare(text)
    # With set phrases too: who wrote "kartu keluarga" is found by "kartu" and by "kk".
    return frozenset(root for each in (alone, vocabulary) for root in _roots(plain(told, each)))


def sought(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The words of a search, in the order in which they were typed; at most ``MOST_SOUGHT``."""
    return tuple(dict.fromkeys(_roots(plain(_bare(text), Vocabulary(vocabulary.words, {})))))[
        :MOST_SOUGHT
    ]


def typed_words(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """All words of a search that say something, the short ones too, without endings: for
    ``begin``."""
    found = _WORD.findall(plain(_bare(text), Vocabulary(vocabulary.words, {}))) if text else ()
    return tuple(dict.fromkeys(root(word) for word in found if word not in _SILENT))


def unread(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What is not looked for of a search: numbers, words that everybody says, and, where nothing
    longer stands beside them, words that are too short. What means nothing (*bu*) is not told."""
    told = typed_words(text, vocabulary)
    short = [] if any(len(word) >= SHORTEST for word in told) else list(told)
    bare = plain(_bare(text), Vocabulary(vocabulary.words, {})) if text else ""
    said = [word for word in bare.split() if word.isdecimal() or word in {*_SILENT, *short}]
    return tuple(dict.fromkeys(said))


def opening(word: str) -> str:
    """What is kept of a word so that it is found by its beginning; no word looks like it."""
    return word[:SHORTEST] + "*"


def with_openings(found: frozenset[str]) -> frozenset[str]:
    """Words as they are kept, with the openings of all of them."""
    return found | {opening(word) for word in found}


def begin(typed: Iterable[str], events: Iterable[e.Event], vocabulary: Vocabulary) -> bool:
    """Whether each of some typed words is the beginning of a word that these events have told."""
    heard = [word for event in events for word in _spelt(told(event), vocabulary)]
    return all(any(word.startswith(one) for word in heard) for one in typed)


def _spelt(text: str, vocabulary: Vocabulary) -> frozenset[str]:
    """The words of a text whole, and without their endings."""
    whole = _WORD.findall(plain(_bare(text), Vocabulary({}, {}))) if text.strip() else ()
    return words(text, vocabulary).union(whole) if text.strip() else frozenset()


def _bare(text: str) -> str:
    """The text without accents, and without apostrophes inside a word: what a name is written with
    differs from hand to hand (Ma'mun, Ma’mun, Mamun)."""
    apart = unicodedata.normalize("NFKD", _APOSTROPHE.sub("", text))
    return "".join(ch for ch in apart if not unicodedata.combining(ch))


def _roots(story: str) -> Iterator[str]:
    for word in _WORD.findall(story):
        if len(word) >= SHORTEST and word not in _SILENT:
            yield root(word)


def root(word: str) -> str:
    """A word without its endings, as far as enough is left of it."""
    for endings in _ENDINGS:
        found = next((x for x in endings if word.endswith(x) and len(word) - len(x) >= ROOT), "")
        word = word.removesuffix(found)
    return word


def told(event: e.Event) -> str:
    """What an event brings that can be looked for: stories, names, places, answers, notes, results
    in words, and what was said to these."""
    match event:
        case e.Filed() | Completed():
            return _intake(event.intake)
        case Added():
            return of_story(event.story)
        case Answered() | ToldMore():
            return of_answer(event.answer)
        case Replied() | Noted():
            return event.text
        case r.Offered() | OpenedAgain():
            return event.reason
        case Resolved():
            return event.result
        case Returned() | Objected() | Reopened() | Reworded():
            return event.words
        case Confirmed() | Heard() | Withdrawn():
            return event.words
        case AddressCorrected():
            return event.place
        case Absorbed():
            return "\n".join([*event.texts, event.where])
        case _:
            return ""


def _intake(intake: Intake) -> str:
    return "\n".join([of_story(intake.story), intake.sufferer or "", intake.place or ""])


def of_answer(answer: Any) -> str:
    """The words of an answer; of a number none."""
    kind, value = answer["kind"], answer["value"]
    if kind in ("story", "photos", "voice"):
        return of_story(value)
    return str(value) if kind == "text" else ""


def of_story(raw: Any) -> str:
    """The words of a story as it is stored."""
    return "\n".join(raw["texts"]) if isinstance(raw, Mapping) else ""


def of_event(event: e.Event, vocabulary: Vocabulary) -> frozenset[str]:
    """The words by which a case can be found once this has happened to it."""
    return _few(told(event), vocabulary)


def of_intake(intake: Intake, vocabulary: Vocabulary) -> frozenset[str]:
    """The words of what a case still holds of its form."""
    return _few(_intake(intake), vocabulary)


def _few(text: str, vocabulary: Vocabulary) -> frozenset[str]:
    found = words(text, vocabulary) if text.strip() else frozenset()
    return frozenset(sorted(found)[:MOST_WORDS])

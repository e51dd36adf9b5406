"""Names that were told in a case, found again in other words about it: so that a result does not
tell a neighbour who else has asked for help.

No program finds every name. A word counts as one when it was told as a name (of who suffers, or
"nama saya …"), or when it stands behind *Bu*, *Pak* and the like and was told, too."""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from casework.actions.correspondence import Added
from casework.actions.duplicates.co_reporting import Joined, ToldMore
from casework.actions.duplicates.merging import Absorbed
from casework.actions.ending.completion import Completed
from casework.actions.ending.resolution import Reopened
from casework.actions.objection import Objected
from casework.actions.question import Answered, Asked
from casework.case.events import Event, Filed
from casework.case.intake import Consent, Intake
from casework.search import keywords
from casework.wording.names import MASK, NO_NAMES, SHORTEST_NAME, folded, without

_WORD = re.compile(r"[^\W\d_]+(?:['’`][^\W\d_]+)*")
TITLES = frozenset(
    """bu ibu pak bapak bapa emak mbah
    mbak mas kang teh teteh nenek kakek nek kek bude pakde bibi paman
    ustaz ustadz haji hajah hj umi abah mang ceu nyai nini aki bang kak yu lik wa uwa
    pa bpk mba mbk bi bik mak wak
    mr mrs ms""".split()  # noqa: SIM905 (a list of words reads best as words)
)
_OFFICES = frozenset(
    """lurah kades kuwu camat bupati wali kota desa bidan dokter perawat guru kepala sekolah
    ketua kader petugas koordinator sekdes kadus polisi babinsa menteri presiden hamil
    menyusui rumah tangga""".split()  # noqa: SIM905
)
_OTHERWISE = frozenset(
    """tidak tak gak ga nggak ngga enggak belum sudah udah masih tetap ada hilang salah keluar
    muncul masuk terdaftar dihapus dicoret kosong beda sama juga saja kok kenapa pada itu ini
    bisa tercantum not is was still""".split()  # noqa: SIM905
)
"""What is often said of a name: "nama saya tidak keluar"."""

_VERBS = ("di", "ke", "ter", "ber")
"""How a word begins that tells what was done with a name: "nama saya dicoret"."""

_ASKS_NAME = re.compile(r"\b(?:nama|namanya|name)\b", re.IGNORECASE)
_NAMED = re.compile(
    r"\b(?:nama\s+(?:saya|ibu|bapak|lengkap|dia)|nama(?:ku|nya)|atas\s+nama|a\.\s?n\.?"
    r"|(?:my|her|his)\s+name\s+is)\s*(?:adalah|ialah|itu)?\s*:?\s*"
    r"([^\W\d_]+(?:\s+[^\W\d_]+)?)",
    re.IGNORECASE,
)

_BEGINS = re.compile(
    r"\W*(?:(?:terus|trus|trs|lalu|dan|satu lagi|sama|kalau|kalo|klo|juga|jg|oh|eh|ya|iya|and"
    r"|bentar|sebentar|tadi|td|itu|ini)\W+)*"
    rf"(?:{'|'.join(sorted(TITLES))})\.?\s+([^\W\d_]+)"
)


@dataclass(frozen=True)
class ToldNames:
    """What was told in a case, folded. ``sure`` are names; ``likely`` are names where they are
    written like one; ``words`` are all words, of which one behind a title is a name."""

    sure: frozenset[str] = frozenset()
    likely: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()

    def found(self, text: str) -> tuple[str, ...]:
        """The names in a text, as they stand there."""
        return tuple(dict.fromkeys(text[a:b] for a, b in self._spans(text)))

    def masked(self, text: str) -> str:
        """The text with a mask for each name."""
        for a, b in reversed(self._spans(text)):
            text = text[:a] + MASK + text[b:]
        return text

    def _spans(self, text: str) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        titled = False
        for match in _WORD.finditer(text):
            word = folded(match[0])
            if _may_name(word) and self._names(word, titled=titled, capital=match[0][0].isupper()):
                found.append(match.span())
                continue  # behind a name more of it may follow
            titled = word in TITLES
        return found

    def _names(self, word: str, *, titled: bool, capital: bool) -> bool:
        written_so = word in self.likely and (titled or capital)
        return word in self.sure or written_so or (titled and capital and word in self.words)


def _may_name(word: str) -> bool:
    return len(word) >= SHORTEST_NAME and word not in NO_NAMES | TITLES | _OFFICES | _OTHERWISE


def first_named(text: str, means: Container[str]) -> str:
    """Whose name a text begins with ("bu siti belum dapat …"), folded; "" where it begins with
    nobody's: an officer's title, or a word that ``means`` something else and is only said to
    somebody ("bu belum dapat")."""
    begins = _BEGINS.match(folded(text))
    word = begins[1] if begins else ""
    named = _may_name(word) and not word.endswith("nya") and word not in means
    return word if named else ""


def without_own(text: str, means: Container[str]) -> str:
    """A text without the name that its writer calls their own ("nama saya …"). ``means``: words
    that mean something else, unless they are written like a name."""
    for found in _NAMED.finditer(text):
        named = takewhile(lambda word: _is_own(word, means), _WORD.findall(found[1]))
        text = without(text, " ".join(named))
    return text


def _is_own(word: str, means: Container[str]) -> bool:
    told = folded(word)
    verb = len(told) > len("di") and told.startswith(_VERBS)
    return _may_name(told) and (word.istitle() or not (verb or told in means))


def called(text: str, means: Container[str], behind: Container[str] = ()) -> frozenset[str]:
    """Whom a text calls by a title and a name ("yang pak kasan"), folded. ``means``: words that
    mean something else, unless they are written like a name; a title ``behind`` one of these words
    calls nobody."""
    return frozenset(folded(word) for _, word in _titled(text, means, behind))


def first_called(text: str, means: Container[str]) -> str:
    """Who is called first in a text, title and name as they stand there, "" for nobody."""
    return next((f"{title} {word}" for title, word in _titled(text, means)), "")


def _titled(
    text: str, means: Container[str], behind: Container[str] = ()
) -> Iterator[tuple[str, str]]:
    told = [match[0] for match in _WORD.finditer(text)]
    for before, title, word in zip(["", *told], told, told[1:], strict=False):
        if folded(title) not in TITLES or folded(before) in behind:
            continue
        name = folded(word)
        if _may_name(name) and not name.endswith("nya") and (word.istitle() or name not in means):
            yield title, word


def of_case(
    intake: Intake,
    trail: Iterable[Event],
    further: Iterable[Intake] = (),
    called: Iterable[str] = (),
) -> ToldNames:
    """The names told in a case: by its form, by what happened to it, by its further tellers.
    ``called``: what they are called here, where that is known."""
    events, told = list(trail), [intake, *further]
    texts = [keywords.of_story(each.story) for each in told] + [_told(event) for event in events]
    names = [each.sufferer or "" for each in told] + list(called) + _answered(events)
    likely = [found[1] for text in texts for found in _NAMED.finditer(text)]
    return ToldNames(_words(names), _words(likely), _words([*texts, *names]))


def of_refused(intake: Intake, trail: Iterable[Event]) -> ToldNames:
    """What somebody was called in a report that they have refused; nobody's names of all others."""
    if intake.consent is not Consent.REFUSED:
        return ToldNames()
    told = (event.intake for event in trail if isinstance(event, Filed | Completed))
    return ToldNames(_words(one.sufferer or "" for one in told))


def _told(event: Event) -> str:
    """What the people of a case told by an event; what the office writes names its own."""
    match event:
        case Joined():
            return keywords.of_story(event.story)
        case ToldMore():
            return keywords.of_answer(event.answer)
        case Absorbed():
            return "\n".join(event.texts)
        case Filed() | Completed() | Added() | Answered():
            return keywords.told(event)
        case Reopened() | Objected():
            return event.words
        case _:
            return ""


def _answered(events: Iterable[Event]) -> list[str]:
    """The answers to questions for a name."""
    names, asked = list[str](), False
    for event in events:
        if isinstance(event, Asked):
            asked = _ASKS_NAME.search(event.question) is not None
        elif isinstance(event, Answered) and asked:
            names.append(keywords.of_answer(event.answer))
            asked = False
    return names


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(folded(word) for text in texts for word in _WORD.findall(text))

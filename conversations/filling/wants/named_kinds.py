"""Which of several things that an officer has asked for is named in a message, and whether it is
said to be lacking or to come later ("ini KK-nya, KTP menyusul").

Tested in tests/conversations/filling/wants/test_named_kinds.py."""

import re
from collections.abc import Collection, Mapping, Sequence

_CALLED: Mapping[str, frozenset[str]] = {
    "photo_ktp": frozenset({"ktp", "ektp"}),
    "photo_kk": frozenset({"kk", "keluarga"}),
    "nik": frozenset({"nik"}),
    "kk": frozenset({"kk", "keluarga"}),
    "jkn_number": frozenset({"bpjs", "kis", "jkn"}),
    "phone": frozenset({"hp", "wa", "telepon", "telpon", "telp"}),
}
"""The words for a thing."""
_KNOWN = frozenset().union(*_CALLED.values())

_NOT = frozenset(
    """tidak tdk gak ga gk nggak ngga ora ra teu henteu mboten ndak gada gaada gapunya hilang ilang
    rusak kosong laka euweuh no lost none""".split()  # noqa: SIM905 (a list of words reads best so)
)
_LATER = frozenset(
    """nyusul menyusul disusul susulan belum blm durung dereng acan nanti besok bsk ntar mengko
    engke later""".split()  # noqa: SIM905
)
_HAVE = frozenset("punya pny duwe duwene gaduh boga have".split())  # noqa: SIM905

LONGEST = 10
"""Words of a message that says what is lacking; a longer one may tell of something else."""


def named(words: str, kinds: Collection[str]) -> list[str]:
    """Which of these kinds a message says are here, in its own order."""
    return [kind for kind, behind in _pieces(words, kinds) if not (_NOT | _LATER) & {*behind}]


def lacking(words: str, kinds: Collection[str]) -> list[str]:
    """Which of these kinds somebody says that they do not have."""
    spoken = _spoken(words)
    pieces = _pieces(words, kinds)
    if not pieces or len(spoken) > LONGEST:
        return []
    told = [kind for kind, behind in pieces if _is_lacking(behind)]
    begins = spoken[: _first(spoken)]
    return told or ([kind for kind, _ in pieces] if _is_lacking(begins) else [])


def later(words: str) -> bool:
    """Whether a short no is a "not yet": what was asked for will come."""
    spoken = _spoken(words)
    return bool(spoken) and spoken[0] in _LATER and _HAVE.isdisjoint(spoken)


def _is_lacking(words: Sequence[str]) -> bool:
    """Whether words say "not"; a "not yet" is none, unless they have never had it."""
    told = {*words}
    return bool(told & _NOT or (told & _LATER and told & _HAVE))


def _pieces(words: str, kinds: Collection[str]) -> list[tuple[str, Sequence[str]]]:
    """Each kind that is named, with the words up to the next one."""
    spoken = _spoken(words)
    places = _places(spoken, kinds)
    ends = [*[at for at, _ in places][1:], len(spoken)]
    found = zip(places, ends, strict=False)
    return [(kind, spoken[at + 1 : end]) for (at, kind), end in found]


def _places(spoken: Sequence[str], kinds: Collection[str]) -> list[tuple[int, str]]:
    named = {word: kind for kind in reversed([*kinds]) for word in _CALLED.get(kind, ())}
    seen: dict[str, int] = {}
    for at, word in enumerate(spoken):
        if word in named:
            seen.setdefault(named[word], at)
    return [(at, kind) for kind, at in seen.items()]


def _first(spoken: Sequence[str]) -> int:
    return next((at for at, word in enumerate(spoken) if word in _KNOWN), len(spoken))


def _spoken(words: str) -> list[str]:
    found = re.findall(r"[^\W\d_]+", words.casefold())
    return [
        word.removesuffix("nya") if word.removesuffix("nya") in _KNOWN else word for word in found
    ]

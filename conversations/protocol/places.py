"""The villages that the bot serves, found by the name that people type. The list comes from the
config."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from casework.case.places import now

EXACT = 100
ALONE, AMONG = 80, 90
"""Score (0-100) from which one name is taken without asking: of a word alone, and of one among
others."""
DIGITS = 10
"""Digits in the code of a village."""

_PARTS = (slice(0, 2), slice(2, 4), slice(4, 6), slice(6, DIGITS))

MOST = 5
"""Villages to choose from, at most."""
NEAR = 70
"""Score from which on a word that was typed resembles a name enough to be offered."""
NEAREST = 3
SHORTEST = 5
"""Letters of a word that may be a slip of a name: shorter ones resemble anything."""
BEGUN = 3
"""Letters of a word that may be the beginning of a name."""
ROWS = (1, 2, 3)
"""Words in a row that may be one name, written with gaps."""
EVERYDAY = frozenset(
    """saya sama kami kamu kita anak suka baru raja sari kali jaga ragi jalan jangan kapan lagi
    lapor suami nanti pasar kejar rumah tolong cepat kantor""".split()  # noqa: SIM905
)
"""Words of every day that look like a part of a name, or nearly like one."""
_NOISE = re.compile(
    r"\b(desa|ds|kelurahan|kel|kampung|kp|dusun|puskesos|kecamatan|kec|kota|kabupaten|kab)\b\.?"
    r"|[^\w ]"
)


@dataclass(frozen=True)
class Places:
    """Code → name of each village; ``districts`` tells villages of the same name apart. ``moves``:
    old codes of places and what has become of them."""

    villages: dict[str, str]
    districts: dict[str, str]
    moves: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls, rows: Iterable[tuple[str, str]], moves: Mapping[str, str] | None = None
    ) -> "Places":
        """From (code, name) rows: codes with four parts are villages, with three parts their
        kecamatan. A place that has moved is none any more."""
        told, moves = list(rows), moves or {}
        told = [(code, name) for code, name in told if now(code, moves) == code]
        return cls(
            {c: n for c, n in told if c.count(".") == 3},
            {c: n for c, n in told if c.count(".") == 2},
            moves,
        )

    def today(self, code: str) -> str:
        """The code of today of a place that may have had another one."""
        return now(code, self.moves)

    def of_digits(self, digits: str) -> str:
        """The village of a code without dots, as a poster has it; "" when there is none."""
        if len(digits) != DIGITS:
            return ""
        code = self.today(".".join(digits[part] for part in _PARTS))
        return code if code in self.villages else ""

    def name(self, code: str, was: str = "") -> str:
        """The name to show, with the kecamatan when another village has the same; of an unknown one
        what it ``was`` called, else the code itself."""
        code = self.today(code)
        name = self.villages.get(code, was or code)
        twins = sum(other == name for other in self.villages.values())
        kecamatan = self.districts.get(code.rpartition(".")[0], "")
        return f"{name} ({kecamatan})" if twins > 1 and kecamatan else name

    def named(self, text: str) -> tuple[str, ...]:
        """The villages whose very name this is; words like "desa" before it do not count."""
        wanted = " ".join(_NOISE.sub(" ", text.casefold()).split())
        return tuple(code for code, name in self.villages.items() if name.casefold() == wanted)

    def find(self, text: str) -> tuple[tuple[str, str], ...]:
        """The villages whose name fits, best first: one when it is sure, at most five to choose
        from, or none. One that is only likely is ``near``."""
        wanted = " ".join(_NOISE.sub(" ", text.casefold()).split())
        if code := self.of_digits(wanted.replace(" ", "")):
            return ((code, self.name(code)),)
        scores = self._scores(wanted)
        best = max(scores.values(), default=0)
        fit = [code for code, score in scores.items() if score == best == EXACT or best < EXACT]
        enough = AMONG if " " in wanted else ALONE
        if len(fit) == 1 and best < enough:
            return ()
        sure = [code for code in fit if scores[code] >= enough]
        fit = sure if len(sure) == 1 else sorted(fit, key=lambda code: -scores[code])
        return tuple((code, self.name(code)) for code in fit[:MOST])

    def _scores(self, wanted: str) -> dict[str, float]:
        """How well each village's name fits words in a row (0-100), of those that fit at all. A
        short word fits no longer name, and an everyday word ("iya") only the one that it is."""
        spoken = re.findall(r"[^\W\d_]+", wanted)
        rows = ["".join(spoken[at : at + n]) for n in ROWS for at in range(len(spoken) - n + 1)]
        scores = {
            code: max((_score(row, name.casefold()) for row in rows), default=0)
            for code, name in self.villages.items()
        }
        return {code: score for code, score in scores.items() if score >= NEAR}

    def is_all(self, text: str, code: str) -> bool:
        """Whether every word of a text belongs to the name of a village, as far as it is spelt or
        begun so: nothing else was said. Its code counts as its name."""
        name = f"{self.villages.get(code, '')} {code.replace('.', '')}".casefold().split()
        said = _NOISE.sub(" ", text.casefold().replace(".", "")).split()
        return all(
            any(of.startswith(word) or fuzz.ratio(word, of) >= NEAR for of in name) for word in said
        )

    def near(self, text: str) -> tuple[tuple[str, str], ...]:
        """The villages whose name one word of the text, or a few in a row, resembles: best first,
        at most three."""
        scores = self._scores(_NOISE.sub(" ", text.casefold()))
        best = sorted(scores, key=lambda code: -scores[code])
        return tuple((code, self.name(code)) for code in best[:NEAREST])


def _score(words: str, name: str) -> float:
    """How well words without gaps fit a name: the beginning of it is likely, no more."""
    whole = "".join(name.split())
    if words == whole:
        return EXACT
    if words in EVERYDAY or len(words) < BEGUN:
        return 0
    begun = NEAR if any(of.startswith(words) for of in (whole, *name.split())) else 0
    return max(begun, fuzz.ratio(words, whole) if len(words) >= SHORTEST else 0)

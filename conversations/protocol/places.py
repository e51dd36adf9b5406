"""The villages that the bot serves, found by the name that people type. The list comes from the
config."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from rapidfuzz import fuzz, process

from casework.case.places import now

SURE = 90
"""Score (0–100) from which one name is taken without asking, when no other comes near."""
DIGITS = 10
"""Digits in the code of a village."""

_PARTS = (slice(0, 2), slice(2, 4), slice(4, 6), slice(6, DIGITS))

LIKELY = 65

NEAR = 70
"""Score from which on a word that was typed resembles a name enough to be offered."""
NEAREST = 3
SHORTEST = 5
"""Letters of such a word: shorter ones resemble anything."""
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
        from, or none."""
        wanted = " ".join(_NOISE.sub(" ", text.casefold()).split())
        if code := self.of_digits(wanted.replace(" ", "")):
            return ((code, self.name(code)),)
        if len(wanted) < 3:
            return ()
        names = {code: name.casefold() for code, name in self.villages.items()}
        hits = process.extract(wanted, names, scorer=fuzz.WRatio, limit=5, score_cutoff=LIKELY)
        exact = [code for name, _, code in hits if name == wanted]
        if len(exact) == 1 or (
            hits and hits[0][1] >= SURE and (len(hits) == 1 or (hits[1][1] < SURE and not exact))
        ):
            code = exact[0] if exact else hits[0][2]
            return ((code, self.name(code)),)
        return tuple((code, self.name(code)) for _, _, code in hits)

    def is_all(self, text: str, code: str) -> bool:
        """Whether every word of a text belongs to the name of a village, as far as it is spelt or
        begun so: nothing else was said. Its code counts as its name."""
        name = f"{self.villages.get(code, '')} {code.replace('.', '')}".casefold().split()
        said = _NOISE.sub(" ", text.casefold().replace(".", "")).split()
        return all(
            any(of.startswith(word) or fuzz.ratio(word, of) >= NEAR for of in name) for word in said
        )

    def near(self, text: str) -> tuple[tuple[str, str], ...]:
        """The villages whose name one word of the text, or two in a row, resembles: best first, at
        most three."""
        spoken = re.findall(r"[^\W\d_]+", _NOISE.sub(" ", text.casefold()))
        pairs = ["".join(two) for two in pairwise(spoken)]
        words = [word for word in (*spoken, *pairs) if len(word) >= SHORTEST]
        names = {code: name.casefold().replace(" ", "") for code, name in self.villages.items()}
        scores = {
            code: max((fuzz.ratio(word, name) for word in words), default=0)
            for code, name in names.items()
        }
        best = sorted((c for c in scores if scores[c] >= NEAR), key=lambda c: -scores[c])
        return tuple((code, self.name(code)) for code in best[:NEAREST])

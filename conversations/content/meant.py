"""What a word means among the buttons of a question, when it is no label: a yes or a no where there
is just one of each, "ibu" where it is asked who needs help.

Tested in tests/conversations/content/test_meant.py."""

import re
from collections.abc import Collection, Mapping

_MEANS: Mapping[str, frozenset[str]] = {
    "yes": frozenset(
        ["ya", "iya", "y", "yes", "setuju", "stuju", "boleh", "nggih", "muhun", "oke", "ok"]
    ),
    "agree": frozenset(
        [
            "ya",
            "iya",
            "y",
            "yes",
            "setuju",
            "stuju",
            "boleh",
            "nggih",
            "muhun",
            "oke",
            "ok",
            "agree",
        ]
    ),
    "refused": frozenset(["tidak", "tdk", "gak", "ga", "nggak", "menolak", "nolak", "no"]),
    "decline": frozenset(["tidak", "tdk", "gak", "ga", "nggak", "no"]),
    "right": frozenset(
        """ya iya y yes betul btul bener benar nggih inggih muhun leres oke ok sip right
        correct""".split()  # noqa: SIM905 (a list of words reads best as words)
    ),
    "wrong": frozenset(
        """tidak tdk gak ga g nggak ngga bukan bkn salah keliru sanes dudu ora henteu no
        wrong""".split()  # noqa: SIM905
    ),
    "not_asked": frozenset(["belum", "blm", "blum", "durung"]),
    "self": frozenset(["saya", "sy", "aku", "sendiri", "kula", "abdi", "me", "myself"]),
    "family": frozenset(
        """ibu bapak ayah mama mamah mak emak bunda suami istri anak adik adek kakak nenek kakek
        mbah ortu mertua cucu keponakan paman bibi keluarga mother father wife husband child
        family""".split()  # noqa: SIM905 (a list of words reads best as words)
    ),
    "neighbour": frozenset(["tetangga", "warga", "teman", "tetanggaku", "neighbour", "neighbor"]),
}
_BESIDE = frozenset(
    [
        "saya",
        "sy",
        "aku",
        "bu",
        "pak",
        "untuk",
        "utk",
        "buat",
        "dan",
        "nya",
        "kami",
        "my",
        "for",
        "dia",
        "orangnya",
    ]
)

FEW = 3
"""Words of such an answer, at most."""


def meant(words: str, values: Collection[str]) -> str:
    """The one value that words stand for, "" where it is none or not one."""
    spoken = re.findall(r"[^\W\d_]+", words.casefold())
    if not 0 < len(spoken) <= FEW:
        return ""
    said = {word for word in spoken if word not in _BESIDE} or set(spoken)
    fitting = [value for value in values if said <= _MEANS.get(value, frozenset())]
    return fitting[0] if len(fitting) == 1 else ""

"""Names of people in what is written, and words without one of them. Pure.

Tested in tests/casework/wording/test_names.py."""

import re
import unicodedata

MASK = "••••"

NO_NAMES = frozenset(
    """pak bapak ibu mbah mbak mas kang teh teteh nenek kakek nek kek bude pakde bibi paman adik
    kakak anak cucu istri suami janda duda ustaz haji hajah almarhum tetangga keluarga warga
    orang yang dan dari dengan gang jalan desa dusun blok kampung rumah warung dekat depan
    belakang samping sebelah ujung mushola musala masjid umur tahun tua muda sakit
    the and old man woman mother father widow neighbour house near behind""".split()  # noqa: SIM905
)
"""Words of a told name that name nobody by themselves."""
SHORTEST_NAME = 3

_ONESELF = frozenset({"saya", "aku", "kami", "kita", "dia", "ini", "itu", "tidak", "tahu", "punya"})
_WORD = re.compile(r"[^\W\d_]+")


def folded(text: str) -> str:
    """The text as it is compared: letters of one form, all of them small."""
    return unicodedata.normalize("NFKC", text).casefold()


def without(text: str, name: str) -> str:
    """The text with a mask for each word of this name."""
    told = {word for word in _WORD.findall(folded(name)) if len(word) >= SHORTEST_NAME}
    named = told - NO_NAMES - _ONESELF
    return _WORD.sub(lambda word: MASK if folded(word[0]) in named else word[0], text)

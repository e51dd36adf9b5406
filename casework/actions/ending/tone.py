"""What words after a result say of it: that it is fixed, that it is not, or neither. Pure.

It only decides which button is offered first and what the officer reads; nobody's case is closed or
opened by it."""

import re
from collections.abc import Mapping
from enum import StrEnum

LONGEST = 80
"""Characters of plain thanks; more probably tell of something."""


class Tone(StrEnum):
    FIXED = "fixed"
    NOT_FIXED = "not_fixed"
    UNCLEAR = "unclear"


_NO = frozenset(
    """belum blum blm belom durung dereng acan tacan tidak tdk tak gak ga nggak ngga enggak engga
    ora mboten teu henteu ndak bukan masih msh tapi tp tetapi namun gagal mati rusak salah keliru
    lagi kurang cuma baru not no still but wrong""".split()  # noqa: SIM905 (reads best as words)
)
_YES = frozenset(
    """sudah udah sdh udh dah wis wes uwis sampun parantos atos enggeus geus beres rebes selesai
    rampung lancar alhamdulillah alhamdulilah hamdulillah syukur makasih makasi makasii mksh mksih
    mksi mkasih trimakasih terimakasih tks tq thx tengkyu thanks thank trims nuhun suwun nuwun
    kesuwun kasih ya iya y yes ok oke okay siap sip mantap baik
    done fixed solved""".split()  # noqa: SIM905
)
_MORE = frozenset(
    """kapan mana dimana apa apakah siapa berapa brp gimana bagaimana kenapa kok when where minta
    tolong butuh perlu sakit hilang lama nonaktif""".split()  # noqa: SIM905
)
"""Words of somebody who asks or tells more."""
_SIGNS = frozenset("👍🙏✅😊❤")
_COURTESY = frozenset(
    """makasih makasi mksh mkasih tks thx thanks thank you trims terima terimakasih kasih matur
    hatur nuhun nuwun suwun kesuwun banyak banget sekali atas bantuan bantuannya ya iya y nggih
    inggih muhun ok oke okey okay siap sip baik pak bu bapak ibu kang teh mas mbak min
    kak""".split()  # noqa: SIM905
)
"""Words of thanks and nods: a line of nothing else gives no reason."""


def tone(story: object) -> Tone:
    """The tone of a story as it is stored."""
    told = story if isinstance(story, Mapping) else {}
    words = "\n".join(told.get("texts", ()))
    spoken = _spoken(words)
    if spoken & _NO:
        return Tone.NOT_FIXED
    shown = told.get("files") or told.get("location")
    if shown or "?" in words or spoken & _MORE or len(words) > LONGEST:
        return Tone.UNCLEAR
    return Tone.FIXED if spoken & _YES or _SIGNS & set(words) else Tone.UNCLEAR


def tells(words: str) -> str:
    """``words`` without the lines that say no more than thanks or a nod."""
    return "\n".join(line for line in words.splitlines() if not _only_polite(line)).strip()


def _only_polite(line: str) -> bool:
    fixed = tone({"texts": (line,)}) is Tone.FIXED
    return fixed and _COURTESY.issuperset(_spoken(line)) and not any(map(str.isdigit, line))


def _spoken(words: str) -> set[str]:
    return {_plain(word) for word in re.findall(r"[^\W\d_]+", words.casefold())}


def _plain(word: str) -> str:
    """A word without drawn-out letters: "sudaaah"."""
    return re.sub(r"(.)\1{2,}", r"\1", word)

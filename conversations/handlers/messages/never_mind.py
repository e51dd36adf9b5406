""" "Ga jadi deh", "sudahlah": that nothing shall come of it, and no more than that; and "eh lanjut
aja deh": that something shall, after all.

Tested in tests/conversations/handlers/test_second_thoughts.py."""

import re

_NOT = r"g[aei]?k?|gag|ga+k|ngga+k?|engga+k?|tidak|tdk|tak|ora|ndak|nda|teu|henteu|mboten"
_SENT = r"(di)?(kirim|krim|ngirim|send)"
_AFTER_ALL = rf"(usah )?(jadi|jd|sida|sido|janten|estu)( {_SENT})?"
_NEEDLESS = rf"(({_NOT}|gau|jangan) ?(usah|perlu|sah)|gausah|gaperlu)( {_SENT})?"
_PLAIN = (
    r"(ga|gak|ngga|nggak)jadi|(di)?batal(in|kan|ken|aken)?|cancel|urung|wurung|bolay|(di)?cabut"
    r"|never ?mind|forget it|withdraw"
    r"|(sudah|udah|dah|sdh|uwis|wis|wes)lah|lupakan|lupain|abaikan|jangan dikirim"
)
_SOFTLY = (
    r"deh|dah|aja|saja|wae|bae|lah|ya|yah|dulu|pak|bu|bapak|ibu|mas|mba|mbak|kang|teh|min|kak|"
    r"ah|wis|atuh|sih|kok|lapor|laporan|laporane|laporannya|lapornya|that|it|semua|semuanya"
)
_AFRAID = r"takut|takot|wedi|sieun|ajrih|isin|malu|afraid|scared|ashamed"
_WHY = rf"( (karena|krn|soale|soalnya|da|saya|aku|kula|abdi|i|am|m))*( ({_AFRAID}))( \w+){{0,5}}"
"""Why somebody lets go of it: no part of any story, and nothing that an office should read."""

_OFF = rf"(({_NOT}) {_AFTER_ALL}|{_NEEDLESS}|{_PLAIN})( ({_SOFTLY}))*"
_SAID = re.compile(rf"((eh|oh|ya|iya|maaf|punten|pak|bu|mending) )*{_OFF}( {_OFF})*({_WHY})?")

_GO_ON = r"(di)?(lanjut|terus|trus|jadi)(in|kan|ken|aken|keun)?|jd|go on|continue|carry on"
_NOT_OFF = rf"({_NOT}) (jadi|jd|usah) (di)?batal(in|kan)?"
_AFTER_ALL_SAID = re.compile(
    rf"((eh|oh|ya|maaf|punten|pak|bu|mending|tolong) )*"
    rf"({_GO_ON}|{_NOT_OFF})( (lagi|please|yang tadi|yg tadi|tadi|dong|{_SOFTLY}))*"
)


def never_mind(words: str) -> bool:
    """Whether somebody says that nothing shall come of it, and no more than that."""
    return bool(_SAID.fullmatch(_spoken(words)))


def after_all(words: str) -> bool:
    """Whether somebody says that what was called off shall go on, and no more than that."""
    return bool(_AFTER_ALL_SAID.fullmatch(_spoken(words)))


def _spoken(words: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", words.casefold()))

""" "Belum masuk bu", "msh ditolak", "gk bisa": that something has not helped, or not yet, in the
short way in which people answer a result.

Tested in tests/conversations/handlers/messages/test_verdicts.py."""

import re

LONGEST = 160
"""Characters of such an answer; a longer one tells a story of its own."""

_BELUM = r"be?l+[uo]?m+|blom|belun|dur?ung|dereng|acan|tacan|not yet|still"
_STILL = r"masih|msh|masi|tetap|tetep|isih|ijih|keneh"
_NO = (
    r"(g[aei]?k?|gag|ga+k|n?g+a+k?|en?gga+k?|tida?k?|tdk|tak|t[ae]k|ora|ndak|nda|teu|henteu|mboten"
    r"|kaga|kagak|not?|can ?not|cant|isn ?t)"
)
_HELPS = (
    r"(bi?sa|bs|iso|isa|tiasa|bisak|masuk|msk|mlebu|cair|jadi|jd|dados|aktif|aktip|keluar|kluar"
    r"|datang|dtg|sampai|nyampe|sampe|nyala|diterima|ditrima|dilayani|berhasil|bantu|membantu"
    r"|terima|ada|work(ing)?|come|arrived?)"
)
_SAYS = re.compile(
    rf"\b({_BELUM}|{_STILL}|{_NO} {_HELPS}|di ?tolak|gagal|nihil|kosong|nol)\b",
    re.IGNORECASE,
)

_DONE = r"(sudah|sdh|udah|udh|dah|wis|wes|uwis|sampun|parantos|atos|geus|apa|apakah|opo)"
_STEP = r"(di ?\w+|masuk|mlebu|cair|aktif|jadi|dados|selesai|beres|rampung|sampai|sampe|keluar)"
_ASKS = re.compile(rf"\b{_DONE} {_STEP}( \w+)? ({_BELUM})( (pak|bu|ya|yah|sih|kak|min|mas|mbak))*$")
"""A question whether something was done ("wis dicatet durung?"): it says nothing."""


def not_yet(words: str) -> bool:
    """Whether words say that something has not helped, or not yet."""
    spoken = " ".join(re.findall(r"[^\W\d_]+", words.casefold()))
    spoken = re.sub(r"(.)\1{2,}", r"\1", spoken)
    return len(words) <= LONGEST and bool(_SAYS.search(_ASKS.sub("", spoken)))

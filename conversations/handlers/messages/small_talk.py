"""Small talk: greetings, thanks, nods and anger, with nothing else in them.

Tested in tests/conversations/handlers/messages/test_free_messages.py."""

import re

from casework.actions.ending.tone import Tone, tone

_GREETINGS = frozenset(
    """p ping halo hallo hai hi hello helo tes test assalamualaikum asalamualaikum
    assalamu'alaikum salam punten permisi kulonuwun sampurasun selamat pagi siang sore
    malam met min admin pak bu bapak ibu kang teh mas mbak bot wr wb warahmatullahi
    wabarakatuh apa kabar""".split()  # noqa: SIM905 (a list of words reads best as words)
)
_THANKS = re.compile(
    r"\b(ma?ka?si?h+|ma?kasi+|mksi|tks|tq|thx|tengkyu|thanks|thank you|te?rima ?kasih|trims|"
    r"matur (nuwun|suwun)|kesuwun|hatur nuhun|nuhun|suwun|alhamdulillah)\b"
)
_ANGER = re.compile(
    r"\b(goblok|tolol|bego|anjing|bangsat|brengsek|sampah|ga guna|gak guna|tai|kampret|percuma)\b"
)

_NODS = frozenset(
    """ok oke okey okay okeh siap sip baik iya ya nggih inggih muhun mangga noted
    y""".split()  # noqa: SIM905
)
_WITH_NODS = frozenset(
    """pak bu bapak ibu kang teh mas mbak mba min kak deh
    lah""".split()  # noqa: SIM905
)
_AROUND_THANKS = (
    _NODS
    | _WITH_NODS
    | frozenset(
        """banyak bnyk byk banget bgt sekali skali yah atas bantuan bantuannya bantuanya infonya
        info nya ini itu semua semuanya sudah udah sdh udh dibantu bantu dan juga jg sebelumnya
        very much so you for your help all""".split()  # noqa: SIM905
    )
)
_SIGNS = frozenset("👍🙏✅😊❤🤝👌")

SMALL_TALK_LENGTH = 60
"""Thanks and anger longer than this probably tell of something; they are offered as a report like
any message."""


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text.casefold())


def small_talk(text: str) -> str:
    """``greeting``, ``thanks``, ``nod``, ``anger``, or "" for a message with something in it.
    Thanks with a "but" or a question are none."""
    spoken = _words(text)
    folded = " ".join(spoken)
    if not spoken and _SIGNS & set(text):
        return "thanks"
    if all(word in _GREETINGS for word in spoken) and not any(ch.isdigit() for ch in text):
        return "greeting"
    if len(text) > SMALL_TALK_LENGTH:
        return ""
    if _THANKS.search(folded):
        return "thanks" if tone({"texts": (text,)}) is Tone.FIXED else ""
    if _NODS.intersection(spoken) and _NODS.union(_WITH_NODS).issuperset(spoken):
        return "nod"
    shouted = len(spoken) > 1 and text.isupper()
    return "anger" if _ANGER.search(folded) or shouted else ""


def only_thanks(text: str) -> bool:
    """Whether a message thanks and says nothing besides: no place, no number, no news."""
    if small_talk(text) != "thanks" or any(map(str.isdigit, text)):
        return False
    rest = _THANKS.sub(" ", " ".join(_words(text))).split()
    return _AROUND_THANKS.issuperset(rest)


def polite(text: str) -> bool:
    """Whether a message is no more than thanks or a nod."""
    return small_talk(text) in ("thanks", "nod")

"""Small talk: greetings, thanks and anger, with nothing else in them.

Tested in tests/conversations/handlers/messages/test_free_messages.py."""

import re

_GREETINGS = frozenset(
    """p ping halo hallo hai hi hello helo tes test assalamualaikum asalamualaikum
    assalamu'alaikum salam punten permisi kulonuwun sampurasun selamat pagi siang sore
    malam met min admin pak bu bapak ibu kang teh mas mbak bot wr wb warahmatullahi
    wabarakatuh apa kabar""".split()  # noqa: SIM905 (a list of words reads best as words)
)
_THANKS = re.compile(
    r"\b(makasih|makasi|mksh|mkasih|tks|thx|thanks|thank you|terima ?kasih|trims|"
    r"matur (nuwun|suwun)|kesuwun|hatur nuhun|nuhun|suwun|alhamdulillah)\b"
)
_ANGER = re.compile(
    r"\b(goblok|tolol|bego|anjing|bangsat|brengsek|sampah|ga guna|gak guna|tai|kampret|percuma)\b"
)

SMALL_TALK_LENGTH = 60
"""Thanks and anger longer than this probably tell of something; they are offered as a report like
any message."""


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text.casefold())


def small_talk(text: str) -> str:
    """``greeting``, ``thanks``, ``anger``, or "" for a message with something in it."""
    spoken = _words(text)
    folded = " ".join(spoken)
    if all(word in _GREETINGS for word in spoken) and not any(ch.isdigit() for ch in text):
        return "greeting"
    if len(text) > SMALL_TALK_LENGTH:
        return ""
    if _THANKS.search(folded):
        return "thanks"
    shouted = len(spoken) > 1 and text.isupper()
    return "anger" if _ANGER.search(folded) or shouted else ""

"""What is asked for in words instead of by a command: the list of one's reports ("mana laporan sy",
"nomor laporan saya brp"), and to be forgotten. In an open form the list is shown, and its question
is asked again.

Tested in tests/conversations/handlers/messages/test_plain_requests.py."""

import re

from conversations.content.content import Answered, Turn
from conversations.filling import question
from conversations.filling.opening import open_form
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Show, text

_REPORT = frozenset(
    """lapor laporan laporanku laporannya lapornya aduan pengaduan keluhan report
    reports""".split()  # noqa: SIM905 (a list of words reads best as words)
)
_ASKS = frozenset(
    """mana dimana apa apaan berapa brp brapa nomor nomer nomornya nomernya no status lihat liat cek
    lupa gimana gmn bagaimana daftar where what which number show list
    forgot""".split()  # noqa: SIM905
)
_BESIDE = frozenset(
    """saya sy aku gw ane sayah kemarin kmrn kemaren kmaren dulu tadi td yang yg bu pak ibu bapak
    min kak mas mba mbak ya yah dong sih itu tolong mau ingin tanya tny sudah udah sdh udh sampai
    smp di nya punya milik my is are the i did of me please was yesterday""".split()  # noqa: SIM905
)
_OWN_WORDS = frozenset({"answer", "add"})
"""Forms in which such words may be what an officer wants to know."""


def heard(turn: Turn, talk: Talk) -> Answered | None:
    """What is shown or asked outside every form; None for other words."""
    if not _plain(turn) or not turn.person.consent:
        return None
    if asks_list(turn.said.text):
        return talk, (Show("mine", {"words": ""}),)
    phrase = turn.content.texts.plain(turn.person.language, text("erase.phrase"))
    if _spoken(turn.said.text) == _spoken(phrase):
        return open_form(turn, talk, "erase")
    return None


def in_form(turn: Turn, talk: Talk, draft: Draft) -> Answered | None:
    """The list above the question of an open form; None for other words."""
    if not _plain(turn) or not turn.person.consent or not asks_list(turn.said.text):
        return None
    if draft.form in _OWN_WORDS or turn.content.forms[draft.form].staff:
        return None
    return talk, (Show("mine", {"words": ""}), *question.ask(turn, draft))


def _plain(turn: Turn) -> bool:
    said = turn.said
    return not (said.files or said.location or said.forwarded or turn.around.replied is not None)


def asks_list(words: str) -> bool:
    """Whether words ask for one's own reports, and tell of nothing else."""
    spoken = set(_spoken(words))
    if not spoken & _REPORT or not spoken & _ASKS:
        return False
    return spoken <= _REPORT | _ASKS | _BESIDE


def _spoken(words: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", words.casefold())

"""An address that somebody does not know: a landmark is asked for once, and then not knowing is
taken for an answer."""

import re
from dataclasses import replace

from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Effect, Said, Say, text

ASKED = "landmark"
"""Of a form: that the landmark was asked for."""

_NOT = r"g[aei]?k?|gag|ga+k|n?gga+k?|engga+k?|tidak|tdk|tak|kurang|belum|blm|ora|teu|mboten"
_KNOW = r"ta[hu]*u|tau|ada|inge?t|hafal|apal|ngert[io]s?|weruh|terang|ngertos|sumerep|paham"
_SHRUG = (
    r"terserah|bebas|apa (aja|saja)|mana (aja|saja)|sakarepe?|up to you|whatever|anywhere"
    r"|ya+|iya+|y|yes|nggih|inggih|muhun|ok|oke|okay|siap|betul|benar"
    r"|tidak|gak|ga|nggak|no|ora"
)
_SHRUG += (
    r"|(di|ning|nang|ing|dina) ?(dalam )?((h?ati|mimpi)(mu|ku|nya|e|kamu)?|bulan|langit|mars"
    r"|surga|neraka|akhirat|dunia|bumi|planet \w+|alam \w+)|in your (heart|dreams)|on the moon"
)
"""Also where nobody can be found ("di hatimu")."""
_SOFTLY = r"pak|bu|bapak|ibu|mas|mbak|kang|teh|min|juga|ya|yah|deh|sih|siapa"
_SOFTLY += r"|alamatnya|rumahnya|namanya|orangnya"
_UNKNOWN = re.compile(
    rf"((maaf|saya|aku|duh) )*(({_NOT}) ?({_KNOW})|gtw|gatw|nihil|kosong|entah|lupa|embuh|duka"
    rf"|i don t know|don t know|dunno|no idea|{_SHRUG})( ({_SOFTLY}))*"
)


def unknown(words: str) -> bool:
    """Whether somebody says that they do not know, shrugs or nods, and no more than that."""
    spoken = " ".join(re.findall(r"[^\W_]+", words.casefold()))
    return bool(_UNKNOWN.fullmatch(spoken)) if spoken else bool(words.strip())


def asked(
    talk: Talk, draft: Draft, kind: str, said: Said
) -> tuple[Talk, tuple[Effect, ...]] | None:
    """The talk after the landmark was asked for; None when the words are an address, or it was
    asked for before."""
    shown = said.files or said.location or draft.about.get(ASKED)
    if kind != "address" or shown or not unknown(said.text):
        return None
    waiting = replace(draft, about={**draft.about, ASKED: True})
    return talk.with_draft(waiting), (Say(text("field.address.landmark")),)

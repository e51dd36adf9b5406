"""What a word means among the buttons of a question, when it is no label: a yes or a no where there
is just one of each, "ibu" where it is asked who needs help.

Tested in tests/conversations/content/test_meant.py."""

import re
from collections.abc import Collection, Mapping

_YES = "ya iya y yes setuju stuju boleh nggih muhun oke ok"
_NO = "tidak tdk gak ga nggak no jangan"
_ROWS: Mapping[str, str] = {
    "yes": _YES,
    "agree": f"{_YES} agree",
    # a mere nod gives nobody's name away
    "open": "boleh gpp setuju bebas silakan silahkan monggo mangga terserah",
    "secret": f"{_NO} rahasia rahasiakan rahasiain rahasiaken dirahasiakan secret",
    "refused": f"{_NO} menolak nolak",
    "decline": _NO,
    "no": _NO,
    "right": """ya iya y yes betul btul bener benar nggih inggih muhun leres oke ok sip right
    correct""",
    "wrong": """tidak tdk gak ga g nggak ngga bukan bkn salah keliru sanes dudu ora henteu no
    wrong""",
    "not_asked": "belum blm blum durung",
    "self": "saya sy aku sendiri kula abdi me myself",
    "family": """ibu bapak ayah mama mamah mak emak bunda suami istri anak adik adek kakak nenek
    kakek mbah ortu mertua cucu keponakan paman bibi keluarga mother father wife husband child
    family""",
    "neighbour": "tetangga warga teman tetanggaku neighbour neighbor",
}
_MEANS = {value: frozenset(words.split()) for value, words in _ROWS.items()}
_BESIDE = frozenset(
    """saya sy aku bu pak untuk utk buat dan nya kami my for dia orangnya aja saja deh kok min kak
    disebut sebut nama namanya""".split()  # noqa: SIM905 (a list of words reads best as words)
)
_NOT = r"(tidak|tdk|gak|ga|gk|nggak|ngga|enggak|ndak|nda|ora|teu|mboten)"
_NEEDLESS = re.compile(rf"{_NOT} (usah|perlu|boleh|mau)|gausah|gaperlu|gaboleh|gamau|jgn|ojo|ulah")
_NO_MATTER = re.compile(rf"({_NOT} )?(apa apa|apapa|papa|popo|nanaon)|g?gpp|gapapa|rapopo")
_SURELY = re.compile(r" (ya|yah|yaa|ah)(?= |$)")

FEW = 3
"""Words of such an answer, at most."""


def meant(words: str, values: Collection[str]) -> str:
    """The one value that words stand for, "" where it is none or not one."""
    told = " ".join(re.findall(r"[^\W\d_]+", words.casefold()))
    told = _NO_MATTER.sub("gpp", _NEEDLESS.sub("jangan", told))
    spoken = _SURELY.sub("", told).split()
    if not 0 < len(spoken) <= FEW:
        return ""
    said = {word for word in spoken if word not in _BESIDE} or set(spoken)
    fitting = [value for value in values if said <= _MEANS.get(value, frozenset())]
    return fitting[0] if len(fitting) == 1 else ""


_AGREES = (
    r"(ya|iya|yo|yes|ok|oke|okey|sip|siap|baik|nggih|inggih|muhun|tolong|langsung|monggo|gas"
    r"|mangga)"
)
_RIGHT = (
    r"((sudah|udah|udh|sdh|dah|wis|uwis|geus|tos) )?"
    r"(benar|bener|bnr|betul|btul|btl|leres|correct)"
)
_SEND = r"((di ?)?(kirim|krim|kirm|krm)(kan|in|ken|keun|en|o)?|kintun(keun)?|send|submit)"
_SOFTLY = (
    r"it|now|skrg|sekarang|laporan|laporannya|laporane|please|atuh|dong|langsung|aja|saja|wae|bae"
    r"|deh|dah|ya|lah|pak|bu|bapak|ibu|min|mas|mbak|kak"
)
_SENDS = re.compile(rf"({_AGREES} )*({_RIGHT}( {_AGREES})*( {_SEND})?|{_SEND})( ({_SOFTLY}))*")


def sends(words: str) -> bool:
    """Whether words at the card say that it is right, or shall be sent, and no more than that."""
    return bool(_SENDS.fullmatch(" ".join(re.findall(r"[^\W_]+", words.casefold()))))

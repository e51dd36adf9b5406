"""Yes and no to a question of consent, as people type them: "tidak setuju, namanya jangan disebut",
"ora gelem", "sudah saya tanya, dia mau". What is told beside them stands apart.

Tested in tests/conversations/content/hearing/test_consent_words.py."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

YES, NO, NOT_ASKED, UNCLEAR = "yes", "no", "not_asked", "unclear"
NOD, NAMELESS = "nod", "nameless"
"""What a clause says: NOD a mere "iya", NAMELESS that only the name shall not be told."""

_ROWS = {
    "not": """tidak tdk tak ga gak gk g gag nggak ngga enggak engga ndak nda ora ra teu henteu
    mboten boten bli beli kagak kaga not no never""",
    "not_yet": "belum blm blum blom durung dereng acan tacan",
    "wants": """setuju stuju sutuju satuju sarujuk mau mo gelem purun kersa hoyong hayang boleh bole
    oleh olih kenging meunang bersedia sedia sudi mengizinkan izinkan diizinkan mengijinkan rela
    ikhlas pengen pengin agree agrees agreed want wants allow allows consent""",
    "needs": "usah perlu",
    "reports": "lapor melapor laporan laporannya report",
    "nods": "ya iya iyaa yaa y yo nggih inggih muhun sumuhun ok oke okey yes",
    "objects": "keberatan menolak nolak tolak refuse refuses refused object objects mind",
    "refuses": "ogah emoh emong moal alim embung wegah jangan jgn jngn ojo ulah gamau disagree",
    "doubts": """mungkin kayaknya kayake sepertinya kayanya bingung ragu entah terserah bebas gpp
    silakan silahkan monggo mangga nanti maybe perhaps unsure""",
    "asks": "tanya ditanya tanyakan tanyain ditanyain nanya takon taros asked ask",
    "done": "sudah udah sdh udh wis uwis geus atos",
    "names": """nama namanya namane namina nami sebut disebut nyebut sebutkan disebutkan sebutin
    disebutin name named""",
    "": """saya sy aku gue kami kita kula kulo abdi kuring dia ia beliau beliaunya orangnya
    orange wonge wong e piyambake anjeunna mantenna ibu bu bapak pak ibunya bapaknya anaknya
    suaminya istrinya keluarganya keluarga nenek neneknya kakek kakeknya mbah mbahnya emak
    tetangga tetangganya warganya warga she he they i we her him my deh dah sih kok lah ah lho
    loh aja saja wae bae banget sekali pisan min kak admin mas mbak kang teh maaf punten
    ngapunten sorry eh oh please katanya kata jare cenah bilang bilangnya ngomong said says did
    do does to soal nya juga itu ini dan the it that thanks makasih terima kasih data datanya
    datane dilaporkan laporkan dilaporin disimpan simpan reported kept ditulis dicatat ikut dulu
    lagi tetap""",
}
_MEANS = {word: kind for kind, words in _ROWS.items() for word in words.split()}
_FOLDS = (
    (re.compile(r"\b(don|doesn|didn|won)['’]?t\b"), "not"),
    (re.compile(r"\b(?:ng|di)?(?:kasih|beri|memberi) i[zj]in\b"), "mengizinkan"),
    (
        re.compile(r"\b(?:tidak|tdk|gak?|ora|teu) (?:apa[ -]apa|papa|popo|nanaon)\b|\bgapapa\b"),
        "gpp",
    ),
    (re.compile(r"\b(?:gak?|ng+ak)(mau|usah|perlu|boleh)\b"), r"tidak \1"),
    (re.compile(r"\baja ((?:di)?sebut)"), r"jangan \1"),
)
_PARTS = re.compile(
    r"([,.;:!?\n()]+|\b(?:tapi|tp|tetapi|but|karena|krn|soalnya|because|makanya|jadi|so|cuma)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Told:
    """What words say of consent (YES, NO and the others above), and the ``rest``."""

    says: frozenset[str]
    nameless: str = ""
    rest: str = ""

    @property
    def answers(self) -> bool:
        """Whether the words answer; a mere nod before a story may only begin it."""
        return bool(self.says - {NOD} or (self.says and not self.rest))


STEP = "consent"
"""The step that asks for it, in whatever form."""


def heard(words: str) -> Told:
    """What a message says of consent; a question says nothing."""
    says, nameless, rest = set(), [], []
    for part, asks in _parts(words):
        said = None if asks else _says(part)
        if said is None:
            rest.append(part)
        elif said == NAMELESS:
            nameless.append(part)
        says |= {said} if said else set()
    return Told(frozenset(says), ", ".join(nameless), ", ".join(rest))


def answered(words: str, step: str) -> bool:
    """Whether words answer the question of this step."""
    return step == STEP and heard(words).answers


def _parts(words: str) -> Iterator[tuple[str, bool]]:
    """The clauses of a message, and whether each is a question."""
    pieces = [*_PARTS.split(words), ""]
    for part, sign in zip(pieces[::2], pieces[1::2], strict=True):
        if part.strip():
            yield part.strip(), "?" in sign


def _says(part: str) -> str | None:
    """What a clause says, "" for nothing; None where it tells of something else."""
    words = part.casefold()
    for spelt, folded in _FOLDS:
        words = spelt.sub(folded, words)
    kinds = [_MEANS.get(word) for word in re.findall(r"[^\W_]+", words)]
    known = [kind for kind in kinds if kind is not None]
    return _weighed(known) if len(known) == len(kinds) else None


def _weighed(kinds: list[str]) -> str | None:
    """The same for a clause of such words; "mau lapor" is a wish, and no yes."""
    nots, had = kinds.count("not"), frozenset(kinds)
    asked = "asks" in had and "done" not in had
    if "doubts" in had or nots + ("refuses" in had) > 1:
        return UNCLEAR
    if "not_yet" in had or (asked and nots):
        return UNCLEAR if had & {"wants", "refuses", "objects"} else NOT_ASKED
    if "objects" in had:
        return YES if nots else NO
    if nots or "refuses" in had:
        return NAMELESS if "names" in had else NO
    return _agreed(had, asked=asked)


def _agreed(had: frozenset[str], *, asked: bool) -> str | None:
    """The same where nothing is denied."""
    if "reports" in had or asked:
        return None if "reports" in had else ""
    return YES if "wants" in had else NOD if "nods" in had else ""

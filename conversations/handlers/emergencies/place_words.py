"""Whether words say where somebody is. Asked for a place in an emergency people go on telling what
happens: that is for whoever is on the way, and no address.

Tested in tests/conversations/handlers/emergencies/test_place_words.py."""

import re

from conversations.content import alarm_words
from conversations.content.content import Turn
from conversations.filling import question
from conversations.protocol.dialogue import Draft
from conversations.protocol.effects import Say

ASKED_AGAIN = "asked_again"
"""Of an emergency's form: the question that was asked once more."""

SEEN = frozenset({"photo", "video"})
"""Files that may show the danger, and not where it is; a voice says it."""

_NAMED = re.compile(
    r"\b\d|\b(r[tw]|jl|jln|jalan|gg|gang|blok|dekat|deket|depan|belakang|sebelah|samping|seberang"
    r"|pinggir|ujung|utara|selatan|timur|barat|near|behind|next to|in front|opposite"
    r"|ruang|kamar|igd|ugd|rs|rsu|rsud|rumah sakit|puskesmas|klinik|masjid|mesjid|musala|mushola"
    r"|sekolah|balai|pasar|warung|toko|kantor|sawah|lapangan|jembatan|terminal|stasiun"
    r"|kampung|kp|dusun|desa|kelurahan|kel|komplek|kompleks|perum|perumahan|kos|kost|kontrakan)\b"
    r"|\b(di|ning|nang|ing|at) \w+|^(rumah|rmh|omah|imah)\b"
)
_TOLD = re.compile(
    r"\b(saya|sy|sya|aku|ak|aq|dia|mereka|kami|kita|kula|kulo|isun|abdi|he|she|we|they|i"
    r"|suami|istri|anak\w*|bayi\w*|nenek\w*|mbah|kakek|adik\w*|kakak\w*)\b"
    r"|\b(tolong|cepat|cepet|cepetan|buruan|mana|gimana|kapan|help|hurry|petugas\w*|damkar\w*"
    r"|ambulan\w*|polisi\w*|api\w*|asap\w*|belum|blm|masih|msh|sudah|udah|sdh|makin|tambah)\b"
)


def names_one(words: str) -> bool:
    """Whether something in the words is of a place: a number, a direction, a building."""
    return bool(_NAMED.search(words.casefold()))


def tells_only(words: str) -> bool:
    """Whether words tell what happens, or call for help, and name no place."""
    return tells(words) and not names_one(words)


def tells(words: str) -> bool:
    """Whether words tell what happens, or call for help."""
    return bool(_TOLD.search(words.casefold()))


def asked(turn: Turn, draft: Draft | None) -> bool:
    """Whether the emergency's form has just asked where it is."""
    step = question.current(turn, draft) if draft and draft.form == "emergency" else None
    return step is not None and step.kind == "address"


def none_told(turn: Turn, draft: Draft) -> Say | None:
    """The question once more where a message says nothing of the place: words that only tell, and
    the first bare photo, which may show the fire. None where it may be an answer."""
    said = turn.said
    if not asked(turn, draft) or said.location or said.forwarded:
        return None
    seen = any(file.kind in SEEN for file in said.files)
    bare = seen and not said.text and not draft.about.get(ASKED_AGAIN)
    told = bool(said.text) and (tells_only(said.text) or _cry_alone(turn))
    return question.in_words(turn, draft) if bare or told else None


def _cry_alone(turn: Turn) -> bool:
    heard = alarm_words.hear(turn.said.text, turn.content.alarms)
    return heard is not None and not names_one(turn.said.text)

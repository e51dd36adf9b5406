"""Words that only say "wait, I will ask": no answer to an officer's question, which stays open."""

import re
from collections.abc import Iterable

from casework.actions.question import kinds
from casework.case.model import Status
from conversations.content.content import Answered, Turn
from conversations.filling import question
from conversations.protocol.case_taps import ActOnCase
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Brief, Button, Say, text

_WAIT = frozenset(
    """bentar bntr bntar btr sebentar sbntr sbentar tunggu tgg ntar tar nanti nti nnti sek sik
    sekedap sakedap kedap engke engkin antosan antos mengko mengke ngko dulu dl dlu riyin rumiyin
    ndisit disit dhisit ndisik disik dingin heula wait later first
    moment""".split()  # noqa: SIM905 (a list of words reads best as words)
)
_ASK = frozenset(
    """tanya tny tanyain tanyakan tanyaken nanya menanyakan takon takoni
    takona takokna takokaken taros taroske tarosken naros ditaroskeun
    taroskeun tanyakeun cek ngecek liat lihat cari cariin carikan ask
    check look""".split()  # noqa: SIM905
)
_NOT_YET = frozenset("belum blm blum durung dereng acan tacan".split())  # noqa: SIM905
_BESIDE = frozenset(
    """ya iya y yaa oke ok siap baik nggih inggih muhun saya sy aku gw tak
    kula kulo abdi ku mau arep bade coba ke sama ka karo maring dgn
    dengan orangnya orange keluarganya warganya beliau beliaunya yang
    yg bersangkutan kirim dikirim kirimnya aja saja deh lagi lg min pak
    bu bapak ibu kang teh mas mbak mba kak i ll will let me have to her
    him them a please maaf punten""".split()  # noqa: SIM905
)
_SEND = frozenset(
    """kirim dikirim kirimkan kirimin kirimno kirimna kirimi foto difoto fotokan fotoin fotoke
    fotoken potret potoke susul susulkan nyusul menyusul ambil ambilkan send take
    photo""".split()  # noqa: SIM905
)
_DAY = frozenset(
    """besok bsk besuk sesuk isuk isukan enjing enjang mbenjing lusa sore siang malam malem pagi
    tomorrow tonight morning evening""".split()  # noqa: SIM905
)
_THINGS = frozenset(
    """foto fotonya ktp ktpnya kk kknya nik kartu kartunya kertas surat suratnya nomor nomornya no
    nya ini hari pulang rumah jawab dijawab jawabannya""".split()  # noqa: SIM905
)
_WHEN_ASKED = frozenset({"text", "date", "story", "confirm", "number"})
"""Wants to which a day may be the answer ("kapan bisa ditelepon?")."""

_WHOM = re.compile(
    rf"\b({'|'.join(sorted(_ASK))}) ((ke|sama|ka|karo|maring|dengan) )?"
    r"(bu|pak|pa|ibu|bapak|bi|mang|wa|mbah|mak|emak|kang|teh|mas|mbak) [^\W\d_]+"
)
"""Who will be asked, by name; nothing else may stand there."""


def not_now(words: str) -> bool:
    """Whether words ask for time and tell nothing else."""
    folded = " ".join(re.findall(r"[^\W_]+", words.casefold()))
    spoken = set(_WHOM.sub(r"\1", folded).split())
    asks = not spoken.isdisjoint(_ASK)
    if not asks and spoken.isdisjoint(_WAIT):
        return False
    return spoken <= _WAIT | _ASK | _BESIDE | (_NOT_YET if asks else frozenset())


def promised(words: str, wants: str) -> bool:
    """Whether words say that what an officer ``wants`` will come later, and tell nothing else:
    "besok saya kirim"; where no day can be the answer also "nanti sore"."""
    folded = " ".join(re.findall(r"[^\W_]+", words.casefold()))
    spoken = set(folded.split())
    soon, sends = spoken & (_WAIT | _DAY), spoken & _SEND
    days = not _WHEN_ASKED.intersection(kinds(wants))
    known = _WAIT | _ASK | _BESIDE | _SEND | _DAY | _THINGS
    return bool(soon) and spoken <= known and (bool(sends) or days)


def outside(turn: Turn, talk: Talk) -> Answered | None:
    """What is said to such words outside every form, while one question waits; None for others."""
    waiting = [case for case in turn.around.cases if case.status == Status.WAITING]
    return replied(turn, talk, waiting[0]) if len(waiting) == 1 and talk.loose.empty else None


def replied(turn: Turn, talk: Talk, case: Brief) -> Answered | None:
    """The same to a reply: the answer is one tap away."""
    if case.status != Status.WAITING or not _only_words(turn, case.wants):
        return None
    answers = Button(text("case.answer"), ActOnCase("answer", case.id))
    return talk, (Say(text("answer.later"), ((answers,),), case=case.id),)


def in_form(turn: Turn, talk: Talk, draft: Draft) -> Answered | None:
    """The same in the form of the answer, and at the card of any: it stays open."""
    at_card = question.current(turn, draft) is None
    wants = str(draft.about.get("wants", "")) if draft.form == "answer" else ""
    if not (at_card or draft.form == "answer") or not _only_words(turn, wants):
        return None
    later = question.in_words(turn, draft, problem=text("form.review_waits"))
    return talk, (later if at_card else Say(text("answer.later")),)


def _only_words(turn: Turn, wants: str) -> bool:
    said = turn.said
    beyond: Iterable[object] = (said.files, said.location, said.phone, said.forwarded)
    waits = not_now(said.text) or (bool(wants) and promised(said.text, wants))
    return bool(said.text) and not any(beyond) and waits

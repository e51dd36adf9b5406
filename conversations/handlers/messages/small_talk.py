"""Small talk: greetings, thanks, nods and anger, with nothing else in them. Whatever stands beside
thanks, but for a greeting, whom they are for and a wish, is content and never lost."""

import re
from collections.abc import Iterator

from casework.actions.ending.tone import Tone, tone

_GREETINGS = frozenset(
    """p ping halo hallo hai hi hello helo tes test assalamualaikum asalamualaikum
    assalamu'alaikum salam punten permisi kulonuwun sampurasun selamat pagi siang sore
    malam met min admin pak bu bapak ibu kang teh mas mbak bot wr wb warahmatullahi
    wabarakatuh apa kabar""".split()  # noqa: SIM905 (a list of words reads best as words)
)
_THANKS = re.compile(
    r"\b(ma?ka?si+h*|mks+h+|mks+i?h?|ma?kasi+|tks|tq|thx|tengkyu|thanks|thank you"
    r"|te?ri?ma? ?kasi+h*|tri?ma?ksh|trmksh|tri?ms|(matur|sembah) ?(nuwun|suwun)|kesuwun"
    r"|hatur ?nuhun|nuhun|nuwun|suwun|al?hamdulil+ah)\b"
)
_ANGER = re.compile(
    r"\b(goblok|tolol|bego|anjing|bangsat|brengsek|sampah|ga guna|gak guna|tai|kampret|percuma)\b"
)

_ABUSED = frozenset(
    """dasar semua semuanya kalian kamu kau lu elu loe petugas petugasnya pelayanan pelayanannya
    pemerintah desa lurah kades kuwu kantor bot puskesos banget bgt emang memang kok sih lah deh ga
    gak nggak tidak ada guna gunanya kerja kerjanya lapor laporan aja saja terus mulu apa ini itu
    yang yg pada pak bu min otak sekali benar bener kabeh sadayana juga kapan
    diurus""".split()  # noqa: SIM905
)
"""Whom and what anger is about, and what it is made of: no news."""
_FEW = 1
"""Other words beside anger, at most; more tell something."""

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
    | _GREETINGS
    | frozenset(
        """banyak bnyk byk banget bgt bngt sekali skali yah yaa dong atas bantuan bantuane
        bantuannya bantuanya infonya info nya ini itu semua semuanya sudah udah sdh udh dibantu
        bantu dan juga jg sebelumnya sanget pisan kathah ageung sadayana kabeh ingkang sampun
        parantos wis wes geus beres selesai done sama sami sae puskesos petugas
        very much so you for your help all""".split()  # noqa: SIM905
    )
)
_WISH = frozenset("semoga smoga smg moga mogi mugi muga mogimogi".split())  # noqa: SIM905
_WISHED = _GREETINGS | frozenset(
    """semoga moga mogi mugi muga gusti allah alloh swt tuhan sing ingkang yang yg maha kuasa esa
    diberi diberikan dikasih diparingi dipaparin paringi balas membalas mbales bales males dibalas
    dibales kebaikan kebaikannya berkah barokah berokah sehat waras selalu slalu terus salawasna
    lancar dilancarkan rejeki rejekinya rezeki rezekinya sukses dan lan sareng panjang umur yuswa
    pahala semua semuanya sadayana kabeh ya nggih""".split()  # noqa: SIM905
)
"""Words of a wish, behind its first one: "sehat" alone may be news."""
_BLESSED = frozenset("amin aamiin amiin god bless".split())  # noqa: SIM905
_DONE = frozenset(
    """sudah udah sdh udh dah wis wes uwis sampun parantos geus enggeus beres selesai
    done""".split()  # noqa: SIM905
)
COME_RIGHT = frozenset("cair keluar masuk aktif jadi sembuh dapat dapet".split())  # noqa: SIM905
"""What has come right: no news where nothing is open."""
_HELPED = re.compile(r"\b(su?da?h|udah|udh|sampun|parantos|wis|wes|geus) (di)?bantu\w*")
_YES = frozenset("iya iyah ya y yes nggih inggih muhun leres".split())  # noqa: SIM905
_SIGNS = frozenset("👍🙏✅😊❤🤝👌")

SMALL_TALK_LENGTH = 60
"""Anger longer than this probably tells of something, and so may thanks with more beside them."""


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text.casefold())


def small_talk(text: str) -> str:
    """``greeting``, ``thanks``, ``nod``, ``anger``, or "" for a message with something in it.
    Thanks beside which anything stands are none."""
    spoken = _words(text)
    folded = " ".join(spoken)
    if only_thanks(text):
        return "thanks"
    if all(word in _GREETINGS for word in spoken) and not any(ch.isdigit() for ch in text):
        return "greeting"
    if len(text) > SMALL_TALK_LENGTH:
        return ""
    if _NODS.intersection(spoken) and _NODS.union(_WITH_NODS).issuperset(spoken):
        return "nod"
    shouted = len(spoken) > 1 and text.isupper()
    angry = _ANGER.search(folded) or shouted
    return "anger" if angry and not _news_beside_anger(folded) else ""


def _news_beside_anger(folded: str) -> bool:
    rest = [word for word in _ANGER.sub(" ", folded).split() if word not in _ABUSED]
    return len(rest) > _FEW


def only_thanks(text: str, beside: frozenset[str] = frozenset()) -> bool:
    """Whether a message thanks and says nothing besides: no place, no number, no news, but for
    words that may stand ``beside``."""
    folded = " ".join(_words(text))
    if not folded and _SIGNS & set(text):
        return True
    if not _THANKS.search(folded) or "?" in text:
        return False
    if any(map(str.isdigit, text)):
        return False
    around = _AROUND_THANKS | _BLESSED | beside
    rest = _THANKS.sub(" ", folded).split()
    return around.issuperset(_unwished(rest))


def _unwished(words: list[str]) -> Iterator[str]:
    """The words that are no part of a wish."""
    wishes = False
    for word in words:
        wishes = word in _WISH or (wishes and word in _WISHED)
        if not wishes:
            yield word


def thankful(text: str) -> bool:
    """Whether a short message thanks, whatever stands beside it, but for a "but" or a question."""
    thanks = len(text) <= SMALL_TALK_LENGTH and _THANKS.search(" ".join(_words(text)))
    return only_thanks(text) or (bool(thanks) and tone({"texts": (text,)}) is Tone.FIXED)


def yes_with_thanks(text: str, *, asked: bool) -> bool:
    """Whether thanks say "yes" or that it is done: ``asked``, an answer to an officer's question
    ("iya, makasih"); else news of a case ("alhamdulillah sudah")."""
    words = _words(_HELPED.sub(" ", text.casefold()))
    return only_thanks(text) and bool(
        not _DONE.isdisjoint(words) or (asked and not _YES.isdisjoint(words[:1]))
    )


def polite(text: str) -> bool:
    """Whether a message is no more than thanks or a nod."""
    return small_talk(text) in ("thanks", "nod")

"""What is asked for in words instead of by a command: the list of one's reports ("mana laporan sy",
"nomor laporan saya brp"), to be forgotten, and what the office can say of itself ("jam brp buka").
In an open form it is shown or said, and the form's question is asked again.

Tested in tests/conversations/handlers/messages/test_plain_requests.py."""

import re

from casework.policy.classifier import suggest
from conversations.content.content import Answered, Turn
from conversations.filling import question
from conversations.filling.opening import open_form
from conversations.filling.options import chosen_service
from conversations.handlers.messages.answers import side_questions
from conversations.pages import about_office
from conversations.pages.home import home
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Say, Show, Text, text

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
    min kak mas mba mbak ya yah dong donk sih itu tolong mau ingin tanya tny sudah udah sdh udh
    sampai smp di nya punya milik my is are the i did of me please was
    yesterday""".split()  # noqa: SIM905
)
_OPEN = frozenset(
    """buka bukanya tutup tutupnya jam jamnya operasional libur liburnya open closed hours
    bukak bukane bukana mbukak dibuka tutupe tutupna jame jamna""".split()  # noqa: SIM905
)
_WHERE = frozenset(
    """mana dimana lokasi lokasinya alamat alamatnya letak letaknya telepon telpon telp tlp
    teleponnya telponnya where address phone endi ndi neng ning alamate alamatna
    panggenan panggonane""".split()  # noqa: SIM905
)
_OFFICE = frozenset(
    """kantor kantornya puskesos loket posko alamatnya lokasinya letaknya office kantore
    kantorna kantoripun""".split()  # noqa: SIM905
)
_PAPERS = frozenset(
    """syarat syaratnya persyaratan persyaratannya berkas berkasnya dokumen dokumennya papers
    requirements documents syarate berkase berkasna dokumene""".split()  # noqa: SIM905
)
_COST = frozenset(
    """bayar bayarnya biaya biayanya gratis ongkos cost free pay mbayar biayane
    biayana""".split()  # noqa: SIM905
)
_LONG = frozenset("lama lamanya lamane suwe suwene lami".split())  # noqa: SIM905
_COURSE = frozenset(
    """proses prosesnya prosese prosesna pengurusan pengurusannya ngurusnya urusannya process
    take""".split()  # noqa: SIM905
)
_PAID = frozenset("cair cairnya caire mencair paid".split())  # noqa: SIM905
_AID = frozenset("bantuan bantuannya bantuanya bantuane bantuanna aid".split())  # noqa: SIM905
_ASKS_OFFICE = _ASKS | frozenset(
    """kapan kpn apakah kah ga gak gk nggak ngga tidak tdk perlu harus hrs bisa ada when how do
    does piro pira pinten sabaraha piraan iraha pundi naon apane ora teu mboten henteu
    kudu kedah""".split()  # noqa: SIM905
)
_BESIDE_OFFICE = frozenset(
    """hari senin selasa rabu kamis jumat jum at sabtu minggu besok bsk sekarang skrg desa
    kelurahan kel bawa dibawa dan sama trus terus untuk utk buat bikin urus ngurus
    mengurus lapor melapor saja aja to for a at today tomorrow need badhe bade arep
    pitakon takon taken naros taros tumaros nyuwun pirsa anu wae bae kula kulo sanes
    punten cair cairnya""".split()  # noqa: SIM905
)
_OWN = frozenset("saya sy aku gw kula kulo abdi my i".split())  # noqa: SIM905
_ERASE = frozenset(
    """hapus hapusin hapuskan hapusno apus apusin busek pusake pusaken delete erase
    remove""".split()  # noqa: SIM905
)
_ERASED = frozenset("dihapus dihapusin dihapuskan diapus dibusek".split())  # noqa: SIM905
_DATA = frozenset("data datanya datane akun akunnya account identitas".split())  # noqa: SIM905
_OWN_DATA = _OWN | frozenset("aku gw gue gua ane sayah akunku dataku saya".split())  # noqa: SIM905
_SOFT = frozenset("ga gak gk nggak semua semuanya aja saja deh to".split())  # noqa: SIM905
_WISH = frozenset(
    """tolong tlg tlong tulung mohon minta mnt mau mo pengen pengin ingin bisa bs boleh please want
    can""".split()  # noqa: SIM905
)
FEW, NAMED = 10, 3
"""Words of a question about the office, at most; words that name the matter in it."""

_OWN_WORDS = frozenset({"answer", "add"})
"""Forms in which such words may be what an officer wants to know."""


def heard(turn: Turn, talk: Talk) -> Answered | None:
    """What is shown or asked outside every form; None for other words."""
    if not _plain(turn):
        return None
    if (asked := _of_office(turn, "")) is not None:
        return talk, (Say(text("about_office.answer", lines=asked), home(turn)),)
    if not turn.person.consent:
        return None
    if asks_list(turn.said.text) or side_questions.how_far(turn):
        return talk, (Show("mine", {"words": ""}),)
    phrase = turn.content.texts.plain(turn.person.language, text("erase.phrase"))
    if _spoken(turn.said.text) == _spoken(phrase) or asks_erasing(turn.said.text):
        return open_form(turn, talk, "erase")
    return None


def in_form(turn: Turn, talk: Talk, draft: Draft) -> Answered | None:
    """What is shown or said above the question of an open form; None for other words."""
    if not _plain(turn) or draft.form in _OWN_WORDS or turn.content.forms[draft.form].staff:
        return None
    if (asked := _of_office(turn, _service(turn, draft))) is not None:
        return talk, (Say(text("about_office.again", lines=asked)), *question.ask(turn, draft))
    if not turn.person.consent or not asks_list(turn.said.text):
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


def asks_erasing(words: str) -> bool:
    """Whether words ask to be forgotten, and tell of nothing else. Who only says that their data
    were deleted may have a trouble."""
    spoken = set(_spoken(words))
    if not (spoken & _DATA and spoken & _OWN_DATA and spoken & (_ERASE | _ERASED)):
        return False
    done = bool(spoken & _ERASED) or "di" in spoken
    if done and not spoken & _WISH:
        return False
    return spoken <= _SOFT | _ERASE | _ERASED | _DATA | _OWN_DATA | _WISH | _BESIDE


def _of_office(turn: Turn, service: str) -> tuple[Text, ...] | None:
    """The answers to a question about the office; None where a message is none, or tells of
    something, too. ``service``: what the open form is about."""
    words, spoken = turn.said.text, _spoken(turn.said.text)
    asks = "?" in words or _ASKS_OFFICE.intersection(spoken)
    if not asks or len(spoken) > FEW:
        return None
    asked = _topics(set(spoken))
    known = _OF_OFFICE.union(*(_OF_TOPIC.get(topic, ()) for topic in asked))
    rest = [word for word in spoken if word not in known]
    matter = asked == ["papers"] and len(rest) <= NAMED and _OWN.isdisjoint(spoken)
    named = suggest(" ".join(rest), turn.content.words, 1) if rest and matter else []
    if not asked or (rest and not named):
        return None
    content = turn.content
    answers = {
        "hours": lambda: about_office.hours(content, turn.said.at),
        "place": lambda: about_office.place(content, turn.person.village),
        "papers": lambda: about_office.papers(content, named[0].service if named else service),
        "cost": about_office.cost,
        "long": about_office.long,
        "paid": about_office.paid,
    }
    return tuple(answers[topic]() for topic in asked)


def _topics(spoken: set[str]) -> list[str]:
    """What is asked of the office."""
    found = {
        "hours": spoken & _OPEN,
        "place": spoken & _WHERE and spoken & _OFFICE,
        "papers": spoken & _PAPERS,
        "cost": spoken & _COST,
        "long": spoken & _LONG and spoken & _COURSE,
        "paid": spoken & _PAID and spoken & _AID,
    }
    return [topic for topic, words in found.items() if words]


_OF_OFFICE = _OPEN | _WHERE | _OFFICE | _PAPERS | _COST | _ASKS_OFFICE | _BESIDE | _BESIDE_OFFICE
_OF_TOPIC = {"long": _LONG | _COURSE, "paid": _PAID | _AID}
"""Words that belong to one topic only: "bantuan" with anything else is a matter."""


def _service(turn: Turn, draft: Draft) -> str:
    """What an open form is about, as far as that is known."""
    likely = draft.about.get("likely") or [""]
    return chosen_service(question.walk(turn, draft).kept) or str(likely[0])


def _spoken(words: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", words.casefold())

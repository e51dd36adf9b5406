"""Emergency words: what must be heard, what must not, and what is asked back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.case.model import Desk, Route
from casework.policy.classifier import facts_from, suggest
from casework.policy.triage import AlarmKind, route
from conversations.content import alarm_rows, alarm_words
from tests.casework.shipped import CATALOGUE, TRIAGE, WORDS, stories, toml

ALARM = alarm_rows.read(toml("conversations/alarm.toml"), WORDS.vocabulary, CATALOGUE.services)
VILLAGE, DISTRICT = "32.74.05.1003", "32.74"

SURE = {
    "bpk sesak nafas skrg di IGD": "medical",
    "ibu pingsan gk sadarkan diri tlg": "medical",
    "anak kejang2": "medical",
    "istri mau lahiran ketuban sdh pecah": "medical",
    "besok cuci darah tapi bpjs tidak aktif": "medical",
    "BPJS tidak aktif cuci darah besok": "medical",
    "jadwal HD suami besok": "medical",
    "kami ditolak RS pak": "medical",
    "bapak semaput neng sawah": "medical",
    "abdi rek ngajuru, ambulan di mana": "medical",
    "pingsn di jalan": "medical",
    "tulung banjir wis mlebu umah": "disaster",
    "omahe kobong pak": "disaster",
    "kebakran rumah warga": "disaster",
    "longsor di blok atas": "disaster",
    "dulu pernah banjir. sekarang banjir lagi": "disaster",
    "bapak hanyut di kali": "disaster",
    "kali meluap sampai rumah": "disaster",
    "sy digebugin suami": "violence",
    "anak laki2 saya dipukuli bapaknya": "violence",
    "suami saya mukul saya lagi malam ini, saya takut": "violence",
    "tetangga bawa golok ngancam": "violence",
    "sering dipukul suami, tadi malam sampai berdarah": "violence",
    "anak tetangga dilecehkan guru ngaji": "violence",
    "pgn mati aja": "crisis",
    "udah ga kuat hidup": "crisis",
    "abdi hoyong maot wae": "crisis",
    "kalau begini terus mending mati aja": "crisis",
    "isun pengen mati bae": "crisis",
    "mau bunuh diri": "crisis",
    "ada mayat di sungai": "danger",
    "bayi dibuang di depan mushola": "danger",
    "anak hilang dari kemarin belum pulang": "danger",
    "anake ilang pak dicari ga ada": "danger",
    "kakak saya dipasung di belakang": "danger",
    "udah 2 hari gk makan": "danger",
    "dipanggil gk nyaut dari pagi": "danger",
}
ASKED = {
    "dulu pernah banjir rumah saya rusak": "disaster",
    "tidak kebakaran cuma asap": "disaster",
    "bukan longsor pak": "disaster",
    "tahun lalu kebakaran": "disaster",
    "kalau banjir gimana nanti": "disaster",
    "di sini sering banjir": "disaster",
    "banjir sudah surut": "disaster",
    "bapak kemarin kejang tapi sudah sembuh": "medical",
    "dulu cuci darah": "medical",
    "gak ada yang pingsan": "medical",
    "tadi baca berita kebakaran": "disaster",
    "suami sering mukul": "violence",
    "dulu pernah pengen bunuh diri": "crisis",
    "bukan mau bunuh diri": "crisis",
}
SILENT = [
    "KTP hilang waktu mudik",
    "kartu KKS ilang di pasar",
    "KTP anak hilang",
    "anak saya hilang kartunya",
    "BPJS mati dari januari",
    "kis mati saja kok repot",
    "lampu jalan mati udah sebulan",
    "mati lampu",
    "banjir orderan alhamdulillah",
    "demam panggung",
    "tv hd rusak",
    "khd shdr hdr",
    "jam pukul 8 pagi",
    "dipukul rata semua dapat",
    "saya gak sadar kalau salah pencet",
    "diancam dicoret dari bansos",
    "anak tidak mau makan sayur",
    "kebakaran jenggot",
    "cerai mati",
    "bansos kpn cair min",
    "sampah numpuk",
    "suami narik ojek, anak laki-laki sekolah",
    "emosi saya meluap",
    "rendam kaki air hangat",
    "pinjaman tanpa jaminan",
    "jadwal tabrakan sama kerja",
    "assalamualaikum",
    "P",
    "",
    "istri sy hamil 8 bln, lairan nanti gmn biayanya",
]


@pytest.mark.parametrize(("text", "kind"), SURE.items())
def test_sure(text: str, kind: str) -> None:
    """Emergency words in Indonesian, Javanese, Cirebon speech and Sundanese are heard, misspelt or
    abbreviated."""
    heard = alarm_words.hear(text, ALARM)
    assert heard is not None
    assert (heard.kind, heard.certain) == (AlarmKind(kind), True)


@pytest.mark.parametrize(("text", "kind"), ASKED.items())
def test_doubtful(text: str, kind: str) -> None:
    """What is denied, over, usual or feared still raises the numbers, and a question instead of an
    alarm."""
    heard = alarm_words.hear(text, ALARM)
    assert heard is not None
    assert (heard.kind, heard.certain) == (AlarmKind(kind), False)


def test_no_expression_is_empty() -> None:
    """Every emergency word still says something once it is in plain words."""
    words = [one for call in ALARM.calls for one in call.words]
    assert [one.source for one in words if not all(part.strip() for part in one.words)] == []
    others = [one for call in ALARM.calls for one in (*call.unless, *call.not_with)]
    assert all(
        one.strip() for one in (*others, *ALARM.denies, *ALARM.past, *ALARM.now, *ALARM.feared)
    )


@pytest.mark.parametrize("text", SILENT)
def test_silent(text: str) -> None:
    """Words that only look like an emergency raise nothing."""
    assert alarm_words.hear(text, ALARM) is None


def test_no_false_alarm_among_the_stories() -> None:
    """At most 2 % of the calm invented stories raise a sure alarm; at most 5 % of the emergencies
    raise none."""
    calm = [story["text"] for story in stories("texts.csv") if story["urgency"] != "emergency"]
    dire = [story["text"] for story in stories("texts.csv") if story["urgency"] == "emergency"]
    false = [
        text
        for text in calm
        if (heard := alarm_words.hear(text, ALARM)) is not None and heard.certain
    ]
    missed = [
        text
        for text in dire
        if alarm_words.hear(text, ALARM) is None and "treatment" not in facts_from(text, WORDS)
    ]
    assert len(false) <= 0.02 * len(calm), false
    assert len(missed) <= 0.05 * len(dire), missed


def first_route(text: str) -> tuple[str, Route]:
    """What becomes of a first message if nothing else is asked."""
    found, heard, facts = (
        suggest(text, WORDS),
        alarm_words.hear(text, ALARM),
        facts_from(text, WORDS),
    )
    if heard is not None and heard.certain:
        facts["alarm"] = heard.kind.value
    service = CATALOGUE.services[found[0].service if found else heard.service if heard else "other"]
    return service.sector, route(service, facts, VILLAGE, DISTRICT, TRIAGE)


DESKS = {
    "health": {Desk.HEALTH},
    "education": {Desk.EDUCATION},
    "civil_registry": {Desk.FRONT_OFFICE},
    "emergency": {Desk.HEALTH, Desk.SOCIO_ECONOMIC},
}


@pytest.mark.parametrize(
    "story", list(stories("examples.csv")), ids=lambda story: story["text"][:30]
)
def test_examples_reach_their_officer(story: dict[str, str]) -> None:
    """Each of the fourteen example complaints gets its sector, urgency, party, office and desk by
    its story alone."""
    sector, found = first_route(story["text"])
    assert (sector, found.urgency.value, found.party) == (
        story["sector"],
        story["urgency"],
        story["destination"],
    )
    assert found.office == (DISTRICT if found.party == "slrt" else VILLAGE)
    assert found.desk in DESKS.get(sector, {Desk.SOCIO_ECONOMIC})


def test_stories_reach_their_officer() -> None:
    """At least 95 % of the invented stories get sector, urgency and party right (``test_words`` on
    this figure)."""
    told = [(first_route(story["text"]), story) for story in stories("texts.csv")]
    right = [
        (sector, found.urgency.value, found.party)
        == (story["sector"], story["urgency"], story["destination"])
        for (sector, found), story in told
    ]
    assert sum(right) / len(right) >= 0.95


@pytest.mark.parametrize(
    ("question", "choice", "service", "kind", "opens"),
    [
        ("treatment", "in_hospital", "pbi_reactivation", "medical", "pbi_reactivation"),
        ("danger", "now", "violence", "violence", "violence"),
        ("danger", "now", "disaster", "disaster", "disaster"),
        ("danger", "now", "spm_child", "danger", "spm_child"),
    ],
)
def test_answers_alarm_too(question: str, choice: str, service: str, kind: str, opens: str) -> None:
    """A tapped answer that tells of danger now is a sure alarm for the service that was chosen."""
    assert alarm_words.hear_answer(question, choice, service, ALARM) == alarm_words.Alarm(
        AlarmKind(kind), opens, True
    )


@pytest.mark.parametrize(
    ("question", "choice"), [("treatment", "later"), ("danger", "no"), ("knee", "now")]
)
def test_other_answers_are_calm(question: str, choice: str) -> None:
    """Other answers raise nothing."""
    assert alarm_words.hear_answer(question, choice, "violence", ALARM) is None


@given(st.text(max_size=800))
def test_any_text_is_heard(text: str) -> None:
    """No text whatever raises."""
    alarm_words.hear(text, ALARM)


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_cry_is_heard_among_anything(before: str, after: str) -> None:
    """Wherever it stands, a cry for help is heard, surely or with a question."""
    assert alarm_words.hear(f"{before} . tolong kebakaran . {after}", ALARM) is not None


def test_all_mistakes_are_told_at_once() -> None:
    """Bad emergency words are refused with every mistake, each with its row."""
    rows = {
        **{name: ["x"] for name in ("denies", "past", "now", "usual", "just")},
        "call": [{"kind": "flood", "service": "boats", "words": "banjir", "sound": 1}],
        "answer": [{"question": "danger", "choices": [], "kind": "danger"}],
    }
    with pytest.raises(ValueError, match="boats") as caught:
        alarm_rows.read(rows, WORDS.vocabulary, CATALOGUE.services)
    assert str(caught.value).splitlines() == [
        "alarm: feared must be a list of phrases",
        "alarm call 1: sound is not a known key",
        "alarm call 1: kind 'flood' is not one of medical, disaster, violence, crisis, danger",
        "alarm call 1: 'boats' is no service of the catalogue",
        "alarm call 1: words must be a list of phrases",
        "alarm answer 1: choices must be a list of phrases",
    ]

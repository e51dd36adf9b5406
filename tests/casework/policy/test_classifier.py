"""What stories are about. How well: measured on invented stories, in the way residents write.

Figures at first sight, before any keyword was changed for them: the right sector came first for 45
of 65 stories, after a round of work for 34 of 42 other ones, after another for 21 of 26 (sector,
urgency, party all right: 35, 28 and 16). The stories of ``texts.csv`` have since been used to add
words: what is asked of them here guards against loss and says nothing about stories yet unseen."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.policy import classifier
from casework.policy.catalogue import read as read_catalogue
from casework.wording.plain import Vocabulary, plain
from tests.casework.shipped import CATALOGUE, WORDS, stories


def sectors(text: str) -> list[str]:
    found = [CATALOGUE.services[one.service].sector for one in classifier.suggest(text, WORDS)]
    return found or ["other"]


def first(text: str) -> str:
    found = classifier.suggest(text, WORDS)
    return found[0].service if found else ""


@pytest.mark.parametrize(
    "story", list(stories("examples.csv")), ids=lambda story: story["text"][:30]
)
def test_examples_find_their_sector(story: dict[str, str]) -> None:
    """Each of the fourteen example complaints has the right sector first."""
    assert sectors(story["text"])[0] == story["sector"]


def test_stories_find_their_sector() -> None:
    """Of the invented stories, at least 95 % have the right sector first and 97 % among three."""
    told = [(sectors(story["text"]), story["sector"]) for story in stories("texts.csv")]
    assert sum(found[0] == wanted for found, wanted in told) / len(told) >= 0.95
    assert sum(wanted in found for found, wanted in told) / len(told) >= 0.97


def test_later_reports_reach_their_service() -> None:
    """Each report of ``unseen_later.csv`` is first of all about its service."""
    told = [(first(s["text"]) or "other", s) for s in stories("unseen_later.csv")]
    assert [s["text"] for found, s in told if found != s["service"]] == []


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("obat saya disuruh tebus di luar padahal punya bpjs", "health_service"),
        ("resep rsud suruh beli di apotik luar, bpjs ga dipake", "health_service"),
        ("durung tau kedaftar dtsen kepriben carane", "dtsen_proposal"),
        ("nik suami beda di kk sama ktp", "nik_mismatch"),
        ("nik di kis beda sama ktp", "jkn_data_error"),
        ("bapak ora iso mlaku njaluk kursi roda", "disability_aids"),
        ("sembako dibagi rata sama rt, harusnya kan buat saya", "misuse"),
        ("ketua kelompok minta 20 ribu tiap pkh cair", "misuse"),
        ("kata perawat rs kamar penuh terus", "health_service"),
        ("tabungan pip anak hilang", "pip_kip"),
        ("yang punya mobil dapat bansos, saya malah tidak", "dtsen_objection"),
        ("tanah warisan jadi rebutan sama sodara, mohon ditengahi", "other"),
        ("nama saya hilang dari daftar PKH padahal masih punya anak sekolah", "pkh"),
        ("nama bapak ilang di dtks", "dtsen_proposal"),
        ("keluarga saya hilang dari data penerima", "dtsen_proposal"),
        ("tetangga sebelah minta dimasukkan data bansos", "dtsen_proposal"),
        ("minta dimasukin PKH", "pkh"),
        ("ibu hilang dari rumah sejak pagi", "person_in_danger"),
    ],
)
def test_neighbours_of_reports_that_went_wrong(text: str, service: str) -> None:
    """Other words for what was once read as something else."""
    assert first(text) == service


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("jalan depan SD rusak parah kpn dibenerin", "not_ours"),
        ("bansos kpn cair min", "aid_schedule"),
        ("daftar bansos 600rb klik https://bansos.example sekarang", "scam"),
        ("P", ""),
        ("assalamualaikum", ""),
        ("makasih min 🙏", ""),
        ("GOBLOK GA ADA GUNANYA", ""),
        ("", ""),
        ("3209142001010001", ""),
    ],
)
def test_edge_messages(text: str, service: str) -> None:
    """Greetings, nudges, thanks and anger suggest nothing; what is not ours is known as such."""
    assert first(text) == service


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("KIS sy gk aktif", " kis tidak aktif "),
        ("ibu2 sama kakek-kakek", " ibu sama kakek "),
        ("tolooooong bpjs mati!!!", " tolong bpjs mati . "),
        ("bpjsnya ibuku", " bpjs ibu "),
        ("rumah sakit umum", " rs umum "),
        ("istri sy hamil 8bln", " istri hamil 8 bulan "),
        ("kulo dereng gadhah artos", " belum punya uang "),
        ("𝗕𝗣𝗝𝗦 mati", " bpjs mati "),
        ("keb\u00adakaran", " kebakaran "),
        ("ᴋᴇʙᴀᴋᴀʀᴀɴ", " kebakaran "),
        ("k̶e̶b̶a̶k̶a̶r̶a̶n̶", " kebakaran "),
        ("🅱🅰🅽🅹🅸🆁", " banjir "),
        ("ban\u200bjir, kébakaran", " banjir . kebakaran "),
    ],
)
def test_plain_words(written: str, meant: str) -> None:
    """Abbreviations, dialect, doubled words, stretched letters and ornate letters become plain
    words."""
    assert plain(written, WORDS.vocabulary) == meant


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("istri hamil 8 bln blm punya bpjs", {"pregnant": "near"}),
        ("anak sdh 3 bln gk sklh", {"school": "stopped"}),
        ("bapak di ruang ICU", {"treatment": "in_hospital"}),
        ("batasnya minggu dpn pak", {"deadline": "within_14_days"}),
        ("pendamping motong PKH saya", {"accuses": "official"}),
        ("RT sebelah rumah tingkat mobil ada msh dpt PKH", {}),
        ("tidak hamil", {}),
        ("pak RT, suami saya narik becak", {}),
        ("kartunya dipegang anak saya", {}),
    ],
)
def test_facts_of_a_story(text: str, facts: dict[str, str]) -> None:
    """A story tells facts that may raise its urgency; a neighbour in the next RT is no
    accusation."""
    assert classifier.facts_from(text, WORDS) == facts


def test_misspellings_are_understood() -> None:
    """A slip in a long keyword does not hide it."""
    assert first("mau bikin surat keterngan tidak mampuu") == "sktm"
    assert first("rutilauh rumah") == "rutilahu"


def test_no_phrase_is_overlooked() -> None:
    """A text is looked through for phrases only if a word is there with which one begins: that
    leaves none out."""
    alone = Vocabulary(WORDS.vocabulary.words, {})
    told = [story["text"] for name in ("texts.csv", "examples.csv") for story in stories(name)]
    told += [f"tolong {written} pak" for written in WORDS.vocabulary.phrases]
    for text in told:
        story = plain(text, alone)
        for written, meant in WORDS.vocabulary.phrases.items():
            story = story.replace(f" {written} ", f" {meant} ")
        assert plain(text, WORDS.vocabulary) == story


def test_suggestions_explain_themselves() -> None:
    """A suggestion names the keywords that were found, the strongest first, and no more than the
    limit come."""
    found = classifier.suggest(
        "KIS saya tidak aktif, PKH juga belum cair, modal usaha", WORDS, limit=2
    )
    assert len(found) == 2
    assert all(one.words for one in found)
    assert found[0].score >= found[1].score


def test_no_keyword_is_empty() -> None:
    """Every keyword still says something once it is in plain words."""
    phrases = [keyword.phrase for group in WORDS.keywords.values() for keyword in group]
    phrases += [one for cue in WORDS.cues for one in (*cue.any, *cue.unless)]
    assert [one.source for one in phrases if not all(part.strip() for part in one.parts)] == []


@given(st.text(max_size=600))
def test_any_text_is_read(text: str) -> None:
    """No text whatever raises, and the same text always gets the same answer."""
    assert classifier.suggest(text, WORDS) == classifier.suggest(text, WORDS)


@pytest.mark.parametrize("fact", sorted({cue.fact for cue in WORDS.cues}))
@pytest.mark.parametrize(
    "text", ["", "jangan kirim pesan lagi", "nenek tinggal sendiri, jangan bilang siapa-siapa"]
)
def test_one_fact_is_what_all_facts_say_of_it(text: str, fact: str) -> None:
    """Asked alone or among all, a story tells the same."""
    told = classifier.facts_from(text, WORDS).get(fact, "")
    assert classifier.fact_in(text, WORDS, fact) == told
    classifier.facts_from(text, WORDS)


def test_reading_is_quick() -> None:
    """The median story is ranked in 3 ms, and even 4,096 characters of unknown words in 50 ms."""
    spent = []
    for story in stories("texts.csv"):
        start = time.perf_counter()
        classifier.suggest(story["text"], WORDS)
        spent.append(time.perf_counter() - start)
    assert sorted(spent)[len(spent) // 2] < 0.003
    start = time.perf_counter()
    classifier.suggest(
        " ".join(f"kabuaran{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(400)), WORDS
    )
    assert time.perf_counter() - start < 0.05


def test_vague_services_give_way() -> None:
    """Keywords of a vague service count half."""
    row = {"sector": "a", "desk": "health", "category": "programme", "party": "p", "urgency": "low"}
    services = {
        "some": row | {"keywords": ["tidak dapat"], "vague": True},
        "orphan": row | {"keywords": ["anak yatim"]},
    }
    lists: dict[str, object] = {"sectors": ["a"], "parties": ["p"], "documents": []}
    built = classifier.read({}, read_catalogue({**lists, "questions": {}, "service": services}))
    assert [
        (one.service, one.score) for one in classifier.suggest("anak yatim tidak dapat", built)
    ] == [
        ("orphan", 2),
        ("some", 1),
    ]


def test_all_mistakes_are_told_at_once() -> None:
    """Bad words and cues are refused with every mistake, each with its row."""
    rows = {"words": {"gk": 1}, "cue": [{"fact": "x", "any": "y", "when": 1}], "word": {}}
    with pytest.raises(ValueError, match="words gk") as caught:
        classifier.read(rows, CATALOGUE)
    assert str(caught.value).splitlines() == [
        "words: word is not a known key",
        "words words gk: must be text",
        "words cue 1 (x): when is not a known key",
        "words cue 1 (x): value is missing",
        "words cue 1 (x): any and unless must be lists of phrases",
    ]

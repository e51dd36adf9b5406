"""Letters, receipts, slips and posters: what stands on them, what never does, and what an office
may change."""

import io
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pypdf
import pytest

from bot.papers import pdf as letters
from bot.papers.pdf import (
    BoardNotice,
    Letterhead,
    Poster,
    Receipt,
    ReferralLetter,
    Resident,
    Signature,
    Slip,
    Statement,
    samples,
    speech,
)
from bot.settings.mistakes import Mistakes

DAY = date(2026, 11, 21)
CASE = "26-00042-K"
BOT = "PuskesosCirebonBot"
HEAD = Letterhead(
    "Puskesos Kelurahan Kesambi", "Jalan Contoh Nomor 1, Kecamatan Kesambi", "Kota Cirebon"
)
COORDINATOR, LURAH = (
    Signature("Koordinator Puskesos"),
    Signature("Lurah Kesambi", staff_number="NIP 000"),
)
PERSON = Resident(
    name="Warga Satu",
    nik="3274050101800001",
    kk="3274050101800002",
    birth="Cirebon, 1 Januari 1980",
    religion="Islam",
    address="RT 001/RW 002, Kesambi",
    phone="0812-0000-0000",
    jkn_number="0001234567890",
    decile="3",
)
REFERRAL = ReferralLetter(
    number=f"460/{CASE}/PSK/XI/2026",
    case_number=CASE,
    dated=DAY,
    place="Kesambi",
    to="Kepala Dinas Sosial Kota Cirebon",
    receiver="dinsos",
    about="BPJS/KIS tidak aktif",
    person=PERSON,
    signed_by=COORDINATOR,
    known_by=LURAH,
    reason="Kartu tidak aktif sejak bulan lalu.",
    documents=("Fotokopi KTP", "Fotokopi KK"),
    answer_by=date(2026, 11, 27),
    consented_on=date(2026, 11, 20),
    qr="https://t.me/PuskesosCirebonBot?start=x",
)
STATEMENT = Statement(
    number=f"470/{CASE}/PSK/XI/2026",
    dated=DAY,
    place="Kesambi",
    person=PERSON,
    resident_of="Kelurahan Kesambi",
    verified_by="fasilitator",
    verified_on=date(2026, 11, 19),
    decile=3,
    purpose="Pengajuan KIP Kuliah",
    signed_by=COORDINATOR,
    known_by=LURAH,
)
RECEIPT = Receipt(
    CASE, "BPJS/KIS tidak aktif", DAY, date(2026, 11, 27), BOT, f"https://t.me/{BOT}", ("KTP", "KK")
)
SLIP = Slip(
    CASE,
    DAY,
    BOT,
    result="Kartu Anda sudah aktif lagi.",
    code="K7TM-4XWA",
    link=f"https://t.me/{BOT}?start=a_x",
)
POSTER = Poster(
    "Kelurahan Kesambi",
    "32.74.05.1003",
    BOT,
    DAY,
    ("112 (darurat)", "119 (ambulans)", "110 (polisi)"),
)
NOTICE = BoardNotice(CASE, DAY, "Lampu jalan sudah diperbaiki.")
SHIELD = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><path d="M1 1h6v6h-6z"/></svg>'
)
LONG = "panjang" * 30


def pages(pdf: bytes) -> list[pypdf.PageObject]:
    return list(pypdf.PdfReader(io.BytesIO(pdf)).pages)


def text(pdf: bytes) -> str:
    """All words in one line, without the places where a long word may break."""
    words = " ".join(page.extract_text() for page in pages(pdf)).replace("\u200b", "")
    return " ".join(words.split())


ONE_OF_EACH = {
    "referral": lambda: letters.referral_letter(REFERRAL, HEAD),
    "statement": lambda: letters.statement_letter(STATEMENT, HEAD),
    "receipt": lambda: letters.receipt(RECEIPT, HEAD),
    "receipt 80mm": lambda: letters.receipt(RECEIPT, HEAD, size="80mm"),
    "slip": lambda: letters.slip(SLIP, HEAD),
    "slip 80mm": lambda: letters.slip(SLIP, HEAD, size="80mm"),
    "poster": lambda: letters.poster(POSTER, HEAD),
    "notice": lambda: letters.notice_board(NOTICE, HEAD),
}


@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_a_paper_is_one_page_and_the_same_every_time(kind: str) -> None:
    """Equal values give equal bytes: no clock, no font of the machine, no chance goes in."""
    pdf = ONE_OF_EACH[kind]()
    assert (pdf[:5], len(pages(pdf)), ONE_OF_EACH[kind]() == pdf) == (b"%PDF-", 1, True)
    width, height = pages(pdf)[0].mediabox[2:]
    assert round(width / 72 * 25.4) == (80 if "80mm" in kind else 210)
    assert "80mm" in kind or round(height / 72 * 25.4) == 297


def test_a_referral_says_who_asks_whom_for_what() -> None:
    """Number, receiver, service, reason, documents, day of the answer and both signers stand in the
    letter."""
    told = text(letters.referral_letter(REFERRAL, HEAD))
    for words in (
        f"460/{CASE}/PSK/XI/2026",
        "Yth. Kepala Dinas Sosial Kota Cirebon",
        "Rujukan layanan BPJS/KIS tidak aktif",
        "Kartu tidak aktif sejak bulan lalu.",
        "2. Fotokopi KK",
        "Jumat, 27 November 2026",
        "telah menyetujui penyampaian data ini pada 20 November 2026",
        "Koordinator Puskesos",
        "Mengetahui, Lurah Kesambi",
    ):
        assert words in told


@pytest.mark.parametrize(
    ("receiver", "goes", "stays"),
    [
        ("dinsos", {"nik", "kk", "decile", "jkn_number"}, {"religion"}),
        ("bpjs", {"nik", "kk", "birth", "jkn_number"}, {"religion", "decile"}),
        ("disdukcapil", {"nik", "kk", "birth", "religion"}, {"jkn_number", "decile"}),
        ("baznas", {"nik", "address"}, {"birth", "religion", "jkn_number"}),
        ("company", {"name", "address", "phone"}, {"nik", "kk", "birth", "religion", "jkn_number"}),
    ],
)
def test_only_what_the_receiver_needs_goes_along(
    receiver: str, goes: set[str], stays: set[str]
) -> None:
    """A kind of office that nobody described gets no more than what is needed to find the
    person."""
    told = text(letters.referral_letter(replace(REFERRAL, receiver=receiver), HEAD)) + " "
    shown = {name: getattr(PERSON, name) for name in goes | stays}
    shown["decile"] = "Desil DTSEN : 3"
    assert {name for name in goes | stays if shown[name] in told} == goes


def test_a_confidential_referral_keeps_the_topic_out_of_its_subject() -> None:
    """What is read over a shoulder names no topic; the letter itself does."""
    told = text(letters.referral_letter(replace(REFERRAL, confidential=True, urgent=True), HEAD))
    assert "Sifat : Rahasia, segera" in told
    assert "Hal : Rujukan warga" in told
    assert told.count("BPJS/KIS tidak aktif") == 1


def test_a_referral_asks_to_keep_the_name_of_who_told() -> None:
    """The nature of the letter, and a sentence for whoever reads it; only where it was asked
    for."""
    told = text(letters.referral_letter(replace(REFERRAL, secret=True), HEAD))
    assert "Sifat : Rahasia" in told
    assert "Nama pelapor" in told
    assert "Nama pelapor" not in text(letters.referral_letter(REFERRAL, HEAD))


def test_a_statement_names_decile_and_purpose() -> None:
    """The decile, who verified it and when, the purpose, and that it is no promise."""
    told = text(
        letters.statement_letter(
            replace(STATEMENT, household_head=replace(PERSON, name="Warga Dua")), HEAD
        )
    )
    for words in (
        "Berdasarkan hasil verifikasi fasilitator pada tanggal 19 November 2026",
        "Desil DTSEN : 3",
        "Keperluan : Pengajuan KIP Kuliah",
        "bukan penetapan penerima bantuan",
        "dengan kepala keluarga: Nama : Warga Dua",
    ):
        assert words in told
    assert told.count(PERSON.kk) == 1


def test_a_person_outside_dtsen_has_no_decile() -> None:
    """Without a decile the letter says that the person is not recorded yet."""
    told = text(
        letters.statement_letter(
            replace(STATEMENT, decile=None, person=Resident(name="Warga Satu")), HEAD
        )
    )
    assert "belum tercatat dalam Data Tunggal" in told
    assert "Desil DTSEN" not in told


def test_a_decile_beyond_ten_is_refused() -> None:
    """There are ten deciles, and 0 for those who were not ranked."""
    with pytest.raises(ValueError, match="from 0 to 10"):
        replace(STATEMENT, decile=11)


@pytest.mark.parametrize("size", ["a4", "80mm"])
def test_a_receipt_has_number_day_and_the_way_to_ask(size: letters.Paper) -> None:
    """A name stands on it only when one is given."""
    told = text(letters.receipt(RECEIPT, HEAD, size=size))
    for words in (
        CASE,
        "BPJS/KIS tidak aktif",
        "Jumat, 27 November 2026",
        "KTP",
        f"@{BOT}",
        "OTP, PIN",
    ):
        assert words in told
    assert "Nama" not in told
    assert "Nama" in text(letters.receipt(replace(RECEIPT, name="Warga Satu"), HEAD, size=size))


@pytest.mark.parametrize("size", ["a4", "80mm"])
def test_a_receipt_can_be_silent_about_the_service(size: letters.Paper) -> None:
    """In the sensitive lane no word about the topic is printed, and no empty line for it either."""
    assert "Layanan" not in text(letters.receipt(replace(RECEIPT, service=""), HEAD, size=size))


def test_a_due_time_is_printed_in_the_zone_of_the_office() -> None:
    """The clock time and its zone stand beside the day; a time in UTC is refused, since its day may
    differ."""
    due = datetime(2026, 11, 21, 16, 30, tzinfo=timezone(timedelta(hours=8)))
    assert "Sabtu, 21 November 2026 pukul 16.30 WITA" in text(
        letters.receipt(replace(RECEIPT, due=due), HEAD)
    )
    with pytest.raises(ValueError, match="time of the office"):
        letters.receipt(replace(RECEIPT, due=due.astimezone(UTC)), HEAD)


def test_the_poster_tells_the_bot_from_a_fraud() -> None:
    """Exact name, what Puskesos is not, free, what is never asked, whom to call."""
    told = text(letters.poster(replace(POSTER, bot=f"@{BOT}"), HEAD))
    for words in (
        f"@{BOT}",
        "Bukan Puskesmas",
        "Gratis.",
        "tidak pernah meminta OTP, PIN",
        "112 (darurat)",
    ):
        assert words in told
    assert POSTER.link == f"https://t.me/{BOT}?start=d_3274051003"


def test_the_longest_bot_name_fits_the_poster() -> None:
    """Telegram allows 32 letters; the name shrinks instead of breaking, for it has to be read
    exactly."""
    name = "Pusat" * 5 + "Cirebon"
    assert f"@{name}" in text(letters.poster(replace(POSTER, bot=name), HEAD))


@pytest.mark.parametrize("bot", ["", "two words", "https://t.me/x", "x" * 33])
def test_a_wrong_name_of_the_bot_is_refused(bot: str) -> None:
    """A paper with a wrong name would lead people astray."""
    with pytest.raises(ValueError, match="no name of a bot"):
        replace(POSTER, bot=bot)


@pytest.mark.parametrize("size", ["a4", "80mm"])
def test_a_slip_brings_result_and_code(size: letters.Paper) -> None:
    """Both stand on the paper, with the end of the code's life."""
    told = text(letters.slip(replace(SLIP, valid_until=date(2026, 12, 5)), HEAD, size=size))
    for words in (CASE, "Kartu Anda sudah aktif lagi.", "K7TM-4XWA", "5 Desember 2026", f"@{BOT}"):
        assert words in told


def test_a_slip_that_tells_nothing_is_refused() -> None:
    """A result or a code, otherwise there is no reason for a paper."""
    with pytest.raises(ValueError, match="tells nothing"):
        replace(SLIP, result="", code="")


def test_the_notice_board_shows_number_and_answer() -> None:
    """The answer to an anonymous report."""
    told = text(letters.notice_board(NOTICE, HEAD))
    assert CASE in told
    assert "Lampu jalan sudah diperbaiki." in told


@pytest.mark.parametrize(
    "words",
    [
        '#include "/etc/passwd"',
        '#eval("1 + 1") #panic()',
        "*bold* _slanted_ `raw` $x^2$",
        "] ) } \\ @ref <label> = title",
        '{"json": "\\u0041"}',
        "/* // https://example.org",
    ],
)
def test_what_people_write_is_printed_and_never_run(words: str) -> None:
    """Markup, code and quotes of a resident come out letter by letter."""
    told = text(
        letters.referral_letter(
            replace(REFERRAL, reason=words, about=words, documents=(words,)), HEAD
        )
    )
    assert told.replace(" ", "").count(words.replace(" ", "")) == 4
    assert words.replace(" ", "") in text(letters.slip(replace(SLIP, result=words), HEAD)).replace(
        " ", ""
    )


def test_pictures_and_turned_writing_are_left_out() -> None:
    """Emoji have no letter in the fonts, and marks that turn the direction could make a text read
    otherwise."""
    assert (
        speech.printable("baik 🙏😭\u202e evil\u202c\x00\r\n\n\n\nya\t ok 30 °C \ud800")
        == "baik evil\n\nya ok 30 °C"
    )


def test_another_script_is_printed() -> None:
    """A greeting in Arabic letters makes no letter fail."""
    assert (
        len(pages(letters.notice_board(replace(NOTICE, answer="السلام عليكم, sudah beres"), HEAD)))
        == 1
    )


@pytest.mark.parametrize("size", ["a4", "80mm"])
def test_a_word_without_end_is_broken(size: letters.Paper) -> None:
    """Nothing runs out of the paper."""
    lines = (
        pages(letters.slip(replace(SLIP, result=LONG), HEAD, size=size))[0]
        .extract_text()
        .splitlines()
    )
    assert LONG in "".join(lines).replace("\u200b", "")
    assert max(len(line.replace("\u200b", "")) for line in lines) < 115


def test_a_long_letter_goes_on_with_numbered_pages() -> None:
    """A second page tells to which letter it belongs."""
    found = pages(
        letters.referral_letter(replace(REFERRAL, reason="Keterangan panjang. " * 300), HEAD)
    )
    assert len(found) > 1
    assert f"Halaman {len(found)} dari {len(found)}" in found[-1].extract_text()
    assert REFERRAL.number in found[-1].extract_text()


def test_a_logo_is_printed_and_junk_refused() -> None:
    """The file is looked at before it goes to the press."""
    assert len(pages(letters.referral_letter(REFERRAL, replace(HEAD, logo=SHIELD)))) == 1
    with pytest.raises(Mistakes, match="logo"):
        letters.referral_letter(REFERRAL, replace(HEAD, logo=b"no picture"))


def test_the_press_is_loaded_only_by_who_prints() -> None:
    """Importing the room costs neither typst nor segno."""
    code = "import sys, bot.papers.pdf; sys.exit('typst' in sys.modules or 'segno' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603  our own interpreter


LONG_HEAD = Letterhead(
    "Pusat Kesejahteraan Sosial (Puskesos) Desa Kertawinangun Sindangjawa Kaler",
    "Jalan Raya Nomor 1234 RT 001 RW 002 Blok Pahing, Desa Kertawinangun Sindangjawa Kaler,"
    " Kecamatan Dukupuntang\nTelepon 0231-123456",
    "Kabupaten Kepulauan Siau Tagulandang Biaro",
)
LONG_POST = Signature("Koordinator Pusat Kesejahteraan Sosial Desa Kertawinangun", "Warga Dua")


@pytest.mark.parametrize("lines", range(1, 30, 4))
def test_nobody_signs_an_empty_page(lines: int) -> None:
    """However long a letter is, its signers stand on a page with words of it."""
    reason = "Kartu tidak aktif sejak bulan lalu.\n" * lines
    letter = replace(REFERRAL, reason=reason, signed_by=LONG_POST)
    for made in (letter, replace(letter, secret=True)):
        last = pages(letters.referral_letter(made, LONG_HEAD))[-1].extract_text()
        assert "Atas perhatian" in last
        assert "kerahasiaannya" in last.replace("\n", " ")


def heights(pdf: bytes, *words: str) -> list[float]:
    """How high these words stand on the last page."""
    found: dict[str, float] = {}

    def look(told: str, page: list[float], line: list[float], *_: object) -> None:
        height = round(page[5] + line[5])
        found.update({word: height for word in words if word in told})

    pages(pdf)[-1].extract_text(visitor_text=look)
    return [found[word] for word in words]


def test_two_signers_stand_at_one_height() -> None:
    """Also where the post of one takes two lines, and only one has a NIP."""
    known = Signature("Lurah Kesambi", "Warga Tiga", "NIP 000")
    letter = replace(REFERRAL, signed_by=LONG_POST, known_by=known)
    dua, tiga = heights(letters.referral_letter(letter, HEAD), "Warga Dua", "Warga Tiga")
    assert dua == tiga


def test_the_report_names_the_government() -> None:
    """As every letter does; a place without one leaves no empty line."""
    paper = samples.ALL[4][1]
    assert isinstance(paper, samples.ReportPage)
    assert "Pemerintah Kota Cirebon" in text(letters.report(paper, HEAD))
    assert "Pemerintah" not in text(letters.report(paper, replace(HEAD, district="")))

"""Invented papers with which the templates of an office are tried out: each kind once full and once
with the least.

Tested in tests/bot/papers/test_pdf.py."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.papers.pdf.invitation_values import InvitationPage, Invitations
from bot.papers.pdf.report_values import PlaceRow, ReportPage, ReportRow
from bot.papers.pdf.values import (
    BoardNotice,
    Letterhead,
    Paper,
    Poster,
    Receipt,
    ReferralLetter,
    Resident,
    Signature,
    Slip,
    Statement,
)

Printed = (
    ReferralLetter | Statement | Receipt | Poster | Slip | BoardNotice | Invitations | ReportPage
)

HEAD = Letterhead(
    office="Puskesos Kelurahan Kesambi",
    address="Jalan Contoh Nomor 1, Kecamatan Kesambi, Kota Cirebon",
    district="Kota Cirebon",
)
_DAY = date(2026, 11, 21)
_CASE = "26-00042-K"
_BOT = "PuskesosContohBot"
_NUMBERS = ("112 (darurat)", "119 (ambulans)", "110 (polisi)", "129 (kekerasan)", "171 (Kemensos)")
_COORDINATOR = Signature("Koordinator Puskesos")
_HEAD_OF_VILLAGE = Signature("Lurah Kesambi", staff_number="NIP ")
_PERSON = Resident(
    name="(nama warga)",
    nik="3274050000000000",
    kk="3274050000000000",
    birth="Cirebon, 1 Januari 1980",
    sex="Perempuan",
    religion="Islam",
    occupation="Buruh harian lepas",
    marital_status="Kawin",
    address="RT 001/RW 002, Kelurahan Kesambi, Kecamatan Kesambi, Kota Cirebon",
    phone="0800-0000-0000",
    jkn_number="0000000000000",
)
_REFERRAL = ReferralLetter(
    number=f"460/{_CASE}/PSK/XI/2026",
    case_number=_CASE,
    dated=_DAY,
    place="Kesambi",
    to="Kepala Dinas Sosial Kota Cirebon",
    receiver="dinsos",
    about="BPJS/KIS tidak aktif",
    person=_PERSON,
    signed_by=_COORDINATOR,
)
_STATEMENT = Statement(
    number=f"470/{_CASE}/PSK/XI/2026",
    dated=_DAY,
    place="Kesambi",
    person=_PERSON,
    resident_of="Kelurahan Kesambi",
    verified_by="fasilitator",
    verified_on=_DAY,
    decile=None,
    purpose="Pengajuan KIP Kuliah",
    signed_by=_COORDINATOR,
)
_FULL_REFERRAL = replace(
    _REFERRAL,
    known_by=_HEAD_OF_VILLAGE,
    reason="Kartu tidak aktif sejak bulan lalu,"
    " sedangkan warga perlu kontrol rutin di rumah sakit.",
    documents=("Fotokopi KTP", "Fotokopi KK", "Surat keterangan berobat dari fasilitas kesehatan"),
    answer_by=date(2026, 11, 27),
    result_by=date(2026, 12, 2),
    consented_on=date(2026, 11, 20),
    reply_to="telepon 0231-000000",
    urgent=True,
    confidential=True,
    qr=f"https://t.me/{_BOT}?start=s_00000000",
)
_FULL_STATEMENT = replace(
    _STATEMENT,
    known_by=_HEAD_OF_VILLAGE,
    household_head=replace(
        _PERSON, name="(nama kepala keluarga)", sex="Laki-laki", birth="Cirebon, 2 Februari 1978"
    ),
    decile=3,
    valid_until=date(2027, 2, 21),
    qr=f"https://t.me/{_BOT}?start=s_00000000",
)
_RECEIPT = Receipt(
    _CASE, "BPJS/KIS tidak aktif", _DAY, date(2026, 11, 27), _BOT, f"https://t.me/{_BOT}"
)
_FULL_RECEIPT = replace(_RECEIPT, bring=("KTP", "KK", "Kartu JKN/KIS"), name="(nama warga)")
_SLIP = Slip(_CASE, _DAY, _BOT, result="Kartu Anda sudah aktif lagi. Silakan dipakai berobat.")
_FULL_SLIP = Slip(
    _CASE,
    _DAY,
    _BOT,
    service="BPJS/KIS tidak aktif",
    name="(nama warga)",
    result="Kartu Anda sudah aktif lagi.",
    code="K7TM-4XWA-9QRN-2BEF",
    link=f"https://t.me/{_BOT}?start=a_K7TM4XWA9QRN2BEF",
    valid_until=date(2026, 12, 5),
)
_SUMS = tuple(ReportRow(name, (12,)) for name in ("Masuk", "Dijawab", "Ditutup", "Terlambat"))
_REPORT = ReportPage("November 2026", _DAY, False, _SUMS, (), None, (), (), 0, (), 0)
_FULL_REPORT = replace(
    _REPORT,
    shared=True,
    beside=(ReportRow("Dirujuk", (5,)),),
    in_time=90,
    fields=(ReportRow("Kesehatan, BPJS/KIS", (12, 9, 7, None)),),
    services=(ReportRow("BPJS/KIS tidak aktif", (12, 9, 7, None)),),
    more_services=30,
    places=(PlaceRow("Kesambi", (12, 9, 7, None)), PlaceRow("SLRT", (), (None, 9, 7, 0))),
    more_places=20,
    satisfaction=("Nilai rata-rata 4,5 dari 5",),
)

_PAGE = InvitationPage("Koordinator Puskesos", "Kesambi", "u_contoh0contoh0contoh00")
_FULL_PAGE = replace(_PAGE, role="Pelayanan dan rujukan", desks="kesehatan, pendidikan")
_UNTIL = datetime(2026, 12, 5, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))

ALL: tuple[tuple[str, Printed, Paper], ...] = (
    ("referral", _REFERRAL, "a4"),
    ("referral", _FULL_REFERRAL, "a4"),
    ("statement", _STATEMENT, "a4"),
    ("statement", _FULL_STATEMENT, "a4"),
    ("report", _REPORT, "a4"),
    ("report", _FULL_REPORT, "a4"),
    *(
        (name, paper, size)
        for size in ("a4", "80mm")
        for name, paper in (("receipt", _RECEIPT), ("slip", _SLIP))
    ),
    *(
        (name, paper, size)
        for size in ("a4", "80mm")
        for name, paper in (("receipt", _FULL_RECEIPT), ("slip", _FULL_SLIP))
    ),
    (
        "poster",
        Poster(
            "Kelurahan Kesambi", "32.74.05.1003", _BOT, _DAY, _NUMBERS, "Senin–Jumat 07.30–16.00"
        ),
        "a4",
    ),
    ("invitations", Invitations((_PAGE, _FULL_PAGE), _BOT, _DAY, _UNTIL), "a4"),
    (
        "notice",
        BoardNotice(_CASE, _DAY, "Lampu jalan di gang itu sudah diperbaiki pada 20 November 2026."),
        "a4",
    ),
)
"""Template, paper, size."""

"""Papers for people: letters, receipts, slips, posters, reports. Values in, PDF bytes out; no
clock, no database, no Telegram.

An office may lay its own templates into a folder: a file there replaces the packaged ``*.typ`` of
its name. Every function raises ``Mistakes`` with file, line and mend when such a template can't be
printed. Printing takes some hundredths of a second of the processor: call it in the workshop."""

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from bot.papers.pdf import press, samples
from bot.papers.pdf.invitation_values import InvitationPage, Invitations
from bot.papers.pdf.report_values import ReportPage
from bot.papers.pdf.speech import told
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
from bot.settings.mistakes import Mistakes
from casework.access.referral_fields import needed

__all__ = [
    "BoardNotice",
    "InvitationPage",
    "Invitations",
    "Letterhead",
    "Paper",
    "Poster",
    "Receipt",
    "ReferralLetter",
    "ReportPage",
    "Resident",
    "Signature",
    "Slip",
    "Statement",
    "check",
    "check_logo",
    "invitations",
    "notice_board",
    "poster",
    "receipt",
    "referral_letter",
    "report",
    "slip",
    "statement_letter",
]


def referral_letter(
    letter: ReferralLetter, head: Letterhead, *, folder: Path | None = None
) -> bytes:
    """*Surat rujukan* on A4, with only those fields of the person that this kind of receiver
    needs."""
    values = {**told(letter), "person": told(_as_needed(letter))}
    return _pdf("referral", letter, head, folder, values, qr=letter.qr)[0]


def statement_letter(letter: Statement, head: Letterhead, *, folder: Path | None = None) -> bytes:
    """*Surat keterangan Puskesos* on A4."""
    return _pdf("statement", letter, head, folder, qr=letter.qr)[0]


def receipt(
    paper: Receipt, head: Letterhead, *, size: Paper = "a4", folder: Path | None = None
) -> bytes:
    """*Tanda terima*: the upper part of an A4 sheet to cut off, or an 80 mm strip."""
    return _pdf("receipt", paper, head, folder, size=size, qr=paper.link)[0]


def poster(paper: Poster, head: Letterhead, *, folder: Path | None = None) -> bytes:
    """The poster of a village on A4."""
    return _pdf("poster", paper, head, folder, qr=paper.link)[0]


def slip(paper: Slip, head: Letterhead, *, size: Paper = "a4", folder: Path | None = None) -> bytes:
    """A slip for a neighbour without Telegram: the upper part of an A4 sheet to cut off, or an 80
    mm strip."""
    return _pdf("slip", paper, head, folder, size=size, qr=paper.link)[0]


def notice_board(paper: BoardNotice, head: Letterhead, *, folder: Path | None = None) -> bytes:
    """The answer to an anonymous report on A4, for the notice board."""
    return _pdf("notice", paper, head, folder)[0]


def invitations(paper: Invitations, head: Letterhead, *, folder: Path | None = None) -> bytes:
    """A page on A4 for each person who is invited."""
    return _pdf("invitations", paper, head, folder)[0]


def report(paper: ReportPage, head: Letterhead, *, folder: Path | None = None) -> bytes:
    """The report of a month or a quarter on one A4 page."""
    return _pdf("report", paper, head, folder)[0]


def _as_needed(letter: ReferralLetter) -> Resident:
    fields = needed(letter.receiver)
    return Resident(
        **{name: value for name, value in asdict(letter.person).items() if name in fields}
    )


def check(folder: Path) -> list[str]:
    """What is wrong with the templates of an office, one line per mistake; found by printing
    invented papers."""
    found = press.strangers(folder)
    for template, paper, size in samples.ALL:
        try:
            found += _pdf(template, paper, samples.HEAD, folder, size=size, qr="https://t.me/")[1]
        except Mistakes as mistakes:
            found += mistakes.lines
    return list(dict.fromkeys(found))


def check_logo(logo: bytes) -> list[str]:
    """Why no paper can be printed with a logo; nothing when one can."""
    _, paper, size = next(each for each in samples.ALL if each[0] == "receipt")
    try:
        _pdf(
            "receipt", paper, replace(samples.HEAD, logo=logo), None, size=size, qr="https://t.me/"
        )
    except Mistakes as mistakes:
        return [f"[letterhead] logo: no paper can be printed with it: {mistakes.lines[0]}"]
    return []


def _pdf(
    template: str,
    paper: samples.Printed,
    head: Letterhead,
    folder: Path | None,
    values: dict[str, Any] | None = None,
    *,
    size: Paper = "a4",
    qr: str = "",
) -> tuple[bytes, list[str]]:
    data = {**(values or told(paper)), "head": told(head), "size": size}
    return press.printed(
        template,
        data,
        dated=paper.dated,
        logo=head.logo,
        qr=qr,
        codes=paper.links if isinstance(paper, Invitations) else (),
        folder=folder,
    )

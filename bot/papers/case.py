"""Papers of one case: receipt, public answer, slip, statement, referral letter. Each checks in the
database whether its reader may have it.

Tested in tests/bot/papers/test_maker.py."""

from collections.abc import Sequence
from datetime import date

from bot.papers import case_letters, pdf
from bot.papers.paper_request import Makers, PaperRequest, Params, document
from casework.access import visibility
from casework.actions.ending.public_answer import AnsweredPublicly
from casework.actions.handover import RESULT
from casework.actions.referral import known_office
from casework.case.model import Case
from casework.case.number import number
from conversations.actions import handover
from conversations.protocol.effects import text
from conversations.protocol.notice import service_name
from storage.pending import errands


async def _receipt(request: PaperRequest) -> Params:
    case, _ = await request.case()
    reader = request.reader
    if case is None or not visibility.may_see(reader.id, reader.memberships, case):
        raise PermissionError("not to be seen")
    paper, head = _receipt_of(request, case), request.head(case.village or case.office)
    content = await request.print(pdf.receipt, paper, head, size="80mm")
    return document(content, f"tanda-terima-{number(case.id)}.pdf")


def _receipt_of(request: PaperRequest, case: Case) -> pdf.Receipt:
    sources = request.sources
    service = sources.policy.catalogue.of(case)
    documents = () if service.sensitive else service.documents
    return pdf.Receipt(
        case_number=number(case.id),
        service=_service(request, case),
        dated=case.opened_at.astimezone(sources.zone),
        due=case.due_at.astimezone(sources.zone),
        bot=sources.bot.username,
        link=f"https://t.me/{sources.bot.username}",
        bring=tuple(request.printed(text(f"document.{each}")) for each in documents),
    )


def _service(request: PaperRequest, case: Case) -> str:
    """The service of a case; nothing when it is sensitive."""
    sensitive = request.sources.policy.catalogue.of(case).sensitive
    return "" if sensitive else request.printed(service_name(case))


async def _notice(request: PaperRequest) -> Params:
    """The last public answer of a case, for the office's notice board."""
    case, history = await request.case()
    answers = [(event, at) for event, at in history if isinstance(event, AnsweredPublicly)]
    if case is None or not answers or not _is_officer(request, case):
        raise PermissionError("not to be seen")
    event, at = answers[-1]
    paper = pdf.BoardNotice(number(case.id), at.astimezone(request.sources.zone).date(), event.text)
    # What the village may not see does not hang at its door.
    head = request.head(case.office if case.confidential else case.village or case.office)
    content = await request.print(pdf.notice_board, paper, head)
    return document(content, f"jawaban-{number(case.id)}.pdf")


def _is_officer(request: PaperRequest, case: Case) -> bool:
    return any(visibility.sees(m, case) for m in request.reader.memberships)


async def _slip(request: PaperRequest) -> Params:
    """The slip for a neighbour without Telegram: the result of the case, or the code that was just
    made for it."""
    case, _ = await request.case()
    waiting = await _waiting(request)
    reader = request.reader
    asked = reader.id in [w.note.asked for w in waiting]
    if case is None or not (asked or visibility.may_see(reader.id, reader.memberships, case)):
        raise PermissionError("not to be seen")
    kinds = {w.note.kind for w in waiting} | ({RESULT} if case.ending.decision else set())
    told = _told(request, await request.told(case, kinds))
    size, head = request.wanted["size"], request.head(case.village or case.office)
    paper = _slip_of(request, case, told)
    content = await request.print(pdf.slip, paper, head, size=size)
    return document(content, f"kabar-{number(case.id)}-{size}.pdf")


async def _waiting(request: PaperRequest) -> Sequence[errands.OpenErrand]:
    """The errands that are still open."""
    case_id = int(request.wanted["case"])
    async with request.sources.db.read() as connection:
        return await errands.waiting(connection, request.sources.vault, case_id)


def _told(request: PaperRequest, words: str) -> str:
    """What a slip tells; beside a code it may be nothing."""
    if words or request.wanted.get("code"):
        return words
    return request.printed(text("paper.no_result"))


def _slip_of(request: PaperRequest, case: Case, told: str) -> pdf.Slip:
    code, bot = str(request.wanted.get("code", "")), request.sources.bot.username
    return pdf.Slip(
        case_number=number(case.id),
        dated=request.sources.today(),
        bot=bot,
        service=_service(request, case),
        name=case.intake.sufferer or "",
        result=told,
        code=handover.written(code) if code else "",
        link=f"https://t.me/{bot}?start={handover.PREFIX}{code}" if code else "",
        valid_until=date.fromisoformat(str(request.wanted["until"])) if code else None,
    )


async def _statement(request: PaperRequest) -> Params:
    """The last *surat keterangan* of a case."""
    case, history = await request.case()
    sources, reader = request.sources, request.reader
    if case is None or not visibility.works_on(reader.id, reader.memberships, case):
        raise PermissionError("not to be seen")
    bot, zone = sources.bot.username, sources.zone
    paper = case_letters.statement(case, history, sources.content, bot=bot, zone=zone)
    if paper is None:
        raise PermissionError("nothing was certified")
    head = request.head(case.village or case.office)
    content = await request.print(pdf.statement_letter, paper, head)
    return document(content, f"surat-keterangan-{number(case.id)}.pdf")


async def _letter(request: PaperRequest) -> Params:
    """The letter of the last referral of a case."""
    case, history = await request.case()
    sources = request.sources
    if case is None or case.referral is None or not _is_officer(request, case):
        raise PermissionError("not to be seen")
    office = known_office(case, case.referred_to, sources.policy)
    bot, zone = sources.bot.username, sources.zone
    paper = case_letters.referral(case, history, office, sources.content, bot=bot, zone=zone)
    if paper is None:
        raise PermissionError("nothing was offered")
    head = request.head(case.village or case.office)
    content = await request.print(pdf.referral_letter, paper, head)
    return document(content, f"rujukan-{number(case.id)}.pdf")


MAKERS: Makers = {
    "receipt": _receipt,
    "notice": _notice,
    "slip": _slip,
    "statement": _statement,
    "letter": _letter,
}

"""Makes the pages of a plan: codes, a PDF for this user alone, and the invitations, all or nothing.

A code stands on its page and nowhere else: the database keeps its mark, and no log or line on the
screen shows it.

Tested in tests/bot/cli/inviting/test_pages.py."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cli.inviting import plan as planning
from bot.cli.inviting.plan import PagePlan
from bot.desk.staff.accounts import OPERATOR
from bot.papers import pdf
from bot.settings.config import Config
from bot.settings.mistakes import Mistakes
from bot.workshop.workshop import Limits, OwnProcess, Unfinished
from storage.people import invitations
from storage.people.invited import end_invitations

SECONDS = 60
"""For all pages; a district of 309 villages takes about a tenth of it."""

CHANGED = "somebody came or was invited meanwhile; nothing was made, try again"


@dataclass(frozen=True)
class PageOrder:
    """The pages of a plan, a code for each. ``at``, ``until``: aware, local; from when on and how
    long they can be used."""

    seen: PagePlan
    codes: tuple[str, ...] = field(repr=False)
    at: datetime
    until: datetime


def refuse_old(out: Path) -> None:
    """Mistakes when a file of this name can't be made."""
    if out.exists():
        raise Mistakes(f"{out} is there already; take another name")
    if not out.parent.is_dir():
        raise Mistakes(f"there is no folder {out.parent}; make it first")


async def keep(connection: AsyncConnection, order: PageOrder, *, again: bool) -> None:
    """Keep the invitations; with ``again``, after the end of those that were made before. Mistakes
    when there are others than when the plan was made."""
    seen = order.seen
    if await planning.count(connection, seen.rows, order.at, again=again) != seen.count:
        raise Mistakes(CHANGED)
    if again:
        await end_invitations(connection, {one.role for one in seen.rows}, order.at)
    for role, code in zip(seen.new, order.codes, strict=True):
        await invitations.add_invite(
            connection,
            mark=invitations.mark_of(code),
            role=role.role,
            scope=role.scope,
            desks=role.desks,
            made_by=OPERATOR,
            at=order.at,
            expires_at=order.until,
        )


async def printed(config: Config, order: PageOrder, bot: str) -> bytes:
    """The PDF, made in the worker process; where the office's own template can't be printed, by the
    packaged one. Why is not told: it may quote a code. Mistakes when there can be none."""
    names = order.seen.names
    pages = tuple(
        pdf.InvitationPage(names.role(m), names.place(m.scope), f"u_{code}", names.desks(m))
        for m, code in zip(order.seen.new, order.codes, strict=True)
    )
    paper = pdf.Invitations(pages, bot, order.at.date(), order.until)
    workshop = OwnProcess(Limits(seconds=SECONDS))
    try:
        return await _by_own_template(workshop, paper, names.head, config.letters.folder)
    except Unfinished as error:
        raise Mistakes(f"the pages could not be printed ({error}); make fewer at once") from None
    finally:
        await workshop.close()


async def _by_own_template(
    workshop: OwnProcess, paper: pdf.Invitations, head: pdf.Letterhead, own: Path | None
) -> bytes:
    if own is not None:
        with suppress(Mistakes, Unfinished):
            return await workshop.do(pdf.invitations, paper, head, folder=own)
    return await workshop.do(pdf.invitations, paper, head, folder=None)


@contextmanager
def written(out: Path, content: bytes) -> Iterator[None]:
    """A new file for this user alone; it is gone again when what follows fails."""
    try:
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Mistakes(f"{out}: {error.strerror}; take another name") from error
    try:
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise Mistakes(f"{out}: {error.strerror}") from error
        yield
    except BaseException:
        out.unlink(missing_ok=True)
        raise

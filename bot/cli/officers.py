"""Commands about the people who work here: inviting one of them, or a page for each person of a
list;
seeing who they are; ending everything of one.

Tested in tests/bot/cli/inviting/test_pages.py and tests/bot/cli/people/test_listing.py."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.errors import HERE, ConfigFile, config_at, local_now, told, utc_now
from casework.case.model import Desk, Role

if TYPE_CHECKING:
    from bot.cli.inviting.plan import PagePlan
    from bot.cli.people.listing import ListedPerson
    from bot.settings.config import Config

ONE_DAYS, LIST_DAYS = 2, 14
"""How long an invitation may be used: paper takes its time to the villages."""

DELIVER = (
    "Whoever has a page can use it. Print it here, hand each page to its person and to nobody else,"
    " send none by chat or mail, then destroy the file: shred -u {out}"
)

Days = Annotated[
    int | None,
    typer.Option(
        min=1,
        max=30,
        help=f"How long the invitation may be used; {ONE_DAYS}, for a list {LIST_DAYS}.",
        show_default=False,
    ),
]


@told
def invite(
    *,
    role: Annotated[Role | None, typer.Option(help="What the person will be.")] = None,
    scope: Annotated[
        str, typer.Option(help="Where: a Kemendagri code, or 32.74/dinkes for an agency.")
    ] = "",
    desk: Annotated[
        list[Desk] | None, typer.Option(help="Desk of a back office; may be given again.")
    ] = None,
    days: Days = None,
    csv: Annotated[
        Path | None,
        typer.Option(help="Instead, a list: role,code[,name,desk,count].", metavar="FILE.csv"),
    ] = None,
    pdf: Annotated[
        Path | None,
        typer.Option(help="The new file for the pages; without it, only looks.", metavar="FILE"),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Pages are lost: the old ones end, new ones are made.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do it without asking.")] = False,
    config: ConfigFile = HERE,
) -> None:
    """Invite one person, or make a page for each person of a list; works while the bot runs."""
    from bot.settings.mistakes import Mistakes

    read = config_at(config)
    if csv:
        if role or scope or desk:
            raise Mistakes("--csv says who is invited; leave --role, --scope and --desk out")
        _list(read, csv, pdf, days or LIST_DAYS, again=again, yes=yes)
    elif pdf or again or yes:
        raise Mistakes("--pdf, --again and --yes are for a list; name it with --csv FILE.csv")
    elif not (role and scope):
        raise Mistakes("say who is invited: --role and --scope, or a list with --csv FILE.csv")
    else:
        _one(read, role, scope, desk or [], days or ONE_DAYS)


def _one(read: "Config", role: Role, scope: str, desks: list[Desk], days: int) -> None:
    from bot.cli import admin
    from bot.cli.asking_telegram import NoBot, bot_name

    code = asyncio.run(admin.invite(read, role, scope, desks, days=days, at=utc_now()))
    typer.echo(code)
    try:
        typer.echo(f"https://t.me/{asyncio.run(bot_name(read))}?start={code}")
    except NoBot as error:
        typer.echo(
            f"The person opens the bot and sends: /start {code}\n(no link: {error})", err=True
        )


def _list(
    read: "Config", csv: Path, out: Path | None, days: int, *, again: bool, yes: bool
) -> None:
    from bot.cli.inviting import pages

    at = local_now(read)
    if out:
        pages.refuse_old(out)
    seen = asyncio.run(_planned(read, csv, at, again=again))
    for line in seen.lines():
        typer.echo(line)
    if not seen.new:
        return
    if out is None:
        return typer.echo("nothing was made; name a file with --pdf to make the pages")
    if not yes and not typer.confirm("Shall it be so?"):
        return typer.echo("nothing was made")
    asyncio.run(_pages(read, seen, out, at, at + timedelta(days=days), again=again))
    typer.echo(f"{out}: {len(seen.new)} pages, valid for {days} days; others can't open it")
    typer.echo(DELIVER.format(out=out))


async def _planned(read: "Config", csv: Path, at: datetime, *, again: bool) -> "PagePlan":
    from bot.cli.admin import ready
    from bot.cli.inviting.plan import plan

    async with ready(read.database.url) as database, database.read() as connection:
        return await plan(connection, read, csv, at, again=again)


async def _pages(
    read: "Config", seen: "PagePlan", out: Path, at: datetime, until: datetime, *, again: bool
) -> None:
    """Write the pages into a new file and keep their invitations: both, or neither."""
    from bot.cli.admin import new_code, ready
    from bot.cli.asking_telegram import bot_name
    from bot.cli.inviting import pages

    order = pages.PageOrder(seen, tuple(new_code() for _ in seen.new), at, until)
    content = await pages.printed(read, order, await bot_name(read))
    with pages.written(out, content):
        async with ready(read.database.url) as database, database.write() as connection:
            await pages.keep(connection, order, again=again)


people = typer.Typer(
    help="Who works here: roles, places, last seen, whether messages reach them.",
    invoke_without_command=True,
    rich_markup_mode=None,
)


@people.callback()
@told
def list_(
    context: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON list.")] = False,
    config: ConfigFile = HERE,
) -> None:
    """See who works here: roles, places, last seen, whether messages reach them."""
    if context.invoked_subcommand is None:
        from bot.cli.people import listing

        read = config_at(config)
        found = asyncio.run(_listed(read))
        zone = read.area.timezone
        told = [listing.as_json(found)] if as_json else listing.lines(found, zone)
        for line in told:
            typer.echo(line)


@people.command("end")
@told
def end(
    person: Annotated[int, typer.Argument(help="Their number in the list.", metavar="NUMBER")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do it without asking.")] = False,
    config: ConfigFile = HERE,
) -> None:
    """End all roles of somebody at once (a stolen phone, say), and what they had begun; asks first.
    Works while the bot runs."""
    from bot.cli.people import listing
    from bot.cli.people.ending import NOBODY
    from bot.settings.mistakes import Mistakes

    read = config_at(config)
    theirs = [one for one in asyncio.run(_listed(read)) if one.id == person]
    if not theirs:
        raise Mistakes(NOBODY.format(person=person))
    for line in listing.lines(theirs, read.area.timezone):
        typer.echo(line)
    if not yes and not typer.confirm(
        "All of this ends now, and their cases go on. Shall it be so?"
    ):
        return typer.echo("nothing was changed")
    asyncio.run(_ended(read, person))
    typer.echo(
        f"{person}: ended; colleagues are told. Invite them again when they have a new phone"
    )


async def _listed(read: "Config") -> "list[ListedPerson]":
    from bot.cli.admin import ready
    from bot.cli.people.listing import listed
    from storage.db.vault import Vault

    vault = Vault(read.keys.master.get_secret_value())
    async with ready(read.database.url) as database, database.read() as connection:
        return await listed(connection, vault)


async def _ended(read: "Config", person: int) -> None:
    from bot.cli.people.ending import end
    from bot.lifetime import with_imports
    from bot.program import build
    from casework.actions.correcting.taking_back import HELD_FOR

    program = await with_imports(build(read, hold=HELD_FOR))
    try:
        await end(program, person)
    finally:
        await program.close()

"""Commands for updates that were put aside because each fails alone. They name them by number,
moment and error, and never show what somebody wrote; all may run beside the bot."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.errors import HERE, ConfigFile, config_at, told

if TYPE_CHECKING:
    from bot.settings.config import Config
    from storage.pending.poison import PutAside

poison = typer.Typer(
    help="Updates that were put aside.", no_args_is_help=True, rich_markup_mode=None
)
Ids = Annotated[list[int], typer.Argument(help="Numbers from the list.", metavar="NUMBER...")]


@poison.command("list")
@told
def list_(config: ConfigFile = HERE) -> None:
    """Name the updates that were put aside: number, moment (UTC) and error."""
    found = asyncio.run(_listed(config_at(config)))
    for one in found:
        typer.echo(f"{one.update_id}  {one.at:%Y-%m-%d %H:%M}  {one.error}")
    if not found:
        typer.echo("no update is put aside")


@poison.command("retry")
@told
def retry(
    numbers: Annotated[
        list[int] | None,
        typer.Argument(help="Numbers from the list; all when left out.", metavar="[NUMBER...]"),
    ] = None,
    config: ConfigFile = HERE,
) -> None:
    """Play updates again that were put aside, after an upgrade, say; what fails stays put aside."""
    if not asyncio.run(_again(config_at(config), numbers or [])):
        raise typer.Exit(2)


@poison.command("drop")
@told
def drop(
    numbers: Ids,
    yes: Annotated[bool, typer.Option("--yes", help="Do it without asking.")] = False,
    config: ConfigFile = HERE,
) -> None:
    """Delete updates that were put aside, for ever; asks first."""
    read = config_at(config)
    if not yes and not typer.confirm("What somebody wrote is deleted for ever. Shall it be so?"):
        return typer.echo("nothing was changed")
    for number, gone in zip(numbers, asyncio.run(_dropped(read, numbers)), strict=True):
        typer.echo(f"{number}: {'deleted' if gone else 'was not put aside'}")


async def _listed(config: "Config") -> "list[PutAside]":
    from bot.cli.admin import ready
    from storage.pending.poison import listed

    async with ready(config.database.url) as database, database.read() as connection:
        return await listed(connection)


async def _dropped(config: "Config", numbers: Sequence[int]) -> list[bool]:
    from bot.cli.admin import ready
    from storage.pending.poison import drop

    async with ready(config.database.url) as database, database.write() as connection:
        return [await drop(connection, number) for number in numbers]


async def _again(config: "Config", numbers: Sequence[int]) -> bool:
    """Whether all went well."""
    from bot.lifetime import with_imports
    from bot.program import build
    from casework.actions.correcting.taking_back import HELD_FOR

    wanted = numbers or [one.update_id for one in await _listed(config)]
    program, well = await with_imports(build(config, hold=HELD_FOR)), True
    try:
        for number in wanted:
            try:
                await program.turns.again(number)
                typer.echo(f"{number}: done")
            except LookupError as error:
                typer.echo(str(error))
            except Exception as error:
                well = False
                typer.echo(f"{number}: fails again ({type(error).__name__})", err=True)
    finally:
        await program.close()
    return well

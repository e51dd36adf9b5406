"""Commands with which a district brings its own data: places, other offices, days of a decree.

Tested in tests/bot/cli/test_main.py."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.errors import HERE, ConfigFile, config_at, local_now, told

places = typer.Typer(help="The list of places.", no_args_is_help=True, rich_markup_mode=None)
offices = typer.Typer(
    help="The directory of other offices.", no_args_is_help=True, rich_markup_mode=None
)
days = typer.Typer(
    help="Days on which the offices are closed or open.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
GROUPS: Mapping[str, typer.Typer] = {"areas": places, "offices": offices, "calendar": days}
Yes = Annotated[bool, typer.Option("--yes", help="Do it without asking.")]


@places.command("import")
@told
def import_(
    file: Annotated[Path, typer.Argument(help="CSV: code,name", metavar="FILE.csv")],
    config: ConfigFile = HERE,
) -> None:
    """Add the places of a CSV file (code,name) to the database."""
    from bot.cli import admin

    count = asyncio.run(admin.import_areas(config_at(config).database.url, file))
    typer.echo(f"{count} places are in the database")


@places.command("move")
@told
def move(
    old: Annotated[str, typer.Argument(help="The code until now.", metavar="OLD")],
    new: Annotated[str, typer.Argument(help="The code of today.", metavar="NEW")],
    cases: Annotated[
        Path | None,
        typer.Option(
            help="A village was split: only these cases go, one number a line.", metavar="FILE"
        ),
    ] = None,
    yes: Yes = False,
    config: ConfigFile = HERE,
) -> None:
    """Give a place its new code: cases, residents, roles and posters follow; tells how many, and
    asks first."""
    from bot.cli import area_moves

    read = config_at(config)
    only = area_moves.numbers_in(cases) if cases else ()
    if not yes:
        typer.echo(area_moves.look(read, old, new, local_now(read), only))
        if not typer.confirm("Shall it be so?"):
            return typer.echo("nothing was changed")
    typer.echo(area_moves.move(read, old, new, local_now(read), only))


@offices.command("import")
@told
def import_offices(
    file: Annotated[
        Path, typer.Argument(help="CSV: code,name,kind,channel,handles,contact", metavar="FILE.csv")
    ],
    config: ConfigFile = HERE,
) -> None:
    """Add the offices of a CSV file to those to which a case can be referred."""
    from bot.cli import admin

    read = config_at(config)
    count = asyncio.run(admin.import_offices(read, file, local_now(read).date()))
    typer.echo(f"{count} offices are in the directory; a running bot knows them within a minute")


@days.command("import")
@told
def import_days(
    file: Annotated[Path, typer.Argument(help="CSV: date,name[,kind]", metavar="FILE.csv")],
    yes: Yes = False,
    config: ConfigFile = HERE,
) -> None:
    """Add the days of a decree and move the due times that they touch; shows them and asks
    first."""
    from bot.cli import calendar_changes

    read = config_at(config)
    calendar_changes.change(read, file, lambda: local_now(read), yes=yes)


@days.command("check")
@told
def check_days(yes: Yes = False, config: ConfigFile = HERE) -> None:
    """Show which due times are not those of today's calendar (newer holidays, say), and ask to move
    them."""
    from bot.cli import calendar_changes

    read = config_at(config)
    calendar_changes.change(read, None, lambda: local_now(read), yes=yes)

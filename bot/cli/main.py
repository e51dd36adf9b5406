"""The command line. Imports wait inside the commands, so that ``--help`` is quick; each command is
a few lines."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.backups import backup, backup_key, restore
from bot.cli.errors import HERE, ConfigFile, config_at, local_now, told
from bot.cli.imports import GROUPS
from bot.cli.officers import invite, people
from bot.cli.poison import poison

app = typer.Typer(
    name="puskesos",
    help="The complaint desk of a village Puskesos in Telegram.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for name, group in {**GROUPS, "people": people, "poison": poison}.items():
    app.add_typer(group, name=name)
for command in (invite, backup_key, backup, restore):
    app.command()(command)


def main() -> None:
    """The program ``puskesos``."""
    app()


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"puskesos {version('puskesos')}")
        raise typer.Exit


@app.callback()
def puskesos(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """The complaint desk of a village Puskesos in Telegram."""


@app.command()
@told
def init(
    *,
    district: Annotated[
        str, typer.Option(help="Code of the regency or city; asked for when left out.")
    ] = "",
    villages: Annotated[
        str,
        typer.Option(help="CSV file with the villages (code,name); asked for too.", metavar="FILE"),
    ] = "",
    token_env: Annotated[
        str, typer.Option(help="Variable that holds the bot token.", metavar="NAME")
    ] = "PUSKESOS_TOKEN",  # noqa: S107 - a name
    token_file: Annotated[
        str, typer.Option(help="File that holds the bot token, instead.", metavar="FILE")
    ] = "",
    timezone: Annotated[
        str, typer.Option(help="Asia/Jakarta, Asia/Makassar or Asia/Jayapura.")
    ] = "",
    folder: Annotated[str, typer.Option(help="Folder for the database and attachments.")] = "data",
    config: ConfigFile = HERE,
) -> None:
    """Make config.toml, a key and the list of villages."""
    from bot.cli.init import NewOffice, found

    district = district or typer.prompt("Code of the regency or city, such as 32.74")
    file = Path(villages or typer.prompt("CSV file with the villages (code,name)"))
    token = f"file:{token_file}" if token_file else f"env:{token_env}"
    for path in found(NewOffice(district, file, token, timezone, folder), config):
        typer.echo(f"wrote {path}")
    there = (
        f"into the file {token_file} (chmod 600)"
        if token_file
        else f"into the variable {token_env}"
    )
    at = "" if config == HERE else f" --config {config}"
    typer.echo(
        f"Next: put the token from @BotFather {there},"
        f" then: puskesos check{at}, then: puskesos run{at}"
    )


@app.command()
@told
def demo(
    port: Annotated[
        int, typer.Option(help="Port of the page on this machine; 0 takes any free one.")
    ] = 8790,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
    folder: Annotated[
        Path | None, typer.Option(help="Keep the demo's data here; else it is thrown away.")
    ] = None,
) -> None:
    """Try everything on this machine: no token, no network."""
    from bot.demo.demo import main

    main(port, browser, folder)


@app.command()
@told
def run(
    nobody: Annotated[
        bool, typer.Option("--nobody", help="Run although nobody works here or is invited yet.")
    ] = False,
    config: ConfigFile = HERE,
) -> None:
    """Run the bot until it is stopped."""
    from bot import lifetime
    from bot.settings import logs
    from bot.settings.mistakes import Mistakes
    from bot.telegram import polling

    read = config_at(config)
    logs.start(read.log.level, read.log.format, [read.telegram.token.get_secret_value()])
    try:
        asyncio.run(lifetime.run(read, nobody=nobody, file=config))
    except polling.SecondPoller as error:
        raise Mistakes(str(error)) from error


@app.command()
@told
def check(config: ConfigFile = HERE) -> None:
    """Find mistakes in config, forms, texts and policy."""
    from bot import contents_check
    from bot.cli import stored_orphans
    from bot.settings.mistakes import Mistakes

    read = config_at(config)
    if wrong := contents_check.mistakes(read, local_now(read).date()):
        raise Mistakes(*wrong)
    today = local_now(read).date()
    stored = asyncio.run(stored_orphans.lines(read, today))
    for line in (*contents_check.notes(read, today), *stored):
        typer.echo(f"note: {line}")
    typer.echo("config, forms, texts and policy are well")


@app.command()
@told
def doctor(config: ConfigFile = HERE) -> None:
    """See whether everything that the bot needs is well."""
    from bot.cli.doctor import look

    read = config_at(config)

    async def all_well() -> bool:
        well = True
        async for finding in look(read, local_now(read)):
            typer.echo(finding)
            well &= finding.verdict != "mend"
        return well

    if not asyncio.run(all_well()):
        raise typer.Exit(2)


@app.command()
@told
def status(
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
    config: ConfigFile = HERE,
) -> None:
    """See version, schema and what waits, and since when; never whose."""
    from bot.cli.status import told

    read = config_at(config)
    typer.echo(asyncio.run(told(read, datetime.now(UTC), as_json=as_json)))


@app.command()
@told
def migrate(config: ConfigFile = HERE) -> None:
    """Bring the database to the schema of this version."""
    from bot.cli import admin, reindex

    read = config_at(config)
    changed = asyncio.run(admin.bring_up_to_date(read.database.url))
    typer.echo("the database is migrated" if changed else "the database was up to date already")
    if found := asyncio.run(reindex.make_findable(read, local_now(read).date())):
        typer.echo(f"{found} older cases can be found by words now")


@app.command()
@told
def classify(
    file: Annotated[
        Path, typer.Argument(help="CSV: text,sector,urgency,destination", metavar="FILE.csv")
    ],
    config: ConfigFile = HERE,
) -> None:
    """Measure how well the words of complaints find sector, urgency and first party."""
    from bot.cli.classify import measure
    from bot.settings import contents

    if config.exists():
        policy, content = contents.read(config_at(config), local_now(config_at(config)).date())
    else:
        policy, content = contents.packaged(datetime.now(UTC).date())
    for line in measure(file, policy, content):
        typer.echo(line)

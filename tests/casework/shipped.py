"""The policy as it is shipped, read once for the tests."""

import csv
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from casework.policy import catalogue, classifier, triage
from conversations.protocol.texts import flatten

ROOT = Path(__file__).parents[2]


def toml(path: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / path).read_text("utf-8"))


def texts(language: str) -> dict[str, str]:
    """Every text of a language, whichever file it stands in."""
    files = sorted((ROOT / "conversations" / "texts").rglob(f"*{language}.toml"))
    return {
        key: text
        for file in files
        for key, text in flatten(tomllib.loads(file.read_text("utf-8"))).items()
    }


def stories(name: str) -> Iterator[dict[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


CATALOGUE = catalogue.read(toml("casework/policy/catalogue.toml"))
WORDS = classifier.read(toml("casework/policy/words.toml"), CATALOGUE)
TRIAGE = triage.read(toml("casework/policy/triage.toml"), CATALOGUE, WORDS.facts)

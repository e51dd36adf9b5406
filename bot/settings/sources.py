"""The files behind the contents, parsed: the packaged ones, with the folders of the config laid
over them.

A file in the policy folder replaces the packaged one of its name, one in ``catalogue.d`` adds to
the catalogue; a text in the texts folder replaces the one of its key, and a file of another
language there adds that language.

Tested in tests/test_docs.py."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError

from bot.settings import added_catalogue
from bot.settings.config import Config
from bot.settings.mistakes import meant
from conversations.protocol.texts import flatten

POLICY = (
    "catalogue",
    "clocks",
    "duplicates",
    "followups",
    "hours",
    "offices",
    "triage",
    "words",
    "alarm",
    "answers",
    "people",
)
OWN_TEXTS = (
    "service",
    "sector",
    "question",
    "document",
    "party",
    "triage",
    "bell",
    "remind",
    "clock",
    "ready",
)
"""Texts of rows that a district may add; all other texts belong to the program, which knows no
further keys."""

Table = Mapping[str, Any]


@dataclass(frozen=True)
class Sources:
    """Parsed files. ``policy`` and ``forms`` by name, ``texts`` by language and key, ``places`` of
    policy files, and of rows that were added ("service our_aid"); ``offices``: rows that the
    district has imported; ``notes``: what somebody should look at some day."""

    policy: Mapping[str, Table]
    places: Mapping[str, str]
    forms: Mapping[str, Table]
    texts: Mapping[str, Mapping[str, str]]
    offices: Sequence[Table] = ()
    notes: Sequence[str] = ()


def read_sources(config: Config, found: list[str]) -> Sources:
    """The packaged files with the folders of the config laid over them; what can't be read is put
    down in ``found``."""
    policy, places = _policy(config.policy.folder, found)
    grown = _grown(policy["catalogue"], places["catalogue"], config.policy.catalogue, found)
    packaged_forms = {
        name.removesuffix(".toml"): file
        for name, file in _packaged(files("conversations") / "forms").items()
    }
    return Sources(
        policy={**policy, "catalogue": grown.rows},
        places={**places, **grown.places},
        forms={name: _parsed(file, found) for name, file in packaged_forms.items()},
        texts=_texts(config.texts.folder, config.texts.default_language, found),
        notes=grown.idle,
    )


def _grown(
    base: Table, place: str, folder: Path | None, found: list[str]
) -> added_catalogue.LongerCatalogue:
    """The catalogue with what the district adds to it."""
    files = _tomls(folder) if folder and folder.is_dir() else {}
    grown = added_catalogue.longer(
        base, place, [(str(file), _parsed(file, found)) for file in files.values()]
    )
    found += grown.found
    return grown


def _policy(folder: Path | None, found: list[str]) -> tuple[dict[str, Table], dict[str, str]]:
    here, alarms = files("casework") / "policy", files("conversations") / "alarm.toml"
    chosen = {
        f"{name}.toml": alarms if name == "alarm" else here / f"{name}.toml" for name in POLICY
    }
    own = _tomls(folder) if folder else {}
    found += [
        f"{folder}: {name} is no policy file; {meant(name, list(chosen))}"
        for name in own
        if name not in chosen
    ]
    chosen |= {name: file for name, file in own.items() if name in chosen}
    parsed: dict[str, Table] = {
        name.removesuffix(".toml"): _parsed(file, found) for name, file in chosen.items()
    }
    return parsed, {
        name.removesuffix(".toml"): str(file) if name in own else name
        for name, file in chosen.items()
    }


def _texts(folder: Path | None, default: str, found: list[str]) -> dict[str, dict[str, str]]:
    """Language → key → template, the default language first."""
    packaged = _flat(_packaged(files("conversations") / "texts"), found)
    known = {key for texts in packaged.values() for key in texts}
    merged = {language: dict(texts) for language, texts in packaged.items()}
    for language, texts in _flat(_tomls(folder), found).items() if folder else ():
        if not _locale(language):
            found.append(
                f"{folder}: {language!r} is no language;"
                " name files like 'id.toml', 'services.id.toml'"
            )
        for key in texts.keys() - known:
            if not key.startswith(tuple(f"{name}." for name in OWN_TEXTS)):
                found.append(
                    f"{folder}, text {key} ('{language}') is not known; {meant(key, sorted(known))}"
                )
        merged[language] = {**merged.get(language, {}), **texts}
    return {
        language: merged[language]
        for language in sorted(merged, key=lambda name: (name != default, name))
    }


def _flat(tomls: Mapping[str, Traversable], found: list[str]) -> dict[str, dict[str, str]]:
    """The texts of files: ``id.toml`` and ``services.id.toml`` make the language ``id``."""
    languages: dict[str, dict[str, str]] = {}
    for name, file in tomls.items():
        texts = languages.setdefault(name.split(".")[-2], {})
        try:
            texts |= flatten(_parsed(file, found))
        except TypeError as error:
            found.append(f"{file}: {error}")
    return languages


def _locale(language: str) -> bool:
    try:
        return bool(Locale.parse(language))
    except (UnknownLocaleError, ValueError):
        return False


def _packaged(folder: Traversable) -> dict[str, Traversable]:
    """The files of a packaged folder, and of the folders in it; what is laid over them lies flat in
    one folder."""
    inner = [each for each in folder.iterdir() if each.is_dir()]
    return _tomls(folder) | {name: file for each in inner for name, file in _tomls(each).items()}


def _tomls(folder: Traversable) -> dict[str, Traversable]:
    return {
        file.name: file
        for file in sorted(folder.iterdir(), key=lambda f: f.name)
        if file.name.endswith(".toml")
    }


@lru_cache(maxsize=256)
def _tables(text: str) -> dict[str, Any]:
    """A file, parsed: the same one is read many times (a check, an import, each time that files are
    read again), and to parse them is two thirds of that. Nobody changes what this gives."""
    return tomllib.loads(text)


def _parsed(file: Traversable, found: list[str]) -> dict[str, Any]:
    try:
        return _tables(file.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        found.append(
            f"{file}: can't be read: {reason}; texts stand in quotes, lists in square brackets"
        )
        return {}

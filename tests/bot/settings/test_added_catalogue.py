"""What a district adds to the shipped catalogue, in files of ``catalogue.d`` beside its config."""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from bot import contents_check
from bot.cli import stored_orphans
from bot.settings import config, contents
from bot.settings.config import Config
from bot.settings.mistakes import Mistakes
from bot.settings.sources import read_sources
from bot.settings.stores import named_files
from conversations.protocol.effects import text
from storage.db.vault import new_key
from tests.bot.settings.test_contents import TODAY

Make = Callable[..., Config]

OURS = """
sectors = ["market"]
parties = ["market_office"]

[service.stall]
sector = "market"
desk = "socio_economic"
category = "non_programme"
party = "market_office"
urgency = "normal"
keywords = ["lapak pasar"]
"""
WORDS = """
sector.market.name = "Pasar"
party.market_office = "Kantor Pasar"
[service.stall]
name = "Lapak pasar"
decides = "Kantor Pasar memutuskan."
"""


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A configuration with own texts, and with the files of its ``catalogue.d``."""
    (tmp_path / "villages.csv").write_text("32.74.05.1003,Kesambi\n")
    (tmp_path / "texts").mkdir()
    for language in ("id", "en"):
        (tmp_path / "texts" / f"services.{language}.toml").write_text(WORDS)
    (tmp_path / "catalogue.d").mkdir()

    def made(files: Mapping[str, str], **over: Mapping[str, Any]) -> Config:
        for name, words in files.items():
            (tmp_path / "catalogue.d" / name).write_text(words)
        area = {"district": "32.74", "timezone": "Asia/Jakarta", "villages": "villages.csv"}
        given = {"telegram": {"token": "42:x"}, "keys": {"master": new_key()}, "area": area}
        return config.read({}, {**given, "texts": {"folder": "texts"}, **over}, tmp_path)

    return made


def test_own_rows_stand_beside_the_shipped_ones(make: Make) -> None:
    """A service, a sector and a party are added; nothing of what is shipped is lost, and the check
    finds no mistake."""
    made = make({"market.toml": OURS})
    assert contents.check(made, TODAY) == []
    policy, content = contents.read(made, TODAY)
    shipped, _ = contents.packaged(TODAY)
    assert policy.catalogue.services.keys() - shipped.catalogue.services.keys() == {"stall"}
    assert list(policy.catalogue.services)[:-1] == list(shipped.catalogue.services)
    assert policy.catalogue.by_sector("market")[0].party == "market_office"
    assert content.texts.plain("id", text("service.stall.name")) == "Lapak pasar"


def test_without_the_folder_nothing_is_added(make: Make, tmp_path: Path) -> None:
    """An office that adds nothing needs no folder; one that names a folder must have it."""
    (tmp_path / "catalogue.d").rmdir()
    assert contents.check(make({}), TODAY) == []
    with pytest.raises(Mistakes, match="there is no folder"):
        make({}, policy={"catalogue": "rows"})


def test_it_adds_to_a_catalogue_that_replaces_the_shipped_one(make: Make, tmp_path: Path) -> None:
    """Whose folder has a catalogue of its own may still add to it."""
    (tmp_path / "own").mkdir()
    packaged = Path(contents.__file__).parents[2] / "casework" / "policy" / "catalogue.toml"
    (tmp_path / "own" / "catalogue.toml").write_text(packaged.read_text())
    made = make({"market.toml": OURS}, policy={"folder": "own"})
    assert "stall" in contents.read(made, TODAY)[0].catalogue.services


WRONG = {
    "a shipped service": (
        {"a.toml": '[service.bpnt]\nsector = "aid_data"'},
        "a.toml: service bpnt is in catalogue.toml already; take another key, or write"
        " replaces = true below it",
    ),
    "a shipped question": (
        {"a.toml": '[questions.danger]\nchoices = ["now", "no"]'},
        "a.toml: questions danger is in catalogue.toml already; take another key, or write"
        " replaces = true below it",
    ),
    "a shipped sector": (
        {"a.toml": OURS.replace('["market"]', '["market", "health"]')},
        "a.toml: sectors health is in catalogue.toml already; take it out here",
    ),
    "the same in two files": (
        {"a.toml": OURS, "b.toml": OURS[OURS.index("[service") :]},
        "b.toml: service stall is in {}/a.toml already; keep one of them",
    ),
    "two files replace the same": (
        {
            name: "[questions.danger]\nreplaces = true\nchoices = ['now', 'no']"
            for name in ("a.toml", "b.toml")
        },
        "b.toml: questions danger is in {}/a.toml already; keep one of them",
    ),
    "a row with a mistake": (
        {"a.toml": OURS.replace('"normal"', '"soon"')},
        "a.toml: service stall: urgency 'soon' is not one of",
    ),
    "no TOML": ({"a.toml": "[service"}, "a.toml: can't be read"),
    "another table": ({"a.toml": "[servic.x]"}, "a.toml: servic is not a known key; did you mean"),
    "no list": ({"a.toml": 'sectors = "market"'}, "a.toml: sectors must be a list of words"),
    "no table": ({"a.toml": "service = 3"}, "a.toml: service must be a table"),
    "no row": ({"a.toml": "service.x = 3"}, "a.toml: service x must be a table"),
    "a strange replaces": (
        {"a.toml": "[service.bpnt]\nreplaces = 1"},
        "a.toml: service bpnt: replaces must be true or false",
    ),
    "a sector without a service": (
        {"a.toml": 'sectors = ["empty"]'},
        "catalogue: sector empty has no service",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_mistake_names_file_and_key(make: Make, tmp_path: Path, case: str) -> None:
    """What is wrong, in which file, at which key, and what to do."""
    files, expected = WRONG[case]
    found = contents.check(make(files), TODAY)
    assert any(expected.format(tmp_path / "catalogue.d") in line for line in found), found


def test_a_row_may_replace_a_shipped_one_where_it_says_so(make: Make) -> None:
    """The row is the district's, at the place of the shipped one in the order."""
    row = OURS[OURS.index("[service") :].replace(".stall", ".bpnt").replace("market", "aid_data", 1)
    made = make({"a.toml": OURS, "b.toml": row.replace("desk", "replaces = true\ndesk")})
    assert contents.check(made, TODAY) == []
    services = contents.read(made, TODAY)[0].catalogue.services
    assert services["bpnt"].party == "market_office"
    assert list(services)[:-1] == list(contents.packaged(TODAY)[0].catalogue.services)


def test_a_row_that_replaces_nothing_is_a_note(make: Make) -> None:
    """An upgrade may have taken the shipped row away: the own one goes on, and the check says
    so."""
    made = make({"a.toml": OURS.replace("desk", "replaces = true\ndesk")})
    assert contents_check.mistakes(made, TODAY) == []
    assert any(
        "service stall replaces nothing" in line for line in contents_check.notes(made, TODAY)
    )


def test_what_is_added_stays_with_its_district(make: Make, tmp_path: Path) -> None:
    """The shipped files are parsed once for all who read them: nobody finds there what another
    reader has added."""
    before = read_sources(make({}), [])
    added = read_sources(make({"a.toml": OURS}), [])
    (tmp_path / "catalogue.d" / "a.toml").unlink()
    after = read_sources(make({}), [])
    assert "stall" in added.policy["catalogue"]["service"]
    assert after.policy["catalogue"] == before.policy["catalogue"]
    assert "stall" not in after.policy["catalogue"]["service"]


def test_all_that_reads_the_contents_knows_them(make: Make, tmp_path: Path) -> None:
    """A broken file is told to whoever looks for rows that are gone, too; and a backup keeps the
    files."""
    made = make({"a.toml": OURS})
    assert "service stall" in read_sources(made, []).places
    assert asyncio.run(stored_orphans.lines(made, TODAY)) == []
    (tmp_path / "config.toml").write_text('[area]\nvillages = "villages.csv"\n')
    assert tmp_path / "catalogue.d" / "a.toml" in named_files(tmp_path / "config.toml")

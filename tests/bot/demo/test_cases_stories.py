"""The guided stories of the page lead where they say, on the data that the demo begins with."""

import re
from importlib import resources
from pathlib import Path

from bot.demo.cases import KESAMBI, PEOPLE, Player, furnish
from bot.desk.letters.given_up import COUNT
from casework.case.model import Role
from storage.pending.bells import next_bell
from tests.support.rig import START, Rig, rig

PRESSES = 7
"""Of "to the next due time", until the district has heard of a report that nobody reads."""


def told_in_story(number: int) -> list[str]:
    """The texts that a story fills in, in order."""
    words = resources.files("bot.simulator.web").joinpath("words.js").read_text("utf-8")
    stories = words.split("export const stories")[1].split("\n  {\n    title:")
    return re.findall(r'text: "([^"]+)"', stories[number])


async def next_due(made: Rig) -> None:
    """Press the button once: the clock goes to the next bell, and that rings."""
    async with made.program.db.read() as connection:
        due = await next_bell(connection, but=(COUNT,))
    assert due is not None
    await made.pass_time(seconds=max(0.0, (due - made.now).total_seconds()))


async def test_the_report_left_alone_climbs_within_a_few_presses(
    sqlite_url: str, tmp_path: Path
) -> None:
    """Story 5: rated high, unread; coordinator and district are told while one still watches."""
    async with rig(sqlite_url, tmp_path) as made:
        player = Player(made.telegram, made.program)
        await furnish(player, lambda at: made.later(seconds=(at - made.now).total_seconds()), START)
        (story, _) = told_in_story(5)
        await player.tell(PEOPLE[9].id, KESAMBI, story, ":suggested:", ":depth:within_14_days")
        await made.pass_time(seconds=10)  # whoever told the story reads the answer first
        seen = len(made.telegram.ledger)
        above = {player.officer(r).chat_id for r in (Role.COORDINATOR, Role.DISTRICT_OFFICER)}
        heard: set[int] = set()
        presses = 0
        while not above <= heard:
            presses += 1
            assert presses <= PRESSES
            await next_due(made)
            heard |= {
                letter.chat_id
                for letter in made.telegram.ledger[seen:]
                if "26-00005" in letter.text
            }

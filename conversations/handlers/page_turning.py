"""Buttons that turn to a page which is read from the store: lists, queues, figures.

Tested in tests/conversations/handlers/test_commands.py."""

from conversations.content.content import Answered, Turn
from conversations.content.on_tap import OnTap
from conversations.pages.home import home
from conversations.protocol.dialogue import Talk
from conversations.protocol.effects import Say, Show, text
from conversations.protocol.taps import (
    NarrowQueue,
    TurnPage,
)

PAGES = frozenset(
    {
        *("mine", "book", "tasks", "queue", "found", "pick", "history", "story", "colleagues"),
        *("views", "duty", "leaving"),
        *(
            "figures",
            "figures_rest",
            "chart",
            "report_pdf",
            "workbook",
            "shared",
            "poster",
            "archive",
        ),
    }
)
"""Pages that a button may turn to; what they show is read for the person who taps."""


def _turn_page(turn: Turn, talk: Talk, tap: TurnPage) -> Answered:
    if tap.page not in PAGES:
        return talk, (Say(text("form.stale"), home(turn)),)
    as_last = tap.page == "queue" and not tap.words  # the way back keeps the filter that was on
    words = talk.walk.back(turn.said.at) if as_last else tap.words
    return talk, (Show(tap.page, {"words": words}, turn.said.message_id),)


def _narrow(turn: Turn, talk: Talk, tap: NarrowQueue) -> Answered:
    wanted = {"by": tap.by, "code": tap.code, "page": tap.page}
    return talk, (Show("narrow", wanted, turn.said.message_id),)


TAPS = (OnTap(TurnPage, _turn_page), OnTap(NarrowQueue, _narrow))

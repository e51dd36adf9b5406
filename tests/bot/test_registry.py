"""Registries: one row for each key, and every row that is needed."""

from typing import get_args

import pytest

from bot.desk.recipients import LETTERS_TO
from bot.pages.show import PAGES
from bot.registry import registry
from bot.topics import HANDLERS
from casework.case import commands as c
from conversations.handlers.page_turning import PAGES as NAMED
from conversations.protocol import notice
from conversations.protocol import requests as rq


def test_rows() -> None:
    """The rows of all parts are in the table."""
    assert registry([("a", 1), ("b", 2)], {"c": 3}.items()) == {"a": 1, "b": 2, "c": 3}


@pytest.mark.parametrize("parts", [([("a", 1)], [("a", 2)]), ([("a", 1), ("a", 1)],)])
def test_doubles(parts: tuple[list[tuple[str, int]], ...]) -> None:
    """Two rows with one key are refused."""
    with pytest.raises(ValueError, match="a stands twice"):
        registry(*parts)


def test_requests() -> None:
    """Every request has a handler, and so has a report."""
    assert {*get_args(rq.About), *get_args(rq.Office), c.File} <= HANDLERS.keys()


def test_parts_of_a_notice() -> None:
    """Letters are written for every part that a notice may name."""
    named = {k: v for k, v in vars(notice).items() if k.isupper() and isinstance(v, str)}
    parts = {v for k, v in named.items() if k != "GRAVELY_ILL"}  # a service
    assert LETTERS_TO.keys() == parts


def test_pages() -> None:
    """Every page that a button may name can be shown."""
    assert PAGES.keys() >= NAMED

"""Rows of a report in words: names, dashes, and their order."""

from casework.case.model import Verdict
from casework.reports.figures import TABLES, figures
from casework.reports.tally import ELSEWHERE
from conversations.pages import report_rows
from conversations.protocol.effects import text
from tests.conversations.pages.test_figures import DISTRICT, NOVEMBER, NOW, PLACES, ROWS, WIB, row


def test_a_hidden_number_is_a_dash() -> None:
    """Which is no zero."""
    assert [report_rows.number(n) for n in (None, 0, 12)] == ["–", "0", "12"]


def test_names() -> None:
    """Villages by their name, the district and what is elsewhere in words."""
    assert report_rows.name("village", "32.74.05.1001", PLACES) == "Desa 1"
    assert report_rows.name("office", DISTRICT, PLACES) == text("figures.district")
    assert report_rows.name("field", "health", PLACES) == text("sector.health.name")
    assert report_rows.name("service", "pkh", PLACES) == text("service.pkh.name")
    assert [report_rows.name(by, ELSEWHERE, PLACES) for by in TABLES] == [
        text("figures.no_village"),
        text("figures.other_offices"),
        text("figures.other_services"),
        text("figures.other_services"),
    ]


def test_rows_that_hide_everything_say_nothing() -> None:
    """Hidden or zero, a row without a shown number is left out alike, and none is sorted by what
    it hides."""
    rows = [row("32.74.05.1003")] * 20 + [row("32.74.05.1002")] * 4 + [row("32.74.05.1001")] * 9
    full, copy = (figures(rows, NOVEMBER, ROWS, NOW, WIB, shared=s) for s in (False, True))
    codes = [f"32.74.05.100{n}" for n in (3, 1, 2)]
    assert report_rows.telling(full, "village") == codes
    assert report_rows.telling(copy, "village") == codes[:1]


def test_satisfaction_without_a_word() -> None:
    """Nobody has said anything: nothing is said. Stars alone are told as stars."""

    def told(**facts: object) -> list[str]:
        counted = [row("32.74.05.1001", **facts)]
        said = report_rows.satisfaction(figures(counted, NOVEMBER, ROWS, NOW, WIB))
        return [one.key for one in said]

    assert told() == []
    assert told(stars=3) == ["figures.rating"]
    assert told(stars=3, verdict=Verdict.NO) == ["figures.answers", "figures.rating"]

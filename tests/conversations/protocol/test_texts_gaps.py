"""Lines of a page that stay empty leave no hole."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from conversations.protocol.effects import text
from conversations.protocol.texts import Texts
from tests.conversations.speaker import TEXTS


def test_empty_lines_leave_one_gap() -> None:
    """Between what is told stands one empty line at most."""
    made = Texts({"id": {"page": "A {x}\n{y}\n{z}\n\n{w}\n\nB"}}, "id", ZoneInfo("Asia/Jakarta"))
    empty = dict.fromkeys("xyzw", "")
    assert made.html("id", text("page", **empty)) == "A\n\nB"
    assert made.html("id", text("page", **{**empty, "y": "C"})) == "A \nC\n\nB"


def test_the_residents_page_has_no_hole() -> None:
    """Without a sufferer and an office that was asked."""
    told = dict.fromkeys(("who", "where", "latest"), ())
    page = text(
        "teller.case",
        number="1",
        service="x",
        status="y",
        due=datetime(2026, 1, 1, tzinfo=UTC),
        story="z",
        **told,
    )
    assert "\n\n\n" not in TEXTS.html("id", page)


def test_a_label_is_told_once_for_each_language() -> None:
    """Without arguments it is always the same; in another language it is another."""
    made = Texts({"id": {"go": "<b>Maju</b>"}, "en": {"go": "Go"}}, "id", ZoneInfo("Asia/Jakarta"))
    for _ in range(2):
        assert [made.plain(language, text("go")) for language in ("id", "en")] == ["Maju", "Go"]

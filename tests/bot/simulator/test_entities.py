"""HTML as Telegram reads it, and in its words what it cannot read."""

import pytest

from bot.simulator.entities import parse_html, to_html
from bot.simulator.errors import ApiError
from bot.simulator.telegram import Telegram


@pytest.mark.parametrize(
    ("source", "text", "kinds"),
    [
        ("a <b>b <i>c</i></b>", "a b c", [("bold", 2, 3), ("italic", 4, 1)]),
        ("&lt;&amp;&gt;&quot;&#33;&nbsp;", '<&>"!&nbsp;', []),
        ("😀<u>x</u>", "😀x", [("underline", 2, 1)]),
        ('<a href="https://example.org/?a=1&amp;b=2">x</a>', "x", [("text_link", 0, 1)]),
        ('<a href="javascript:alert(1)">x</a>', "x", []),
        ('<pre><code class="language-py">x</code></pre>', "x", [("pre", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
        ('<span class="tg-spoiler">x</span><s></s>', "x", [("spoiler", 0, 1)]),
        ("<B>x</b> a & b", "x a & b", [("bold", 0, 1)]),
    ],
)
def test_html_becomes_text_and_entities(
    source: str, text: str, kinds: list[tuple[str, int, int]]
) -> None:
    """Offsets and lengths count UTF-16 units."""
    plain, entities = parse_html(source)
    assert plain == text
    assert [(e["type"], e["offset"], e["length"]) for e in entities] == kinds


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("é<x>y</x>", 'Unsupported start tag "x" at byte offset 2'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("a < b", "Unclosed start tag at byte offset 2"),
        ("a < b > c", 'Unsupported start tag "" at byte offset 2'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a "x">y</a>', 'Unexpected character in a declaration of the tag "a" at byte offset 0'),
    ],
)
async def test_broken_html_is_refused_in_telegrams_words(source: str, why: str) -> None:
    """A message whose HTML cannot be read is not sent."""
    world = Telegram()
    world.phone(7).start()
    with pytest.raises(ApiError) as refused:
        await world.call("sendMessage", {"chat_id": 7, "text": source, "parse_mode": "HTML"})
    assert refused.value.description == f"Bad Request: can't parse entities: {why}"
    assert world.ledger == []


def test_html_survives_the_way_there_and_back() -> None:
    """Shown HTML is the source again, escaped."""
    source = '😀 <b>a <i>b</i></b> &lt;x&gt; <a href="https://example.org/">c</a>'
    assert to_html(*parse_html(source)) == source

"""Text as Telegram sees it: HTML to plain text with entities and back, lengths in UTF-16 units.

Follows https://core.telegram.org/bots/api#html-style; error texts are those of the Bot API server.
Knows no messages."""

import html
import re
from typing import Any

Entity = dict[str, Any]

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_SHOWN_AS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_REFERENCE = re.compile(r"&(lt|gt|amp|quot|#\d{1,8}|#[xX][0-9a-fA-F]{1,7});")
_ATTRIBUTE = re.compile(r"""\s*([a-zA-Z0-9-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_LINKS = re.compile(r"https?://[^\s<>]+|(?<![\w/])/[A-Za-z0-9_]{1,32}(?:@\w+)?(?![\w/])")


def units(text: str) -> int:
    """Length in UTF-16 code units. Raises UnicodeEncodeError for a lone surrogate."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Plain text and entities, in order of offset. Raises ValueError in Telegram's words."""
    if "<" not in source and "&" not in source:
        return source, []
    return _HtmlReader(source).read()


class _HtmlReader:
    """One pass over the source; ``stack`` holds the open tags with where their text began."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.parts: list[str] = []
        self.length = 0
        self.stack: list[tuple[str, int, int, dict[str, str]]] = []
        self.entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        at = 0
        while (start := self.source.find("<", at)) >= 0:
            self._text(self.source[at:start])
            end = self.source.find(">", start)
            closing = self.source.startswith("</", start)
            if end < 0:
                raise ValueError(
                    f"Unclosed {'end' if closing else 'start'} tag"
                    f" at byte offset {self._byte(start)}"
                )
            if closing:
                self._close(self.source[start + 2 : end].strip().lower(), start)
            else:
                self._open(self.source[start + 1 : end], start)
            at = end + 1
        self._text(self.source[at:])
        if self.stack:
            raise ValueError(
                f'Can\'t find end tag corresponding to start tag "{self.stack[-1][0]}"'
            )
        self.entities.sort(key=lambda e: (e["offset"], -e["length"]))
        return "".join(self.parts), self.entities

    def _byte(self, at: int) -> int:
        return len(self.source[:at].encode("utf-8", "surrogatepass"))

    def _text(self, raw: str) -> None:
        text = _REFERENCE.sub(lambda found: html.unescape(found[0]), raw)
        self.parts.append(text)
        self.length += units(text)

    def _open(self, inside: str, start: int) -> None:
        name = re.match(r"[^\s/]*", inside)
        tag = name[0].lower() if name else ""
        if tag not in TAGS:
            raise ValueError(f'Unsupported start tag "{tag}" at byte offset {self._byte(start)}')
        attributes = _attributes(inside[len(tag) :], tag, self._byte(start))
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise ValueError(
                f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(start)}'
            )
        self.stack.append((tag, self.length, len(self.parts), attributes))

    def _close(self, tag: str, start: int) -> None:
        if not self.stack:
            raise ValueError(f"Unexpected end tag at byte offset {self._byte(start)}")
        name, offset, part, attributes = self.stack.pop()
        if tag and tag != name:
            raise ValueError(
                f"Unmatched end tag at byte offset {self._byte(start)},"
                f' expected "</{name}>", found "</{tag}>"'
            )
        entity: Entity = {"type": TAGS[name], "offset": offset, "length": self.length - offset}
        details = _details(name, attributes, "".join(self.parts[part:]), entity, self.entities)
        if details is not None and self.length > offset:
            self.entities.append(entity | details)


def _attributes(raw: str, tag: str, byte: int) -> dict[str, str]:
    found, at = {}, 0
    raw = raw.rstrip()
    while at < len(raw):
        one = _ATTRIBUTE.match(raw, at)
        if not one:
            raise ValueError(
                f'Unexpected character in a declaration of the tag "{tag}" at byte offset {byte}'
            )
        found[one[1].lower()] = html.unescape(
            next((value for value in one.groups()[1:] if value is not None), "")
        )
        at = one.end()
    return found


def _details(
    tag: str, attributes: dict[str, str], inner: str, pre: Entity, earlier: list[Entity]
) -> Entity | None:
    """What some kinds of entity carry besides their place; None when Telegram would show plain text
    instead."""
    if tag == "a":
        url = attributes.get("href") or inner
        return {"url": url} if re.match(r"(https?|tg)://\S+$", url) else None
    details: Entity = {}
    if tag == "tg-emoji":
        details = {"custom_emoji_id": attributes.get("emoji-id", "")}
    elif tag == "blockquote" and "expandable" in attributes:
        details = {"type": "expandable_blockquote"}
    elif tag == "pre":
        details = _language(pre, earlier)
    elif tag == "code" and attributes.get("class", "").startswith("language-"):
        details = {"language": attributes["class"][len("language-") :]}
    return details


def _language(pre: Entity, earlier: list[Entity]) -> Entity:
    """``<pre><code class="language-x">`` is one entity: take the inner one's language and drop
    it."""
    inner = next(
        (
            e
            for e in earlier
            if e["type"] == "code" and (e["offset"], e["length"]) == (pre["offset"], pre["length"])
        ),
        None,
    )
    if inner is None:
        return {}
    earlier.remove(inner)
    return {"language": inner["language"]} if "language" in inner else {}


def trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Without white space at both ends, as the server stores it; entities follow."""
    stripped = text.strip()
    if stripped == text:
        return text, entities
    lead, length = units(text[: len(text) - len(text.lstrip())]), units(stripped)
    moved = []
    for entity in entities:
        start = max(0, entity["offset"] - lead)
        end = min(length, entity["offset"] + entity["length"] - lead)
        if end > start:
            moved.append({**entity, "offset": start, "length": end - start})
    return stripped, moved


def detect(text: str, entities: list[Entity]) -> list[Entity]:
    """Add the entities that Telegram finds itself: commands and web addresses outside code and
    links."""
    if "/" not in text:
        return entities
    taken = [
        (e["offset"], e["offset"] + e["length"])
        for e in entities
        if e["type"] in ("code", "pre", "text_link")
    ]
    found = list(entities)
    for match in _LINKS.finditer(text):
        start = units(text[: match.start()])
        if not any(low <= start < high for low, high in taken):
            kind = "bot_command" if match[0].startswith("/") else "url"
            found.append({"type": kind, "offset": start, "length": units(match[0])})
    return sorted(found, key=lambda e: (e["offset"], -e["length"]))


def to_html(text: str, entities: list[Entity]) -> str:
    """The text with its entities as HTML again, escaped; kinds without a tag show as text."""
    raw = text.encode("utf-16-le")
    marks: list[tuple[int, int, int, str]] = []
    for entity in entities:
        start, end = entity["offset"], entity["offset"] + entity["length"]
        if entity["type"] == "text_link":
            tag, opening = "a", f'<a href="{html.escape(entity["url"])}">'
        elif entity["type"] in _SHOWN_AS:
            tag = _SHOWN_AS[entity["type"]]
            opening = f"<{tag}>"
        else:
            continue
        marks.append((start, 1, -end, opening))
        marks.append((end, 0, -start, f"</{tag}>"))
    shown, at = [], 0
    for position, _, _, mark in sorted(marks, key=lambda m: m[:3]):
        shown.append(
            html.escape(raw[at * 2 : position * 2].decode("utf-16-le"), quote=False) + mark
        )
        at = position
    return "".join(shown) + html.escape(raw[at * 2 :].decode("utf-16-le"), quote=False)

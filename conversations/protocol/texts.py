"""The words: every text in every language, and how a text is filled in.

Templates come from ``texts/*.toml`` (Indonesian first). Whatever a person has typed is escaped here
and nowhere else; templates themselves may hold the few tags that Telegram knows. Dates are told in
the office's zone."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from html import escape
from string import Formatter
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

from conversations.protocol.effects import Long, Rendered, Short, Text

Safe = Callable[[str], str]
Room = tuple[int, int] | None
"""Characters of long words of either rank; None where they need not be shortened."""

CUT = "…"
"""Stands where something was left out."""

_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_GONE = "gone"
"""The texts that answer for rows that a district has taken out: ``gone.service.name`` for
``service.KEY.name``, ``gone.party`` for ``party.KEY``."""

_GAP = re.compile(r"\s*\n(?:[^\S\n]*\n)+")
_TAGS = re.compile(r"</?(?:b|i|code)>")


def clean(text: str) -> str:
    """The text without invisible, text-direction and surrogate characters, which could disguise it
    or break it."""
    return text if text.isascii() else _HIDDEN.sub("", text)


@dataclass(frozen=True)
class Texts:
    """All texts: language → key → template. Every language has every key (tested)."""

    languages: Mapping[str, Mapping[str, str]]
    default: str
    zone: ZoneInfo
    _labels: dict[tuple[str, str], str] = field(default_factory=dict, compare=False, repr=False)
    """Labels without arguments as they were told, by language and key: the same few again and
    again."""

    def html(self, language: str, text: Text | str, most: Room = None) -> str:
        """The text as HTML for Telegram. A row that is gone is told by its text of ``gone``; other
        keys that do not exist raise KeyError. A line that stays empty is left out, and between
        paragraphs stands one gap. ``most``: how many characters its long words have, by rank."""
        told = self._fill(language, text, escape, most).strip()
        return _GAP.sub("\n\n", told) if told.count("\n") > 1 else told

    def plain(self, language: str, text: Text | str) -> str:
        """The text without markup, for buttons."""
        if isinstance(text, str) or text.args:
            return self._bare(language, text)
        key = language, text.key
        if key not in self._labels:
            self._labels[key] = self._bare(language, text)
        return self._labels[key]

    def _bare(self, language: str, text: Text | str) -> str:
        told = self._fill(language, text, lambda words: words)
        return _TAGS.sub("", told) if "<" in told else told

    def has(self, key: str) -> bool:
        return key in self.languages[self.default]

    def _fill(self, language: str, text: Text | str, safe: Safe, most: Room = None) -> str:
        if isinstance(text, str):
            return safe(clean(text))
        language = language if language in self.languages else self.default
        template, told = self._template(language, text.key), text.args
        if template is None:
            key, was = _of_gone(text.key)
            template, told = self._template(language, key), {"was": was, **told}
        if template is None:
            raise KeyError(text.key)
        return _filled(
            template,
            {name: self._told(language, value, safe, most) for name, value in told.items()},
        )

    def _template(self, language: str, key: str) -> str | None:
        """The text in the language, else in the default one, else in any that has it."""
        found = self.languages[language].get(key)
        if found is not None:
            return found
        for name in (self.default, *self.languages):
            template = self.languages.get(name, {}).get(key)
            if template is not None:
                return template
        return None

    def _told(self, language: str, value: object, safe: Safe, most: Room = None) -> str:
        if isinstance(value, str):
            return safe(clean(value))
        if isinstance(value, Text):
            return self._fill(language, value, safe, most)
        if isinstance(value, Long):
            return self._long(language, value, safe, most)
        if isinstance(value, Rendered):
            return value.html
        if isinstance(value, Short):
            written = "d MMM, HH.mm" if value.clock else "d MMM"
            return format_datetime(value.at.astimezone(self.zone), written, locale=language)
        if isinstance(value, tuple):
            lines = (self._told(language, one, safe, most) for one in value)
            return "\n".join(line for line in lines if line)
        if isinstance(value, datetime):
            return format_datetime(
                value.astimezone(self.zone), "EEEE, d MMMM, HH.mm", locale=language
            )
        if isinstance(value, date):
            return format_date(value, "d MMMM y", locale=language)
        return str(value)

    def _long(self, language: str, value: Long, safe: Safe, most: Room) -> str:
        """Long words, as many of them as there is room for."""
        whole = _TAGS.sub("", self._told(language, value.words, lambda words: words))
        if most is None or len(whole) <= most[value.rank]:
            return self._told(language, value.words, safe)
        return safe(whole[: most[value.rank]].rstrip() + CUT)


def _filled(template: str, values: Mapping[str, str]) -> str:
    """The template with its values, without the lines that come to nothing."""
    if "\n" not in template:
        return template.format_map(values)
    lines = ((line, line.format_map(values)) for line in template.split("\n"))
    return "\n".join(told for line, told in lines if told.strip() or not line.strip())


def _of_gone(key: str) -> tuple[str, str]:
    """The text that answers for a row whose own is gone, and the code of the row."""
    kind, _, rest = key.partition(".")
    code, _, rest = rest.partition(".")
    part, _, choice = rest.partition(".")
    return ".".join(filter(None, (_GONE, kind, part))), choice or code


def flatten(tree: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    """Nested tables of a TOML file as dotted keys. TypeError names a leaf that is no string."""
    flat: dict[str, str] = {}
    for name, value in tree.items():
        key = f"{prefix}{name}"
        if isinstance(value, Mapping):
            flat |= flatten(value, key + ".")
        elif isinstance(value, str):
            flat[key] = value.strip()
        else:
            raise TypeError(f"text {key} must be in quotes")
    return flat


def mistakes(languages: Mapping[str, Mapping[str, str]], default: str) -> list[str]:
    """Keys that a language lacks or has too many of, and placeholders that differ from those of
    ``default``."""
    found = []
    for language, texts in languages.items():
        for key in sorted(set(texts) ^ set(languages[default])):
            found.append(
                f"text {key}: {'missing' if key not in texts else 'unknown'} in '{language}'"
            )
        for key in sorted(set(texts) & set(languages[default])):
            if _placeholders(texts[key]) != _placeholders(languages[default][key]):
                found.append(f"text {key}: other placeholders in '{language}' than in '{default}'")
    return found


def _placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}

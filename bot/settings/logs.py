"""The log: one handler on stderr, one format, and the one place where secrets and personal data are
taken out.

Redaction works on the finished line, so that it covers messages, values, exception texts and the
logs of libraries alike. It is a safety net: nobody should log a name, a story or a number in the
first place."""

import logging
import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import TextIO

import structlog
from structlog.types import EventDict, Processor

QUIET = (
    "httpx",
    "httpcore",
    "telegram",
    "aiohttp",
    "uvicorn",
    "apscheduler",
    "sqlalchemy",
    "aiosqlite",
    "asyncpg",
    "alembic",
    "asyncio",
)
"""Libraries that speak only from WARNING on, at every level: below it they print addresses,
updates, values."""

_IDENTITY = (
    r"\d{13,}|000(?:[ .-]?\d){10}"
    r"|\d{4}(?:[ .-]\d{4}){3}|(?:\d{6}|\d\d(?:[ .-]\d\d){2})[ .-]\d{6}[ .-]\d{4}"
)
SHAPES = (
    (re.compile(r"/file/bot[^\s\"'\\<>]+"), "[file]"),
    (re.compile(r"(?<!\d)\d{6,12}:[A-Za-z0-9_-]{30,}"), "[token]"),
    (re.compile(r"(?<!\d)(?:\+?62|0)[ .()-]{0,2}8\d(?:[ .()-]{0,2}\d){6,11}(?!\d)"), "[phone]"),
    (re.compile(rf"(?<!\d)(?:{_IDENTITY})(?!\d)"), "[number]"),
)
"""What is taken out: a bot token, phone numbers of Indonesia, the numbers of NIK and family card
(16 digits), and of the health insurance (13)."""

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


class Redactor:
    """Takes secrets and personal data out of a text. ``secrets`` are exact values, such as the
    configured token."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets = tuple(secret for secret in secrets if secret)

    def __call__(self, line: str) -> str:
        """The text with ``[token]``, ``[phone]``, ``[number]`` or ``[file]`` in the place of what
        must not be read."""
        for secret in self._secrets:
            line = line.replace(secret, "[token]")
        for shape, sign in SHAPES:
            line = shape.sub(sign, line)
        return line


class _Redacted(structlog.stdlib.ProcessorFormatter):
    """The finished line, redacted."""

    def __init__(self, redact: Redactor, style: str) -> None:
        render: Processor = (
            _text if style == "text" else structlog.processors.JSONRenderer(ensure_ascii=True)
        )
        super().__init__(
            foreign_pre_chain=[*_SHARED, structlog.stdlib.ExtraAdder()],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                render,
            ],
        )
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        return self._redact(super().format(record))


class _Stderr(logging.StreamHandler[TextIO]):
    """Writes to stderr. A record that can't be formatted costs one line, and never shows its
    arguments; where nothing can be written at all, the program goes on without a log."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802, RUF100
        with suppress(OSError):
            self.stream.write(f"a record of {_escaped(record.name)} could not be logged\n")


def start(level: str = "INFO", style: str = "json", secrets: Iterable[str] = ()) -> None:
    """Send every log record of the process to stderr, redacted. ``style``: "json" or "text". May be
    called again.

    Give uvicorn ``log_config=None``; it would put up handlers of its own.
    """
    handler = _Stderr(sys.stderr)
    handler.setFormatter(_Redacted(Redactor(secrets), style))
    logging.basicConfig(handlers=[handler], level=level, force=True)
    logging.captureWarnings(True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def _text(logger: object, method: str, event: EventDict) -> str:
    """One line for a person; a traceback follows indented, so that no line of it can pass for a
    record."""
    traceback = str(event.pop("exception", ""))
    head = [
        event.pop("timestamp", ""),
        str(event.pop("level", "")).upper(),
        event.pop("logger", ""),
        event.pop("event", ""),
    ]
    rest = [f"{name}={value!r}" for name, value in event.items()]
    return "\n    ".join(
        _escaped(line) for line in (" ".join([*head, *rest]), *traceback.splitlines())
    )


def _escaped(text: str) -> str:
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)

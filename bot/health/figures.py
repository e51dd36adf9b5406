"""The figures of /metrics: counts, seconds and yes or no, by names that stand in this file; never a
word or a number of a person.

Tested in tests/bot/health/test_figures.py."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.health.stand import Stand
from bot.telegram.http import AiohttpRequest

Play = Callable[[Sequence[dict[str, Any]]], Awaitable[None]]

WAITING = {
    "bells": ("bells_due", "Bells that are due and have not rung"),
    "updates_put_aside": ("poison", "Updates that were put aside because each fails alone"),
    "letters_put_aside": ("letters_parked", "Letters that were put aside"),
    "errands": ("errands", "News that must be told by hand"),
    "files": ("files_wanted", "Attachments that are to be fetched"),
}
"""By their names in the backlog: names here, and what they are."""


class MonitorFigures(Collector):
    """All figures of one program."""

    def __init__(self, stand: Stand) -> None:
        self._stand, self._registry = stand, CollectorRegistry()
        there, words = self._registry, "Time for one batch of updates"
        self._turns = Counter("puskesos_turns", "Updates that were handled", registry=there)
        self._seconds = Histogram("puskesos_turn_seconds", words, registry=there)
        there.register(self)

    def text(self) -> bytes:
        """All of them, as Prometheus reads them."""
        return generate_latest(self._registry)

    def timed(self, play: Play) -> Play:
        """The same, with its turns counted and timed."""

        async def played(raws: Sequence[dict[str, Any]]) -> None:
            with self._seconds.time():
                await play(raws)
            self._turns.inc(len(raws))

        return played

    def collect(self) -> Iterable[Metric]:
        """What is known at the moment of a question."""
        stand, program = self._stand, self._stand.program
        seen, silences = stand.seen, {name: x.silence for name, x in stand.hearts.items()}
        yield _gauge("ready", "Whether people can be served", not stand.unready())
        yield _gauge("lease_held", "Whether the database is ours", seen.ours)
        yield _gauge("clock_believed", "Whether the clock agrees", program.time.believed)
        yield _gauge("clock_skew_seconds", "The clock is ahead of Telegram", program.time.off)
        yield _by("heartbeat_age_seconds", "Since a loop last beat", "loop", silences)
        yield _by("outbox_age_seconds", "The oldest unsent letter", "class", seen.letters)
        for name, (key, words) in WAITING.items():
            if name in seen.waiting:
                yield _gauge(key, words, seen.waiting[name].count)
        if seen.backup_age is not None:
            yield _gauge("backup_age_seconds", "Since the newest backup", seen.backup_age)
        yield _counter("letters_sent", "Letters that have gone out", program.sender.sent)
        request = program.bot.request
        floods = request.floods if isinstance(request, AiohttpRequest) else 0
        yield _counter("floods", "Calls that Telegram answered with 429", floods)


def _gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(f"puskesos_{name}", words, value)


def _counter(name: str, words: str, value: float) -> Metric:
    return CounterMetricFamily(f"puskesos_{name}", words, value)


def _by(name: str, words: str, label: str, values: Mapping[str, float]) -> Metric:
    found = GaugeMetricFamily(f"puskesos_{name}", words, labels=[label])
    for key, value in values.items():
        found.add_metric([key], value)
    return found

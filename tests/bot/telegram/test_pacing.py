"""How fast the bot may write, and when it must be silent."""

import pytest

from bot.telegram.pacing import Pace, Silence, backoff

GROUP, CHAT, OTHER = -100, 7, 8


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def booked(pace: Pace, clock: Clock, chats: list[int], seconds: float) -> list[float]:
    """When messages went out, by somebody who tries every hundredth of a second."""
    times = []
    for _ in range(round(seconds * 100)):
        times += [clock.now for chat in chats if pace.take(chat)]
        clock.now += 0.01
    return times


def most_within(times: list[float], window: float) -> int:
    return max(sum(start <= time < start + window for time in times) for start in times)


def test_chat(clock: Clock) -> None:
    """A chat gets three messages at once and then one a second."""
    times = booked(Pace(clock), clock, [CHAT], 10)
    assert [round(time - 1000, 1) for time in times[:5]] == [0, 0, 0, 1, 2] or times[2] - times[
        0
    ] < 0.03
    assert len(times) == 12


def test_group(clock: Clock) -> None:
    """No group gets more than 20 messages in any minute."""
    times = booked(Pace(clock), clock, [GROUP], 300)
    assert most_within(times, 60) <= 20
    assert len(times) >= 75


def test_bot(clock: Clock) -> None:
    """No more than 30 messages leave in any second, whoever they are for."""
    times = booked(Pace(clock), clock, list(range(1, 200)), 5)
    assert most_within(times, 1) <= 30
    assert len(times) >= 120


def test_flood(clock: Clock) -> None:
    """A chat that has had its share rests, and no other does."""
    pace = Pace(clock)
    while pace.take(CHAT):
        pass
    assert pace.resting() == {CHAT}
    assert pace.take(OTHER)


def test_refused_is_not_booked(clock: Clock) -> None:
    """Asking for more than the share costs nothing."""
    pace = Pace(clock)
    for _ in range(50):
        pace.take(CHAT)
    clock.now += 1.001
    assert pace.take(CHAT)


def test_wait(clock: Clock) -> None:
    """The wait that is told is the wait that helps."""
    pace = Pace(clock)
    assert pace.wait() == 0
    while pace.take(CHAT):
        pass
    clock.now += pace.wait() - 0.01
    assert not pace.take(CHAT)
    clock.now += 0.011
    assert pace.take(CHAT)


def test_none() -> None:
    """Without limits nobody ever waits."""
    pace = Pace.none()
    assert all(pace.take(CHAT) for _ in range(1000))
    assert (pace.resting(), pace.wait()) == (set(), 0)


def test_backoff() -> None:
    """Waiting doubles from one second to a minute."""
    assert [backoff(n) for n in (1, 2, 3, 4, 5, 6, 7, 8, 1000)] == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_silence_after_a_429(clock: Clock) -> None:
    """The bot is silent for as long as it was told, and a shorter word does not shorten that."""
    silence = Silence(clock)
    silence.keep(30)
    silence.keep(1)
    assert (silence.remaining(), silence.troubled) == (30, False)
    clock.now += 31
    assert silence.remaining() == 0


def test_silence_without_connection(clock: Clock) -> None:
    """Calls that fail side by side count once; each new failure doubles the silence; a good answer
    ends the trouble."""
    silence = Silence(clock)
    for seconds in (1, 2, 4):
        for _ in range(8):
            silence.unreachable()
        assert silence.remaining() == seconds
        assert silence.troubled
        clock.now += seconds
    silence.good()
    assert not silence.troubled


def test_odd_answers(clock: Clock) -> None:
    """One odd answer means nothing, three without a good one between them do."""
    silence = Silence(clock)
    for _ in range(10):
        silence.odd()
        silence.odd()
        silence.good()
    assert not silence.troubled
    for _ in range(3):
        silence.odd()
    assert silence.troubled

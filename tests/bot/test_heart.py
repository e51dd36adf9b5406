"""A loop that beats no more is noticed; one that said that it rests is left in peace."""

from bot.heart import LONGEST_SILENCE, Heart


def test_silence() -> None:
    """Nothing has begun before the first beat; then the silence grows until it is too long."""
    at = [0.0]
    heart = Heart(lambda: at[0])
    at[0] = 9_000.0
    assert (heart.silence, heart.alive) == (0.0, True)
    heart.beat()
    at[0] += LONGEST_SILENCE
    assert (heart.silence, heart.alive) == (LONGEST_SILENCE, True)
    at[0] += 1
    assert not heart.alive


def test_who_rests_is_alive() -> None:
    """Telegram may tell the poller to wait for an hour; the next beat ends that."""
    at = [0.0]
    heart = Heart(lambda: at[0])
    heart.beat(rests=3600)
    at[0] = 3600 + LONGEST_SILENCE
    assert heart.alive
    heart.beat()
    at[0] += LONGEST_SILENCE + 1
    assert not heart.alive

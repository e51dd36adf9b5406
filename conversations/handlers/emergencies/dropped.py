"""An emergency that was raised is taken back in words that name its danger: dropped with a reason
behind ("batalkan yang keracunan, ternyata masuk angin"), denied, or told to be a joke.

In doubt nothing is taken back: danger in any other part of the words is heard as ever.

Tested in tests/conversations/handlers/emergencies/test_emergency_words_back.py."""

from casework.wording.plain import plain
from conversations.content import alarm_words
from conversations.content.alarm_rows import AlarmWords
from conversations.content.alarm_words import FEW

_NOT = (" bukan ", " not ")


def takes_back(text: str, kind: str, words: AlarmWords) -> bool:
    """Whether the emergency of a kind was none, or shall be dropped."""
    told, why = _parted(text, words)
    if alarm_words.hear(why, words):
        return False
    if alarm_words.drops(text, kind, words) or _joked(text, kind, words):
        return True
    return _harmless(why, words) and (
        alarm_words.drops(told, kind, words) or _denied(told, kind, words)
    )


def was_small(text: str, kind: str, words: AlarmWords) -> bool:
    """Whether the danger of a kind turned out to be something small: somebody makes sure."""
    told, why = _parted(text, words)
    if _any(words.calms, told):
        goes_on = _any((*words.still, *words.unhelped), told + why)
        return _any(words.small, why) and not goes_on
    turned_out = any(why.startswith(one) for one in words.turned_out)
    heard = alarm_words.hear(told, words)
    if heard is None or heard.kind != kind or not turned_out:
        return False
    return len(told.split()) <= FEW and _any(words.small, why) and _harmless(why, words)


def _parted(text: str, words: AlarmWords) -> tuple[str, str]:
    """The words before the first reason, and the rest from that on; a reason that begins them
    is left out."""
    story = plain(text, words.vocabulary)
    reasons = (*words.turned_out, *words.small, *words.reasons)
    for first in reasons:
        story = f" {story.removeprefix(first)}" if story.startswith(first) else story
    begins = min((at for one in reasons if (at := story.find(one)) >= 0), default=len(story))
    return f"{story[:begins].rstrip(' .')} ", story[begins:]


def _harmless(why: str, words: AlarmWords) -> bool:
    """Whether a reason is told, and tells of no danger and of nothing that goes on."""
    goes_on = _any((*words.still, *words.unhelped), why)
    return bool(why.strip()) and not goes_on and alarm_words.hear(why, words) is None


def _denied(told: str, kind: str, words: AlarmWords) -> bool:
    """Whether words begin with what it was not ("bukan kebakaran")."""
    heard = alarm_words.hear(told, words)
    begins = any(told.startswith(one) for one in _NOT) and len(told.split()) <= FEW
    return begins and heard is not None and heard.kind == kind and not heard.certain


def _joked(text: str, kind: str, words: AlarmWords) -> bool:
    """Whether one sentence says of the danger of a kind that it was a joke ("yang kebakaran itu
    guyon"), and no other tells of any."""
    sentences = [f" {one.strip()} " for one in plain(text, words.vocabulary).split(" . ")]
    joking = [one for one in sentences if _is_joke(one, kind, words)]
    rest = [one for one in sentences if one not in joking]
    return bool(joking) and all(alarm_words.hear(one, words) is None for one in rest)


def _is_joke(sentence: str, kind: str, words: AlarmWords) -> bool:
    heard, told = alarm_words.hear(sentence, words), sentence.split()
    if heard is None or heard.kind != kind or len(told) > FEW:
        return False
    meant = "yang" in told and not words.persons.keys() & set(told)
    against = _any((*words.still, *words.unhelped, *words.turned_out), sentence)
    denied = any(
        f"{deny.rstrip()}{one}" in sentence for one in words.jokes for deny in words.denies
    )
    return meant and _any(words.jokes, sentence) and not (against or denied)


def _any(expressions: tuple[str, ...], story: str) -> bool:
    return any(expression in story for expression in expressions)

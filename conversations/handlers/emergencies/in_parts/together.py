"""A cry that is told in two messages ("bpjs mati", then "besok jadwal hd"): what somebody wrote in
the last minutes, of which nobody has said yet what it is, counts together with the new words.

Tested in tests/conversations/handlers/emergencies/in_parts/test_together.py."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import takewhile

from casework.case.roles import STAFF
from casework.policy import classifier
from conversations.content import alarm_words
from conversations.content.alarm_words import Alarm
from conversations.content.content import Turn
from conversations.handlers.emergencies import belonging, emergency
from conversations.handlers.emergencies.who.teller import COMFORTED
from conversations.protocol.dialogue import Draft, Story, Talk
from conversations.protocol.unsorted import DOUBT

TOGETHER = timedelta(minutes=10)
"""For so long words are heard together with those that follow."""

MOST = 3
"""Earlier messages that count, the newest; a cry is told in few."""

FEW = 14
"""Words of all these together, at most: who writes more tells a story."""

HEALTH = "health"
"""The sector of cards without which nobody is treated."""

OPEN = frozenset({"", "offer", "which", "beside", "resume", DOUBT})
"""What was asked last about words of which it is open whether they tell of a danger."""


def cries(turn: Turn, talk: Talk) -> bool:
    """Whether a message tells of a danger only together with what came before it."""
    return _joined(turn, talk) is not None


def told(turn: Turn, talk: Talk) -> tuple[Turn, Talk]:
    """The message with the words before it that belong to its cry, and the talk without them; both
    as they are where it cries alone, or not at all."""
    found = _joined(turn, talk)
    if found is None:
        return turn, talk
    alarm, pieces = found
    words = "\n".join((*pieces, turn.said.text))
    return replace(turn, said=replace(turn.said, text=words)), _without(talk, pieces, alarm)


def _joined(turn: Turn, talk: Talk) -> tuple[Alarm, Sequence[str]] | None:
    """The danger in the words that belong together, and the earlier ones of them."""
    said, before = turn.said, _before(turn, talk)
    if not (before and said.text) or said.forwarded or said.text.startswith("/"):
        return None
    alone = alarm_words.hear(said.text, turn.content.alarms)
    if alone is not None and alone.certain:
        return _with_card(turn, before, alone)
    for pieces in _few(before, said.text):
        found = alarm_words.hear("\n".join((*pieces, said.text)), turn.content.alarms)
        if found is not None and _is_new(turn, pieces, alone, found):
            return found, pieces
    return None


def _before(turn: Turn, talk: Talk) -> Sequence[str]:
    """What was told in the last minutes: in a report that is being told, or outside every form."""
    if turn.person.roles & STAFF or turn.around.replied is not None:
        return ()
    draft, loose = talk.draft, talk.loose
    if draft is not None and draft.form in emergency.FORMS and talk.about_loose != DOUBT:
        loose = _story(draft)
    elif talk.about_loose not in OPEN or (draft is not None and talk.about_loose != DOUBT):
        return ()
    lately = bool(loose.last_at) and loose.told_within(TOGETHER, turn.said.at)
    return loose.texts[-MOST:] if lately else ()


def _story(draft: Draft) -> Story:
    told = draft.answers.get("story")
    return Story.load(told) if told else Story()


def _few(before: Sequence[str], words: str) -> Iterator[Sequence[str]]:
    """The newest of what was told before, then one more each time, as long as these and the new
    ``words`` are few."""
    newest = (before[-count:] for count in range(1, len(before) + 1))
    return takewhile(lambda pieces: len(" ".join((*pieces, words)).split()) <= FEW, newest)


def _is_new(turn: Turn, pieces: Sequence[str], alone: Alarm | None, found: Alarm) -> bool:
    """Whether what is heard in all words is more than in any of them, and about one person."""
    alarms, words = turn.content.alarms, "\n".join(pieces)
    doubted = alone is not None or alarm_words.hear(words, alarms) is not None
    if doubted and (not found.certain or found.kind in COMFORTED):
        return False  # what is usual, or feared, does not become sure by what is told beside it
    return not belonging.of_another(words, turn.said.text, turn.content)


def _with_card(
    turn: Turn, before: Sequence[str], alone: Alarm
) -> tuple[Alarm, Sequence[str]] | None:
    """The words right before a cry for care that say why it fails: a card, of the same person."""
    card, content = before[-1], turn.content
    if "treatment" not in classifier.facts_from(turn.said.text, content.words):
        return None
    named = classifier.suggest(card, content.words, 1)
    fails = all(content.catalogue.service(one.service).sector == HEALTH for one in named)
    ordinary = alarm_words.is_ordinary(card, content.alarms)
    another = belonging.of_another(card, turn.said.text, content)
    return (alone, (card,)) if fails and ordinary and not another else None


def _without(talk: Talk, pieces: Sequence[str], found: Alarm) -> Talk:
    """The talk in which these words wait no more; a report keeps its story until the danger is
    certain."""
    draft = talk.draft
    if draft is None or talk.about_loose == DOUBT:
        loose = _rest(talk.loose, pieces)
        return replace(talk, loose=loose, about_loose="" if loose.empty else talk.about_loose)
    if not found.certain:
        return talk
    story = _rest(_story(draft), pieces)
    told = draft.without("story") if story.empty else draft.answered("story", story.dump())
    return talk.with_draft(told)


def _rest(story: Story, pieces: Sequence[str]) -> Story:
    left = story.texts[: len(story.texts) - len(pieces)]
    rest = replace(story, texts=left)
    return Story() if rest.empty else rest

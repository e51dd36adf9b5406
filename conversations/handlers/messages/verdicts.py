"""Words outside every form while a result waits for its resident ("alhamdulillah sudah", "belum
masuk bu"): they are a word about that case, which then asks whether it is fixed. What else waits,
an officer's question or a message that is still to be sorted, stays as it is.

Tested in tests/bot/edges/diurus/kata_sesudah_hasil.txt and
tests/conversations/handlers/messages/test_verdicts.py."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from casework.actions.correspondence import Add
from casework.actions.ending.tone import Tone, tone
from casework.case.model import Status
from casework.policy import classifier
from conversations.content import alarm_words
from conversations.content.content import Answered, Turn
from conversations.content.hearing.not_yet import not_yet
from conversations.filling import question
from conversations.filling.fitting import fits, left, old
from conversations.handlers.emergencies.who import sealed
from conversations.handlers.messages.second_matter import SURE
from conversations.handlers.messages.small_talk import thankful
from conversations.protocol.dialogue import Draft, Story, Talk
from conversations.protocol.effects import Brief, Do

_DONE = re.compile(
    r"\b(sud+ah|udah|sdh|udh|dah|wis|wes|uwis|sampun|parantos|atos|geus|enggeus|beres|rebes"
    r"|selesai|rampung|lancar|alhamdulil+ah|hamdulil+ah|syukur|done|fixed|solved)\b",
    re.IGNORECASE,
)
"""What says that it is fixed; plain thanks have none of it."""


def heard(turn: Turn, talk: Talk) -> Answered | None:
    """The words go to the one case whose result waits; None when they may mean something else, or
    when several results wait."""
    results = waiting(turn)
    if len(results) != 1 or not about(turn, results[0]):
        return None
    (case,) = results
    story = Story().plus(turn.said).dump()
    if tone(story) is not Tone.FIXED:
        talk = replace(talk, gathering=(f"case:{case.id}", turn.said.at.isoformat()))
    return talk, (Do(Add(turn.person.id, story), case=case.id),)


def before_form(turn: Turn, talk: Talk, draft: Draft) -> Answered | None:
    """A "not yet" to a result, or thanks for it, where the result has come since an open form asked
    its question; None where the words answer the form. Unless that was left, it is asked again."""
    newer = [
        case
        for case in waiting(turn)
        if case.asked_at is not None and draft.first_asked
        if case.asked_at > datetime.fromisoformat(draft.first_asked)
    ]
    if not newer or "case" in draft.about or fits(turn, draft):
        return None
    if turn.content.forms[draft.form].staff or not _speaks_of_result(turn, draft):
        return None
    below = () if left(draft, turn.said.at) else question.ask(turn, draft)
    taken = heard(turn, talk)
    return (taken[0], (*taken[1], *below)) if taken else None


def _speaks_of_result(turn: Turn, draft: Draft) -> bool:
    """Whether words are short ones about a result; in danger "not yet" may be about that."""
    words = turn.said.text
    in_danger = draft.form == "emergency" and not old(draft, turn.said.at)
    return thankful(words) or (not_yet(words) and not in_danger)


def waiting(turn: Turn) -> list[Brief]:
    """The cases of the speaker whose result waits for their word."""
    return [case for case in turn.around.cases if case.status == Status.RESOLVED]


def still_so(turn: Turn) -> bool:
    """Whether words right below a result say that an ordinary trouble is as it was."""
    above, found = turn.around.above, classifier.suggest(turn.said.text, turn.content.words)
    if above is None or not found or _in_danger(turn, found):
        return False
    return any(about(turn, case) for case in waiting(turn) if case.id == above.case)


def _in_danger(turn: Turn, found: Iterable[classifier.Suggestion]) -> bool:
    dangers = {call.service for call in turn.content.alarms.calls}
    heard = alarm_words.hear(turn.said.text, turn.content.alarms)
    return heard is not None or any(one.service in dangers for one in found)


def about(turn: Turn, case: Brief) -> bool:
    """Whether a message speaks of this result: that it helped, or that it did not, and no clear
    word of another trouble. Plain thanks after a doubt say nothing new."""
    said = turn.said
    if said.forwarded or said.text.startswith("/") or sealed.told_beside(turn, case):
        return False
    if not_yet(said.text):
        return not names_another(turn, said.text, case)
    return not said.files and _fixed(turn, case)


def _fixed(turn: Turn, case: Brief) -> bool:
    words = turn.said.text
    if tone(Story().plus(turn.said).dump()) is not Tone.FIXED:
        return False
    thanks = thankful(words)
    if thanks and says_no_more(words, case):
        return False
    return thanks or not classifier.suggest(words, turn.content.words, 1)


def says_no_more(words: str, case: Brief) -> bool:
    """Whether these are plain thanks of somebody who has said that the result did not help."""
    doubted = any(tone(told) is not Tone.FIXED for told in case.said)
    return doubted and not _DONE.search(words)


def names_another(turn: Turn, words: str, case: Brief) -> bool:
    """Whether words name another service for sure, and not that of the case. Those of emergencies
    count for nothing here: what is one was heard before."""
    found = classifier.suggest(words, turn.content.words)
    dangers = {call.service for call in turn.content.alarms.calls}
    if any(one.service == case.service for one in found):
        return False
    return any(one.score >= SURE and one.service not in dangers for one in found)


def of_several(turn: Turn, story: Story) -> bool:
    """Whether a message is a "not yet" to one of several results, and what waits is not."""
    doubts = len(list(doubted(turn, turn.said.text))) > 1
    return doubts and not any(map(not_yet, story.texts))


def doubted(turn: Turn, words: str) -> Iterator[Brief]:
    """The results that a message which waits to be sorted may be a "not yet" to."""
    return iter(waiting(turn) if not_yet(words) else ())

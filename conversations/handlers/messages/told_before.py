"""Words that waited to be sorted while something else went on. They never become the story of the
next report by themselves: what was told again in a report that was sent is done, the rest is asked
about, once after that report and once more when the next one is begun."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from conversations.content import fields
from conversations.content.content import Answered, Turn
from conversations.filling.question import walk
from conversations.handlers.messages import offering, other_neighbour, second_matter
from conversations.protocol import unsorted
from conversations.protocol.dialogue import Draft, Story, Talk
from conversations.protocol.effects import Button, Say, text
from conversations.protocol.taps import SortMessage, StartAnew

FRESH = timedelta(minutes=10)
"""For so long what was offered as a report is still what a person means by /lapor."""

STORIES = frozenset({"report", "neighbour", "walk_in"})

EMPTY = "0"
"""Instead of the form that is left for a new one: the words that wait, too."""

LEFT = "left"
"""What is asked about words that waited while a report was sent (``Talk.about_loose``)."""

_ALIKE = 0.6
"""The share of the words that stands in a report in which they were told again."""

_WORD = re.compile(r"\w{3,}")


def fresh(talk: Talk, turn: Turn) -> bool:
    """Whether the words that wait are what a report is begun with."""
    offered = talk.about_loose in ("", "offer", "calm")
    return talk.loose.empty or (offered and talk.loose.told_within(FRESH, turn.said.at))


def asked(talk: Talk) -> Answered:
    """Ask whether a report shall begin with the words that wait."""
    calm = talk.about_loose.startswith("calm")
    rows = (
        (Button(text("before.use"), SortMessage("calm" if calm else "new")),),
        (Button(text("before.empty"), StartAnew(EMPTY)),),
    )
    return talk, (Say(text("before.wonder", told=fields.told(talk.loose)), rows),)


def asked_after(turn: Turn, talk: Talk, draft: Draft) -> Answered:
    """What is asked once a form is done: about words that it did not take, then about those that
    waited, and about a second matter in its story: each by its own number."""
    after, offered = offering.offer_left(turn, draft, talk)
    if not offered:
        after, offered = _left(turn, after, draft)
    numbered = unsorted.stamped(after, offered, first=True)
    after, second = second_matter.heard(turn, after, draft)
    return after, (*numbered, *second) if second else offered


def _left(turn: Turn, talk: Talk, draft: Draft) -> Answered:
    """The talk after a report was sent: what it tells waits no longer, and the rest is asked
    about."""
    talk = unsorted.oldest(talk, BESIDE)
    waits = not talk.loose.empty and not second_matter.waits(talk)
    if draft.form not in STORIES or not waits or talk.about_loose in (unsorted.DOUBT, *_ASKED):
        return talk, ()
    if _told(turn, talk, draft):
        return _left(turn, replace(talk, loose=Story(), gathering=None, about_loose=""), draft)
    return _offered(turn, talk) if talk.draft is None else (talk, ())


def next_of_them(turn: Turn, answered: Answered) -> Answered:
    """What follows once words were sorted: the next ones that were told beside a report that is
    sent meanwhile."""
    talk, effects = answered
    if talk.draft is not None:
        return answered
    talk = unsorted.oldest(talk, BESIDE)
    if talk.loose.empty or talk.about_loose not in BESIDE:
        return answered
    talk, offered = _offered(turn, talk)
    return talk, (*effects, *offered)


def _offered(turn: Turn, talk: Talk) -> Answered:
    calm = talk.about_loose.startswith("calm")
    after, effects = offering.offer(turn, talk, calm=calm)
    return replace(after, about_loose=f"calm_{LEFT}" if calm else LEFT), effects


_ASKED = (LEFT, f"calm_{LEFT}")
BESIDE = ("beside", "calm_beside")
"""What was asked about words that were told beside a report (resuming.py)."""


def _told(turn: Turn, talk: Talk, draft: Draft) -> bool:
    """Whether a report tells what waits."""
    kept = walk(turn, draft).kept
    story = Story.load(kept["story"]) if kept.get("story") else Story()
    sent = _words(" ".join((story.text, *(v for v in kept.values() if isinstance(v, str)))))
    waiting = _words(talk.loose.text)
    shown = {file["unique_id"] for file in story.files}
    if talk.loose.location or any(f["unique_id"] not in shown for f in talk.loose.files):
        return False
    if any(named and named not in sent for named in _named(turn, talk.loose)):
        return False  # alike, but somebody else's
    return len(waiting & sent) >= _ALIKE * len(waiting)


def _named(turn: Turn, told: Story) -> Iterator[str]:
    return (other_neighbour.named(one, turn.content.words) for one in told.texts)


def _words(told: str) -> set[str]:
    return set(_WORD.findall(told.casefold()))

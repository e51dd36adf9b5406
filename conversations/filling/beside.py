"""What somebody says beside the question. It is never dropped: a piece of a story joins it, words
for a case go there, the rest waits until the form is done; and each time that is said.

What tells nothing (a nod, thanks) is not kept, and that is said, too."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from casework.actions.correspondence import Add
from casework.policy.classifier import suggest
from conversations.content import fields
from conversations.content.content import Turn
from conversations.content.form import Form
from conversations.filling import early_number
from conversations.filling.aside import Kept, aside, beside_stars, waits
from conversations.filling.question import current, in_words, walk
from conversations.filling.taking import wants_tap
from conversations.filling.telling import around_number, names_something, tells, without_numbers
from conversations.filling.where import beside_village, unsure
from conversations.filling.where.address import still_asked
from conversations.filling.where.early_village import early_village
from conversations.filling.where.replaced import replaced
from conversations.filling.where.told_place import names_place
from conversations.protocol import unsorted
from conversations.protocol.dialogue import Draft, Story, Talk
from conversations.protocol.effects import Do, Said, Say, Text, text

NAME = 4
"""Words of a place that was typed wrong, at most."""

TOPICS = frozenset({"sectors", "services", "suggested"})
"""Choices of what it is about."""

KEPT_PRIVATE = fields.IDENTIFYING | {"phone", "their_phone"}
"""Kinds whose numbers stay out of words that go elsewhere."""


def beside(turn: Turn, talk: Talk, draft: Draft, problem: Text, kind: str = "") -> Kept | Say:
    """A message that does not answer the question, of this ``kind``: what tells of something is
    kept, anything else is asked again."""
    said, problem = turn.said, _of_what_came(turn.said, problem, kind)
    form, shown = turn.content.forms[draft.form], bool(said.files or said.location)
    if form.name == "hello" and (named := early_village(turn, talk, draft)):
        return named
    if not form.staff and (early := early_number.kept(turn, talk, draft, kind)):
        return early
    if kind in KEPT_PRIVATE and said.text:
        said = replace(said, text=without_numbers(said.text))
    to_sort = form.staff and (kind in KEPT_PRIVATE or wants_tap(turn, draft)) and not shown
    if to_sort and tells(said.text, turn.content.words):
        return aside(unsorted.put_behind(talk), draft, said)
    if form.staff or not (shown or _telling(turn, draft, kind)):
        return in_words(turn, draft, problem=problem)
    kept = _kept(turn, talk, draft, said)
    return kept or in_words(turn, draft, problem=problem)


def _telling(turn: Turn, draft: Draft, kind: str) -> bool:
    """Whether the words tell of something. Where it is asked what it is about, a single one does;
    where a village is asked for, a few odd ones are a name that we don't know."""
    words, known, step = turn.said.text, turn.content.words, current(turn, draft)
    if step is not None and step.choices in TOPICS and names_something(words):
        return True
    named = kind == "place" and len(words.split()) <= NAME and not suggest(words, known, 1)
    return not named and tells(words, known)


def _of_what_came(said: Said, problem: Text, kind: str) -> Text:
    """What is wrong with an answer that holds no words, named as what came: a card is no unknown
    village, a sticker no number that is too short. Where something is to be shown, and at the
    card, the problem says itself what to do."""
    if said.text or said.files or said.location or not problem.key.startswith("field."):
        return problem
    if said.phone or said.card:
        return problem if kind in ("phone", "their_phone") else text("contact.unkept")
    if problem.key.endswith(".none"):
        return problem
    return text("form.wordless")


def with_rest(turn: Turn, talk: Talk, draft: Draft, kind: str, value: Any) -> Kept:
    """The talk after a number or a village was read, with the words that stood around it."""
    form = turn.content.forms[draft.form]
    rest = around_number(turn.said.text) if kind in KEPT_PRIVATE else ""
    rest = _trouble(turn, value) if kind == "place" else rest
    no_story = kind != "place" or not _story_of(turn, form, draft)
    if not rest or (form.staff and no_story):
        return talk, ()
    said = replace(turn.said, text=rest, files=(), location=None)
    return _kept(turn, talk, draft, said) or (talk, ())


def _trouble(turn: Turn, village: str) -> str:
    """What stands beside the name of a village and is no address: a trouble."""
    content, pieces = turn.content, beside_village.pieces(turn.said.text)
    told = []
    for piece in pieces:
        rest = beside_village.without(piece, village, content.places)
        apart = len(pieces) > 1 and tells(rest, content.words) and not names_place(rest, content)
        if suggest(rest, content.words, 1) or apart:
            told.append(piece)
    return ", ".join(told)


def _kept(turn: Turn, talk: Talk, draft: Draft, said: Said) -> Kept | None:
    """Where the message goes; None in an emergency, which tells everything on by itself."""
    form = turn.content.forms[draft.form]
    if form.name == "hello":  # who tells their trouble before we know each other is told so
        return waits(talk, said), (Say(text("form.story_kept")),)
    story = _story_of(turn, form, draft)
    if story:
        return _in_story(talk, draft, story, said)
    told = Story().plus(said).dump()
    if _shows_place(form, said) and (later := still_asked(turn, draft)):
        return talk.with_draft(draft.answered(later, told)), (Say(text("form.noted")),)
    if form.name == "emergency":
        return None
    if form.name == "rate":
        return beside_stars(turn, talk, draft, said)
    if "case" in draft.about:
        return talk, (Do(Add(turn.person.id, told), case=draft.about["case"]),)
    return aside(talk, draft, said)


def _shows_place(form: Form, said: Said) -> bool:
    """Whether something may show where it is; in an emergency a bare photo may show the danger."""
    bare = form.name == "emergency" and not said.text
    return bool(said.location or (said.files and not bare))


def _story_of(turn: Turn, form: Form, draft: Draft) -> str:
    """The step that takes stories, "" when there is none on the way that was taken."""
    kept = walk(turn, draft).kept
    fitting = (
        step.key
        for step in form.steps
        if step.kind == "story"
        and all(kept.get(key) in values for key, values in (step.when or {}).items())
    )
    return next(fitting, "")


def left_over(turn: Turn, before: Draft | None, talk: Talk) -> Kept:
    """The talk after another answer than the words that were asked about, or that were taken for
    the address and tell of something else: these join the story."""
    if talk.draft is None:
        return talk, ()
    draft, told = unsure.settled(before, talk.draft)
    talk = talk.with_draft(draft)
    told = (*told, *replaced(turn, before, draft))
    words = [one for one in told if tells(one, turn.content.words)]
    story = _story_of(turn, turn.content.forms[draft.form], draft) if words else ""
    if not story:
        return talk, ()
    said = replace(turn.said, text="\n".join(words), files=(), location=None)
    kept, effects = _in_story(talk, draft, story, said)
    return replace(kept, gathering=talk.gathering), effects


def _in_story(talk: Talk, draft: Draft, story: str, said: Said) -> Kept:
    kept = replace(draft, answers={**draft.answers, story: plus(draft.answers.get(story), said)})
    gathering = (story, said.at.isoformat())  # the rest of an album, say
    return replace(talk.with_draft(kept), gathering=gathering), (Say(text("form.story_kept")),)


def plus(answer: Mapping[str, Any] | None, said: Said) -> dict[str, Any]:
    """A story answer with one more message."""
    return (Story.load(answer) if answer else Story()).plus(said).dump()


def with_files_of(before: Mapping[str, Any] | None, told: dict[str, Any]) -> dict[str, Any]:
    """Words told anew keep the photos that were sent with the old ones; new photos take their
    place."""
    return told | {"files": told["files"] or before["files"]} if before else told

"""An officer replies to a message about a case: the words are kept, and one tap says for whom they
are. They are never sent to a resident by themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from casework.actions.between_offices import AnswerOffice
from casework.actions.correcting.rewording import mended
from casework.actions.correspondence import Note, Reply
from casework.case.number import named_in, number
from casework.case.roles import STAFF
from conversations.content import fields
from conversations.content.content import Answered, Turn
from conversations.content.numbers.card_numbers import last_four
from conversations.filling import along, choosing, question
from conversations.handlers.messages import staff_words
from conversations.protocol import unsorted
from conversations.protocol.dialogue import DEPTH, Draft, Story, Talk
from conversations.protocol.effects import Button, Do, Earlier, Effect, Say, Show, text
from conversations.protocol.tap_codec import case_of
from conversations.protocol.taps import SortMessage

CANCEL = "/batal"
"""The command that closes the card itself."""

_BACK = "back"
"""In what a card is about: it was shown again, below something else."""

FORM, ASKED, BESIDE = "words", "words_asked", "words_beside"
"""The question for whom words are; another while an office waits for an answer about the case, and
one about words that name another case than that of the open form."""

_BELOW = "below"
"""In what a card is about: the form that was open when it was asked."""

SHOWN = 300
"""Characters of the words that are shown again with the question."""


def wonder(turn: Turn, talk: Talk, case: int) -> Answered:
    """Ask for whom the words are; what can't be passed on is told at once, with the page."""
    said, page = turn.said, Show("case", {"case": case})
    words = said.text.strip()
    beyond = bool(said.location or said.phone or said.card)
    if not (words or beyond or said.files):
        return talk, (page,)
    if not turn.person.roles & STAFF:
        return talk, (Say(text("officer_reply.office")), page)
    if len(words) > fields.LONGEST:
        return talk, (Say(text("field.text.long", limit=fields.LONGEST)),)
    lost = (Say(text("officer_reply.files")),) if beyond else ()
    if not (words or said.files):
        return talk, (*lost, page)
    opened, asked = for_whom(turn, talk, case, Story().plus(replace(said, location=None)))
    return opened, (*lost, *asked)


def for_whom(turn: Turn, talk: Talk, case: int, story: Story) -> Answered:
    """Ask for whom words and files about a case are."""
    about, shown = _held(turn, case, story)
    form = ASKED if turn.around.asks else FORM
    if not turn.said.tap and (below := _named_beside(turn, talk, case)):
        form, about = BESIDE, {**about, _BELOW: below}
    draft = Draft(turn.new_id(), form, shown, about)
    return talk.opening(draft), question.ask(turn, draft)


def _photo(turn: Turn) -> str:
    """What stands instead of words where there are none."""
    texts = turn.content.texts
    return texts.plain(texts.default, text("officer_reply.photo"))


def _held(turn: Turn, case: int, story: Story) -> tuple[dict[str, Any], dict[str, Any]]:
    """What such a card is about, and its answers: the files that go along."""
    texts = turn.content.texts
    words = story.text.strip()[: fields.LONGEST] or _photo(turn)
    told = last_four(words[:SHOWN])
    if story.files:  # which stand below the words, as in the question before
        told = texts.plain(
            turn.person.language, fields.told(replace(story, texts=tuple(story.texts and [told])))
        )
    about = {"case": case, "number": number(case), "words": words, "told": told}
    shown = {along.ALONG: replace(story, texts=()).dump()} if story.files else {}
    return about, shown


def reworded(turn: Turn, talk: Talk, was: Earlier) -> Answered | None:
    """The card that holds the words of an edited message, with those of now, wherever it lies;
    None where it is open no more."""
    begun = (*talk.drafts, *talk.set_aside)
    held = next((one for one in begun if one.id == was.draft), None)
    if held is None or held.form not in along.SORTED:
        return None
    story = _as_now(turn, held, was)
    if len(story.text) > fields.LONGEST:
        return talk, (Say(text("field.text.long", limit=fields.LONGEST)),)
    about, answers = _held(turn, held.about["case"], story)
    about = {**held.about, **about}
    about.pop(_BACK, None)
    card = replace(held, answers=answers, about=about, aside=False)
    return _without(talk, held).opening(card), question.ask(turn, card)


def _as_now(turn: Turn, held: Draft, was: Earlier) -> Story:
    """Words and files of a card as they are once a message of it says what it says now."""
    files = along.files(held)
    shown = Story.load(files) if files else Story()
    more = tuple(file for file in turn.said.files if file.unique_id not in was.files)
    shown = shown.plus(replace(turn.said, text="", location=None, files=more))
    return replace(shown, texts=(_words_now(turn, held, was),))


def _words_now(turn: Turn, held: Draft, was: Earlier) -> str:
    """The words of a card with those of now; behind all others where there were none before."""
    words = "" if held.about["words"] == _photo(turn) else held.about["words"]
    now = turn.said.text.strip()
    if was.text.strip():
        return mended(words, was.text, now) or now
    return f"{words}\n{now}".strip()


def _without(talk: Talk, held: Draft) -> Talk:
    """The talk without this card, wherever it lies."""
    drafts = tuple(one for one in talk.drafts if one.id != held.id)
    aside = tuple(one for one in talk.set_aside if one.id != held.id)
    return replace(talk, drafts=drafts, set_aside=aside)


def _named_beside(turn: Turn, talk: Talk, case: int) -> str:
    """The open form of another case in which words name this one, "" for none."""
    draft = talk.draft
    if draft is None or draft.form in along.SORTED or case not in named_in(turn.said.text):
        return ""
    about = draft.about.get("case", case)
    return draft.id if about != case and turn.content.forms[draft.form].staff else ""


def for_form(turn: Turn, talk: Talk, draft: Draft) -> tuple[Turn, Talk, Draft] | None:
    """Turn, talk and form in which words that were asked about are said to the form that was open
    all the while; None where something else was chosen, or it is open no more."""
    if draft.form != BESIDE or draft.answers.get("to") != "form":
        return None
    talk = talk.closing().back(draft.about[_BELOW])
    below = next((one for one in talk.drafts if one.id == draft.about[_BELOW]), None)
    if below is None:
        return None
    told = Story.load(shown).attachments if (shown := along.files(draft)) else ()
    said = replace(turn.said, tap="", text=draft.about["words"], files=told)
    return replace(turn, said=said), talk, below


def left(turn: Turn, talk: Talk) -> Talk:
    """The talk without such a card in front, when a message does not answer it: what is written is
    heard by itself."""
    draft = talk.draft
    if draft is None or draft.form not in along.SORTED or turn.said.files or not turn.said.text:
        return talk
    cancels = turn.said.text.startswith(CANCEL)
    return talk if cancels or choosing.answers(turn, draft) else _aside(talk, [draft])


def once(before: Talk, talk: Talk) -> Talk:
    """The talk in which such a card has come back once below another act, and no more."""
    draft, covered = talk.draft, before.drafts[:-1]
    done = (
        before.draft is not None and talk.cancelled != before.draft
    )  # what is called off may return
    if done and draft is not None and draft.form in along.SORTED and draft in covered:
        talk = talk.with_draft(replace(draft, about={**draft.about, _BACK: True}))
    return _aside(talk, [one for one in talk.drafts[:-1] if one.about.get(_BACK)])


def _aside(talk: Talk, gone: Sequence[Draft]) -> Talk:
    """The talk whose cards wait aside: their buttons still do what they say."""
    if not gone:
        return talk
    kept = tuple(one for one in talk.drafts if one not in gone)
    cards = [one for one in talk.set_aside if one.form in along.SORTED]
    cards += [replace(one, aside=True) for one in gone]
    others = tuple(one for one in talk.set_aside if one.form not in along.SORTED)
    return replace(talk, drafts=kept, set_aside=(*others, *cards[-DEPTH:]))


def which(turn: Turn, talk: Talk) -> Answered:
    """A photo, or words for a case, that an officer sends outside every form: for which case is it?
    It waits meanwhile; it may also be the beginning of a report, unless it names a case, or
    nothing."""
    report = ((Button(text("outside.report"), SortMessage("new")),),)
    nothing = (Button(text("outside.nothing"), SortMessage("no")),)
    rows = (*(() if staff_words.name_a_case(turn, talk.loose) else report), nothing)
    asked = Say(text("officer_reply.which", told=fields.told(talk.loose)), rows)
    return replace(talk, about_loose="offer"), (
        asked,
        Show("pick", {"action": "note", unsorted.WAITS: "1"}),
    )


TAKES = frozenset({"note", "reply"})
"""Buttons of a case by which a photo that waits goes to it."""


JUST_NOW = timedelta(minutes=15)
"""An older photo belongs to no act but the one that it was asked about with."""


def taken(turn: Turn, talk: Talk, action: str, case: int, words: str = "") -> Answered | None:
    """The photo that waits since just now belongs to the case whose button was tapped, or whose
    command was typed, with the words behind it; None where none waits."""
    shown = unsorted.with_files(talk)
    recent = shown.loose.files and shown.loose.told_within(JUST_NOW, turn.said.at)
    if action not in TAKES or not recent or len(words) > fields.LONGEST:
        return None
    told = replace(turn.said, text=words, location=None)
    if words and shown.loose.files:
        shown = replace(shown, loose=shown.loose.plus(told))
    return _brought(turn, talk, shown, case)


def decided(turn: Turn, talk: Talk, what: str) -> Answered | None:
    """What stands in front belongs to a case that was chosen from the list below it; None where
    something else was meant, or one's own case."""
    case = case_of(what)
    if case is None or any(case == own.id for own in turn.around.cases):
        return None
    return _brought(turn, talk, talk, case)


def _brought(turn: Turn, talk: Talk, shown: Talk, case: int) -> Answered | None:
    if shown.loose.empty or not turn.person.roles & STAFF:
        return None
    rest = unsorted.back(talk, replace(shown, loose=Story(), gathering=None))
    return for_whom(turn, rest, case, shown.loose)


def _finished(turn: Turn, draft: Draft, kept: Mapping[str, Any]) -> tuple[Effect, ...]:
    case, words, by = draft.about["case"], draft.about["words"], turn.person.id
    shown = along.files(draft)
    match kept["to"]:
        case "office":
            kept_too = (Do(Note(by, words, shown), case=case),) if shown else ()
            return (Do(AnswerOffice(by, words), case=case), *kept_too)
        case "resident":
            return (Do(Reply(by, words, shown), case=case),)
        case "note":
            return (Do(Note(by, words, shown), case=case),)
        case _:
            return (Say(text("officer_reply.nobody")), Show("case", {"case": case}))


FINISH = {FORM: _finished, ASKED: _finished, BESIDE: _finished}
"""What the answer leads to."""

"""Words that come when an old question is no longer what the person is looking at: after something
else was shown, after an officer has asked something, or hours later. They are kept, and one tap
says whether they answer that question, belong to a case, or are something new."""

from collections.abc import Iterable, Sequence

from casework.actions.question import kinds
from casework.case.model import Status
from casework.case.number import number
from casework.changed import changed
from conversations.content import fields
from conversations.content.content import Answered, Turn
from conversations.content.meant import sends
from conversations.filling import choosing, picking, question, same_again
from conversations.filling.beside import KEPT_PRIVATE
from conversations.filling.fitting import fits, left, old
from conversations.filling.taking import takes_words, wants_tap
from conversations.filling.where.told_place import holds_address
from conversations.handlers.messages import (
    another_matter,
    free_messages,
    further_cases,
    offering,
    other_neighbour,
    shown_last,
)
from conversations.handlers.messages.answers import whenever
from conversations.handlers.messages.case_reply import EXACT
from conversations.handlers.messages.small_talk import small_talk
from conversations.pages.home import home
from conversations.protocol.dialogue import Draft, Story, Talk
from conversations.protocol.effects import Brief, Button, Effect, Say, Show, Tie, text
from conversations.protocol.taps import (
    AnswerStep,
    GoOnWith,
    ResumeForm,
    RunCommand,
    UndoCancel,
    read,
)

STORIES = frozenset({"report", "neighbour", "walk_in"})
"""Forms with a story."""

OWN = "own"
"""In what a draft is about: the words that were said to be for it, and for no officer's older
question."""

NAME = 3
"""Words of a name, at most, while an officer waits for an answer."""

_NEVER_ASKED = frozenset({"nik", "kk"})
"""Numbers for which no report asks."""

AROUND = 8
"""Words around a number that an officer waits for, at most."""

MOST_NAMED = 3
"""Cases that are named in the question; the buttons name more."""


def wonder(turn: Turn, talk: Talk, draft: Draft) -> Answered | None:
    """Keep words that may be no answer, and ask; None where they are one."""
    said, step = turn.said, question.current(turn, draft)
    picked = step is not None and question.kind_of(step, draft) in picking.KINDS
    if picked or not (said.text or said.files or said.location):
        return None
    if another := _about_another(turn, talk, draft):
        return another
    newer = _newer(turn, draft) or _undecided(turn, talk, draft) or _older(turn, draft)
    if draft.form == "emergency" and not newer:
        return _in_emergency(turn, talk, draft)
    if not newer and not left(draft, said.at):
        return None
    if fits(turn, draft) and not any(_reads(turn, case) for case in newer):
        return None
    return _asked(turn, talk, draft, "which" if newer else "resume", newer)


def _newer(turn: Turn, draft: Draft) -> list[Brief]:
    """The cases whose officer has asked something since this question was shown first, and the one
    whose officer's words stand right above. In danger its question is new whenever it is shown."""
    about = draft.about.get("case")
    if draft.form == "emergency":
        return further_cases.asking_since(turn, draft.asked, but=about)
    newer = further_cases.asking_since(turn, draft.first_asked, but=about)
    above = shown_last.case(turn)
    if above is None or above.id == about:
        return newer
    return [above, *(case for case in newer if case.id != above.id)]


def _undecided(turn: Turn, talk: Talk, draft: Draft) -> Sequence[Brief]:
    """The cases of which it was just asked whether words are for them or for the form: what follows
    within minutes waits for the same tap."""
    waits = talk.about_loose == "which" and talk.loose.told_within(shown_last.SOON, turn.said.at)
    if draft.form == "emergency" or not waits or talk.loose.empty:
        return ()
    cases = turn.around.cases
    return [case for case in cases if case.asked_at is not None] or cases


def _older(turn: Turn, draft: Draft) -> Sequence[Brief]:
    """The cases whose officer had asked something before a report was begun, where the question of
    the report takes no such words, and these name no trouble of their own; asked once a report."""
    said = turn.said
    if draft.form not in STORIES or said.forwarded or not turn.around.cases:
        return ()
    waiting = [one for one in turn.around.cases if one.status == Status.WAITING]
    if wanted := _wanted(turn, draft):
        return wanted
    if draft.about.get(OWN):
        return ()
    idle = said.text and not said.files and small_talk(said.text)
    if not waiting or idle or _takes(turn, draft):
        return ()
    return [one for one in waiting if shown_last.belongs(turn, one)]


def _wanted(turn: Turn, draft: Draft) -> Sequence[Brief]:
    """The cases whose officer waits for just the number that a message tells in a few words, where
    the question on the screen wants none: also when other words were for the form. No report asks
    for a NIK or a KK: it may be the rest of an answer to any officer."""
    words = turn.said.text
    few = sum(any(map(str.isalpha, one)) for one in words.split()) <= AROUND
    if not few or draft.about.get(OWN) == words or fits(turn, draft):
        return ()
    told = {kind for kind in KEPT_PRIVATE if _tells(turn, kind)}
    wanted = [one for one in turn.around.cases if not told.isdisjoint(kinds(one.wants))]
    return wanted or [one for one in turn.around.cases if told & _NEVER_ASKED and _held(one)]


def _held(case: Brief) -> bool:
    return case.tie is Tie.OWN and case.status == Status.IN_PROGRESS


def _tells(turn: Turn, kind: str) -> bool:
    value = fields.READERS[kind](turn.said, turn.content.places)
    return not isinstance(value, fields.Problem | fields.Several)


def _takes(turn: Turn, draft: Draft) -> bool:
    """Whether a message may be the answer to the question of a form."""
    said, step = turn.said, question.current(turn, draft)
    if fits(turn, draft) or choosing.answers(turn, draft) or (step is None and sends(said.text)):
        return True
    if step is None or not takes_words(turn, draft):
        return False
    words = said.text
    if step.kind == "name":
        return said.files == () and len(words.split()) <= NAME and "," not in words
    shown = bool(said.files or said.location) or step.kind != "address"
    return shown or holds_address(words, turn.content) or same_again.only_points(words)


def which(turn: Turn, talk: Talk, draft: Draft, cases: Sequence[Brief]) -> Answered:
    """Ask whether words are for a case or for the open form."""
    return _asked(turn, talk, draft, "which", cases)


def _about_another(turn: Turn, talk: Talk, draft: Draft) -> Answered | None:
    """What is forwarded to a form about a neighbour, and does not tell its story, or names
    another; to one's own report, where a tap is wanted."""
    step = question.current(turn, draft)
    told = step is not None and step.kind == "story"
    if draft.form not in other_neighbour.NEIGHBOURS:
        told = draft.form not in STORIES or not wants_tap(turn, draft) or _takes(turn, draft)
    if turn.said.forwarded and not told:
        return _asked(turn, talk, draft, "beside")
    named = other_neighbour.beside(turn, draft)
    return _another_neighbour(turn, talk, draft) if named else None


def _in_emergency(turn: Turn, talk: Talk, draft: Draft) -> Answered | None:
    """What is asked in danger is answered by whatever is told, but for another trouble, and but for
    words of much later."""
    if fits(turn, draft) or whenever.names_house(turn, draft):
        return None
    if another_matter.told(turn, talk, draft.about["key"]):
        return free_messages.offered(turn, talk)
    if whenever.answers(turn, draft) or not old(draft, turn.said.at):
        return None
    return _asked(turn, talk, draft, "resume")


def calmed(turn: Turn, talk: Talk) -> Answered:
    """No emergency, they said: the words belong to the open report, or may become one, or belong to
    a case."""
    draft = talk.draft
    if draft is None or draft.form not in STORIES:
        return offering.offer(turn, talk, calm=True)
    if turn.around.cases or left(draft, turn.said.at):
        return _asked(turn, talk, draft, "calm", turn.around.cases)
    return beside(turn, talk, draft, calm=True)


def beside(turn: Turn, talk: Talk, draft: Draft, *, calm: bool) -> Answered:
    """What was kept joins the story of an open report."""
    told = Story.load(draft.answers["story"]) if draft.answers.get("story") else Story()
    told = changed(
        talk.loose, texts=told.texts + talk.loose.texts, files=told.files + talk.loose.files
    )
    about = {**draft.about, "calm": True} if calm else draft.about
    draft = changed(draft, answers={**draft.answers, "story": told.dump()}, about=about)
    after = changed(talk.with_draft(draft), loose=Story(), gathering=None)
    return after, (Say(text("form.story_kept")), *question.ask(turn, draft))


def _asked(turn: Turn, talk: Talk, draft: Draft, why: str, cases: Sequence[Brief] = ()) -> Answered:
    """The words are kept, and one tap says where they belong. ``why`` is remembered with them."""
    told = talk if why == "calm" else free_messages.keep(turn, talk)
    kept, offered = offering.offer(turn, told, calm=why == "calm")
    (say,) = (effect for effect in offered if isinstance(effect, Say))
    key = {"resume": "wonder", "calm": "which" if cases else "beside"}.get(why, why)
    go_on = (Button(text(f"resume.go_on_{key}"), GoOnWith(draft.id)),)
    asked = question.in_words(turn, draft).text if question.current(turn, draft) else None
    words = text(
        f"resume.{key}",
        told=say.text.args["told"],
        question=asked or text("form.review_waits"),
        numbers=", ".join(number(case.id) for case in cases[:MOST_NAMED]),
    )
    kept = changed(kept, about_loose="calm_beside" if why == "calm" else why)
    return kept, (changed(say, text=words, buttons=(go_on, *say.buttons)),)


def _another_neighbour(turn: Turn, talk: Talk, draft: Draft) -> Answered:
    """The words wait until the report is sent, unless one tap puts them into it; it goes on."""
    kept = talk
    for said in other_neighbour.each(turn):
        kept = changed(free_messages.keep(changed(turn, said=said), kept), about_loose="beside")
    here = (Button(text("resume.go_on_beside"), GoOnWith(draft.id)),)
    told = Say(text("resume.neighbour", told=fields.told(kept.loose)), (here,))
    return kept, (told, *question.ask(turn, draft))


def _reads(turn: Turn, case: Brief) -> bool:
    """Whether a message is just what the officer has asked for."""
    if case.wants not in EXACT:
        return False
    value = fields.READERS[case.wants](turn.said, turn.content.places)
    return not isinstance(value, fields.Problem | fields.Several)


def noted(turn: Turn, talk: Talk, effects: Iterable[Effect]) -> Talk:
    """The talk with what was shown last: the question of the open form, or something else."""
    draft = talk.draft
    if draft is None:
        return talk
    shown = list(effects)
    if any(_asks(effect, draft) for effect in shown):
        return talk.with_draft(_shown(turn, draft))
    command = turn.said.text.startswith("/") or isinstance(read(turn.said.tap), RunCommand)
    return talk.with_draft(changed(draft, aside=True)) if command and shown else talk


def _shown(turn: Turn, draft: Draft) -> Draft:
    """A form whose question is shown now."""
    step, now = question.current(turn, draft), turn.said.at.isoformat()
    key = step.key if step is not None else ""
    since = draft.since if draft.since[0] == key and draft.since[1] else (key, now)
    return changed(draft, asked=now, since=since, aside=False)


def _asks(effect: Effect, draft: Draft) -> bool:
    """Whether an effect shows the question of a form."""
    if isinstance(effect, Show):
        return effect.args.get("draft") == draft.id
    if not isinstance(effect, Say):
        return False
    taps = (button.tap for row in effect.buttons for button in row)
    return any(isinstance(tap, AnswerStep) and tap.draft == draft.id for tap in taps)


def go_on(turn: Turn, talk: Talk, tap: ResumeForm) -> Answered:
    """Go on with an open form; the same question is asked again."""
    talk = talk.back(tap.draft)
    wanted = next((d for d in talk.drafts if d.id == tap.draft), None)
    if wanted is None:
        return talk, (Say(text("form.stale"), home(turn)),)
    rest = tuple(d for d in talk.drafts if d.id != tap.draft)
    return changed(talk, drafts=(*rest, wanted), gathering=None), question.ask(turn, wanted)


def undo(turn: Turn, talk: Talk, tap: UndoCancel) -> Answered:
    """Bring back the form that was cancelled last."""
    if talk.cancelled is None or talk.cancelled.id != tap.draft:
        return talk, (Say(text("form.stale"), home(turn)),)
    back = talk.cancelled
    return changed(talk.opening(back), cancelled=None), question.ask(
        turn, back, edit=turn.said.message_id if turn.said.tap else None
    )

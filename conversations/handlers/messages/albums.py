"""Albums: what shares an album belongs together, however late a photo comes. The first photo finds
its place like any message; the others follow it there without a word.

A place is ``loose`` (waits to be sorted), ``draft:<id>:<step>`` (an answer of an open form),
``case:<id or key>``, or ``told`` (nothing is kept of it, and that was said). When a form is sent or
a message is sorted, its albums go along.

Tested in tests/conversations/handlers/messages/test_albums.py."""

from collections.abc import Iterable
from dataclasses import replace

from casework.actions.correspondence import Add
from casework.actions.ending.completion import Complete
from casework.case import commands as c
from conversations.content.content import Answered, Turn
from conversations.filling import several
from conversations.filling.beside import plus
from conversations.handlers.messages import free_messages
from conversations.protocol.dialogue import Draft, Story, Talk
from conversations.protocol.effects import Do, Effect

REMEMBERED = 4
"""Albums whose place is known; a phone uploads one after the other."""


def follows(turn: Turn, talk: Talk) -> Answered | None:
    """A further photo of an album joins the first; None for a first one."""
    if talk.draft is not None and several.waits(talk.draft):
        return None  # each photo is what was asked for next
    kind, _, where = _place(talk, turn.said.album).partition(":")
    if kind == "told":
        return talk, ()
    if kind == "loose":
        return free_messages.keep(turn, talk), ()
    if kind == "draft":
        return _into_form(turn, talk, *where.split(":")), ()
    if kind != "case":
        return None
    add = Add(turn.person.id, Story().plus(turn.said).dump(), more=True)
    return talk, (Do(add, case=int(where) if where.isdecimal() else where),)


def remembered(turn: Turn, before: Talk, answered: Answered) -> Answered:
    """The talk with the place of a new album, and of those that have moved."""
    after, effects = answered
    places = dict(after.albums)
    for album, place in after.albums:
        if not _stands(place, after):
            places[album] = _moved(before, after, effects)
    if turn.said.files and not turn.said.edited and turn.said.album not in {"", *places}:
        places[turn.said.album] = _found(turn, before, after, effects)
    kept = tuple(places.items())[-REMEMBERED:]
    return (after if kept == after.albums else replace(after, albums=kept)), effects


def _place(talk: Talk, album: str) -> str:
    return dict(talk.albums).get(album, "") if album else ""


def _into_form(turn: Turn, talk: Talk, draft_id: str, step: str) -> Talk:
    def grown(draft: Draft) -> Draft:
        if draft.id != draft_id:
            return draft
        told = plus(draft.answers.get(step), turn.said)
        return replace(draft, answers={**draft.answers, step: told})

    return replace(talk, drafts=tuple(map(grown, talk.drafts)))


def _stands(place: str, talk: Talk) -> bool:
    """Whether what an album was part of is still waiting there."""
    kind, _, where = place.partition(":")
    if kind == "loose":
        return not talk.loose.empty
    return kind != "draft" or where.partition(":")[0] in {draft.id for draft in talk.drafts}


def _found(turn: Turn, before: Talk, after: Talk, effects: Iterable[Effect]) -> str:
    """Where the first photo of an album has gone."""
    names = {file.unique_id for file in turn.said.files}
    if any(isinstance(e, Do) and isinstance(e.command, Complete) for e in effects):
        return _moved(before, after, effects)  # an emergency's form sends each answer at once
    for draft in after.drafts:
        for step, value in draft.answers.items():
            if isinstance(value, dict) and names & _files(value):
                return f"draft:{draft.id}:{step}"
    if names & {file["unique_id"] for file in after.loose.files}:
        return "loose"
    return _moved(before, after, effects)


def _files(value: dict[str, object]) -> set[str]:
    return {f["unique_id"] for f in value.get("files", ())}  # type: ignore[attr-defined]


def _moved(before: Talk, after: Talk, effects: Iterable[Effect]) -> str:
    """Where that has gone which waited before: into a form, to a case, or nowhere."""
    old = {draft.id for draft in before.drafts}
    opened = [d.id for d in after.drafts if d.id not in old and d.answers.get("story")]
    if opened:
        return f"draft:{opened[-1]}:story"
    asked = [effect for effect in effects if isinstance(effect, Do)]
    filed = [do.command.key for do in asked if isinstance(do.command, c.File)]
    about = [do.case for do in asked if do.case is not None]
    return f"case:{(filed or about)[0]}" if filed or about else "told"

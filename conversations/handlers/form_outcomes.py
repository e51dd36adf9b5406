"""What a finished form leads to: one function for each form, from its answers to effects."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from casework.actions.correspondence import Add, Note, Reply
from casework.actions.question import AND, Answer, Ask
from casework.case import commands as c
from casework.case.intake import PERSON, Intake
from casework.case.model import Desk, Role, SaidBy, Verdict
from casework.case.number import number
from conversations.actions import between_offices, certificate, person_data, referral, stand_in
from conversations.actions.correcting import correcting_forms, rewording
from conversations.actions.duplicates import held_report
from conversations.actions.ending import confirmation, objection, public_answer, rating, resolution
from conversations.content import alarm_words
from conversations.content.content import Answered, Turn
from conversations.filling import along, picking, several
from conversations.filling.options import chosen_service
from conversations.filling.question import WORDING, walk
from conversations.filling.where.address import placed
from conversations.handlers import story_facts
from conversations.handlers.emergencies.raised import CALLED_OFF
from conversations.handlers.messages import case_reply, officer_reply
from conversations.pages.home import home
from conversations.protocol.dialogue import Draft, Story, Talk
from conversations.protocol.effects import Do, Effect, Say, Show, text
from conversations.protocol.requests import (
    About,
    Erase,
    Invite,
    KeepPhone,
    ReadCode,
    Register,
    RemindMe,
    SetLanguage,
    TellByHand,
)
from conversations.protocol.talk.gathering import ANSWER

Kept = Mapping[str, Any]
Effects = tuple[Effect, ...]


def finish(turn: Turn, draft: Draft) -> Effects:
    """The effects of a finished draft."""
    return FINISH[draft.form](turn, draft, walk(turn, draft).kept)


def _hello(turn: Turn, draft: Draft, kept: Kept) -> Effects:
    if kept["consent"] == "decline":
        return (Say(text("hello.declined", numbers=turn.content.numbers)),)
    village = turn.content.places.name(kept["village"])
    # A code that somebody has come with has waited for them to meet us.
    code = draft.about.get("code")
    return (
        Do(Register(kept["language"], kept["village"], turn.content.consent)),
        Say(text("hello.done", village=village), home(turn)),
        *((Do(ReadCode(code)),) if code else ()),
    )


def facts(turn: Turn, draft: Draft, service: str, kept: Kept, story: Story) -> dict[str, str]:
    """What triage may know of a report: what the story tells by itself, and the answer to the
    service's question.

    Words of alarm that nobody has confirmed or denied count as a doubt.
    """
    told = story_facts.told_by(turn, story)
    heard = None if draft.about.get("calm") else alarm_words.hear(story.text, turn.content.alarms)
    doubt = {"unsure": str(heard.kind)} if heard else {}
    question = turn.content.catalogue.question(service)
    asked = {question.key: kept["depth"]} if question and kept.get("depth") else {}
    return told | doubt | story_facts.with_answers(told, asked)


def _report(turn: Turn, draft: Draft, kept: Kept) -> Effects:
    intake = {k: v for k, v in kept.items() if k not in ("suggested", "sector", "service", "depth")}
    effects = _file(turn, draft, kept, intake)
    phone = kept.get("phone")
    own = kept["who"] == "self" and not draft.about.get("lent")  # the card of somebody else is not
    if phone and own and not turn.person.has_phone:
        effects += (Do(KeepPhone(phone)),)
    return effects


def _neighbour(turn: Turn, draft: Draft, kept: Kept) -> Effects:
    intake = {k: v for k, v in kept.items() if k not in ("suggested", "sector", "service", "depth")}
    return _file(turn, draft, kept, {"who": "neighbour", **intake})


def _walk_in(turn: Turn, draft: Draft, kept: Kept) -> Effects:
    """A resident at the counter: the officer stands in as teller, and gets the receipt to print."""
    intake = {k: v for k, v in kept.items() if k not in _NOT_OF_THE_INTAKE}
    intake |= {"person": person} if (person := _numbers(kept)) else {}
    if kept.get("papers"):
        told = _with_papers(Story.load(kept["story"]), Story.load(kept["papers"])).dump()
        intake, kept = {**intake, "story": told}, {**kept, "story": told}
    filed = _file(
        turn.knowing(replace(turn.person, village=kept["village"])),
        draft,
        kept,
        {"who": "walk_in", **intake},
    )
    return (*filed, Show("receipt_of", {"key": draft.id}))


def _numbers(kept: Kept) -> dict[str, str]:
    """What was told of the person for letters."""
    return {key: kept[key] for key in PERSON if kept.get(key)}


def _with_papers(story: Story, papers: Story) -> Story:
    """The story with the photos of papers, and what was written under them."""
    whole = replace(story, texts=(*story.texts, *papers.texts))
    return whole.with_files(papers.files)


_NOT_OF_THE_INTAKE = ("village", "suggested", "sector", "service", "depth", "papers", *PERSON)


def _file(turn: Turn, draft: Draft, kept: Kept, intake: Mapping[str, Any]) -> Effects:
    service = chosen_service(kept)
    found = facts(turn, draft, service, kept, Story.load(kept["story"]))
    # Who has a role and files for a neighbour is the one through whom that neighbour hears of it
    # (casework/actions/handover.py).
    helper = (
        turn.person.id
        if intake.get("who") in ("neighbour", "walk_in") and turn.person.roles
        else None
    )
    filed = c.File(
        turn.person.id,
        draft.id,
        turn.person.village,
        service,
        found,
        story_facts.kept_private(turn, Intake.load(placed(intake))),
        helper=helper,
    )
    return (Do(filed),)


def _emergency(turn: Turn, draft: Draft, kept: Kept) -> Effects:
    # The answers were forwarded one by one (emergency.py).
    plain = draft.about.get(WORDING) == CALLED_OFF
    if plain:
        return (Say(text("called_off.done")),)
    numbers = draft.about.get("numbers", turn.content.numbers)
    return (Say(text("emergency.done", numbers=numbers)),)


def _answer(turn: Turn, draft: Draft, kept: Kept) -> Effects:
    wants, said = draft.about["wants"], kept["answer"]
    answer = said if wants == several.WHOLE else {"kind": wants, "value": said}
    return (Do(Answer(turn.person.id, answer), case=draft.about["case"]),)


def _add(turn: Turn, draft: Draft, kept: Kept) -> Effects:
    about = draft.about["case"]
    answer = case_reply.shows_it(turn, about, Story.load(kept["story"]))
    return (answer or Do(Add(turn.person.id, kept["story"]), case=about),)


def rest_goes_to(draft: Draft) -> str:
    """Where the rest of a burst belongs once this form is done (``Talk.gathering``): to its case,
    or to the one just filed, by its key; "" for nowhere."""
    if (
        draft.answers.get("verdict") == Verdict.PARTLY
        and draft.answers.get("said_by") != SaidBy.TELLER_ONLY
    ):
        return f"case:{draft.id}"
    kind = _TAKES_THE_REST.get(draft.form)
    return f"{kind}{draft.about['case']}" if kind else ""


_TAKES_THE_REST = {"answer": ANSWER, "add": "case:", "confirm": ANSWER, "reopen": ANSWER}


def _language(turn: Turn, draft: Draft, kept: Kept) -> Effects:
    return (Do(SetLanguage(kept["language"])), Say(text("language.done")))


def _erase(turn: Turn, draft: Draft, kept: Kept) -> Effects:
    if kept["sure"] != "yes":
        return (Say(text("erase.kept")),)
    done = Say(text("erase.done_officer" if turn.person.roles else "erase.done"))
    return Do(Erase()), done, *_still_open(turn)


def _still_open(turn: Turn) -> Effects:
    """What becomes of the cases of somebody who is forgotten."""
    numbers = ", ".join(number(case.id) for case in turn.around.cases)
    return (Say(text("erase.cases", numbers=numbers)),) if numbers else ()


def _told(turn: Turn, draft: Draft, kept: Kept) -> Effects:
    return (Do(TellByHand(draft.about["case"], kept["how"])),)


def _ask(turn: Turn, draft: Draft, kept: Kept) -> Effects:
    wants = AND.join(kept.get("kinds") or [kept["wants"]])
    return (Do(Ask(turn.person.id, kept["question"], wants), case=draft.about["case"]),)


def _reply(turn: Turn, draft: Draft, kept: Kept) -> Effects:
    return (Do(Reply(turn.person.id, kept["text"], along.files(draft)), case=draft.about["case"]),)


def _note(turn: Turn, draft: Draft, kept: Kept) -> Effects:
    return (Do(Note(turn.person.id, kept["text"], along.files(draft)), case=draft.about["case"]),)


def _invite(turn: Turn, draft: Draft, kept: Kept) -> Effects:
    desk = kept.get("desk", "all")
    desks = frozenset() if desk == "all" else frozenset({Desk(desk)})
    # Without a village the invitation is for the district.
    scope = kept.get("office") or kept.get("village") or turn.content.district
    command: About = Invite(Role(kept["role"]), scope, desks)
    return (Do(command),)


def _search(turn: Turn, draft: Draft, kept: Kept) -> Effects:
    return (Show("found", {"words": kept["words"]}),)


FINISH: Mapping[str, Callable[[Turn, Draft, Kept], Effects]] = {
    "hello": _hello,
    "report": _report,
    "neighbour": _neighbour,
    "emergency": _emergency,
    "answer": _answer,
    "add": _add,
    "language": _language,
    "erase": _erase,
    "ask": _ask,
    "reply": _reply,
    "note": _note,
    "invite": _invite,
    "search": _search,
    "told": _told,
    **referral.FINISH,
    **between_offices.FINISH,
    **person_data.FINISH,
    **resolution.FINISH,
    **confirmation.FINISH,
    **rating.FINISH,
    **objection.FINISH,
    **public_answer.FINISH,
    "walk_in": _walk_in,
    "bulk": lambda turn, draft, kept: picking.finish(draft, kept),
    "stand_in": stand_in.chosen,
    **held_report.FINISH,
    **certificate.FINISH,
    **correcting_forms.FINISH,
    **rewording.FINISH,
    **officer_reply.FINISH,
}


def registered(turn: Turn, effects: Effects) -> Turn:
    """The turn as it is once these effects have happened: what first contact brought counts for the
    next form too."""
    for effect in effects:
        if isinstance(effect, Do) and isinstance(effect.command, Register):
            r = effect.command
            known = replace(turn.person, language=r.language, village=r.village, consent=r.consent)
            turn = turn.knowing(known)
        if isinstance(effect, Do) and isinstance(effect.command, SetLanguage):
            turn = turn.knowing(replace(turn.person, language=effect.command.language))
    return turn


def with_reminder(before: Talk, answered: Answered) -> Answered:
    """A report that was just opened is remembered once, should the person forget it."""
    talk, effects = answered
    if talk.draft is not None and len(talk.drafts) > len(before.drafts):
        return talk, (*effects, Do(RemindMe(talk.draft.id)))
    return talk, effects

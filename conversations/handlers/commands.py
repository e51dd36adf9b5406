"""Commands and buttons outside the forms, as one table each: who may use them, and what they lead
to.

What staff may do with a case is decided again by the desk, from the database; here a command is
only offered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from casework.case.model import Role
from casework.case.number import parse
from casework.case.roles import LEADERS, STAFF, WORKERS, may_give
from casework.policy.classifier import suggest
from conversations.actions import handover
from conversations.content.content import Answered, Turn
from conversations.content.on_tap import OnTap
from conversations.filling import answer, question
from conversations.filling.question import open_form
from conversations.handlers import free_messages
from conversations.handlers.case_actions import act
from conversations.pages.home import home
from conversations.protocol.dialogue import Story, Talk
from conversations.protocol.effects import Button, Do, Effect, Say, Show, text
from conversations.protocol.requests import ReadCode, Redeem, Register, RemindMe
from conversations.protocol.taps import (
    AnswerHandover,
    ResumeForm,
    RunCommand,
    StartAnew,
    UndoCancel,
)

PREFIX = "k_"
"""Of the link on a letter that opens its case."""

Handler = Callable[[Turn, Talk, str], Answered]


@dataclass(frozen=True)
class Entry:
    """One command: for whom (None: everybody), and what it does with the words behind it."""

    run: Handler
    roles: frozenset[Role] | None = None


def meet(turn: Turn, talk: Talk, village: str = "", code: str = "") -> Answered:
    """First contact; whatever was open or told waits below it, and a hand-over code waits in it."""
    code = code or next((d.about["code"] for d in talk.drafts if "code" in d.about), "")
    answers = {"village": village} if village in turn.house.places.villages else {}
    talk = replace(talk, drafts=tuple(d for d in talk.drafts if d.form != "hello"))
    after, effects = open_form(
        turn, talk, "hello", answers=answers, about={"code": code} if code else None
    )
    return after, (Say(text("hello.welcome")), *effects)


def _start(turn: Turn, talk: Talk, payload: str) -> Answered:
    village = _village(turn, payload)
    if payload.startswith("u_"):
        redeem = Do(Redeem(payload.removeprefix("u_")))
        if turn.person.consent:
            return talk, (redeem,)
        after, effects = meet(turn, talk)
        return after, (redeem, *effects)
    if code := handover.code_in(payload):
        return by_code(turn, talk, code)
    if not turn.person.consent:
        return meet(turn, talk, village)
    if payload.startswith(PREFIX):
        return _case_page(turn, talk, payload.removeprefix(PREFIX))
    if village and village != turn.person.village:
        moved = Do(Register(turn.person.language, village, turn.house.consent))
        return talk, (
            moved,
            Say(text("start.moved", village=turn.house.places.name(village)), home(turn)),
        )
    return talk, (
        Say(text("start.home", village=turn.house.places.name(turn.person.village)), home(turn)),
    )


def by_code(turn: Turn, talk: Talk, code: str) -> Answered:
    """Somebody has come with a hand-over code; whom we have not met, meets us first."""
    return (talk, (Do(ReadCode(code)),)) if turn.person.consent else meet(turn, talk, code=code)


def _handed_over(turn: Turn, talk: Talk, tap: AnswerHandover) -> Answered:
    """The answer to what a hand-over code opens: take it over (the volunteer looks on or not), or
    leave it."""
    if not turn.person.consent:
        return by_code(turn, talk, tap.code)
    return handover.answered(turn, talk, tap.choice, tap.code)


def _village(turn: Turn, payload: str) -> str:
    return turn.house.places.of_digits(payload.removeprefix("d_"))


def _report(turn: Turn, talk: Talk, words: str) -> Answered:
    open_one = next((d for d in talk.drafts if d.form in ("report", "neighbour")), None)
    if open_one is not None:
        buttons = (
            (Button(text("form.go_on"), ResumeForm(open_one.id)),),
            (Button(text("form.anew"), StartAnew(open_one.id)),),
        )
        return talk, (Say(text("form.open_one"), buttons),)
    story = talk.loose.plus(replace(turn.said, text=words)) if words else talk.loose
    after, effects = free_messages.report(turn, talk, story)
    draft = after.draft
    reminder: tuple[Effect, ...] = (Do(RemindMe(draft.id)),) if draft else ()
    return Talk(after.drafts, after.cancelled, Story(), None, after.alarm), (*effects, *reminder)


def _anew(turn: Turn, talk: Talk, tap: StartAnew) -> Answered:
    """Leave the open report and begin another."""
    if not turn.person.consent:
        return meet(turn, talk)
    rest = tuple(d for d in talk.drafts if d.id != tap.draft)
    left = next((d for d in talk.drafts if d.id == tap.draft), talk.cancelled)
    return _report(turn, Talk(rest, left, talk.loose, None, talk.alarm), "")


def _resume(turn: Turn, talk: Talk, tap: ResumeForm) -> Answered:
    """Go on with an open form; the same question is asked again."""
    wanted = next((d for d in talk.drafts if d.id == tap.draft), None)
    if wanted is None:
        return talk, (Say(text("form.stale"), home(turn)),)
    rest = tuple(d for d in talk.drafts if d.id != tap.draft)
    return Talk((*rest, wanted), talk.cancelled, talk.loose, None, talk.alarm), question.ask(
        turn, wanted
    )


def _undo(turn: Turn, talk: Talk, tap: UndoCancel) -> Answered:
    """Bring back the form that was cancelled last."""
    if talk.cancelled is None or talk.cancelled.id != tap.draft:
        return talk, (Say(text("form.stale"), home(turn)),)
    back = talk.cancelled
    return replace(talk.opening(back), cancelled=None), question.ask(
        turn, back, edit=turn.said.message_id
    )


def _cancel(turn: Turn, talk: Talk, words: str) -> Answered:
    return (
        cancelled(turn, answer.cancel(talk))
        if talk.draft
        else (talk, (Say(text("form.nothing_open"), home(turn)),))
    )


def cancelled(turn: Turn, talk: Talk, edit: int | None = None) -> Answered:
    """Say that a form was closed, and how to bring it back; then go on with what lies below it."""
    undone = (
        ((Button(text("form.undo"), UndoCancel(talk.cancelled.id)),),) if talk.cancelled else ()
    )
    below = question.ask(turn, talk.draft) if talk.draft else ()
    return talk, (Say(text("form.cancelled"), undone, edit=edit), *below)


def _show(reading: str) -> Handler:
    return lambda turn, talk, words: (talk, (Show(reading, {"words": words}),))


def _form(form: str) -> Handler:
    return lambda turn, talk, words: open_form(turn, talk, form)


def _say(key: str) -> Handler:
    return lambda turn, talk, words: (
        talk,
        (Say(text(key, numbers=turn.house.numbers), home(turn)),),
    )


def _case_page(turn: Turn, talk: Talk, words: str) -> Answered:
    if not words:
        return talk, (Show("mine" if not turn.person.roles & WORKERS else "queue", {"words": ""}),)
    case = parse(words)
    return talk, (Show("case", {"case": case}) if case else Say(text("refused.unknown_case")),)


def _on_case(action: str) -> Handler:
    """A staff command that takes a case number, or offers the cases at hand."""

    def run(turn: Turn, talk: Talk, words: str) -> Answered:
        if not words:
            return talk, (Show("pick", {"action": action}),)
        case = parse(words)
        return (
            act(turn, talk, action, case) if case else (talk, (Say(text("refused.unknown_case")),))
        )

    return run


def _search(turn: Turn, talk: Talk, words: str) -> Answered:
    return (talk, (Show("found", {"words": words}),)) if words else open_form(turn, talk, "search")


def _invite(turn: Turn, talk: Talk, words: str) -> Answered:
    given = [str(role) for role in Role if any(may_give(own, role) for own in turn.person.roles)]
    return open_form(turn, talk, "invite", about={"likely": given})


def _walk_in(turn: Turn, talk: Talk, words: str) -> Answered:
    """Somebody stands at the counter; what was typed behind the command begins their story."""
    village = turn.person.office or turn.person.village
    answers: dict[str, object] = (
        {"village": village} if village in turn.house.places.villages else {}
    )
    if words:
        answers["story"] = Story().plus(replace(turn.said, text=words)).dump()
    likely = [s.service for s in suggest(words, turn.house.words)] if words else []
    return open_form(turn, talk, "walk_in", about={"likely": likely}, answers=answers)


def _stand_in(turn: Turn, talk: Talk, words: str) -> Answered:
    """Who stands in already is shown first; then the form asks for the days."""
    after, asked = open_form(turn, talk, "stand_in")
    return after, (Show("stand_in"), *asked)


COMMANDS: Mapping[str, Entry] = {
    "start": Entry(_start),
    "lapor": Entry(_report),
    "status": Entry(_show("mine")),
    "kasus": Entry(_case_page),
    "bahasa": Entry(_form("language")),
    "bantuan": Entry(_say("help.text")),
    "help": Entry(_say("help.text")),
    "batal": Entry(_cancel),
    "data_saya": Entry(_show("my_data")),
    "hapus_saya": Entry(_form("erase")),
    "buku": Entry(_show("book"), frozenset({Role.VOLUNTEER})),
    "tugas": Entry(_show("tasks"), STAFF | {Role.VOLUNTEER}),
    "antrian": Entry(_show("queue"), WORKERS),
    "ambil": Entry(_on_case("claim"), STAFF),
    "tanya": Entry(_on_case("ask"), STAFF),
    "balas": Entry(_on_case("reply"), STAFF),
    "catatan": Entry(_on_case("note"), STAFF),
    "selesai": Entry(_on_case("resolve"), WORKERS),
    "rujuk": Entry(_on_case("refer"), STAFF),
    "terima": Entry(_on_case("accept"), WORKERS),
    "kembalikan": Entry(_on_case("return"), WORKERS),
    "tugaskan": Entry(_on_case("assign"), LEADERS),
    "cari": Entry(_search, STAFF),
    "undang": Entry(_invite, LEADERS),
    "catat": Entry(_walk_in, STAFF),
    "laporan": Entry(_show("figures"), STAFF),
    "pengganti": Entry(_stand_in, STAFF),
}


def command(turn: Turn, talk: Talk) -> Answered:
    """A message that begins with a slash."""
    name, _, words = turn.said.text[1:].strip().partition(" ")
    entry = COMMANDS.get(name.partition("@")[0].casefold())
    if entry is None or (entry.roles is not None and not turn.person.roles & entry.roles):
        return talk, (Say(text("command.unknown"), home(turn)),)
    if not turn.person.consent and name not in ("start", "bantuan", "batal"):
        return meet(turn, talk)
    return entry.run(turn, talk, words.strip())


def _run(turn: Turn, talk: Talk, tap: RunCommand) -> Answered:
    return command(replace(turn, said=replace(turn.said, text=f"/{tap.name}")), talk)


TAPS = (
    OnTap(RunCommand, _run),
    OnTap(StartAnew, _anew),
    OnTap(ResumeForm, _resume),
    OnTap(UndoCancel, _undo),
    OnTap(AnswerHandover, _handed_over),
)

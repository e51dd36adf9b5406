"""Commands and buttons outside the forms, as one table each: who may use them, and what they lead
to.

What staff may do with a case is decided again by the desk, from the database; here a command is
only offered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from casework.case.model import Role
from casework.case.roles import AGENCY, LEADERS, STAFF, WORKERS, may_give
from casework.policy.classifier import suggest
from conversations.content.content import Answered, Turn
from conversations.content.on_tap import OnTap
from conversations.filling import along, answer, question
from conversations.filling.opening import open_form
from conversations.handlers import big_keyboard, case_commands, command_words, first_contact
from conversations.handlers.case_commands import Handler
from conversations.handlers.command_words import SPELT, parted, telling
from conversations.handlers.emergencies import emergency
from conversations.handlers.messages import free_messages, resuming, told_before
from conversations.pages.home import home
from conversations.protocol import unsorted
from conversations.protocol.dialogue import Story, Talk
from conversations.protocol.effects import Button, Do, Effect, Said, Say, Show, Text, text
from conversations.protocol.requests import RemindMe
from conversations.protocol.taps import (
    AnswerHandover,
    ResumeForm,
    RunCommand,
    StartAnew,
    UndoCancel,
)


@dataclass(frozen=True)
class Entry:
    """One command: for whom (None: everybody), and what it does with the words behind it.
    ``takes``: which words it takes; the others are kept and asked about, as is what it was sent
    with (``whole``: it takes that, too)."""

    run: Handler
    roles: frozenset[Role] | None = None
    takes: Callable[[str], bool] = lambda words: False
    whole: bool = False


def _report(turn: Turn, talk: Talk, words: str) -> Answered:
    begun = (*talk.drafts, *talk.set_aside)
    open_one = next((d for d in begun if d.form in ("report", "neighbour")), None)
    told = telling(turn.said, words)
    if open_one is not None:
        talk = talk if turn.said.tap else command_words.keep(turn, talk, told)
        buttons = (
            (Button(text("form.go_on"), ResumeForm(open_one.id)),),
            (Button(text("form.anew"), StartAnew(open_one.id)),),
        )
        return talk, (Say(text("form.open_one"), buttons),)
    if talk.about_loose == unsorted.DOUBT:  # danger goes on waiting for its own answer
        talk = unsorted.put_behind(talk)
    fresh = told_before.fresh(talk, turn)
    wondered: Sequence[Effect] = ()
    if not fresh and command_words.empty(told):
        talk, wondered = told_before.asked(talk)
    story = talk.loose if fresh else Story()
    after, effects = free_messages.report(
        turn, talk, story if command_words.empty(told) else story.plus(told)
    )
    draft = after.draft
    reminder: tuple[Effect, ...] = (Do(RemindMe(draft.id)),) if draft else ()
    waits = Story() if fresh else talk.loose
    return replace(after, loose=waits, gathering=None), (*wondered, *effects, *reminder)


def _anew(turn: Turn, talk: Talk, tap: StartAnew) -> Answered:
    """Leave the open report, or the words that wait, and begin another."""
    if not turn.person.consent:
        return first_contact.meet(turn, talk)
    talk = talk.back(tap.draft)
    rest = tuple(d for d in talk.drafts if d.id != tap.draft)
    left = next((d for d in talk.drafts if d.id == tap.draft), talk.cancelled)
    if tap.draft == told_before.EMPTY:
        talk = replace(talk, loose=Story())
        if talk.draft is not None:
            return talk, question.ask(turn, talk.draft)
    return _report(turn, replace(talk, drafts=rest, cancelled=left, gathering=None), "")


def _cancel(turn: Turn, talk: Talk, words: str) -> Answered:
    """Close the form in front; where none is, a report that an emergency has put aside; then what
    was offered to become a report: nothing of it is asked about later."""
    aside = [one for one in talk.set_aside if one.form not in along.SORTED]
    if not talk.draft and aside:
        talk = talk.back(aside[-1].id)
    offered = not talk.loose.empty and talk.about_loose == "offer"
    if not talk.draft and offered and turn.person.consent:
        return free_messages.decided(turn, talk, "no")
    if not talk.draft:
        return talk, (Say(text("form.nothing_open"), home(turn)),)
    away = big_keyboard.away(turn, talk.draft)
    after, effects = cancelled(turn, answer.cancel(talk))
    return after, (*away, *effects)


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
        (Say(text(key, numbers=turn.content.numbers), home(turn)),),
    )


def _search(turn: Turn, talk: Talk, words: str) -> Answered:
    return (talk, (Show("found", {"words": words}),)) if words else open_form(turn, talk, "search")


def _invite(turn: Turn, talk: Talk, words: str) -> Answered:
    given = [str(role) for role in Role if any(may_give(own, role) for own in turn.person.roles)]
    return open_form(turn, talk, "invite", about={"likely": given})


def _walk_in(turn: Turn, talk: Talk, words: str) -> Answered:
    """Somebody stands at the counter; what was typed behind the command begins their story."""
    village = turn.person.office or turn.person.village
    # What is seldom at hand is not asked, and may be added on the card.
    answers: dict[str, object] = dict.fromkeys(("nik", "kk", "papers"))
    if village in turn.content.places.villages:
        answers["village"] = village
    told = telling(turn.said, words)
    if not command_words.empty(told):
        answers["story"] = Story().plus(told).dump()
    likely = [s.service for s in suggest(words, turn.content.words)] if words else []
    return open_form(turn, talk, "walk_in", about={"likely": likely}, answers=answers)


def _stand_in(turn: Turn, talk: Talk, words: str) -> Answered:
    """Who stands in already is shown first; then the form asks for the days."""
    after, asked = open_form(turn, talk, "stand_in")
    return after, (Show("stand_in"), *asked)


def _erase(turn: Turn, talk: Talk, words: str) -> Answered:
    """Who has a role is told first what stays for as long as they have it."""
    after, asked = open_form(turn, talk, "erase")
    return after, (Say(text("erase.officer")), *asked) if turn.person.roles else asked


COMMANDS: Mapping[str, Entry] = {
    "start": Entry(first_contact.start, takes=command_words.is_payload),
    "lapor": Entry(_report, whole=True),
    "status": Entry(_show("mine"), takes=command_words.is_code),
    "kasus": Entry(case_commands.case_page, whole=True),
    "bahasa": Entry(_form("language")),
    "bantuan": Entry(_say("help.text")),
    "help": Entry(_say("help.text")),
    "batal": Entry(_cancel),
    "data_saya": Entry(_show("my_data")),
    "hapus_saya": Entry(_erase),
    "buku": Entry(_show("book"), frozenset({Role.VOLUNTEER}), takes=command_words.is_code),
    "tugas": Entry(_show("tasks"), STAFF | {Role.VOLUNTEER}, takes=command_words.is_code),
    "antrian": Entry(_show("queue"), WORKERS, takes=command_words.is_code),
    "ambil": Entry(case_commands.on_case("claim"), STAFF, whole=True),
    "tanya": Entry(case_commands.on_case("ask"), STAFF, whole=True),
    "balas": Entry(case_commands.on_case("reply"), STAFF, whole=True),
    "catatan": Entry(case_commands.on_case("note"), STAFF, whole=True),
    "selesai": Entry(case_commands.on_case("resolve"), WORKERS, whole=True),
    "lepaskan": Entry(case_commands.on_case("give_back"), STAFF, whole=True),
    "tunda": Entry(case_commands.on_case("postpone"), STAFF, whole=True),
    "rujuk": Entry(case_commands.on_case("refer"), STAFF, whole=True),
    "terima": Entry(case_commands.on_case("accept"), WORKERS, whole=True),
    "kembalikan": Entry(case_commands.on_case("return"), WORKERS, whole=True),
    "tugaskan": Entry(case_commands.on_case("assign"), LEADERS, whole=True),
    "gabungkan": Entry(case_commands.on_case("merge"), STAFF, whole=True),
    "cari": Entry(_search, STAFF, takes=bool),
    "undang": Entry(_invite, LEADERS),
    "catat": Entry(_walk_in, STAFF, whole=True),
    "laporan": Entry(_show("figures"), WORKERS, takes=command_words.is_code),
    "arsip": Entry(_show("archive"), AGENCY, takes=command_words.is_code),
    "jaga": Entry(_show("duty"), STAFF),
    "pengganti": Entry(_stand_in, WORKERS),
    "petugas": Entry(_show("colleagues"), WORKERS, takes=command_words.is_code),
}


WHOM: Mapping[frozenset[Role], str] = {
    STAFF: "staff",
    WORKERS: "workers",
    LEADERS: "leaders",
    AGENCY: "agencies",
    frozenset({Role.VOLUNTEER}): "volunteers",
    STAFF | {Role.VOLUNTEER}: "staff_and_volunteers",
}
"""For whom a command is, by its roles, as those are told who may not use it."""

TELLS = frozenset({"catat"})
"""Commands of the office behind which stands what somebody has told."""


def command(turn: Turn, talk: Talk) -> Answered:
    """A message that begins with a slash. What stands behind it or comes with it is never lost."""
    name, words = parted(turn.said.text)
    name = SPELT.get(name, name)
    entry = COMMANDS.get(name)
    if entry is None or (entry.roles is not None and not turn.person.roles & entry.roles):
        left = entry is not None and turn.person.left
        why = text("command.left") if left else _why_not(turn, entry)
        sought = turn.person.roles and entry is not None and entry.takes is bool
        asks = bool(left or sought) and name not in TELLS
        return _refused(turn, talk, why, telling(turn.said, f"{name} {words}" * bool(words)), asks)
    told = telling(turn.said, "" if entry.takes(words) else words)
    if not turn.person.consent and name not in ("start", "bantuan", "batal"):
        return first_contact.meet(turn, command_words.keep(turn, talk, told))
    if entry.whole:
        return entry.run(turn, talk, words)
    answered = entry.run(turn, talk, words if entry.takes(words) else "")
    if entry.roles is not None and _asks_by_words(turn, answered[0], told):
        how = text("command.by_taps", command=f"/{name}", told=told.text)
        return answered[0], (Say(how), *answered[1])
    if not turn.person.consent:
        return command_words.keep(turn, answered[0], told), answered[1]
    return command_words.beside(turn, answered, told)


MOST_ASKED = 3
"""Words behind a command of the office that takes none, at most, with which somebody asks it for
something ("/jaga besok malam"); more of them tell a story, and are kept."""


def _asks_by_words(turn: Turn, talk: Talk, told: Said) -> bool:
    """Whether words behind such a command only say what it is wanted for: they are told how that is
    said. Danger, files and all else are asked about."""
    alone = told.text and not (told.files or told.location)
    if not alone or len(told.text.split()) > MOST_ASKED or command_words.for_a_case(told.text):
        return False
    if suggest(told.text, turn.content.words):
        return False
    return emergency.heard(replace(turn, said=told), talk) is None


def _why_not(turn: Turn, entry: Entry | None) -> Text:
    """Who works here reads for whom a command is; to residents commands of the office are words
    like any other."""
    if entry is None or entry.roles is None or not turn.person.roles:
        return text("command.unknown")
    return text("command.not_yours", whom=text(f"command.whom.{WHOM[entry.roles]}"))


def _refused(turn: Turn, talk: Talk, why: Text, told: Said, asks: bool) -> Answered:
    """No command of ours, or not for this person; its name may be a word of the story. ``asks``:
    what stands behind it is none."""
    if not turn.person.consent and not command_words.empty(told):
        return first_contact.meet(turn, command_words.keep(turn, talk, told))
    return command_words.refused(turn, (talk, (Say(why, home(turn)),)), told, asks=asks)


def _run(turn: Turn, talk: Talk, tap: RunCommand) -> Answered:
    return command(replace(turn, said=replace(turn.said, text=f"/{tap.name}")), talk)


TAPS = (
    OnTap(RunCommand, _run),
    OnTap(StartAnew, _anew),
    OnTap(ResumeForm, resuming.go_on),
    OnTap(UndoCancel, resuming.undo),
    OnTap(AnswerHandover, first_contact.handed_over),
)

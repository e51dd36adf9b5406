"""Words that name a case by its number are about that one and about no other, as if they replied to
a message about it. Where that is not clear it is asked; a command without its slash is offered.

Only what was cried for help is heard before."""

from dataclasses import replace

from casework.case import number as numbers
from casework.case.roles import STAFF, WORKERS
from casework.search import wishes
from conversations.content import alarm_words, fields
from conversations.content.content import Answered, Turn
from conversations.filling.taking import wants_tap
from conversations.handlers import command_words, commands, short_numbers
from conversations.handlers.messages import (
    free_messages,
    offering,
    officer_reply,
    second_matter,
    staff_words,
)
from conversations.handlers.messages.answers import numbers_within
from conversations.handlers.messages.answers.numbers_within import TAKE_NUMBERS
from conversations.pages.home import home
from conversations.protocol.dialogue import Draft, Story, Talk
from conversations.protocol.effects import Button, Say, Show, text
from conversations.protocol.tap_codec import case_of
from conversations.protocol.taps import SortMessage

RUN = "do"
"""What such words are, when they are the command."""


ALONE = frozenset({"ambil", "lepaskan", "tunda", "rujuk", "tugaskan", "kembalikan"})
"""Commands for cases that are meant by their names alone: the others are words of a talk, too."""

MOST_SOUGHT = 6
"""Words behind *cari*, at most; more of them tell a story."""


def turned(turn: Turn, talk: Talk) -> Turn:
    """The turn, as that of a reply to the case that the words name."""
    named, replied, draft = _named(turn), turn.around.replied, talk.draft
    if not named or _command(turn, talk):
        return turn
    about = _about(turn, draft) if draft else None
    if about is not None and replied in (None, about):
        case = numbers_within.another(turn.said.text, about)
    else:
        case = None if replied is not None or len(named) != 1 else named[0]
        if not (_leaves(turn, draft, named[0]) if draft else _tells(turn)):
            return turn
    return turn if case is None else replace(turn, around=replace(turn.around, replied=case))


def _about(turn: Turn, draft: Draft) -> int | None:
    """The case of an officer's form, in which the number of another one is no answer."""
    staff = turn.content.forms[draft.form].staff and draft.form not in TAKE_NUMBERS
    about: int | None = draft.about.get("case") if staff else None
    return about


def heard(turn: Turn, talk: Talk) -> Answered | None:
    """What is asked about words that name a case; None where there is nothing to ask."""
    free = _free(turn, talk)
    if turn.person.left and free and _of_office(turn):
        return talk, (Say(text("command.left"), home(turn)),)
    may_leave = free or (talk.draft and _leaves(turn, talk.draft, None))
    command = _command(turn, talk) if may_leave else ""
    if command:
        return _offered(turn, talk, command)
    if not free or not turn.person.consent or not _unclear(turn):
        return None
    typed = turn.said.text.casefold().strip()
    alone = wishes.short_number(typed) == typed and not turn.said.files
    short = typed if alone and turn.person.roles & STAFF else ""
    if short:
        return talk, (Show("found", {"words": short}),)
    kept = free_messages.keep(turn, talk)
    asks = officer_reply.which if turn.person.roles & STAFF else offering.offer
    return asks(turn, kept)


def _free(turn: Turn, talk: Talk) -> bool:
    """Whether words are heard by themselves: no form is open, or an officer's that wants a tap."""
    draft = talk.draft
    if draft is None:
        return True
    staff = turn.content.forms[draft.form].staff
    return staff and draft.form not in TAKE_NUMBERS and wants_tap(turn, draft)


def _named(turn: Turn) -> tuple[int, ...]:
    return () if turn.said.text.startswith("/") else numbers.named_in(turn.said.text)


def _tells(turn: Turn) -> bool:
    """Whether a message tells more than a number, which asks for the page of its case."""
    return bool(turn.said.files) or numbers.parse(turn.said.text) is None


def _leaves(turn: Turn, draft: Draft, named: int | None) -> bool:
    """Whether words that begin with a number, or with a command, are none for the open form: it is
    about another case, or they are about one of the speaker's."""
    first = numbers.begins_with(turn.said.text) if named else named
    if first != named or draft.form in TAKE_NUMBERS:
        return False
    about = draft.about.get("case")
    theirs = {case.id for case in (*turn.around.cases, *turn.around.further)}
    in_office = about is not None and turn.content.forms[draft.form].staff
    return (in_office or named in theirs) and named != about


def _unclear(turn: Turn) -> bool:
    """Whether words name several cases, another one than they reply to, or none by a number that
    was mistyped."""
    said, named, replied = turn.said, _named(turn), turn.around.replied
    if replied is not None:
        theirs = replied in {case.id for case in turn.around.cases}
        return theirs and bool(named) and named != (replied,)
    return len(named) > 1 or numbers.mistyped(said.text, said.at.year)


# ---- a command without its slash -----------------------------------------------------------------


def _command(turn: Turn, talk: Talk) -> str:
    """The command for a case that words begin with, though no slash; "" where they don't."""
    said = turn.said
    unclear = said.forwarded or said.text.startswith("/") or turn.around.replied is not None
    name, words = ("", "") if unclear else _for_case(turn, said.text)
    if not (name or unclear) and _free(turn, talk) and short_numbers.ordered(said.text):
        name, words = _to_a_worker(turn, said.text)
    if name in ALONE and not words and (talk.draft or said.files):
        name = ""  # an answer to the open form
    return name or ("" if unclear else _search(turn, talk, said.text))


def _search(turn: Turn, talk: Talk, typed: str) -> str:
    """The command that takes whatever words are behind it, where they are as few as a search has.
    Within a form they are an answer, but for a number."""
    name, words = command_words.parted(f"/{typed.strip()}")
    entry = commands.COMMANDS.get(name)
    if (
        entry is None
        or entry.takes is not bool
        or not turn.person.roles & (entry.roles or frozenset())
    ):
        return ""
    few = len(words.split()) <= MOST_SOUGHT
    return name if few and (talk.draft is None or command_words.for_a_case(words)) else ""


def parted(turn: Turn, typed: str) -> tuple[int | None, str]:
    """The case that a command is for, with or without its slash, and the words behind its number;
    no case where the number is shortened, and neither that nor less than the words behind the
    command where it is none of that kind."""
    name, words = _for_case(turn, typed.removeprefix("/"))
    case, rest = command_words.numbered(words) if name else (None, "")
    if case is not None:
        return case, rest
    name, words = _to_a_worker(turn, typed) if short_numbers.ordered(typed) else ("", "")
    return None, short_numbers.behind(words) if name else command_words.behind(typed)


def _of_office(turn: Turn) -> bool:
    """Whether words are a command of the office, though without its slash, typed by somebody whose
    task there is over: a list or a search in few words, or for a case."""
    if turn.said.text.startswith("/") or turn.said.forwarded or turn.said.files:
        return False
    name, words = command_words.parted(f"/{turn.said.text.strip()}")
    entry = commands.COMMANDS.get(name)
    if entry is None or not entry.roles:
        return False
    if entry.takes is bool:
        return 0 < len(words.split()) <= _FEW
    return command_words.for_a_case(words) if entry.whole else not words


_FEW = 3
"""Words of a search by who does not work here any more; more of them may be a report."""


def _for_case(turn: Turn, typed: str) -> tuple[str, str]:
    """The name of a command of theirs, and the case number with more behind it that it takes; both
    "" where words begin with none. A list is named by its command alone."""
    name, words = _named_so(typed)
    entry = commands.COMMANDS.get(name)
    if entry is None or not turn.person.roles & (entry.roles or frozenset()):
        return "", ""
    alone = not words and (not entry.whole or name in ALONE)
    fits = alone or (entry.whole and command_words.for_a_case(words))
    return (name, words) if fits else ("", "")


def _named_so(typed: str) -> tuple[str, str]:
    """The command with which words begin, by its own name, and the words behind it."""
    name, words = command_words.parted(command_words.slashed(typed))
    return command_words.SPELT.get(name, name), words


def _to_a_worker(turn: Turn, typed: str) -> tuple[str, str]:
    """The command for a case, whose number lacks its year, where they may use it."""
    name, words = _named_so(typed)
    may = turn.person.roles & (commands.COMMANDS[name].roles or WORKERS)
    return (name, words) if may else ("", "")


def ordered(turn: Turn, talk: Talk) -> Answered | None:
    """What somebody who works here orders for a case by words that begin with a command and its
    number: whatever danger stands behind them, it is offered before that is asked about."""
    if not turn.person.roles & WORKERS or not turn.person.consent:
        return None
    ordering = short_numbers.ordered(turn.said.text) or command_words.for_a_case(
        _named_so(turn.said.text)[1]
    )
    may_leave = _free(turn, talk) or (talk.draft and _leaves(turn, talk.draft, None))
    name = _command(turn, talk) if ordering and may_leave else ""
    return _offered(turn, talk, name) if name else None


def _offered(turn: Turn, talk: Talk, name: str) -> Answered:
    told = Story().plus(turn.said)
    rows = (
        (Button(text("named.run", command=f"/{name}"), SortMessage(RUN)),),
        (Button(text("named.drop"), SortMessage("no")),),
    )
    asked = Say(text("named.command", told=fields.told(told), command=f"/{name}"), rows)
    return second_matter.asked(talk, told, second_matter.COMMAND), (asked,)


def decided(turn: Turn, talk: Talk, what: str) -> Answered | None:
    """The tap below that offer; None where it is about something else."""
    if talk.about_loose != second_matter.COMMAND or talk.loose.empty:
        return None
    told, after = talk.loose, replace(talk, loose=Story(), about_loose="", gathering=None)
    case = case_of(what)
    if what != RUN and case is None:
        if alarm_words.hear(told.text, turn.content.alarms):
            return staff_words.wonder(free_messages.hearing(turn, told), after)
        edit = turn.said.message_id if turn.said.tap else None
        return after, (Say(text("named.dropped"), home(turn), edit=edit),)
    if case is not None and (looked := _look(turn, after, told, case)) is not None:
        return looked
    typed = short_numbers.chosen(told, what)
    meant = free_messages.hearing(turn, replace(told, texts=(typed,)))
    return commands.command(meant, after)


def _look(turn: Turn, talk: Talk, told: Story, case: int) -> Answered | None:
    """The card with words for the people of a case that was chosen from a list, where they would
    leave at once: what was tapped there is a line of several. None for all else."""
    name, words = _named_so(told.text)
    rest = short_numbers.behind(words)
    if not turn.around.at_once or name != "balas" or not (rest or told.files):
        return None
    return officer_reply.for_whom(turn, talk, case, replace(told, texts=(rest,)))

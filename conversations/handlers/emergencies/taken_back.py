"""What somebody takes back right after we have asked whether it is happening now ("gak jadi",
"bohong", "becanda"): it belongs to that question, and never to another emergency of theirs.

Who is beaten, or does not want to live any more, may take it back out of fear: they hear whom to
call, and may keep it as a confidential plain report. Until they say no, "yes, now" still works."""

import re
from dataclasses import replace

from casework.policy.triage import AlarmKind
from conversations.content import alarm_words
from conversations.content.alarm_words import Alarm
from conversations.content.content import Answered, Turn
from conversations.content.fitting_numbers import fitting
from conversations.filling import question
from conversations.handlers.emergencies import emergency
from conversations.handlers.emergencies.raised import SAME_WITHIN
from conversations.handlers.emergencies.who.teller import COMFORTED
from conversations.handlers.messages import free_messages, resuming
from conversations.handlers.messages.never_mind import never_mind
from conversations.pages.home import home
from conversations.protocol.dialogue import Story, Talk
from conversations.protocol.effects import Button, Say, text
from conversations.protocol.taps import SortMessage
from conversations.protocol.unsorted import THREAT

TAKEN_BACK = "taken_back"
"""What is asked about the words that wait (``Talk.about_loose``): whether they shall be kept."""

KEPT = frozenset({TAKEN_BACK, THREAT})
"""The questions whether words shall be kept."""

KEEP_OR_DROP = (
    (Button(text("doubt.keep"), SortMessage("calm")),),
    (Button(text("doubt.drop"), SortMessage("no")),),
)
"""The answers to that."""

FEW = 10
"""Words of somebody who takes something back, at most; more of them tell of something."""

_UNSAID = re.compile(
    r"\b(bohong|boh?ongan|bo+ng|b?ercanda|becanda|canda|cnda|guyon\w*|geguyon|prank|iseng|ngarang"
    r"|main ?main|gojek(an)?|heureuy|ngabanyol|bobodoan|just kidding|joking|kidding|a lie|lied"
    r"|(g[aei]?k?|ngga+k?|engga+k?|tidak|tdk) (jadi|jd|beneran|bener)"
    r"|gpp|g(a|ak|k)?pa ?pa|gapapa|gppa|(ga|gak|gk|ngga|nggak|tidak|tdk) (apa ?apa|papa|knp ?napa)"
    r"|(ora|mboten|teu|henteu) (opo ?opo|punapa ?punapa|nanaon)|it'?s nothing)\b"
)
"""Also where it only calms ("sdh gpp")."""


def says_so(turn: Turn) -> bool:
    """Whether a message takes back what was told before, and tells of nothing else."""
    said, words = turn.said, " ".join(re.findall(r"[^\W_]+", turn.said.text.casefold()))
    if said.files or said.forwarded or not words or len(words.split()) > FEW:
        return False
    if said.text.startswith("/") or alarm_words.hear(said.text, turn.content.alarms):
        return False
    return never_mind(said.text) or _calls_off(turn) or bool(_UNSAID.search(words))


def _calls_off(turn: Turn) -> bool:
    return alarm_words.calls_off(turn.said.text, turn.content.alarms)


def heard(turn: Turn, talk: Talk) -> Answered | None:
    """What follows from such words; None where no such question stands, or they say something
    else."""
    doubt = _standing(turn, talk)
    if doubt is None:
        return None
    unsaid = says_so(turn)
    if not unsaid and (talk.alarm is None or not _ended(turn, doubt)):
        return None
    if doubt.kind in COMFORTED:
        return _let_go(turn, talk) if talk.about_loose in KEPT else _kept(turn, talk, doubt)
    if not unsaid:
        return resuming.calmed(turn, replace(talk, loose=talk.loose.plus(turn.said)))
    if talk.draft is None and not turn.person.consent:
        return None
    dropped, told = free_messages.decided(turn, talk, "no")
    return dropped, (*told, *(question.ask(turn, talk.draft) if talk.draft else ()))


def _ended(turn: Turn, doubt: Alarm) -> bool:
    return alarm_words.ends(turn.said.text, doubt.kind, turn.content.alarms)


def _standing(turn: Turn, talk: Talk) -> Alarm | None:
    """The doubt that we have asked about last."""
    if talk.about_loose not in ("alarm", *KEPT) or talk.loose.empty:
        return None
    if turn.around.replied is not None or not talk.loose.told_within(SAME_WITHIN, turn.said.at):
        return None
    if talk.alarm is not None and talk.alarm[1] > talk.loose.last_at:
        return None
    return emergency.said_before(turn, talk)


def not_now(turn: Turn, talk: Talk, doubt: Alarm) -> Answered | None:
    """What follows where a threat is said not to be now: it is offered to be kept. None for what is
    none, and is over."""
    alarms = turn.content.alarms
    told = alarm_words.in_plain(talk.loose.text, alarms)
    if doubt.kind is not AlarmKind.VIOLENCE or not any(one in told for one in alarms.threats):
        return None
    below = question.ask(turn, talk.draft) if talk.draft else ()
    asked = Say(text("doubt.threat", numbers=_numbers(turn, doubt)), KEEP_OR_DROP)
    return replace(talk, about_loose=THREAT, gathering=None), (asked, *below)


def _kept(turn: Turn, talk: Talk, doubt: Alarm) -> Answered:
    """Kind words, whom to call, and the offer to keep it; the words wait."""
    told = text(f"doubt.{doubt.kind}", numbers=_numbers(turn, doubt))
    # Who has not met us yet is asked for that first.
    asks = KEEP_OR_DROP if turn.person.consent else ()
    return replace(talk, about_loose=TAKEN_BACK, gathering=None), (Say(told, asks),)


def _numbers(turn: Turn, doubt: Alarm) -> str:
    """Whom to call if it happens again."""
    return fitting(turn.content.numbers, doubt.kind, doubt.service)


def decided(turn: Turn, talk: Talk, what: str) -> Answered | None:
    """The tap below that offer; None where it stands no more."""
    if talk.about_loose not in KEPT or talk.loose.empty or what not in ("calm", "no"):
        return None
    return _let_go(turn, talk) if what == "no" else _report(turn, talk)


def _let_go(turn: Turn, talk: Talk) -> Answered:
    below = question.ask(turn, talk.draft) if talk.draft else ()
    doubt = emergency.said_before(turn, talk)
    danger = (doubt.kind, doubt.service) if doubt else ("", "")
    told = Say(
        text("doubt.dropped", numbers=fitting(turn.content.numbers, *danger)),
        () if below else home(turn),
        edit=turn.said.message_id if turn.said.tap else None,
    )
    return replace(talk, loose=Story(), about_loose="", gathering=None), (told, *below)


def _report(turn: Turn, talk: Talk) -> Answered:
    """The report form, in the lane that few may read."""
    doubt, told = emergency.said_before(turn, talk), replace(talk, loose=Story(), about_loose="")
    opened, asked = free_messages.report(turn, told, talk.loose, calm=True)
    draft = opened.draft
    if doubt is None or draft is None:
        return opened, asked
    draft = replace(
        draft,
        answers={**draft.answers, "suggested": doubt.service},
        about={**draft.about, "likely": [doubt.service]},
    )
    edit = turn.said.message_id if turn.said.tap else None
    return opened.with_draft(draft), question.ask(turn, draft, edit=edit)

"""What somebody writes right below an officer's words is about the case of those words, whatever
else waits to be sorted; so is what follows it within minutes.

Tested in tests/conversations/handlers/messages/test_shown_last.py and
tests/bot/edges/diurus/jawaban_beberapa_pesan.txt."""

import re
from dataclasses import replace
from datetime import timedelta

from casework.case.model import Role, Status
from casework.case.roles import STAFF
from casework.wording.names import folded
from conversations.content.content import Turn
from conversations.handlers.emergencies.who import sealed
from conversations.handlers.messages import further_cases, other_neighbour, verdicts
from conversations.handlers.messages.small_talk import small_talk
from conversations.protocol.dialogue import Talk
from conversations.protocol.effects import Brief
from conversations.protocol.talk.gathering import ANSWER, CHOSEN

LATELY = timedelta(days=3)
"""For so long an officer's words are what somebody answers who writes below them; a question is for
as long as it waits."""

SOON = timedelta(minutes=10)
"""For so long what corrects a report is about the one whose receipt stands above."""

_CORRECTS = re.compile(
    r"\W*((eh|aduh|maaf|punten|sori|sorry|min|pak|bu)\W+)*"
    r"(salah|slh|ralat|keliru|kliru|lepat|maksud\w*|koreksi|correction|wrong)\b",
    re.IGNORECASE,
)
"""How somebody begins who corrects what they have just told."""


def case(turn: Turn) -> Brief | None:
    """The case of the officer's words that stand right above a message; None where other words of
    ours do, or where the message is about something else."""
    above = turn.around.above
    if above is None or turn.person.roles & STAFF:
        return None
    found = _of(turn, above.case)
    if found is None or not belongs(turn, found):
        return None
    since = turn.said.at - above.at
    lately = above.by_officer and since <= LATELY
    mended = above.brings == "receipt" and since <= SOON and corrects(turn.said.text)
    return found if found.status == Status.WAITING or lately or mended else None


def corrects(words: str) -> bool:
    """Whether words begin as somebody does who corrects what they have just told."""
    return bool(_CORRECTS.match(words))


def belongs(turn: Turn, about: Brief) -> bool:
    """Whether words may be about this case: they name no other trouble for sure, but for what the
    officer has asked for and what thanks or a nod begins, nor who is in a sealed emergency; and a
    volunteer names nobody of whom the officer has not spoken."""
    said = turn.said
    if sealed.told_beside(turn, about):
        return False
    begins = small_talk(re.split(r"[,.;!?\n]", said.text)[0])
    answers = begins in ("thanks", "nod")
    rest = _beside(said.text, about.question)
    if said.forwarded or not (answers or not verdicts.names_another(turn, rest, about)):
        return False
    who = other_neighbour.named(said.text, turn.content.words)
    spoken_of = who in folded(about.question).split()
    return Role.VOLUNTEER not in turn.person.roles or not who or spoken_of


def _beside(words: str, question: str) -> str:
    """Words without those of the officer's question."""
    asked = set(folded(question).split())
    return " ".join(word for word in words.split() if folded(word) not in asked)


def gathers(turn: Turn, talk: Talk, about: Brief) -> Talk:
    """The talk after words for a case: what follows an answer, or words below an officer's, goes
    there for minutes, the rest of other words for seconds."""
    above = turn.around.above
    below = above is not None and above.case == about.id and above.by_officer
    answers = below or about.status in (Status.WAITING, Status.RESOLVED)
    place = f"{ANSWER}{about.id}" if answers else f"case:{about.id}"
    return replace(talk, gathering=(place, turn.said.at.isoformat()))


def chosen(turn: Turn, talk: Talk, about: Brief) -> Talk:
    """The talk after a choice of the case for words: what is shown next goes there, too."""
    after = gathers(turn, talk, about)
    place, since = after.gathering or ("", "")
    return after if place.startswith(ANSWER) else replace(talk, gathering=(_chosen(about), since))


def _chosen(about: Brief) -> str:
    return f"{CHOSEN}{about.id}"


def answered(turn: Turn, talk: Talk) -> Brief | None:
    """The case to which somebody has just written below an officer's words, where this message may
    go on with that."""
    found = gathered(turn, talk)
    return found if found is not None and belongs(turn, found) else None


def gathered(turn: Turn, talk: Talk) -> Brief | None:
    """The case to which somebody has just written below an officer's words."""
    place = talk.gathering[0] if talk.gathering else ""
    return _of(turn, int(place.removeprefix(ANSWER))) if place.startswith(ANSWER) else None


def of_a_sealed_one(turn: Turn, talk: Talk) -> bool:
    """Whether a message that follows words for a case names who is in a sealed emergency."""
    place, _, key = (talk.gathering or ("", ""))[0].partition(":")
    about = _of(turn, int(key)) if place and key.isdecimal() else None
    return about is not None and sealed.told_beside(turn, about)


def goes_on(turn: Turn, about: Brief) -> bool:
    """Whether nothing of ours stands between but what we have said of this case."""
    above = turn.around.above
    return above is not None and above.case == about.id and not above.by_officer


def _of(turn: Turn, case_id: int) -> Brief | None:
    mine = next((one for one in turn.around.cases if one.id == case_id), None)
    return mine or further_cases.find(turn, str(case_id))

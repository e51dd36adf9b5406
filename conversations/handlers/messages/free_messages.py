"""Messages outside every form. None is lost: it is a report, news of a case, or is answered."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from casework.case.model import Role, Status
from casework.case.number import number, parse
from casework.case.roles import STAFF, WORKERS
from casework.policy import classifier
from conversations.content.content import Answered, Turn
from conversations.filling import question
from conversations.filling.home import known
from conversations.handlers.messages import (
    case_reply,
    further_cases,
    offering,
    officer_reply,
    other_neighbour,
    second_matter,
    shown_last,
    verdicts,
)
from conversations.handlers.messages.answers import not_now, side_questions
from conversations.handlers.messages.small_talk import (
    COME_RIGHT,
    only_thanks,
    small_talk,
    yes_with_thanks,
)
from conversations.pages.by_number import by_number
from conversations.pages.home import home
from conversations.protocol import unsorted
from conversations.protocol.dialogue import Draft, Story, Talk
from conversations.protocol.effects import Brief, Do, Effect, Say, Text, Tie, text
from conversations.protocol.requests import RemindMe
from conversations.protocol.talk.gathering import goes_on

PENDING = timedelta(days=1)
"""For so long words that wait are what somebody still has in mind."""

ANOTHER_AFTER = timedelta(hours=3)
"""What is told later than this is no part of the message that waits, but another one."""

NO_ANSWER = frozenset({"greeting", "anger"})
"""What is said below an officer's words and answers none of them."""

WAITS = "waits."
"""What is reminded of is a message that waits, with this number (``RemindMe``), and no form."""


def heard(turn: Turn, talk: Talk) -> Answered:
    """A message outside every form."""
    said, replied = turn.said, turn.around.replied
    asked_for = parse(said.text) if turn.person.consent and not said.files else None
    if asked_for is not None and replied in (None, asked_for):
        return talk, by_number(turn, asked_for)
    if replied is not None:
        return _to_case(turn, talk, replied)
    verdict = verdicts.heard(turn, talk) or not_now.outside(turn, talk)
    if verdict is not None:
        return verdict
    below = shown_last.case(turn)
    if below is not None and small_talk(said.text) not in NO_ANSWER:
        return _to_case(turn, talk, below.id)
    small = _small_talk(turn, talk)
    if small is not None:
        return small
    if not (said.text or said.files or said.location):
        key = "contact.unkept" if said.card or said.phone else "chat.unknown"
        return talk, (Say(text(key), home(turn)),)
    if not turn.person.roles & STAFF:
        return offered(turn, talk)
    kept = keep(turn, unsorted.put_behind(talk))  # one message after the other is of another case
    return officer_reply.which(turn, kept) if said.files else offering.offer(turn, kept)


def offered(turn: Turn, talk: Talk) -> Answered:
    """Ask what a message is; one of another matter than what waits, whether it is something new."""
    new = talk.loose.told_within(ANOTHER_AFTER, turn.said.at) and second_matter.begins(turn, talk)
    talk = keep(turn, unsorted.put_behind(talk) if new else talk)
    after, asked = offering.offer(turn, talk, new=new)
    return after, (*side_questions.when_paid(turn), *asked)


def _small_talk(turn: Turn, talk: Talk) -> Answered | None:
    """The answer to small talk. It is no part of the story that waits to be asked about."""
    said = turn.said
    tone = small_talk(said.text) if said.text and not said.files else ""
    if tone == "anger" and classifier.suggest(said.text, turn.content.words, 1):
        return None  # angry, or only in capitals, but there is a trouble in it
    if not tone and _good_news_of_nothing(turn, talk):
        tone = "thanks"
    if not tone:
        return None
    waits = not talk.loose.empty and not second_matter.waits(talk)
    return offering.offer(turn, talk) if waits else (talk, (small(turn, tone),))


def _good_news_of_nothing(turn: Turn, talk: Talk) -> bool:
    """Whether somebody of whom nothing is open thanks because it has come right."""
    said = turn.said
    nothing = not turn.around.cases and not turn.around.further and talk.loose.empty
    return nothing and not said.files and only_thanks(said.text, COME_RIGHT)


def small(turn: Turn, tone: str) -> Say:
    if tone == "greeting" and turn.around.cases:
        listed = tuple(_line(turn, case) for case in turn.around.cases)
        return Say(text("chat.greeting_cases", cases=listed), home(turn))
    return Say(text(f"chat.{tone}"), home(turn))


def _line(turn: Turn, case: Brief) -> Text:
    return text(
        "chat.case_line",
        number=number(case.id),
        service=further_cases.topic(turn, case),
        status=text(f"status.{case.status}"),
    )


def keep(turn: Turn, talk: Talk) -> Talk:
    """The talk with this message kept until the person says what it is. What waits for some hours,
    is about somebody else, or was asked about with another question, is no part of it and goes on
    waiting."""
    apart = second_matter.waits(talk) or talk.about_loose in unsorted.DANGER
    if apart or _another(turn, talk):
        talk = unsorted.put_behind(talk)
    return replace(
        talk,
        loose=talk.loose.plus(turn.said),
        about_loose="" if talk.loose.empty else talk.about_loose,
        gathering=("loose", turn.said.at.isoformat()),
    )


def _another(turn: Turn, talk: Talk) -> bool:
    """Whether a message is no part of the one that waits."""
    late = not talk.loose.told_within(ANOTHER_AFTER, turn.said.at)
    of_another = other_neighbour.begins(turn, talk.loose)
    return late or of_another or verdicts.of_several(turn, talk.loose)


def goes_on_loose(turn: Turn, talk: Talk) -> Talk | None:
    """The talk with the rest of a burst kept, when this message is one; its offer stands
    already."""
    gathering = talk.gathering
    if not gathering or gathering[0] != "loose" or not goes_on(gathering[1], turn.said.at):
        return None
    return keep(turn, talk)


def decided(turn: Turn, talk: Talk, what: str) -> Answered:
    """The tap that says what the kept message is."""
    if talk.loose.empty:
        return _gone(turn, talk)
    told = replace(talk, loose=Story(), gathering=None)
    if what == "no":
        return told, (
            Say(
                text("second.kept" if second_matter.waits(talk) else "outside.ignored"),
                home(turn),
                edit=turn.said.message_id if turn.said.tap else None,
            ),
        )
    if what == offering.ALL:
        kept, asked = offering.offer(turn, talk, calm=talk.about_loose.startswith("calm"), most=99)
        return replace(kept, about_loose=talk.about_loose), asked
    if what == offering.MORE:
        return offering.offer(turn, unsorted.joined(talk))
    if what in ("new", "calm"):
        told = replace(told, about_loose=talk.about_loose)
        return report(turn, told, talk.loose, calm=what == "calm")
    case = next((case for case in turn.around.cases if str(case.id) == what), None)
    further = further_cases.find(turn, what) if case is None else None
    if further is not None:
        return told, further_cases.told(turn, further, talk.loose)
    if case is not None and case_reply.wants_several(case):
        return case_reply.first_part(hearing(turn, talk.loose), told, case)
    if case is not None:
        return shown_last.chosen(turn, told, case), case_reply.added(turn, case, talk.loose)
    return talk, (Say(text("form.moved")), *offering.offer(turn, talk)[1])


def _gone(turn: Turn, talk: Talk) -> Answered:
    """A button whose words wait no more."""
    below = question.ask(turn, talk.draft) if talk.draft else ()
    return talk, (Say(text("outside.gone"), () if below else home(turn)), *below)


def not_waiting(turn: Turn, talk: Talk) -> Answered:
    """A button whose words wait no more, while others do: those are shown, and it is asked what
    they are."""
    if talk.loose.empty or second_matter.waits(talk) or talk.about_loose == "alarm":
        return _gone(turn, talk)  # what waits has a card of its own, with its own question
    after, (asked, *rest) = offering.offer(turn, talk)
    if isinstance(asked, Say):
        told = text("outside.other", told=offering.shown(talk.loose))
        asked = replace(asked, text=told)
    return after, (asked, *rest)


def report(turn: Turn, talk: Talk, story: Story, *, calm: bool = False) -> Answered:
    """Open the report form with a story that was told already."""
    form = "neighbour" if Role.VOLUNTEER in turn.person.roles else "report"
    likely = (
        [s.service for s in classifier.suggest(story.text, turn.content.words)]
        if story.texts
        else []
    )
    begun = _begun(talk, form)
    talk = replace(talk, drafts=tuple(one for one in talk.drafts if one is not begun))
    answers: dict[str, Any] = {**begun.answers} if begun else {}
    draft = Draft(
        begun.id if begun else turn.new_id(),
        form,
        answers if story.empty else {**answers, "story": story.dump()},
        {"likely": likely, "calm": calm, **known(talk)},
    )
    return talk.opening(draft), question.ask(
        turn, draft, edit=turn.said.message_id if turn.said.tap else None
    )


def _begun(talk: Talk, form: str) -> Draft | None:
    """The report without a story of which it was asked whether it shall tell older words."""
    if talk.about_loose not in ("before", "calm_before"):
        return None
    begun = (one for one in talk.drafts if one.form == form and "story" not in one.answers)
    return next(begun, None)


def reminded(turn: Turn, before: Talk, after: Talk) -> tuple[Effect, ...]:
    """Words that have begun to wait are remembered once, like a form that was begun."""
    if after.loose.empty or after.about_loose in unsorted.DANGER or not turn.person.consent:
        return ()
    new = after.last_no != before.last_no or before.about_loose == unsorted.DOUBT
    if not new or second_matter.waits(after):
        return ()
    return (Do(RemindMe(f"{WAITS}{after.loose_no}")),)


def _to_case(turn: Turn, talk: Talk, case_id: int) -> Answered:
    """A reply goes to the case of the message that it answers; the rest of its burst follows."""
    case = next((case for case in turn.around.cases if case.id == case_id), None)
    further = further_cases.find(turn, str(case_id)) if case is None else None
    if (case or further) is not None and _only_polite(turn, case):
        return talk, (replace(small(turn, small_talk(turn.said.text)), case=case_id),)
    if further is not None:
        return _to_further(turn, talk, further)
    if case is None and turn.person.roles & WORKERS:
        return officer_reply.wonder(turn, talk, case_id)
    if case is None:
        return offered(turn, talk)
    exact = case_reply.exactly(turn, case)
    if exact is not None:
        return shown_last.gathers(turn, talk, case), exact
    later = not_now.replied(turn, talk, case)
    if later is not None:
        return later
    told = Story().plus(turn.said)
    if told.empty:
        return talk, (case_reply.says_nothing(case),)
    if case_reply.wants_several(case):
        return case_reply.first_part(turn, talk, case)
    return shown_last.gathers(turn, talk, case), case_reply.added(turn, case, told)


def _only_polite(turn: Turn, case: Brief | None) -> bool:
    """Whether a reply is no more than thanks or a nod: no news of a case. After a result it is a
    word about it, and to an officer's question a nod may be the answer; that it is done is news."""
    tone = "" if turn.said.files or turn.said.location else small_talk(turn.said.text)
    if case is None:
        return tone in ("thanks", "nod")
    asked = case.status == Status.WAITING
    if yes_with_thanks(turn.said.text, asked=asked):
        return False
    if case.status == Status.RESOLVED:
        return tone == "thanks" and verdicts.says_no_more(turn.said.text, case)
    return tone == "thanks" or (tone == "nod" and not asked)


def hearing(turn: Turn, story: Story) -> Turn:
    """The turn, as if what was kept were said now."""
    said = replace(turn.said, tap="", text=story.text, files=story.attachments)
    return replace(turn, said=replace(said, location=story.location, venue=story.venue))


def _to_further(turn: Turn, talk: Talk, case: Brief) -> Answered:
    """A reply to a case that one follows goes there; to one's own that is closed it is asked about
    first."""
    told = Story().plus(turn.said)
    if told.empty:
        return talk, (case_reply.says_nothing(case),)
    if case.tie is Tie.ENDED:
        kept = keep(turn, talk)
        return kept, (further_cases.again(turn, case, kept.loose),)
    following = replace(talk, gathering=(f"case:{case.id}", turn.said.at.isoformat()))
    return following, further_cases.told(turn, case, told)

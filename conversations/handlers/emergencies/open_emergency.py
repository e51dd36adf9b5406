"""After an emergency was raised, further words belong to it at once: nobody in danger is asked what
their message shall become.

Volunteers and officers are asked, because they may speak of the next resident."""

from dataclasses import replace

from casework.actions.correspondence import Add
from casework.case.number import number, parse
from conversations.content import alarm_words
from conversations.content.content import Answered, Turn
from conversations.filling import question
from conversations.filling.fitting import fits
from conversations.handlers.emergencies import asking, dropped, pieces, set_aside, several
from conversations.handlers.emergencies.raised import CALLED_OFF, lately, words_of
from conversations.handlers.emergencies.who import two_dangers, unmet
from conversations.handlers.messages import another_matter, further_cases, verdicts
from conversations.handlers.messages.small_talk import small_talk
from conversations.protocol.dialogue import Story, Talk
from conversations.protocol.effects import Do, Said, Say, text


def joins(turn: Turn, talk: Talk) -> Answered | None:
    """A message outside every form joins the emergency; None when there is none, or nothing to
    tell."""
    said, alarm = turn.said, talk.alarm
    if alarm is None or alarm[2] == CALLED_OFF:
        return None
    in_form = talk.draft is not None and not unmet.waits(turn, talk.draft)
    if in_form or not (lately(talk, said.at) or _on_a_held_phone(turn, alarm[0])):
        return None
    if turn.around.emergency_over or turn.around.replied is not None:
        return None
    if turn.person.roles and not several.by_name(turn):
        return None
    asked = set_aside.asked_for(turn, talk)
    if asked is not None:
        return asked
    if (
        not _tells(said)
        or verdicts.still_so(turn)
        or another_matter.told(turn, talk, alarm[0])
        or further_cases.asking_since(turn, alarm[1])
    ):
        return None
    keys = several.meant(turn, talk, alarm[0])
    if len(keys) != 1:
        return asking.ask(turn, talk.gathered(), keys)
    after = replace(talk, gathering=(f"case:{keys[0]}", said.at.isoformat()))
    grows = alarm_words.grows(said.text, turn.content.alarms)
    add = Do(Add(turn.person.id, Story().plus(said).dump(), cry=grows), case=keys[0])
    return _piece(turn, after, keys[0]) or (after, (add,))


def _on_a_held_phone(turn: Turn, key: str) -> bool:
    """Whether whoever writes has said in an open emergency that somebody else holds the phone: they
    may have no second chance, so all that they write is for its officers."""
    one = turn.around.emergencies.get(key)
    return one is not None and one.open and one.quiet


def _piece(turn: Turn, talk: Talk, key: str) -> Answered | None:
    """A piece of an address or of a number, a pin, a photo or a voice goes to one at once; a tap
    says where else it belongs. None for words that tell more, and where it is clear which they
    mean."""
    ones, words = several.open_ones(turn), turn.said.text
    shown = not words and turn.around.replied is None
    if key not in ones or not (shown or _is_piece(turn)):
        return None
    others = several.others(turn, key)
    clear = not others or (not shown and len(several.named(turn, ones)) == 1)
    quiet, case = pieces.few_digits(words), number(ones[key].case)
    add = Add(turn.person.id, Story().plus(turn.said).dump(), more=quiet)
    if clear:
        kept = Do(add, case=key), Say(text("alarm.which.kept", number=case))
        return (talk, kept) if quiet else None
    return asking.told_one(turn, talk, (*others, key), add, key)


def _is_piece(turn: Turn) -> bool:
    return not turn.said.files and pieces.is_one(turn.said.text, turn.content)


def over(turn: Turn, talk: Talk) -> Answered | None:
    """Words that it is over go to whoever holds the case, who makes sure; None when a message says
    something else."""
    said, draft = turn.said, talk.draft
    talk = _replied_to(turn, talk)
    alarm = _beside_called_off(turn, talk).alarm
    if alarm is None or alarm[2] == CALLED_OFF or not lately(talk, said.at):
        return None
    if not _may_be_of_it(turn, talk) or turn.around.emergency_over:
        return None
    keys, ones = several.meant(turn, talk, alarm[0]), several.open_ones(turn)
    elsewhere = turn.around.replied not in (None, *(ones[key].case for key in keys if key in ones))
    if elsewhere or said.text.startswith("/"):
        return None
    kinds = {alarm[2], *(ones[key].kind for key in keys if key in ones)}
    if not any(_ends(turn, kind) for kind in kinds):
        return None
    if len(keys) != 1:
        return asking.ask(turn, talk, keys)
    below = question.ask(turn, draft) if draft is not None else ()
    cry = words_of(turn, several.about(turn, talk, keys[0]) if keys[0] in ones else talk)
    over = not two_dangers.calms_one(said.text, cry, turn.content)
    add = Do(Add(turn.person.id, Story().plus(said).dump(), over=over), case=keys[0])
    return talk, (add, *below)


def _replied_to(turn: Turn, talk: Talk) -> Talk:
    """The talk about the emergency whose message somebody has replied to."""
    ones, replied = several.open_ones(turn), turn.around.replied
    keys = [key for key, one in ones.items() if one.case == replied]
    return several.about(turn, talk, keys[0]) if keys else talk


def _may_be_of_it(turn: Turn, talk: Talk) -> bool:
    """Whether a message may be about an emergency: also beside another form, where it names the
    emergency and neither answers the form nor tells of what only an office is asked for."""
    draft, ones = talk.draft, several.open_ones(turn)
    if draft is None or draft.form == "emergency":
        return True
    if turn.content.forms[draft.form].staff or fits(turn, draft) or not ones:
        return False
    if another_matter.names_another(turn):
        return False
    return len(several.named(turn, ones)) == 1


def _ends(turn: Turn, kind: str) -> bool:
    words, alarms = turn.said.text, turn.content.alarms
    return alarm_words.ends(words, kind, alarms) or dropped.was_small(words, kind, alarms)


def _beside_called_off(turn: Turn, talk: Talk) -> Talk:
    """The talk about the one emergency of which words say that it is over, where the last one was
    called off."""
    if talk.alarm is None or talk.alarm[2] != CALLED_OFF:
        return talk
    words, alarms, ones = turn.said.text, turn.content.alarms, several.open_ones(turn)
    keys = [one for one in several.named(turn, ones) or ones if one != talk.alarm[0]]
    over = [key for key in keys if alarm_words.ends(words, ones[key].kind, alarms)]
    return several.about(turn, talk, over[0]) if len(over) == 1 else talk


def _tells(said: Said) -> bool:
    if said.files or said.location:
        return True
    tone = small_talk(said.text)
    return (
        bool(said.text) and parse(said.text) is None and tone not in ("greeting", "thanks", "nod")
    )

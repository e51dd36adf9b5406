"""The emergencies that a person has raised: how the case of each stands now.

Tested in tests/bot/trials/test_alarm_called_off.py and tests/test_stories.py."""

from casework.case.model import OPEN, Case, Status
from conversations.handlers.emergencies import raised
from conversations.protocol import recognised
from conversations.protocol.dialogue import Talk
from conversations.protocol.effects import RaisedAlarm, Said
from conversations.protocol.notice import urgent
from conversations.protocol.taps import CallOffAlarm, SureOfNoAlarm, read
from storage.unit_of_work import Batch


async def emergencies(batch: Batch, said: Said, talk: Talk) -> dict[str, RaisedAlarm]:
    """The cases of the emergency that was raised last, of those about which a form is open, and of
    what else was filed a short while ago, or is open still, read only where the talk names one; and
    the one whose button is tapped."""
    lately = raised.lately(talk, said.at)
    keys = _with_a_form(talk)
    if talk.alarm is not None and lately:
        keys |= {talk.alarm[0]}
    ids = [await batch.id_of_key(key) for key in sorted(keys)]
    if talk.alarm is not None:
        ids += await (_lately(batch, said) if lately else _open(batch, said))

    tapped = await _tapped(batch, said)
    ids += [tapped] if tapped else []

    found: dict[str, RaisedAlarm] = {}
    for case_id in dict.fromkeys(ids):
        case = None if case_id is None else await batch.case(case_id)
        if case is not None:
            found[case.key] = _raised(await goes_on_as(batch, case))
    return found


async def _tapped(batch: Batch, said: Said) -> int | None:
    """The case of the speaker that a button calls off, however long ago it was raised."""
    tap = read(said.tap) if said.tap else None
    if not isinstance(tap, CallOffAlarm | SureOfNoAlarm):
        return None
    case_id = await batch.id_of_key(tap.key)
    case = None if case_id is None else await batch.case(case_id)
    return case_id if case is not None and case.teller == said.person else None


async def goes_on_as(batch: Batch, case: Case) -> Case:
    """The case, or the one of which it has become part: there its words are read."""
    while case.ending.merged_into is not None:
        whole = await batch.case(case.ending.merged_into)
        if whole is None:
            return case
        case = whole
    return case


def _with_a_form(talk: Talk) -> set[str]:
    """The keys of the emergencies about which a form is open, or was cancelled last."""
    forms = [*talk.drafts]
    if talk.cancelled is not None:
        forms.append(talk.cancelled)
    return {str(form.about["key"]) for form in forms if "key" in form.about}


async def _open(batch: Batch, said: Said) -> list[int]:
    """What is still open of somebody who has raised an emergency before: of it they may tell
    again."""
    return [one.id for one in await batch.briefs(said.person) if not one.calm]


async def _lately(batch: Batch, said: Said) -> list[int]:
    """What somebody has filed within the time in which further words may be about it."""
    since = said.at - raised.SAME_WITHIN
    briefs = await batch.briefs(said.person)
    return [one.id for one in briefs if one.opened is not None and one.opened > since]


def _raised(case: Case) -> RaisedAlarm:
    facts = case.intake.facts or {}
    return RaisedAlarm(
        case.id,
        case.service,
        open=case.status in OPEN,
        done=case.status is Status.RESOLVED,
        held=case.owner is not None,
        kind=facts.get("alarm", "") if urgent(case) else "",
        at=case.opened_at,
        plain=not urgent(case),
        quiet=case.intake.phone_is_held,
        village=case.village,
        words="\n".join((case.intake.story or {}).get("texts", ())),
        told=recognised.of(case),
    )

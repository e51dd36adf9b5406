"""Who is told what when something happens to a case: one row for each event."""

from dataclasses import replace

from casework.actions.assignment import Assigned, Claimed, HandedOver
from casework.actions.consent import ConsentRecorded
from casework.actions.ending.completion import Completed
from casework.actions.ending.resolution import MISTAKE, Reopened, Withdrawn
from casework.actions.escalation import Lapsed
from casework.case import events as e
from casework.case.intake import Who
from casework.case.model import Case, Urgency
from casework.policy.catalogue import Catalogue, Service
from conversations import correspondence
from conversations.actions import (
    between_offices,
    certificate,
    conflict_of_interest,
    escalation,
    handover_notices,
    in_short,
    referral_notices,
    reminder,
)
from conversations.actions.correcting import (
    classification,
    letting_go,
    opening_again,
    placing,
    postponement,
    rewording,
    wrong_result,
)
from conversations.actions.correcting.letting_go import opened
from conversations.actions.duplicates import duplicate_notices
from conversations.actions.ending import (
    calling_off,
    confirmation,
    objection,
    public_answer,
    rating,
    resolution,
)
from conversations.actions.former_holder import gone_on
from conversations.case_pages.map_pins import pins_of
from conversations.protocol.case_taps import ActOnCase
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import Button, Rows, Say, Text, text
from conversations.protocol.notice import (
    ALARMED,
    LEVEL,
    OWNER,
    TELLER,
    VILLAGE,
    Notice,
    Notices,
    OnEvent,
    bringing,
    button,
    of_danger,
    open_button,
    passed_on,
    say,
    service_name,
    table,
    urgent,
)


def notices(case: Case, event: e.Event, catalogue: Catalogue) -> Notices:
    """The messages that follow from an event; ``case`` is as it stands after it."""
    row = _ROWS.get(type(event))
    told = row.tell(case, event, catalogue) if row else []
    return [_closed(one) for one in told] if case.intake.phone_is_held else told


def _closed(told: Notice) -> Notice:
    """The notice; to who does not hold their phone without the button that opens what was told."""
    if told.to != TELLER:
        return told
    rows = tuple(tuple(b for b in row if not _opens(b)) for row in told.say.buttons)
    return replace(told, say=replace(told.say, buttons=tuple(filter(None, rows))))


def _opens(button: Button) -> bool:
    return isinstance(button.tap, ActOnCase) and button.tap.action == "open"


def _filed(case: Case, event: e.Event, catalogue: Catalogue) -> Notices:
    service = catalogue.of(case)
    documents = tuple(text("case.document", name=text(f"document.{d}")) for d in service.documents)
    emergency, at_counter = case.urgency is Urgency.EMERGENCY, case.intake.who is Who.WALK_IN
    receipt = say(
        "notice.receipt_emergency"
        if emergency
        else "notice.receipt_walk_in"
        if at_counter
        else "notice.receipt",
        case,
        open_button(case),
        Delivery.MUST_ARRIVE,
        calling=text("notice.calling"),
        numbers="",
        due=case.due_at,
        decides=_who_decides(case, service),
        documents=text("case.documents", list=documents)
        if documents and not (case.sensitive or emergency)  # nobody looks for papers in danger
        else "",
    )
    receipt = bringing("receipt", receipt)
    return [
        Notice(TELLER, receipt, urgent=True),
        Notice(LEVEL, _news(case, catalogue, emergency), urgent=emergency),
    ]


def _who_decides(case: Case, service: Service) -> Text:
    """Who decides, in the words of the service; of a sensitive one only who reads it."""
    if case.sensitive:
        return text("case.discreet_above") if case.confidential else text("case.discreet")
    if of_danger(case):
        return text("alarm_of_card.decides")
    return text(service.decides)


def _news(case: Case, catalogue: Catalogue, emergency: bool) -> Say:
    """To the people of the office; of a sensitive case not even the topic is told."""
    topic = text("case.sensitive") if catalogue.of(case).sensitive else service_name(case)
    if passed_on(case):
        topic = text("in_short.below", before=topic, line=text("notice.unanswered_doubt"))
    if emergency:
        known = not catalogue.of(case).sensitive
        return _alarm(case, in_short.about(case, topic) if known else topic)
    return say(
        "notice.new",
        case,
        open_button(case),
        Delivery.REMINDER,
        topic=topic,
        urgency=text(f"urgency.{case.urgency}"),
    )


def _alarm(case: Case, topic: Text) -> Say:
    """The alarm; of words that were written long before we heard them, it says when."""
    buttons = (button("case.claim_alarm", "claim", case), *open_button(case))
    written = in_short.written_at(case)
    if written == case.opened_at:
        return say("notice.alarm", case, buttons, Delivery.MUST_ARRIVE, topic=topic)
    return say(
        "notice.alarm_written", case, buttons, Delivery.MUST_ARRIVE, topic=topic, written=written
    )


def _completed(case: Case, event: Completed, catalogue: Catalogue) -> Notices:
    told = say(
        "notice.completed" if urgent(case) else "notice.completed_plain",
        case,
        _open(case, event),
        Delivery.MUST_ARRIVE,
    )
    told = replace(told, text=in_short.news(case, event, told.text))
    more = Notice(OWNER if event.placed else correspondence.reader(case), told, urgent=True)
    if not event.placed:
        # Who has read the old address may be on the way there.
        taken = urgent(case) and case.owner is not None
        others = [Notice(ALARMED, told, urgent=True)] if taken and event.elsewhere else []
        return [more, *others]
    # To the village this is no further detail: it hears of the emergency only now.
    held = say(
        "notice.alarm_held",
        case,
        open_button(case),
        Delivery.MUST_ARRIVE,
        owner=text("staff.colleague"),
    )
    if case.owner is not None:
        return [Notice(VILLAGE, held, urgent=True), more] if urgent(case) else [more]
    news = Notice(VILLAGE, _news(case, catalogue, True), urgent=True)
    gone = Notice(ALARMED, say("notice.alarm_moved", case, open_button(case)), urgent=True)
    return [news, more, gone] if event.moved else [news, more]


def _open(case: Case, event: e.Event) -> Rows:
    """The way to the case; when the news is a place, straight to the map, too."""
    shown = any(True for _ in pins_of(event))
    return (*open_button(case), *((button("act.map", "map", case),) if shown else ()))


def _consent(case: Case, event: ConsentRecorded, catalogue: Catalogue) -> Notices:
    told = say(
        "notice.consent_staff", case, open_button(case), consent=text(f"consent.{event.consent}")
    )
    thanks = say("notice.consent", case)
    if event.by != case.teller:
        thanks = say("notice.consent_by_office", case)
    return [Notice(TELLER, thanks), Notice(OWNER, told)]


def _called_off(case: Case, why: Say) -> Notices:
    """In an emergency: to those who were called, why they need not come."""
    return [Notice(ALARMED, why, urgent=True)] if urgent(case) else []


def _claimed(case: Case, event: e.Event, catalogue: Catalogue) -> Notices:
    return [
        *_called_off(case, say("notice.alarm_taken", case, owner=text("staff.colleague"), at=None)),
        Notice(
            TELLER, say("notice.claimed", case, open_button(case), due=case.due_at), urgent(case)
        ),
    ]


def _assigned(case: Case, event: e.Event, catalogue: Catalogue) -> Notices:
    return [
        Notice(OWNER, say("notice.assigned", case, open_button(case), Delivery.MUST_ARRIVE)),
        *_claimed(case, event, catalogue),
    ]


def _handed_over(case: Case, event: HandedOver, catalogue: Catalogue) -> Notices:
    told = say("notice.assigned", case, open_button(case), Delivery.MUST_ARRIVE)
    return [Notice(OWNER, told), *gone_on(case, event.had)]


def _reopened(case: Case, event: Reopened, catalogue: Catalogue) -> Notices:
    rows, must = open_button(case), Delivery.MUST_ARRIVE
    told = say("notice.reopened", case, rows, due=case.due_at, watched="")
    told = say("notice.raised_again", case, rows, must) if event.raised else told
    return [
        Notice(TELLER, told, urgent=event.raised),
        *opened(
            case,
            "notice.reopened_taken_back" if event.taken_back else "notice.reopened_staff",
            event.decided_by,
        ),
    ]


def _withdrawn(case: Case, event: Withdrawn, catalogue: Catalogue) -> Notices:
    to_teller = Notice(
        TELLER, say("notice.withdrawn", case, (button("case.reopen", "reopen", case),))
    )
    off = say("notice.alarm_off", case)
    if urgent(case) and case.owner is None:
        return [to_teller, *_called_off(case, off)]
    no_emergency = urgent(case) and event.words == MISTAKE
    return [to_teller, Notice(OWNER, off if no_emergency else say("notice.withdrawn_staff", case))]


def _lapsed(case: Case, event: e.Event, catalogue: Catalogue) -> Notices:
    buttons = (button("case.reopen", "reopen", case), *objection.objection(case))
    holder = Notice(OWNER, say("notice.lapsed_staff", case, open_button(case)))
    told = [Notice(TELLER, say("notice.lapsed", case, buttons))]
    return told if case.owner is None else [*told, holder]


_OWN = (
    OnEvent(e.Filed, _filed),
    OnEvent(Completed, _completed),
    OnEvent(ConsentRecorded, _consent),
    OnEvent(Claimed, _claimed),
    OnEvent(Assigned, _assigned),
    OnEvent(HandedOver, _handed_over),
    OnEvent(Reopened, _reopened),
    OnEvent(Withdrawn, _withdrawn),
    OnEvent(Lapsed, _lapsed),
)
_ROWS = table(
    _OWN,
    escalation.ROWS,
    referral_notices.ROWS,
    between_offices.ROWS,
    reminder.ROWS,
    correspondence.ROWS,
    resolution.ROWS,
    calling_off.ROWS,
    confirmation.ROWS,
    rating.ROWS,
    objection.ROWS,
    public_answer.ROWS,
    handover_notices.ROWS,
    conflict_of_interest.ROWS,
    duplicate_notices.ROWS,
    certificate.ROWS,
    classification.ROWS,
    placing.ROWS,
    letting_go.ROWS,
    opening_again.ROWS,
    postponement.ROWS,
    wrong_result.ROWS,
    rewording.ROWS,
)

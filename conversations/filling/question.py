"""What a form asks now: the current question with its buttons, or the review card. Computed from
the answers.

A button names its draft and its step; what follows from a tap or a message is in answer.py.

Tested in tests/conversations/filling/test_answer.py."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from conversations.content import fields
from conversations.content import form as forms
from conversations.content.content import Turn
from conversations.content.form import Form, Option, Step, Walk
from conversations.content.numbers.card_numbers import last_four
from conversations.filling import along, picking, several, ticking
from conversations.filling.options import NONE, chosen_service, days_ahead, options
from conversations.filling.where import unsure, which
from conversations.protocol.case_taps import ActOnCase
from conversations.protocol.dialogue import Draft
from conversations.protocol.each_word import each
from conversations.protocol.effects import AboutCase, Button, Effect, Rows, Say, Text, pairs, text
from conversations.protocol.taps import AnswerStep

BACK, SKIP, CANCEL, REVIEW = "<", "-", "x", "!"
SEND, EDIT = "send", "edit"

GUESSED = "guessed"
"""In what a draft is about: the step whose answer nobody has given yet."""

TO_TELLER = frozenset({"reply", "ask", "resolve", "words", "words_asked", "words_beside"})
"""Forms whose words go, or may go, to whoever reported as they are."""

WORDING = "wording"
"""In what a draft is about: whose words its questions have, where they are not the form's own."""

ASKED_AS = "asked_as"
"""In what a draft is about: by step, under what name its question stands in the texts."""

CORRECTS = frozenset({"correct", "postpone"})
"""The forms whose answers stand above them: what they change is told before it is sent."""

KEYBOARDS = {"phone": "phone", "location": "location"}


def walk(turn: Turn, draft: Draft) -> Walk:
    """Where the person is in this draft; remembered for the turn."""
    known = turn.walked.get(id(draft))
    if known is None or known[0] is not draft:
        form, offered = turn.content.forms[draft.form], options(turn.content, _likely(draft))
        walked = forms.walk(form, draft.answers, offered, _walked(turn, draft))
        known = turn.walked[id(draft)] = (draft, walked)
    return known[1]


def _walked(turn: Turn, draft: Draft) -> Walk:
    """How far it was before an answer, in the same draft."""
    for one, walked in turn.walked.values():
        if one.id == draft.id and one.form == draft.form and _likely(one) == _likely(draft):
            return walked
    return forms.BEGINNING


def _likely(draft: Draft) -> Sequence[str]:
    """The services that fit a story told before the form began."""
    likely: Sequence[str] = draft.about.get("likely", ())
    return likely


def kind_of(step: Step, draft: Draft) -> str:
    """The kind of a step; in the answer to an officer's question it is what the officer asked
    for."""
    if step.kind != "as_asked":
        return step.kind
    return (several.missing(draft) or [str(draft.about["wants"])])[0]


def current(turn: Turn, draft: Draft) -> Step | None:
    """The step that is asked now: the one being edited, else the first without an answer; None at
    the review card."""
    walked = walk(turn, draft)
    if not draft.editing:
        return walked.current
    edited = (step for step in walked.route if step.key == draft.editing)
    return next(edited, walked.current)


def ask(
    turn: Turn, draft: Draft, *, edit: int | None = None, problem: Text | None = None
) -> tuple[Effect, ...]:
    """The current question, or the review card. ``edit``: the message that becomes it."""
    step = current(turn, draft)
    if step is not None and kind_of(step, draft) in picking.KINDS:
        return picking.ask(draft, step, edit)
    return (in_words(turn, draft, edit=edit, problem=problem),)


def in_words(
    turn: Turn, draft: Draft, *, edit: int | None = None, problem: Text | None = None
) -> Say:
    """The same, of a question that needs nothing from the store."""
    step = current(turn, draft)
    asked = _review(turn, draft, edit) if step is None else _asked(turn, draft, step, edit)
    about = about_case(turn, draft, step)
    asked = replace(asked, about=about) if about else asked
    if problem is None:
        return asked
    return replace(asked, text=text("form.again", problem=problem, question=asked.text))


def _asked(turn: Turn, draft: Draft, step: Step, edit: int | None) -> Say:
    keyboard = KEYBOARDS.get(kind_of(step, draft), "")
    return Say(
        unsure.asks(draft, step) or which.asks(turn, draft, step) or _question(turn, draft, step),
        buttons=(
            *unsure.rows(draft, step),
            *which.rows(turn, draft, step),
            *_choices(turn, draft, step),
            *_beside(draft, step),
            *navigation(turn, draft, step),
        ),
        edit=None if keyboard else edit,
        keyboard=keyboard,
        case=draft.about.get("case"),
    )


def about_case(turn: Turn, draft: Draft, step: Step | None) -> AboutCase | None:
    """The case that a form of staff is about, for each of its questions and its card (``step``
    None)."""
    form, case = turn.content.forms[draft.form], draft.about.get("case")
    if case is None or not form.staff:
        return None
    last = step is None or (not form.review and step.key == form.steps[-1].key)
    sends = last and form.name in TO_TELLER
    kept = walk(turn, draft).kept if form.name in CORRECTS else {}
    corrects = tuple((key, str(answer)) for key, answer in kept.items())
    return AboutCase(case, sends, ends=sends and form.name == "resolve", corrects=corrects)


def _beside(draft: Draft, step: Step) -> Rows:
    """What may be done with the form's case instead of answering."""
    act = ActOnCase(step.beside, draft.about["case"]) if step.beside else None
    return ((Button(text(f"act.{step.beside}"), act),),) if act else ()


def _question(turn: Turn, draft: Draft, step: Step, *, on_card: bool = False) -> Text:
    if step.kind == "as_asked" and several.waits(draft):
        return several.asks(draft)
    if step.choices == "question":
        question = turn.content.catalogue.question(chosen_service(walk(turn, draft).kept))
        whole = text(question.text if question else "form.title")
        return text(question.card, was=whole) if question and on_card else whole
    called = draft.about.get(ASKED_AS, {}).get(step.key, step.key)
    return text(
        f"{draft.about.get(WORDING, draft.form)}.{called}.ask",
        **_named_in(draft),
    )


def options_of(turn: Turn, draft: Draft, step: Step) -> Sequence[Option]:
    if kind_of(step, draft) == "confirm":
        return [Option("yes", "field.confirm.yes"), Option("no", "field.confirm.no")]
    if step.ahead:
        return days_ahead(turn, step, draft.about.get("due"))
    if step.kind not in ("choice", ticking.KIND):
        return ()
    return options(turn.content, _likely(draft))(
        turn.content.forms[draft.form], step, walk(turn, draft).kept
    )


def _choices(turn: Turn, draft: Draft, step: Step) -> Rows:
    buttons = _options(turn, draft, step)
    if step.key == "place" and draft.about.get("home", {}).get("place"):
        buttons.append(Button(text("form.same_place"), AnswerStep(draft.id, step.key, "home")))
    wide = 1 if len(buttons) <= 5 else 2
    if step.kind == ticking.KIND:
        return (*pairs(buttons), *_ticked(draft, step))
    rows = tuple(tuple(buttons[i : i + wide]) for i in range(0, len(buttons), wide))
    other = guessed(turn, draft) if _begins(turn, draft, step) else None
    return (*rows, tuple(_options(turn, draft, other))) if other else rows


def _ticked(draft: Draft, step: Step) -> Rows:
    """The button that ends a choice of several, once something is taken."""
    done = Button(text("form.ticked"), AnswerStep(draft.id, step.key, ticking.DONE))
    return ((done,),) if ticking.ticked(draft, step.key) else ()


def guessed(turn: Turn, draft: Draft) -> Step | None:
    """The step whose answer was guessed: its options stand below the first question, until the
    person has chosen."""
    key = draft.about.get(GUESSED)
    return turn.content.forms[draft.form].step(key) if key else None


def _options(turn: Turn, draft: Draft, step: Step) -> list[Button]:
    taken = ticking.ticked(draft, step.key)
    return [
        Button(_label(o, o.value in taken), AnswerStep(draft.id, step.key, o.value))
        for o in options_of(turn, draft, step)
    ]


def _label(option: Option, taken: bool) -> Text | str:
    label = option.label if option.plain else text(option.label)
    return text("form.taken", what=label) if taken else label


def navigation(turn: Turn, draft: Draft, step: Step) -> Rows:
    row = (
        []
        if _begins(turn, draft, step) and not draft.editing
        else [Button(text("form.back"), AnswerStep(draft.id, step.key, BACK))]
    )
    row += (
        [Button(text("form.skip"), AnswerStep(draft.id, step.key, SKIP))] if step.optional else []
    )
    if step.kind == "as_asked" and several.waits(draft):
        lacks = text("answer.lacks", what=several.name(several.missing(draft)[0]))
        row = [Button(lacks, AnswerStep(draft.id, step.key, SKIP))]
    return ((*row, Button(text("form.cancel"), AnswerStep(draft.id, step.key, CANCEL))),)


def _begins(turn: Turn, draft: Draft, step: Step) -> bool:
    """Whether a step is the first that is asked in its form."""
    route = walk(turn, draft).route
    asked = (one.key for one in route if one.key != draft.about.get(GUESSED))
    return next(asked, step.key) == step.key


def _review(turn: Turn, draft: Draft, edit: int | None) -> Say:
    lines = tuple(_line(turn, draft, step, value) for step, value in _answers(turn, draft))
    lines += along.line(draft)
    buttons = (
        (Button(text("form.send"), AnswerStep(draft.id, REVIEW, SEND)),),
        (
            Button(text("form.edit"), AnswerStep(draft.id, REVIEW, EDIT)),
            Button(text("form.cancel"), AnswerStep(draft.id, REVIEW, CANCEL)),
        ),
    )
    shown = each(lines, last_four)
    title = text(f"{draft.form}.title", **_named_in(draft))
    return Say(text("form.review", title=title, lines=shown), buttons, edit=edit)


def _named_in(draft: Draft) -> dict[str, Any]:
    """What a draft is about, as its texts may name it."""
    return {name: v for name, v in draft.about.items() if isinstance(v, str | Text)}


def _line(turn: Turn, draft: Draft, step: Step, value: Any) -> Text:
    """One answer on the card: that to a service's own question stands behind the question (in
    short, where it has words for that), where a "no, not yet" can be understood; what was left out
    needs its label."""
    shown = _shown(turn, draft, step, value)
    if step.choices == "question":
        asked = _question(turn, draft, step, on_card=True)
        return text("form.line_asked", question=asked, value=shown)
    if step.bare and value is not None:
        return text("form.bare", value=shown)
    return text("form.line", label=text(f"{draft.form}.{step.key}.short"), value=shown)


def _answers(turn: Turn, draft: Draft) -> list[tuple[Step, Any]]:
    walked = walk(turn, draft)
    told = [(step, walked.kept[step.key]) for step in walked.route if step.key in walked.kept]
    return [(step, value) for step, value in told if (step.choices, value) != ("suggested", NONE)]


def _shown(turn: Turn, draft: Draft, step: Step, value: Any) -> Text | str:
    for option in () if step.ahead else options_of(turn, draft, step):
        if option.value == value:
            return option.label if option.plain else text(option.label)
    return fields.shown(kind_of(step, draft), value, turn.content.places)


def steps_to_edit(turn: Turn, draft: Draft, edit: int | None) -> Say:
    buttons = tuple(
        (Button(text(f"{draft.form}.{step.key}.short"), AnswerStep(draft.id, REVIEW, step.key)),)
        for step, _ in _answers(turn, draft)
    )
    return Say(
        text("form.which"),
        (*buttons, (Button(text("form.back"), AnswerStep(draft.id, REVIEW, BACK)),)),
        edit=edit,
        about=about_case(turn, draft, None),
    )


def finished(turn: Turn, draft: Draft) -> bool:
    """Whether everything is answered and, where there is a review card, sent. What goes along is
    looked at before it does, unless a tap says where."""
    form: Form = turn.content.forms[draft.form]
    looks = form.review or (along.files(draft) is not None and draft.form not in along.SORTED)
    return current(turn, draft) is None and (not looks or bool(draft.about.get("sent")))

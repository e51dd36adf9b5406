"""Forms as data: the walk along the answers, the way back, and mistakes in a form's file."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.content import form as forms
from conversations.content.form import Form, Option, Step
from conversations.filling.options import options
from tests.conversations.speaker import CONTENT, FORMS

SHOES = forms.read(
    "shoes",
    {
        "step": [
            {"key": "want", "kind": "choice", "choices": ["boots", "none"]},
            {"key": "size", "kind": "number", "when": {"want": "boots"}},
            {"key": "why", "kind": "text", "when": {"want": "none"}, "optional": True},
            {"key": "name", "kind": "text"},
        ]
    },
)


def offered(form: Form, step: Step, kept: Mapping[str, Any]) -> list[Option]:
    return [Option(choice, choice) for choice in step.choices]


def route(answers: Mapping[str, Any]) -> list[str]:
    return [step.key for step in forms.walk(SHOES, answers, offered).route]


def current(answers: Mapping[str, Any]) -> str | None:
    step = forms.walk(SHOES, answers, offered).current
    return step.key if step else None


def test_the_position_follows_from_the_answers() -> None:
    """The current question is the first without an answer, wherever the answers came from."""
    assert current({}) == "want"
    assert current({"want": "boots"}) == "size"
    assert current({"want": "boots", "name": "x"}) == "size"
    assert current({"want": "none", "why": None}) == "name"
    assert current({"want": "boots", "size": 38, "name": "x"}) is None


def test_a_changed_branch_leaves_no_ghosts() -> None:
    """Answers of the branch not taken do not count, and come back when the branch does."""
    answers = {"want": "none", "size": 38, "why": "cost", "name": "x"}
    assert forms.walk(SHOES, answers, offered).kept == {"want": "none", "why": "cost", "name": "x"}
    assert forms.walk(SHOES, {**answers, "want": "boots"}, offered).kept == {
        "want": "boots",
        "size": 38,
        "name": "x",
    }


def test_a_choice_that_is_offered_no_more_is_asked_again() -> None:
    """An answer that the form does not offer any longer counts as none."""
    assert current({"want": "slippers", "size": 38, "name": "x"}) == "want"
    assert route({"want": "slippers", "size": 38}) == ["want"]


def test_a_question_without_options_is_not_asked() -> None:
    """A choice that offers nothing is left out of the route."""
    walked = forms.walk(SHOES, {}, lambda form, step, kept: [])
    assert [step.key for step in walked.route] == ["name"]


def test_back_forgets_the_last_answer() -> None:
    """Going back takes away the answer before the current question, and at the first question
    nothing."""
    assert forms.back(SHOES, {"want": "boots", "size": 38}, offered) == {"want": "boots"}
    assert forms.back(SHOES, {"want": "boots"}, offered) == {}
    assert forms.back(SHOES, {}, offered) == {}
    assert forms.back(SHOES, {"want": "none", "why": None, "name": "x"}, offered) == {
        "want": "none",
        "why": None,
    }


ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "want": st.sampled_from(["boots", "none", "slippers"]),
        "size": st.integers(20, 50),
        "why": st.none() | st.text(max_size=3),
        "name": st.text(min_size=1, max_size=3),
        "ghost": st.just("x"),
    },
)


@given(ANSWERS)
def test_back_and_the_same_answer_again(answers: dict[str, Any]) -> None:
    """Going back and giving the same answer again leads to the same place."""
    walked = forms.walk(SHOES, answers, offered)
    before = forms.back(SHOES, answers, offered)
    lost = walked.kept.keys() - before.keys()
    assert len(lost) == (1 if current(answers) != "want" else 0)
    again = forms.walk(SHOES, {**before, **{key: walked.kept[key] for key in lost}}, offered)
    assert (again.kept, again.current) == (walked.kept, walked.current)


@given(ANSWERS)
def test_what_counts_is_on_the_route(answers: dict[str, Any]) -> None:
    """What is kept belongs to the route, and counting it again changes nothing."""
    walked = forms.walk(SHOES, answers, offered)
    assert set(walked.kept) <= {step.key for step in walked.route}
    assert forms.walk(SHOES, walked.kept, offered) == walked


@given(ANSWERS, ANSWERS)
def test_a_walk_that_goes_on_comes_to_the_same_place(
    before: dict[str, Any], answers: dict[str, Any]
) -> None:
    """Whatever was answered before: what no longer stands is walked anew."""
    begun = forms.walk(SHOES, before, offered)
    assert forms.walk(SHOES, answers, offered, begun) == forms.walk(SHOES, answers, offered)
    more = {**before, **answers}
    assert forms.walk(SHOES, more, offered, begun) == forms.walk(SHOES, more, offered)


def test_a_walk_goes_on_where_it_was() -> None:
    """After one more answer nothing is asked anew of the steps before it."""
    looked: list[str] = []

    def watched(form: Form, step: Step, kept: Mapping[str, Any]) -> list[Option]:
        looked.append(step.key)
        return offered(form, step, kept)

    begun = forms.walk(SHOES, {"want": "boots"}, watched)
    forms.walk(SHOES, {"want": "boots", "size": 38}, watched, begun)
    assert looked == ["want"]


# ---- the shipped forms ---------------------------------------------------------------------------


def ways(form: Form, answers: dict[str, Any], likely: tuple[str, ...]) -> list[list[str]]:
    """Every path through a form: the questions asked until it is full."""
    walked = forms.walk(form, answers, options(CONTENT, likely))
    if walked.current is None:
        return [[step.key for step in walked.route]]
    step, found = walked.current, []
    values = (
        [o.value for o in options(CONTENT, likely)(form, step, walked.kept)]
        if step.kind == "choice"
        else ["x"]
    )
    for value in values:
        found += ways(form, {**answers, step.key: value}, likely)
    return found


TOLD = {"story": {"texts": ["x"], "files": [], "location": None}}


@pytest.mark.parametrize(
    ("answers", "likely"),
    [({}, ()), (TOLD, ()), (TOLD, ("pkh", "bpnt", "pbi_reactivation"))],
    ids=["from the menu", "with a photo", "with a story"],
)
@pytest.mark.parametrize("name", ["report", "neighbour"])
def test_at_most_eight_questions_before_the_card(
    name: str, answers: dict[str, Any], likely: tuple[str, ...]
) -> None:
    """On every path of a report, however it begins, at most eight questions stand before the review
    card."""
    longest = max((set(way) - set(answers) for way in ways(FORMS[name], answers, likely)), key=len)
    assert len(longest) <= 8, longest


@pytest.mark.parametrize("name", ["report", "neighbour", "emergency", "hello"])
def test_no_identity_number_is_asked_of_who_tells(name: str) -> None:
    """NIK and family card number are not asked when a trouble is told."""
    assert {step.kind for step in FORMS[name].steps}.isdisjoint({"nik", "kk"})


def test_no_end_without_decision_and_result() -> None:
    """An officer can't leave out the decision or the result, and sees both on a card before they
    are sent."""
    resolve = FORMS["resolve"]
    assert [(step.key, step.optional) for step in resolve.steps] == [
        ("decision", False),
        ("result", False),
    ]
    assert (resolve.review, resolve.staff) == (True, True)


@pytest.mark.parametrize("name", sorted(FORMS))
def test_every_condition_can_come_true(name: str) -> None:
    """What a step waits for is an answer that the step before it offers."""
    form = FORMS[name]
    for step in form.steps:
        for key, values in (step.when or {}).items():
            asked = form.step(key)
            if asked.kind == "choice" and not isinstance(asked.choices, str):
                assert set(values) <= set(asked.choices), (step.key, key)


# ---- mistakes in a file --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ([], "form f: needs at least one step"),
        ([{"key": "a", "kind": "text"}, {"key": "a", "kind": "text"}], "every step its own key"),
        ([{"key": "a", "kind": "dance"}], "form f, step a: unknown kind of step"),
        ([{"key": "a", "kind": "text", "colour": "red"}], "form f, step a: unknown colour"),
        ([{"kind": "text"}], "form f, step None"),
        (
            [{"key": "a", "kind": "text", "when": {"b": "x"}}],
            "step a: 'when' names b, which is not asked before",
        ),
        ([{"key": "a", "kind": "text", "when": {"a": "x"}}], "form f, step a: 'when' names a"),
    ],
)
def test_a_mistake_names_form_and_step(steps: list[dict[str, Any]], told: str) -> None:
    """A form that can't be is refused with its name, the step and the mistake."""
    with pytest.raises(ValueError, match=told):
        forms.read("f", {"step": steps})

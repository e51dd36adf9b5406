"""Rows of ready answers: what is shipped is sound, and each mistake of an operator is named."""

from typing import Any

import pytest

from casework.case.model import Decision
from conversations.actions.ready_answers import fitting
from conversations.content.ready_answers import FORMS, Ready, read, wrong_texts
from conversations.protocol.texts import Texts
from tests.casework.shipped import CATALOGUE, toml
from tests.conversations.speaker import TEXTS

SHIPPED = read(toml("casework/policy/answers.toml"), CATALOGUE.services)
ROW = {"key": "own", "for": "reply", "services": ["pkh"]}
FREQUENT = (
    "pbi_reactivation",
    "pbi_new",
    "pkh",
    "bpnt",
    "pip_kip",
    "identity_documents",
    "birth_death_certificate",
    "dtsen_proposal",
    "dtsen_letter",
    "aid_exit",
    "kks_card",
    "sktm",
)


def test_the_most_frequent_services_have_some() -> None:
    """Each of the most frequent services has at least two answers that stand ready."""
    counts = {
        service: len(
            {
                one.key
                for form in FORMS
                for decision in Decision
                for one in fitting(SHIPPED, form, service, decision)
            }
        )
        for service in FREQUENT
    }
    assert {service: n for service, n in counts.items() if n < 2} == {}


def test_a_result_is_offered_for_its_own_outcome() -> None:
    """What stands ready for one outcome stands ready for no other, and for none that is still
    open; questions and replies know no outcome."""
    for one in SHIPPED:
        (service, *_) = sorted(one.services)
        for decision in ("", *Decision):
            offered = one in fitting(SHIPPED, one.form, service, decision)
            assert offered is (one.decision in (None, decision)), (one.key, decision)


def test_what_is_shipped_has_its_texts() -> None:
    """Every shipped answer has a name and a text in both languages, filled with what is known."""
    assert wrong_texts(SHIPPED, TEXTS) == []


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"services": ["pkhh"]}, "there is no service 'pkhh'"),
        ({"services": []}, "'services' is empty"),
        ({"for": "note"}, "'for' is 'note'"),
        ({"key": "x" * 41}, "at most 40"),
        ({"key": "a:b"}, "a key has letters"),
        ({"wants": "photos"}, "'wants' stands in rows for ask"),
        ({"for": "ask"}, "'wants' stands in rows for ask"),
        ({"for": "resolve"}, "'decision' stands in rows"),
        ({"decision": "helped"}, "'decision' stands in rows"),
        ({"text": "hello"}, "text is not a known key"),
    ],
)
def test_a_wrong_row_is_named(changed: dict[str, Any], complaint: str) -> None:
    """Unknown services, kinds, keys and decisions are refused in words that name the row."""
    with pytest.raises(ValueError, match=complaint):
        read({"answer": [ROW | changed]}, CATALOGUE.services)


def test_a_key_stands_once() -> None:
    """Two rows of one key, or another table, are refused."""
    with pytest.raises(ValueError, match="stands there twice"):
        read({"answer": [ROW, ROW]}, CATALOGUE.services)
    with pytest.raises(ValueError, match="answers is not a known key"):
        read({"answers": []}, CATALOGUE.services)


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("", "fine", "missing"),
        ("Own", "x" * 1401, "1401 characters"),
        ("x" * 35, "fine", "35 characters"),
        ("Own", "{amount} comes", "can't be filled with amount"),
        ("{number}", "fine", "can't be filled with number"),
    ],
)
def test_a_wrong_text_is_named(name: str, text: str, complaint: str) -> None:
    """A text that is missing, too long or filled with what nobody knows is told with its key."""
    texts = Texts({"id": {"ready.own.name": name, "ready.own.text": text}}, "id", TEXTS.zone)
    (line,) = wrong_texts([Ready("own", "reply", frozenset({"pkh"}))], texts)
    assert complaint in line

"""What a district may do to its own rows while cases live: remove, rename, change."""

from collections.abc import Mapping
from typing import Any

from tests.support.own_rows import CLOCK, OFFICE, PARTY, SECTOR, SERVICE, TEXTS, Change, Rows


def _service_removed(rows: Rows) -> None:
    del rows.services[SERVICE]
    rows.policy["triage"]["party"].pop()
    _answer_removed(rows)
    _not_shared(rows)
    rows.forget_texts(f"service.{SERVICE}.", "triage.desa_row")


def _all_removed(rows: Rows) -> None:
    """The service, and everything that there was for it alone."""
    _service_removed(rows)
    _office_removed(rows)
    catalogue = rows.policy["catalogue"]
    catalogue["sectors"].remove(SECTOR)
    catalogue["parties"].remove(PARTY)
    catalogue["documents"].remove("buku_bumdes")
    del catalogue["questions"]["pinjaman"], rows.policy["clocks"][CLOCK]
    rows.without_fact()
    _words_removed(rows)
    rows.forget_texts(*TEXTS)


def _service_renamed(rows: Rows) -> None:
    rows.services["bumdes_credit"] = rows.services[SERVICE]
    _service_removed(rows)
    for texts in rows.texts.values():
        texts["service.bumdes_credit.name"] = "Kredit BUMDes"
        texts["service.bumdes_credit.decides"] = "Pengurus BUMDes yang memutuskan."


def _service_set(**fields: Any) -> Change:
    def change(rows: Rows) -> None:
        rows.services[SERVICE].update(fields)

    return change


def _never_asked(**fields: Any) -> Change:
    """What becomes so is never taken for one of several reports of the same trouble."""

    def change(rows: Rows) -> None:
        _service_set(**fields)(rows)
        _not_shared(rows)

    return change


def _sector_removed(rows: Rows) -> None:
    rows.services[SERVICE]["sector"] = "other"
    rows.policy["catalogue"]["sectors"].remove(SECTOR)
    _office_removed(rows)
    rows.forget_texts(f"sector.{SECTOR}.")


def _party_removed(rows: Rows) -> None:
    rows.services[SERVICE]["party"] = "puskesos"
    rows.policy["triage"]["party"].pop()
    rows.policy["catalogue"]["parties"].remove(PARTY)
    rows.forget_texts(f"party.{PARTY}", "triage.desa_row")


def _document_removed(rows: Rows) -> None:
    rows.services[SERVICE]["documents"] = []
    rows.policy["catalogue"]["documents"].remove("buku_bumdes")
    rows.forget_texts("document.buku_bumdes")


def _question_removed(rows: Rows) -> None:
    rows.services[SERVICE]["question"] = ""
    del rows.policy["catalogue"]["questions"]["pinjaman"]
    rows.without_fact()
    rows.forget_texts("question.pinjaman")


def _profile_removed(rows: Rows) -> None:
    rows.services[SERVICE]["clock"] = "standard"
    del rows.policy["clocks"][CLOCK]
    rows.forget_texts(f"clock.{CLOCK}")


def _standard_clock_removed(rows: Rows) -> None:
    """The service goes, and with it the clock that answers for services that are gone."""
    _service_removed(rows)
    for row in rows.services.values():
        row["clock"] = CLOCK
    del rows.policy["clocks"]["standard"]
    rows.forget_texts("clock.standard")


def _office_removed(rows: Rows) -> None:
    rows.without("offices", "office", "code", OFFICE)


def _office_set(**fields: Any) -> Change:
    def change(rows: Rows) -> None:
        office = next(row for row in rows.policy["offices"]["office"] if row["code"] == OFFICE)
        office.update(fields)

    return change


def _followups_removed(rows: Rows) -> None:
    rows.without("followups", "followup", "kind", "desa_late")
    rows.without("followups", "followup", "kind", "desa_soon")
    rows.forget_texts("bell.desa_late", "remind.desa_soon")


def _followups_renamed(rows: Rows) -> None:
    """Every kind of bell gets another name, and the texts go along."""
    for row in rows.policy["followups"]["followup"]:
        row["starts"] = [
            f"{label}_2" if label.startswith("reminded:") else label for label in row["starts"]
        ]
        row["kind"] = f"{row['kind']}_2"
    for texts in rows.texts.values():
        for key in [key for key in texts if key.startswith(("bell.", "remind."))]:
            texts[f"{key}_2"] = texts.pop(key)


def _form_removed(rows: Rows) -> None:
    """A form goes that is open (tests/support/living_cases.py)."""
    del rows.forms["survey"]


def _step_renamed(rows: Rows) -> None:
    """A step has another name now, while the form is open at it."""
    for step in rows.forms["report"]["step"]:
        step["key"] = {"place": "place_2"}.get(step["key"], step["key"])
    for texts in rows.texts.values():
        for rest in ("ask", "short"):
            texts[f"report.place_2.{rest}"] = texts[f"report.place.{rest}"]


def _step_removed(rows: Rows) -> None:
    """A step is asked no more, while the form is open at it."""
    steps = rows.forms["report"]["step"]
    rows.forms["report"]["step"] = [step for step in steps if step["key"] != "place"]


def _triage_removed(rows: Rows) -> None:
    rows.without("triage", "party", "key", "desa_row")
    rows.without("triage", "urgency", "key", "desa_urgent")
    rows.forget_texts("triage.desa_")


def _triage_renamed(rows: Rows) -> None:
    """Every row of triage has another key now, and its sentence goes along."""
    for table in ("party", "urgency"):
        for row in rows.policy["triage"][table]:
            row["key"] = f"{row['key']}_2"
    for texts in rows.texts.values():
        for key in [key for key in texts if key.startswith("triage.")]:
            texts[f"{key}_2"] = texts.pop(key)


def _triage_turned(rows: Rows) -> None:
    """The same facts are another's to decide now, and an emergency."""
    rows.policy["triage"]["party"][-1]["party"] = "puskesos"
    rows.policy["triage"]["urgency"][-1]["urgency"] = "emergency"


def _answer_removed(rows: Rows) -> None:
    rows.without("answers", "answer", "key", "desa_reply")
    rows.forget_texts("ready.desa_reply")


def _answers_all_removed(rows: Rows) -> None:
    rows.policy["answers"]["answer"] = []
    rows.forget_texts("ready.")


def _answer_elsewhere(rows: Rows) -> None:
    """The answer now ends a case, of another service."""
    rows.policy["answers"]["answer"][-1] |= {
        "for": "resolve",
        "decision": "helped",
        "services": ["pkh"],
    }


def _alarm_removed(rows: Rows) -> None:
    rows.policy["alarm"]["call"].pop()


def _alarm_set(**fields: Any) -> Change:
    def change(rows: Rows) -> None:
        rows.policy["alarm"]["call"][-1].update(fields)

    return change


def _words_removed(rows: Rows) -> None:
    words = rows.policy["words"]
    words["words"].pop("kreditan")
    words["phrases"].pop("dana bergulir desa")


def _words_turned(rows: Rows) -> None:
    """The district's words mean something else now, or nothing; its cue tells the opposite."""
    words = rows.policy["words"]
    words["words"]["kreditan"] = ""
    words["phrases"]["dana bergulir desa"] = "bantuan sosial"
    words["cue"][-1] |= {"value": "lancar"}


def _word_lists_emptied(rows: Rows) -> None:
    """Nothing is known of how people write."""
    rows.policy["words"]["words"], rows.policy["words"]["phrases"] = {}, {}


def _not_shared(rows: Rows) -> None:
    """No two households have this trouble together any more."""
    shared = rows.policy["duplicates"]["shared"]
    rows.policy["duplicates"]["shared"] = [key for key in shared if key != SERVICE]


def _texts_removed(rows: Rows) -> None:
    """The rows stay, their words are gone."""
    rows.forget_texts(*TEXTS)


def _language_removed(rows: Rows) -> None:
    del rows.texts["en"]


def _hours_changed(rows: Rows) -> None:
    rows.policy["hours"]["week"] = {"saturday": ["08:00-10:00"]}
    rows.policy["hours"]["special"] = []


def _day_changed(rows: Rows) -> None:
    """Another morning, other weights, and work is shared out where nobody is on any list."""
    rows.policy["people"] |= {
        "digest": "09:15",
        "balance": {"offices": ["32.74.05.1003", "32.74.05.1098"], "weights": {"low": 9}},
    }


def _consent_changed(rows: Rows) -> None:
    """There is another version of what people agree to."""
    for texts in rows.texts.values():
        texts["consent.version"] = "2027-01-1"


CHANGES: Mapping[str, Change] = {
    "nothing": lambda rows: None,
    "service removed": _service_removed,
    "everything removed": _all_removed,
    "service renamed": _service_renamed,
    "service made sensitive": _never_asked(sensitive=True),
    "service accuses an official": _never_asked(accuses_official=True),
    "service at another desk": _service_set(desk="health"),
    "service more urgent": _never_asked(urgency="emergency"),
    "sector removed": _sector_removed,
    "party removed": _party_removed,
    "document removed": _document_removed,
    "question removed": _question_removed,
    "clock profile removed": _profile_removed,
    "standard clock removed": _standard_clock_removed,
    "office removed": _office_removed,
    "office renamed": _office_set(code="/bumdes_2"),
    "office by letter": _office_set(channel="letter"),
    "office outside": _office_set(kind="partner"),
    "office handles something else": _office_set(handles=["health"]),
    "follow-ups removed": _followups_removed,
    "follow-ups renamed": _followups_renamed,
    "form removed": _form_removed,
    "step removed": _step_removed,
    "step renamed": _step_renamed,
    "triage rows removed": _triage_removed,
    "triage rows renamed": _triage_renamed,
    "triage rows say otherwise": _triage_turned,
    "ready answer removed": _answer_removed,
    "ready answers all removed": _answers_all_removed,
    "ready answer for something else": _answer_elsewhere,
    "alarm words removed": _alarm_removed,
    "alarm words of another kind": _alarm_set(kind="medical", service="medical_emergency"),
    "alarm words only ask": _alarm_set(ask=True),
    "word list removed": _words_removed,
    "word list says otherwise": _words_turned,
    "word lists emptied": _word_lists_emptied,
    "duplicates shared no more": _not_shared,
    "texts removed": _texts_removed,
    "language removed": _language_removed,
    "hours changed": _hours_changed,
    "officers' day changed": _day_changed,
    "consent version changed": _consent_changed,
}
"""What may be done to rows under live cases."""

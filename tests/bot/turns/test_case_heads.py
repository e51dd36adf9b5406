"""Above each question and card of a form of staff stands the case that it is about."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.turns.case_heads import headed
from casework.actions.assignment import Claim
from casework.case.model import Role, Urgency
from casework.case.number import number
from conversations.content.content import Turn
from conversations.filling import along, question
from conversations.filling.picking import KINDS
from conversations.protocol.dialogue import Draft
from conversations.protocol.effects import AboutCase, Around, Person, Said, Say, text
from storage.db.database import Database
from storage.unit_of_work import Batch
from tests.casework.cases import NOW, TELLER
from tests.conversations.speaker import CASE, CONTENT
from tests.support.office import Office

FO = 101
FORMS = sorted(name for name, form in CONTENT.forms.items() if form.staff)
OF_NO_CASE = {"bulk", "invite", "search", "stand_in", "walk_in"}


@pytest.fixture
async def office(database: Database) -> Office:
    """A village with a counter."""
    made = Office(database)
    await made.hire(FO, Role.FRONT_OFFICE)
    return made


async def said(office: Office, case: int, *, sends: bool = False, reader: int = FO) -> str:
    """What a question about a case reads like."""
    async with office.db.write() as connection:
        batch = Batch(connection, office.vault, office.at)
        asked = Say(text("resolve.result.ask"), about=AboutCase(case, sends))
        told = await headed(batch, office.desk, reader, asked)
    return CONTENT.texts.plain("id", told.text)


@pytest.mark.parametrize("name", sorted(set(FORMS) - OF_NO_CASE))
def test_each_question_and_card_names_the_case(name: str) -> None:
    """Whatever a form of staff asks about a case, and which part of it is to be changed."""
    form = CONTENT.forms[name]
    turn = Turn(CONTENT, Said(FO, 1, NOW), Around(Person(FO)), lambda: "d")
    draft = Draft("d", name, about={"case": CASE, "number": number(CASE), "wants": "text"})
    for step in form.steps:
        if step.kind not in KINDS:
            about = question.about_case(turn, draft, step)
            assert about is not None
            assert about.case == CASE
    assert question.in_words(turn, draft).about is not None
    assert question.steps_to_edit(turn, draft, None).about is not None


def test_what_goes_to_the_resident_is_known() -> None:
    """The last question of a form without a card, the card of a form with one, and the look at a
    ready answer."""
    turn = Turn(CONTENT, Said(FO, 1, NOW), Around(Person(FO)), lambda: "d")
    for name in sorted(question.TO_TELLER):
        form, draft = CONTENT.forms[name], Draft("d", name, about={"case": CASE})
        card = question.about_case(turn, draft, None)
        last = question.about_case(turn, draft, form.steps[-1])
        result = name == "resolve"
        assert card == AboutCase(CASE, sends=True, ends=result)
        assert last == AboutCase(CASE, sends=not form.review, ends=result and not form.review)


@pytest.mark.parametrize("name", sorted(along.SORTED))
def test_whose_words_are_whose_is_asked_with_the_warning(name: str) -> None:
    """One tap below that question sends the words, in an emergency at once."""
    turn = Turn(CONTENT, Said(FO, 1, NOW), Around(Person(FO)), lambda: "d")
    form, draft = CONTENT.forms[name], Draft("d", name, about={"case": CASE})
    assert question.about_case(turn, draft, form.steps[-1]) == AboutCase(CASE, sends=True)


async def test_a_postponement_shows_the_day_that_counts(office: Office) -> None:
    """A Saturday becomes the end of the next working day, which is said before it is sent."""
    case = await office.file("pkh")
    await office.do(FO, Claim(FO), case.id)
    local = office.at.astimezone(office.desk.policy.calendar.zone).date()
    saturday = local + timedelta(days=12 - local.weekday())
    turn = Turn(CONTENT, Said(FO, 1, NOW), Around(Person(FO)), lambda: "d")
    answers = {"until": saturday.isoformat(), "why": "menunggu survei"}
    draft = Draft("d", "postpone", answers, {"case": case.id, "number": number(case.id)})
    about = question.about_case(turn, draft, None)
    async with office.db.write() as connection:
        batch = Batch(connection, office.vault, office.at)
        told = await headed(batch, office.desk, FO, Say(text("resolve.result.ask"), about=about))
    head = CONTENT.texts.plain("id", told.text)
    monday = saturday + timedelta(days=2)
    assert "Batas waktunya menjadi" in head
    assert f"Senin, {monday.day} " in head


async def test_it_is_named_as_lists_name_it(office: Office) -> None:
    """Number, topic and whose trouble it is; without an emergency nothing is warned of."""
    case = await office.file("pkh")
    told = await said(office, case.id, sends=True)
    assert told.startswith(f"🟡 {number(case.id)} PKH\n\n")
    assert "ditarik" not in told


async def test_of_a_confidential_case_stands_the_number_alone(office: Office) -> None:
    """Somebody may look over the shoulder."""
    case = await office.file("aid_never_received")
    told = await said(office, case.id, sends=True)
    head = told.partition("\n\n")[0]
    assert head.splitlines()[0].endswith(number(case.id))
    assert "rahasia" not in head
    assert "bansos" not in head.lower()


async def test_who_may_not_work_on_it_reads_the_number(office: Office) -> None:
    """A form that stayed open after somebody's duties ended tells nothing."""
    case = await office.file("pkh", teller=TELLER)
    assert (await said(office, case.id, reader=999)).startswith(f"{number(case.id)}\n\n")


async def test_an_emergency_is_warned_of_before_it_goes(office: Office) -> None:
    """Its words are never held, so that nothing can be taken back."""
    case = await office.file("pkh", danger="now")
    told = await said(office, case.id, sends=True)
    assert "tidak bisa ditarik" in told
    assert "ditarik" not in await said(office, case.id)


def card(name: str, answers: dict[str, str], **about: str) -> Say:
    """The card of a form about a case, as it stands before it is sent."""
    turn = Turn(CONTENT, Said(FO, 1, NOW), Around(Person(FO)), lambda: "d")
    known = {"case": CASE, "number": number(CASE), **about}
    return question.in_words(turn, Draft("d", name, answers, known))


@pytest.mark.parametrize("form", ["refer", "refer_without_consent"])
def test_a_referral_says_where_it_goes(form: str) -> None:
    """With several pages open a case would go to an office that was chosen for another one."""
    answers = {"nik": "", "reason": "kartu mati", "files": "no", "override": "gawat"}
    told = CONTENT.texts.plain("id", card(form, answers, office="Dinas Sosial").text)
    assert "Dinas Sosial" in told.splitlines()[0]
    assert number(CASE) in told.splitlines()[0]


@pytest.mark.parametrize(
    ("level", "changes"), [(Urgency.HIGH, True), (Urgency.NORMAL, False), (None, False)]
)
async def test_a_correction_says_when_it_will_be_due(
    office: Office, level: Urgency | None, changes: bool
) -> None:
    """The new date stands above the card before anybody is told of it, and not while the level is
    still asked."""
    case = await office.file("pkh")
    answers = {"what": "urgency", **({"urgency": str(level), "why": "lansia"} if level else {})}
    asked = replace(card("correct", answers), about=None)
    about = AboutCase(case.id, corrects=tuple(answers.items()))
    async with office.db.write() as connection:
        batch = Batch(connection, office.vault, office.at)
        told = await headed(batch, office.desk, FO, replace(asked, about=about))
    assert ("Batas waktunya menjadi" in CONTENT.texts.plain("id", told.text)) is changes

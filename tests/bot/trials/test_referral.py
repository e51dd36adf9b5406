"""A referral at the desk: consent that is withdrawn is told as it is, and the other office hears
that it is late."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.turns.around.surroundings import no_nik as lacks_nik
from casework.actions import referral as r
from casework.actions.assignment import Claim
from casework.actions.correspondence import Add
from casework.actions.person_data import RecordPerson
from casework.actions.question import Answer
from casework.actions.referral_answer import Accept, Returned, Why
from casework.actions.sharing_consent import Agree, AskSharing
from casework.case import sharing
from casework.case.intake import Who
from casework.case.model import Case, Role, Status, Urgency
from casework.case.sharing import withdrawn
from conversations import engine
from conversations.actions import referral
from conversations.content.content import Turn
from conversations.protocol import taps
from conversations.protocol.delivery import Delivery
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Around, Do, Person, Said, Say
from conversations.protocol.requests import AskForNik
from storage.cases import cases
from storage.db.database import Database
from storage.pending.bells import next_bell
from storage.unit_of_work import Batch
from tests.casework.cases import BAZNAS, DINSOS, NOW, POLICY, TELLER, filed
from tests.conversations.speaker import CONTENT
from tests.support.office import Office, Told

BO, CO, AO = 102, 103, 105


@pytest.fixture
async def office(sqlite_database: Database) -> Office:
    """A desk, its coordinator, and somebody at Dinsos and at Baznas."""
    made = Office(sqlite_database)
    await made.hire(BO, Role.BACK_OFFICE)
    await made.hire(CO, Role.COORDINATOR)
    await made.hire(AO, Role.AGENCY_OFFICER, DINSOS)
    await made.hire(AO + 1, Role.AGENCY_OFFICER, BAZNAS)
    return made


async def _claimed(office: Office, service: str = "pkh") -> Case:
    case = await office.file(service)
    await office.do(BO, Claim(BO), case.id)
    return case


async def _at_baznas(office: Office) -> Case:
    case = await _claimed(office, "business_capital")
    await office.do(BO, AskSharing(BO, BAZNAS), case.id)
    await office.do(TELLER, Agree(TELLER, BAZNAS, True), case.id)
    await office.do(BO, r.Refer(BO, BAZNAS, "please"), case.id)
    await office.told()
    return case


def _words(letters: list[Told], to: int) -> str:
    return "\n".join(letter.text for letter in letters if letter.to == to)


async def test_a_no_to_an_open_offer(office: Office) -> None:
    """The person reads once that it is taken back, the officer and the other office hear it, nobody
    can accept."""
    case = await _at_baznas(office)
    await office.do(TELLER, Agree(TELLER, BAZNAS, False), case.id)
    letters = list(await office.told())
    assert sorted(letter.to for letter in letters) == sorted([TELLER, BO, AO + 1])
    assert "kami tarik kembali" in _words(letters, TELLER)
    assert "Warga menarik izinnya" in _words(letters, BO)
    await office.do(AO + 1, Accept(AO + 1), case.id)
    assert (await office.case(case.id)).referral is None


async def test_a_no_to_what_was_accepted(office: Office) -> None:
    """The person reads that the office has it already, and the officer hears of the wish."""
    case = await _at_baznas(office)
    await office.do(AO + 1, Accept(AO + 1), case.id)
    await office.told()
    for _ in range(2):
        await office.do(TELLER, Agree(TELLER, BAZNAS, False), case.id)
    letters = list(await office.told())
    assert [letter.to for letter in letters].count(BO) == 1
    assert "sudah diterima" in _words(letters, TELLER)
    assert "tidak kami teruskan" not in _words(letters, TELLER)
    assert "sudah tercatat" in _words(letters, TELLER)
    assert withdrawn(await office.case(case.id))


async def _rung_to(office: Office, case: Case) -> list[Told]:
    """Everything that is told until the other office's time is over, without the morning's
    lists."""
    await office.told()
    offered = (await office.case(case.id)).referral
    assert offered is not None
    answer_by = offered.answer_by
    while office.at < answer_by:
        async with office.db.read() as connection:
            due = await next_bell(connection)
        office.at = min(answer_by, max(due or answer_by, office.at + timedelta(seconds=1)))
        await office.ring()
    return [letter for letter in await office.told() if letter.to == AO]


async def test_an_office_that_is_late_is_told(office: Office) -> None:
    """Its own people get one message when the answer, and one when the result, is late; others
    nothing of it."""
    case = await _claimed(office)
    await office.do(BO, r.Refer(BO, DINSOS, "please"), case.id)
    letters = await _rung_to(office, case)
    assert len([x for x in letters if "⏰ Rujukan" in x.text]) == 1
    await office.do(AO, Accept(AO), case.id)
    letters = await _rung_to(office, case)
    assert len([x for x in letters if "⏰ Hasil" in x.text]) == 1


async def test_the_morning_list_of_an_office(office: Office) -> None:
    """What waits for its answer, then what it has; late by its own time."""
    case = await _claimed(office)
    await office.do(BO, r.Refer(BO, DINSOS, "please"), case.id)
    lists = [x for x in await _rung_to(office, case) if x.delivery == Delivery.BROADCAST]
    assert "Rujukan menunggu jawaban: <b>1</b>" in lists[0].text
    assert f"c:open:{case.id}" in lists[0].taps
    await office.do(AO, Accept(AO), case.id)
    lists = [x for x in await _rung_to(office, case) if x.delivery == Delivery.BROADCAST]
    assert "Anda yang pegang: <b>1</b>" in lists[0].text
    assert "hari ini: <b>1</b>" in lists[-1].text


@pytest.mark.parametrize(
    ("along", "words", "told"),
    [
        (True, "ini fotonya", ""),
        (False, "ini fotonya", "files.none"),
        (True, "bulan lalu saya dipukul suami", "files.none"),
    ],
)
async def test_which_files_another_office_sees(
    office: Office, along: bool, words: str, told: str
) -> None:
    """Those of a case whose files went along, until a sensitive matter is told beside its own."""
    case = await _claimed(office)
    await office.do(BO, r.Refer(BO, DINSOS, "please", files=along), case.id)
    await office.do(TELLER, Add(TELLER, {"texts": [words], "files": [], "location": None}), case.id)
    async with office.db.read() as connection:
        trail = await cases.history(connection, office.vault, case.id)
    none = referral.no_files(await office.case(case.id), trail)
    assert (none.key if none else "") == told


@pytest.mark.parametrize("files", [0, 2])
def test_files_are_asked_about_where_there_are_any(files: int) -> None:
    """A case without files is referred without that question."""
    person = Person(BO, "id", roles=frozenset({Role.BACK_OFFICE}))
    tap = Said(BO, 1, NOW, tap=f"rg:260000001:{DINSOS}")
    turn = Turn(CONTENT, tap, Around(person, files=files), lambda: "draft-000001")
    talk, _ = referral.begin(turn, Talk(), 260_000_001, DINSOS, "refer")
    assert talk.draft is not None
    assert talk.draft.answers.get("files") == (None if files else "no")


def test_who_has_just_returned_a_case_stands_last() -> None:
    """Marked and at the end of the list, whichever place it would have."""
    case = filed()[0]
    fitting = CONTENT.directory.fitting(CONTENT.catalogue.services["pkh"])
    first = next(o for o in fitting if o.code != case.office)
    rows = referral.offices(case, fitting, first.code).buttons
    assert "refer.returned" in repr(rows[-1])
    assert first.code in rows[-1][0].tap.data()
    offered = r.Offered(
        BO, DINSOS, "Dinsos", POLICY.directory.offices[DINSOS].channel, "x", False, "", NOW
    )
    back = Returned(AO, DINSOS, "Dinsos", Why.OTHER, "x", NOW)
    assert referral.returned([(offered, NOW), (back, NOW)]) == DINSOS
    assert referral.returned([(back, NOW), (offered, NOW)]) == ""


@pytest.mark.parametrize(
    ("code", "no_nik", "asked"),
    [
        (DINSOS, True, True),
        (DINSOS, False, False),
        ("32.74", True, False),  # our own district knows what we know
        ("32.74/bpbd", True, False),  # needs no NIK
        (BAZNAS, True, True),
    ],
)
def test_the_nik_is_asked_before_it_is_missed(code: str, no_nik: bool, asked: bool) -> None:
    """An office that needs it would send the case back; the officer is asked first, and may leave
    it out."""
    person = Person(BO, "id", roles=frozenset({Role.BACK_OFFICE}))
    tap = Said(BO, 1, NOW, tap=f"rg:260000001:{code}")
    turn = Turn(CONTENT, tap, Around(person, no_nik=no_nik), lambda: "draft-000001")
    talk, said = referral.begin(turn, Talk(), 260_000_001, code, "refer")
    assert talk.draft is not None
    assert ("nik" not in talk.draft.answers) is asked
    assert ("refer.nik.ask" in repr(said)) is asked


async def test_a_nik_that_was_asked_for_goes_with_the_case(office: Office) -> None:
    """It is kept with the case, and the other office may see it."""
    case = await _claimed(office)
    about = {"case": case.id, "number": "", "to": DINSOS, "office": "Dinsos"}
    kept = {"reason": "please", "files": "no", "nik": "3274050101800001"}
    person = Person(BO, "id", roles=frozenset({Role.BACK_OFFICE}))
    turn = Turn(CONTENT, Said(BO, 1, NOW), Around(person), lambda: "x")
    for effect in referral.FINISH["refer"](turn, Draft("d", "refer", about=about), kept):
        assert isinstance(effect, Do)
        await office.do(BO, effect.command, case.id)  # type: ignore[arg-type]
    found = await office.case(case.id)
    assert found.intake.person == {"nik": "3274050101800001"}
    assert found.referred_to == DINSOS


@pytest.mark.parametrize(("urgency", "asked"), [(Urgency.HIGH, True), (Urgency.EMERGENCY, False)])
async def test_in_an_emergency_nobody_is_asked_for_a_nik(
    office: Office, urgency: Urgency, asked: bool
) -> None:
    """Help goes first; the number can follow. Also where the person has not agreed."""
    case = replace(await _claimed(office), urgency=urgency)
    async with office.db.write() as connection:
        await cases.save(connection, office.vault, [case])
    for form in ("rg", "ro"):
        async with office.db.read() as connection:
            batch = Batch(connection, office.vault, office.at)
            assert await lacks_nik(batch, taps.read(f"{form}:{case.id}:{DINSOS}")) is asked


@pytest.mark.parametrize("form", ["refer", "refer_without_consent"])
def test_the_resident_can_be_asked_with_one_tap(form: str) -> None:
    """Below the question for the NIK stands a button that asks the resident; the form is closed,
    for its case waits from then on."""
    person = Person(BO, "id", roles=frozenset({Role.BACK_OFFICE}))
    around = Around(person, no_nik=True)
    tap = Said(BO, 1, NOW, tap=f"{'rg' if form == 'refer' else 'ro'}:260000001:{DINSOS}")
    talk, said = engine.respond(Turn(CONTENT, tap, around, lambda: "draft-000001"), Talk())
    if form == "refer_without_consent":
        words = Said(BO, 2, NOW, text="very urgent")
        talk, said = engine.respond(Turn(CONTENT, words, around, lambda: "x"), talk)
    buttons = [b.tap.data() for e in said if isinstance(e, Say) for row in e.buttons for b in row]
    assert "c:ask_nik:260000001" in buttons
    asks = Said(BO, 3, NOW, tap="c:ask_nik:260000001")
    talk, said = engine.respond(Turn(CONTENT, asks, around, lambda: "y"), talk)
    assert talk.drafts == ()
    assert [e for e in said if isinstance(e, Do)] == [Do(AskForNik(), 260_000_001)]


async def test_the_resident_is_asked_in_their_own_language(office: Office) -> None:
    """As a question for a NIK, which is then kept for letters."""
    case = await _claimed(office)
    await office.told()
    await office.do(BO, AskForNik(), case.id)
    assert "NIK" in _words(list(await office.told()), TELLER)
    await office.do(TELLER, Answer(TELLER, {"kind": "nik", "value": "3274050101800001"}), case.id)
    assert (await office.case(case.id)).intake.person == {"nik": "3274050101800001"}


async def test_who_may_not_ask_asks_nothing(office: Office) -> None:
    """A forged button of another office."""
    case = await _claimed(office)
    await office.told()
    await office.do(AO, AskForNik(), case.id)
    assert [x.to for x in await office.told()] == [AO]
    assert (await office.case(case.id)).status is Status.IN_PROGRESS


async def test_the_volunteer_is_asked_for_the_nik_of_their_neighbour(office: Office) -> None:
    """In words that say whose; their answer is kept with the case."""
    case = await office.case((await _claimed(office)).id)
    case = replace(case, helper=TELLER, intake=replace(case.intake, who=Who.NEIGHBOUR))
    async with office.db.write() as connection:
        await cases.save(connection, office.vault, [case])
    await office.told()
    await office.do(BO, AskForNik(), case.id)
    assert "NIK orang yang Anda laporkan" in _words(list(await office.told()), TELLER)
    await office.do(TELLER, Answer(TELLER, {"kind": "nik", "value": "3274050101800001"}), case.id)
    assert (await office.case(case.id)).intake.person == {"nik": "3274050101800001"}


async def test_somebody_without_telegram_is_asked_in_person(office: Office) -> None:
    """A question by the bot would reach the officer who wrote the case down."""
    case = replace(await _claimed(office), teller=BO, helper=BO)
    async with office.db.write() as connection:
        await cases.save(connection, office.vault, [case])
    await office.told()
    await office.do(BO, AskForNik(), case.id)
    assert "tidak memakai bot" in _words(list(await office.told()), BO)
    assert (await office.case(case.id)).status is not Status.WAITING


async def test_an_old_button_asks_for_nothing_that_is_known(office: Office) -> None:
    """The NIK was told, the person has agreed: the resident is not asked again, the case goes on,
    and the officer reads why."""
    case = await _claimed(office, "business_capital")
    await office.do(BO, RecordPerson(BO, "nik", "3274050101800001"), case.id)
    await office.do(BO, AskSharing(BO, BAZNAS), case.id)
    await office.do(TELLER, Agree(TELLER, BAZNAS, True), case.id)
    await office.told()
    for command, why in ((AskForNik(), "sudah ada"), (AskSharing(BO, BAZNAS), "mengizinkan")):
        await office.do(BO, command, case.id)
        told = list(await office.told())
        assert (why in _words(told, BO), _words(told, TELLER)) == (True, "")
    now = await office.case(case.id)
    assert (now.status, sharing.said(now, BAZNAS)) == (Status.IN_PROGRESS, "yes")

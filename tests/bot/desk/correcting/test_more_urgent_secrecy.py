"""A wish not to be named that comes later counts as if it had been tapped."""

import pytest

from casework.actions.correspondence import Add
from casework.case.model import Case, Role
from conversations.protocol.lock import quiet
from storage.db.database import Database
from tests.casework.cases import OFFICER, TELLER
from tests.support.office import Office


@pytest.fixture
async def office(database: Database) -> Office:
    made = Office(database)
    await made.hire(OFFICER, Role.FRONT_OFFICE)
    return made


async def told(office: Office, words: str, service: str = "bpnt") -> Case:
    case = await office.file(service)
    assert not case.intake.asks_secrecy
    await office.told()
    story = {"texts": [words], "files": [], "location": None}
    await office.do(TELLER, Add(TELLER, story), case.id)
    return await office.case(case.id)


@pytest.mark.parametrize("service", ["bpnt", "child_violence", "medical_emergency"])
@pytest.mark.parametrize(
    "words",
    [
        "namanya rahasia ya jgn bilang sy yg lapor",
        "tolong rahasiakan nama saya",
        "jgn sebut nama sy ya bu",
        "jangan kasih tau kalau saya yg lapor",
        "jgn sampe ketauan saya yg lapor",
    ],
)
async def test_it_sets_the_case_secret(office: Office, words: str, service: str) -> None:
    """From then on nobody who need not know is told who it was, and the teller hears so."""
    case = await told(office, words, service)
    assert case.intake.asks_secrecy
    assert quiet(case)
    heard = [one.text for one in await office.told() if one.to == TELLER]
    assert any("nama Anda tidak kami sebut" in one for one in heard)


@pytest.mark.parametrize(
    "words",
    ["kode rahasia atm saya hilang", "nama di kartu salah", "ga usah dirahasiakan gpp"],
)
async def test_other_words_set_nothing(office: Office, words: str) -> None:
    """Only the wish does."""
    assert not (await told(office, words)).intake.asks_secrecy

"""The 14 example complaints of the field, typed as the first words that somebody ever writes to the
bot."""

from pathlib import Path

import pytest

from casework.case.model import Role
from storage.cases.of_person import told_by
from tests.support.rig import DISTRICT, VILLAGE, rig
from tests.support.walking import report

EXAMPLES = (
    # message · what is tapped besides the obvious · sector · urgency · first party · office · desk
    (
        "asalamualaikum min, bpk sy skrg di IGD RSUD kartu KIS nya ktnya non aktif."
        " pihak RS mnt dibereskan dulu. tlg sy hrs gmn, bpk sesak nafas",
        "",
        "health",
        "emergency",
        "slrt",
        DISTRICT,
        "health",
    ),
    (
        "istri sy hamil 8 bln blm punya bpjs, kami org gk mampu, lairan nanti gmn biayanya pak",
        "",
        "health",
        "high",
        "slrt",
        DISTRICT,
        "health",
    ),
    (
        "NIK di kartu KIS beda sm KTP jd gk bs berobat. Salah 1 angka doang",
        "",
        "health",
        "normal",
        "bpjs",
        VILLAGE,
        "health",
    ),
    (
        "anak sy klas 2 smp udh 3 bln gk sklh, malu blm bayar lks sm seragam. apa bs dpt KIP",
        "Sudah berhenti",
        "education",
        "high",
        "disdik",
        VILLAGE,
        "education",
    ),
    (
        "Mhn info syarat surat DTSEN / desil buat daftar KIP kuliah, batas nya minggu dpn",
        "Ya, kurang dari 2 minggu",
        "education",
        "high",
        "dinsos",
        VILLAGE,
        "education",
    ),
    (
        "tlg di cek RT sebelah rumah tingkat mobil ada msh dpt PKH sm sembako,"
        " yg janda tua malah gk dpt",
        "",
        "aid_data",
        "normal",
        "puskesos",
        VILLAGE,
        "socio_economic",
    ),
    (
        "nama sy di cek bansos ada terdaftar BPNT tp sy ga pernah terima apa2,"
        " kartu jg ga pernah dikasih",
        "",
        "aid_data",
        "high",
        "slrt",
        DISTRICT,
        "socio_economic",
    ),
    (
        "sy pindahan dr bekasi udh 1 th KTP msh sana, ngontrak dsni, bs dpt bantuan dsni ga",
        "",
        "civil_registry",
        "normal",
        "disdukcapil",
        VILLAGE,
        "front_office",
    ),
    (
        "anak yatim di rt sy umur 9 th tinggal sm neneknya,"
        " blm pernah dpt bantuan yatim sama skali",
        "",
        "socio_economic",
        "normal",
        "puskesos",
        VILLAGE,
        "socio_economic",
    ),
    (
        "di PHK pabrik bln kmrn, istri jualan sepi, mau usaha gorengan tp gk ada modal",
        "",
        "socio_economic",
        "low",
        "baznas",
        VILLAGE,
        "socio_economic",
    ),
    (
        "ada kakek2 tdr di pos ronda udh 3 hr, linglung gk tau rmhnya dmn, gk ada KTP",
        "",
        "social_protection",
        "high",
        "dinsos",
        VILLAGE,
        "socio_economic",
    ),
    (
        "tiap hr ada ibu2 bawa bayi ngemis di lampu merah pasar, kasian bayinya kepanasan",
        "",
        "social_protection",
        "normal",
        "dinsos",
        VILLAGE,
        "socio_economic",
    ),
    (
        "kebakaran 2 rmh td mlm, keluarga skrg di mushola gk punya baju sm makanan",
        "",
        "emergency",
        "emergency",
        "dinsos",
        VILLAGE,
        "socio_economic",
    ),
    (
        "sy udh gk kuat utang pinjol ditagih terus, pgn mati aja. anak2 gmn",
        "",
        "emergency",
        "emergency",
        "dinkes",
        VILLAGE,
        "health",
    ),
)


@pytest.mark.parametrize(
    ("message", "tapped", "wanted"), [(m, t, w) for m, t, *w in EXAMPLES], ids=range(len(EXAMPLES))
)
async def test_first_message(
    message: str, tapped: str, wanted: list[str], sqlite_url: str, tmp_path: Path
) -> None:
    """A complaint typed as first words ends as one case in the right queue with the right
    urgency."""
    async with rig(sqlite_url, tmp_path) as made:
        await made.employ(11, Role.FRONT_OFFICE, VILLAGE)
        await made.employ(
            12, Role.BACK_OFFICE, VILLAGE
        )  # without, what is sensitive begins at the district
        phone = made.phone(1)
        await report(made, phone, message, [tapped])
        async with made.program.db.read() as connection:
            found = await told_by(connection, made.program.vault, phone.chat_id)
        assert len(found.cases) == 1, phone.last.text
        (case,) = found.cases
        sector = made.program.content.catalogue.services[case.service].sector
        assert [sector, case.urgency, case.party, case.office, case.desk] == wanted, case.service
        assert case.village == VILLAGE

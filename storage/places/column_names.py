"""The head lines and fixed words of CSV files as people here write them, beside the English ones of
the manual. Nothing is read here."""

from collections.abc import Iterable, Mapping

COLUMNS: Mapping[str, str] = {
    "kode": "code",
    "kode wilayah": "code",
    "kode kemendagri": "code",
    "kode instansi": "code",
    "nama": "name",
    "nama wilayah": "name",
    "nama desa": "name",
    "nama kelurahan": "name",
    "nama instansi": "name",
    "keterangan": "name",
    "tanggal": "date",
    "tgl": "date",
    "jenis": "kind",
    "saluran": "channel",
    "cara": "channel",
    "layanan": "handles",
    "menangani": "handles",
    "kontak": "contact",
    "alamat": "contact",
    "penerima": "receiver",
    "zona": "zone",
    "zona waktu": "zone",
    "peran": "role",
    "jabatan": "role",
    "tugas": "role",
    "wilayah": "code",
    "wilayah tugas": "code",
    "kode desa": "code",
    "scope": "code",
    "bidang": "desk",
    "meja": "desk",
    "jumlah": "count",
    "jumlah orang": "count",
}
"""Column names in lower case, with the name that the manual uses."""

VALUES: Mapping[str, Mapping[str, str]] = {
    "kind": {
        "libur nasional": "holiday",
        "cuti bersama": "holiday",
        "libur daerah": "local_day",
        "libur lokal": "local_day",
        "buka": "open",
        "masuk": "open",
        "dinas": "agency",
        "opd": "agency",
        "provinsi": "province",
        "mitra": "partner",
        "rumah sakit": "hospital",
        "perusahaan": "company",
    },
    "channel": {"surat": "letter", "telepon": "phone", "telp": "phone"},
    "role": {
        "relawan": "volunteer",
        "kader": "volunteer",
        "penerima pengaduan": "front_office",
        "petugas depan": "front_office",
        "pelayanan dan rujukan": "back_office",
        "koordinator": "coordinator",
        "koordinator puskesos": "coordinator",
        "petugas slrt": "district_officer",
        "manajer slrt": "district_manager",
        "petugas dinas": "agency_officer",
        "petugas dinas atau mitra": "agency_officer",
    },
    "desk": {
        "pendidikan": "education",
        "kesehatan": "health",
        "sosial_ekonomi": "socio_economic",
        "sosek": "socio_economic",
    },
}
"""By column: what may stand in it, with the word that the manual uses."""


def column(written: str) -> str:
    """A column by the name that the manual uses; a name that is not known stays as it is."""
    bare = " ".join(written.replace("_", " ").lower().split())
    return COLUMNS.get(bare, written.strip().lower())


def columns(cells: Iterable[str]) -> list[str]:
    """A head line by the names that the manual uses."""
    return [column(cell) for cell in cells]


def value(of: str, written: str) -> str:
    """What stands in a column, by the word that the manual uses."""
    bare = " ".join(written.lower().split())
    return VALUES.get(of, {}).get(bare, written)

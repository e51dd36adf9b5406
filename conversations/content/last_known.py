"""What the rows of a case are called, kept with it when it is filed, so that it can be told when a
row is gone (``Case.known``)."""

from collections.abc import Mapping

from conversations.content.content import Content
from conversations.protocol.effects import text

FLAGS = ("sensitive", "accuses_official")


def last_known(content: Content, service: str, village: str, party: str) -> Mapping[str, str]:
    """The names of a case's rows in the default language, and what its service says; nothing of a
    service whose row is gone."""
    row = content.catalogue.service(service)
    if row.gone:
        return {}
    texts = content.texts
    known = {"sector": row.sector, "desk": str(row.desk)}
    known["service"] = texts.plain(texts.default, text(row.name))
    known["party"] = texts.plain(texts.default, text(f"party.{party}"))
    if village:
        known[f"village {village}"] = content.places.name(village)
    for flag in FLAGS:
        if getattr(row, flag):
            known[flag] = "yes"
    return known

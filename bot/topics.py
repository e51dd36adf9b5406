"""The one place where the subjects of the desk meet: who handles which request."""

from bot import absences, errands, full_workbook, handover, office, registry, twice
from bot.desk import Topics
from conversations.requests import SameAs

TOPICS = Topics(
    about={
        **registry.ABOUT,
        **handover.ABOUT,
        **errands.ABOUT,
        **absences.ABOUT,
        **full_workbook.ABOUT,
        SameAs: twice.chosen,
    },
    office=office.DO,
    several=twice.OF_SEVERAL,
    ask_first=twice.ask_first,
    follow=errands.follow,
    news=twice.news,
)

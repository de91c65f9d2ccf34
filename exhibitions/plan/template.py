"""What is done for every fair, by its days; days below nought are before it."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_noop


@dataclass(frozen=True, slots=True)
class TaskOfAll:
    """Due so many ``days`` after its first day, or after its last where ``from_end``."""

    title: str
    days: int
    from_end: bool = False


TASKS: Final[tuple[TaskOfAll, ...]] = (
    TaskOfAll(gettext_noop("Book the ground and get the administration’s permission"), -60),
    TaskOfAll(gettext_noop("Ask for electricity, water and toilets"), -45),
    TaskOfAll(gettext_noop("Order tents, tables and lights"), -40),
    TaskOfAll(gettext_noop("Invite the groups"), -35),
    TaskOfAll(gettext_noop("Allot the stalls and send the letters"), -20),
    TaskOfAll(gettext_noop("Fire brigade, police and first aid agree in writing"), -10),
    TaskOfAll(gettext_noop("Posters, radio and newspapers"), -10),
    TaskOfAll(gettext_noop("Lodging for groups from far away"), -7),
    TaskOfAll(gettext_noop("Train the cashiers and pair the tills"), -3),
    TaskOfAll(gettext_noop("Mark the stalls on the ground, hang the names"), -2),
    TaskOfAll(gettext_noop("Count in what the groups sent"), -1),
    TaskOfAll(gettext_noop("Readiness of every till: prices, PINs, float, printer, UPI"), -1),
    TaskOfAll(gettext_noop("Count what is left and send it back"), 1, from_end=True),
    TaskOfAll(gettext_noop("Settle with the groups"), 7, from_end=True),
    TaskOfAll(gettext_noop("Report to JKTPO"), 15, from_end=True),
)

"""What crosses the door of grievances."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Officer:
    """The grievance officer, as rule 4(4) wants her named: name, designation, contact."""

    name: str
    designation: str
    email: str
    phone: str
    address: str

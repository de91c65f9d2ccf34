"""What crosses the door of the registry."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    code: str
    slug: str
    name: str
    name_hi: str
    name_ur: str
    division: str
    district: str
    block: str
    village: str
    pincode: str
    village_organisation: str
    cluster_level_federation: str
    members: int
    formed_year: int
    tax_status: str
    gstin: str = ""

"""The door of grievances. Here the clock is read by reactions and pages; inside, the moment is handed on."""

from storefront.grievances.contracts import Officer
from storefront.grievances.demo import load_demo_grievances
from storefront.grievances.invariants import invariants
from storefront.grievances.officer import grievance_officer
from storefront.grievances.personal_data import PERSONAL_DATA
from storefront.grievances.reactions import on_complaint_answered, on_complaint_made, on_grievance_moved
from storefront.grievances.selectors import open_about

__all__ = [
    "PERSONAL_DATA",
    "Officer",
    "grievance_officer",
    "invariants",
    "load_demo_grievances",
    "on_complaint_answered",
    "on_complaint_made",
    "on_grievance_moved",
    "open_about",
]

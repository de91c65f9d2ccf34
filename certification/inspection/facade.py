"""The door of inspection."""

from certification.inspection.contracts import CheckedLine, Place, VisitPhoto, VisitReport
from certification.inspection.demo import load_demo_visits, open_demo_visit
from certification.inspection.errors import (
    BadPlan,
    BadReport,
    PhotosMissing,
    SentBefore,
    VisitClosed,
    VisitUnknown,
)
from certification.inspection.reactions import on_case_assigned, on_retest_ordered
from certification.inspection.selectors import visit_of

__all__ = [
    "BadPlan",
    "BadReport",
    "CheckedLine",
    "PhotosMissing",
    "Place",
    "SentBefore",
    "VisitClosed",
    "VisitPhoto",
    "VisitReport",
    "VisitUnknown",
    "load_demo_visits",
    "on_case_assigned",
    "on_retest_ordered",
    "open_demo_visit",
    "visit_of",
]

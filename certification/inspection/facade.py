"""The door of inspection."""

from certification.inspection.acts import checklist, keep_photo, plan_visit, send_report, visit, visits
from certification.inspection.contracts import (
    AskedLine,
    CheckedLine,
    GivenAnswer,
    GivenPhoto,
    GivenReport,
    Place,
    VisitCard,
    VisitPhoto,
    VisitReport,
)
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
    "AskedLine",
    "BadPlan",
    "BadReport",
    "CheckedLine",
    "GivenAnswer",
    "GivenPhoto",
    "GivenReport",
    "PhotosMissing",
    "Place",
    "SentBefore",
    "VisitCard",
    "VisitClosed",
    "VisitPhoto",
    "VisitReport",
    "VisitUnknown",
    "checklist",
    "keep_photo",
    "load_demo_visits",
    "on_case_assigned",
    "on_retest_ordered",
    "open_demo_visit",
    "plan_visit",
    "send_report",
    "visit",
    "visit_of",
    "visits",
]

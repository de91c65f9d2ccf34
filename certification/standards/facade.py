"""The door of standards."""

from certification.standards.assessing import assess
from certification.standards.contracts import (
    Assessment,
    BoardRow,
    BrandLicence,
    Choice,
    EvidenceAsked,
    Grade,
    Limit,
    Line,
    Parameter,
    SamplePlan,
    Sampling,
    Value,
    Version,
)
from certification.standards.demo import good_value, load_demo_standards
from certification.standards.errors import BadPlan, BadValue, VersionUnknown
from certification.standards.iso2859 import (
    LotSeen,
    Severity,
    Switching,
    accepts,
    code_letter,
    sample_plan,
    switched,
)
from certification.standards.selectors import (
    board,
    brand_licence,
    version,
    version_by_number,
    version_for,
    versions,
    versions_in_force,
)
from certification.standards.services.seed_standards import seed_standards
from certification.standards.values import limit_text, parse_value, value_text, worded

__all__ = [
    "Assessment",
    "BadPlan",
    "BadValue",
    "BoardRow",
    "BrandLicence",
    "Choice",
    "EvidenceAsked",
    "Grade",
    "Limit",
    "Line",
    "LotSeen",
    "Parameter",
    "SamplePlan",
    "Sampling",
    "Severity",
    "Switching",
    "Value",
    "Version",
    "VersionUnknown",
    "accepts",
    "assess",
    "board",
    "brand_licence",
    "code_letter",
    "good_value",
    "limit_text",
    "load_demo_standards",
    "parse_value",
    "sample_plan",
    "seed_standards",
    "switched",
    "value_text",
    "version",
    "version_by_number",
    "version_for",
    "versions",
    "versions_in_force",
    "worded",
]

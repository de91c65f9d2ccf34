"""What the codes of a version are called."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, "str | Promise"]

PARAMETER_KINDS: Final[Words] = {
    "range": _("A measured number"),
    "count": _("A count"),
    "boolean": _("Yes or no"),
    "enumeration": _("One of some choices"),
    "formula": _("Worked out from others"),
}
ANSWERED_BY: Final[Words] = {
    "inspection": _("The inspector"),
    "laboratory": _("The laboratory"),
    "declared": _("The maker declares it"),
}
EVIDENCE_KINDS: Final[Words] = {
    "photo": _("Photograph"),
    "document": _("Document"),
    "statement": _("Statement in words"),
}
SUBJECTS: Final[Words] = {
    "lot": _("A lot"),
    "unit": _("One piece"),
    "product": _("Goods of one kind, as long as they are made"),
}
SAMPLING_KINDS: Final[Words] = {
    "every-piece": _("Every piece"),
    "iso2859": _("By ISO 2859-1"),
    "fixed": _("A fixed number"),
}
LICENCES: Final[Words] = {
    "": _("None"),
    "fssai": _("FSSAI licence or registration"),
    "handloom-mark": _("Handloom Mark"),
}
STAGES: Final[Words] = {
    "none": _("No standard"),
    "draft": _("Draft"),
    "pilot": _("Pilot"),
    "adopted": _("Adopted"),
}

"""Papers with a number and an end: food licence, GI user, Handloom Mark, PAN, GST."""

from django.db import models
from django.db.models import Q

from jkrlm.people.facade import User
from sellers.registry.models.groups import Group
from sellers.registry.models.held import HeldRow, one_at_a_time


class LicenceKind(models.TextChoices):
    FSSAI = "fssai", "FSSAI licence or registration"
    GI_USER = "gi-user", "GI authorised user"
    HANDLOOM_MARK = "handloom-mark", "Handloom Mark"
    GSTIN = "gstin", "GSTIN"
    ENROLMENT = "enrolment", "GST enrolment number"
    PAN = "pan", "PAN"


#: Each names one taxpayer: one to a group, and nobody else's.
PERSONAL_KINDS = ("gstin", "enrolment", "pan")


class Licence(HeldRow):
    """
    A number that an authority gave the group, and the days on which it is valid.

    It counts only when a member of staff has looked at the paper or the register and says how.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="licences")
    kind = models.CharField(max_length=16, choices=LicenceKind.choices)
    number = models.CharField(max_length=40, help_text="pii: identity number (PAN, GSTIN)")
    paper_key = models.CharField(
        max_length=64,
        blank=True,
        default="",
        db_default="",
        help_text="pii: names a picture or PDF of the paper",
    )
    verified_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField(null=True)
    verified_how = models.CharField(max_length=200, blank=True, help_text="the paper or register looked at")

    class Meta:
        constraints = (
            *HeldRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=LicenceKind.values), name="registry_licence_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True, verified_at__isnull=True, verified_how="")
                | (Q(verified_by__isnull=False, verified_at__isnull=False) & ~Q(verified_how="")),
                name="registry_licence_verified_whole",
            ),
            models.CheckConstraint(
                condition=Q(paper_key__regex="^([0-9a-f]{64})?$"), name="registry_licence_paper_key"
            ),
            models.CheckConstraint(
                condition=~Q(kind="fssai") | Q(number__regex=r"^[12][0-9]{13}$"),
                name="registry_licence_fssai",
            ),
            models.CheckConstraint(
                condition=~Q(kind="pan") | Q(number__regex=r"^[A-Z]{5}[0-9]{4}[A-Z]$"),
                name="registry_licence_pan",
            ),
            models.CheckConstraint(
                condition=~Q(kind="gstin")
                | Q(number__regex=r"^[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][0-9A-Z]Z[0-9A-Z]$"),
                name="registry_licence_gstin",
            ),
            one_at_a_time("registry_licence_once", "group", "kind", "number"),
            one_at_a_time(
                "registry_licence_one_of_kind", "group", "kind", condition=Q(kind__in=PERSONAL_KINDS)
            ),
            one_at_a_time(
                "registry_licence_one_holder", "kind", "number", condition=Q(kind__in=PERSONAL_KINDS)
            ),
        )
        indexes = (
            models.Index(
                fields=("held_to",), name="registry_licence_ending", condition=Q(held_to__isnull=False)
            ),
        )

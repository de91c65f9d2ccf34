from django.db import models
from django.db.models import Q


class TaxStatus(models.TextChoices):
    """What a group may do under GST; which sales follow from it is data of sellers.tax."""

    UNREGISTERED_ENROLLED = "unregistered_enrolled", "Not registered, enrolled with PAN"
    REGISTERED = "registered", "Registered"
    COMPOSITION = "composition", "Composition scheme"
    NONE = "none", "No tax papers yet"


class Division(models.TextChoices):
    KASHMIR = "Kashmir", "Kashmir"
    JAMMU = "Jammu", "Jammu"


class Group(models.Model):
    """A self-help group. Its code is given by the mission and never changes."""

    code = models.CharField(max_length=16)
    slug = models.SlugField(max_length=140)
    name = models.CharField(max_length=120)
    name_hi = models.CharField(max_length=120, blank=True)
    name_ur = models.CharField(max_length=120, blank=True)
    division = models.CharField(max_length=8, choices=Division.choices)
    district = models.CharField(max_length=40)
    block = models.CharField(max_length=60)
    village = models.CharField(max_length=80)
    pincode = models.CharField(max_length=6, help_text="where the group packs, so where its parcels start")
    village_organisation = models.CharField(max_length=120, blank=True)
    cluster_level_federation = models.CharField(max_length=120, blank=True)
    members = models.PositiveSmallIntegerField()
    formed_year = models.PositiveSmallIntegerField()
    tax_status = models.CharField(
        max_length=24, choices=TaxStatus.choices, default=TaxStatus.UNREGISTERED_ENROLLED
    )
    gstin = models.CharField(max_length=15, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("code",), name="registry_group_code_once"),
            models.UniqueConstraint(fields=("slug",), name="registry_group_slug_once"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z0-9][A-Z0-9-]*$"), name="registry_group_code_form"
            ),
            models.CheckConstraint(
                condition=Q(pincode__regex=r"^[1-9][0-9]{5}$"), name="registry_group_pincode"
            ),
            models.CheckConstraint(condition=Q(division__in=Division.values), name="registry_group_division"),
            models.CheckConstraint(condition=Q(members__gte=1), name="registry_group_members"),
            models.CheckConstraint(
                condition=Q(formed_year__gte=1980, formed_year__lte=2100), name="registry_group_formed"
            ),
            models.CheckConstraint(
                condition=Q(tax_status__in=TaxStatus.values), name="registry_group_tax_status"
            ),
            models.CheckConstraint(
                condition=Q(
                    tax_status__in=("registered", "composition"), gstin__regex=r"^[0-9]{2}[A-Z0-9]{13}$"
                )
                | (Q(gstin="") & ~Q(tax_status__in=("registered", "composition"))),
                name="registry_group_gstin_iff_registered",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

"""The group itself, what it belonged to and when, what changed, and what it says of itself."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat, Lower

from jkrlm.kernel.clock import now
from jkrlm.kernel.ids import StoreIdField
from jkrlm.people.facade import User
from sellers.registry.models.held import HeldRow, one_at_a_time
from sellers.registry.models.places import Block, ClusterLevelFederation, VillageOrganisation


class TaxStatus(models.TextChoices):
    """What a group may do under GST; which sales follow from it is data of sellers.tax."""

    UNREGISTERED_ENROLLED = "unregistered_enrolled", "Not registered, enrolled with PAN"
    REGISTERED = "registered", "Registered"
    COMPOSITION = "composition", "Composition scheme"
    NONE = "none", "No tax papers yet"


class Group(models.Model):
    """A self-help group. Its code is given once and never changes; so does its slug, the maker's address."""

    code = models.CharField(max_length=16)
    mission_code = models.CharField(
        max_length=24, blank=True, help_text="the group's number in the mission's own system (LokOS, NRLM)"
    )
    slug = models.SlugField(max_length=140)
    name = models.CharField(max_length=120)
    name_hi = models.CharField(max_length=120, blank=True)
    name_ur = models.CharField(max_length=120, blank=True)
    block = models.ForeignKey(Block, on_delete=models.PROTECT, related_name="groups", db_index=False)
    village = models.CharField(max_length=80)
    pincode = models.CharField(max_length=6, help_text="where the group packs, so where its parcels start")
    members = models.PositiveSmallIntegerField(help_text="as the mission counts; the roll may know fewer")
    formed_year = models.PositiveSmallIntegerField()
    tax_status = models.CharField(
        max_length=24, choices=TaxStatus.choices, default=TaxStatus.UNREGISTERED_ENROLLED
    )
    gstin = models.CharField(max_length=15, blank=True)
    search = models.GeneratedField(
        expression=Lower(
            Concat(
                "code",
                Value(" "),
                "name",
                Value(" "),
                "name_hi",
                Value(" "),
                "name_ur",
                Value(" "),
                "mission_code",
                Value(" "),
                "village",
                output_field=models.TextField(),
            )
        ),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("code",), name="registry_group_code_once"),
            models.UniqueConstraint(fields=("slug",), name="registry_group_slug_once"),
            models.UniqueConstraint(
                fields=("mission_code",),
                name="registry_group_mission_code_once",
                condition=~Q(mission_code=""),
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z0-9][A-Z0-9-]*$"), name="registry_group_code_form"
            ),
            models.CheckConstraint(
                condition=Q(mission_code="") | Q(mission_code__regex=r"^[A-Z0-9][A-Z0-9/-]*$"),
                name="registry_group_mission_code_form",
            ),
            models.CheckConstraint(
                condition=Q(pincode__regex=r"^[1-9][0-9]{5}$"), name="registry_group_pincode"
            ),
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
        indexes = (
            models.Index(fields=("name", "id"), name="registry_group_by_name"),
            models.Index(fields=("block", "name", "id"), name="registry_group_by_block"),
            GinIndex(OpClass("search", name="gin_trgm_ops"), name="registry_group_search"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Placement(HeldRow):
    """What a group belonged to, and when. A transfer ends one row and begins the next."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="placements", db_index=False)
    village_organisation = models.ForeignKey(
        VillageOrganisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    federation = models.ForeignKey(
        ClusterLevelFederation, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = (
            *HeldRow.Meta.constraints,
            one_at_a_time("registry_placement_once", "group"),
            models.CheckConstraint(
                condition=Q(village_organisation__isnull=False) | Q(federation__isnull=False),
                name="registry_placement_somewhere",
            ),
        )
        indexes = (models.Index(fields=("group", "held_from"), name="registry_placement_of"),)


class GroupChange(models.Model):
    """What an import or a correction at the desk changed of a group: the columns that differ."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="changes", db_index=False)
    at = models.DateTimeField(default=now)
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=200, help_text="the file, or where the change was made")
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        indexes = (models.Index(fields=("group", "-at"), name="registry_change_of"),)


class MakerStory(models.Model):
    """What the group's page in the store says, and which page that is."""

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="story")
    story = models.TextField(blank=True, max_length=4000, help_text="pii: story")
    story_hi = models.TextField(blank=True, max_length=4000, help_text="pii: story")
    story_ur = models.TextField(blank=True, max_length=4000, help_text="pii: story")
    updated_at = models.DateTimeField(default=now)
    page_id = StoreIdField(blank=True)
    published_digest = models.CharField(max_length=64, blank=True, help_text="of what the page shows now")
    published_at = models.DateTimeField(null=True)

"""Groups on their way in from a spreadsheet: the file, its rows, and what is wrong with them."""

import uuid

from django.db import models
from django.db.models import Q

from jkrlm.kernel.clock import now
from jkrlm.people.facade import User
from sellers.registry.models.places import District
from sellers.registry.states import ImportState


class GroupImport(models.Model):
    """One file and how far it has come."""

    batch = models.UUIDField(default=uuid.uuid4, unique=True, help_text="under which its rows are staged")
    name = models.CharField(max_length=200, help_text="of the file, as it was sent")
    digest = models.CharField(max_length=64, help_text="sha256 of the file")
    size_bytes = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.TAKEN)
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(default=now)
    moved_at = models.DateTimeField(default=now, help_text="when it was last heard of")
    applied_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True)
    rows_read = models.PositiveIntegerField(default=0)
    faults = models.PositiveIntegerField(default=0)
    groups_new = models.PositiveIntegerField(null=True)
    groups_changed = models.PositiveIntegerField(null=True)
    groups_same = models.PositiveIntegerField(null=True)
    refusal = models.CharField(max_length=300, blank=True, help_text="why the whole file cannot be read")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=ImportState.values), name="registry_import_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=ImportState.APPLIED) | Q(applied_at__isnull=False, faults=0),
                name="registry_import_applied_whole",
            ),
        )
        indexes = (
            models.Index(
                fields=("-applied_at",), name="registry_import_applied", condition=Q(state="applied")
            ),
        )


class ImportChunk(models.Model):
    """A megabyte of the file, until it is applied or given up: the worker may be another machine."""

    group_import = models.ForeignKey(GroupImport, on_delete=models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("group_import", "number"), name="registry_chunk_once"),
        )


class StagedGroup(models.Model):
    """A row that is right in itself. NULL means that the file does not speak of it."""

    batch = models.UUIDField()
    row = models.PositiveIntegerField()
    code = models.CharField(max_length=16)
    slug = models.CharField(max_length=140, help_text="wanted for a new group")
    slug_fixed = models.BooleanField(help_text="whether another slug will not do")
    name = models.CharField(max_length=120)
    name_hi = models.CharField(max_length=120, null=True)  # noqa: DJ001
    name_ur = models.CharField(max_length=120, null=True)  # noqa: DJ001
    district = models.ForeignKey(
        District, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    block = models.CharField(max_length=60)
    village = models.CharField(max_length=80)
    pincode = models.CharField(max_length=6)
    village_organisation = models.CharField(max_length=120, null=True)  # noqa: DJ001
    cluster_level_federation = models.CharField(max_length=120, null=True)  # noqa: DJ001
    members = models.PositiveSmallIntegerField()
    formed_year = models.PositiveSmallIntegerField()
    tax_status = models.CharField(max_length=24, null=True)  # noqa: DJ001
    gstin = models.CharField(max_length=15, null=True)  # noqa: DJ001
    mission_code = models.CharField(max_length=24, null=True)  # noqa: DJ001

    class Meta:
        indexes = (models.Index(fields=("batch", "code"), name="registry_staged_of"),)


class ImportFault(models.Model):
    """What is wrong with one cell; its sentence and remedy are made from the rule when it is shown."""

    batch = models.UUIDField()
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=80, blank=True)
    value = models.CharField(max_length=200, blank=True)
    rule = models.CharField(max_length=32)
    detail = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = (models.Index(fields=("batch", "row", "id"), name="registry_fault_of"),)

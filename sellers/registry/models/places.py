"""Where groups are and what they belong to: district, block, village organisation, federation."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class Division(models.TextChoices):
    KASHMIR = "Kashmir", "Kashmir"
    JAMMU = "Jammu", "Jammu"


class District(models.Model):
    """One of the twenty; they come with the code."""

    name = models.CharField(max_length=40)
    division = models.CharField(max_length=8, choices=Division.choices)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("name",), name="registry_district_once"),
            models.CheckConstraint(
                condition=Q(division__in=Division.values), name="registry_district_division"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Block(models.Model):
    """A development block. Blocks come with the groups that lie in them."""

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="blocks")
    name = models.CharField(max_length=60)

    class Meta:
        constraints = (models.UniqueConstraint("district", Lower("name"), name="registry_block_once"),)

    def __str__(self) -> str:
        return self.name


class VillageOrganisation(models.Model):
    """Some eight groups of neighbouring villages."""

    block = models.ForeignKey(Block, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)

    class Meta:
        constraints = (models.UniqueConstraint("block", Lower("name"), name="registry_vo_once"),)

    def __str__(self) -> str:
        return self.name


class ClusterLevelFederation(models.Model):
    """Several village organisations; may sell under its own GSTIN. It may span blocks of one district."""

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)

    class Meta:
        constraints = (models.UniqueConstraint("district", Lower("name"), name="registry_clf_once"),)

    def __str__(self) -> str:
        return self.name

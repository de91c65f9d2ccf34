"""The women of the groups, those who help them, and what each agreed to have shown."""

from django.db import models
from django.db.models import F, Q

from jkrlm.kernel.clock import now
from jkrlm.people.facade import User
from sellers.registry.models.groups import Group
from sellers.registry.models.held import HeldRow, one_at_a_time
from sellers.registry.models.places import ClusterLevelFederation


class Person(models.Model):
    """A member, a community resource person or an officer; signs in only where ``user`` is set."""

    name = models.CharField(max_length=120, help_text="pii: name")
    phone = models.CharField(
        max_length=16, blank=True, help_text="pii: contact; several members may share one phone"
    )
    mission_code = models.CharField(
        max_length=24, blank=True, help_text="pii: identity number (her number in the mission's own system)"
    )
    user = models.OneToOneField(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("mission_code",),
                name="registry_person_mission_code_once",
                condition=~Q(mission_code=""),
            ),
            models.CheckConstraint(
                condition=Q(phone="") | Q(phone__regex=r"^\+[1-9][0-9]{6,14}$"), name="registry_person_phone"
            ),
        )
        indexes = (models.Index(fields=("phone",), name="registry_person_by_phone"),)

    def __str__(self) -> str:
        return self.name


class GroupRole(models.TextChoices):
    MEMBER = "member", "Member"
    LEADER = "leader", "Leader"


class Membership(HeldRow):
    """A woman in a group, with one role; another role or another group is another row."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=8, choices=GroupRole.choices, default=GroupRole.MEMBER)

    class Meta:
        constraints = (
            *HeldRow.Meta.constraints,
            one_at_a_time("registry_membership_once", "person"),
            models.CheckConstraint(
                condition=Q(role__in=GroupRole.values), name="registry_membership_role_known"
            ),
        )


class CrpAssignment(HeldRow):
    """The community resource person who helps a group; one at a time, and she may help many."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="crps")

    class Meta:
        constraints = (*HeldRow.Meta.constraints, one_at_a_time("registry_crp_once", "group"))


class OfficerPost(models.TextChoices):
    PRESIDENT = "president", "President"
    SECRETARY = "secretary", "Secretary"
    TREASURER = "treasurer", "Treasurer"
    MANAGER = "manager", "Manager"


class Officer(HeldRow):
    """Who holds a post of a federation; each post has one holder at a time."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    federation = models.ForeignKey(ClusterLevelFederation, on_delete=models.PROTECT, related_name="officers")
    post = models.CharField(max_length=10, choices=OfficerPost.choices)

    class Meta:
        constraints = (
            *HeldRow.Meta.constraints,
            one_at_a_time("registry_officer_once", "federation", "post"),
            models.CheckConstraint(
                condition=Q(post__in=OfficerPost.values), name="registry_officer_post_known"
            ),
        )


class Shown(models.TextChoices):
    """What of a person others may see once she agrees."""

    NAME = "name", "Name"
    PHOTO = "photo", "Photograph"
    STORY = "story", "Story"


class ConsentMeans(models.TextChoices):
    SIGNED = "signed", "Signed on paper"
    THUMB = "thumb", "Thumb print on paper"
    SPOKEN = "spoken", "Spoken, and recorded"
    PHONE = "phone", "On her own phone"


class Consent(models.Model):
    """One person's yes to one thing shown, in the words that were read to her; withdrawn, not deleted."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    what = models.CharField(max_length=8, choices=Shown.choices)
    words = models.TextField(help_text="the sentence that was read to her")
    language = models.CharField(max_length=8)
    means = models.CharField(max_length=8, choices=ConsentMeans.choices)
    given_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=now)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "what"),
                name="registry_consent_once",
                condition=Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(condition=Q(what__in=Shown.values), name="registry_consent_what"),
            models.CheckConstraint(condition=Q(means__in=ConsentMeans.values), name="registry_consent_means"),
            models.CheckConstraint(condition=~Q(words=""), name="registry_consent_words"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="registry_consent_order",
            ),
        )

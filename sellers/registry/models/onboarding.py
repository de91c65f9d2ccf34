"""How far a group is on its way to selling."""

from django.db import models
from django.db.models import F, Q

from jkrlm.kernel.clock import now
from jkrlm.people.facade import User
from sellers.registry.models.groups import Group
from sellers.registry.states import OnboardingState


class Onboarding(models.Model):
    """Where a group stands. A group without a row has not begun."""

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="onboarding")
    state = models.CharField(max_length=10, choices=OnboardingState.choices, default=OnboardingState.BEGUN)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    moved_at = models.DateTimeField(default=now)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=OnboardingState.values), name="registry_onboarding_state_known"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("submitted_by")),
                name="registry_onboarding_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("approved", "suspended")) | Q(approved_by__isnull=False),
                name="registry_onboarding_approved_by",
            ),
        )
        indexes = (models.Index(fields=("state", "moved_at"), name="registry_onboarding_queue"),)


class OnboardingStep(models.Model):
    """One move from state to state, with the reasons. Rows are added, never changed."""

    onboarding = models.ForeignKey(Onboarding, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    on_behalf_of = models.CharField(max_length=120, blank=True, help_text="pii: name")
    was = models.CharField(max_length=10)
    now = models.CharField(max_length=10)
    words = models.CharField(max_length=1000, blank=True)
    reasons = models.JSONField(default=dict, help_text="requirement → what is wrong with it, when sent back")


class Attestation(models.Model):
    """Somebody's word that a requirement is met, where no computer can tell."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="attestations")
    requirement = models.CharField(max_length=24)
    words = models.CharField(max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("group", "requirement"),
                name="registry_attestation_once",
                condition=Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(condition=~Q(words=""), name="registry_attestation_words"),
        )

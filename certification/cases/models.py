"""Cases and what belongs to them. What only grows is kept so by the database; see the migration."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from certification.cases.states import (
    GRANTS,
    AppealState,
    CaseState,
    ComplaintState,
    InterestKind,
    Outcome,
    Purpose,
    StepState,
    Subject,
)
from jkrlm.kernel.ids import StoreIdField
from jkrlm.people.facade import User


class CaseCounter(models.Model):
    """The last number of a series: letters and two digits of the year."""

    series = models.CharField(max_length=12, primary_key=True)
    last = models.PositiveIntegerField(default=0)


class Case(models.Model):
    """An application. ``state`` is written by ``services.move`` alone; the database refuses other ways."""

    number = models.CharField(max_length=20, unique=True)
    key = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, help_text="of what was asked for under the key")
    group_code = models.CharField(max_length=16)
    group_name = models.CharField(max_length=200)
    village = models.CharField(max_length=120, blank=True)
    district = models.CharField(max_length=60)
    place_key = models.CharField(max_length=200, blank=True, help_text="district and village, folded")
    person_id = models.BigIntegerField(null=True, help_text="pii: whose goods they are, in the registry")
    applied_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    on_behalf_of = models.CharField(max_length=200, blank=True, help_text="pii: name")
    kind = models.SlugField(max_length=60)
    version_id = models.BigIntegerField(help_text="of the standard, in standards")
    version_number = models.CharField(max_length=40)
    subject = models.CharField(max_length=8, choices=Subject.choices)
    listing_id = models.BigIntegerField(null=True)
    product_id = StoreIdField()
    lot_number = models.CharField(max_length=20, blank=True)
    quantity = models.PositiveIntegerField()
    title = models.CharField(max_length=250)
    state = models.CharField(max_length=16, choices=CaseState.choices, default=CaseState.SUBMITTED)
    purpose = models.CharField(max_length=12, choices=Purpose.choices, default=Purpose.FIRST)
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="followed_by")
    round = models.PositiveSmallIntegerField(default=1)
    applied_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    due_on = models.DateField()
    days_allowed = models.PositiveSmallIntegerField(help_text="working days, from the day after it came")
    paused_on = models.DateField(null=True, help_text="since when the seller or the laboratory has it")
    officer = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    inspector = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    inspection = models.CharField(max_length=10, choices=StepState.choices)
    laboratory = models.CharField(max_length=10, choices=StepState.choices)
    sample_size = models.PositiveIntegerField(default=0)
    statements = models.JSONField(default=dict, help_text="pii: the seller's own words, may name people")
    photo_keys = models.JSONField(default=dict)
    document_keys = models.JSONField(default=dict)
    missing = ArrayField(models.CharField(max_length=60), default=list)
    missing_words = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=CaseState.values), name="cert_case_state"),
            models.CheckConstraint(condition=Q(subject__in=Subject.values), name="cert_case_subject"),
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="cert_case_purpose"),
            models.CheckConstraint(
                condition=Q(inspection__in=StepState.values) & Q(laboratory__in=StepState.values),
                name="cert_case_steps",
            ),
            models.CheckConstraint(
                condition=~Q(state=CaseState.EVALUATED)
                | ~Q(inspection=StepState.NEEDED) & ~Q(laboratory=StepState.NEEDED),
                name="cert_case_evaluated_whole",
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="cert_case_quantity"),
            models.CheckConstraint(condition=~Q(subject="unit") | Q(quantity=1), name="cert_case_one_unit"),
            models.CheckConstraint(
                condition=~Q(subject="lot") | ~Q(lot_number=""), name="cert_case_lot_named"
            ),
            models.CheckConstraint(
                condition=~Q(state=CaseState.INCOMPLETE) | Q(missing__len__gt=0) | ~Q(missing_words=""),
                name="cert_case_incomplete_why",
            ),
            models.CheckConstraint(
                condition=Q(purpose=Purpose.FIRST) | Q(follows__isnull=False), name="cert_case_follows"
            ),
            models.UniqueConstraint(
                fields=("product_id", "lot_number"),
                condition=~Q(
                    state__in=(
                        CaseState.GRANTED,
                        CaseState.PARTLY_GRANTED,
                        CaseState.REFUSED,
                        CaseState.WITHDRAWN,
                    )
                ),
                name="cert_case_one_open",
            ),
        )
        indexes = (
            models.Index(fields=("group_code", "-id"), name="cert_case_of_group"),
            models.Index(fields=("product_id",), name="cert_case_of_product"),
            models.Index(fields=("lot_number",), name="cert_case_of_lot"),
            models.Index(fields=("inspector", "state"), name="cert_case_of_inspector"),
            models.Index(
                fields=("due_on", "id"),
                condition=Q(state__in=("submitted", "complete", "assigned", "evaluated")),
                name="cert_case_queue",
            ),
        )

    def __str__(self) -> str:
        return self.number


class CaseLine(models.Model):
    """
    The history; ``seq``, ``previous`` and ``seal`` are set by the database.

    ``facts`` is JSON with sorted keys, as text: the seal is of exactly this.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="lines")
    seq = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    actor = models.CharField(max_length=60, help_text="pii: person:<user id>, or a program's name")
    on_behalf_of = models.CharField(max_length=200, blank=True, help_text="pii: name")
    what = models.CharField(max_length=40)
    words = models.TextField(blank=True)
    state = models.CharField(max_length=16, choices=CaseState.choices)
    facts = models.TextField(default="{}")
    previous = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("case", "seq")
        constraints = (models.UniqueConstraint(fields=("case", "seq"), name="cert_line_once"),)

    def __str__(self) -> str:
        return f"{self.what} {self.case_id}/{self.seq}"


class FindingRow(models.Model):
    """One value found; the newest that was not taken back counts."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="found")
    round = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=60)
    kind = models.CharField(max_length=8)
    value = models.CharField(max_length=300)
    unit = models.CharField(max_length=24, blank=True)
    source = models.CharField(max_length=60)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=("number", "yes-no", "text")), name="cert_finding_kind"
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=False) | Q(source="declared"), name="cert_finding_by"
            ),
        )
        indexes = (models.Index(fields=("case", "code", "id"), name="cert_finding_of_case"),)

    def __str__(self) -> str:
        return f"{self.code} = {self.value}"


class Retraction(models.Model):
    """Findings of one source taken back, up to ``last_id``, with the reason; the findings stay readable."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="retractions")
    source = models.CharField(max_length=60)
    last_id = models.BigIntegerField()
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(reason=""), name="cert_retraction_why"),)

    def __str__(self) -> str:
        return f"{self.source} of {self.case_id}"


class Evaluator(models.Model):
    """Somebody who evaluated: she never decides this case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="evaluators")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "user", "what"), name="cert_evaluator_once"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.what}"


class InterestRow(models.Model):
    """A declared interest; ended, not deleted. In a village: she lives there, or her family does."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=InterestKind.choices)
    group_code = models.CharField(max_length=16, blank=True)
    village = models.CharField(max_length=120, blank=True)
    district = models.CharField(max_length=60, blank=True)
    place_key = models.CharField(max_length=200, blank=True)
    words = models.TextField(help_text="pii: may tell of her family")
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="group", place_key="") & ~Q(group_code="")
                | Q(kind="village", group_code="") & ~Q(place_key=""),
                name="cert_interest_of_what",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="cert_interest_words"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="cert_interest_ended",
            ),
            models.UniqueConstraint(
                fields=("user", "group_code", "place_key"),
                condition=Q(ended_at__isnull=True),
                name="cert_interest_once",
            ),
        )

    def __str__(self) -> str:
        return self.group_code or self.village


class DecisionRow(models.Model):
    """One decision of a case; another round, another row. Never changed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    round = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=64, unique=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    reasons = ArrayField(models.CharField(max_length=40), default=list)
    note = models.TextField(blank=True)
    quantity = models.PositiveIntegerField(default=0)
    grade_code = models.CharField(max_length=40, blank=True)
    grade_name = models.CharField(max_length=80, blank=True)
    assessed = models.JSONField(default=dict, help_text="what the grade was worked out from")
    working_days = models.PositiveSmallIntegerField(default=0)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "round"), name="cert_decision_once"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="cert_decision_outcome"),
            models.CheckConstraint(
                condition=Q(outcome__in=GRANTS, quantity__gt=0) & ~Q(grade_code="")
                | Q(outcome__in=(Outcome.RETURN, Outcome.REFUSE), quantity=0, reasons__len__gt=0),
                name="cert_decision_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.outcome} {self.case_id}/{self.round}"


class AppealRow(models.Model):
    """Somebody asks that others look at a decision again."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="appeals")
    round = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=64, unique=True)
    words = models.TextField(help_text="pii: the seller's own words, may name people")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    on_behalf_of = models.CharField(max_length=200, blank=True, help_text="pii: name")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=AppealState.choices, default=AppealState.ASKED)
    answer = models.TextField(blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "round"), name="cert_appeal_once"),
            models.CheckConstraint(condition=Q(state__in=AppealState.values), name="cert_appeal_state"),
            models.CheckConstraint(condition=~Q(words=""), name="cert_appeal_words"),
            models.CheckConstraint(
                condition=Q(state="asked", decided_by__isnull=True, decided_at__isnull=True, answer="")
                | ~Q(state="asked") & Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(answer=""),
                name="cert_appeal_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.state} {self.case_id}/{self.round}"


class ComplaintRow(models.Model):
    """What somebody said about certified goods; a buyer needs no name for it."""

    number = models.CharField(max_length=20, unique=True)
    key = models.CharField(max_length=64, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="complaints")
    certificate_number = models.CharField(max_length=24, blank=True)
    group_code = models.CharField(max_length=16, blank=True)
    product_id = StoreIdField(blank=True)
    label_code = models.CharField(max_length=64, blank=True)
    words = models.TextField(help_text="pii: somebody's own words, may name people")
    contact = models.CharField(max_length=200, blank=True, help_text="pii: contact")
    state = models.CharField(max_length=10, choices=ComplaintState.choices, default=ComplaintState.OPEN)
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=ComplaintState.values), name="cert_complaint_state"),
            models.CheckConstraint(condition=~Q(words=""), name="cert_complaint_words"),
            models.CheckConstraint(
                condition=Q(state="open", answered_by__isnull=True, answered_at__isnull=True)
                | ~Q(state="open") & Q(answered_by__isnull=False, answered_at__isnull=False) & ~Q(answer=""),
                name="cert_complaint_whole",
            ),
        )
        indexes = (models.Index(fields=("state", "-id"), name="cert_complaint_open"),)

    def __str__(self) -> str:
        return self.number


class PlannedRow(models.Model):
    """A date in the calendar of a granted case; ``done_by`` is the case that looks again."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="planned")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    due_on = models.DateField()
    done_by = models.OneToOneField(Case, on_delete=models.PROTECT, null=True, related_name="+")
    dropped_at = models.DateTimeField(null=True, help_text="the certificate does not stand any more")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "purpose", "due_on"), name="cert_planned_once"),
            models.CheckConstraint(
                condition=Q(purpose__in=(Purpose.SURVEILLANCE, Purpose.RENEWAL)), name="cert_planned_purpose"
            ),
            models.CheckConstraint(
                condition=Q(done_by__isnull=True) | Q(dropped_at__isnull=True), name="cert_planned_one_end"
            ),
            models.CheckConstraint(condition=~Q(done_by=F("case")), name="cert_planned_other_case"),
        )
        indexes = (
            models.Index(
                fields=("due_on", "id"),
                condition=Q(done_by__isnull=True, dropped_at__isnull=True),
                name="cert_planned_due",
            ),
        )

    def __str__(self) -> str:
        return f"{self.purpose} of {self.case_id}"


class FactsRow(models.Model):
    """The certified facts of a case's goods as the shop had them when it was applied for, or decided."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="facts_rows")
    taken_at = models.DateTimeField()
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"facts of {self.case_id}"

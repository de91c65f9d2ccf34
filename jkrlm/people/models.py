from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Lower

from jkrlm.kernel.clock import now
from jkrlm.kernel.ids import StoreIdField

#: ITU-T E.164: a plus, the country, the number; fifteen digits at most.
E164 = r"^\+[1-9][0-9]{6,14}$"
#: Nobody's domain (RFC 2606): the address of a person who has none that we know of.
NO_MAILBOX = "people.invalid"
#: The same for a buyer who signed in by phone; the store's customer has it as its address.
NO_BUYERS_MAILBOX = "buyers.invalid"


class Role(models.TextChoices):
    """Roles whose rooms exist; the others come with their rooms."""

    BUYER = "buyer", "Buyer"
    MEMBER = "member", "Member of a group"
    LEADER = "leader", "Leader of a group"
    CRP = "crp", "Community resource person"
    CLF_OFFICER = "clf-officer", "Officer of a federation"
    INSPECTOR = "inspector", "Inspector"
    LABORATORY = "lab", "Laboratory"
    OFFICER = "officer", "Certification officer"
    EDITOR = "editor", "Catalogue editor"
    LOGISTICS = "logistics", "Logistics"
    DRIVER = "driver", "Driver"
    GRIEVANCE = "grievance", "Grievance officer"
    EXHIBITIONS = "exhibitions", "Exhibition manager"
    CASHIER = "cashier", "Cashier"
    FINANCE_MAKER = "finance-maker", "Finance, maker"
    FINANCE_CHECKER = "finance-checker", "Finance, checker"
    ADMINISTRATOR = "admin", "Administrator"


class UserManager(BaseUserManager["User"]):
    def create_user(self, *, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Somebody who signs in. A buyer without an account is not here."""

    email = models.EmailField(unique=True, help_text="pii: contact")
    name = models.CharField(max_length=200, help_text="pii: name")
    phone = models.CharField(
        max_length=16,
        blank=True,
        help_text="pii: contact (E.164; hers alone: who shares one has it elsewhere)",
    )
    language = models.CharField(max_length=8, blank=True, help_text="of the pages when she last signed in")
    is_active = models.BooleanField(default=True)
    customer_id = StoreIdField(blank=True)
    created_at = models.DateTimeField(default=now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager()

    class Meta:
        constraints = (
            models.UniqueConstraint(Lower("email"), name="people_user_email_once"),
            models.UniqueConstraint(fields=("phone",), name="people_user_phone_once", condition=~Q(phone="")),
            models.CheckConstraint(condition=Q(phone="") | Q(phone__regex=E164), name="people_user_phone"),
        )

    def __str__(self) -> str:
        return self.email

    @property
    def mailbox(self) -> str:
        """Return where she reads mail; empty for who signs in by phone and gave no address."""
        return "" if self.email.endswith((f"@{NO_MAILBOX}", f"@{NO_BUYERS_MAILBOX}")) else self.email


class RoleGrant(models.Model):
    """One role held by one person."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=32, choices=Role.choices)
    granted_at = models.DateTimeField(default=now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "role"), name="people_role_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="people_role_known"),
        )


class AuditEntry(models.Model):
    """What a member of staff or a seller did. Rows are added, never changed."""

    at = models.DateTimeField(default=now, db_index=True)
    actor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    on_behalf_of = models.CharField(max_length=200, blank=True, help_text="pii: name")
    verb = models.CharField(max_length=64)
    target = models.CharField(max_length=200)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        indexes = (models.Index(fields=("target", "id"), name="people_audit_of_target"),)


class StaffLeave(models.Model):
    """
    Somebody of the staff is away from one day to another, both included; a colleague stands in.

    What would be given to her goes to the deputy meanwhile. Ended early, ``until`` is the day before.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="leaves")
    since = models.DateField()
    until = models.DateField()
    deputy = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now)
    is_dropped = models.BooleanField(default=False, help_text="never begun: taken back before its first day")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="people_leave_days"),
            models.CheckConstraint(condition=~Q(deputy=F("user")), name="people_leave_deputy"),
            ExclusionConstraint(
                name="people_leave_once",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (Func("since", "until", Value("[]"), function="daterange"), RangeOperators.OVERLAPS),
                ],
                condition=Q(is_dropped=False),
            ),
        )
        indexes = (models.Index(fields=("until", "since"), name="people_leave_now"),)


class Attempts(models.Model):
    """How often something was tried since a window began. The key is a keyed hash: no address is kept."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)


class ApiToken(models.Model):
    """
    What a program shows to act as a person at /api/graphql/: of its secret only a digest is kept.

    It may what its owner may, as long as she may; revoked it never comes back.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80, help_text="of the program, as its owner calls it")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of 256 random bits")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True, help_text="a day, not a moment: written once a day")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="people_token_digest"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="people_token_expires"),
            models.CheckConstraint(condition=~Q(name=""), name="people_token_named"),
        )
        indexes = (models.Index(fields=("user", "id"), name="people_token_of_person"),)


class SmsMessage(models.Model):
    """
    One message to a phone. What it says is sealed, and wiped when a gateway has taken it.

    ``WITHHELD``: the number is nobody's here; ``STALE``: it would have come too late; ``REFUSED``: the
    gateway will never take it.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "Queued"
        SENT = "sent", "Sent"
        WITHHELD = "withheld", "Withheld: nobody here has this number"
        STALE = "stale", "Not sent: too late"
        REFUSED = "refused", "Refused by the gateway"

    class Channel(models.TextChoices):
        SMS = "sms", "SMS"
        WHATSAPP = "whatsapp", "WhatsApp"

    to = models.CharField(max_length=16, help_text="pii: contact")
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.SMS)
    template = models.CharField(max_length=32)
    language = models.CharField(max_length=8)
    sealed = models.BinaryField(help_text="pii: name, code (sealed JSON list of the template's variables)")
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    not_after = models.DateTimeField(null=True, help_text="worthless later: not sent then")
    attempts = models.PositiveSmallIntegerField(default=0)
    gateway_id = models.CharField(max_length=128, blank=True)
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=now, db_index=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(to__regex=E164), name="people_sms_to"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="people_sms_sent_at",
            ),
        )


class CodePurpose(models.TextChoices):
    """What a code opens. One that was asked for at one door opens no other."""

    SELLER = "seller", "Sign-in of sellers"
    BUYER = "buyer", "Sign-in of buyers"
    CONTACT = "contact", "One more address of a buyer"
    ERASURE = "erasure", "Erasure of a buyer's account"


class SignInCode(models.Model):
    """
    A code sent to a phone or a mailbox, as a keyed hash; only the browser that asked knows its row.

    For a number that nobody here has, the hash is empty and nothing matches it.
    """

    purpose = models.CharField(max_length=8, choices=CodePurpose.choices, default=CodePurpose.SELLER)
    phone = models.CharField(max_length=16, blank=True, help_text="pii: contact")
    email = models.EmailField(blank=True, help_text="pii: contact")
    code_hash = models.CharField(max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(tries__lte=5), name="people_code_tries"),
            models.CheckConstraint(condition=Q(phone="") ^ Q(email=""), name="people_code_sent_once"),
            models.CheckConstraint(
                condition=Q(purpose__in=CodePurpose.values), name="people_code_purpose_known"
            ),
        )


class Letter(models.Model):
    """
    One mail about somebody's own account. What it says is sealed, and wiped when the mail server has it.

    ``STALE``: it would have come too late; ``WITHHELD``: the address is not a mailbox.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "Queued"
        SENT = "sent", "Sent"
        WITHHELD = "withheld", "Withheld: the address is not a mailbox"
        STALE = "stale", "Not sent: too late"

    to = models.EmailField(help_text="pii: contact")
    kind = models.CharField(max_length=32)
    language = models.CharField(max_length=8)
    sealed = models.BinaryField(help_text="pii: name, code (sealed JSON list: subject, text)")
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    not_after = models.DateTimeField(null=True, help_text="worthless later: not sent then")
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=now, db_index=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="people_letter_sent_at",
            ),
        )


class MemberPin(models.Model):
    """What opens one woman's part of a shared phone; ``failed`` counts since it was last right."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="+")
    secret = models.CharField(max_length=128, help_text="a password hash of a keyed hash of the PIN")
    failed = models.PositiveSmallIntegerField(default=0)
    set_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(failed__lte=5), name="people_pin_failed"),)


class Office(models.TextChoices):
    """As what somebody vouches for a woman who forgot her PIN."""

    LEADER = "leader", "Leader"
    CRP = "crp", "Community resource person"
    CLF_OFFICER = "clf-officer", "Officer of the federation"


class PinRecovery(models.Model):
    """
    A new PIN that waits until two people have said that it is she who asks.

    They are two, in two offices, and neither is she; each word is dated.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    secret = models.CharField(max_length=128, blank=True, help_text="hash of the new PIN; empty once closed")
    groups = ArrayField(models.CharField(max_length=16), help_text="where people may vouch for her")
    needs_leader = models.BooleanField(help_text="False only where she leads the group herself")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    first_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    first_as = models.CharField(max_length=12, choices=Office.choices, blank=True)
    first_at = models.DateTimeField(null=True)
    second_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    second_as = models.CharField(max_length=12, choices=Office.choices, blank=True)
    second_at = models.DateTimeField(null=True)
    refused_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("user",), name="people_recovery_one_open", condition=Q(closed_at__isnull=True)
            ),
            models.CheckConstraint(
                condition=~Q(first_by=F("second_by")) & ~Q(first_by=F("user")) & ~Q(second_by=F("user")),
                name="people_recovery_two_others",
            ),
            models.CheckConstraint(
                condition=Q(second_by__isnull=True)
                | (Q(first_by__isnull=False) & ~Q(first_as=F("second_as"))),
                name="people_recovery_two_offices",
            ),
            models.CheckConstraint(
                condition=Q(first_by__isnull=True, first_as="", first_at__isnull=True)
                | Q(first_by__isnull=False, first_as__in=Office.values, first_at__isnull=False),
                name="people_recovery_first_whole",
            ),
            models.CheckConstraint(
                condition=Q(second_by__isnull=True, second_as="", second_at__isnull=True)
                | Q(second_by__isnull=False, second_as__in=Office.values, second_at__isnull=False),
                name="people_recovery_second_whole",
            ),
            models.CheckConstraint(
                condition=Q(second_by__isnull=True)
                | Q(needs_leader=False)
                | Q(first_as=Office.LEADER)
                | Q(second_as=Office.LEADER),
                name="people_recovery_leader",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(secret=""), name="people_recovery_closed_forgets"
            ),
        )
        indexes = (
            GinIndex(
                fields=("groups",), name="people_recovery_by_group", condition=Q(closed_at__isnull=True)
            ),
        )

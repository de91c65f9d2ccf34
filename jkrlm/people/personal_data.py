"""What people holds about somebody as a buyer, and how it forgets her."""

from django.db import transaction
from django.utils.translation import gettext as _

from jkrlm.kernel.personal_data import Holder, Subject, Told
from jkrlm.people.models import Letter, Role, RoleGrant, SignInCode, SmsMessage, User
from jkrlm.people.sms.templates import SIGN_IN_CODE


def _tell(subject: Subject) -> tuple[Told, ...]:
    user = User.objects.get(pk=subject.user_id)
    about = {
        _("Name"): user.name,
        _("E-mail"): user.mailbox,
        _("Phone"): user.phone,
        _("Language"): user.language,
        _("Since"): user.created_at.isoformat(),
    }
    texts = SmsMessage.objects.filter(to__in=subject.phones, template=SIGN_IN_CODE).order_by("pk")
    letters = Letter.objects.filter(to__in=subject.emails).order_by("pk")
    return (
        Told(_("Account"), (about,)),
        Told(
            _("Messages with codes and about the account"),
            (
                *({_("To"): each.to, _("At"): each.created_at.isoformat()} for each in texts),
                *({_("To"): each.to, _("At"): each.created_at.isoformat()} for each in letters),
            ),
        ),
    )


def _forget(subject: Subject) -> None:
    """Drop codes and messages. What a seller was told as a seller stays until it is too old."""
    SignInCode.objects.filter(phone__in=subject.phones).delete()
    SignInCode.objects.filter(email__in=subject.emails).delete()
    SmsMessage.objects.filter(to__in=subject.phones, template=SIGN_IN_CODE).delete()
    Letter.objects.filter(to__in=subject.emails).delete()


PERSONAL_DATA = Holder(tell=_tell, forget=_forget)


@transaction.atomic
def forget_buyer(*, user: User, email: str) -> None:
    """
    End somebody's part as a buyer; who is a seller or works here goes on being that.

    Else nothing is left of her but a number: ``email`` is nobody's address, which takes hers' place.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    RoleGrant.objects.filter(user=locked, role=Role.BUYER).delete()
    locked.customer_id = ""
    if not RoleGrant.objects.filter(user=locked).exists():
        locked.email, locked.name, locked.phone, locked.language = email, "", "", ""
        locked.is_active = False
        locked.set_unusable_password()
    locked.save()

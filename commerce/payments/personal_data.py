"""What the payment app holds about a buyer, and how it forgets."""

from django.utils.translation import gettext as _

from commerce.payments.models import PaymentAttempt, StripeEvent, UpiClaim
from jkrlm.kernel.personal_data import Holder, Subject, Told


def _tell(subject: Subject) -> tuple[Told, ...]:
    attempts = PaymentAttempt.objects.filter(source_id__in=subject.checkout_ids).order_by("pk")
    claims = dict(UpiClaim.objects.filter(attempt__in=attempts).values_list("attempt", "rrn"))
    rows = tuple(
        {
            _("At"): each.created_at.isoformat(),
            _("By"): each.get_method_display(),
            _("Amount"): f"{each.amount} {each.currency}",
            _("State"): each.get_state_display(),
            _("The bank’s number"): claims.get(each.pk, ""),
        }
        for each in attempts
    )
    return (Told(_("Payments"), rows),)


def _forget(subject: Subject) -> None:
    """
    Wipe the addresses of pages, and what the card company told in its webhooks.

    Amounts, days and references stay: they are books of account.
    """
    attempts = PaymentAttempt.objects.filter(source_id__in=subject.checkout_ids)
    sessions = [each for each in attempts.values_list("session_id", flat=True) if each]
    intents = [each for each in attempts.values_list("payment_intent_id", flat=True) if each]
    attempts.update(return_url="", cancel_url="")
    events = StripeEvent.objects.filter(handled_at__isnull=False)
    events.filter(body__data__object__id__in=[*sessions, *intents]).update(body={})
    events.filter(body__data__object__payment_intent__in=intents).update(body={})


PERSONAL_DATA = Holder(tell=_tell, forget=_forget)

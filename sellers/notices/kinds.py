"""What is told, to whom, in which words: a literal table. Words are made when read, in her language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jkrlm.people import facade as people


@dataclass(frozen=True, slots=True)
class Kind:
    """
    ``roles`` are told (empty: only the person that the event names); ``sms`` is the registered text, empty
    where a message to the phone is not worth its price, with the names of the facts for its gaps in order;
    ``page`` is the portal's page it leads to.
    """

    roles: tuple[str, ...]
    title: Promise
    words: Promise
    icon: str
    page: str
    sms: str = ""
    gaps: tuple[str, ...] = ()


_GROUP: Final = ("leader", "member")
_HELPERS: Final = ("leader", "crp")

KINDS: Final[Mapping[str, Kind]] = {
    "order-placed": Kind(
        _GROUP,
        _("A new order"),
        _("Order %(number)s came in. Pack it by %(day)s. Say yes or no."),
        "parcel",
        "orders",
        people.ORDER_PLACED,
        ("number", "group", "day"),
    ),
    "order-unanswered": Kind(
        _HELPERS,
        _("Nobody has answered"),
        _("Order %(number)s of %(group)s waits for a yes. Without one it is cancelled, the sale is lost."),
        "warn",
        "orders",
        people.ORDER_UNANSWERED,
        ("number", "group"),
    ),
    "order-cancelled": Kind(
        _HELPERS,
        _("An order was cancelled"),
        _("Order %(number)s of %(group)s was cancelled: nobody answered. The buyer has the money back."),
        "warn",
        "orders",
    ),
    "order-called-off": Kind(
        _GROUP,
        _("An order was cancelled"),
        _("Order %(number)s of %(group)s was cancelled. Do not send it."),
        "warn",
        "orders",
    ),
    "order-shortened": Kind(
        _GROUP,
        _("An order became smaller"),
        _("Some pieces were taken out of order %(number)s. Look what is still to be sent."),
        "warn",
        "orders",
    ),
    "penalty": Kind(
        _GROUP,
        _("A penalty"),
        _(
            "%(amount)s are taken off the money of %(group)s. The page Money shows it; "
            "ask if it is not right."
        ),
        "warn",
        "money",
    ),
    "credit": Kind(
        _GROUP,
        _("Money was added"),
        _("%(amount)s were added to the money of %(group)s. The page Money shows it."),
        "purse",
        "money",
    ),
    "parcel-back": Kind(
        _GROUP,
        _("A parcel came back to you"),
        _("The collection centre gave back order %(number)s. Mend what is not right, bring it again."),
        "warn",
        "orders",
        people.PARCEL_BACK,
        ("number", "group"),
    ),
    "payout-paid": Kind(
        _GROUP,
        _("Money was paid"),
        _("%(amount)s were paid to %(group)s. The bank’s number: %(utr)s."),
        "purse",
        "money",
        people.PAYOUT_PAID,
        ("amount", "group", "utr"),
    ),
    "payout-returned": Kind(
        _HELPERS,
        _("A payment came back"),
        _("%(amount)s for %(group)s came back from the bank. Check the group’s account."),
        "warn",
        "money",
        people.PAYOUT_RETURNED,
        ("amount", "group"),
    ),
    "payout-held": Kind(
        _HELPERS,
        _("A payment is held"),
        _("The next payment to %(group)s is held. The page Money says why and whom to ask."),
        "warn",
        "money",
    ),
    "account-changes": Kind(
        _GROUP,
        _("The bank account changes"),
        _("From %(day)s %(group)s is paid to another bank account. If you do not want this, say so today."),
        "lock",
        "help",
        people.ACCOUNT_CHANGES,
        ("group", "day"),
    ),
    "goods-sent-back": Kind(
        (),
        _("Something is missing"),
        _("Your piece %(title)s was sent back to you. See what is asked, mend it, send it again."),
        "warn",
        "goods",
        people.GOODS_SENT_BACK,
        ("title",),
    ),
    "photo-hidden": Kind(
        (),
        _("A picture left the shop"),
        _(
            "One picture of %(title)s is not shown any more: somebody in it has not agreed, or took it back. "
            "Send another picture, without people."
        ),
        "warn",
        "goods",
    ),
    "goods-on-sale": Kind(
        (),
        _("On sale"),
        _("Your piece %(title)s is on sale now."),
        "check",
        "goods",
    ),
    "case-incomplete": Kind(
        _GROUP,
        _("Something is missing"),
        _("The certificate for %(title)s waits: something is missing. See what, and send it again."),
        "warn",
        "certificates",
        people.CASE_INCOMPLETE,
        ("title",),
    ),
    "case-returned": Kind(
        _GROUP,
        _("No certificate yet"),
        _("%(title)s was looked at and sent back to you. See what is to be mended, then send it again."),
        "warn",
        "certificates",
        people.CASE_RETURNED,
        ("title",),
    ),
    "case-granted": Kind(
        _GROUP,
        _("Certified"),
        _("%(title)s is certified. Grade: %(grade)s."),
        "check",
        "certificates",
        people.CASE_GRANTED,
        ("title", "grade"),
    ),
    "case-refused": Kind(
        _GROUP,
        _("No certificate"),
        _("The certificate for %(title)s was refused. See why; you may appeal for 30 days."),
        "warn",
        "certificates",
        people.CASE_REFUSED,
        ("title",),
    ),
    "case-reopened": Kind(
        _GROUP,
        _("Looked at again"),
        _("What is certified of %(title)s was changed, so it is looked at again."),
        "warn",
        "certificates",
        people.CASE_REOPENED,
        ("title",),
    ),
    "certificate-suspended": Kind(
        _GROUP,
        _("A certificate is suspended"),
        _("Certificate %(number)s of %(group)s is suspended. Its goods are off sale until it is cleared up."),
        "warn",
        "certificates",
        people.CERTIFICATE_SUSPENDED,
        ("number", "group"),
    ),
    "certificate-withdrawn": Kind(
        _GROUP,
        _("A certificate is withdrawn"),
        _("Certificate %(number)s of %(group)s is withdrawn. Its goods are not sold any more."),
        "warn",
        "certificates",
        people.CERTIFICATE_WITHDRAWN,
        ("number", "group"),
    ),
    "certificate-reinstated": Kind(
        _GROUP,
        _("A certificate is valid again"),
        _("Certificate %(number)s of %(group)s is valid again."),
        "check",
        "certificates",
        people.CERTIFICATE_REINSTATED,
        ("number", "group"),
    ),
    "stalls-called": Kind(
        _GROUP,
        _("A fair calls you"),
        _("%(group)s may apply for a stall at %(name)s, until %(day)s."),
        "bell",
        "exhibitions",
        people.STALLS_CALLED,
        ("name", "group", "day"),
    ),
    "stall-allotted": Kind(
        _GROUP,
        _("You have a stall"),
        _("%(group)s has stall %(stall)s at %(name)s. Letter and passes are ready."),
        "check",
        "exhibitions",
        people.STALL_ALLOTTED,
        ("group", "stall", "name"),
    ),
    "stall-offered": Kind(
        _GROUP,
        _("A stall became free"),
        _("%(group)s may have stall %(stall)s at %(name)s. Say yes by %(day)s."),
        "bell",
        "exhibitions",
        people.STALL_OFFERED,
        ("group", "stall", "name", "day"),
    ),
    "stall-none": Kind(
        _GROUP,
        _("No stall this time"),
        _("%(group)s has no stall at %(name)s yet. The page says why, and your place on the waiting list."),
        "warn",
        "exhibitions",
    ),
    "stall-lost": Kind(
        _GROUP,
        _("The stall was given on"),
        _("Stall %(stall)s at %(name)s is not held for %(group)s any more. The page says why."),
        "warn",
        "exhibitions",
    ),
    "fair-cancelled": Kind(
        _GROUP,
        _("A fair is cancelled"),
        _("%(name)s is cancelled: %(group)s need not come. Why: %(why)s"),
        "warn",
        "exhibitions",
        people.FAIR_CANCELLED,
        ("name", "group"),
    ),
    "fair-days": Kind(
        _GROUP,
        _("A fair has other days"),
        _("%(name)s is now from %(day)s to %(until)s. %(group)s applied for it: look whether you can come."),
        "warn",
        "exhibitions",
        people.FAIR_DAYS,
        ("name", "day", "until", "group"),
    ),
    "allowance": Kind(
        _GROUP,
        _("An allowance was added"),
        _("%(amount)s for the fair were added to the money of %(group)s."),
        "purse",
        "money",
    ),
    "fair-settled": Kind(
        _GROUP,
        _("Your fair is settled"),
        _("%(name)s is settled: %(amount)s for %(group)s. The page of the fair shows every sum."),
        "purse",
        "exhibitions",
    ),
    "share-asked": Kind(
        (),
        _("Your share of a sale"),
        _("Your leader wrote down what you made of order %(number)s. Say whether it is right."),
        "purse",
        "money",
    ),
    "review-written": Kind(
        _HELPERS,
        _("A buyer wrote"),
        _("Somebody wrote about %(title)s: %(stars)s of 5 stars. You can answer."),
        "sms",
        "reviews",
    ),
    "question-asked": Kind(
        _HELPERS,
        _("A buyer asks"),
        _("Somebody asks about %(title)s before buying. Answer soon."),
        "sms",
        "reviews",
    ),
    "answer-sent-back": Kind(
        _HELPERS,
        _("Your answer is not shown"),
        _("Your answer about %(title)s was not published. See why, change it, send it again."),
        "warn",
        "reviews",
    ),
    "grievance-news": Kind(
        (),
        _("News on your grievance"),
        _("The grievance officer wrote to you about %(number)s."),
        "sms",
        "grievances",
    ),
}

"""
The marks that goods bear in the shop: "certified" under a certificate in force, "GI" when its standard names
the indication and the group is an authorised user of it today (Geographical Indications Act, s. 17).
"""

from collections.abc import Iterable, Sequence
from datetime import date

from catalogue.facade import Marks, carry_marks
from certification.certificates.contracts import Certificate
from certification.certificates.selectors import certificates_of_groups, certificates_of_products
from certification.standards.facade import version_by_number
from jkrlm.kernel import clock
from jkrlm.kernel.outbox import Event
from sellers.registry.facade import has_licence

GI_USER = "gi-user"


def on_certificate_changed(event: Event) -> None:
    """
    React to CertificateChanged: the goods' marks follow.

    Raises:
        StoreRefused, StoreUnavailable: the event is delivered again.
    """
    keep_marks([str(event.payload["product"])])


def on_group_changed(event: Event) -> None:
    """
    React to GroupChanged: a licence that began or ended gives or takes the GI mark.

    Raises:
        StoreRefused, StoreUnavailable: the event is delivered again.
    """
    held = certificates_of_groups((str(event.payload["code"]),))
    keep_marks(dict.fromkeys(each.product_id for each in held if version_by_number(each.version_number).gi))


def keep_marks(product_ids: Iterable[str]) -> None:
    """Bring the marks of goods to what is true today."""
    today = clock.today()
    wanted = [each for each in product_ids if each]
    in_force = certificates_of_products(wanted, on=today)
    carry_marks({each: _marks(in_force.get(each, ()), today) for each in wanted})


def _marks(held: Sequence[Certificate], today: date) -> Marks:
    is_gi = any(
        version_by_number(each.version_number).gi and has_licence(each.group_code, GI_USER, on=today)
        for each in held
    )
    return Marks(certified=bool(held), gi=is_gi)

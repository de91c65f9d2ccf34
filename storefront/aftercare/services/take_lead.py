"""What somebody asked for at a fair becomes an enquiry, answered as any other."""

import exhibitions.results.facade as results
from jkrlm.kernel.outbox import Event
from sellers.registry.facade import groups_by_code
from storefront.aftercare.countries import HOME
from storefront.aftercare.models import Enquiry, EnquirySource


def on_lead_taken(event: Event) -> None:
    """React to LeadTaken: it is listed among the enquiries, once. One that is forgotten by then is not."""
    found = results.lead(int(event.payload["lead"]))
    if not found.phone and not found.email:
        return
    group = groups_by_code([found.group_code]).get(found.group_code) if found.group_code else None
    where = [found.exhibition_name, found.stall_code, group.name if group else ""]
    Enquiry.objects.get_or_create(
        lead=found.id,
        defaults={
            "key": f"lead {found.number}",
            "source": EnquirySource.FAIR,
            "origin": " · ".join(part for part in where if part)[:200],
            "product_name": (group.name if group else found.exhibition_name)[:250],
            "name": found.name,
            "email": found.email,
            "phone": found.phone,
            "country": HOME,
            "quantity": found.quantity or 1,
            "words": found.wants,
            "language": found.language,
            "asked_at": found.consent_at,
        },
    )

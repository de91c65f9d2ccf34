"""What cases do when something has happened; each is harmless when repeated."""

from catalogue.facade import product_facts
from certification.cases.models import Case
from certification.cases.services.reopen import compare_facts, keep_facts, watched
from jkrlm.kernel import clock
from jkrlm.kernel.outbox import Event


def on_case_applied(event: Event) -> None:
    """
    React to CaseApplied: keep what the shop says of the goods now.

    Raises:
        StoreUnavailable: the event is delivered again.
    """
    found = Case.objects.filter(number=event.payload["case"]).first()
    if found is not None and found.product_id and not found.facts_rows.exists():
        keep_facts(number=found.number, facts=product_facts(found.product_id), now=clock.now())


def on_product_changed(event: Event) -> None:
    """
    React to a change of goods: where certified facts differ from what was certified, the case is reopened.

    Raises:
        StoreUnavailable: the event is delivered again.
    """
    payload = event.payload
    product = payload.get("product") or (payload.get("productVariant") or {}).get("product") or {}
    cases = watched(product.get("id") or "")
    if not cases:
        return
    facts = product_facts(cases[0].product_id)
    if not facts:
        return  # the store has it no more: nothing is sold of it
    for each in cases:
        compare_facts(number=each.number, facts=facts, now=clock.now())

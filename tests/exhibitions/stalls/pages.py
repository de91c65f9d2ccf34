"""The draw of a fair, before it and after: samples for what every public page must be."""

from exhibitions.plan.facade import exhibition
from tests.common.shop_pages.addresses import Sample
from tests.exhibitions.stalls.world import a_mela, allotted, applied, call


def draws() -> list[Sample]:
    """A fair whose stalls were allotted, a tie among them."""
    mela = a_mela(4)
    call(mela, quota_district_Budgam="1")
    for code in mela.groups:
        applied(mela, code)
    allotted(mela)
    return [Sample("exhibition_draw:draw", f"/exhibitions/{exhibition(mela.code).slug}/draw/")]

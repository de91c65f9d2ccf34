"""The recorded writes of a catalogue: an attribute, a page, a product with its picture, metadata."""

from commerce.embedded.page.models import Page, PageType
from commerce.embedded.product.models import Product
from jkrlm.kernel.clock import now
from tests.contract.recordings import Replay, recording
from tests.contract.world import World, picture


def test_a_vendor_and_a_product_of_the_vendor(world: World, replay: Replay) -> None:
    taken = PageType.objects.create(name="Taken", slug="taken")
    # The recorded session was not its first: slugs of an earlier one gave it the ending "-2".
    for slug in recording(57).given["s"]:
        Page.objects.create(page_type=taken, slug=slug.removesuffix("-2"), title="Earlier", created_at=now())
    Product.objects.filter(slug="ascii-tee").update(slug="kani-shawl")
    # Saleor lists a variant before it has a price; here the price, which 53 sets, makes the listing.
    replay.unsent = {"addVariants"}
    replay.exactly(*range(46, 54)).uploading(54, "f", picture()).exactly(55, 56, 57, 63)
    assert replay.faults == []

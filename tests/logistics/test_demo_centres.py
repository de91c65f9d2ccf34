"""The demo's centres are marked as invented, stand where their groups are, and are made once."""

from jkrlm.people.facade import Role
from logistics.models import RoadClosure
from logistics.places import facade as places
from storefront.demo.places import load_demo_logistics
from tests.registry.world import somebody


def test_each_federation_has_a_sample_centre_near_its_groups(groups):
    keeper = somebody("Javid Wani", Role.LOGISTICS)
    load_demo_logistics(keeper)
    load_demo_logistics(keeper)
    made = [place for place in places.places() if place.is_sample]
    assert [(place.kind, place.district, place.organisation) for place in made] == [
        ("facility", "Jammu", "Bishnah Samridhi CLF"),
        ("facility", "Budgam", "Narbal Hunar CLF"),
        ("facility", "Srinagar", "Srinagar Rural CLF"),
    ]
    assert all(place.name.endswith("(sample)") for place in made)
    assert places.collection_place_of("KZ09").organisation == "Narbal Hunar CLF"
    assert RoadClosure.objects.get().reason.endswith("(sample)")

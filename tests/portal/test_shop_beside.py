"""What a seller's sign-in means in the shop: her name is filled in, and no address that is nobody's."""

from jkrlm.people.facade import User
from tests.portal.world import LONE, Phone, Village


def test_a_seller_has_no_mailbox_that_we_made_up(village: Village) -> None:
    Phone(LONE).trust()
    user = User.objects.get(name="Dilshada Mir")

    assert user.email.endswith("@people.invalid")
    assert user.mailbox == ""
    assert User(email="ananya@example.in").mailbox == "ananya@example.in"

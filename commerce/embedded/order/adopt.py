from commerce.embedded.account.models import User
from commerce.embedded.order.models import Order, OrderStatus


def adopt_guest_orders(user: User) -> int:
    """Make the guest orders of the user's address his, drafts and unconfirmed ones aside, as Saleor does."""
    return (
        Order.objects.filter(user=None, user_email__iexact=user.email)
        .exclude(status__in=(OrderStatus.DRAFT, OrderStatus.UNCONFIRMED))
        .update(user=user)
    )

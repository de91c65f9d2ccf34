"""
Our payment app: what a payment app of Saleor's does, for cards (Stripe Checkout) and cash at the door.

It answers the store's six questions from the payload and its own tables, hears
from Stripe, tells the store what became of the money, and sees to it that no
money is kept without an order. Identifier and gateway id: ``umeed.payments``.
``local_stripe`` beside it stands for Stripe in the demo and in tests; it is
another program and imports nothing of this room.
"""

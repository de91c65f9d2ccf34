"""Checkout: one page from a bag to a paid order, without an account. The store keeps all of its facts."""

"""Checkouts of the embedded store: lines, addresses, delivery options, prices, and the step to an order."""

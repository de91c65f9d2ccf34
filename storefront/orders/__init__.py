"""The order's own page, by a secret address, and what keeps it true."""

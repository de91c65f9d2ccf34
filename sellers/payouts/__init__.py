"""Payouts: what groups are paid, batch by batch, by two people."""

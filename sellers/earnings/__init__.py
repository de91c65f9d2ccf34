"""Earnings: whose hands made what was sold, what it cost her, what is left; the monthly statement."""

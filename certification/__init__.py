"""Certification: from a standard to a label that proves itself. Each room in here has its own door."""

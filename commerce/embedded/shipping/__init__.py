"""Zones and delivery methods of the embedded store, and a delivery option as a value."""

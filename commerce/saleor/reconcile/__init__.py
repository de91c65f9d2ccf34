"""Comparing a Saleor with our rooms and mending what drifted: events that never came, payments, webhooks."""

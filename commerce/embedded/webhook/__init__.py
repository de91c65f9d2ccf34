"""What the store tells: the rooms' app through the outbox, third parties through signed webhooks."""

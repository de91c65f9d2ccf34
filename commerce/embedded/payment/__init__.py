"""Money through payment apps: transactions, their events, sessions, refunds granted and asked for."""

"""How a channel is taxed, and what a tax app is asked about."""

"""Mail about orders: written once for each step, kept, then sent; a reaction to the store's events."""

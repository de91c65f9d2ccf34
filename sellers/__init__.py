"""
Sellers: everything between a group and its money. The registry of groups, the ledger, their portal, the
split of orders, tax and payouts, each a room with its own door.
"""

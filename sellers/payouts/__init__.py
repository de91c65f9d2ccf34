"""
Payouts: what groups are paid, batch by batch, by two people.

Shares clear once delivery and the return window are over (sellers.orders.clearing). A maker builds a batch of
what is payable, a checker, another person, approves it; only then does the ledger send it and is a bank file
made. The bank's results come back by file or by hand. A group on hold is left out, and sees why.
"""

"""
Payouts: paying groups what has cleared. Owns statements, payout batches with a maker and a checker,
bank files and what the bank reports back; the money itself is counted in the ledger.
"""

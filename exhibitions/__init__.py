"""
Exhibitions: events, stalls and their allotment, goods given on consignment, the till at a stall, and the
settlement with the groups afterwards.
"""

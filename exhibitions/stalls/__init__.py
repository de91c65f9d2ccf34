"""
Stalls of an exhibition: the call to the groups, their applications, how stalls are allotted among them and
why, the waiting list, letters and passes, allowances.
"""

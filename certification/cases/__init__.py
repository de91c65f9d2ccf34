"""
Cases: an application for a certificate on its way to a decision, who works on it and who may not,
findings, decisions, appeals, complaints, and when it is looked at again.
"""

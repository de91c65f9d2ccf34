"""
The desk of certification: the queue and the page of one case, made of what the rooms beside it know.
"""

"""
Verification: what a buyer is told who scans or types the code of a label.
"""

"""
Certification: standards, cases, inspections, laboratory results, certificates and labels, and the public
check of a label. Owns whether a product is certified, by whom, for how long, and why not.
"""

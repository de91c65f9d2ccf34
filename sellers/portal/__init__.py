"""
Portal: the pages under /sell/ on which members of groups, and the community resource persons who help
them, list goods, pack orders and see their earnings. Owns those pages and who may act for which group.
"""

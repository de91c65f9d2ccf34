"""
Logistics: how goods get from a group to a buyer, and when. Owns places (PIN codes, states), the rate
cards, transit days, holidays and cash-on-delivery limits as dated rows, and the quotes promised to
buyers: one delivery plan for a whole bag, a parcel for each group that packs.
"""

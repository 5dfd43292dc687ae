"""Banso (伴走): training and competency system for business advisors."""

"""Measurements of the product, one JSON line per figure: ``{"bench": …, "value": …, "unit": …}``.

``python -m benchmarks`` runs them all, ``python -m benchmarks pages`` some. They print, they never judge;
what one has to know to read the figures goes to standard error.
"""

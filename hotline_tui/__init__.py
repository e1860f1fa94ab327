"""The duty desk of a 7×24 service hotline."""

__version__ = "0.1.0"

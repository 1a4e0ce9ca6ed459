"""Buy till you die: what a customer's purchases so far say about those to come."""

from crmlib.btyd.summary import btyd_summary

__all__ = ["btyd_summary"]

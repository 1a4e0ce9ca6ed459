"""Widgets: one per question, thin over the methods and the figures."""

from crmlib.explore.abc import abc
from crmlib.explore.mining import mailing, pairs
from crmlib.explore.rfm import rfm

__all__ = ["abc", "mailing", "pairs", "rfm"]

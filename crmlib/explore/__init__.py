"""Widgets: one per question, thin over the methods and the figures."""

from crmlib.explore.abc import abc
from crmlib.explore.quadrant import quadrant
from crmlib.explore.rfm import rfm

__all__ = ["abc", "quadrant", "rfm"]

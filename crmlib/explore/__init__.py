"""Widgets: one per question, thin over the methods and the figures."""

from crmlib.explore.abc import abc
from crmlib.explore.demand import demand
from crmlib.explore.rfm import rfm

__all__ = ["abc", "demand", "rfm"]

"""Widgets: one per question, thin over the methods and the figures."""

from crmlib.explore.abc import abc
from crmlib.explore.keep_or_win import keep_or_win
from crmlib.explore.lost_shopper import lost_shopper
from crmlib.explore.rfm import rfm

__all__ = ["abc", "rfm",
           "keep_or_win", "lost_shopper"]

"""Dwyer's method: lifetime value of customers who are lost for good, and of those who lapse and return."""

from crmlib.dwyer.migration import migration_clv
from crmlib.dwyer.rates import repurchase_rates
from crmlib.dwyer.retention import retention_clv
from crmlib.dwyer.sensitivity import clv_elasticity, clv_sensitivity
from crmlib.dwyer.value import LifetimeValue

__all__ = ["LifetimeValue", "clv_elasticity", "clv_sensitivity", "migration_clv", "repurchase_rates", "retention_clv"]

"""The sales log: read it from any source, check every line, fold lines into orders, add up customers."""

from crmlib.transactions.audits import Audit, audit
from crmlib.transactions.log import read_transactions
from crmlib.transactions.orders import customer_totals, fold_orders

__all__ = ["Audit", "audit", "customer_totals", "fold_orders", "read_transactions"]

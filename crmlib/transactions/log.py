"""Reading a sales log: from any source to clean lines with an audit."""

import numpy as np
import pandas as pd

from crmlib.language import CourseError, listed
from crmlib.language import gettext as _
from crmlib.transactions.amounts import read_amounts
from crmlib.transactions.audits import Audit
from crmlib.transactions.checking import find_problems
from crmlib.transactions.columns import require_columns
from crmlib.transactions.dates import as_day, read_dates, today
from crmlib.transactions.identifiers import read_ids
from crmlib.transactions.reading import read_source
from crmlib.transactions.reasons import reason_label

_READERS = {"customer": read_ids, "order": read_ids, "product": read_ids,
            "amount": read_amounts, "quantity": read_amounts, "price": read_amounts}


def read_transactions(source, customer, date, amount=None, *, order=None, product=None, quantity=None, price=None, sheet=None,
                      date_format=None, timezone=None, exported_on=None, bad_rows="error"):
    """Read a sales log, check every line, and say in an audit what was done.

    Lines without a customer id and total rows are set aside. Refunds (negative amounts) and exact
    copies of a line are kept and counted. Lines kept and lines set aside always add up to the
    lines read.

    Parameters
    ----------
    source : path or data frame
        Text with commas, tabs or semicolons (UTF-8, UTF-16 or GB18030), a spreadsheet (.xlsx, .xls,
        .ods), a Parquet file, or a data frame of pandas or of another library.
    customer, date : str
        The source's own names of the columns with the customer id and the day of the sale.
    amount : str, optional
        The column with the line's amount in yuan. Without it, the amount is quantity × price.
    order, product, quantity, price : str, optional
        Columns with the order id, the product id, the number of units and the price of one (yuan).
        Without `order`, the lines of one customer on one day are one order.
    sheet : str, optional
        The sheet of a spreadsheet; needed if several have data.
    date_format : str, optional
        The form of the dates as in ``strptime``; needed only if day and month can be mixed up.
    timezone : str, optional
        The shop's time zone, for example ``"Asia/Shanghai"``; needed only if the times name a zone.
    exported_on : str or date, optional
        The day of the export; later dates are mistakes. Today by default.
    bad_rows : {"error", "set_aside"}
        Whether a row that cannot be used stops the reading, or is set aside with its reason.

    Returns
    -------
    pandas.DataFrame
        One row per clean line: ``customer_id``, ``order_id`` (text), ``date`` (day), ``amount``
        (yuan, whole cents) and, if named, ``product_id`` and ``quantity``. The index ``row`` is the
        row number in a spreadsheet (the header is row 1), or, for a data frame or a Parquet file,
        the position counted from 0. ``attrs["audit"]`` is the :class:`Audit`; its attribute
        ``rows`` holds the rows set aside.

    Raises
    ------
    CourseError
        Names the column, the rows and the remedy.

    Examples
    --------
    >>> till = pd.DataFrame({"会员号": ["C001", "C002", None], "日期": ["2025-03-04", "2025年3月5日", "2025/3/6"],
    ...                      "实收金额": ["¥1,280.00", "36", "15"]})
    >>> log = read_transactions(till, customer="会员号", date="日期", amount="实收金额")
    >>> log[["customer_id", "date", "amount"]]
        customer_id       date  amount
    row
    0          C001 2025-03-04  1280.0
    1          C002 2025-03-05    36.0
    >>> log.attrs["audit"]["set_aside"]
    {'missing_customer': {'rows': 1, 'revenue': 15.0, 'refund_lines': 0}}
    """
    names = _mapping(customer=customer, order=order, date=date, amount=amount, product=product, quantity=quantity, price=price)
    if bad_rows not in ("error", "set_aside"):
        raise CourseError(_("bad_rows={bad_rows!r} is not known. Use \"error\" or \"set_aside\".").format(bad_rows=bad_rows))
    read = read_source(source, sheet)
    require_columns(read.table, names.values())
    cells = {role: _READERS[role](read.table[name]) for role, name in names.items() if role != "date"}
    cells["date"] = read_dates(read.table[date], date_format, timezone)
    lines = _lines(cells)
    last_day = today(timezone) if exported_on is None else as_day(exported_on, "exported_on")
    problems = find_problems(read.table, names, cells, lines, last_day)
    if bad_rows == "error":
        problems.refuse()
    if not problems.usable.any():
        raise CourseError(_("Not one line can be used: {reasons}. Check that you named the right columns.")
                          .format(reasons=listed(map(reason_label, problems.reasons()))))
    log = lines[problems.usable]
    duplicates = read.table.index[problems.usable & _repeated(read.table)]
    log.attrs["audit"] = Audit(_facts(read, cells, lines, problems, duplicates), problems.rows(), duplicates)
    return log


def _mapping(**names):
    names = {role: name for role, name in names.items() if name is not None}
    by_multiplying = "quantity" in names and "price" in names
    if "amount" not in names and not by_multiplying:
        raise CourseError(_("The amount is not named. Give amount=\"…\", or quantity=\"…\" and price=\"…\"."))
    if "amount" in names and "price" in names:
        raise CourseError(_("The amount is given twice. Give either amount=\"…\", or quantity=\"…\" and price=\"…\"."))
    return names


def _lines(cells):
    """Put the clean columns together; what could not be read is missing."""
    lines = pd.DataFrame({"customer_id": cells["customer"]["id"], "date": cells["date"]["date"]})
    lines.insert(1, "order_id", cells["order"]["id"] if "order" in cells else _one_order_a_day(lines))
    amount = cells["amount"]["amount"] if "amount" in cells else cells["quantity"]["amount"] * cells["price"]["amount"]
    lines["amount"] = amount.round(2) + 0.0
    if "product" in cells:
        lines["product_id"] = cells["product"]["id"]
    if "quantity" in cells:
        lines["quantity"] = cells["quantity"]["amount"]
    return lines


def _one_order_a_day(lines):
    numbers, days = pd.factorize(lines["date"])
    texts = pd.Series(np.datetime_as_string(np.asarray(days, dtype="datetime64[D]")).tolist() + [None], dtype=lines["customer_id"].dtype)
    return lines["customer_id"] + " " + texts.take(numbers).set_axis(lines.index)


def _repeated(table):
    try:
        return table.duplicated().to_numpy()
    except TypeError:  # a cell holds a list or the like
        return table.astype(str).duplicated().to_numpy()


def _facts(read, cells, lines, problems, duplicates):
    """Everything the audit tells, as plain numbers and texts."""
    usable = problems.usable
    log = lines[usable]
    customer = cells["customer"]["number"][usable]
    order = cells["order"]["number"][usable] if "order" in cells else [customer, log["date"]]
    refunds = log["amount"][log["amount"] < 0]
    money = cells["amount" if "amount" in cells else "price"][usable]
    net = (log["amount"] * 100).round().groupby(customer).sum()
    return {
        "file": read.file, "sheet": read.sheet, "encoding": read.encoding, "blank_rows": read.blank_rows,
        "lines_read": len(lines), "lines_kept": len(log),
        "set_aside": {reason: _set_aside(lines["amount"][rows]) for reason, rows in problems.reasons().items()},
        "refund_lines": len(refunds), "refund_amount": _sum(refunds),
        "duplicate_lines": len(duplicates),
        "customers": len(net), "customers_net_negative": int((net < 0).sum()),
        "orders": log.groupby(order).ngroups, "orders_from": "order_id" if "order" in cells else "customer_and_day",
        "first_date": f"{log['date'].min():%Y-%m-%d}", "last_date": f"{log['date'].max():%Y-%m-%d}",
        "date_forms": {form: int(count) for form, count in cells["date"]["form"][usable].value_counts(sort=False).sort_index().items() if count},
        "cleaned_amounts": int(money["tidied"].sum()),
        "cleaned_ids": int(sum(cells[role]["tidied"][usable].sum() for role in ("customer", "order", "product") if role in cells)),
        "currency": next((currency for currency in money["currency"].unique() if currency), None),
    }


def _set_aside(amounts):
    return {"rows": len(amounts), "revenue": _sum(amounts), "refund_lines": int((amounts < 0).sum())}


def _sum(amounts):
    return float((amounts * 100).round().sum() / 100) + 0.0

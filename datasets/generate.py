"""Generate the firm's tables: ``python datasets/generate.py [folder]`` (by default this folder).

The tables are the same on every machine. Their columns, order and types come from
``datapackage.json``. To add a table: describe it there, give it a module in ``generator/`` that
draws from ``stream("name of the table")``, and return it from ``generator.make_tables``.
"""

import json
import sys
from pathlib import Path

from generator import make_tables

HERE = Path(__file__).parent


def main(folder=HERE):
    """Write every table of the data package into `folder`."""
    package = json.loads((HERE / "datapackage.json").read_text(encoding="utf-8"))
    tables = make_tables()
    for resource in package["resources"]:
        write(tables[resource["name"]], resource["schema"]["fields"], Path(folder) / resource["path"], resource["encoding"])


def write(table, fields, path, encoding):
    """Write the columns named in `fields`, money and shares with two decimals, dates as year-month-day."""
    table = table[[field["name"] for field in fields]].copy()
    for field in fields:
        if field["type"] == "boolean":
            table[field["name"]] = table[field["name"]].map({True: "true", False: "false"})
    table.to_csv(path, index=False, encoding=encoding, lineterminator="\n", float_format="%.2f", date_format="%Y-%m-%d")


if __name__ == "__main__":
    main(*sys.argv[1:])

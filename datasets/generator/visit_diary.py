"""The visit diary: how salespeople felt about visits, what they meant to do, and what they did.

Planted: attitude moves what is done a little. A written plan (when, where, what if) was asked for by lot; with it much more of
what was intended is done, whatever the attitude.
"""

import numpy as np
import pandas as pd

from .streams import stream

PEOPLE, WEEKS = 40, 12
FIRST_MONDAY = pd.Timestamp("2025-09-01")


def make_visit_diary():
    """Return one row for each salesperson and week."""
    random = stream("visit_diary")
    mood = np.clip(3.3 + 0.8 * random.standard_normal(PEOPLE), 1, 5)
    rows = []
    for week in range(WEEKS):
        for person in range(PEOPLE):
            attitude = int(np.clip(np.rint(mood[person] + 0.7 * random.standard_normal()), 1, 5))
            intended = int(random.integers(8, 17))
            plan = bool(random.random() < 0.5)
            made = random.binomial(intended, np.clip(0.57 + 0.04 * (attitude - 3) + 0.2 * plan + 0.1 * random.standard_normal(), 0.05, 0.98))
            rows.append({"entry_id": f"V{len(rows) + 1:03d}", "week_from": FIRST_MONDAY + pd.Timedelta(weeks=week), "salesperson": f"P{person + 1:02d}",
                         "attitude": attitude, "intended": intended, "wrote_plan": plan, "made": int(made)})
    return pd.DataFrame(rows)

"""What ten methods cost and brought, week by week, in 2024 and 2025.

Planted: new customers grow with the money by a power law. The referral chain has the best average and the smallest elasticity:
all who would refer do so already, and the next yuan brings next to nothing. The web has a middling average and still grows.
"""

import numpy as np
import pandas as pd

from .streams import stream

FIRST_MONDAY = pd.Timestamp("2024-01-01")
WEEKS = 104
METHODS = {  # usual yuan a week, new customers at that, elasticity
    "door_to_door": (900, 4.0, 0.55),
    "phone": (800, 5.6, 0.55),
    "advertising": (2000, 6.0, 0.3),
    "web": (1500, 18.0, 0.85),
    "sms": (300, 1.2, 0.3),
    "direct_mail": (700, 2.8, 0.4),
    "face_to_face": (1200, 9.6, 0.5),
    "referral_chain": (600, 12.0, 0.1),
    "conference": (1000, 5.0, 0.7),
    "data_analysis": (500, 6.5, 0.25),
}


def make_method_spending():
    """Return one row for each week and method."""
    random = stream("method_spending")
    rows = []
    for week in range(WEEKS):
        monday = FIRST_MONDAY + pd.Timedelta(weeks=week)
        for method, (usual, customers, elasticity) in METHODS.items():
            spent = round(usual * (0.4 + 1.2 * random.random()), -1)
            expected = customers * (spent / usual) ** elasticity
            rows.append({"week_id": f"K{week + 1:03d}", "week_from": monday, "method": method, "spent": spent,
                         "new_customers": max(int(np.rint(expected + 0.7 * np.sqrt(expected) * random.standard_normal())), 0)})
    return pd.DataFrame(rows)

"""RFM: how recently, how often and for how much a customer buys; scores and named segments."""

from crmlib.rfm.labels import segment_action, segment_label
from crmlib.rfm.score import rfm_ranges, rfm_score
from crmlib.rfm.segments import RFM_SEGMENTS, check_segments, rfm_segment
from crmlib.rfm.summary import rfm_summary
from crmlib.rfm.table import rfm_table

__all__ = ["RFM_SEGMENTS", "check_segments", "rfm_ranges", "rfm_score", "rfm_segment", "rfm_summary", "rfm_table", "segment_action",
           "segment_label"]

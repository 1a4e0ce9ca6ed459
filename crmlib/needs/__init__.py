"""Customer needs: their structure, the state of demand, what customers choose, and who is heard."""

from crmlib.needs.demand import DEMAND_STATES, demand_state, demand_states
from crmlib.needs.labels import demand_label, demand_task, need_label, orientation_label
from crmlib.needs.listening import listening_summary
from crmlib.needs.orientation import customer_orientation
from crmlib.needs.structure import NEEDS, need_structure

__all__ = ["DEMAND_STATES", "NEEDS", "customer_orientation", "demand_label", "demand_state", "demand_states", "demand_task", "listening_summary",
           "need_label", "need_structure", "orientation_label"]

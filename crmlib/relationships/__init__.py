"""Customer relationships: their stages, what a lost customer costs, where the next yuan goes, how unequal customers are."""

from crmlib.relationships.concentration import top_fifth
from crmlib.relationships.labels import stage_label
from crmlib.relationships.money import keep_or_win, lost_shopper
from crmlib.relationships.stages import STAGES, relationship_stages, stage_transitions

__all__ = ["STAGES", "keep_or_win", "lost_shopper", "relationship_stages", "stage_label", "stage_transitions", "top_fifth"]

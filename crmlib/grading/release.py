"""Steps that nbgrader takes when it releases an assignment."""

from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Enum


class OneLanguage(NbGraderPreprocessor):
    """Keep one language of a bilingual notebook: drop the cells tagged with the other."""

    language = Enum(["en", "zh"], "en", help="The language to keep").tag(config=True)

    def preprocess(self, notebook, resources):
        """Return the notebook without the other language's cells and language tags, its language noted."""
        notebook.metadata["crm_language"] = self.language
        other = {"en": "zh", "zh": "en"}[self.language]
        notebook.cells = [cell for cell in notebook.cells if other not in cell.metadata.get("tags", [])]
        for cell in notebook.cells:
            tags = [tag for tag in cell.metadata.pop("tags", []) if tag != self.language]
            if tags:
                cell.metadata["tags"] = tags
        return notebook, resources

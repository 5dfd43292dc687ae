"""Documents of the search index for tests."""

import factory

from lms.kernel.ids import new_id
from lms.kernel.text import fold, terms_of
from lms.storage.search import Document


class DocumentFactory(factory.Factory[Document]):
    """A text in Japanese that everybody may find."""

    class Meta:
        model = Document

    ref_id = factory.LazyFunction(new_id)
    publisher_id = None
    language = "ja"
    title = "伴走支援の基本"
    body = "経営者との対話から始めます。"


class Scan:
    """What a search must find, found out by reading every document."""

    def __init__(self, documents: list[Document]) -> None:
        self.forms = {one.ref_id: (fold(one.title), fold(one.body)) for one in documents}

    def matching(self, query: str) -> set:
        """Return whose title or text holds every piece of the query."""
        return self._holding(query, lambda forms: forms)

    def matching_by_title(self, query: str) -> set:
        """Return whose title alone holds every piece."""
        return self._holding(query, lambda forms: forms[:1])

    def _holding(self, query, seen) -> set:
        terms = terms_of(query)
        return {
            ref_id
            for ref_id, forms in self.forms.items()
            if terms and all(any(term in form for form in seen(forms)) for term in terms)
        }

"""Texts as rows of word numbers (contrib/learn/python/learn/preprocessing/text.py): what a known text gives is computed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from graphlint.libs.numpy.array import known_array, unknown_array
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown

from .categorical_vocabulary import CategoricalVocabulary

TOKENIZER_RE = re.compile(r"[A-Z]{2,}(?![a-z])|[A-Z][a-z]+(?=[A-Z])|[\'\w\-]+")


def tokenizer(iterator: Any) -> Iterator[Any]:
    for value in iterator:
        yield value if isinstance(value, Unknown) else TOKENIZER_RE.findall(value)


@exposed(also={"_tokenizer"})
class VocabularyProcessor:
    """`VocabularyProcessor`. Of texts that aren't known, rows of the right length come out, and an unknown vocabulary."""

    def __init__(self, max_document_length: Any, min_frequency: int = 0, vocabulary: Any = None,
                 tokenizer_fn: Any = None) -> None:
        self.max_document_length = max_document_length
        self.min_frequency = min_frequency
        self.vocabulary_ = vocabulary or CategoricalVocabulary()
        self._tokenizer = tokenizer_fn or tokenizer

    def fit(self, raw_documents: Any, unused_y: Any = None) -> VocabularyProcessor:
        for tokens in self._documents(raw_documents):
            if tokens is None:
                self.vocabulary_.lose()
            for token in tokens or ():
                self.vocabulary_.add(token)
        if self.min_frequency > 0:
            self.vocabulary_.trim(self.min_frequency)
        self.vocabulary_.freeze()
        return self

    def _documents(self, raw_documents: Any) -> Iterator[Any]:
        """Tokens of each document, None for one that isn't known."""
        if isinstance(raw_documents, Unknown):
            yield None
            return
        for tokens in self._tokenizer(raw_documents):
            yield None if isinstance(tokens, Unknown) else tokens

    def fit_transform(self, raw_documents: Any, unused_y: Any = None) -> Iterator[Any]:
        self.fit(raw_documents)
        return self.transform(raw_documents)

    def transform(self, raw_documents: Any) -> Iterator[Any]:
        length = self.max_document_length
        for tokens in self._documents(raw_documents):
            if tokens is None or not isinstance(length, int) or self.vocabulary_.lost:
                known = length if isinstance(length, int) else None
                yield unknown_array("the numbers of words", np.dtype("int64"), None if known is None else (known,))
                continue
            numbers = [self.vocabulary_.get(token) for _, token in zip(range(length), tokens, strict=False)]
            yield known_array(np.array([*numbers, *[0] * (length - len(numbers))], np.int64))

    def reverse(self, documents: Any) -> Iterator[Any]:
        for item in documents:
            yield " ".join(self.vocabulary_.reverse(number) for number in item)

    def save(self, filename: Any) -> None:
        """Nothing is written."""

    @classmethod
    def restore(cls, filename: Any) -> Any:
        return Unknown("a vocabulary in a file", text="VocabularyProcessor.restore(...)")

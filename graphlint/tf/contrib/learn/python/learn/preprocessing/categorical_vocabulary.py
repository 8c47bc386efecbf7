"""Words and their numbers (contrib/learn/python/learn/preprocessing/categorical_vocabulary.py)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import NotKnown, Unknown

_FIRST = "<UNK>"


@exposed(also={"_mapping", "_freq"})
class CategoricalVocabulary:
    """A vocabulary that grows until it is frozen; 0 stands for what isn't in it."""

    def __init__(self, unknown_token: str = _FIRST, support_reverse: bool = True) -> None:
        self._unknown_token = unknown_token
        self._mapping: Any = {unknown_token: 0}
        self._support_reverse = support_reverse
        self._words = [unknown_token]
        self._freq: Counter[Any] = Counter()
        self._frozen = False
        self.lost = False

    def lose(self) -> None:
        """Texts that aren't known were counted: nothing is known of the vocabulary any more."""
        self.lost = True
        self._mapping = Unknown("the words of texts that aren't read", text="vocabulary")

    def __len__(self) -> int:
        if self.lost:
            raise NotKnown(Unknown("the words of texts that aren't read", text="len(vocabulary)"))
        return len(self._words)

    def freeze(self, freeze: bool = True) -> None:
        self._frozen = freeze

    def get(self, category: Any) -> Any:
        if self.lost:
            return Unknown("the words of texts that aren't read", text="the number of a word")
        if category not in self._mapping:
            if self._frozen:
                return 0
            self._mapping[category] = len(self._words)
            self._words.append(category)
        return self._mapping[category]

    def add(self, category: Any, count: int = 1) -> None:
        if not self.lost and self.get(category) > 0:
            self._freq[category] += count

    def trim(self, min_frequency: Any, max_frequency: Any = -1) -> None:
        """Keep words that are frequent enough, in the order of their frequency."""
        if self.lost:
            return
        by_word = sorted(self._freq.items(), key=lambda pair: (isinstance(pair[0], str), pair[0]))
        kept = [(word, count) for word, count in sorted(by_word, key=lambda pair: pair[1], reverse=True)
                if count > min_frequency and not 0 < max_frequency <= count]
        self._words = [self._unknown_token, *(word for word, _ in kept)]
        self._mapping = {word: number for number, word in enumerate(self._words)}
        self._freq = Counter(dict(kept))

    def reverse(self, class_id: Any) -> Any:
        if not self._support_reverse:
            raise ValueError("This vocabulary wasn't initialized with support_reverse to support reverse() function.")
        return Unknown("a word", text="vocabulary.reverse(...)") if self.lost else self._words[class_id]

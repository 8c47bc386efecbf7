"""Words as numbers (keras_preprocessing/text.py): computed where the texts are known, unknown otherwise."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from graphlint.libs.numpy.array import unknown_array
from graphlint.libs.numpy.unknowns import UnknownScalar
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown

_FILTERS = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n'


def text_to_word_sequence(text: Any, filters: Any = _FILTERS, lower: Any = True, split: Any = " ") -> Any:
    """The words of a text."""
    if not isinstance(text, str) or not isinstance(filters, str):
        return Unknown("the words of a text", text="text_to_word_sequence(...)")
    text = text.lower() if lower else text
    return [word for word in text.translate(str.maketrans(dict.fromkeys(filters, split))).split(split) if word]


def hashing_trick(text: Any, n: Any, hash_function: Any = None, filters: Any = _FILTERS, lower: Any = True,
                  split: Any = " ") -> Any:
    """Python's own hash differs from run to run, so only the number of words is known."""
    words = text_to_word_sequence(text, filters, lower, split)
    if isinstance(words, Unknown) or isinstance(n, Unknown):
        return Unknown("hashed words", text="hashing_trick(...)")
    if hash_function == "md5":
        return [int(hashlib.md5(word.encode(), usedforsecurity=False).hexdigest(), 16) % (n - 1) + 1 for word in words]
    return [UnknownScalar("the hash of a word", int, python=True, text="hash") for _ in words]


def one_hot(text: Any, n: Any, filters: Any = _FILTERS, lower: Any = True, split: Any = " ") -> Any:
    return hashing_trick(text, n, None, filters, lower, split)


def _known(texts: Any) -> bool:
    if isinstance(texts, Unknown) or not isinstance(texts, Iterable):
        return False
    return all(isinstance(text, str) or (isinstance(text, list) and all(isinstance(w, str) for w in text))
               for text in texts)


@exposed
class Tokenizer:
    """A vocabulary, by how often words are there."""

    def __init__(self, num_words: Any = None, filters: Any = _FILTERS, lower: Any = True, split: Any = " ",
                 char_level: Any = False, oov_token: Any = None, document_count: Any = 0, **kwargs: Any) -> None:
        self.num_words = kwargs.pop("nb_words", num_words)
        if kwargs:
            raise TypeError(f"Unrecognized keyword arguments: {kwargs}")
        self.filters, self.split, self.lower = filters, split, lower
        self.char_level, self.oov_token, self.document_count = char_level, oov_token, document_count
        self.word_counts: Any = {}
        self.word_docs: Any = {}
        self.index_docs: Any = {}
        self.word_index: Any = {}
        self.index_word: Any = {}

    def fit_on_texts(self, texts: Any) -> None:
        if not _known(texts) or isinstance(self.word_counts, Unknown):
            self._forget()
            return
        for text in texts:
            self.document_count += 1
            words = self._words(text)
            for word in words:
                self.word_counts[word] = self.word_counts.get(word, 0) + 1
            for word in set(words):
                self.word_docs[word] = self.word_docs.get(word, 0) + 1
        ordered = sorted(self.word_counts, key=lambda word: -self.word_counts[word])
        names = ordered if self.oov_token is None else [self.oov_token, *ordered]
        self.word_index = {word: number for number, word in enumerate(names, 1)}
        self.index_word = {number: word for word, number in self.word_index.items()}
        self.index_docs = {self.word_index[word]: count for word, count in self.word_docs.items()}

    def _forget(self) -> None:
        for name in ("word_counts", "word_docs", "index_docs", "word_index", "index_word", "document_count"):
            setattr(self, name, Unknown("the vocabulary of texts that aren't known", text=f"tokenizer.{name}"))

    def _words(self, text: Any) -> Any:
        if self.char_level or isinstance(text, list):
            return text if not self.lower else [w.lower() for w in text] if isinstance(text, list) else text.lower()
        return text_to_word_sequence(text, self.filters, self.lower, self.split)

    def fit_on_sequences(self, sequences: Any) -> None:
        self.document_count = Unknown("the number of sequences", text="tokenizer.document_count")

    def texts_to_sequences(self, texts: Any) -> Any:
        if not _known(texts) or isinstance(self.word_index, Unknown) or isinstance(self.num_words, Unknown):
            return Unknown("the words of texts that aren't known, as numbers", text="texts_to_sequences(...)")
        return [self._numbers(self._words(text)) for text in texts]

    texts_to_sequences_generator = texts_to_sequences

    def _numbers(self, words: Any) -> list[int]:
        strange = self.word_index.get(self.oov_token)
        found = []
        for word in words:
            number = self.word_index.get(word)
            if number is None or (self.num_words and number >= self.num_words):
                number = strange
            if number is not None:
                found.append(number)
        return found

    def sequences_to_texts(self, sequences: Any) -> Any:
        return Unknown("texts of numbers", text="sequences_to_texts(...)")

    def texts_to_matrix(self, texts: Any, mode: Any = "binary") -> Any:
        return self._matrix(texts)

    def sequences_to_matrix(self, sequences: Any, mode: Any = "binary") -> Any:
        return self._matrix(sequences)

    def _matrix(self, rows: Any) -> Any:
        """ValueError where neither texts nor a number of words are there."""
        width: Any = self.num_words
        if not width and isinstance(self.word_index, Unknown):
            width = Unknown("the vocabulary of texts that aren't known", text="len(tokenizer.word_index)")
        elif not width and not self.word_index:
            raise ValueError("Specify a dimension (`num_words` argument), or fit on some text data first.")
        elif not width:
            width = len(self.word_index) + 1
        count = len(rows) if isinstance(rows, (list, tuple)) else Unknown("the number of texts", text="len(texts)")
        shape = tuple(size.as_expr() if isinstance(size, Unknown) else size for size in (count, width))
        return unknown_array("how often words are in texts", "float64", shape)

    def to_json(self, **kwargs: Any) -> Any:
        return Unknown("the text of a tokenizer", text="tokenizer.to_json()")

    get_config = to_json


def tokenizer_from_json(json_string: Any) -> Any:
    return Unknown("a tokenizer in a text", text="tokenizer_from_json(...)")

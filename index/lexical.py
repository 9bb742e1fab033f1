"""The lexical index: BM25 over characters and bigrams in tantivy, which also stores the passages themselves."""

import json
import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import tantivy

from crawler.page import Page, PageKind
from index.chunk import Chunk
from index.passage import Passage
from index.query import matter
from index.tokens import joined, tokens

WRITER_HEAP_BYTES = 128_000_000
TITLE_WEIGHT = 0.5
"""Weight of the title field beside the text field, which holds the title too."""

KEPT = 8_192
"""Passages that are kept as they were read, at a few kilobytes each; decoding them anew took a tenth of an answer."""


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("page", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("title", tokenizer_name="whitespace", index_option="freq")
    builder.add_bytes_field("passage", stored=True, indexed=False)
    return builder.build()


class LexicalWriter:
    """Writes one lexical index into an empty folder; `close` makes it durable."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._index = tantivy.Index(_schema(), str(folder))
        self._writer = self._index.writer(WRITER_HEAP_BYTES, 1)

    def add(self, page: Page, chunk: Chunk, site_name: str = "") -> None:
        """Add one chunk of a page; `site_name` is what citizens call its site."""
        title = joined(tokens(f"{page.title} {chunk.heading}"))
        document = tantivy.Document()
        document.add_text("id", chunk.id)
        document.add_text("page", page.url)
        document.add_text("text", joined(tokens(chunk.searchable)))
        document.add_text("title", title)
        document.add_bytes("passage", _dump(page, chunk, site_name))
        self._writer.add_document(document)

    def close(self) -> None:
        """Commit and wait until merging is over."""
        self._writer.commit()
        self._writer.wait_merging_threads()


class LexicalIndex:
    """Reads one lexical index; safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._schema = self._index.schema
        self._searcher = self._index.searcher()
        self._kept: dict[tuple[int, int], Passage] = {}

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def search(self, weights: Mapping[str, float], limit: int) -> list[Passage]:
        """The best passages for weighted query tokens, best first; `score` is the BM25 score."""
        if not weights:
            return []
        hits = self._searcher.search(self._bm25(weights), limit, count=False).hits
        return [replace(self._passage(address), score=float(score)) for score, address in hits]

    def scores(self, weights: Mapping[str, float], ids: Collection[str]) -> dict[str, float]:
        """The BM25 scores of given passages; those without any of the tokens are left out."""
        if not weights or not ids:
            return {}
        given = tantivy.Query.term_set_query(self._schema, "id", list(ids))
        both = tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Must, tantivy.Query.const_score_query(given, 0.0)),
                (tantivy.Occur.Must, self._bm25(weights)),
            ]
        )
        hits = self._searcher.search(both, len(ids), count=False).hits
        return {self._passage(address).chunk_id: float(score) for score, address in hits}

    def by_ids(self, ids: Iterable[str]) -> dict[str, Passage]:
        """Passages by chunk id; ids that are not in the index are left out."""
        wanted = list(ids)
        if not wanted:
            return {}
        query = tantivy.Query.term_set_query(self._schema, "id", wanted)
        hits = self._searcher.search(query, len(wanted), count=False).hits
        return {passage.chunk_id: passage for passage in (self._passage(address) for _, address in hits)}

    def page(self, url: str, limit: int = 200) -> list[Passage]:
        """All passages of a page, in the page's order."""
        hits = self._searcher.search(self._term("page", url), limit, count=False).hits
        return sorted((self._passage(address) for _, address in hits), key=lambda passage: passage.position)

    def frequency(self, token: str) -> int:
        """In how many chunks a token occurs."""
        return int(self._searcher.doc_freq("text", token))

    def word_weights(self, question: str) -> dict[str, float]:
        """Bigrams and words of what a question is about with their idf; a word that the city never uses counts most."""
        words = [token for part in matter(question) for token in _words(part)]
        return {token: math.log1p(len(self) / (1 + self.frequency(token))) for token in words}

    def _bm25(self, weights: Mapping[str, float]) -> tantivy.Query:
        clauses = [
            (tantivy.Occur.Should, tantivy.Query.boost_query(self._term(field, token), weight * share))
            for field, share in (("text", 1.0), ("title", TITLE_WEIGHT))
            for token, weight in weights.items()
        ]
        return tantivy.Query.boolean_query(clauses)

    def _term(self, field: str, token: str) -> tantivy.Query:
        return tantivy.Query.term_query(
            self._schema, field, token, index_option="freq" if field in ("text", "title") else "basic"
        )

    def _passage(self, address: tantivy.DocAddress) -> Passage:
        place = address.segment_ord, address.doc
        kept = self._kept.get(place)
        if kept is None:
            if len(self._kept) >= KEPT:
                self._kept = {}
            kept = self._kept[place] = _load(self._searcher.doc(address)["passage"][0])
        return kept


def _words(part: str) -> list[str]:
    """Its bigrams and words, or all there is of a part too short for them."""
    found = tokens(part)
    return [token for token in found if len(token) > 1] or found


def _dump(page: Page, chunk: Chunk, site_name: str) -> bytes:
    passage = Passage(
        chunk_id=chunk.id,
        url=page.url,
        title=page.title,
        site=page.site,
        agency=page.agency,
        heading=chunk.heading,
        position=chunk.position,
        text=chunk.text,
        kind=page.kind,
        page_digest=page.digest,
        updated_on=page.updated_on,
        valid_from=page.valid_from,
        valid_until=page.valid_until,
        fetched_at=page.fetched_at,
        site_name=site_name,
    )
    return json.dumps(asdict(passage), ensure_ascii=False, default=lambda value: value.isoformat()).encode()


def _load(stored: bytes) -> Passage:
    fields: dict[str, Any] = json.loads(stored)
    for name in ("updated_on", "valid_from", "valid_until"):
        fields[name] = date.fromisoformat(fields[name]) if fields[name] else None
    fields["fetched_at"] = datetime.fromisoformat(fields["fetched_at"])
    fields["kind"] = PageKind(fields["kind"])
    return Passage(**fields)

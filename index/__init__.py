"""Pages to passages: chunking, embedding, the two indexes, retrieval and reranking."""

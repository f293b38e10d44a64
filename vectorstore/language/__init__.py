"""Arabic and English words: spelling, stems, dialects, how rare they are."""

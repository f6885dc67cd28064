"""The peer of `jejaring bench hashes`: FAISS binary indexes on the same random hashes. Prints one JSON object.

Usage: peer.py DIR [threads] [checked]     (DIR holds rows.bin and questions.bin of `jejaring bench hashes --write DIR`)

Two indexes, both exact at distance 31: comparing with every hash (IndexBinaryFlat), and multi-index hashing with sixteen pieces of sixteen
bits and one flipped bit (IndexBinaryMultiHash), the layout that its users take for PDQ.
"""

import json
import pathlib
import resource
import sys
import time

import faiss
import numpy

LIMIT = 31


def resident():
    """Bytes resident now."""
    for line in pathlib.Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0


def answers(index, questions):
    """For each question the set of rows within the limit, and the seconds it took."""
    begin = time.monotonic()
    # FAISS gives what lies below the radius.
    limits, _, labels = index.range_search(questions, LIMIT + 1)
    seconds = time.monotonic() - begin
    return [set(labels[limits[at] : limits[at + 1]].tolist()) for at in range(len(questions))], seconds


def main():
    home = pathlib.Path(sys.argv[1])
    threads = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    checked = int(sys.argv[3]) if len(sys.argv) > 3 else 100
    faiss.omp_set_num_threads(threads)
    rows = numpy.fromfile(home / "rows.bin", dtype=numpy.uint8).reshape(-1, 32)
    questions = numpy.fromfile(home / "questions.bin", dtype=numpy.uint8).reshape(-1, 32)
    before = resident()
    begin = time.monotonic()
    hashed = faiss.IndexBinaryMultiHash(256, 16, 16)
    hashed.nflip = 1
    hashed.add(rows)
    filled = time.monotonic() - begin
    held = resident() - before
    found, hashed_seconds = answers(hashed, questions)
    flat = faiss.IndexBinaryFlat(256)
    flat.add(rows)
    truth, flat_seconds = answers(flat, questions[:checked])
    expected = sum(len(one) for one in truth)
    met = sum(len(one & other) for one, other in zip(truth, found))
    print(
        json.dumps(
            {
                "tool": f"faiss {faiss.__version__}",
                "rows": len(rows),
                "threads": threads,
                "multi_hash": {
                    "fill_seconds": filled,
                    "bytes": held,
                    "lookups_per_second": len(questions) / hashed_seconds,
                    "recall": met / expected if expected else 1.0,
                },
                "flat": {"lookups_per_second": checked / flat_seconds},
                "peak_rss_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
            }
        )
    )


if __name__ == "__main__":
    main()

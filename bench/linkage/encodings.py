"""Compares the same filters with Jejaring and with anonlink, turn by turn, and prints one JSON object.

Usage: bench/linkage/encodings.py [--filters N] [--rounds N] [--least THOUSANDTHS] [--binary target/release/jejaring]

Makes a Python environment with the pinned peer on first use (bench/linkage/requirements.txt). Both work on one thread, which is
all that the peer's kernel uses.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

from run import HERE, ROOT, last_line, python


def filters(path):
    """Filters of 1,024 bits."""
    from bitarray import bitarray

    data = path.read_bytes()
    found = []
    for at in range(0, len(data), 128):
        bits = bitarray(endian="little")
        bits.frombytes(data[at : at + 128])
        found.append(bits)
    return found


def peer(home, least):
    """One comparison with anonlink, on the last line of what this prints."""
    from anonlink.similarities import dice_coefficient_accelerated

    both = filters(home / "a.bin"), filters(home / "b.bin")
    begin = time.perf_counter()
    scores, _ = dice_coefficient_accelerated(both, least / 1000, k=None)
    seconds = time.perf_counter() - begin
    print(json.dumps({"found": len(scores), "median_seconds": seconds}))


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--filters", type=int, default=20_000)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--least", type=int, default=800)
    asked.add_argument("--binary", default=ROOT / "target" / "release" / "jejaring")
    asked.add_argument("--environment", type=pathlib.Path, default=ROOT / "target" / "linkage-peer")
    asked.add_argument("--peer", type=pathlib.Path, help=argparse.SUPPRESS)
    asked = asked.parse_args()
    if asked.peer:
        return peer(asked.peer, asked.least)
    interpreter = python(asked.environment)
    with tempfile.TemporaryDirectory() as scratch:
        ours = [asked.binary, "--json", "bench", "encodings", "--filters", asked.filters, "--least", asked.least]
        ours += ["--threads", 1, "--rounds", 1, "--write", scratch]
        theirs = [interpreter, HERE / "encodings.py", "--peer", scratch, "--least", asked.least]
        runs = {"jejaring": [], "anonlink": []}
        for _ in range(asked.rounds):
            runs["jejaring"].append(last_line(ours))
            runs["anonlink"].append(last_line(theirs))
    pairs = asked.filters**2
    seconds = {name: [run["median_seconds"] for run in some] for name, some in runs.items()}
    # On a machine that others use as well, the shortest time of each says most.
    rates = {
        name: {"median": pairs / statistics.median(some) / 1e6, "best": pairs / min(some) / 1e6}
        for name, some in seconds.items()
    }
    ratio = {kind: rates["jejaring"][kind] / rates["anonlink"][kind] for kind in ("median", "best")}
    found = {name: sorted({run["found"] for run in some}) for name, some in runs.items()}
    result = {"filters": asked.filters, "least": asked.least, "pairs": pairs, "found": found}
    print(json.dumps(result | {"million_pairs_per_second": rates, "times_faster": ratio}))
    return None


if __name__ == "__main__":
    sys.exit(main())

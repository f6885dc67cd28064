"""The peer of `jejaring bench encodings`: anonlink on the same filters. Prints one JSON object.

Usage: encodings.py DIR [least]     (DIR holds a.bin and b.bin of `jejaring bench encodings --write DIR`)
"""

import json
import pathlib
import statistics
import sys
import time

from anonlink.similarities import dice_coefficient_accelerated
from bitarray import bitarray


def filters(path):
    """Filters of 1,024 bits."""
    data = path.read_bytes()
    found = []
    for at in range(0, len(data), 128):
        bits = bitarray(endian="little")
        bits.frombytes(data[at : at + 128])
        found.append(bits)
    return found


def main():
    home, least = pathlib.Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 0.8
    both = filters(home / "a.bin"), filters(home / "b.bin")
    seconds = []
    for _ in range(5):
        begin = time.monotonic()
        scores, _ = dice_coefficient_accelerated(both, least, k=None)
        seconds.append(time.monotonic() - begin)
    pairs, median = len(both[0]) * len(both[1]), statistics.median(seconds)
    print(
        json.dumps(
            {"tool": "anonlink", "pairs": pairs, "found": len(scores), "median_seconds": median, "million_pairs_per_second": pairs / median / 1e6}
        )
    )


if __name__ == "__main__":
    main()

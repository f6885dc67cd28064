"""Looks up the same random hashes with Jejaring and with FAISS, turn by turn, and prints one JSON object.

Usage: bench/hashes/run.py [--rows N] [--rounds N] [--threads N] [--seed N] [--binary target/release/jejaring]

Makes a Python environment with the pinned peer on first use (bench/hashes/requirements.txt). The full size is --rows 10000000.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import tempfile
import venv

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def python(home):
    """The interpreter of the peer's environment."""
    binary = home / "bin" / "python"
    if not binary.exists():
        venv.create(home, with_pip=True)
        subprocess.run([binary, "-m", "pip", "install", "-q", "-r", HERE / "requirements.txt"], check=True)
    return binary


def last_line(command):
    """Runs a command and reads the JSON object on its last line."""
    done = subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True)
    return json.loads(done.stdout.strip().splitlines()[-1])


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--lookups", type=int, default=4_000)
    asked.add_argument("--checked", type=int, default=100)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--threads", type=int, default=2)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--binary", default=ROOT / "target" / "release" / "jejaring")
    asked.add_argument("--environment", type=pathlib.Path, default=ROOT / "target" / "hashes-peer")
    asked = asked.parse_args()
    peer = python(asked.environment)
    runs = {"jejaring": [], "faiss": []}
    with tempfile.TemporaryDirectory() as scratch:
        ours = [asked.binary, "--json", "bench", "hashes", "--rows", asked.rows, "--lookups", asked.lookups]
        ours += ["--checked", asked.checked, "--threads", asked.threads, "--seed", asked.seed, "--write", scratch]
        for _ in range(asked.rounds):
            runs["jejaring"].append(last_line(ours))
            runs["faiss"].append(last_line([peer, HERE / "peer.py", scratch, asked.threads, asked.checked]))
    median = lambda tool, part: statistics.median(run[part]["lookups_per_second"] for run in runs[tool])
    rates = {"jejaring": median("jejaring", "pdq"), "faiss_multi_hash": median("faiss", "multi_hash"), "faiss_flat": median("faiss", "flat")}
    print(
        json.dumps(
            {
                "rows": asked.rows,
                "threads": asked.threads,
                "median_lookups_per_second": rates,
                "times_multi_hash": rates["jejaring"] / rates["faiss_multi_hash"],
                "times_flat": rates["jejaring"] / rates["faiss_flat"],
                "runs": runs,
            }
        )
    )


if __name__ == "__main__":
    main()

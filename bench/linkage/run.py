"""Links the same invented list with Jejaring and with Splink, turn by turn, and prints one JSON object.

Usage: bench/linkage/run.py [--records N] [--rounds N] [--threads N] [--seed N] [--binary target/release/jejaring]

Makes a Python environment with the pinned peer on first use (bench/linkage/requirements.txt).
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
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
    """Runs a command and reads the JSON object on its last line, with the wall time of the whole process."""
    begin = time.monotonic()
    done = subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True)
    figures = json.loads(done.stdout.strip().splitlines()[-1])
    figures["wall_seconds"] = time.monotonic() - begin
    return figures


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--records", type=int, default=1_000_000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--threads", type=int, default=2)
    asked.add_argument("--seed", type=int, default=1001)
    asked.add_argument("--binary", default=ROOT / "target" / "release" / "jejaring")
    asked.add_argument("--environment", type=pathlib.Path, default=ROOT / "target" / "linkage-peer")
    asked = asked.parse_args()
    peer = python(asked.environment)
    with tempfile.TemporaryDirectory() as scratch:
        path = pathlib.Path(scratch) / "list.csv"
        invent = ["cargo", "run", "-q", "--release", "-p", "linkage", "--example", "invented_list", "--"]
        subprocess.run([*invent, path, str(asked.records), str(asked.seed)], check=True, cwd=ROOT, stdout=sys.stderr)
        ours = [asked.binary, "--json", "link", path, "--out", f"{scratch}/out.csv", "--truth", "child_id", "--threads", asked.threads]
        runs = {"jejaring": [], "splink": []}
        for _ in range(asked.rounds):
            runs["jejaring"].append(last_line(ours))
            runs["splink"].append(last_line([peer, HERE / "peer.py", path, asked.threads]))
    median = {name: statistics.median(run["wall_seconds"] for run in some) for name, some in runs.items()}
    rss = {name: max(run["peak_rss_bytes"] for run in some) for name, some in runs.items()}
    print(
        json.dumps(
            {
                "records": asked.records,
                "seed": asked.seed,
                "threads": asked.threads,
                "median_wall_seconds": median,
                "times_faster": median["splink"] / median["jejaring"],
                "peak_rss_bytes": rss,
                "runs": runs,
            }
        )
    )


if __name__ == "__main__":
    main()

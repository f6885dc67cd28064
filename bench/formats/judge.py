"""Judges of what the formats write and check: `case_validate` for CASE, `stix2_validator` for STIX, `xmlschema` for XML Schema. Prints one JSON object.

Usage: bench/formats/judge.py     (makes a Python environment with the pinned judges on first use)

The crate `formats` writes samples (example `foreign_samples`): a CASE document and the same read and written again, a STIX bundle for police and one for others, two documents
that fit the test schemas, and the same documents broken in many ways, each with the verdict of our own check. The judges must agree with every one.

`JUDGES` names another folder for the environment.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import venv

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
HOME = pathlib.Path(os.environ.get("JUDGES", ROOT / "target" / "formats-judges"))


def environment():
    """The environment's folder of programs."""
    programs = HOME / "bin"
    if not all((programs / name).exists() for name in ("case_validate", "stix2_validator")):
        venv.create(HOME, with_pip=True)
        subprocess.run([programs / "python", "-m", "pip", "install", "-q", "-r", HERE / "requirements.txt"], check=True)
    return programs


JUDGE = """
import json, pathlib, sys, xmlschema
home, data = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
schemas = {"goaml": xmlschema.XMLSchema(str(data / "goaml" / "contoh.xsd")), "luas": xmlschema.XMLSchema(str(data / "xsd" / "luas.xsd"))}
verdicts = json.loads((home / "verdicts.json").read_text())
print(json.dumps({name: [ours, schemas[name.split("-")[0]].is_valid(str(home / name))] for name, ours in verdicts.items()}))
"""


def main():
    programs = environment()
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(["cargo", "run", "-q", "-p", "formats", "--example", "foreign_samples", "--", scratch], check=True, cwd=ROOT)
        case = subprocess.run([programs / "case_validate", "--built-version", "case-1.4.0", f"{scratch}/case.json", f"{scratch}/case-again.json"], capture_output=True, text=True)
        # Best practice 303 asks for names and descriptions of indicators: what a child is described by does not travel.
        stix = subprocess.run([programs / "stix2_validator", "--version", "2.1", "--enforce-refs", f"{scratch}/stix-police.json", f"{scratch}/stix-others.json"], capture_output=True, text=True)
        data = ROOT / "crates" / "formats" / "tests" / "data"
        done = subprocess.run([programs / "python", "-c", JUDGE, scratch, data], check=True, capture_output=True, text=True)
        verdicts = json.loads(done.stdout)
    differ = sorted(name for name, (ours, theirs) in verdicts.items() if ours != theirs)
    print(json.dumps({"case_valid": case.returncode == 0, "stix_valid": stix.returncode == 0, "stix_warnings": sorted(set(re.findall(r"\{(\d+)\}", stix.stdout))), "documents": len(verdicts), "valid": sum(ours for ours, _ in verdicts.values()), "differ": differ}))
    if case.returncode != 0 or stix.returncode != 0 or differ:
        print(case.stdout, stix.stdout, file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()

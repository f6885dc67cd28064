#!/usr/bin/env python3
"""Compares what we compile with what the reference compiler makes of the same XLSForms.

    python3 -m venv ~/pyxform && ~/pyxform/bin/pip install pyxform==4.5.0
    cargo build -p forms --example compile
    ~/pyxform/bin/python bench/forms/compare.py crates/forms/tests/corpus/*.csv forms/*.xlsx

    ~/pyxform/bin/python bench/forms/compare.py --expect crates/forms/tests/reference crates/forms/tests/corpus/*.csv forms/*.xlsx

The second writes down what the reference compiler makes, by meaning and a part on each line; a test of `forms` compares with that, so
that nobody needs Python to see that we still agree.

Trees are compared by meaning: the order of attributes, of binds and of languages does not count, nor does white space
around words and paths. Exit code 0 when every form agrees, 1 when one does not, 77 when pyxform is not installed.
"""

import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

try:
    from pyxform.xls2xform import convert
except ImportError:
    print("pyxform is not installed: nothing compared")
    sys.exit(77)

ROOT = pathlib.Path(__file__).resolve().parents[2]
OURS = ROOT / "target/debug/examples/compile"


def squeeze(text):
    """White space around words and operators carries no meaning in labels and expressions."""
    text = re.sub(r"\s+", " ", text or "").strip()
    return re.sub(r"\s*([(),\[\]=<>!+*])\s*", r"\1", text)


def local(tag):
    return tag.rsplit("}", 1)[-1]


def tree(element):
    """An element as nested tuples; text and elements in their order."""
    attributes = tuple(sorted((local(k), squeeze(v)) for k, v in element.attrib.items()))
    children = []
    if squeeze(element.text):
        children.append(squeeze(element.text))
    for child in element:
        children.append(tree(child))
        if squeeze(child.tail):
            children.append(squeeze(child.tail))
    return (local(element.tag), attributes, tuple(children))


def parts(xml):
    """The parts of a form, each under a name of its own."""
    root = ET.fromstring(xml)
    found = {}
    for element in root.iter():
        tag = local(element.tag)
        if tag == "title":
            found["title"] = squeeze(element.text)
        elif tag == "body":
            found["body"] = tree(element)
        elif tag == "model":
            found["model"] = tuple(sorted((local(k), v) for k, v in element.attrib.items()))
            for child in element:
                name = local(child.tag)
                if name == "instance":
                    found[f"instance {child.attrib.get('id', '')}"] = tree(child)
                elif name == "bind":
                    found[f"bind {child.attrib['nodeset']}"] = tree(child)
                elif name == "itext":
                    for language in child:
                        lang = language.attrib["lang"]
                        found[f"language {lang}"] = language.attrib.get("default")
                        for text in language:
                            key = f"text {lang} {text.attrib['id']}"
                            found[key] = sorted(tree(value) for value in text)
                else:
                    found.setdefault(f"{name} {child.attrib.get('ref')}", []).append(tree(child))
    return found


def show(node):
    if isinstance(node, str):
        return node
    tag, attributes, children = node
    return f"<{tag}{''.join(f' {k}={v}' for k, v in attributes)}>{''.join(show(child) for child in children)}</{tag}>"


def line(key, value):
    """One part on one line, as `crates/forms/tests/all/reference.rs` writes it."""
    if key == "model":
        value = " ".join(f"{k}={v}" for k, v in value)
    elif isinstance(value, list):
        value = "".join(show(one) for one in value)
    elif isinstance(value, tuple):
        value = show(value)
    return f"{key}: {value or ''}"


def expect(folder, paths):
    for path in map(pathlib.Path, paths):
        found = parts(convert(xlsform=str(path)).xform)
        lines = sorted(line(key, value) for key, value in found.items())
        (pathlib.Path(folder) / f"{path.stem}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


def differences(ours, theirs, path=""):
    if ours == theirs:
        return []
    if isinstance(ours, tuple) and isinstance(theirs, tuple) and len(ours) == len(theirs) == 3 and ours[0] == theirs[0]:
        here = f"{path}/{ours[0]}"
        found = []
        if ours[1] != theirs[1]:
            found.append(f"{here}: {dict(ours[1])} != {dict(theirs[1])}")
        if len(ours[2]) != len(theirs[2]):
            names = [[c if isinstance(c, str) else c[0] for c in side[2]] for side in (ours, theirs)]
            return found + [f"{here}: {names[0]} != {names[1]}"]
        for a, b in zip(ours[2], theirs[2]):
            found += differences(a, b, here)
        return found
    return [f"{path}: ours {ours!r} != theirs {theirs!r}"]


def compare(path):
    ours = subprocess.run([OURS, path], capture_output=True, text=True, check=True).stdout
    if not ours.startswith("<?xml"):
        return [f"we refuse it: {ours}"]
    theirs = convert(xlsform=str(path)).xform
    ours, theirs = parts(ours), parts(theirs)
    found = []
    for key in sorted(set(ours) | set(theirs)):
        if key not in ours or key not in theirs:
            found.append(f"{key}: only {'theirs' if key in theirs else 'ours'}: {theirs.get(key, ours.get(key))!r}")
        else:
            found += differences(ours[key], theirs[key], key)
    return found


def main(paths):
    failed = 0
    for path in map(pathlib.Path, paths):
        try:
            found = compare(path)
        except Exception as error:  # noqa: BLE001 - whatever the reference says is part of the answer
            found = [f"{type(error).__name__}: {error}"]
        print(f"{'differs' if found else 'agrees '}  {path}")
        for line in found:
            print(f"    {line}")
        failed += bool(found)
    print(f"{len(paths) - failed} of {len(paths)} agree")
    return 1 if failed else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--expect"]:
        sys.exit(expect(sys.argv[2], sys.argv[3:]))
    sys.exit(main(sys.argv[1:]))

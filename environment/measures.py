"""Measures the shape of the library from its sources alone and prints each number with its definition.

Started by environment/test --measures. Names are resolved as Java does it: nested names and comments aside, a file uses a type
if it names it and the type is imported, stands in the same package or comes with a wildcard import. Strings count as no use.
"""

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

NOTEBOOKS = ("07", "10", "12")
# Where a user begins: what no file of the library needs to name.
DOORS = re.compile(r"\bpublic static void main\(String")
FRONT = "helpsteer"
APPENDS = re.compile(r"\bAPPEND\b|new RandomAccessFile\(|READ,\s*StandardOpenOption\.WRITE|\.truncate\(")
ROW_TO_MODEL = re.compile(r"row to a|learns", re.IGNORECASE)
NOISE = re.compile(r'"""(?:\\.|[^\\])*?"""|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'|/\*.*?\*/|//[^\n]*', re.DOTALL)


class Source:
    def __init__(self, folder, file):
        self.file = file
        self.name = file.stem
        self.package = ".".join(file.parent.relative_to(folder).parts)
        self.text = file.read_text(encoding="utf-8")
        self.code = NOISE.sub(lambda m: '""' if m[0][0] == '"' else " ", self.text)
        self.words = set(re.findall(r"\b[A-Za-z_]\w*\b", self.code))
        self.imports = re.findall(r"^import (?:static )?(helpsteer[\w.]*?)(\.\*)?;", self.code, re.MULTILINE)
        self.public = re.search(rf"^public [\w\s-]*?\b(class|record|enum|interface)\s+{self.name}\b", self.code, re.MULTILINE) is not None

    @property
    def key(self):
        return f"{self.package}.{self.name}"

    def uses(self, types):
        """The types of the map from qualified names that this source names."""
        found = set()
        for word in self.words & types.names:
            found |= {key for key in types.by_name[word] if self._sees(key, word)} - {self.key}
        return found

    def _sees(self, key, word):
        package = key.rpartition(".")[0]
        if any(name == key or name.startswith(key + ".") for name, star in self.imports):
            return True
        if any(name.endswith("." + word) for name, star in self.imports if not star):
            return False  # another type of this name is imported
        return package == self.package or any(star and name == package for name, star in self.imports) or key in self.code


class Types:
    def __init__(self, sources):
        self.sources = {source.key: source for source in sources}
        self.by_name = defaultdict(set)
        for source in sources:
            self.by_name[source.name].add(source.key)
        self.names = set(self.by_name)


def sources(folder):
    files = sorted(folder.rglob("*.java"))
    return [Source(folder, file) for file in files if file.name != "package-info.java"]


def cells(notebook):
    """The code of a notebook's cells."""
    read = json.loads(notebook.read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in read["cells"] if cell["cell_type"] == "code"]


def cycles(graph):
    """The groups of more than one node that reach each other, by Tarjan's algorithm."""
    index, low, stack, out = {}, {}, [], []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in graph[node]:
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            group = stack[stack.index(node) :]
            del stack[stack.index(node) :]
            if len(group) > 1:
                out.append(sorted(group))

    sys.setrecursionlimit(10_000)
    for node in sorted(graph):
        if node not in index:
            visit(node)
    return out


def reached(uses, doors):
    """All that the doors use, and what that uses."""
    known, waiting = set(doors), list(doors)
    while waiting:
        for other in uses[waiting.pop()] - known:
            known.add(other)
            waiting.append(other)
    return known


def walks(readme, types):
    """Of each section of lib/README.md its title and the types that it names in backticks or in a block of code."""
    out = []
    for section in re.split(r"^## ", readme.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        blocks = re.findall(r"^```.*?^```", section, flags=re.MULTILINE | re.DOTALL)
        quoted = " ".join(blocks + re.findall(r"`([^`]+)`", re.sub(r"^```.*?^```", "", section, flags=re.MULTILINE | re.DOTALL)))
        out.append((section.splitlines()[0], sorted(set(re.findall(r"\b[A-Z]\w+\b", quoted)) & types.names)))
    return out


def measure(root):
    """Each measure: its name, its value, its definition, and the names behind it where there are any."""
    main_folder = root / "lib/src/main/java"
    main, tests, bench = (sources(root / f"lib/src/{part}/java") for part in ("main", "test", "bench"))
    types = Types(main)
    uses = {source.key: source.uses(types) for source in main}
    users = Counter(used for source in main for used in uses[source.key])
    lines = {name: sum(len(f.read_text(encoding="utf-8").splitlines()) for f in (root / f"lib/src/{name}/java").rglob("*.java")) for name in ("main", "test")}
    packages = Counter(source.package for source in main)
    largest = Counter(".".join(f.parent.relative_to(main_folder).parts) for f in main_folder.rglob("*.java")).most_common(1)[0]
    yield "main lines", lines["main"], "lines of all Java files of lib/src/main, blank ones and comments included", []
    yield "main files", len(main) + len(list(main_folder.rglob("package-info.java"))), "all Java files of lib/src/main", []
    yield "largest package", f"{largest[1]} ({largest[0]})", "Java files in one folder, package-info.java included", []
    once = sorted(key for key in types.sources if users[key] == 1)
    yield "types used by one other type", len(once), "top-level types that exactly one other main file names", once
    doubled = [f"{s.key}: {line.strip()}" for s in main for line in s.code.splitlines() if re.search(r"\b2 \* i\b", line)]
    yield "2 * i", len(doubled), "main lines with the expression `2 * i`, pairings and numerics alike", doubled
    mappers = [s.key for s in main for _ in re.findall(r"new ObjectMapper\(|new JsonMapper\(|JsonMapper\.builder\(", s.code)]
    yield "ObjectMappers", len(mappers), "constructions of Jackson's ObjectMapper or JsonMapper in main", sorted(set(mappers))
    append = sorted(s.key for s in main if APPENDS.search(s.code) and ".truncate(0)" not in s.code)
    yield "append-file classes", len(append), "main types that open a file to write behind what it holds, or cut its torn end off; a lock file, emptied at each use, is none (worded so that it gives the five counted by hand before)", append
    sections = walks(root / "lib/README.md", types)
    walk = sorted({name for title, names in sections if ROW_TO_MODEL.search(title) for name in names})
    yield "classes from a row to a reward model", len(walk), "existing types that lib/README.md names in the walk titled `A row to a ...`; before there were walks, in the section on how a model is trained (which gave about the thirty counted by hand)", walk
    for title, names in sections:
        yield f"types of lib/README.md, {title[:30].strip()}", len(names), "existing main types that the section names", names
    yield "test lines : main lines", f"{lines['test'] / lines['main']:.2f} ({lines['test']:,} lines)", "lines of all Java files, blank ones and comments included", []
    named = set().union(*(s.words for s in tests))
    untested = sorted(key for key, s in types.sources.items() if s.name not in named)
    yield "main types that no test names", len(untested), "top-level types whose simple name is a word of no test's code", untested
    for number in NOTEBOOKS:
        code = [line for file in (root / "notebooks").glob(f"{number}-*.ipynb") for cell in cells(file) for line in cell.splitlines() if line.strip()]
        yield f"code lines of notebook {number}", len(code), "lines of its code cells that are not blank", []
    circles = [group for package in sorted(packages) for group in cycles({k: {u for u in uses[k] if types.sources[u].package == package} for k in uses if types.sources[k].package == package})]
    yield "file cycles", len(circles), "groups of files of one package in which each reaches every other by uses", [" ".join(k.rpartition(".")[2] for k in g) + f" ({g[0].rpartition('.')[0]})" for g in circles]
    yield "files on a cycle", sum(map(len, circles)), "files in those groups", []
    unreached = unreached_types(root, main, bench, types, uses)
    yield "public types that nothing reaches", len(unreached), "public types that no main method, notebook, benchmark or type of the package helpsteer uses, nor a type that they use", unreached


def unreached_types(root, main, bench, types, uses):
    doors = {s.key for s in main if DOORS.search(s.code) or s.package == FRONT}
    doors |= {used for source in bench for used in source.uses(types)}
    for notebook in (root / "notebooks").rglob("*.ipynb"):
        words = set(re.findall(r"\b[A-Z]\w*\b", NOISE.sub(" ", "\n".join(cells(notebook)))))
        doors |= {key for word in words & types.names for key in types.by_name[word]}
    known = reached(uses, doors)
    return sorted(key for key, source in types.sources.items() if source.public and key not in known)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent)
    parser.add_argument("--names", action="store_true", help="also the names behind each number")
    options = parser.parse_args()
    for name, value, definition, names in measure(options.root):
        print(f"{name:<55} {value:>12,}" if isinstance(value, int) else f"{name:<55} {value:>12}")
        print(f"    {definition}")
        for each in names if options.names else []:
            print(f"      {each}")


if __name__ == "__main__":
    main()

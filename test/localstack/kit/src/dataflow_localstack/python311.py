"""python -m dataflow_localstack.python311: lets an installed LocalStack 4.14 run on Python 3.11 and 3.12.

LocalStack is written for 3.13. What older versions lack concerns types only: type parameters (PEP 695) become
TypeVars, `type` statements become assignments, and `deprecated` comes from typing_extensions.
"""

import importlib.util
import io
import sys
import tokenize
from pathlib import Path

SKIPPED = {tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING}
FUTURE = "from __future__ import annotations\n"
# Its annotations combine classes in ways that only newer versions can evaluate.
UNEVALUATED = {"packages/api.py"}


def statements(tokens: list[tokenize.TokenInfo]):
    """Logical lines, as lists of tokens without comments and indentation."""
    line: list[tokenize.TokenInfo] = []
    for token in tokens:
        if token.type in SKIPPED:
            continue
        if token.type == tokenize.NEWLINE:
            yield line
            line = []
        else:
            line.append(token)


def closing(line: list[tokenize.TokenInfo], opening: int) -> int:
    depth = 0
    for index in range(opening, len(line)):
        depth += {"[": 1, "(": 1, "]": -1, ")": -1}.get(line[index].string, 0)
        if depth == 0:
            return index
    raise ValueError("unbalanced brackets")


def rewrite(source: str) -> str:
    offsets = [0]
    for text in source.splitlines(keepends=True):
        offsets.append(offsets[-1] + len(text))

    def at(position: tuple[int, int]) -> int:
        return offsets[position[0] - 1] + position[1]

    edits: list[tuple[int, int, str]] = []
    parameters: set[str] = set()
    for line in statements(list(tokenize.generate_tokens(io.StringIO(source).readline))):
        words = [token.string for token in line]
        if words[:1] == ["async"]:
            line, words = line[1:], words[1:]
        if words[:1] == ["type"] and words[2:3] == ["="]:
            edits.append((at(line[0].start), at(line[1].start), ""))
        elif words[:3] == ["from", "warnings", "import"] and "deprecated" in words[3:]:
            edits.append((at(line[1].start), at(line[1].end), "typing_extensions"))
        elif words[:1] in (["class"], ["def"]) and words[2:3] == ["["]:
            end = closing(line, 2)
            names = [words[i] for i in range(3, end) if words[i - 1] in "[,"]
            parameters.update(names)
            edits.append((at(line[2].start), at(line[end].end), ""))
            if words[0] == "class":
                generic = f"_Generic[{', '.join(names)}]"
                if words[end + 1] == "(":
                    last = at(line[closing(line, end + 1)].start)
                    edits.append((last, last, f", {generic}"))
                else:
                    edits.append((at(line[end].end), at(line[end].end), f"({generic})"))
    for start, end, text in sorted(edits, reverse=True):
        source = source[:start] + text + source[end:]
    declarations = "".join(f'{name} = _TypeVar("{name}")\n' for name in sorted(parameters))
    header = f"from typing import Generic as _Generic, TypeVar as _TypeVar\n{declarations}" if parameters else ""
    if FUTURE in source:
        return source.replace(FUTURE, FUTURE + header, 1)
    return header + source


def needs(source: str, name: str) -> bool:
    try:
        compile(source, name, "exec")
    except SyntaxError:
        return True
    return "from warnings import deprecated" in source


def main() -> None:
    if sys.version_info >= (3, 13):
        return
    root = Path(importlib.util.find_spec("localstack").submodule_search_locations[0])
    for path in sorted(root.rglob("*.py")):
        source = path.read_text()
        result = rewrite(source) if needs(source, str(path)) else source
        if path.relative_to(root).as_posix() in UNEVALUATED and FUTURE not in result:
            result = FUTURE + result
        if result != source:
            compile(result, str(path), "exec")
            path.write_text(result)
            print(path.relative_to(root))


if __name__ == "__main__":
    main()

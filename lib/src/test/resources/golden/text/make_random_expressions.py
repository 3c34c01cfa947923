"""Random templates and what jinja2 makes of them: expressions, then statements with every sign of white space control.

Run: python make_random_expressions.py > random-expressions.json
The environment is the one in which transformers renders chat templates, without its own tojson. A template that jinja2
refuses stands with its error. What Template refuses on purpose is not drawn: a printed undefined value within a list,
replace and split with an empty text, Markup, and a block of set that reads the name it sets.
"""

import json
import random

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

SEED = 20261130
EXPRESSIONS = 600
STATEMENTS = 300
VARIABLES = {"n": 3, "f": 2.5, "s": " Abé c🙂\n", "l": [3, 1, 2], "w": ["b", "a", "C"], "d": {"b": 1, "a": "x"}, "z": [], "v": "vv"}
TEXTS = ["a", "ab ab", " x ", "É", "🙂b", "it's", 'say \\"x\\"', "a,b,,c", "one two  three", "ßx y", "12", "a\\nb", "\\t", "中a-b", "\\xa0q"]
NOT_OURS = ("Undefined", "Markup", "&#39;", " object at 0x", "range(")
SPACE = [" ", "\n", "  ", "\t", "a", "b", "\n\n", " \n ", "", "\r\n", "{", "}", "%", "é", "\xa0"]
environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"])
source = random.Random(SEED)


def one(*choices):
    choice = source.choice(choices)
    return choice() if callable(choice) else choice


def part():
    return one("s", lambda: '"' + source.choice(TEXTS) + '"')


def bound():
    return one("", "0", "1", "2", "-1", "-2", "5", "-9", "99")


def number(depth):
    if depth == 0:
        return one("n", "f", "0", "1", "2", "-1", "7", "0.5", "1.25", "true", "false")
    a, b = number(depth - 1), number(depth - 1)
    return one(
        f"({a} + {b})", f"({a} - {b})", f"({a} * {b})", f"({a} // {b})", f"({a} % {b})", f"({a} / {b})", f"-{a}", f"+{a}",
        f"({a} - {b} - {a})", f"({a} * {b} + {b})", lambda: f"({a} if {truth(depth - 1)} else {b})",
        lambda: f"({text(depth - 1)})|length", lambda: f"({items(depth - 1)})|length", f"({a})|int",
        lambda: f"({text(depth - 1)})|int", lambda: f"({text(depth - 1)}).count({part()})",
        lambda: f"({text(depth - 1)}).find({part()})", lambda: f"({items(depth - 1)})[{one('0', '-1', '1', '5')}]",
        lambda: f"d.{one('b', 'a', 'c')}",
    )  # fmt: skip


def text(depth):
    if depth == 0:
        return part()
    a = text(depth - 1)
    return one(
        lambda: f"({a} ~ {value(depth - 1)})", lambda: f"({a} + {text(depth - 1)})", f"({a})|upper", f"({a})|lower",
        f"({a})|title", f"({a}).title()", f"({a})|capitalize", f"({a})|trim", f"({a}).strip()", f"({a}).lstrip()",
        f"({a}).rstrip()", lambda: f"({a}).strip({part()})", lambda: f"({a}).replace({part()}, {part()})",
        lambda: f"({a})|replace({part()}, {part()})", lambda: f"({a})[{bound()}:{bound()}]",
        lambda: f"({a})[{bound()}:{bound()}:{one('2', '-1', '-2', '1', '3')}]", f"({a})|reverse",
        lambda: f"({a})[{one('0', '-1', '1', '9')}]", lambda: f"({items(depth - 1)})|join({part()})",
        lambda: f"({a}).split({part()})[{one('0', '-1')}]", lambda: f"({value(depth - 1)})|string", f"({a})|first",
        f"({a})|last", lambda: f"({a} if {truth(depth - 1)})", f"('' ~ {a})|indent(2)", f"({a})|default('q', true)",
    )  # fmt: skip


def items(depth):
    if depth == 0:
        return one("l", "w", "z", "[]", "[1, 'a']", "[0, none, '']", "(1, 2)", "('x',)", "()")
    a = items(depth - 1)
    return one(
        lambda: f"[{value(depth - 1)}, {value(depth - 1)}]", lambda: f"({value(depth - 1)}, {value(depth - 1)})",
        lambda: f"({text(depth - 1)}).split({part()})", lambda: f"({text(depth - 1)}).split()",
        lambda: f"({text(depth - 1)})|list", f"({a})|list", lambda: f"({a})[{bound()}:{bound()}]", f"({a})|reverse|list",
        f"({a})|select|list", f"({a})|reject|list",
        lambda: f"({a})|select('{one('number', 'string', 'none', 'defined')}')|list",
        lambda: f"({a})|map('{one('string', 'upper', 'title', 'default')}')|list",
        lambda: f"({text(depth - 1)}).{one('rsplit', 'split')}({part()}, {one('0', '1', '2')})",
        lambda: f"({a} + {items(depth - 1)})", "d|dictsort", "d.items()|list", "d.keys()|list", "d.values()|list",
        "d|items|list", lambda: f"range({one('2', '0', '5, 1, -2', '1, 4')})|list",
    )  # fmt: skip


def truth(depth):
    if depth == 0:
        return one("true", "false", "n", "z", "s", "nothing", "none", "d", "0.0")
    a, b = value(depth - 1), value(depth - 1)
    return one(
        f"(({a}) == ({b}))", f"(({a}) != ({b}))", lambda: f"({number(depth - 1)} < {number(depth - 1)})",
        lambda: f"(({text(depth - 1)}) <= ({text(depth - 1)}))", lambda: f"({truth(depth - 1)} and {truth(depth - 1)})",
        lambda: f"({truth(depth - 1)} or {truth(depth - 1)})", lambda: f"(not {truth(depth - 1)})",
        lambda: f"(({a}) in ({items(depth - 1)}))", lambda: f"(({text(depth - 1)}) not in ({text(depth - 1)}))",
        lambda: f"(({a}) is {one('string', 'number', 'none', 'defined', 'boolean', 'integer', 'float', 'sequence', 'mapping')})",
        lambda: f"(({a}) is {one('not iterable', 'true', 'false', 'undefined', 'not defined')})",
        lambda: f"(({number(0)}) is divisibleby {number(0)})", lambda: f"(({number(0)}) is {one('even', 'odd')})",
        lambda: f"(({a}) is {one('eq', 'ne')} ({b}))", lambda: f"(({text(1)}).startswith({part()}))",
        lambda: f"(({text(1)}).endswith(({part()}, {part()})))", lambda: f"(({a}) is in ({items(depth - 1)}))",
        lambda: f"({number(0)} < {number(0)} <= {number(0)})",
        lambda: f"(({number(0)}) is {one('ge', 'gt', 'le', 'lt')} ({number(0)}))",
    )  # fmt: skip


def value(depth):
    return one(lambda: number(depth), lambda: text(depth), lambda: items(depth), lambda: truth(depth), "none", "nothing", "d", "{'k': 1, 'j': [none]}")


def white():
    return "".join(source.choice(SPACE) for _ in range(source.randrange(4)))


def tag(body):
    return "{%" + one("", "", "-", "+") + " " + body + " " + one("", "", "-", "+") + "%}"


def printed():
    return "{{" + one("", "", "-") + one(" ", "") + one("1", "'x'", "v", "'}}'", "[1,{'a':2}]") + " " + one("", "", "-") + "}}"


def comment():
    return "{#" + one("", "-", "+") + white() + "note" + one("", "-", "+") + "#}"


def raw():
    return "{%" + one("", "-") + " raw " + one("", "-") + "%}" + white() + "{{ x }}" + white() + tag("endraw")


def block(depth):
    return "".join(white() + statement(depth) for _ in range(source.randrange(1, 4))) + white()


def statement(depth):
    if depth == 0:
        return one(printed, comment, raw, lambda: tag("set v = " + one("1", "v ~ 'y'", "v + 'z'")))
    inner = lambda: block(depth - 1)
    return one(
        printed, comment, lambda: tag("set v = v ~ 1"), lambda: tag("if " + condition()) + inner() + tag("endif"),
        lambda: tag("if " + condition()) + inner() + tag("elif " + condition()) + inner() + tag("else") + inner() + tag("endif"),
        lambda: tag("for i in " + rounds()) + inner() + "{{ i }}{{ loop." + one("index", "first", "last", "revindex", "length", "previtem",
            "nextitem", "cycle('o','e')", "index0", "revindex0") + " }}" + tag("endfor"),
        lambda: tag("for i in " + rounds() + " if i " + one("is odd", "> 1", "!= 2")) + inner() + tag("else") + inner() + tag("endfor") + "{{ v }}",
        lambda: tag("for i in " + rounds()) + tag("if i == " + one("1", "2")) + tag(one("break", "continue")) + tag("endif") + inner() + tag("endfor"),
        lambda: tag("for a, b in [(1, 'p'), (2, 'q')]") + "{{ a }}{{ b }}" + inner() + tag("endfor"),
        lambda: tag("set q") + inner() + tag("endset") + "{{ q|length }}",
        lambda: tag("macro f(p, q='Q', r=p)") + inner() + "{{ p }}{{ q }}{{ r }}" + tag("endmacro")
            + one("{{ f(1) }}", "{{ f(1, r=2) }}", "{{ f(q=3, p=v) }}", "{{ f() }}", "{{ f(1,2,3) }}", "{{ f(1,2,3,4) }}"),
        lambda: tag("set ns = namespace(c=0)") + tag("for i in " + rounds()) + tag("set ns.c = ns.c + i") + inner() + tag("endfor") + "{{ ns.c }}",
        lambda: tag("for i in [1,2]") + tag("set v = v ~ i") + "{{ v }}" + tag("endfor") + "{{ v }}{{ i }}",
    )  # fmt: skip


def condition():
    return one("true", "false", "v", "v == 1", "i is defined", "not v", "v is string", "none")


def rounds():
    return one("[1,2,3]", "[]", "range(2)", "nothing", "(1,2)", "[3,2,1][:2]", "range(4)")


def rows(count, draw):
    seen = set()
    while len(seen) < count:
        template = draw()
        if template in seen or len(template) > 200:
            continue
        try:
            row = {"template": template, "text": environment.from_string(template).render(**VARIABLES)}
        except Exception as e:
            row = {"template": template, "error": f"{type(e).__name__}: {e}"}
        if not any(mark in row.get("text", "") for mark in NOT_OURS):
            seen.add(template)
            yield row


if __name__ == "__main__":
    expressions = list(rows(EXPRESSIONS, lambda: "{{ " + value(source.choice((1, 2, 2, 3))) + " }}"))
    statements = list(rows(STATEMENTS, lambda: block(source.choice((0, 1, 1, 2)))))
    print('{"made_by": "jinja2 ' + jinja2.__version__ + '; python make_random_expressions.py > random-expressions.json",')
    print('"variables": ' + json.dumps(VARIABLES, ensure_ascii=False) + ",")
    print('"rows": [')
    print(",\n".join(json.dumps(row, ensure_ascii=False) for row in expressions + statements))
    print("]}")

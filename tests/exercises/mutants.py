"""Make wrong functions out of a right one: each mutant changes one thing in its syntax tree."""

import ast
import copy
import inspect
import textwrap

BINARY = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Add, ast.Div),
    ast.Div: (ast.Mult, ast.FloorDiv),
    ast.FloorDiv: (ast.Div,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,),
}
COMPARE = {ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.Gt: ast.GtE}
METHODS = {
    "sum": ("mean", "max", "min", "prod"),
    "zeros": ("ones",),
    "stack": ("vstack",),
    "transpose": ("reshape",),
    "reshape": ("resize",),
    "add": ("subtract",),
    "subtract": ("add",),
    "multiply": ("add",),
}


def mutants(function):
    """Yield (description, namespace-ready source) for every mutant of a function."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    names = sorted({node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - {"np"})
    local = [name for name in names if name in _bound(tree)]
    seen = {ast.unparse(tree)}
    for position, node in enumerate(ast.walk(tree)):
        for description, change in _changes(node, local):
            mutant = copy.deepcopy(tree)
            target = next(n for i, n in enumerate(ast.walk(mutant)) if i == position)
            change(target)
            source = ast.unparse(ast.fix_missing_locations(mutant))
            if source not in seen:
                seen.add(source)
                yield f"line {getattr(node, 'lineno', 0)}: {description}", source


def compile_mutant(source, function):
    """Return the mutated function, with the names that the original could see."""
    namespace = dict(function.__globals__)
    exec(compile(source, f"<mutant of {function.__name__}>", "exec"), namespace)
    return namespace[function.__name__]


def _bound(tree):
    """Return the names that the function binds itself: arguments and assigned names."""
    arguments = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    stored = {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    return arguments | stored


def _changes(node, local):
    """Yield (description, function that makes the change in place) for one node."""
    if isinstance(node, ast.BinOp):
        for new in BINARY.get(type(node.op), ()):
            yield f"{type(node.op).__name__} to {new.__name__}", _setter("op", new())
        for side in ("left", "right"):
            yield f"only the {side} term", _becomes(side)
        yield "terms exchanged", _exchange("left", "right")
    elif isinstance(node, ast.UnaryOp):
        yield "sign dropped", _becomes("operand")
    elif isinstance(node, ast.Compare):
        new = COMPARE.get(type(node.ops[0]))
        if new:
            yield f"comparison to {new.__name__}", _setter("ops", [new()])
    elif isinstance(node, ast.Constant):
        yield from _constant(node)
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in local:
        for other in local:
            if other != node.id:
                yield f"{node.id} to {other}", _setter("id", other)
    elif isinstance(node, ast.AugAssign):
        yield "= for +=", _plain_assignment
        yield "-= for +=", _setter("op", ast.Sub())
    elif isinstance(node, ast.Slice):
        for bound in ("lower", "upper"):
            if getattr(node, bound) is not None:
                yield f"{bound} bound dropped", _setter(bound, None)
    elif isinstance(node, ast.Call):
        yield from _call(node)
    elif isinstance(node, (ast.Tuple, ast.List)) and isinstance(node.ctx, ast.Load):
        for first in range(len(node.elts) - 1):
            yield f"elements {first} and {first + 1} exchanged", _swap_elements(first)
    elif isinstance(node, (ast.FunctionDef, ast.For)):
        for index, statement in enumerate(node.body):
            if len(node.body) > 1 and not isinstance(statement, ast.Return):
                yield f"statement {index} dropped", _drop_statement(index)
        if isinstance(node, ast.FunctionDef) and isinstance(node.body[-2:][0], ast.For):
            yield "return moved into the loop", _return_inside


def _constant(node):
    if isinstance(node.value, bool):
        yield f"{node.value} to {not node.value}", _setter("value", not node.value)
    elif isinstance(node.value, (int, float)):
        for step in (1, -1):
            yield f"{node.value} to {node.value + step}", _setter("value", node.value + step)
    elif isinstance(node.value, str) and "->" in node.value:
        left, right = node.value.split("->")
        yield "result axes reversed", _setter("value", f"{left}->{right[::-1]}")
        yield "one result axis dropped", _setter("value", f"{left}->{right[1:]}")


def _call(node):
    if isinstance(node.func, ast.Attribute):
        for new in METHODS.get(node.func.attr, ()):
            yield f"{node.func.attr} to {new}", _rename_method(new)
        if not node.args:
            yield f"{node.func.attr} left out", _drop_method
    if len(node.args) == 1 and not node.keywords:
        yield "call left out", _becomes_first_argument
    for first in range(len(node.args) - 1):
        yield f"arguments {first} and {first + 1} exchanged", _swap_arguments(first)
    for index, keyword in enumerate(node.keywords):
        if keyword.arg != "strict":
            yield f"{keyword.arg}= dropped", _drop_keyword(index)


def _setter(field, value):
    return lambda node: setattr(node, field, value)


def _replace(node, other):
    """Turn a node into another one in place."""
    node.__class__ = type(other)
    node.__dict__.clear()
    node.__dict__.update(other.__dict__)


def _becomes(field):
    return lambda node: _replace(node, getattr(node, field))


def _becomes_first_argument(node):
    _replace(node, node.args[0])


def _exchange(first, second):
    def change(node):
        one, two = getattr(node, first), getattr(node, second)
        setattr(node, first, two)
        setattr(node, second, one)

    return change


def _plain_assignment(node):
    _replace(node, ast.Assign(targets=[node.target], value=node.value, lineno=node.lineno))


def _rename_method(new):
    return lambda node: setattr(node.func, "attr", new)


def _drop_method(node):
    _replace(node, node.func.value)


def _swap(items, first):
    items[first], items[first + 1] = items[first + 1], items[first]


def _swap_elements(first):
    return lambda node: _swap(node.elts, first)


def _swap_arguments(first):
    return lambda node: _swap(node.args, first)


def _drop_keyword(index):
    return lambda node: node.keywords.pop(index)


def _drop_statement(index):
    return lambda node: node.body.pop(index)


def _return_inside(node):
    loop = node.body[-2]
    while isinstance(loop.body[-1], ast.For):
        loop = loop.body[-1]
    loop.body.append(node.body.pop())

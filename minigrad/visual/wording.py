"""A trace in words and as JSON: names for what has none, a sentence for each step, the table that is its text twin."""

import math
from collections import Counter

from . import rules
from .trace import Edge, same

FEW = 6  # terms that are written out as a sum
SHORT = 10  # characters of the reader's own expression that still fit a box
HEADER = ["Step", "Pass", "Node", "Arrives", "Rule", "Leaves", "Adds up"]
ORDINALS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


# ---------------------------------------------------------------------------------------------------------- numbers


def number(value):
    """Four significant digits, with a true minus."""
    if not math.isfinite(value):
        return "nan" if math.isnan(value) else "∞" if value > 0 else "−∞"
    size = abs(value)
    if size >= 1e5 or 0 < size < 5e-5:
        digits, _, exponent = f"{value:.{2 if size >= 1e5 else 1}e}".partition("e")
        return f"{digits}e{'+' if int(exponent) > 0 else ''}{int(exponent)}".replace("-", "−")
    return f"{float(f'{value:.4g}'):g}".replace("-", "−")


def shape(sizes):
    return f"({', '.join(map(str, sizes))}{',' * (len(sizes) == 1)})"


def said(packed):
    """A packed value in a few characters: a number, or an array's shape; dots for what was not kept."""
    if packed is None:
        return "…"
    return f"{shape(packed['shape'])} array" if isinstance(packed, dict) else number(packed)


def total(values, missing=0):
    """The numbers as a sum, with dots for terms that have not arrived; of many only how many."""
    if len(values) + missing > FEW:
        return f"{len(values)} of {len(values) + missing} terms" if missing else f"{len(values)} terms"
    text = "".join([number(v) if not i else f" {'−' if v < 0 else '+'} {number(abs(v))}" for i, v in enumerate(values)])
    return text + " + …" * missing if values else " + ".join(["…"] * missing)


def listed(words):
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


# ------------------------------------------------------------------------------------------------------------ names


def give_labels(boxes):
    """Label each box: its variable, else the reader's expression or a call, else its sign with an ordinal."""
    seen = Counter()
    for box in boxes:
        box.label = clean(box.name) if box.name else unnamed(box)
        seen[box.label] += 1
        if not box.name and (box.label in SIGNS or seen[box.label] > 1):
            box.label += str(seen[box.label]).translate(ORDINALS)


SIGNS = {"leaf", "given", *[rule.symbol for rule in rules.RULES.values()]}


def unnamed(box):
    """The expression of a box without a name if that is short, else the sign of its operation."""
    if box.rule is None:
        return box.kind.replace("frozen", "given")
    if box.number is not None:
        return box.inputs[0].source.label + box.rule.symbol
    if box.text and len(box.text) <= SHORT and not box.scope:  # else the text is that of the call around it
        return clean(box.text)
    call = in_letters(box, box.rule.call)
    plain = all([x.source.label.replace("_", "").isalnum() for x in box.inputs if isinstance(x, Edge)])
    return call if plain and len(call) <= SHORT and "…" not in call else box.rule.symbol


def letter_of(box, letter):
    """What stands for a letter of a box's rule: a name, or the number itself where it is a constant."""
    if letter == "r":
        return box.label
    if letter in "abc":
        source = box.inputs["abc".index(letter)]
        return source.source.label if isinstance(source, Edge) else "…" if source is None else number(source)
    return letter


def figure_of(box, letter):
    """The number for a letter; dots where it is not kept."""
    if letter == "r":
        return said(box.value)
    if letter in "abc":
        source = box.inputs["abc".index(letter)]
        return said(source.source.value if isinstance(source, Edge) else source)
    return letter


def clean(text, limit=12):
    """A text that fits a box; of a parameter's long name the end."""
    text = "".join([c for c in text if c.isprintable()])
    if len(text) > limit and text.replace(".", "").replace("_", "").isalnum():
        ends = [".".join(text.split(".")[-n:]) for n in (2, 1)]
        text = next((end for end in ends if len(end) <= limit + 1), ends[-1])
    return text if len(text) <= limit else text[: limit - 1] + "…"


def held(label):
    return label if label.replace(".", "").replace("_", "").isalnum() else f"({label})"


def in_letters(box, tree):
    return rules.text(tree, lambda letter: letter_of(box, letter))


def in_numbers(box, tree):
    return rules.text(tree, lambda letter: figure_of(box, letter))


def keeps(box):
    """The names of the values that a box's rules need on the way back; None where its rules are not known."""
    live = [box.rule.inputs[x.slot] for x in box.inputs if isinstance(x, Edge) and x.live]
    if any([isinstance(tree, list) and tree[0] == "words" and "backward rule" in tree[1] for tree in live]):
        return None
    letters = sorted({leaf for tree in live for leaf in rules.leaves(tree) if leaf in set("abcr")})
    return [letter_of(box, x) for x in letters if x == "r" or isinstance(box.inputs["abc".index(x)], Edge)]


# -------------------------------------------------------------------------------------------------------- sentences


def sentence(phase, box, sent, update):
    """What happens at a step, in one or two sentences; `sent`: the edges whose term has left when it is done."""
    if phase == "update":
        return updated(box, update)
    return {"forward": forward, "seed": seeded, "backward": backward, "leaf": arrived}[phase](box, sent)


def start(trace):
    given = [box for box in trace.boxes if box.rule is None]
    names = [f"{b.label} = {number(b.value)}" if isinstance(b.value, float) else b.label for b in given]
    if len(names) > 6:
        return f"{len(names)} values are given. Nothing has been computed yet."
    return f"{listed(names)} {'are' if len(names) > 1 else 'is'} given. Nothing has been computed yet."


def forward(box, sent):
    call = in_letters(box, box.rule.call)
    if box.path:
        given = listed([x.source.label for x in box.inputs])
        results = listed([x.target.label for x in box.outputs]) or "its result"
        gives = f"turns {given} into {results}" if given else f"gives {results}"
        return f"{box.label} {gives}, in {box.count} steps."
    if box.outputs:
        return f"{box.label} gives {listed([x.target.label for x in box.outputs])}."
    what = call if call == box.label else f"{box.label} is {call}"
    if box.value is None:
        what += f", of shape {shape(box.shape)}; its value was not kept" if box.shape else "; its value was not kept"
    elif isinstance(box.value, dict):
        what += f", of shape {shape(box.shape)}"
    else:
        figures = in_numbers(box, box.rule.call)
        plain = "…" not in figures and "array" not in figures
        what += f": {figures} = {number(box.value)}" if plain else f" = {number(box.value)}"
    kept = keeps(box)
    return f"{what}." + (f" It keeps {listed(kept)} for the way back." if kept else "")


def seeded(box, sent):
    if box.shape:
        return f"{box.label}.backward(gradient) starts with ones here, one for each element of {box.label}."
    return f"{box.label}.backward() starts with 1: when {box.label} moves by 1, {box.label} moves by 1."


def backward(box, sent):
    live = [x for x in box.inputs if isinstance(x, Edge) and x.live]
    twice = len({x.source for x in live}) < len(live) == 2
    which = (" (left)", " (right)") if twice else [""] * len(live)
    gives = [f"{said_term(x.term)} to {x.source.label}{side}" for x, side in zip(live, which, strict=True)]
    waiting = list(dict.fromkeys([x.source for x in live if any([use not in sent for use in x.source.uses])]))
    wait = (
        ""
        if not waiting
        else " Both wait for another term."
        if len(waiting) == 2
        else f" {waiting[0].label} waits for another term."
    )
    comes = f"{said_term(box.grad).capitalize()} arrives at {box.label}"
    if box.outputs:
        came = [f"{said_term(x.term)} for {x.target.label}" for x in box.outputs]
        comes = f"{box.label} gets {listed(came)}"
    what = f"{comes}; it sends {listed(gives) or 'nothing on'}.{wait}"
    if box.leaves:
        what += (
            f" Inside it {box.leaves} leaves get their gradients."
            if box.leaves > 1
            else " Inside it 1 leaf gets its gradient."
        )
    return what + "".join(
        [f" (By the rule it would send {number(expected(x))} to {x.source.label}.)" for x in live if differs(x)]
    )


def said_term(packed):
    if packed is None:
        return "nothing"
    return f"a {shape(packed['shape'])} gradient" if isinstance(packed, dict) else number(packed)


def arrived(box, sent):
    name, count = f"{box.label}.grad", len(box.uses)
    have = "Both terms" if count == 2 else f"All {count} terms"
    if not isinstance(box.grad, float):
        have = f"{have} for {box.label} have arrived" if count > 1 else f"The gradient for {box.label} has arrived"
        return f"{have}. The shape of {name} is {shape(box.shape or ())}, that of {box.label}."
    what = f"{name} is {number(box.grad)}."
    if count == 1:
        return what
    summed = f": {total(terms_of(box, sent))}" if count <= FEW else ""
    return f"{have} for {box.label} have arrived{summed}. {what}"


def updated(box, update):
    name = box.label
    if "name" in update:
        moved = f"from {number(box.value)} to {number(box.after)}" if isinstance(box.after, float) else "to new values"
        return f"{update['name']} moves {name} {moved}. {name}.grad stays until zero_grad()."
    if isinstance(box.after, float):
        return f"{name} becomes {descent(box, update, box.value, box.grad)} = {number(box.after)}."
    return f"{name} becomes {descent(box, update)}. Its shape is {shape(box.shape)}."


def descent(box, update, *figures):
    """The value less the learning rate times the gradient, in letters or in numbers."""
    value, grad = [number(x) for x in figures] or [box.label, f"{box.label}.grad"]
    return f"{value} − {number(update['rate'])} × {f'({grad})' if grad.startswith('−') else grad}"


def terms_of(box, sent):
    """The terms that have arrived at a box, in their order."""
    return [edge.term for edge in sent if edge.source is box and edge.term is not None]


def expected(edge):
    return edge.target.grad * edge.factor


def differs(edge):
    """Whether a node sent something else than what arrived times the factor of its rule."""
    numbers = (edge.term, edge.factor, edge.target.grad)
    return all([isinstance(x, float) for x in numbers]) and not same(edge.term, expected(edge))


# ------------------------------------------------------------------------------------------------------------- rows


def row(phase, box, sent, update):
    """A step's cells of the table, from Node on."""
    if phase == "update":
        rule = f"{update['name']}.step()" if "name" in update else descent(box, update)
        return [box.label, f"{box.label}.grad = {said(box.grad)}", rule, said(box.after), ""]
    name, live = box.label, [x for x in box.inputs if isinstance(x, Edge) and x.live]
    if phase == "forward":
        inputs = [f"{x.source.label} = {said(x.source.value)}" for x in box.inputs if isinstance(x, Edge)]
        results = [f"{x.target.label} = {said(x.target.value)}" for x in box.outputs] or [said(box.value)]
        return [name, ", ".join(dict.fromkeys(inputs)), in_letters(box, box.rule.call), ", ".join(results), ""]
    if phase == "seed":
        return [name, "", "start", said(box.grad), ""]
    if phase == "leaf":
        terms = [said_term(t) for t in terms_of(box, sent)]
        summed = total(terms_of(box, sent)) if not box.shape else f"{len(terms)} term{'s' * (len(terms) > 1)}"
        return [name, summed, "sum", "", f"{name}.grad = {said(box.grad)}"]
    rule = [slope(x) for x in live]
    return [
        name,
        ", ".join([f"{said(x.term)} for {x.target.label}" for x in box.outputs]) or said(box.grad),
        "; ".join(dict.fromkeys(rule)),
        "; ".join([f"{said(x.term)} to {x.source.label}" for x in live]),
        "; ".join([so_far(x, sent) for x in live]),
    ]


def slope(edge):
    box, tree = edge.target, edge.target.rule.inputs[edge.slot]
    left = f"∂{held(box.label)}/∂{held(edge.source.label)} = " if box.rule.scales(edge.slot) else ""
    return left + in_letters(box, tree)


def so_far(edge, sent):
    """The sum so far at the box that receives a term."""
    box = edge.source
    upto = [use for use in sent if use.source is box]
    upto = upto[: upto.index(edge) + 1]
    missing = len(box.uses) - len(upto)
    if box.shape or any([use.term is None for use in upto]):
        return f"{box.label}: {len(upto)} of {len(box.uses)}"
    values = [use.term for use in upto]
    return f"{box.label}: {total(values, missing)}" + (
        f" = {number(sum(values))}" if len(values) > 1 and not missing else ""
    )


def told(trace):
    """For each step its phase, its box, its sentence and its row."""
    sent = []
    for phase, box in trace.steps:
        if phase == "backward":
            sent += [*box.outputs, *[x for x in box.inputs if isinstance(x, Edge) and x.live]]
        yield phase, box, sentence(phase, box, sent, trace.update), row(phase, box, sent, trace.update)


def twin(title, trace):
    """The table of all steps as text."""
    rows = [HEADER]
    for i, (phase, _, _, cells) in enumerate(told(trace), 1):
        rows.append([str(i), side(phase), *cells])
    widths = [max([len(r[i]) for r in rows]) for i in range(len(HEADER))]
    lines = ["  ".join([cell.ljust(w) for cell, w in zip(r, widths, strict=True)]).rstrip() for r in rows]
    return "\n".join([f"Stepper: {title}, {len(trace.steps)} steps", *lines])


def side(phase):
    return phase if phase in ("forward", "update") else "backward"


# ------------------------------------------------------------------------------------------------------------- JSON


def as_json(title, trace, code=()):
    """The trace as the page takes it: nothing but lists, dicts, texts and numbers."""
    return {
        "title": title,
        "start": start(trace),
        "update": trace.update,
        "code": list(code),
        "header": HEADER,
    } | steps_as_json(trace)


def steps_as_json(trace):
    """What of a trace is different in each view."""
    boxes, edges = {b: i for i, b in enumerate(trace.boxes)}, {e: i for i, e in enumerate(trace.edges)}
    ops = {}
    nodes = [node_as_json(box, edges, ops) for box in trace.boxes]
    return {
        "root": boxes[trace.root],
        "ops": [op_as_json(op) for op in ops.values()],
        "nodes": nodes,
        "edges": [edge_as_json(edge, boxes) for edge in trace.edges],
        "steps": [
            {"phase": phase, "node": boxes[box], "say": say, "row": cells, "at": at}
            for at, (phase, box, say, cells) in zip(trace.at, told(trace), strict=True)
        ],
    }


def op_as_json(rule):
    return {
        "symbol": rule.symbol,
        "call": rule.call,
        "rules": rule.inputs,
    }


def node_as_json(box, edges, ops):
    out = {
        "label": box.label,
        "kind": box.kind,
        "shape": box.shape,
        "value": rounded(box.value),
        "grad": rounded(box.grad),
        "span": box.span,
    }
    if box.second:
        out["second"] = True
    if box.after is not None:
        out["after"] = rounded(box.after)
    if box.name:
        out["named"] = True
    elif box.text:
        out["text"] = box.text
    if box.rule:
        rule = ops.setdefault(repr(box.rule), box.rule)
        out |= {"op": list(ops).index(repr(rule)), "keeps": keeps(box)}
        out["in"] = [{"edge": edges[x]} if isinstance(x, Edge) else {"number": x} for x in box.inputs]
    if box.path:
        out |= {"group": name_of(box.path), "count": box.count}
    elif box.scope:
        out["scope"] = name_of(box.scope)
    if box.outputs:
        out["outputs"] = [edges[x] for x in box.outputs]
    return out


def name_of(path):
    """A path of calls as the key of its view: their numbers tell calls of one name apart."""
    return "/".join([f"{label}:{number}" for label, number in path])


def edge_as_json(edge, boxes):
    out = {"from": boxes[edge.source], "to": boxes[edge.target], "slot": edge.slot, "live": edge.live}
    if edge.live:
        if not isinstance(edge.term, dict) or edge.term != edge.source.grad:  # an only term travels with its box
            out["term"] = rounded(edge.term)
        if edge.factor is not None:
            out["factor"] = rounded(edge.factor)
        if differs(edge):
            out["expected"] = expected(edge)
        if edge.target.rule.scales(edge.slot):
            out["slope"] = in_letters(edge.target, edge.target.rule.inputs[edge.slot])
    return out


def rounded(packed):
    """A packed value with as many digits as the page can show; what JSON cannot say, as text."""
    if packed is None:
        return None
    if not isinstance(packed, dict):
        return float(f"{packed:.10g}") if math.isfinite(packed) else number(packed)
    data = packed["data"]
    return packed | {"data": data and [rounded(float(f"{x:.5g}")) for x in data]}

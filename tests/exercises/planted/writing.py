"""How planted answers are put down: the head of a function, and its body."""

import textwrap


def defined(head, body):
    return f"def {head}:\n" + textwrap.indent(textwrap.dedent(body).strip("\n"), "    ")

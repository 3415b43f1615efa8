"""The exercises "true or false: run it" and "what does each line give": sentences or lines, each with what is right."""

import numpy as np

from minigrad.course.exercise import Known, Miss

KNOWN = {
    "not four": Known("another number of answers", "How many sentences are there?"),
    "not True or False": Known("something else than True and False", "What type has `1 > 2`?"),
    "the other way round": Known("each answer is the opposite of what a run shows", "Did you run one line for each?"),
}


def judge_of(claims):
    """The check of four answers. `claims` are {misconception: (lines, what they print, whether the claim is true)}."""
    right = tuple([true for _, _, true in claims.values()])

    def check(verdicts):
        if not isinstance(verdicts, (tuple, list)) or len(verdicts) != len(right):
            return Miss(["verdicts"], verdicts, "four answers, each True or False", "not four")
        verdicts = tuple([bool(answer) if isinstance(answer, np.bool_) else answer for answer in verdicts])
        if not all([isinstance(answer, bool) for answer in verdicts]):
            return Miss(["verdicts"], verdicts, "four answers, each True or False", "not True or False")
        if verdicts == tuple([not answer for answer in right]):
            return Miss(["all four"], verdicts, "not one of them", "the other way round")
        for number, (claim, answer) in enumerate(zip(claims, verdicts, strict=True), 1):
            program, prints, true = claims[claim]
            if answer is not true:
                lines = f"claim {number}. These lines, for leaves x = 2 and w = 3, print {prints}:"
                return Miss([lines, *program.splitlines()], str(answer), str(true), claim)
        return None

    return check


def first_wrong(lines, answers):
    """The first line that is answered wrongly, and its misconception if the answer is the one that it leads to."""
    if not isinstance(answers, tuple | list) or len(answers) != len(lines):
        return Miss(["all of them"], answers, f"{len(lines)} answers", "not six")
    wrong = [
        (line, mine, right, key)
        for mine, (line, (right, key)) in zip(answers, lines.items(), strict=True)
        if plainly(mine) != plainly(right)
    ]
    if not wrong:
        return None
    line, mine, right, key = wrong[0]
    thought = "nothing" if isinstance(right, str) else not right
    return Miss([line], mine, right, key if plainly(mine) == plainly(thought) else None)


def plainly(answer):
    return str(answer).strip().casefold()

"""The steps of ten programs are those that PyTorch's graph takes: names, order of arrival, gradients to 1e-6."""

import json

import pytest

import minigrad as mg
from tests.visual.traces import PROGRAMS, RECORDED, traced


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_steps_are_those_of_pytorch(program):
    ours = json.loads(json.dumps(traced(mg, PROGRAMS[program])))
    theirs = json.loads(RECORDED.read_text())[program]
    assert [outline(step) for step in ours] == [outline(step) for step in theirs]
    assert numbers(ours) == pytest.approx(numbers(theirs), rel=1e-6, abs=1e-12)
    assert len(numbers(ours)) >= 2 * len([step for step in ours if step["pass"] == "backward"])


def outline(part):
    """A step with a `#` for every number that arrives or is sent."""
    if isinstance(part, dict):
        return {key: outline(value) for key, value in part.items()}
    if isinstance(part, list):
        return [outline(value) for value in part]
    return "#" if isinstance(part, float) else part


def numbers(part):
    """All numbers in a step, one after another."""
    if isinstance(part, (dict, list)):
        return [x for value in (part.values() if isinstance(part, dict) else part) for x in numbers(value)]
    return [part] if isinstance(part, float) else []

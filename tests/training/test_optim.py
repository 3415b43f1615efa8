"""Each optimiser and each schedule goes where PyTorch's goes, and clipping gives what PyTorch's gives."""

import json

import numpy as np
import pytest

import minigrad as mg
from tests.training.record import CLIPPINGS, TRAJECTORIES
from tests.training.trajectories import ROWS, SCHEDULES, all_clippings, all_rows, clipped, trajectory

PYTORCH = json.loads(TRAJECTORIES.read_text(encoding="utf-8"))
HERE = all_rows(mg)


@pytest.mark.parametrize("row", ROWS + SCHEDULES)
def test_twenty_steps_lead_where_pytorchs_lead(row):
    assert len(PYTORCH[row]) == 20
    np.testing.assert_allclose(HERE[row], PYTORCH[row], rtol=1e-6, atol=1e-9)


def test_every_name_of_optim_has_a_row():
    rows = {row.partition("(")[0] for row in ROWS + SCHEDULES}
    public = {*mg.optim.__all__, *mg.optim.lr_scheduler.__all__} - {"Optimizer", "LRScheduler", "lr_scheduler"}
    assert rows == public


def test_no_two_rows_are_alike():
    rows = {str(trajectory) for trajectory in PYTORCH.values()}
    assert len(rows) == len(PYTORCH) == len(ROWS + SCHEDULES)


def test_a_wrong_option_leads_elsewhere():
    other = trajectory(mg, "SGD(groups, lr=0.02, momentum=0.91)")
    assert not np.allclose(other, PYTORCH["SGD(groups, lr=0.02, momentum=0.9)"], rtol=1e-4)


CLIPPED = json.loads(CLIPPINGS.read_text(encoding="utf-8"))


CLIPPED_HERE = all_clippings(mg)


@pytest.mark.parametrize("row", CLIPPED)
def test_clipping_gives_what_pytorchs_gives(row):
    came, wanted = CLIPPED_HERE[row], CLIPPED[row]
    if wanted and isinstance(wanted[0], str):
        assert came == wanted
        assert "non-finite" in wanted[0]
    else:
        np.testing.assert_allclose(came, wanted, rtol=1e-6)


def test_every_clipping_has_its_row():
    assert CLIPPED.keys() == CLIPPED_HERE.keys()
    assert clipped(mg, "clip_grad_value_(parameters, 0.9)", "none") == []

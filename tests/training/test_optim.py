"""Each optimiser and each schedule goes where PyTorch's goes."""

import json

import numpy as np
import pytest

import minigrad as mg
from tests.training.record import TRAJECTORIES
from tests.training.trajectories import ROWS, SCHEDULES, all_rows, trajectory

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

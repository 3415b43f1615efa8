"""The picture of lesson 18: what it counts, by hand, and that it leaves the reader's tensors as they were."""

import minigrad as mg
from minigrad import nn
from minigrad.course.pictures.lesson_18 import live_bytes

SIZE = 40  # bytes of 10 numbers


def test_in_one_segment_each_result_is_kept_until_its_node_has_run():
    (run, *_) = live_bytes([mg.tanh] * 3, mg.rand(10)).runs
    assert run["course"] == [n * SIZE for n in (0, 1, 2, 3, 2, 1)]  # the last result belongs to the run itself
    assert (run["turn"], run["most"]) == (3, 3 * SIZE)


def test_more_operations_and_fewer_bytes_with_the_square_root_of_the_layers_least():
    runs = live_bytes([mg.tanh] * 16, mg.rand(10)).runs
    assert [run["operations"] for run in runs] == [16 + 16 // k * (k - 1) for k in range(1, 17)]
    most = {run["segments"]: run["most"] // SIZE for run in runs}
    assert most[1] == 16 and min(most.values()) == most[4] <= 4 + 4


def test_no_gradient_comes_to_the_readers_parameters():
    layer, x = nn.Linear(10, 10), mg.rand(2, 10, requires_grad=True)
    live_bytes([layer] * 4, x)
    assert [tensor.grad for tensor in (layer.weight, layer.bias, x)] == [None] * 3


def test_the_twin_has_a_line_for_each_number_of_segments():
    assert repr(live_bytes([mg.tanh] * 3, mg.rand(10))).splitlines()[1].split() == ["1", "120", "3"]

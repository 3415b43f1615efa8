"""The picture of lesson 19: whose the boxes of a graph are, and in how many ways it is folded."""

import json

import pytest

import minigrad as mg
from minigrad import nn
from minigrad.course.pictures.lesson_19 import MOST, owners


def graphs(picture):
    return json.loads(picture.told)["graphs"]


def lit(graph, token):
    """How many boxes light up with a token."""
    classes = [part.partition('"')[0].split() for part in graph.split('<g class="node ')[1:]]
    return sum([token in names for names in classes])


def test_a_tensor_in_a_plain_list_is_owned_by_nobody():
    model = nn.Sequential(nn.Linear(3, 2))
    model.extra = [nn.Parameter(mg.tensor(0.5))]
    picture = owners(model, lambda: model(mg.ones(4, 3)).sum() * model.extra[0])
    assert "owned by nobody" in graphs(picture)["0,1"]
    assert "Outside it, owned by nobody: one without a name, of shape (): it has no gradient." in repr(picture)


def test_a_folded_module_is_one_box_and_lights_up_with_its_parameters():
    model = nn.Sequential(nn.Linear(3, 2), nn.Tanh())
    found = graphs(owners(model, lambda: model(mg.ones(4, 3)).sum()))
    assert {*found} == {"", "0", "0,1"}
    assert [graph.count("grad —") for graph in found.values()] == [0, 0, 2]
    assert [lit(graph, "p0") for graph in found.values()] == [1, 1, 1]
    assert [lit(graph, "m1") for graph in found.values()] == [1, 1, 4]


def test_a_layer_that_is_called_twice_has_two_frames_and_its_weight_is_in_neither():
    layer = nn.Linear(3, 3)
    model = nn.Sequential(layer, nn.Tanh(), layer)
    graph = graphs(owners(model, lambda: model(mg.ones(4, 3)).sum()))["0,1"]
    assert "0: Linear, call 1" in graph and "0: Linear, call 2" in graph
    assert graph.count(">weight<") == 1 and lit(graph, "m1") == 6


def test_a_list_that_is_not_called_lights_up_what_it_holds():
    model = nn.Module()
    model.layers = nn.ModuleList([nn.Linear(3, 2), nn.Linear(2, 4)])
    picture = owners(model, lambda: model.layers[1](model.layers[0](mg.ones(5, 3))).sum())
    assert lit(graphs(picture)["0,1"], "m1") == 2


def test_a_layer_in_two_modules_is_open_in_either():
    layer = nn.Linear(3, 3)
    model = nn.Sequential(nn.Sequential(layer, nn.Tanh()), nn.Sequential(layer, nn.Tanh()))
    found = graphs(owners(model, lambda: model(mg.ones(4, 3)).sum()))
    assert {"0,1,2", "0,2,4"} <= {*found} and "0,2" not in found


def test_a_large_model_is_folded_at_its_end():
    model = nn.Sequential(*[nn.Linear(3, 3) for _ in range(12)])
    assert len(graphs(owners(model, lambda: model(mg.ones(4, 3)).sum()))) <= MOST


def test_what_has_no_history_is_refused():
    model = nn.Linear(3, 2)
    with pytest.raises(TypeError, match="must return a tensor that the model made"):
        owners(model, lambda: None)

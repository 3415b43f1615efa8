"""The deliberate differences from PyTorch, a test for each line of docs/differences.md; no other name is missing."""

import importlib
import re
from pathlib import Path

import numpy as np
import pytest

import minigrad as mg

PAGE = (Path(__file__).parents[1] / "docs" / "differences.md").read_text(encoding="utf-8")
F = mg.nn.functional

# The names that programs written for PyTorch's autograd call, counted over its own tests.
DOCUMENTED = """
torch.BoolTensor torch.ByteTensor torch.DoubleTensor torch.FloatTensor torch.IntTensor torch.LongTensor torch.Tensor
torch.acosh_ torch.add torch.all torch.allclose torch.arange torch.autograd.Function torch.autograd.SavedTensor
torch.autograd.Variable torch.autograd.Variable._execution_engine.queue_callback torch.autograd._profiler_enabled
torch.autograd.backward torch.autograd.detect_anomaly torch.autograd.forward_ad._current_level
torch.autograd.forward_ad.dual_level torch.autograd.forward_ad.enter_dual_level torch.autograd.forward_ad.make_dual
torch.autograd.forward_ad.unpack_dual torch.autograd.function.InplaceFunction
torch.autograd.function.once_differentiable torch.autograd.functional.hessian torch.autograd.functional.hvp
torch.autograd.functional.jacobian torch.autograd.functional.jvp torch.autograd.functional.vhp
torch.autograd.functional.vjp torch.autograd.grad torch.autograd.gradcheck torch.autograd.gradcheck.GradcheckError
torch.autograd.gradgradcheck torch.autograd.graph.GradientEdge torch.autograd.graph.allow_mutation_on_saved_tensors
torch.autograd.graph.disable_saved_tensors_hooks torch.autograd.graph.get_gradient_edge
torch.autograd.graph.increment_version torch.autograd.graph.register_multi_grad_hook torch.autograd.graph.save_on_cpu
torch.autograd.graph.saved_tensors_hooks torch.autograd.is_multithreading_enabled torch.autograd.kineto_available
torch.autograd.profiler.profile torch.autograd.profiler.record_function torch.autograd.profiler_util.EventList
torch.autograd.profiler_util.FunctionEvent torch.autograd.profiler_util.FunctionEventAvg
torch.autograd.set_multithreading_enabled torch.cat torch.channels_last torch.contiguous_format torch.cos torch.double
torch.einsum torch.empty torch.empty_strided torch.enable_grad torch.exp torch.eye torch.float torch.float32
torch.float64 torch.full torch.igamma torch.index_reduce torch.inf torch.inference_mode torch.int torch.int16
torch.int32 torch.int64 torch.int8 torch.is_grad_enabled torch.is_inference torch.is_inference_mode_enabled torch.isin
torch.load torch.long torch.max torch.median torch.min torch.mm torch.mul torch.nan torch.nanmedian
torch.nn.BatchNorm1d torch.nn.Linear torch.nn.MSELoss torch.nn.Module torch.nn.Parameter torch.nn.functional.relu
torch.no_grad torch.ones torch.ones_like torch.optim.Adam torch.pow torch.rand torch.rand_like torch.randint
torch.randn torch.randn_like torch.save torch.scatter_reduce torch.set_grad_enabled torch.set_warn_always
torch.signbit torch.sin torch.stack torch.sum torch.tensor torch.utils.checkpoint.checkpoint
torch.utils.checkpoint.checkpoint_sequential torch.utils.checkpoint.set_checkpoint_early_stop torch.var_mean
torch.where torch.zeros torch.zeros_like Tensor.__bool__ Tensor.__eq__ Tensor.__float__ Tensor.__getitem__
Tensor.__int__ Tensor.__pow__ Tensor.__repr__ Tensor.__rpow__ Tensor.__setitem__ Tensor._backward_hooks Tensor._base
Tensor._is_view Tensor._version Tensor.abs Tensor.add Tensor.add_ Tensor.all Tensor.as_strided Tensor.as_strided_
Tensor.backward Tensor.bernoulli Tensor.bernoulli_ Tensor.bool Tensor.chunk Tensor.clone Tensor.contiguous
Tensor.copy_ Tensor.cos Tensor.data Tensor.data_ptr Tensor.detach Tensor.detach_ Tensor.device Tensor.diagonal
Tensor.dim Tensor.div Tensor.double Tensor.dtype Tensor.eq_ Tensor.exp Tensor.exp_ Tensor.expand Tensor.fill_
Tensor.float Tensor.ge Tensor.grad Tensor.grad_fn Tensor.gt Tensor.int Tensor.is_floating_point Tensor.is_leaf
Tensor.isnan Tensor.item Tensor.long Tensor.masked_fill Tensor.matmul Tensor.max Tensor.mean Tensor.min Tensor.mul
Tensor.mul_ Tensor.narrow Tensor.ne Tensor.new Tensor.new_zeros Tensor.numpy Tensor.output_nr Tensor.pow Tensor.prod
Tensor.register_hook Tensor.register_post_accumulate_grad_hook Tensor.relu Tensor.relu_ Tensor.repeat
Tensor.requires_grad Tensor.requires_grad_ Tensor.reshape Tensor.resize_ Tensor.resize_as_ Tensor.retain_grad
Tensor.select Tensor.set_ Tensor.shape Tensor.sin Tensor.sin_ Tensor.size Tensor.split Tensor.split_with_sizes
Tensor.squeeze Tensor.squeeze_ Tensor.storage Tensor.stride Tensor.sub Tensor.sub_ Tensor.sum Tensor.swapaxes_
Tensor.swapdims_ Tensor.t Tensor.t_ Tensor.to Tensor.tolist Tensor.transpose Tensor.transpose_ Tensor.type
Tensor.type_as Tensor.unbind Tensor.unsafe_chunk Tensor.unsafe_split Tensor.unsafe_split_with_sizes Tensor.unsqueeze
Tensor.unsqueeze_ Tensor.var Tensor.view Tensor.view_as Tensor.volatile Tensor.zero_ ctx._materialize_non_diff_grads
ctx.mark_dirty ctx.mark_non_differentiable ctx.needs_input_grad ctx.save_for_backward ctx.save_for_forward
ctx.saved_tensors ctx.saved_variables ctx.set_materialize_grads Function.jvp Function.setup_context Function.vjp
grad_fn._raw_saved_result grad_fn._raw_saved_self grad_fn._raw_saved_tensors grad_fn._saved_other
grad_fn._saved_result grad_fn._saved_self grad_fn.metadata grad_fn.next_functions grad_fn.register_hook
grad_fn.register_prehook grad_fn.saved_tensors SavedTensor.register_hooks
"""


class Keeping(mg.autograd.Function):
    """A function of one's own that saves its input."""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * 1

    @staticmethod
    def backward(ctx, grad):
        return grad


def place(name):
    """Where a documented name is looked for: an object of minigrad, and the attributes that lead on from there."""
    first, *rest = name.split(".")
    x = mg.tensor([1.0], requires_grad=True)
    custom = Keeping.apply(x).grad_fn  # the ctx
    if first == "grad_fn":
        nodes = [x.exp().grad_fn, (x * x).grad_fn, x.sin().grad_fn, custom]
        return next((node for node in nodes if hasattr(node, rest[0])), None), rest
    roots = {
        "torch": mg,
        "Tensor": mg.tensor([1.0]),
        "ctx": custom,
        "Function": mg.autograd.Function,
        "SavedTensor": x.sin().grad_fn._raw_saved_self,
    }
    return roots[first], rest


def exists(name):
    thing, rest = place(name)
    for part in rest:
        if not hasattr(thing, part):
            return False
        thing = getattr(thing, part)
    return thing is not None or name in {"Tensor.grad", "Tensor.grad_fn", "Tensor._base"}


@pytest.mark.filterwarnings("ignore:'saved_variables' is deprecated")
@pytest.mark.parametrize("name", DOCUMENTED.split())
def test_a_documented_name_exists_or_is_on_the_page(name):
    assert exists(name) is (f"`{name}`" not in PAGE)


def test_every_line_names_its_test():
    lines = re.findall(r"^- (.*?)(?=\n- |\n\n|\n#|\Z)", PAGE, flags=re.MULTILINE | re.DOTALL)
    named = [re.search(r"\(`(test_\w+)`\)$", " ".join(line.split())) for line in lines]
    assert all(named), [line for line, match in zip(lines, named, strict=True) if not match]
    names = [match[1] for match in named]
    assert len({*names}) == len(names)
    assert {*names} <= globals().keys()


# -------------------------------------------------------------------------------------------------- what tensors can be


def test_only_the_cpu():
    sentence = re.escape("minigrad runs on the CPU only: device 'cuda' is not available, use device='cpu'")
    calls = [
        lambda d: mg.ones(2, device=d),
        lambda d: mg.tensor([1.0], device=d),
        lambda d: mg.as_tensor([1.0], device=d),
        lambda d: mg.rand_like(mg.ones(2), device=d),
        lambda d: mg.ones(2).to(d),
        lambda d: mg.ones(2).to(device=d),
        lambda d: mg.nn.Linear(1, 1).to(d),
        mg.Generator,
        mg.device,
    ]
    for call in calls:
        with pytest.raises(RuntimeError, match=sentence):
            call("cuda")
        call("cpu")
    assert str(mg.ones(1).device) == "cpu" and not mg.ones(1).is_cuda


def test_real_numbers_only():
    with pytest.raises(RuntimeError, match="Could not infer dtype of complex"):
        mg.tensor([1j])
    with pytest.raises(TypeError, match=r"can't convert np\.ndarray of type numpy\.complex128"):
        mg.from_numpy(np.ones(2, complex))
    assert not any(hasattr(mg, name) for name in ("complex64", "cfloat", "bfloat16", "quint8"))
    assert not mg.ones(1).is_complex()


def test_dense_tensors_only():
    assert not any(hasattr(mg.Tensor, name) for name in ("to_sparse", "is_sparse", "names", "to_dense"))
    assert not any(hasattr(mg, name) for name in ("sparse_coo_tensor", "nested"))


def test_no_legacy_types():
    assert not any(hasattr(mg, name) for name in ("FloatTensor", "LongTensor", "ByteTensor"))
    assert mg.ones(1).type() == "torch.FloatTensor"  # the name of a type only


def test_memory_is_numpys():
    a = np.zeros(3)
    mg.from_numpy(a).fill_(2)
    assert a.tolist() == [2.0, 2.0, 2.0]
    with pytest.raises(NotImplementedError, match="as_strided needs contiguous memory"):
        mg.from_numpy(np.zeros((4, 4)).T).as_strided((2,), (1,))
    with pytest.raises(NotImplementedError, match="is not available in minigrad: use"):
        mg.ones(1).view(mg.int32)


def test_no_memory_formats():
    with pytest.raises(TypeError, match="memory_format"):
        mg.ones(1).contiguous(memory_format=None)


# ------------------------------------------------------------------------------------------------- what can be computed


def test_few_special_functions():
    assert hasattr(mg, "erf") and hasattr(mg, "erfc")
    assert not any(hasattr(mg, name) for name in ("igamma", "lgamma", "digamma", "erfinv", "i0", "special"))


def test_no_decompositions():
    assert not any(hasattr(mg.linalg, name) for name in ("svd", "qr", "eigh", "cholesky", "lu", "pinv"))
    assert mg.linalg.norm(mg.ones(2, 2), "fro").item() == 2
    with pytest.raises(NotImplementedError, match="no matrix norms but the Frobenius norm"):
        mg.linalg.norm(mg.ones(2, 2), 1)


def test_no_product_scattered():
    with pytest.raises(NotImplementedError, match="minigrad reduces by sum, mean, amax and amin, not by prod"):
        mg.ones(2).scatter_reduce(0, mg.tensor([0]), mg.ones(1), "prod")


def test_functional_leaves_out():
    left_out = ["ctc_loss", "grid_sample", "embedding_bag", "multi_head_attention_forward", "fractional_max_pool2d"]
    left_out += ["pdist", "channel_shuffle", "multilabel_margin_loss"]
    assert not any(hasattr(F, name) for name in left_out)
    with pytest.raises(NotImplementedError, match="minigrad interpolates with mode nearest, linear"):
        F.interpolate(mg.ones(1, 1, 2, 2), 3, mode="bicubic")


def test_pairs_take_no_out():
    pair = mg.tensor([2.0, 1.0]).sort()
    assert repr(pair).startswith("torch.return_types.sort(")
    with pytest.raises(TypeError, match="unexpected keyword argument 'out'"):
        mg.sort(mg.ones(2), out=(mg.ones(2), mg.ones(2).long()))


def test_second_derivatives_everywhere():
    x = mg.tensor([0.3, -0.4], dtype=mg.float64, requires_grad=True)
    for function in (F.hardsigmoid, lambda x: F.multi_margin_loss(x, mg.tensor(1), p=2).expand(1)):
        assert mg.autograd.gradgradcheck(function, x)


def test_random_numbers_are_numpys():
    mg.manual_seed(0)
    assert mg.rand(3, dtype=mg.float64).tolist() == np.random.default_rng(0).random(3).tolist()
    assert isinstance(mg.get_rng_state(), dict)


def test_loops_for_vectorize():
    runs = []
    x = mg.ones(3)
    square = lambda x: runs.append(1) or x * x
    jacobian = mg.autograd.functional.jacobian(square, x, vectorize=True, strategy="forward-mode")
    assert jacobian.tolist() == mg.autograd.functional.jacobian(lambda x: x * x, x).tolist()
    assert len(runs) > 3
    assert not any(hasattr(mg, name) for name in ("func", "vmap", "compile"))


# -------------------------------------------------------------------------------------------- how autograd works inside


def test_one_engine_one_thread():
    import threading

    threads = []
    x = mg.ones(1, requires_grad=True)
    y = x * 2
    y.register_hook(lambda grad: threads.append(threading.current_thread()))
    y.backward()
    assert threads == [threading.current_thread()]
    assert not hasattr(mg.autograd.Variable, "_execution_engine")


def test_no_private_names():
    node = mg.ones(1, requires_grad=True).sin().grad_fn
    assert type(node._raw_saved_self).__name__ == "SavedTensor"  # it is what PyTorch's is, under no public name
    assert not hasattr(mg.autograd, "SavedTensor")


def test_the_profiler_is_one_module():
    from minigrad.autograd import profiler

    assert {"FunctionEvent", "EventList", "FunctionEventAvg"} <= vars(profiler).keys()


def test_gradcheck_error_is_in_its_module():
    assert issubclass(importlib.import_module("minigrad.autograd.gradcheck").GradcheckError, RuntimeError)
    assert callable(mg.autograd.gradcheck)


def test_no_lists_of_overloads():
    for call in (lambda: mg.sum(mg.ones(2), "a"), lambda: mg.ones(2).max(1.5), mg.sum):
        with pytest.raises(TypeError) as error:
            call()
        assert "invalid combination of arguments" not in str(error.value)


def test_dtypes_say_minigrad():
    assert repr(mg.float32) == "minigrad.float32"


def test_left_out():
    assert not any(hasattr(mg, name) for name in ("mode", "combinations", "cartesian_prod", "vander", "block_diag"))


def test_composites_leave_their_parts():
    x = mg.tensor([2.0, 3.0], requires_grad=True)
    y = mg.lerp(x, mg.zeros(2), 0.25)
    assert y.grad_fn.name() == "AddBackward0"
    y.backward(mg.tensor([4.0, 8.0]))
    assert x.grad.tolist() == [3.0, 6.0]


def test_ctx_answers_for_the_node():
    seen = []

    class Double(mg.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            seen.append(ctx)
            return 2 * x

        @staticmethod
        def backward(ctx, grad):
            return 2 * grad

    y = Double.apply(mg.ones(2, requires_grad=True))
    assert seen[0] is not y.grad_fn
    assert seen[0].name() == y.grad_fn.name() == "DoubleBackward"
    assert seen[0].next_functions == y.grad_fn.next_functions


def test_optimisers_have_one_way():
    x = mg.ones(1, requires_grad=True)
    for option in ("foreach", "fused", "capturable"):
        with pytest.raises(TypeError, match=f"unexpected keyword argument '{option}'"):
            mg.optim.Adam([x], **{option: True})
    with pytest.raises(TypeError, match="optimizer can only optimize Tensors, but one of the params is tuple"):
        mg.optim.SGD([("x", x)], lr=0.1)


def test_losses_have_one_reduction():
    for option in ("size_average", "reduce"):
        with pytest.raises(TypeError, match=f"unexpected keyword argument '{option}'"):
            mg.nn.MSELoss(**{option: True})


def test_layers_leave_out():
    for option in ("sparse", "max_norm"):
        with pytest.raises(TypeError, match=f"unexpected keyword argument '{option}'"):
            mg.nn.Embedding(3, 2, **{option: 1})
    for option in ("kdim", "vdim"):
        with pytest.raises(TypeError, match=f"unexpected keyword argument '{option}'"):
            mg.nn.MultiheadAttention(4, 2, **{option: 4})


def test_states_are_tensors_by_name():
    norm = mg.nn.BatchNorm1d(2)
    assert not hasattr(norm, "get_extra_state") and not hasattr(norm, "register_load_state_dict_post_hook")
    older = {name: value for name, value in norm.state_dict().items() if name != "num_batches_tracked"}
    with pytest.raises(RuntimeError, match=r'Missing key.* "num_batches_tracked"'):
        norm.load_state_dict(older)


def test_saved_files_hold_data(tmp_path):
    with pytest.raises(TypeError, match="takes tensors, arrays, numbers, texts and lists, tuples and dicts"):
        mg.save(len, tmp_path / "function.npz")
    mg.save({"w": mg.ones(2), "steps": [1, 2]}, tmp_path / "data.npz")
    assert mg.load(tmp_path / "data.npz")["steps"] == [1, 2]


def test_loading_in_one_process():
    numbers = mg.utils.data.TensorDataset(mg.arange(4.0))
    loader = mg.utils.data.DataLoader(numbers, batch_size=2, num_workers=3, pin_memory=True)
    assert [batch.tolist() for (batch,) in loader] == [[0.0, 1.0], [2.0, 3.0]]

"""Layers as functions, with PyTorch's signatures and checks. Each calls rows of the tables in `ops`, or functions."""

# ruff: noqa: F401 - it re-exports, and does nothing else
# isort: off
# fmt: off
from .distance import cosine_similarity, pairwise_distance
from .activation import (
    celu, elu, gelu, glu, gumbel_softmax, hardshrink, hardsigmoid, hardswish, hardtanh, leaky_relu, log_softmax,
    logsigmoid, mish, prelu, relu, relu6, relu_, rrelu, selu, sigmoid, silu, softmax, softmin, softplus, softshrink,
    softsign, tanh, tanhshrink, threshold,
)
from .linear import alpha_dropout, bilinear, dropout, dropout1d, dropout2d, dropout3d, embedding, linear, one_hot
from .normalization import batch_norm, group_norm, instance_norm, layer_norm, local_response_norm, normalize, rms_norm
from .convolution import conv1d, conv2d, conv3d, conv_transpose1d, conv_transpose2d, conv_transpose3d
from .pooling import (
    adaptive_avg_pool1d, adaptive_avg_pool2d, adaptive_avg_pool3d, adaptive_max_pool1d, adaptive_max_pool2d,
    adaptive_max_pool3d, avg_pool1d, avg_pool2d, avg_pool3d, lp_pool1d, lp_pool2d, max_pool1d, max_pool2d, max_pool3d,
    max_unpool1d, max_unpool2d, max_unpool3d,
)
from .vision import fold, interpolate, pad, pixel_shuffle, pixel_unshuffle, unfold
from .loss import (
    binary_cross_entropy, binary_cross_entropy_with_logits, cosine_embedding_loss, cross_entropy, gaussian_nll_loss,
    hinge_embedding_loss, huber_loss, kl_div, l1_loss, margin_ranking_loss, mse_loss, multi_margin_loss,
    multilabel_soft_margin_loss, nll_loss, poisson_nll_loss, smooth_l1_loss, soft_margin_loss, triplet_margin_loss,
    triplet_margin_with_distance_loss,
)
from .attention import scaled_dot_product_attention
# fmt: on
# isort: on

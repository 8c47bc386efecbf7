"""Ops whose results TensorFlow doesn't know, or that are scalars by nature: Python functions, ragged tensors, audio,
boosted trees and forests, collectives, TPU, XLA, debugging, sessions, contributed ops.

Shapes only, and only as far as they are fixed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from graphlint.graph.graph import Dims
from shapecalc import Dim, ShapeError, floor_div, merge, unknown

from .inference import InferenceContext
from .registry import kernel, shape
from .signatures import register
from .sparse import check_parts

register("""
PyFunc, PyFuncStateless, EagerPyFunc: -> ?*
PartitionedCall, StatefulPartitionedCall, RemoteCall, SymbolicGradient, MapDefun, BatchFunction: -> ?*
XlaLaunch, XlaIf, XlaWhile, _XlaRun, _XlaCompile, TPUPartitionedCall, RemoteFusedGraphExecute: -> ?*
_Arg, _DeviceArg, _Recv, _HostRecv, _ScopedAllocator, _ScopedAllocatorConcat, _ScopedAllocatorSplit: -> ?*
_ListToArray, _ArrayToList, _XlaRecvAtHost, _TPUReplicate, _SetGlobalTPUArray, _ParallelConcatStart: -> ?*
_ConfigureDistributedTPU, _InitializeHostForDistributedTPU, _DisconnectHostFromDistributedTPUSystem: -> ?*
_WaitForDistributedTPU, _NcclBroadcastRecv, _NcclReduceSend, _NcclReduceRecv: -> ?*
_UnaryOpsComposition, _MklMaximum, _MklMul, _MklSub, _MklSquaredDifference: -> ?*
_Retval, _DeviceRetval, _Send, _HostSend, _NcclBroadcastSend, _ShutdownDistributedTPU, _XlaSendFromHost: ->
ConfigureDistributedTPU: -> ?
ShutdownDistributedTPU, ConfigureTPUEmbedding, TPUReplicateMetadata, InfeedEnqueue, InfeedEnqueueTuple: ->
InfeedEnqueuePrelinearizedBuffer, OutfeedEnqueue, OutfeedEnqueueTuple: ->
EnqueueTPUEmbeddingIntegerBatch, EnqueueTPUEmbeddingSparseTensorBatch, EnqueueTPUEmbeddingSparseBatch: ->
SendTPUEmbeddingGradients, XlaSend: ->
RecvTPUEmbeddingActivations: -> ?*
TPUCompilationResult, WorkerHeartbeat, Prelinearize, PrelinearizeTuple, XlaReplicaId: -> []
TPUOrdinalSelector: -> [?]
TPUReplicatedOutput: -> =0*
TPUEmbeddingActivations: -> =1
CrossReplicaSum, CollectivePermute, CollectiveReduce, NcclAllReduce, NcclReduce: -> =0
XlaClusterOutput, XlaDynamicUpdateSlice, XlaSort: -> =0
XlaKeyValueSort: -> =0, =1
XlaEinsum, XlaDynamicSlice, XlaDequantize, XlaReduce, XlaReduceWindow, XlaSelectAndScatter: -> ?
XlaBroadcastHelper, XlaSelfAdjointEig, XlaSvd: -> ?*
KmeansPlusPlusInitialization: -> ?
NearestNeighbors: -> ?*
KMC2ChainInitialization: -> []
WALSComputePartialLhsAndRhs, MaskedMatmul: -> ?*
BoostedTreesEnsembleResourceHandleOp, BoostedTreesQuantileStreamResourceHandleOp: -> []
IsBoostedTreesEnsembleInitialized, IsBoostedTreesQuantileStreamResourceInitialized: -> []
BoostedTreesSerializeEnsemble: -> []*
BoostedTreesCreateEnsemble, BoostedTreesDeserializeEnsemble: 0, 0, 0 ->
BoostedTreesCreateQuantileStreamResource: 0, 0, 0 ->
BoostedTreesQuantileStreamResourceAddSummaries, BoostedTreesQuantileStreamResourceDeserialize: ->
BoostedTreesQuantileStreamResourceFlush, BoostedTreesUpdateEnsemble, BoostedTreesUpdateEnsembleV2: ->
BoostedTreesGetEnsembleStates: 0 -> [], [], [], [], [2]
BoostedTreesMakeQuantileSummaries: -> [?,4]*
BoostedTreesQuantileStreamResourceGetBucketBoundaries: -> [?]*
BoostedTreesFlushQuantileSummaries: -> [?,4]*
BoostedTreesCalculateBestFeatureSplit: -> ?*
BoostedTreesSparseCalculateBestFeatureSplit, BoostedTreesAggregateStats: -> ?*
BoostedTreesSparseAggregateStats: -> ?*
BoostedTreesCenterBias: -> []
BoostedTreesExampleDebugOutputs: -> ?*
TensorForestTreeResourceHandleOp, TensorForestTreeIsInitializedOp, TensorForestTreeSerialize: -> []
TensorForestTreeSize: -> []
TensorForestCreateTreeVariable, TensorForestTreeDeserialize: ->
TensorForestTreePredict: -> ?
SdcaShrinkL1: ->
DebugNanCount: -> []
DebugNumericSummary: -> ?
BytesInUse, BytesLimit, MaxBytesInUse, GraphDefVersion, StubResourceHandleOp, ResourceInitializedOp: -> []
ResourceCreateOp, ResourceUsingOp, RequiresOlderGraphVersion, ConstructionFails: -> []*
NcclBroadcast: -> =0
Skipgram, SkipGramGenerateCandidates, NegTrain: -> ?*
""")


_EMBEDDING_OPTIMIZERS = (
    "ADAM", "ADAMParametersGradAccumDebug", "Adadelta", "AdadeltaParametersGradAccumDebug", "Adagrad",
    "AdagradParametersGradAccumDebug", "CenteredRMSProp", "FTRL", "FTRLParametersGradAccumDebug", "MDLAdagradLight",
    "Momentum", "MomentumParametersGradAccumDebug", "ProximalAdagrad", "ProximalAdagradParametersGradAccumDebug",
    "RMSProp", "RMSPropParametersGradAccumDebug", "StochasticGradientDescent",
)  # fmt: skip
for _name in _EMBEDDING_OPTIMIZERS:
    _name += "" if "Parameters" in _name else "Parameters"
    register(f"LoadTPUEmbedding{_name}: ->\nRetrieveTPUEmbedding{_name}: -> ?*")


@shape("CollectiveBcastRecv", "CollectiveBcastSend", "XlaRecv", "InfeedDequeue", "OutfeedDequeue")
def declared_shape(c: InferenceContext) -> Sequence[Dims]:
    return (c.attr("shape"),)


@shape("InfeedDequeueTuple", "OutfeedDequeueTuple")
def declared_shapes(c: InferenceContext) -> Sequence[Dims]:
    shapes = list(c.attr("shapes"))
    return (shapes + [None] * c.outputs)[: c.outputs]


@shape("CollectiveGather")
def collective_gather_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = c.with_rank_at_least(0, 1)
    return (None if dims is None else (dims[0] * c.attr("group_size"), *dims[1:]),)


@shape("TPUReplicatedInput")
def replicated_shape(c: InferenceContext) -> Sequence[Dims]:
    found: Dims = None
    for tensor in reversed(c.inputs):
        found = merge(tensor.dims, found)
    return (found,)


@shape("AllToAll")
def all_to_all_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = c.inputs[0].dims
    if dims is None:
        raise ShapeError("input's rank is unknown.")
    join, cut, count = c.attr("concat_dimension"), c.attr("split_dimension"), c.attr("split_count")
    for name, place in (("concat", join), ("split", cut)):
        if not 0 <= place < len(dims):
            raise ShapeError(f"{name}_dimension {place} is out of range of input rank {len(dims)}")
    found = list(dims)
    found[join] = found[join] * count
    found[cut] = floor_div(found[cut], count)
    return (tuple(found),)


@shape("CompareAndBitpack")
def compare_and_bitpack_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = c.with_rank_at_least(0, 1)
    c.with_rank(1, 0)
    if dims is None:
        return (None,)
    if isinstance(dims[-1], int) and dims[-1] % 8:
        raise ShapeError(f"Dimension size must be evenly divisible by 8 but is {dims[-1]}")
    return ((*dims[:-1], floor_div(dims[-1], 8)),)


@kernel("CompareAndBitpack")
def compare_and_bitpack(k: Any, x: Any, threshold: Any) -> Any:
    return np.packbits(x > threshold, axis=-1)


@shape("EditDistance")
def edit_distance_shape(c: InferenceContext) -> Sequence[Dims]:
    check_parts(c, 0)
    check_parts(c, 3)
    hypothesis, truth = c.input_tensor(2), c.input_tensor(5)
    if hypothesis is None or truth is None:
        return (None,)
    if len(hypothesis) != len(truth):
        raise ShapeError(f"Num elements of hypothesis_shape does not match truth_shape: {len(hypothesis)} vs. "
                         f"{len(truth)}")
    return (tuple([max(int(a), int(b)) for a, b in zip(hypothesis[:-1], truth[:-1], strict=True)]),)


@shape("DecodeWav")
def decode_wav_shape(c: InferenceContext) -> Sequence[Dims]:
    c.with_rank(0, 0)
    samples, channels = c.attr("desired_samples"), c.attr("desired_channels")
    for name, count in (("channels", channels), ("samples", samples)):
        if count < -1:
            raise ShapeError(f"{name} must be non-negative, got {count}")
    return ((unknown() if samples == -1 else samples, unknown() if channels == -1 else channels), ())


@shape("EncodeWav")
def encode_wav_shape(c: InferenceContext) -> Sequence[Dims]:
    c.with_rank(0, 2)
    c.with_rank(1, 0)
    return ((),)


@shape("AudioSpectrogram")
def audio_spectrogram_shape(c: InferenceContext) -> Sequence[Dims]:
    length, channels = c.with_rank(0, 2)
    window, stride = c.attr("window_size"), c.attr("stride")
    bins = (1 if window <= 1 else 1 << (window - 1).bit_length()) // 2 + 1
    if not isinstance(length, int):
        return ((channels, unknown(), bins),)
    return ((channels, max(0, 1 + (length - window) // stride) if length >= window else 0, bins),)


@shape("Mfcc")
def mfcc_shape(c: InferenceContext) -> Sequence[Dims]:
    spectrogram = c.with_rank(0, 3)
    c.with_rank(1, 0)
    return ((spectrogram[0], spectrogram[1], c.attr("dct_coefficient_count")),)


@shape("Batch")
def batch_shape(c: InferenceContext) -> Sequence[Dims]:
    found: list[Dims] = []
    for index in range(len(c.inputs)):
        dims = c.with_rank_at_least(index, 1)
        found.append(None if dims is None else (unknown(), *dims[1:]))
    return [*found, (unknown(), 3), ()]


@shape("UnbatchGrad", "XlaPad", "XlaConv")
def ranked_shape(c: InferenceContext) -> Sequence[Dims]:
    """Only the rank is known: that of an input."""
    dims = c.inputs[2 if c.op_type == "UnbatchGrad" else 0].dims
    return (None if dims is None else tuple([unknown() for _ in dims]),)


@shape("XlaDot")
def xla_dot_shape(c: InferenceContext) -> Sequence[Dims]:
    a, b = c.inputs[0].dims, c.inputs[1].dims
    return (None if a is None or b is None else a + b,)


@shape("Unbatch")
def unbatch_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = c.with_rank_at_least(0, 1)
    return (None if dims is None else (unknown(), *dims[1:]),)


@shape("SdcaOptimizer", "SdcaOptimizerV2")
def sdca_shape(c: InferenceContext) -> Sequence[Dims]:
    """State of the examples, then the weights as they came in."""
    weights = c.inputs[len(c.inputs) - c.outputs : len(c.inputs) - 1]
    return [(unknown(), 4), *[tensor.dims for tensor in weights]]


@shape("BoostedTreesCalculateBestGainsPerFeature")
def boosted_trees_gains_shape(c: InferenceContext) -> Sequence[Dims]:
    count = c.attrs["num_features"]
    return [(unknown(),) for _ in range(3 * count)] + [(unknown(), 1) for _ in range(2 * count)]


@shape("BoostedTreesMakeStatsSummary")
def boosted_trees_summary_shape(c: InferenceContext) -> Sequence[Dims]:
    return ((c.attrs["num_features"], c.attrs["max_splits"], c.attrs["num_buckets"], 2),)


@shape("BoostedTreesBucketize")
def boosted_trees_bucketize_shape(c: InferenceContext) -> Sequence[Dims]:
    count = c.attrs["num_features"]
    first = c.with_rank(0, 1)
    return [(unknown() if first is None else first[0],) for _ in range(count)]


@shape("BoostedTreesPredict")
def boosted_predict_shape(c: InferenceContext) -> Sequence[Dims]:
    rows = _rows(c, 1)
    return ((rows, _logits(c)),)


@shape("BoostedTreesTrainingPredict")
def boosted_training_shape(c: InferenceContext) -> Sequence[Dims]:
    rows = _rows(c, 3)
    return ((rows, _logits(c)), (rows,), (rows,))


def _rows(c: InferenceContext, first: int) -> Dim:
    found: Dims = (unknown(),)
    for index in range(first, len(c.inputs)):
        found = merge(c.with_rank(index, 1), found)
    return found[0] if found else unknown()


def _logits(c: InferenceContext) -> Dim:
    count: int = c.attr("logits_dimension")
    return unknown() if count < 0 else count


"""Files, checkpoints, readers, lookup tables, queues, barriers, accumulators, sessions: shapes.

What these hold is not in the graph; the interpreter has its own of those that it runs.
"""

from __future__ import annotations

from collections.abc import Sequence

from graphlint.graph.graph import Dims
from shapecalc import ShapeError, merge

from .dim_checks import dim_is, same_dim
from .inference import InferenceContext
from .registry import shape
from .signatures import register

register("""
ReadFile: 0 -> []
WriteFile: 0, 0 ->
MatchingFiles: 1- -> [?]
ShardedFilename: 0, 0, 0 -> []
ShardedFilespec: 0, 0 -> []
MergeV2Checkpoints: 1, 0 ->
WholeFileReaderV2, TextLineReaderV2, FixedLengthRecordReaderV2, TFRecordReaderV2, IdentityReaderV2: -> []
WholeFileReader, TextLineReader, FixedLengthRecordReader, TFRecordReader, IdentityReader, LMDBReader: -> [2]
BigQueryReader: -> [2]
ReaderRead: [2], [2] -> []*
ReaderReadV2: 0, 0 -> []*
ReaderReadUpTo: 1, 1, 0 -> [?]*
ReaderReadUpToV2: 0, 0, 0 -> [?]*
ReaderReset: [2] ->
ReaderResetV2: 0 ->
ReaderNumRecordsProduced, ReaderNumWorkUnitsCompleted, ReaderSerializeState: [2] -> []
ReaderNumRecordsProducedV2, ReaderNumWorkUnitsCompletedV2, ReaderSerializeStateV2: 0 -> []
ReaderRestoreState: [2], 0 ->
ReaderRestoreStateV2: 0, 0 ->
HashTable, MutableHashTable, MutableHashTableOfTensors, MutableDenseHashTable: -> [2]
HashTableV2, MutableHashTableV2, MutableHashTableOfTensorsV2: -> []
MutableDenseHashTableV2: 1-, . -> []
LookupTableFind: [2], ., 1- -> ?
LookupTableFindV2: 0, ., 1- -> ?
LookupTableInsert: [2], ., . ->
LookupTableImport: [2], ., . ->
LookupTableInsertV2: 0, ., . ->
LookupTableRemoveV2: 0, 1+ ->
LookupTableSize: [2] -> []
LookupTableSizeV2: 0 -> []
LookupTableExport: [2] -> [?], ?
LookupTableExportV2: 0 -> [?], ?
InitializeTableFromTextFile: [2], 0 ->
InitializeTableFromTextFileV2: 0, 0 ->
FIFOQueueV2, PaddingFIFOQueueV2, PriorityQueueV2, RandomShuffleQueueV2: -> []
FIFOQueue, PaddingFIFOQueue, PriorityQueue, RandomShuffleQueue, FakeQueue: -> [2]
QueueEnqueue, QueueEnqueueMany, QueueEnqueueV2, QueueEnqueueManyV2, QueueCloseV2: ->
QueueClose: [2] ->
QueueDequeue, QueueDequeueMany, QueueDequeueUpTo: -> ?*
QueueDequeueV2, QueueDequeueManyV2, QueueDequeueUpToV2: -> ?*
QueueSize: [2] -> []
QueueIsClosed, QueueIsClosedV2: -> []
QueueSizeV2: -> =0
Barrier: -> [2]
BarrierInsertMany: [2], 1, . ->
BarrierTakeMany: -> ?*
BarrierClose: [2] ->
BarrierReadySize, BarrierIncompleteSize: [2] -> []
ConditionalAccumulator, SparseConditionalAccumulator: -> [2]
ResourceConditionalAccumulator: -> [2]
AccumulatorApplyGradient, ResourceAccumulatorApplyGradient: ., 0, . ->
AccumulatorSetGlobalStep, ResourceAccumulatorSetGlobalStep: ., 0 ->
AccumulatorNumAccumulated, ResourceAccumulatorNumAccumulated: -> []
AccumulatorTakeGradient, ResourceAccumulatorTakeGradient: ., 0 -> ?
SparseAccumulatorApplyGradient: ., 0, ., ., . ->
SparseAccumulatorTakeGradient: ., 0 -> ?*
GetSessionHandle, GetSessionHandleV2: -> []
GetSessionTensor: 0 -> ?
DeleteSessionTensor: 0 ->
Stage, OrderedMapStage, MapStage, StageClear, MapClear, OrderedMapClear: ->
Unstage, StagePeek, MapUnstage, MapPeek, MapUnstageNoKey, OrderedMapUnstage, OrderedMapPeek: -> ?*
OrderedMapUnstageNoKey: -> ?*
StageSize, MapSize, MapIncompleteSize, OrderedMapSize, OrderedMapIncompleteSize: -> []
RecordInput: -> ?
MutexV2, MutexLock: -> []
Timestamp: -> []
Fact: -> ?
""")


@shape("InitializeTable", "InitializeTableV2")
def initialize_table_shape(c: InferenceContext) -> Sequence[Dims]:
    if c.op_type == "InitializeTable":
        dim_is(c.with_rank(0, 1)[0], 2)
    else:
        c.with_rank(0, 0)
    merge(c.with_rank(1, 1), c.inputs[2].dims)
    return ()


@shape("LookupTableImportV2")
def import_table_shape(c: InferenceContext) -> Sequence[Dims]:
    c.with_rank(0, 0)
    keys, values = c.with_rank(1, 1), c.with_rank_at_least(2, 1) if c.inputs[2].dims else c.inputs[2].dims
    merge(keys, None if values is None else values[:1])
    return ()


@shape("Save", "SaveSlices")
def save_shape(c: InferenceContext) -> Sequence[Dims]:
    slices = c.op_type == "SaveSlices"
    c.with_rank(0, 0)
    names = c.with_rank(1, 1)
    dim_is(names[0], len(c.inputs) - (3 if slices else 2))
    if slices:
        dim_is(c.with_rank(2, 1)[0], len(c.inputs) - 3)
    return ()


@shape("SaveV2")
def save_v2_shape(c: InferenceContext) -> Sequence[Dims]:
    c.with_rank(0, 0)
    for index in (1, 2):
        dim_is(c.with_rank(index, 1)[0], len(c.inputs) - 3)
    return ()


@shape("Restore")
def restore_shape(c: InferenceContext) -> Sequence[Dims]:
    c.with_rank(0, 0)
    c.with_rank(1, 0)
    return (None,)


@shape("RestoreSlice")
def restore_slice_shape(c: InferenceContext) -> Sequence[Dims]:
    for index in range(3):
        c.with_rank(index, 0)
    value = c.input_tensor(2)
    return (_slice_of(value[()]) if value is not None else None,)


def _slice_of(text: object) -> Dims:
    """The shape in a slice specification such as `4 6 0,2:-`; None where it is empty."""
    words = text.decode().split() if isinstance(text, bytes) else str(text).split()
    if not words:
        return None
    sizes, parts = [int(word) for word in words[:-1]], words[-1].split(":")
    return tuple([size if part == "-" else int(part.split(",")[1]) for size, part in zip(sizes, parts)])


@shape("RestoreV2")
def restore_v2_shape(c: InferenceContext) -> Sequence[Dims]:
    c.with_rank(0, 0)
    names, slices = c.with_rank(1, 1), c.with_rank(2, 1)
    same_dim(names[0], slices[0])
    values = c.input_tensor(2)
    if values is None:
        return [None] * c.outputs
    if len(values) != c.outputs:
        raise ShapeError(f"Input shape {len(values)} must match {c.outputs}")
    return [_slice_of(text) for text in values]


@shape("GenerateVocabRemapping")
def vocab_remapping_shape(c: InferenceContext) -> Sequence[Dims]:
    c.with_rank(0, 0)
    c.with_rank(1, 0)
    return ((c.attr("num_new_vocab"),), ())


@shape("LoadAndRemapMatrix")
def load_matrix_shape(c: InferenceContext) -> Sequence[Dims]:
    c.with_rank(1, 0)
    return ((c.attr("num_rows"), c.attr("num_cols")),)

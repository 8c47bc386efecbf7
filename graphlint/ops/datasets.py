"""Datasets, iterators and optionals: everything is a scalar handle but what an iterator gives."""

from __future__ import annotations

from collections.abc import Sequence

from graphlint.graph.graph import Dims
from shapecalc import ShapeError

from .inference import InferenceContext
from .registry import shape
from .signatures import register

register("""
TensorDataset, TensorSliceDataset, SparseTensorSliceDataset, GeneratorDataset, ZipDataset, ConcatenateDataset: -> []
RepeatDataset, TakeDataset, SkipDataset, PrefetchDataset: ., 0 -> []
SleepDataset, ExperimentalSleepDataset: ., 0- -> []
MapDataset, ParallelMapDataset, MapAndBatchDataset, FlatMapDataset, InterleaveDataset, ScanDataset: -> []
ParallelInterleaveDataset, ParallelInterleaveDatasetV2, GroupByReducerDataset, GroupByWindowDataset: -> []
FilterDataset, FilterByLastComponentDataset, TakeWhileDataset: -> []
ExperimentalMapDataset, ExperimentalMapAndBatchDataset, ExperimentalScanDataset, ExperimentalTakeWhileDataset: -> []
ExperimentalParallelInterleaveDataset, ExperimentalGroupByReducerDataset, ExperimentalGroupByWindowDataset: -> []
BatchDataset: ., 0 -> []
BatchDatasetV2: ., 0, 0 -> []
PaddedBatchDataset: ., 0 -> []
DenseToSparseBatchDataset, ExperimentalDenseToSparseBatchDataset: ., 0, 1 -> []
SlidingWindowDataset, ExperimentalSlidingWindowDataset: ., 0, 0, 0 -> []
WindowDataset: ., 0, 0, 0, 0 -> []
ShuffleDataset: ., 0, 0, 0 -> []
ShuffleDatasetV2: ., 0, 0 -> []
ShuffleAndRepeatDataset: ., 0, 0, 0, 0 -> []
ShardDataset: ., 0, 0 -> []
SamplingDataset: ., 0, 0, 0 -> []
CacheDataset: ., 0 -> []
CacheDatasetV2: ., 0, . -> []
RangeDataset: 0, 0, 0 -> []
RandomDataset, ExperimentalRandomDataset: 0, 0 -> []
TextLineDataset: 1-, 0, 0 -> []
TFRecordDataset: 1-, 0, 0 -> []
FixedLengthRecordDataset: 1-, 0, 0, 0, 0 -> []
FixedLengthRecordDatasetV2: 1-, 0, 0, 0, 0 -> []
SqlDataset, ExperimentalSqlDataset: 0, 0, 0 -> []
CSVDataset, ExperimentalCSVDataset: 1-, 0, 0, 0, 0, 0, 0, 1, .* -> []
LMDBDataset, ExperimentalLMDBDataset: . -> []
MatchingFilesDataset: 1- -> []
ExperimentalMatchingFilesDataset: 1- -> []
AutoShardDataset, ExperimentalAutoShardDataset, RebatchDataset, ExperimentalRebatchDataset: -> []
AssertNextDataset, ExperimentalAssertNextDataset: ., 1 -> []
BytesProducedStatsDataset, ExperimentalBytesProducedStatsDataset: ., 0 -> []
LatencyStatsDataset, ExperimentalLatencyStatsDataset: ., 0 -> []
SetStatsAggregatorDataset, ExperimentalSetStatsAggregatorDataset, ChooseFastestDataset: -> []
ExperimentalChooseFastestDataset, ChooseFastestBranchDataset, DirectedInterleaveDataset: -> []
ExperimentalDirectedInterleaveDataset, IgnoreErrorsDataset, ExperimentalIgnoreErrorsDataset: -> []
MaxIntraOpParallelismDataset, ExperimentalMaxIntraOpParallelismDataset, PrivateThreadPoolDataset: -> []
ExperimentalPrivateThreadPoolDataset, ThreadPoolDataset, ExperimentalThreadPoolDataset: -> []
ThreadPoolHandle, ExperimentalThreadPoolHandle, ModelDataset, OptimizeDataset: -> []
NonSerializableDataset, ExperimentalNonSerializableDataset, ParseExampleDataset: -> []
ExperimentalParseExampleDataset, UnbatchDataset, ExperimentalUnbatchDataset: -> []
UniqueDataset, ExperimentalUniqueDataset, WrapDatasetVariant, UnwrapDatasetVariant: -> []
SnapshotDataset: ., 0 -> []
KafkaDataset, KinesisDataset, IgniteDataset, SequenceFileDataset, BigtableScanDataset: -> []
BigtableLookupDataset, BigtablePrefixKeyDataset, BigtableRangeKeyDataset, BigtableSampleKeysDataset: -> []
BigtableSampleKeyPairsDataset, BigtableClient, BigtableTable: -> []
DatasetToBigtable: ->
DatasetCardinality, ExperimentalDatasetCardinality, DatasetFromGraph, DatasetToGraph: -> []
DatasetToTFRecord, ExperimentalDatasetToTFRecord: ->
StatsAggregatorHandle, StatsAggregatorHandleV2, ExperimentalStatsAggregatorHandle: -> []
StatsAggregatorSummary, ExperimentalStatsAggregatorSummary: -> []
StatsAggregatorSetSummaryWriter: ->
AnonymousMemoryCache: -> []*
DeleteMemoryCache: ->
Iterator, IteratorV2, OneShotIterator, AnonymousIterator, IteratorFromStringHandle, MultiDeviceIterator: -> []
IteratorFromStringHandleV2, IteratorGetDevice, ExperimentalIteratorGetDevice, IteratorToStringHandle: -> []
AnonymousIteratorV2, AnonymousMultiDeviceIterator: -> []*
IteratorGetNextAsOptional, SerializeIterator, MultiDeviceIteratorInit: -> []
MultiDeviceIteratorFromStringHandle, MultiDeviceIteratorToStringHandle: -> []
MakeIterator, DeleteIterator, DeserializeIterator, DeleteMultiDeviceIterator: ->
OptionalFromValue, OptionalHasValue, OptionalNone: -> []
""")


@shape("IteratorGetNext", "IteratorGetNextSync", "OptionalGetValue", "MultiDeviceIteratorGetNextFromShard",
       "DatasetToSingleElement", "ReduceDataset")
def element_shapes(c: InferenceContext) -> Sequence[Dims]:
    """What the dataset declares."""
    shapes = c.attr("output_shapes")
    if c.op_type != "ReduceDataset":
        c.with_rank(0, 0)
    if len(shapes) != c.outputs:
        raise ShapeError(f"`output_shapes` must be the same length as `output_types` ({len(shapes)} vs. {c.outputs}")
    return list(shapes)


@shape("PaddedBatchDatasetV2")
def padded_batch_shape(c: InferenceContext) -> Sequence[Dims]:
    c.with_rank(1, 0)
    c.with_rank(len(c.inputs) - 1, 0)
    return ((),)

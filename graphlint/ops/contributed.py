"""Contributed ops (tf.contrib: trees, statistics, quantiles, audio, video ...): hardly any has a known shape."""

from __future__ import annotations

from .signatures import register

register("""
BuildCategoricalEqualitySplits, BuildDenseInequalitySplits, BuildSparseInequalitySplits: -> ?*
CenterTreeEnsembleBias: -> []
CreateFertileStatsVariable, CreateQuantileAccumulator, CreateStatsAccumulatorScalar: ->
CreateStatsAccumulatorTensor, CreateTreeEnsembleVariable, CreateTreeVariable: ->
DecisionTreeEnsembleResourceHandleOp, DecisionTreeResourceHandleOp, FertileStatsResourceHandleOp: -> []
QuantileStreamResourceHandleOp, StatsAccumulatorScalarResourceHandleOp: -> []
StatsAccumulatorTensorResourceHandleOp: -> []
FertileStatsIsInitializedOp, QuantileAccumulatorIsInitialized, StatsAccumulatorScalarIsInitialized: -> []
StatsAccumulatorTensorIsInitialized, TreeEnsembleIsInitializedOp, TreeIsInitializedOp: -> []
FertileStatsSerialize, TreeSerialize, TreeSize, TreeEnsembleStampToken: -> []
FertileStatsDeserialize, TreeDeserialize, TreeEnsembleDeserialize, FinalizeTree: ->
QuantileAccumulatorAddSummaries, QuantileAccumulatorDeserialize, QuantileAccumulatorFlush: ->
StatsAccumulatorScalarAdd, StatsAccumulatorScalarDeserialize, StatsAccumulatorTensorAdd: ->
StatsAccumulatorTensorDeserialize, GrowTreeEnsemble, GrowTreeV4: ->
UpdateModelV4: ->
QuantileAccumulatorFlushSummary: -> []
QuantileAccumulatorGetBuckets, QuantileAccumulatorSerialize, QuantileBuckets, Quantiles: -> ?*
MakeQuantileSummaries, StatsAccumulatorScalarFlush, StatsAccumulatorScalarMakeSummary: -> ?*
StatsAccumulatorScalarSerialize, StatsAccumulatorTensorFlush, StatsAccumulatorTensorMakeSummary: -> ?*
StatsAccumulatorTensorSerialize, FeatureUsageCounts, GradientTreesPartitionExamples: -> ?*
GradientTreesPrediction, GradientTreesPredictionVerbose, ProcessInputV4, TraverseTreeV4: -> ?*
TreeEnsembleSerialize, TreeEnsembleStats, TreeEnsembleUsedHandlers, TreePredictionsV4: -> ?*
DecodeAudio, DecodeAudioV2: -> [?,?]
EncodeAudio, EncodeAudioV2: -> []
DecodeVideo: -> [?,?,?,3]
DecodeLibsvm, HyperplaneLSHProbes, PeriodicResample, PeriodicResampleOpGrad: -> ?*
GcsConfigureBlockCache, GcsConfigureCredentials: ->
GenerateBigQueryReaderPartitions: -> [?]
ObtainNext: -> []
ScatterAddNdim: ->
SingleImageRandomDotStereograms: -> ?
AudioMicrofrontend, FusedPadConv2D, FusedResizeAndPadConv2D: -> ?
""")

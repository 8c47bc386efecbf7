"""Cases of ops that random inputs hardly ever fit, in the notation of tests/oracle/inside/infer_ops.py."""

CASES = [
    [
        "ParseExample",
        [["p", "string", [None]], ["p", "string", [0]], [["c", "string", "a"]], [["c", "string", "b"], ["c",
         "string", "d"]], [["c", "float32", 0.0], ["p", "float32", [0]]]],
        {"Nsparse": 1, "Ndense": 2, "sparse_types": ["int64"], "Tdense": ["float32", "float32"], "dense_shapes":
         [[], [3, 2]]},
    ],
    [
        "ParseExample",
        [["p", "string", [8]], ["p", "string", [0]], [], [["c", "string", "b"]], [["p", "float32", [0]]]],
        {"Nsparse": 0, "Ndense": 1, "sparse_types": [], "Tdense": ["float32"], "dense_shapes": [[None, 2]]},
    ],
    [
        "ParseExample",
        [["p", "string", None], ["p", "string", [0]], [], [["c", "string", "b"]], [["p", "float32", [0]]]],
        {"Nsparse": 0, "Ndense": 1, "sparse_types": [], "Tdense": ["float32"], "dense_shapes": [[2]]},
    ],
    [
        "ParseSingleExample",
        [["p", "string", []], [["p", "float32", [0]], ["p", "int64", []]]],
        {"num_sparse": 2, "sparse_keys": ["a", "b"], "dense_keys": ["c", "d"], "sparse_types": ["string",
         "int64"], "Tdense": ["float32", "int64"], "dense_shapes": [[3], []]},
    ],
    [
        "ParseSingleSequenceExample",
        [["p", "string", []], ["p", "string", [0]], [["c", "string", "s"]], [["c", "string", "d"]], [["c",
         "string", "fs"]], [["c", "string", "fd"]], [["p", "int64", [0]]], ["p", "string", []]],
        {"Ncontext_sparse": 1, "Ncontext_dense": 1, "Nfeature_list_sparse": 1, "Nfeature_list_dense": 1,
         "context_sparse_types": ["string"], "Tcontext_dense": ["int64"], "feature_list_dense_types":
         ["float32"], "context_dense_shapes": [[2]], "feature_list_sparse_types": ["int64"],
         "feature_list_dense_shapes": [[4]]},
    ],
    [
        "ParseSequenceExample",
        [["p", "string", [None]], ["p", "string", [0]], [["p", "int64", [0]]]],
        {"feature_list_dense_missing_assumed_empty": [], "context_sparse_keys": ["a"], "context_dense_keys":
         ["b"], "feature_list_sparse_keys": ["c"], "feature_list_dense_keys": ["d"], "Ncontext_sparse": 1,
         "Ncontext_dense": 1, "Nfeature_list_sparse": 1, "Nfeature_list_dense": 1, "context_sparse_types":
         ["string"], "Tcontext_dense": ["int64"], "feature_list_dense_types": ["float32"],
         "context_dense_shapes": [[2]], "feature_list_sparse_types": ["int64"], "feature_list_dense_shapes":
         [[4]]},
    ],
    [
        "IteratorGetNext",
        [["p", "resource", []]],
        {"output_types": ["float32", "int32"], "output_shapes": [[None, 3], [None]]},
    ],
    ["Einsum", [[["p", "float32", [None, 3]], ["p", "float32", [3, 4]]]], {"equation": "ij,jk->ik"}],
    ["Einsum", [[["p", "float32", [2, None, 3]], ["p", "float32", [None, 3, 4]]]], {"equation": "...ij,...jk->...ik"}],
    ["Einsum", [[["p", "float32", [2, None, 3]], ["p", "float32", None]]], {"equation": "bij,bjk->bik"}],
    ["Einsum", [[["p", "float32", [2, 3, 3]]]], {"equation": "bii->bi"}],
    ["Einsum", [[["p", "float32", [2, 3, 4]]]], {"equation": "bii->bi"}],
    ["Einsum", [[["p", "float32", [2, 3]], ["p", "float32", [4, 5]]]], {"equation": "ij,jk->ik"}],
    ["Einsum", [[["p", "float32", [2, 3]], ["p", "float32", [4, 5, 6]]]], {"equation": "ij,jk->ik"}],
    ["Einsum", [[["p", "float32", [5, 2, 3]], ["p", "float32", [3, 4]]]], {"equation": "...ij,jk->...ik"}],
    ["Einsum", [[["p", "float32", [5, 2, 3]], ["p", "float32", [6, 3, 4]]]], {"equation": "...ij,...jk->...ik"}],
    ["Einsum", [[["p", "float32", [1, 2, 3]], ["p", "float32", [6, 3, 4]]]], {"equation": "...ij,...jk->...ik"}],
    [
        "QuantizedConv2D",
        [["p", "quint8", [None, 8, 8, 3]], ["p", "qint8", [3, 3, 3, 5]], ["p", "float32", []], ["p", "float32",
         []], ["p", "float32", []], ["p", "float32", []]],
        {"strides": [1, 2, 2, 1], "padding": "SAME", "Tinput": "quint8", "Tfilter": "qint8"},
    ],
    [
        "QuantizedMaxPool",
        [["p", "quint8", [None, 8, 8, 3]], ["p", "float32", []], ["p", "float32", []]],
        {"ksize": [1, 2, 2, 1], "strides": [1, 2, 2, 1], "padding": "SAME"},
    ],
    [
        "QuantizedBiasAdd",
        [["p", "quint8", [None, 8, 8, 3]], ["p", "quint8", [3]], ["p", "float32", []], ["p", "float32", []],
         ["p", "float32", []], ["p", "float32", []]],
        {"out_type": "qint32"},
    ],
    [
        "QuantizedMatMul",
        [["p", "quint8", [None, 8]], ["p", "quint8", [8, 3]], ["p", "float32", []], ["p", "float32", []], ["p",
         "float32", []], ["p", "float32", []]],
        {},
    ],
    ["MatrixSetDiagV2", [["p", "float32", [3, 4]], ["p", "float32", [3]], ["c", "int32", 0]], {}],
    ["MatrixDiagPartV2", [["p", "float32", [None, 4, 4]], ["c", "int32", 0], ["c", "float32", 0.0]], {}],
    ["MatrixDiagPartV2", [["p", "float32", [2, 4, 5]], ["c", "int32", [-1, 1]], ["c", "float32", 0.0]], {}],
    [
        "MatrixDiagV2",
        [["p", "float32", [None, 4]], ["c", "int32", 0], ["c", "int32", -1], ["c", "int32", -1], ["c",
         "float32", 0.0]],
        {},
    ],
    [
        "MatrixDiagV2",
        [["p", "float32", [2, 3, 4]], ["c", "int32", [-1, 1]], ["c", "int32", -1], ["c", "int32", -1], ["c",
         "float32", 0.0]],
        {},
    ],
    [
        "MatrixDiagV2",
        [["p", "float32", [2, None]], ["c", "int32", 1], ["c", "int32", 5], ["c", "int32", -1], ["c", "float32",
         0.0]],
        {},
    ],
    [
        "TridiagonalMatMul",
        [["p", "float32", [2, 1, 4]], ["p", "float32", [2, 1, 4]], ["p", "float32", [2, 1, 4]], ["p", "float32",
         [2, 4, 3]]],
        {},
    ],
    ["AudioSpectrogram", [["p", "float32", [16000, 1]]], {"window_size": 640, "stride": 320}],
    ["DecodeWav", [["p", "string", []]], {"desired_channels": 1, "desired_samples": 16000}],
    ["Mfcc", [["p", "float32", [1, 49, 257]], ["p", "int32", []]], {"dct_coefficient_count": 40}],
    [
        "RestoreV2",
        [["p", "string", []], ["c", "string", ["a", "b"]], ["c", "string", ["", "3 4 0,2:-"]]],
        {"dtypes": ["float32", "float32"]},
    ],
    [
        "SaveV2",
        [["p", "string", []], ["c", "string", ["a", "b"]], ["c", "string", ["", ""]], [["p", "float32", [2]],
         ["p", "int32", []]]],
        {},
    ],
    [
        "LookupTableFindV2",
        [["p", "resource", []], ["p", "string", [None, 3]], ["p", "int64", []]],
        {"Tin": "string", "Tout": "int64"},
    ],
    ["DecodeCSV", [["p", "string", [None]], [["c", "float32", [0.0]], ["c", "int32", [0]]]], {}],
    ["ReaderReadV2", [["p", "resource", []], ["p", "resource", []]], {}],
    [
        "SparseCross",
        [[["p", "int64", [None, 2]]], [["p", "string", [None]]], [["p", "int64", [2]]], [["p", "string", [None,
         2]]]],
        {"hashed_output": True, "num_buckets": 10, "hash_key": 5, "out_type": "int64", "internal_type": "string"},
    ],
    [
        "EditDistance",
        [["p", "int64", [None, 3]], ["p", "int64", [None]], ["c", "int64", [2, 3, 4]], ["p", "int64", [None,
         3]], ["p", "int64", [None]], ["c", "int64", [2, 3, 5]]],
        {},
    ],
    [
        "SparseFillEmptyRows",
        [["p", "int64", [None, 2]], ["p", "int64", [None]], ["p", "int64", [2]], ["p", "int64", []]],
        {},
    ],
    ["SparseReshape", [["p", "int64", [None, 2]], ["p", "int64", [2]], ["c", "int64", [3, -1, 2]]], {}],
    [
        "StringNGrams",
        [["p", "string", [None]], ["p", "int64", [None]]],
        {"separator": " ", "ngram_widths": [2], "left_pad": "", "right_pad": "", "pad_width": 0,
         "preserve_short_sequences": False},
    ],
    [
        "GenerateVocabRemapping",
        [["p", "string", []], ["p", "string", []]],
        {"num_new_vocab": 5, "new_vocab_offset": 0},
    ],
    ["TensorListFromTensor", [["p", "float32", [None, 3]], ["c", "int32", [3]]], {"element_dtype": "float32"}],
    ["Lu", [["p", "float32", [2, 3, 3]]], {"output_idx_type": "int32"}],
    [
        "NonMaxSuppressionV3",
        [["p", "float32", [None, 4]], ["p", "float32", [None]], ["c", "int32", 10], ["c", "float32", 0.5], ["c",
         "float32", 0.5]],
        {},
    ],
]

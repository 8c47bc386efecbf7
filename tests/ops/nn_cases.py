# ruff: noqa: C408, E501 - one case a line
"""Cases of the ops of neural networks: (op type, inputs, attrs, whether its values are recorded too).

"first" records the first output only: TensorFlow leaves the others of that case as they are in memory.
"""


def rows(*cases):
    return [case if len(case) > 3 else (*case, True) for case in cases]


def conv(inputs, strides=(1, 1, 1, 1), padding="SAME", run=True, **attrs):
    return ("Conv2D", inputs, dict(strides=list(strides), padding=padding, **attrs), run)


CONV = [
    conv(["f[?,5,5,3]", "f[3,3,3,4]"]),
    conv(["f[?,5,6,3]", "f[3,2,3,4]"], (1, 2, 2, 1), "VALID"),
    conv(["f[?,5,6,3]", "f[3,2,3,4]"], (1, 2, 3, 1), "SAME"),
    conv(["f[?,7,7,2]", "f[1,1,2,5]"]),
    conv(["f[?,7,7,2]", "f[1,1,2,5]"], (1, 2, 2, 1)),
    conv(["f[?,?,7,2]", "f[3,3,2,5]"], (1, 2, 2, 1), run=False),
    conv(["f[?,?,7,2]", "f[3,3,2,5]"], (1, 2, 2, 1), "VALID", run=False),
    conv(["f?", "f[3,3,2,5]"], (1, 2, 2, 1), "VALID", run=False),
    conv(["f?", "f?"], run=False),
    conv(["f[?,9,9,2]", "f?"], run=False),
    conv(["f[?,9,9,2]", "f?"], padding="VALID", run=False),
    conv(["f[?,9,9,2]", "f[?,?,2,3]"], padding="VALID", run=False),
    conv(["f[?,9,9,?]", "f[3,3,2,3]"], padding="VALID", run=False),
    conv(["f[2,9]", "f[3,3,2,3]"], run=False),
    conv(["f[2,9,9,3]", "f[3,3,3]"], run=False),
    conv(["f[2,9,9,3]", "f[3,3,4,5]"], run=False),
    conv(["f[2,9,9,4]", "f[3,3,2,6]"], run=False),
    conv(["f[2,9,9,4]", "f[3,3,2,5]"], run=False),
    conv(["f[2,2,9,4]", "f[3,3,4,5]"], padding="VALID", run=False),
    conv(["f[2,9,9,4]", "f[3,3,4,5]"], (1, 2, 1), run=False),
    conv(["f[2,9,9,4]", "f[3,3,4,5]"], (1, 0, 1, 1), run=False),
    conv(["f[2,9,9,4]", "f[3,3,4,5]"], dilations=[1, 2], run=False),
    conv(["f[2,9,9,4]", "f[3,3,4,5]"], dilations=[1, 0, 1, 1], run=False),
    conv(["f[2,9,9,4]", "f[3,3,4,5]"], dilations=[1, 2, 2, 1], padding="VALID"),
    conv(["f[2,9,9,4]", "f[3,3,4,5]"], dilations=[1, 2, 3, 1]),
    conv(["f[2,9,9,4]", "f[3,3,4,5]"], dilations=[1, 5, 1, 1], padding="VALID", run=False),
    conv(["f[2,9,8,4]", "f[3,3,4,5]"], padding="EXPLICIT", explicit_paddings=[0, 0, 1, 2, 3, 0, 0, 0]),
    conv(["f[2,9,8,4]", "f[3,3,4,5]"], padding="EXPLICIT", explicit_paddings=[0, 0, 1], run=False),
    conv(["f[2,9,8,4]", "f[3,3,4,5]"], padding="EXPLICIT", explicit_paddings=[1, 0, 1, 2, 3, 0, 0, 0], run=False),
    conv(["f[2,9,8,4]", "f[3,3,4,5]"], padding="EXPLICIT", explicit_paddings=[0, 0, -1, 2, 3, 0, 0, 0], run=False),
    conv(["f[2,9,8,4]", "f[3,3,4,5]"], padding="SAME", explicit_paddings=[0, 0, 1, 2, 3, 0, 0, 0], run=False),
    conv(["f[?,3,8,9]", "f[3,3,3,5]"], (1, 1, 2, 2), data_format="NCHW", run=False),
    conv(["f[?,3,8,9]", "f[3,3,4,5]"], (1, 1, 2, 2), data_format="NCHW", run=False),
    ("Conv3D", ["f[?,4,5,6,2]", "f[2,3,3,2,3]"], dict(strides=[1, 1, 2, 2, 1], padding="SAME"), True),
    ("Conv3D", ["f[?,4,5,6,2]", "f[2,3,3,2,3]"], dict(strides=[1, 1, 1, 1, 1], padding="VALID"), True),
    ("Conv3D", ["f[?,4,5,6,2]", "f[2,3,3,4,3]"], dict(strides=[1, 1, 1, 1, 1], padding="VALID"), False),
    ("Conv3D", ["f[?,2,4,5,6]", "f[2,3,3,2,3]"], dict(strides=[1, 1, 1, 1, 1], padding="VALID", data_format="NCDHW"), False),
    ("Conv3D", ["f[?,4,5,6,2]", "f[2,3,3,2,3]"], dict(strides=[1, 1, 1, 1, 1], padding="VALID", dilations=[1, 2, 1, 2, 1]), False),
    ("Conv3D", ["f?", "f?"], dict(strides=[1, 1, 1, 1, 1], padding="VALID"), False),
    ("Conv3D", ["f[?,4,5,6,2]", "f[2,3,3,2,3]"], dict(strides=[1, 1, 1, 1, 1], padding="VALID", dilations=[1, 2, 1]), False),
    ("DepthwiseConv2dNative", ["f[?,6,7,3]", "f[3,3,3,2]"], dict(strides=[1, 1, 1, 1], padding="SAME"), True),
    ("DepthwiseConv2dNative", ["f[?,6,7,3]", "f[3,2,3,1]"], dict(strides=[1, 2, 2, 1], padding="VALID"), True),
    ("DepthwiseConv2dNative", ["f[?,9,9,3]", "f[3,3,3,1]"], dict(strides=[1, 1, 1, 1], padding="VALID", dilations=[1, 2, 2, 1]), True),
    ("DepthwiseConv2dNative", ["f[?,9,9,?]", "f[3,3,3,1]"], dict(strides=[1, 1, 1, 1], padding="VALID"), False),
    ("DepthwiseConv2dNative", ["f[?,9,9,?]", "f[3,3,?,2]"], dict(strides=[1, 1, 1, 1], padding="VALID"), False),
    ("DepthwiseConv2dNative", ["f[?,9,9,4]", "f[3,3,3,1]"], dict(strides=[1, 1, 1, 1], padding="VALID"), False),
    ("DepthwiseConv2dNative", ["f[?,3,9,9]", "f[3,3,3,2]"], dict(strides=[1, 1, 1, 1], padding="VALID", data_format="NCHW"), False),
    ("DepthwiseConv2dNative", ["f[?,9,9,4]", "f[3,3,3,1]"], dict(strides=[1, 1, 1], padding="VALID"), False),
    ("DepthwiseConv2dNative", ["f[?,9,9,3]", "f[3,3,3,1]"], dict(strides=[1, 1, 1, 1], padding="VALID", dilations=[1, 2]), False),
]
BACKPROP = [
    ("Conv2DBackpropInput", ["i=[2,5,5,3]", "f[3,3,3,4]", "f[2,5,5,4]"], dict(strides=[1, 1, 1, 1], padding="SAME"), True),
    ("Conv2DBackpropInput", ["i=[2,5,6,3]", "f[3,2,3,4]", "f[2,3,3,4]"], dict(strides=[1, 2, 2, 1], padding="SAME"), True),
    ("Conv2DBackpropInput", ["i=[2,7,7,3]", "f[3,3,3,4]", "f[2,3,3,4]"], dict(strides=[1, 2, 2, 1], padding="VALID"), True),
    ("Conv2DBackpropInput", ["i=[2,8,8,3]", "f[3,3,3,4]", "f[2,3,3,4]"], dict(strides=[1, 2, 2, 1], padding="VALID"), True),
    ("Conv2DBackpropInput", ["i[4]", "f[3,3,3,4]", "f[2,3,3,4]"], dict(strides=[1, 2, 2, 1], padding="SAME"), False),
    ("Conv2DBackpropInput", ["i?", "f[3,3,3,4]", "f[2,3,3,4]"], dict(strides=[1, 2, 2, 1], padding="SAME"), False),
    ("Conv2DBackpropInput", ["i=[2,5]", "f[3,3,3,4]", "f[2,3,3,4]"], dict(strides=[1, 2, 2, 1], padding="SAME"), False),
    ("Conv2DBackpropInput", ["i=[2,5,-1,7]", "f[3,3,3,4]", "f[2,3,3,4]"], dict(strides=[1, 2, 2, 1], padding="SAME"), False),
    ("Conv2DBackpropFilter", ["f[2,5,5,3]", "i=[3,3,3,4]", "f[2,5,5,4]"], dict(strides=[1, 1, 1, 1], padding="SAME"), True),
    ("Conv2DBackpropFilter", ["f[2,5,6,3]", "i=[3,2,3,4]", "f[2,3,3,4]"], dict(strides=[1, 2, 2, 1], padding="SAME"), True),
    ("Conv2DBackpropFilter", ["f[2,5,6,3]", "i[4]", "f[2,3,3,4]"], dict(strides=[1, 2, 2, 1], padding="SAME"), False),
    ("DepthwiseConv2dNativeBackpropInput", ["i=[2,6,7,3]", "f[3,3,3,2]", "f[2,6,7,6]"], dict(strides=[1, 1, 1, 1], padding="SAME"), True),
    ("DepthwiseConv2dNativeBackpropInput", ["i=[2,6,7,3]", "f[3,3,3,2]", "f[2,2,3,6]"], dict(strides=[1, 2, 2, 1], padding="VALID"), True),
    ("DepthwiseConv2dNativeBackpropFilter", ["f[2,6,7,3]", "i=[3,3,3,2]", "f[2,6,7,6]"], dict(strides=[1, 1, 1, 1], padding="SAME"), True),
    ("DepthwiseConv2dNativeBackpropFilter", ["f[2,6,7,3]", "i=[3,3,3,2]", "f[2,2,3,6]"], dict(strides=[1, 2, 2, 1], padding="VALID"), True),
    ("Conv3DBackpropInputV2", ["i=[2,4,5,6,2]", "f[2,3,3,2,3]", "f[2,4,3,3,3]"], dict(strides=[1, 1, 2, 2, 1], padding="SAME"), True),
    ("Conv3DBackpropFilterV2", ["f[2,4,5,6,2]", "i=[2,3,3,2,3]", "f[2,4,3,3,3]"], dict(strides=[1, 1, 2, 2, 1], padding="SAME"), True),
    ("Dilation2D", ["f[2,6,7,3]", "f[3,2,3]"], dict(strides=[1, 1, 1, 1], rates=[1, 1, 1, 1], padding="SAME"), True),
    ("Dilation2D", ["f[2,6,7,3]", "f[3,2,3]"], dict(strides=[1, 2, 1, 1], rates=[1, 2, 2, 1], padding="VALID"), True),
    ("Dilation2D", ["f[2,6,7,4]", "f[3,2,3]"], dict(strides=[1, 1, 1, 1], rates=[1, 1, 1, 1], padding="SAME"), False),
    ("Dilation2D", ["f[2,6,7,?]", "f[3,2,3]"], dict(strides=[1, 1, 1, 1], rates=[1, 1, 1, 1], padding="SAME"), False),
    ("Dilation2D", ["f[2,6,7,4]", "f[3,?,4]"], dict(strides=[1, 1, 1, 1], rates=[1, 1, 1, 1], padding="SAME"), False),
    ("Dilation2D", ["f?", "f?"], dict(strides=[1, 1, 1, 1], rates=[1, 1, 1, 1], padding="SAME"), False),
    ("Dilation2DBackpropInput", ["f[2,6,7,3]", "f[3,2,3]", "f[2,6,7,3]"], dict(strides=[1, 1, 1, 1], rates=[1, 1, 1, 1], padding="SAME"), True),
    ("Dilation2DBackpropFilter", ["f[2,6,7,3]", "f[3,2,3]", "f[2,6,7,3]"], dict(strides=[1, 1, 1, 1], rates=[1, 1, 1, 1], padding="SAME"), True),
]


def pool(op, given, k, s, padding="VALID", run=True, **attrs):
    return (op, [given], dict(ksize=list(k), strides=list(s), padding=padding, **attrs), run)


POOL = [
    pool(op, *rest)
    for op in ("MaxPool", "AvgPool")
    for rest in [
        ("f[?,6,7,3]", (1, 2, 2, 1), (1, 2, 2, 1)),
        ("f[?,6,7,3]", (1, 3, 3, 1), (1, 2, 2, 1), "SAME"),
        ("f[?,6,7,3]", (1, 3, 2, 1), (1, 1, 1, 1), "SAME"),
        ("f[?,?,7,3]", (1, 3, 2, 1), (1, 2, 2, 1), "SAME", False),
        ("f?", (1, 3, 2, 1), (1, 2, 2, 1), "SAME", False),
        ("f[2,2,7,3]", (1, 3, 2, 1), (1, 2, 2, 1), "VALID", False),
        ("f[2,2,7]", (1, 3, 2, 1), (1, 2, 2, 1), "VALID", False),
        ("f[2,2,7,3]", (1, 3, 2), (1, 2, 2, 1), "VALID", False),
        ("f[2,2,7,3]", (1, 2, 2, 1), (1, 2, 2, 1, 1), "VALID", False),
        ("f[2,2,7,4]", (1, 1, 1, 2), (1, 1, 1, 2), "VALID", False),
        ("f[2,2,7,4]", (1, 0, 1, 2), (1, 0, 1, 2), "VALID", False),
    ]
] + [
    pool("MaxPool", "f[2,2,7,4]", (1, 1, 1, 2), (1, 1, 1, 2)),
    pool("MaxPool", "f[2,3,8,9]", (1, 1, 2, 2), (1, 1, 2, 2), run=False, data_format="NCHW"),
    pool("AvgPool", "f[2,3,8,9]", (1, 1, 2, 2), (1, 1, 2, 2), run=False, data_format="NCHW"),
    pool("MaxPool3D", "f[?,4,5,6,2]", (1, 2, 2, 2, 1), (1, 2, 2, 2, 1)),
    pool("AvgPool3D", "f[?,4,5,6,2]", (1, 2, 3, 2, 1), (1, 2, 2, 2, 1), "SAME"),
    pool("AvgPool3D", "f[?,4,5,6]", (1, 2, 3, 2, 1), (1, 2, 2, 2, 1), "SAME", False),
    pool("MaxPool3D", "f[?,4,5,6,7]", (1, 2, 3, 2), (1, 2, 2, 2, 1), "SAME", False),
    pool("MaxPool3D", "f[?,4,5,6,7]", (1, 1, 2, 3, 2), (1, 1, 2, 2, 2), "SAME", False, data_format="NCDHW"),
    pool("MaxPoolWithArgmax", "f[2,6,7,3]", (1, 3, 3, 1), (1, 2, 2, 1), "SAME"),
    pool("MaxPoolWithArgmax", "f[2,6,7,3]", (1, 2, 2, 1), (1, 2, 2, 1), "VALID", include_batch_in_index=True),
    ("MaxPoolV2", ["f[?,6,7,3]", "i=[1,2,2,1]", "i=[1,2,2,1]"], dict(padding="SAME"), True),
    ("MaxPoolV2", ["f[?,6,7,3]", "i[4]", "i=[1,2,2,1]"], dict(padding="SAME"), False),
    ("MaxPoolV2", ["f[?,6]", "i[4]", "i=[1,2,2,1]"], dict(padding="SAME"), False),
    ("MaxPoolV2", ["f[?,6,7,3]", "i=[1,2,2]", "i=[1,2,2,1]"], dict(padding="SAME"), False),
    ("FractionalMaxPool", ["f[2,9,8,3]"], dict(pooling_ratio=[1.0, 1.44, 1.73, 1.0]), False),
    ("FractionalAvgPool", ["f[?,?,8,3]"], dict(pooling_ratio=[1.0, 1.44, 1.73, 1.0]), False),
    ("FractionalAvgPool", ["f?"], dict(pooling_ratio=[1.0, 1.44, 1.73, 1.0]), False),
    ("FractionalMaxPool", ["f[2,9,8]"], dict(pooling_ratio=[1.0, 1.44, 1.73, 1.0]), False),
    ("MaxPoolGrad", ["f[2,6,7,3]", "f[2,3,4,3]", "f[2,3,4,3]"], dict(ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding="SAME"), False),
    ("MaxPoolGrad", ["f[2,6,7]", "f[2,3,4,3]", "f[2,3,4,3]"], dict(ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding="SAME"), False),
    ("MaxPoolGradV2", ["f[2,6,7,3]", "f[2,3,4,3]", "f[2,3,4,3]", "i=[1,2,2,1]", "i=[1,2,2,1]"], dict(padding="SAME"), False),
    ("MaxPoolGradGrad", ["f[2,6,7,3]", "f[2,3,4,3]", "f[2,6,7,3]"], dict(ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding="SAME"), False),
    ("MaxPoolGradGradV2", ["f[2,6,7,3]", "f[2,3,4,3]", "f[2,6,7,3]", "i=[1,2,2,1]", "i=[1,2,2,1]"], dict(padding="SAME"), False),
    ("MaxPoolGradWithArgmax", ["f[2,6,7,3]", "f[2,3,4,3]", "l[2,3,4,3]"], dict(ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding="SAME"), False),
    ("MaxPoolGradGradWithArgmax", ["f[2,6,7,3]", "f[2,6,7,3]", "l[2,3,4,3]"], dict(ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding="SAME"), False),
    ("AvgPoolGrad", ["i=[2,6,7,3]", "f[2,3,4,3]"], dict(ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding="SAME"), True),
    ("AvgPoolGrad", ["i=[2,6,7,3]", "f[2,2,3,3]"], dict(ksize=[1, 3, 3, 1], strides=[1, 2, 2, 1], padding="VALID"), True),
    ("AvgPoolGrad", ["i[4]", "f[2,3,4,3]"], dict(ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding="SAME"), False),
    ("AvgPool3DGrad", ["i=[2,4,5,6,2]", "f[2,2,3,3,2]"], dict(ksize=[1, 2, 2, 2, 1], strides=[1, 2, 2, 2, 1], padding="SAME"), True),
    ("MaxPool3DGrad", ["f[2,4,5,6,2]", "f[2,2,3,3,2]", "f[2,2,3,3,2]"], dict(ksize=[1, 2, 2, 2, 1], strides=[1, 2, 2, 2, 1], padding="SAME"), False),
    ("MaxPool3DGradGrad", ["f[2,4,5,6,2]", "f[2,2,3,3,2]", "f[2,4,5,6,2]"], dict(ksize=[1, 2, 2, 2, 1], strides=[1, 2, 2, 2, 1], padding="SAME"), False),
    ("FractionalMaxPoolGrad", ["f[2,6,7,3]", "f[2,3,4,3]", "f[2,3,4,3]", "l[4]", "l[5]"], {}, False),
    ("FractionalAvgPoolGrad", ["l[4]", "f[2,3,4,3]", "l[4]", "l[5]"], {}, False),
    ("FractionalAvgPoolGrad", ["l=[2,5,6,3]", "f[2,3,4,3]", "l[4]", "l[5]"], {}, False),
]
BIAS = rows(
    ("BiasAdd", ["f[?,3]", "f[3]"], {}), ("BiasAdd", ["f[2,4,5,3]", "f[3]"], {}), ("BiasAdd", ["f[?,3]", "f[4]"], {}, False),
    ("BiasAdd", ["f[?,?]", "f[4]"], {}, False), ("BiasAdd", ["f?", "f[4]"], {}, False), ("BiasAdd", ["f[3]", "f[3]"], {}, False),
    ("BiasAdd", ["f[?,3]", "f[3,1]"], {}, False), ("BiasAdd", ["f[?,3]", "f?"], {}, False),
    ("BiasAdd", ["f[2,3,4]", "f[3]"], {"data_format": "NCHW"}), ("BiasAdd", ["f[2,3]", "f[3]"], {"data_format": "NCHW"}, False),
    ("BiasAdd", ["f[2,3,4,5]", "f[3]"], {"data_format": "NCHW"}), ("BiasAdd", ["f[2,3,4,5,6]", "f[3]"], {"data_format": "NCHW"}),
    ("BiasAdd", ["f[2,4,3]", "f[3]"], {"data_format": "NCHW"}, False),
    ("BiasAddV1", ["f[?,3]", "f[3]"], {}), ("BiasAddGrad", ["f[2,3,4,5]"], {}), ("BiasAddGrad", ["f[2,3,4,5]"], {"data_format": "NCHW"}),
    ("BiasAddGrad", ["f?"], {}, False), ("BiasAddGrad", ["f[3]"], {}, False), ("BiasAddGrad", ["f[3,4]"], {"data_format": "NCHW"}, False),
)
NORM = []
for _op in ("FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3"):
    NORM += [
        (_op, ["f[2,3,4,5]", "f[5]", "f[5]", "f[0]", "f[0]"], {}, "first" if _op == "FusedBatchNormV3" else True),
        (_op, ["f[2,3,4,5]", "f[5]", "f[5]", "f[5]", "f=[1,2,3,4,5]"], {"is_training": False, "epsilon": 0.001}, "first"),
        (_op, ["f[?,?,?,?]", "f[5]", "f[5]", "f[0]", "f[0]"], {}, False),
        (_op, ["f?", "f[?]", "f[?]", "f[0]", "f[0]"], {}, False),
        (_op, ["f[2,3,4,5]", "f[4]", "f[5]", "f[0]", "f[0]"], {}, False),
        (_op, ["f[2,3,4,5,6]", "f[6]", "f[6]", "f[0]", "f[0]"], {}, False),
        (_op, ["f[2,3,4,5]", "f[3]", "f[3]", "f[0]", "f[0]"], {"data_format": "NCHW"}, False),
        (_op, ["f[2,3,4,5]", "f[5]", "f[5]", "f[0]", "f[0]"], {"is_training": False}, False),
    ]
    _grad = _op.replace("Norm", "NormGrad")
    NORM += [
        (_grad, ["f[2,3,4,5]", "f[2,3,4,5]", "f[5]", "f[5]", "f[5]"] + ["f[5]"] * (_op[-1] == "3"), {}, False),
        (_grad, ["f[2,3,4,5]", "f[2,3,4,5]", "f[5]", "f[5]", "f[5]"] + ["f[5]"] * (_op[-1] == "3"), {"is_training": False}, False),
        (_grad, ["f[2,3,4,5]", "f[2,3,4,5]", "f[5]", "f[5]", "f[6]"] + ["f[5]"] * (_op[-1] == "3"), {}, False),
    ]
NORM += rows(
    ("LRN", ["f[2,3,4,7]"], {"depth_radius": 2, "bias": 1.0, "alpha": 0.5, "beta": 0.75}), ("LRN", ["f[2,3,4]"], {}, False), ("LRN", ["f?"], {}, False),
    ("LRNGrad", ["f[2,3,4,7]", "f[2,3,4,7]", "f[2,3,4,7]"], {"depth_radius": 2}), ("LRNGrad", ["f[2,3,4,7]", "f[2,3,4,8]", "f[2,3,4,7]"], {}, False),
)
ACTIVATION = rows(
    *[(op, [s], {}) for op in ("Relu", "Relu6", "LeakyRelu", "Elu", "Selu", "Softplus", "Softsign", "Softmax", "LogSoftmax", "L2Loss") for s in ("f[?,3]", "f[2,3,4]")],
    *[(op, [s], {}, False) for op in ("Relu", "Softmax", "LogSoftmax", "L2Loss") for s in ("f?", "f[]")],
    *[(op, ["f[2,3]", "f[2,3]"], {}) for op in ("ReluGrad", "Relu6Grad", "LeakyReluGrad", "EluGrad", "SeluGrad", "SoftplusGrad", "SoftsignGrad")],
    *[(op, s, {}, False) for op in ("ReluGrad", "EluGrad") for s in (["f[2,?]", "f[?,3]"], ["f?", "f[2,3]"], ["f[2,3]", "f[2,4]"], ["f[2,3]", "f[2]"])],
)
XENT = rows(
    ("SoftmaxCrossEntropyWithLogits", ["f[?,3]", "f[?,3]"], {}), ("SoftmaxCrossEntropyWithLogits", ["f[2,3]", "f[1,3]"], {}),
    ("SoftmaxCrossEntropyWithLogits", ["f[?,3]", "f[4,?]"], {}, False), ("SoftmaxCrossEntropyWithLogits", ["f?", "f[4,3]"], {}, False),
    ("SoftmaxCrossEntropyWithLogits", ["f?", "f?"], {}, False), ("SoftmaxCrossEntropyWithLogits", ["f[4,3]", "f?"], {}, False),
    ("SoftmaxCrossEntropyWithLogits", ["f[4,3]", "f[4,5]"], {}, False), ("SoftmaxCrossEntropyWithLogits", ["f[4]", "f[4]"], {}, False),
    ("SoftmaxCrossEntropyWithLogits", ["f[4,3]", "f[3]"], {}, False), ("SoftmaxCrossEntropyWithLogits", ["f[4,3,1]", "f[3]"], {}, False),
    ("SoftmaxCrossEntropyWithLogits", ["f[4,3]", "f[5,3]"], {}, False), ("SoftmaxCrossEntropyWithLogits", ["f[3]", "f?"], {}, False),
    ("SparseSoftmaxCrossEntropyWithLogits", ["f[?,3]", "l[?]"], {}), ("SparseSoftmaxCrossEntropyWithLogits", ["f[2,3]", "i[?]"], {}),
    ("SparseSoftmaxCrossEntropyWithLogits", ["f[?,3]", "l[4]"], {}, False), ("SparseSoftmaxCrossEntropyWithLogits", ["f?", "l?"], {}, False),
    ("SparseSoftmaxCrossEntropyWithLogits", ["f[?,3]", "l[4,1]"], {}, False), ("SparseSoftmaxCrossEntropyWithLogits", ["f[5,3]", "l[4]"], {}, False),
    ("SparseSoftmaxCrossEntropyWithLogits", ["f[5,3,2]", "l[4]"], {}, False),
    ("InTopK", ["f[2,5]", "i[2]"], {"k": 2}), ("InTopKV2", ["f[2,5]", "i[2]", "i=2"], {}), ("InTopK", ["f[2,5]", "i[3]"], {"k": 2}, False),
    ("InTopKV2", ["f[?,5]", "i[3]", "i=[2]"], {}, False), ("InTopK", ["f?", "i?"], {"k": 2}, False), ("InTopKV2", ["f?", "i?", "i?"], {}, False),
)
CASES = CONV + BACKPROP + POOL + BIAS + NORM + ACTIVATION + XENT

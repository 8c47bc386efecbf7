
"""Cases of the ops that update variables: v a variable or slot, g its gradient, i indices, a number a scalar."""

ROWS = [
    ("GradientDescent", "v 0.5 g"),
    ("ProximalGradientDescent", "v 0.5 0.1 0.2 g"),
    ("ProximalGradientDescent", "v 0.5 0.0 0.2 g"),
    ("Adadelta", "v v v 0.5 0.9 0.01 g"),
    ("Adagrad", "v v 0.5 g"),
    ("AdagradDA", "v v v g 0.5 0.1 0.2 =3"),
    ("AdagradDA", "v v v g 0.5 0.0 0.2 =3"),
    ("ProximalAdagrad", "v v 0.5 0.1 0.2 g"),
    ("Adam", "v v v 0.9 0.99 0.5 0.9 0.99 0.01 g"),
    ("AdaMax", "v v v 0.9 0.5 0.9 0.99 0.01 g"),
    ("Momentum", "v v 0.5 g 0.9"),
    ("KerasMomentum", "v v 0.5 g 0.9"),
    ("AdamWithAmsgrad", "v v v v 0.9 0.99 0.5 0.9 0.99 0.01 g"),
    ("RMSProp", "v v v 0.5 0.9 0.8 0.01 g"),
    ("CenteredRMSProp", "v v v v 0.5 0.9 0.8 5.0 g"),
    ("Ftrl", "v v v g 0.5 0.1 0.2 -0.5"),
    ("Ftrl", "v v v g 0.5 0.1 0.2 -0.6"),
    ("FtrlV2", "v v v g 0.5 0.1 0.2 0.3 -0.5"),
    ("AddSign", "v v 0.5 0.9 0.8 0.7 g"),
    ("PowerSign", "v v 0.5 0.9 0.8 0.7 g"),
]
DENSE_ONLY = {"Adam", "AdaMax", "AdamWithAmsgrad", "AddSign", "PowerSign", "GradientDescent"}
RESOURCE_ONLY = {"KerasMomentum", "AdamWithAmsgrad"}
FLAGS = [("Adam", "use_nesterov"), ("Momentum", "use_nesterov"), ("KerasMomentum", "use_nesterov")]


def _inputs(pattern, sparse, kind):
    found = []
    for part in pattern.split():
        if part == "v":
            found.append(kind + "[4,2]")
        elif part == "g":
            found.extend(["f[3,2]", "i=[3,0,3]"] if sparse else ["f[4,2]"])
        else:
            found.append("l=3" if part == "=3" else "f=" + part)
    return found


CASES = []
for _family, _pattern in ROWS:
    for _sparse in (False, True):
        if _sparse and _family in DENSE_ONLY:
            continue
        for _kind in "vr":
            if _kind == "v" and _family in RESOURCE_ONLY:
                continue
            _op = ("Resource" if _kind == "r" else "") + ("Sparse" if _sparse else "") + "Apply" + _family
            CASES.append((_op, _inputs(_pattern, _sparse, _kind), {}, True))
            for _name, _flag in FLAGS:
                if _name == _family:
                    CASES.append((_op, _inputs(_pattern, _sparse, _kind), {_flag: True}, True))
CASES += [
    ("ApplyGradientDescent", ["v[3]", "f[2]", "f[3]"], {}, False),
    ("ApplyGradientDescent", ["v[3]", "f[]", "f[4]"], {}, False),
    ("ApplyGradientDescent", ["v[3]", "f[]", "f?"], {}, False),
    ("ApplyGradientDescent", ["v[3]", "f[]", "f[?]"], {}, False),
    ("ResourceApplyGradientDescent", ["r[3]", "f[]", "f[4]"], {}, False),
    ("ApplyMomentum", ["v[3]", "v[4]", "f[]", "f[3]", "f[]"], {}, False),
    ("ApplyMomentum", ["v[3]", "v[3]", "f[]", "f[3]", "f[1]"], {}, False),
    ("ResourceApplyMomentum", ["r[3]", "r[4]", "f[]", "f[3]", "f[]"], {}, False),
    ("SparseApplyMomentum", ["v[3,2]", "v[3,2]", "f[]", "f[5,2]", "i[4]", "f[]"], {}, False),
    ("SparseApplyMomentum", ["v[3,2]", "v[3,2]", "f[]", "f[5,3]", "i[5]", "f[]"], {}, False),
    ("SparseApplyMomentum", ["v[3,2]", "v[3,2]", "f[]", "f?", "i[5]", "f[]"], {}, False),
    ("SparseApplyAdagrad", ["v[3,2]", "v[3,2]", "f[]", "f[5,2]", "i[5,1]"], {}, False),
    ("ResourceSparseApplyAdagrad", ["r[3,2]", "r[3,2]", "f[]", "f[5,2]", "i[5]"], {}, False),
    ("ApplyAdam", ["v[3]", "v[3]", "v[3]"] + ["f[]"] * 5 + ["f[2]", "f[3]"], {}, False),
    ("ApplyFtrl", ["v[3]", "v[3]", "v[3]", "f[3]"] + ["f[]"] * 3 + ["f[2]"], {}, False),
]

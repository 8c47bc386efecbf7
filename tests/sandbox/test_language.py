"""The language, run under guards: every snippet must leave the same names as CPython leaves."""

from __future__ import annotations

import pytest

SNIPPETS = {
    "closures in loops": "fs = [lambda i=i: i for i in range(3)]\ngs = [lambda: i for i in range(3)]\nr = [f() for f in fs] + [g() for g in gs]\ndel fs, gs",
    "defaults and stars": "def f(a, b=2, *c, d=4, **e): return a, b, c, d, sorted(e.items())\nr = f(1), f(1, 3, 5, d=6, z=7), f(*[1, 2], **{'d': 3})",
    "keyword-only and positional-only": "def f(a, /, b, *, c): return a, b, c\nr = f(1, b=2, c=3)",
    "unpacking": "a, (b, *c), d = 1, (2, 3, 4), 5\n*e, f = 'xyz'\n[g, h] = {1: 2, 3: 4}.items()",
    "chained assignment": "a = b = [1]\nb.append(2)\nc = d = 3, 4\n(e, f) = g = (5, 6)",
    "augmented assignment": "a = [1]\nb = a\na += [2]\na[0] += 10\nclass C: n = 1\nC.n *= 5\nx = C.n\nC = None\ni = 7\ni //= 2\ni **= 3\ni <<= 2\ni |= 1\ni ^= 3\ni &= 0xff\ni %= 50\ni -= 1",
    "order of evaluation": "log = []\ndef t(x):\n    log.append(x)\n    return x\nt(1) + t(2) * t(3)\n{t(4): t(5)}\n[t(6)][t(0)] = t(7)\nt",
    "comparison chains": "r = 1 < 2 < 3, 1 < 3 < 2, 1 == 1 != 2, 'a' in 'abc' in ['abc']",
    "boolean values": "r = [0 or [], 1 and 'x', None or 0 or 'z', not [], not 3, 1 if [] else 2]",
    "slices": "l = list(range(10))\nr = l[1:3], l[::-1], l[-3:], l[5:1:-2]\nl[2:4] = 'ab'\ndel l[0], l[-2:]",
    "comprehensions": "r = [x * y for x in range(3) for y in range(x) if x != y], {x % 3 for x in range(9)}, {k: v for k, v in zip('ab', (1, 2))}",
    "nested comprehensions": "r = [[j for j in range(i)] for i in range(4)]\ns = sum(x for x in range(5))",
    "generators": "def g():\n    x = yield 1\n    yield (x or 1) * 2\n    return\ni = g()\nr = [next(i), i.send(4)]\ndef d():\n    yield from (1, 2)\n    yield from g()\ns = list(zip(d(), range(3)))\ni = None",
    "infinite generator": "def g():\n    n = 0\n    while True:\n        yield n\n        n += 1\nit = g()\nr = [next(it) for _ in range(5)]\nit = None",
    "try": "r = []\nfor x in (0, 'a', 1):\n    try:\n        r.append(1 / x)\n    except ZeroDivisionError as e:\n        r.append(str(e))\n    except (TypeError, ValueError):\n        r.append('type')\n    else:\n        r.append('else')\n    finally:\n        r.append('finally')",
    "reraise": "def f():\n    try:\n        raise KeyError('k')\n    except KeyError:\n        raise\ntry:\n    f()\nexcept LookupError as e:\n    r = repr(e)",
    "custom exception": "class E(ValueError):\n    def __init__(self, n):\n        super(E, self).__init__('n=%d' % n)\n        self.n = n\ntry:\n    raise E(3)\nexcept ValueError as e:\n    r = e.n, str(e), e.args",
    "raise from": "try:\n    try:\n        1 / 0\n    except ZeroDivisionError as e:\n        raise ValueError('x') from e\nexcept ValueError as v:\n    r = str(v)",
    "loops with else": "r = []\nfor i in range(3):\n    if i == 5: break\nelse:\n    r.append('else')\nwhile i:\n    i -= 1\n    if i == 0: break\nelse:\n    r.append('no')",
    "with": "class C:\n    def __enter__(self):\n        log.append('in')\n        return 5\n    def __exit__(self, *a):\n        log.append(a[0] is None)\nlog = []\nwith C() as x, C():\n    log.append(x)",
    "with suppressing": "class C:\n    def __enter__(self): return self\n    def __exit__(self, *a): return True\nr = 1\nwith C():\n    raise ValueError\nr = 2",
    "contextlib": "import contextlib\nlog = []\n@contextlib.contextmanager\ndef c(n):\n    log.append(n)\n    try:\n        yield n * 2\n    finally:\n        log.append('out')\nwith c(3) as x:\n    log.append(x)",
    "classes": "class A(object):\n    n = 1\n    def __init__(self, x): self.x = x\n    def f(self): return self.x + self.n\n    @property\n    def p(self): return self._p\n    @p.setter\n    def p(self, v): self._p = v\n    @classmethod\n    def make(cls, x): return cls(x)\n    @staticmethod\n    def s(x): return -x\nclass B(A):\n    n = 2\n    def f(self): return super().f() * 10\n    def __call__(self, y): return y\nb = B.make(3)\nb.p = 9\nr = b.f(), b.p, b.s(1), b(7), isinstance(b, A), B.__name__\nb = None",
    "private names": "class A:\n    __x = 1\n    def __m(self): return self.__x\n    def f(self):\n        self.__x += 1\n        return self.__m()\nr = A().f()\ns = A._A__x",
    "operators": "class V:\n    def __init__(self, x): self.x = x\n    def __add__(self, o): return V(self.x + o.x)\n    def __mul__(self, k): return V(self.x * k)\n    __rmul__ = __mul__\n    def __eq__(self, o): return self.x == o.x\n    def __getitem__(self, k): return k\n    def __len__(self): return 4\n    def __contains__(self, k): return k == 1\n    def __bool__(self): return False\n    def __neg__(self): return V(-self.x)\n    def __lt__(self, o): return self.x < o.x\nv = 2 * (V(1) + V(2)) * 3\nr = v.x, v == V(18), v[1:2], v['a', ...], len(v), 1 in v, 2 not in v, not v, (-v).x, sorted([V(3), V(1)])[0].x\nv = None",
    "getattr hooks": "class A:\n    def __getattr__(self, n):\n        if n[0] == 'q': return n * 2\n        raise AttributeError(n)\n    def __setattr__(self, n, v):\n        super().__setattr__(n, [v])\na = A()\na.x = 1\nr = a.x, a.qq, hasattr(a, 'z'), getattr(a, 'z', 5)\nobject.__setattr__(a, 'y', 2)\ns = a.y\na = None",
    "attribute dict": "class D(dict):\n    def __getattr__(self, n): return self[n]\n    def __setattr__(self, n, v): self[n] = v\nd = D(a=1)\nd.b = 2\nr = d.a, d['b'], sorted(d.items())\nclass E(dict):\n    def __init__(self, *a, **k):\n        super(E, self).__init__(*a, **k)\n        self.__dict__ = self\ns = E(x=3).x\nd = None",
    "metaclass": "class M(type):\n    def __new__(mcs, name, bases, ns):\n        ns['tag'] = name.lower()\n        return super(M, mcs).__new__(mcs, name, bases, ns)\n    def __call__(cls, *a):\n        o = super().__call__(*a)\n        o.made = True\n        return o\nclass A(metaclass=M): pass\nr = A.tag, A().made",
    "init_subclass and set_name": "names = []\nclass D:\n    def __set_name__(self, o, n): names.append(n)\n    def __get__(self, o, t=None): return 42\nclass A:\n    def __init_subclass__(cls, **k): names.append((cls.__name__, k))\nclass B(A, x=1):\n    d = D()\nr = B().d",
    "decorators": "import functools\ndef deco(n):\n    def wrap(f):\n        @functools.wraps(f)\n        def inner(*a, **k): return f(*a, **k) + n\n        return inner\n    return wrap\n@deco(10)\n@deco(1)\ndef f(x): return x\nr = f(1), f.__name__",
    "lazy property": "import functools\ndef lazy(function):\n    attribute = '_cache_' + function.__name__\n    @property\n    @functools.wraps(function)\n    def wrapper(self):\n        if not hasattr(self, attribute):\n            setattr(self, attribute, function(self))\n        return getattr(self, attribute)\n    return wrapper\nclass M:\n    calls = 0\n    @lazy\n    def p(self):\n        M.calls += 1\n        return 5\nm = M()\nr = m.p + m.p, M.calls\nm = None",
    "global and nonlocal": "n = 0\ndef f():\n    global n\n    n += 1\n    m = 1\n    def g():\n        nonlocal m\n        m += n\n        return m\n    return g()\nr = f(), f(), n",
    "recursion": "def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)\nr = fib(12)\ndef deep(n): return 0 if n == 0 else 1 + deep(n - 1)\ns = deep(800)",
    "formats": "r = '%s %d %5.2f %r %%' % ('a', 3, 2.5, 'b'), '%(x)s' % {'x': 1}, '{} {1}'.format(1, 2) if False else '{} {}'.format(1, 2), '{0[a]} {b.real:>4}'.format({'a': 1}, b=2), '{:{w}.{p}f}'.format(3.14159, w=8, p=2), f'{3!r:>4}{1 + 1}{{}}', '{:,}'.format(12345)",
    "walrus": "r = [y for x in range(5) if (y := x * 2) > 4]\nif (n := len(r)) > 1: s = n",
    "lambda and map": "r = list(map(lambda a, b: a + b, [1, 2], [3, 4])), list(filter(None, [0, 1])), sorted('bca', key=lambda c: -ord(c)), max([3, 1], key=lambda v: -v), sum([[1], [2]], [])",
    "enumerate and zip": "r = [(i, a, b) for i, (a, b) in enumerate(zip('ab', [1, 2]), 1)], list(reversed([1, 2])), list(range(5))[::2], any([0, 1]), all([]), min(3, 2)",
    "vars and dir": "class A:\n    def __init__(self, a, b):\n        self.__dict__.update(locals())\n        del self.self\nx = A(1, 2)\nr = sorted(vars(x).items()), sorted(x.__dict__)\nx = None",
    "namedtuple and enum": "from collections import namedtuple, OrderedDict, defaultdict, Counter, deque\nfrom enum import Enum\nP = namedtuple('P', ['a', 'b'])\nclass C(Enum):\n    RED = 1\n    BLUE = 2\nd = defaultdict(list)\nd[1].append(2)\nr = P(1, b=2)._replace(a=3), C.RED.name, C(2).value, [c.name for c in C], dict(d), Counter('aab').most_common(1), OrderedDict([(1, 2)])[1], list(deque([1, 2], maxlen=1))\nP = C = None\nd = None\nr = (tuple(r[0]),) + r[1:]",
    "dataclass": "from dataclasses import dataclass, field\n@dataclass\nclass D:\n    a: int\n    b: list = field(default_factory=list)\nd = D(1)\nd.b.append(2)\nr = d.a, d.b, D(1) == D(1)\nd = None",
    "abc": "import abc\nclass A(abc.ABC):\n    @abc.abstractmethod\n    def f(self): pass\nclass B(A):\n    def f(self): return 1\nr = B().f()\ntry:\n    A()\nexcept TypeError as e:\n    s = 'abstract' in str(e)",
    "exec and eval": "x = 3\nr = eval('x + 1'), eval('[i * x for i in range(2)]')\nexec('y = x * 2')",
    "delete": "a = {1: 2, 3: 4}\ndel a[1]\nclass C: pass\nc = C()\nc.x = 1\ndel c.x\nr = hasattr(c, 'x')\nc = None",
    "globals": "x = 5\ndef f(): return globals()['x']\nr = f(), 'x' in globals(), 'nope' in locals()",
    "match": "def f(v):\n    match v:\n        case 0: return 'zero'\n        case int(n) if n > 5: return ('big', n)\n        case [a, *rest]: return (a, rest)\n        case {'k': k, **others}: return (k, others)\n        case 'a' | 'b' as s: return s\n        case None: return 'none'\n        case _: return 'other'\nr = [f(v) for v in (0, 9, 3, [1, 2, 3], {'k': 1, 'z': 2}, 'b', None)]",
    "match class": "class P:\n    __match_args__ = ('x', 'y')\n    def __init__(self, x, y): self.x, self.y = x, y\nmatch P(1, 2):\n    case P(1, y=q): r = q",
    "star expressions": "a = [1, 2]\nr = [*a, 3], (*a,), {*a}, {**{'x': 1}, 'y': 2}, max(*a)",
    "string methods": "r = 'a,b'.split(','), ' x '.strip(), '-'.join(['a', 'b']), 'abc'.replace('b', 'x'), 'abc'.startswith(('a', 'z')), 'a'.ljust(3) + '|', 'abc'.upper().find('C'), 'ß'.encode('utf-8').decode()",
    "numbers": "r = 7 // 2, 7 / 2, -7 // 2, 7 % -3, 2 ** 10, 2 ** -1, 1 << 4, 5 & 3, 5 | 3, 5 ^ 3, ~5, divmod(7, 2), round(2.567, 1), abs(-3), int('12'), float('1.5'), int(3.9), bool(0), complex(1, 2).imag",
    "type": "T = type('T', (object,), {'x': 1})\nr = T().x, T.__name__, type(3) is int, type(T()) is T, type('') == str, isinstance(True, (int, str)), issubclass(bool, int)\nT = None",
    "iter with sentinel": "l = [1, 2, 0, 3]\nr = list(iter(lambda: l.pop(0), 0))",
    "functools": "import functools\nr = functools.reduce(lambda a, b: a * b, [1, 2, 3], 1), functools.partial(int, base=2)('101')\n@functools.lru_cache(None)\ndef f(n): return n if n < 2 else f(n - 1) + f(n - 2)\ns = f(30)",
    "itertools": "import itertools\nr = list(itertools.chain([1], [2, 3])), list(itertools.islice(itertools.count(), 3)), list(itertools.product('ab', [1])), [(k, list(g)) for k, g in itertools.groupby('aab')]",
    "unicode": "é = 'ñ'\nr = é + 'ü'",
    "docstrings": "'''module'''\ndef f():\n    '''doc'''\nclass A:\n    '''cls'''\nr = f.__doc__, A.__doc__, __doc__\nA = None",
    "if main": "if __name__ == '__main__':\n    r = 1",
    "assert that holds": "assert 1 < 2, 'no'\nr = 1",
    "temporaries in classes": "class A:\n    x = [0, 0]\n    x[1] += 3\n    i = 0\n    while i < 3:\n        i += 1\n    y = [i for i in range(2)]\nr = A.x, A.i, A.y\nA = None",
    "annotations": "x: int = 3\ny: 'whatever'\ndef f(a: int = 1, *, b: 'T' = 2) -> None: return a + b\nr = f()",
    "instance methods as values": "class A:\n    def f(self, x): return x + 1\ng = A().f\nh = A.f\nr = g(1), h(None, 2), [x for x in map(g, [1])]\ng = h = None",
    "sets and frozensets": "a = {1, 2}\na.add(3)\na |= {4}\nr = a - {1}, a & {2}, frozenset([1]) | {2}, len(a), 3 in a",
}


def plain(names):
    kinds = (int, float, str, bytes, bool, list, tuple, dict, set, frozenset, type(None))
    return {k: v for k, v in names.items() if type(v) in kinds and not k.startswith("__")}


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_snippet_leaves_what_python_leaves(execute, name):
    expected: dict = {"__name__": "__main__"}
    exec(compile(SNIPPETS[name], "<snippet>", "exec", dont_inherit=True), expected)
    ran = execute(SNIPPETS[name])
    assert ran.error is None
    assert [event.message for event in ran.run.events] == []
    assert plain(ran.names) == plain(expected)

"""Ways out of the sandbox, each tried: none may reach a host function, a frame, a file or the class tree."""

from __future__ import annotations

import pytest

# Each snippet ends with `stolen`: what it got. It must not be a host object that leads further.
WALKS = {
    "subclasses": "stolen = ().__class__.__bases__[0].__subclasses__()",
    "subclasses of object": "stolen = object.__subclasses__()",
    "mro of a plain class": "stolen = int.__mro__",
    "base": "stolen = str.__base__",
    "globals of a function": "def f(): pass\nstolen = f.__globals__",
    "code of a function": "def f(): pass\nstolen = f.__code__.co_consts",
    "closure": "def f(x):\n    def g(): return x\n    return g\nstolen = f(1).__closure__",
    "builtins of a function": "def f(): pass\nstolen = f.__builtins__",
    "builtins name": "stolen = __builtins__",
    "builtins in globals": "stolen = globals().get('__builtins__')",
    "globals of a guarded built-in": "stolen = print.__globals__",
    "self of a native": "stolen = len.__self__",
    "frame of a generator": "def g(): yield 1\nstolen = g().gi_frame",
    "code of a generator": "def g(): yield 1\nstolen = g().gi_code",
    "traceback": "try:\n    1/0\nexcept Exception as e:\n    stolen = e.__traceback__",
    "frame of a traceback": "try:\n    1/0\nexcept Exception as e:\n    stolen = e.__traceback__.tb_frame",
    "context": "try:\n    1/0\nexcept Exception as e:\n    stolen = e.__context__",
    "traceback given to exit": (
        "class C:\n    def __enter__(self): return self\n    def __exit__(self, t, v, tb):\n"
        "        global stolen\n        stolen = tb.tb_frame\n        return True\nwith C():\n    1/0"
    ),
    "object of an attribute error": ("try:\n    (1).nope\nexcept AttributeError as e:\n    stolen = e.obj.__class__.__mro__"),
    "getattr": "stolen = getattr((), '__cl' + 'ass__').__mro__",
    "getattr of a function": "def f(): pass\nstolen = getattr(f, '__glo' + 'bals__')",
    "object's own getattribute": "def f(): pass\nstolen = object.__getattribute__(f, '__globals__')",
    "type's own getattribute": "stolen = type.__getattribute__(int, '__subclasses__')",
    "super's getattribute": (
        "class A:\n    def f(self): return super().__getattribute__('f').__func__.__globals__\nstolen = A().f()"
    ),
    "reduce": "stolen = (1).__reduce_ex__(2)",
    "reduce of a script object": "class A: pass\nstolen = A().__reduce_ex__(2)",
    "init's globals": "class A:\n    def __init__(self): pass\nstolen = A.__init__.__globals__",
    "slot wrapper's class": "stolen = str.__init__.__objclass__",
    "format walks": "stolen = '{0.__class__.__mro__}'.format(())",
    "format walks to globals": "def f(): pass\nstolen = '{0.__globals__}'.format(f)",
    "format_map": "stolen = '{a.__class__.__bases__}'.format_map({'a': ()})",
    "unbound format": "stolen = str.format('{0.__class__.__mro__}', ())",
    "format through getattr": "stolen = getattr('{0.__class__.__mro__}', 'format')(())",
    "format through map": "stolen = list(map('{0.__class__.__mro__}'.format, [()]))",
    "format through map, unbound": "stolen = list(map(str.format, ['{0.__class__.__mro__}'], [()]))",
    "module's dict": "import os\nstolen = os.__dict__.get('system')",
    "module's loader": "import os\nstolen = os.__loader__",
    "module's builtins": "import os\nstolen = os.__builtins__",
    "mangled": "class __gl_call__: pass\nstolen = 1",
    "weakref list": "class A: pass\nstolen = A.__weakref__",
    "dict of a class": "stolen = int.__dict__",
    "dict of a function class": "def f(): pass\nstolen = type(f).__dict__",
    "vars of a plain class": "stolen = vars(str)",
    "class getitem": "class A:\n    def __class_getitem__(cls, k): return cls.__subclasses__()\nstolen = A[1]",
}


def harmless(value, depth=3):
    """Plain data, an Unknown, or a function of a model."""
    from graphlint.sandbox.unknown import Unknown

    if isinstance(value, (Unknown, int, float, type(None))):
        return True
    if isinstance(value, str):
        return "class '" not in value and "built-in" not in value and "0x" not in value
    if isinstance(value, (list, tuple)) and depth:
        return all(harmless(item, depth - 1) for item in value)
    return getattr(value, "__module__", "").startswith("graphlint.libs.")


@pytest.mark.parametrize("name", WALKS)
def test_attribute_walks_lead_nowhere(execute, name):
    ran = execute(WALKS[name])
    assert harmless(ran.names.get("stolen")), ran.names.get("stolen")


CALLS = {
    "os.system": "import os\nos.system('touch {mark}')",
    "import in a call": "__import__('os').system('touch {mark}')",
    "exec": "exec(\"import os; os.system('touch {mark}')\")",
    "eval": "eval(\"__import__('os').system('touch {mark}')\")",
    "eval of compiled": "eval(compile(\"__import__('os').system('touch {mark}')\", 'x', 'eval'))",
    "open": "open('{mark}', 'w').write('x')",
    "open in with": "with open('{mark}', 'w') as f:\n    f.write('x')",
    "io": "import io\nio.open('{mark}', 'w').write('x')",
    "pathlib": "import pathlib\npathlib.Path('{mark}').touch()",
    "subprocess": "import subprocess\nsubprocess.call(['touch', '{mark}'])",
    "importlib": "import importlib\nimportlib.import_module('os').system('touch {mark}')",
    "builtins module": "import builtins\nbuiltins.open('{mark}', 'w').write('x')",
    "posix": "import posix\nposix.system('touch {mark}')",
    "sys.modules": "import sys\nsys.modules['os'].system('touch {mark}')",
    "ctypes": "import ctypes\nctypes.CDLL(None).system(b'touch {mark}')",
    "reduce in copy": (
        "import copy, os\nclass A:\n    def __reduce__(self): return (os.system, ('touch {mark}',))\n"
        "    __reduce_ex__ = lambda self, n: (os.system, ('touch {mark}',))\ncopy.copy(A())"
    ),
    "pickle": "import pickle\npickle.loads(b\"cos\\nsystem\\n(S'touch {mark}'\\ntR.\")",
    "attrgetter": "import operator\nf = operator.attrgetter('__class__.__mro__')(())\nf[1].__subclasses__()",
    "methodcaller": "import operator\nx = operator.methodcaller('__subclasses__')(object)",
    "partial": "import functools, os\nfunctools.partial(os.system, 'touch {mark}')()",
    "reduce": "import functools, os\nfunctools.reduce(lambda a, b: os.system(b), ['a', 'touch {mark}'])",
    "map of a native": "import os\nlist(map(os.system, ['touch {mark}']))",
    "sorted key": "import os\nsorted(['touch {mark}'], key=os.system)",
    "defaultdict": "import collections, os\ncollections.defaultdict(lambda: os.system('touch {mark}'))[1]",
    "property": "import os\nclass A:\n    p = property(lambda self: os.system('touch {mark}'))\nA().p",
    "decorator": "import os\n@os.system\ndef f(): pass",
    "function type": "def f(): pass\ntype(f)(f.__code__, {{}})()",
    "function type, seen by isinstance": "import types\ntypes.FunctionType(None, {{}})",
    "metaclass call": (
        "class M(type):\n    def __call__(cls, *a): return open('{mark}', 'w').write('x')\nclass A(metaclass=M): pass\nA()"
    ),
    "type with three arguments": "T = type('T', (type(print),), {{}})",
    "subclass of a function": "def f(): pass\nclass F(type(f)): pass",
    "subclass of a module": "import os\nclass M(type(os)): pass",
    "init_subclass": "class A:\n    def __init_subclass__(cls): open('{mark}', 'w').write('x')\nclass B(A): pass",
    "getattr hook": "class A:\n    def __getattr__(self, n): return open('{mark}', 'w').write('x')\nA().foo",
    "del": "class A:\n    def __del__(self): open('{mark}', 'w').write('x')\na = A()\ndel a",
    "descriptor": ("class D:\n    def __get__(self, o, t): return open('{mark}', 'w').write('x')\nclass A:\n    d = D()\nA().d"),
    "set guards": "globals()['__gl_call__'] = lambda f, *a: f(*a)\nprint(1)",
    "exec guards": "exec('__gl_call__ = 1')",
    "numpy save": "import numpy as np\nnp.save('{mark}', np.zeros(3))",
    "numpy tofile": "import numpy as np\nnp.zeros(3).tofile('{mark}')",
    "logging to a file": "import logging\nlogging.basicConfig(filename='{mark}')\nlogging.error('x')",
    "shutil": "import shutil\nshutil.copy('/etc/hostname', '{mark}')",
    "codecs": "import codecs\ncodecs.open('{mark}', 'w').write('x')",
    "json dump": "import json\njson.dump([1], open('{mark}', 'w'))",
    "class body": "class A:\n    import os\n    os.system('touch {mark}')",
    "lambda default": "import os\nf = lambda x=os.system('touch {mark}'): x",
    "comprehension": "import os\n[os.system('touch {mark}') for _ in range(1)]",
    "f-string": "import os\nf\"{{os.system('touch {mark}')}}\"",
    "enum": "import enum, os\nclass E(enum.Enum):\n    A = os.system('touch {mark}')",
    "namedtuple": "import collections\ncollections.namedtuple('x; import os', 'a')",
    "namedtuple fields": "import collections\ncollections.namedtuple('x', 'a __class__')",
    "contextlib": (
        "import contextlib\n@contextlib.contextmanager\ndef f():\n    yield open('{mark}', 'w').write('x')\nwith f(): pass"
    ),
    "timeit": "import timeit\ntimeit.timeit(\"open('{mark}','w').write('x')\", number=1)",
    "code": "import code\ncode.interact()",
    "inspect": "import inspect\ninspect.currentframe().f_globals['__builtins__']",
    "gc": "import gc\ngc.get_objects()",
    "threading": "import threading\nthreading.Thread(target=lambda: open('{mark}', 'w').write('x')).start()",
    "sys._getframe": "import sys\nsys._getframe().f_builtins['open']('{mark}', 'w')",
    "six": "import six\nsix.moves.builtins.open('{mark}', 'w').write('x')\nsix.exec_(\"open('{mark}', 'w')\")",
}


@pytest.mark.parametrize("name", CALLS)
def test_nothing_outside_is_touched(execute, tmp_path, name):
    mark = tmp_path / "mark"
    ran = execute(CALLS[name].format(mark=mark))
    assert "internal" not in ran.kinds(), ran.messages("internal")
    assert not mark.exists()


def test_no_host_callable_is_called_through_a_match_pattern(execute):
    text = """
class M(type):
    def __instancecheck__(cls, obj): return True
class A(metaclass=M):
    __match_args__ = ('__globals__',)
def f(): pass
match print:
    case A(g):
        stolen = g
"""
    ran = execute(text)
    assert harmless(ran.names.get("stolen"))


@pytest.mark.parametrize("name", ["eval", "getattr", "setattr", "open", "type", "str"])
def test_replacing_a_builtin_name_changes_only_the_script(execute, name):
    ran = execute(f"{name} = None\nx = 1 + 1\ny = 'a'.upper()")
    assert (ran["x"], ran["y"]) == (2, "A")


def test_a_trace_cannot_be_kept_alive_by_catching_everything(execute):
    from graphlint.sandbox.budget import Limits, TraceStopped

    text = """
class Swallow:
    def __enter__(self): return self
    def __exit__(self, *a): return True
while True:
    with Swallow():
        try:
            x = 0
            while x < 10 ** 9: x += 1
        except BaseException:
            pass
        except:
            pass
"""
    ran = execute(text, limits=Limits(steps=20_000, seconds=5))
    assert isinstance(ran.error, TraceStopped)


def test_names_of_guards_cannot_be_written(execute):
    from graphlint.source.reading import SourceError

    for text in (
        "__gl_call__ = 1",
        "def __gl_x(): pass",
        "import os as __gl_call__",
        "x.__gl_y = 1",
        "lambda __gl_a: 1",
    ):
        assert isinstance(execute(text).error, SourceError)

"""Ways out of the sandbox, each tried: none may reach a host function, a frame, a file or the class tree."""

from __future__ import annotations

import time

import pytest

# Each snippet ends with `stolen`: what it got. It must not be a host object that leads further.
WALKS = {
    "subclasses": "stolen = ().__class__.__bases__[0].__subclasses__()",
    "subclasses of object": "stolen = object.__subclasses__()",
    "subclasses of a model's class": "import argparse\nstolen = argparse.ArgumentParser.__subclasses__()",
    "attribute of an attribute": "import operator\nstolen = operator.attrgetter('__globals__.get')(print)",
    "located attribute": "import pydoc\nstolen = pydoc.locate('os.system.__globals__')",
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
    "a named tuple's constructor": "import collections\nstolen = collections.namedtuple('x', 'a').__new__.__globals__",
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
    "a name that isn't what it seems": (
        "import itertools\nclass S(str):\n    def __getitem__(self, i): return 'a'\n    def startswith(self, *a): return False\n"
        "    def __eq__(self, o): return True\n    def __hash__(self): return str.__hash__(self)\n"
        "stolen = getattr(itertools.count, S('__globals__'))"
    ),
    "the same through a pattern": (
        "class S(str):\n    def __getitem__(self, i): return 'a'\n    def startswith(self, *a): return False\n"
        "    def __eq__(self, o): return True\n    def __hash__(self): return str.__hash__(self)\n"
        "class M(type):\n    def __instancecheck__(cls, obj): return True\n"
        "class A(metaclass=M):\n    __match_args__ = (S('__globals__'),)\n"
        "match print:\n    case A(g):\n        stolen = g"
    ),
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
    "locate": "import pydoc\npydoc.locate('os.system')('touch {mark}')",
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


WRITES = {
    "copy through reduce": (
        "import copy\nclass A: pass\na = A()\n"
        "a.__dict__['__reduce_ex__'] = lambda n: (lambda *x: copy.copy, (), (None, {'mark': 1}))\ncopy.copy(a)"
    ),
    "deep copy through reduce": (
        "import copy\nclass A(dict): pass\na = A()\n"
        "a.__dict__['__reduce_ex__'] = lambda n: (lambda *x: copy.copy, (), (None, {'mark': 1}))\ncopy.deepcopy(a)"
    ),
    "a model's setattr": "import types, copy\ntypes.SimpleNamespace.__setattr__(copy.copy, 'mark', 1)",
    "a model's setattr, through super": (
        "import types, math\nclass A(types.SimpleNamespace):\n"
        "    def f(self): super().__setattr__('__class__', type(math))\n"
        "A().f()\nimport copy\nsetattr(copy.copy, 'mark', 1)"
    ),
    "a model's method for another object": "import types, copy\ntypes.SimpleNamespace.__init__(copy.copy, mark=1)",
    "the same, bound": "import types, copy\ntypes.MethodType(types.SimpleNamespace.__init__, copy.copy)(mark=1)",
    "guards in a namespace of exec": (
        "import copy\nexec('f.mark = 1', {'f': copy.copy, '__gl_attr_target__': lambda o, n: o})"
    ),
    "guards in the locals of exec": (
        "import copy\nexec('f.mark = 1', {'f': copy.copy}, {'__gl_attr_target__': lambda o, n: o})"
    ),
    "guards from prepare": (
        "import copy\nclass M(type):\n    @classmethod\n"
        "    def __prepare__(cls, n, b): return {'__gl_attr_target__': lambda o, n: o}\n"
        "class A(metaclass=M):\n    copy.copy.mark = 1"
    ),
    "guards from prepare, inherited": (
        "import copy\nkept = {}\nclass M(type):\n    @classmethod\n    def __prepare__(cls, n, b): return kept\n"
        "class A(metaclass=M): pass\n"
        "class B(A):\n    kept['__gl_attr_target__'] = lambda o, n: o\n    copy.copy.mark = 1"
    ),
}


@pytest.mark.parametrize("name", WRITES)
def test_no_attribute_of_a_model_is_written(execute, name):
    from graphlint.libs.collections import shallow

    try:
        ran = execute(WRITES[name])
        assert not hasattr(shallow, "mark")
    finally:
        vars(shallow).pop("mark", None)
    assert "internal" not in ran.kinds(), ran.messages("internal")


def test_an_object_cannot_become_a_library(execute):
    text = """
import math
class A: pass
a = A()
a.table, a.name = {'z': 5}, 'q'
a.__class__ = type(math)
stolen = a.z
"""
    ran = execute(text)
    assert harmless(ran["stolen"])
    assert execute("import math, types\nx = isinstance(math, types.ModuleType)")["x"] is True


def test_functions_given_to_native_code_are_guarded(execute, tmp_path):
    for text in (
        "l = ['{mark}']\nl.sort(key=open)",
        "list.sort(['{mark}'], key=open)",
        "import bisect\nbisect.insort(['{mark}'], '{mark}', key=open)",
        "import contextlib\nwith contextlib.ExitStack() as s: s.callback(open, '{mark}', 'w')",
        "import contextlib\nwith contextlib.contextmanager(open)('{mark}', 'w'): pass",
    ):
        execute(text.format(mark=tmp_path / "mark"))
        assert not (tmp_path / "mark").exists()
    ran = execute("l = [10 ** 10]\nl.sort(key=bytes)")
    assert "budget" in ran.kinds()


BOMBS = {
    "width of bytes": "stolen = b'%999999999d' % 1",
    "width after a name": "stolen = '%(a)999999999d' % {'a': 1}",
    "width of a bytearray": "stolen = bytearray(b'%999999999d') % 1",
    "many long texts": "s = 'x' * 10000000\nstolen = '%s' * 300 % ((s,) * 300)",
    "named long texts": "s = 'x' * 10000000\nstolen = '%(a)s' * 300 % {'a': s}",
    "index of the script's": "class N:\n    def __index__(self): return 10 ** 9\nstolen = [0] * N()",
    "an index that changes": (
        "class N:\n    n = 0\n    def __index__(self):\n        self.n += 1\n        return 10 ** (9 * (self.n > 1))\n"
        "stolen = [0] * N()"
    ),
    "an integer of its own": "class I(int): pass\nstolen = 'x'.ljust(I(3 * 10 ** 9))",
    "an integer that lies": (
        "class I(int):\n    def __rmul__(self, o): return 0\n    def __gt__(self, o): return False\nstolen = [0] * I(10 ** 9)"
    ),
    "a length that lies": (
        "class S(str):\n    def __len__(self): return 0\nstolen = ''.join([S('x' * 10 ** 7)] * 500)"
    ),
    "a list that lies": "class L(list):\n    def __len__(self): return 0\nstolen = L([0] * 1000) * 10 ** 7",
    "bytearrays": "stolen = b''.join([bytearray(10 ** 7)] * 500)",
    "deque": "import collections\nstolen = collections.deque([0]) * 10 ** 9",
    "UserList": "import collections\nstolen = collections.UserList([0]) * 10 ** 9",
    "UserList of a range": "import collections\nstolen = collections.UserList(range(10 ** 9))",
    "a list class of a range": "class L(list): pass\nstolen = L(range(10 ** 9))",
    "a bytes class": "class B(bytes): pass\nstolen = B(10 ** 10)",
    "to_bytes by name": "stolen = (1).to_bytes(length=10 ** 10, byteorder='big')",
    "expandtabs by name": "stolen = '\\t'.expandtabs(tabsize=10 ** 9)",
    "powers of 64": "x = 2\nfor i in range(9): x = x ** 64\nstolen = x",
    "from_bytes": "stolen = int.from_bytes(b'a' * 4000000, 'big') ** 9",
    "long hexadecimals": "stolen = int('f' * 4000000, 16)",
    "modular power": "stolen = pow(3 ** 70000, 5 ** 70000, 7 ** 50000)",
    "a float in a range": "stolen = 1.5 in range(10 ** 12)",
    "in an iterator": "stolen = (0, 1.5) in enumerate(range(10 ** 12))",
    "islice": "import itertools\nstolen = next(itertools.islice(range(10 ** 15), 10 ** 14, None))",
    "filterfalse": "import itertools\nstolen = next(itertools.filterfalse(None, range(1, 10 ** 15)))",
    "product": "import itertools\nstolen = next(itertools.product([1], repeat=10 ** 9))",
    "combinations": "import itertools\nstolen = next(itertools.combinations_with_replacement([1], 10 ** 9))",
    "slice of a range": "stolen = []\nstolen[:] = range(10 ** 9)",
    "adding a range": "stolen = []\nstolen += range(10 ** 9)",
    "text of lists of lists": "a = [1]\nfor i in range(40): a = [a, a]\nstolen = str(a)",
    "f-string of lists of lists": "a = [1]\nfor i in range(40): a = [a, a]\nstolen = f'{a}'",
    "format of lists of lists": "a = [1]\nfor i in range(40): a = [a, a]\nstolen = '{}'.format(a)",
    "repr of lists of lists": "a = [1]\nfor i in range(40): a = [a, a]\nstolen = repr(a)",
    "lcm": "import math\nx = 3 ** 9\nfor i in range(40): x = math.lcm(x + 1, x)\nstolen = x",
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_cut(execute, name):
    from graphlint.sandbox.budget import Limits

    started = time.process_time()
    ran = execute(BOMBS[name], limits=Limits(seconds=5))
    assert "error" not in ran.kinds(), ran.messages("error")
    assert "budget" in ran.kinds() or len(ran["stolen"]) < 10
    assert time.process_time() - started < 8


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

"""What a script asks of a library never takes long, never fills the memory, and never reaches outside."""

from __future__ import annotations

import resource
from pathlib import Path
from typing import Any

import pytest

from graphlint.trace import Limits, Trace, trace

BOMBS = """
np.zeros((10**6, 10**6)) + 1
np.ones(10**12)
np.full((10**5, 10**5), 7.0) * 2
np.arange(10**15)
np.linspace(0, 1, 10**12)
np.eye(10**6)
np.identity(10**7)
np.tile([1], 10**12)
np.tile(np.ones((100, 100)), (10**6, 10**6))
np.repeat([1, 2], 10**12)
np.repeat(np.arange(3), [10**12, 1, 1])
np.pad(np.ones(3), 10**12, 'constant')
np.bincount([10**13])
np.bincount([1], minlength=10**13)
np.histogram([1, 2], bins=10**12)
np.histogram([1, 2], 10**10)
np.kron(np.ones((1000, 1000)), np.ones((1000, 1000)))
np.outer(np.ones(10**5), np.ones(10**5))
np.meshgrid(np.arange(10**5), np.arange(10**5))
np.indices((10**5, 10**5))
np.mgrid[0:10**6, 0:10**6]
np.vander(np.arange(10**5))
np.tri(10**6)
np.diag(np.ones(10**5))
np.broadcast_to(np.ones(3), (10**9, 3)) * 2
np.resize([1], 10**12)
np.array([1]).resize(10**12)
np.einsum('i,j,k,l->ijkl', *[np.ones(200)] * 4)
np.einsum('ij,kl,mn->', *[np.ones((400, 400))] * 3)
np.linalg.svd(np.ones((500, 500)))
np.linalg.matrix_power(np.ones((100, 100)), 10**9)
np.linalg.inv(np.eye(500))
np.convolve(np.ones(10**5), np.ones(10**5))
np.diff(np.ones(100), n=10**9)
np.ones((512, 512)) @ np.ones((512, 512))
np.hanning(10**12)
np.array(['a' * 10**6] * 1000)
np.array(['a'], dtype=object) * 10**12
np.array([10**3000], dtype=object) ** 10**6
np.zeros(3, dtype='V1000000000000')
np.dtype([('a', 'f8', (10**6, 10**6))])
np.zeros(1, dtype=[('a', 'f8', (10**6, 10**3))])
np.fromfunction(lambda i, j: i, (10**5, 10**5))
np.split(np.ones(10), 10**12)
np.array_split(np.ones(10), 10**8)
np.ones((10**4, 10**4)).tolist()
np.random.rand(1000, 1000, 1000).tolist()
np.ones(10**5)[np.zeros(10**7, int)]
np.take(np.ones(3), np.zeros((10**5, 10**5), int))
np.stack([np.ones(10**5)] * 10**4)
np.unravel_index(10**9, (10**5, 10**5))
np.fft.fft(np.ones(10), 10**12)
np.percentile(np.ones(10), np.ones(10**9))
np.insert(np.ones(3), [0] * 10**6, 1)
np.vectorize(lambda x: x)(np.ones(10**6))
np.array(range(10**12))
np.array(itertools.count())
np.fromiter(itertools.count(), float)
np.polyfit([1], [1], 10**9)
np.nan_to_num(np.ones(10**9))
list(np.ndindex(10**5, 10**5))
math.factorial(10**9)
math.comb(10**9, 5 * 10**8)
math.prod(range(1, 10**7))
operator.mul('a', 10**12)
operator.pow(10, 10**10)
functools.reduce(operator.mul, range(1, 10**7))
functools.reduce(lambda a, b: a, itertools.count())
collections.Counter(itertools.count())
collections.deque(itertools.repeat(1))
list(itertools.chain.from_iterable(itertools.repeat([1])))
list(itertools.product(range(10**4), repeat=10))
list(itertools.permutations(range(30)))
list(itertools.accumulate(itertools.count()))
collections.Counter({'a': 10**12}).elements()
list(collections.Counter({'a': 10**12}).elements())
heapq.nlargest(10, range(10**12))
heapq.merge(itertools.count())
random.sample(range(10**12), 10**11)
random.choices([1], k=10**12)
copy.deepcopy([[]] * 10**6)
re.match('(a*)*b', 'a' * 40)
re.match('(a|aa)+$', 'a' * 60 + 'b')
re.search('a*a*a*a*a*a*a*b', 'a' * 3000)
re.sub('', 'x' * 10**6, 'a' * 10**6)
re.compile('(' * 5000)
re.findall('(x+x+)+y', 'x' * 50)
json.dumps([1], indent=10**12)
json.dumps([[[1] * 1000] * 1000] * 1000)
json.loads('[' * 10**5)
struct.pack('1000000000000x')
struct.unpack('1000000000x', b'')
textwrap.fill('a', width=10**12, initial_indent=' ' * 10)
fractions.Fraction(10) ** (10**10)
decimal.Decimal('1e1000000000').to_integral_value()
string.Template('$a' * 10).substitute(a='b')
hashlib.md5(b'a' * 10**6).hexdigest()
unicodedata.normalize('NFKD', 'a' * 10**7)
bisect.insort([], 1)
statistics.mean(itertools.count())
argparse.ArgumentParser(usage='%1000000000000s').print_help()
argparse.ArgumentParser(fromfile_prefix_chars='@').parse_known_args(['@/etc/passwd'])
""".strip().split("\n")
HEADER = """
import argparse, bisect, collections, copy, decimal, fractions, functools, hashlib, heapq, itertools, json, math
import operator, os, pickle, random, re, statistics, string, struct, subprocess, sys, textwrap, unicodedata
import numpy as np
"""


def run(tmp_path: Path, body: str, **options: Any) -> Trace:
    return trace(tmp_path / "script.py", HEADER + body, paths=1, **options)


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@pytest.mark.parametrize("expression", BOMBS)
def test_nothing_takes_long_or_much(expression: str, tmp_path: Path) -> None:
    before = peak()
    found = run(tmp_path, f"x = {expression}\nafter = 1", limits=Limits(seconds=60))
    assert "seconds is spent" not in (found.reason or "")  # another limit ended it
    assert "in time" not in (found.reason or "")
    assert peak() - before < 700_000
    assert found.namespace.get("after") == 1 or found.status in ("incomplete", "error")
    assert not [event for event in found.events if event.kind == "internal"], found.events


ATTACKS = {
    "interface": """
class A:
    __array_interface__ = {'data': (1234, False), 'shape': (10,), 'typestr': '<f8', 'version': 3}
    def __array__(self, *a): return 5
x = [np.array(A()), np.zeros(3) + A() if False else 0, np.array([A()])]
""",
    "files": """
np.save('made.npy', np.ones(3)); np.savetxt('made.txt', np.ones(3)); np.ones(3).tofile('made.bin')
os.makedirs('made'); os.system('touch made.sh'); subprocess.call(['touch', 'made.sub'])
open('made.open', 'w').write('x'); os.environ['X'] = '1'; os.remove('script.py')
pickle.loads(b"cos\\nsystem\\n(S'touch made.pickle'\\ntR.")
x = np.load('/etc/passwd'); y = np.fromfile('/etc/passwd', np.uint8); z = os.listdir('/'); w = os.environ.get('HOME')
import threading; threading.Thread(target=lambda: open('made.thread', 'w')).start()
""",
    "dataclass": """
import dataclasses
class A: pass
A.__annotations__ = {"x=__import__('os').system('touch made.dataclass')": int}
dataclasses.dataclass(A)
""",
    "namedtuple": """
collections.namedtuple("x;import os", "a b")
collections.namedtuple("X", ["a=__import__('os').system('touch made.tuple')"])
""",
}


@pytest.mark.parametrize("name", ATTACKS)
def test_nothing_outside_is_touched(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = run(tmp_path, ATTACKS[name], limits=Limits(seconds=6))
    assert not list(tmp_path.iterdir())
    assert not [event for event in found.events if event.kind == "internal"], found.events
    for value in found.namespace.values():
        assert "root:" not in str(type(value))
    assert found.namespace.get("w") is None

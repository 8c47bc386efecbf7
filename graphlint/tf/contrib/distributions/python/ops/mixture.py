"""Mixtures of given distributions (contrib/distributions/python/ops/mixture.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.tf import gen
from graphlint.tf.contrib.distributions.python.ops import distribution_util
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops, tensor_util
from graphlint.tf.python.framework.tensor_shape import TensorShape
from graphlint.tf.python.ops import array_ops, check_ops, math_ops, nn_ops
from graphlint.tf.python.ops.distributions import distribution
from graphlint.tf.python.ops.distributions.categorical import Categorical
from graphlint.tf.python.ops.distributions.util import gen_new_seed


def _check(cat: Any, components: Any) -> None:
    if not isinstance(cat, Categorical):
        raise TypeError(f"cat must be a Categorical distribution, but saw: {cat}")
    if not components:
        raise ValueError("components must be a non-empty list or tuple")
    if not isinstance(components, (list, tuple)):
        raise TypeError(f"components must be a list or tuple, but saw: {components}")
    if not all(isinstance(one, distribution.Distribution) for one in components):
        raise TypeError(f"all entries in components must be Distribution instances but saw: {components}")
    if not all(one.dtype == components[0].dtype for one in components):
        raise TypeError("All components must have the same dtype, but saw dtypes: "
                        f"{[(one.name, one.dtype) for one in components]}")


class Mixture(distribution.Distribution):
    def __init__(self, cat: Any, components: Any, validate_args: Any = False, allow_nan_stats: Any = True,
                 use_static_graph: Any = False, name: Any = "Mixture") -> None:
        parameters = dict(locals())
        _check(cat, components)
        self._static_event_shape, self._static_batch_shape = _merged(cat, components)
        with ops.name_scope(name, values=[cat.logits]) as name:
            self._num_components = _count(cat, components)
            self._cat = cat
            self._components = list(components)
            self._use_static_graph = use_static_graph
            self._checks = self._made_checks(validate_args)
        parents = [*cat._graph_parents, *(parent for one in self._components for parent in one._graph_parents)]
        super().__init__(dtype=components[0].dtype, reparameterization_type=distribution.NOT_REPARAMETERIZED,
                         validate_args=validate_args, allow_nan_stats=allow_nan_stats, parameters=parameters,
                         graph_parents=parents, name=name)

    cat = property(lambda self: self._cat)
    components = property(lambda self: self._components)
    num_components = property(lambda self: self._num_components)

    def _made_checks(self, validate_args: Any) -> list[Any]:
        shape = self._cat.batch_shape_tensor()
        rank = array_ops.size(shape)
        if not validate_args:
            return []
        shapes = [one.batch_shape_tensor() for one in self._components]
        ranks = [array_ops.size(one) for one in shapes]
        return [check_ops.assert_equal(own, each, message=f"components[{index}] batch shape must match cat batch shape")
                for own, all_of in ((rank, ranks), (shape, shapes)) for index, each in enumerate(all_of)]

    def _batch_shape_tensor(self) -> Any:
        return self._cat.batch_shape_tensor()

    def _batch_shape(self) -> Any:
        return self._static_batch_shape

    def _event_shape_tensor(self) -> Any:
        return self._components[0].event_shape_tensor()

    def _event_shape(self) -> Any:
        return self._static_event_shape

    # --- quantities ---------------------------------------------------------------------------------------------------

    def _weights(self, logs: bool) -> list[Any]:
        softmax = nn_ops.log_softmax if logs else nn_ops.softmax
        return array_ops.unstack(softmax(self._cat.logits), num=self._num_components, axis=-1)  # type: ignore[no-any-return]

    def _expanded(self, x: Any) -> Any:
        for _ in range(self.event_shape.ndims):
            x = array_ops.expand_dims(x, -1)
        return x

    def _mean(self) -> Any:
        with ops.control_dependencies(self._checks):
            means = [one.mean() for one in self._components]
            weights = [self._expanded(weight) for weight in self._weights(logs=False)]
            return math_ops.add_n([weight * mean for weight, mean in zip(weights, means, strict=True)])

    def _stddev(self) -> Any:
        with ops.control_dependencies(self._checks):
            means = [one.mean() for one in self._components]
            deviations = [one.stddev() for one in self._components]
            weights = self._weights(logs=False)
            stacked = [array_ops.stack(each, axis=-1) for each in (means, deviations)]
            weights = [self._expanded(weight) for weight in weights]
            broadcast: Any = array_ops.stack(weights, axis=-1) * array_ops.ones_like(stacked[0])
            columns = [array_ops.reshape(each, [-1, len(self._components)]) for each in (broadcast, *stacked)]
            found = distribution_util.mixture_stddev(*columns)
            return array_ops.reshape(found, array_ops.shape(broadcast)[:-1])

    def _log_of(self, what: str, x: Any) -> Any:
        with ops.control_dependencies(self._checks):
            x = convert(x, None, "x")
            of_components = [getattr(one, what)(x) for one in self._components]
            weights = self._weights(logs=True)
            summed = [weight + each for weight, each in zip(weights, of_components, strict=True)]
            return math_ops.reduce_logsumexp(array_ops.stack(summed, 0), [0])

    def _log_prob(self, x: Any) -> Any:
        return self._log_of("log_prob", x)

    def _log_cdf(self, x: Any) -> Any:
        return self._log_of("log_cdf", x)

    def entropy_lower_bound(self, name: str = "entropy_lower_bound") -> Any:
        with self._name_scope(name, [self._cat.logits]), ops.control_dependencies(self._checks):
            entropies = [one.entropy() for one in self._components]
            weights = self._weights(logs=False)
            return math_ops.add_n([weight * each for weight, each in zip(weights, entropies, strict=True)])

    # --- samples ------------------------------------------------------------------------------------------------------

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        if self._use_static_graph:
            return self._masked(n, seed)
        with ops.control_dependencies(self._checks):
            n = convert(n, None, "n")
            known = tensor_util.constant_value(n)
            return self._stitched(n if known is None else int(known), seed)

    def _masked(self, n: Any, seed: Any) -> Any:
        """Samples of all components, all but one masked."""
        categories = self._cat.sample(n, seed=seed)
        samples = []
        for component in self._components:
            seed = gen_new_seed(seed, "mixture")
            samples.append(component.sample(n, seed=seed))
        rank = self._static_event_shape.ndims
        x: Any = array_ops.stack(samples, -rank - 1)
        kind = x.dtype.numpy_type
        mask = array_ops.one_hot(indices=categories, depth=self._num_components, on_value=np.ones([], dtype=kind),
                                 off_value=np.zeros([], dtype=kind))
        mask = distribution_util.pad_mixture_dimensions(mask, self, self._cat, rank)
        return math_ops.reduce_sum(x * mask, axis=-1 - rank)

    def _stitched(self, n: Any, seed: Any) -> Any:
        """Each component's samples at the places where its category was drawn."""
        categories = self._cat.sample(n, seed=seed)
        static = categories.get_shape()
        if static.is_fully_defined():
            shape, size = static.as_list(), static.num_elements()
        else:
            shape, size = array_ops.shape(categories), array_ops.size(categories)
        batch_size = self._batch_size()
        event_shape = self.event_shape_tensor() if not self.event_shape.is_fully_defined() else (
            np.array(self.event_shape.as_list(), dtype=np.int32))
        places = self._partitioned(math_ops.range(0, size), shape, categories)
        batches = self._partitioned(array_ops.tile(math_ops.range(0, batch_size), [n]), shape, categories)
        samples = []
        for index, component in enumerate(self._components):
            count: Any = array_ops.size(places[index])
            seed = gen_new_seed(seed, "mixture")
            drawn = component.sample(count, seed=seed)
            wanted = batch_size * math_ops.range(count) + batches[index]
            flat = array_ops.reshape(drawn, array_ops.concat([[count * batch_size], event_shape], 0))
            samples.append(array_ops.gather(flat, wanted, name="samples_class_c_gather"))
        flat = gen.DynamicStitch(indices=places, data=samples)
        found = array_ops.reshape(flat, array_ops.concat([shape, self.event_shape_tensor()], 0))
        found.set_shape(TensorShape(static).concatenate(self.event_shape))
        return found

    def _batch_size(self) -> Any:
        static = self.batch_shape
        return static.num_elements() if static.is_fully_defined() else math_ops.reduce_prod(self.batch_shape_tensor())

    def _partitioned(self, indices: Any, shape: Any, categories: Any) -> Any:
        return gen.DynamicPartition(data=array_ops.reshape(indices, shape), partitions=categories,
                                    num_partitions=self._num_components)


def _merged(cat: Any, components: Any) -> tuple[Any, Any]:
    event_shape, batch_shape = components[0].event_shape, cat.batch_shape
    for one in components:
        event_shape = event_shape.merge_with(one.event_shape)
        batch_shape = batch_shape.merge_with(one.batch_shape)
    if event_shape.ndims is None:
        raise ValueError("Expected to know rank(event_shape) from components, but none of the components provide a static "
                         "number of ndims")
    return event_shape, batch_shape


def _count(cat: Any, components: Any) -> int:
    known = tensor_util.constant_value(cat.event_size)
    if known is None:
        raise ValueError("Could not infer number of classes from cat and unable to compare this value to the number of "
                         "components passed in.")
    if int(known) != len(components):
        raise ValueError(f"cat.num_classes != len(components): {int(known)} vs. {len(components)}")
    return int(known)

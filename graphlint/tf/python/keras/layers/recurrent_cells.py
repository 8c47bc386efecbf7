"""Keras's recurrent cells (keras/layers/recurrent.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.framework.tensor_shape import as_shape
from graphlint.tf.python.keras import activations, constraints, initializers, regularizers
from graphlint.tf.python.keras.engine.base_layer import Layer
from graphlint.tf.python.keras.train_phase import in_train_phase
from graphlint.tf.python.ops import array_constants, array_joining, array_ops, array_shape, init_ops, math_ops, nn_activations
from graphlint.tf.python.util import nest

_KINDS = ("kernel", "recurrent", "bias")


def dot(x: Any, y: Any) -> Any:
    return math_ops.matmul(x, y)  # type: ignore[attr-defined]


def _biased(x: Any, bias: Any) -> Any:
    """K.bias_add of a matrix."""
    return nn_activations.bias_add(x, bias)


def zero_state(batch_size: Any, state_size: Any, dtype: Any) -> Any:
    if batch_size is None or dtype is None:
        raise ValueError(f"batch_size and dtype cannot be None while constructing initial state: batch_size={batch_size}, "
                         f"dtype={dtype}")

    def zeros(size: Any) -> Any:
        return array_constants.zeros([batch_size, *as_shape(size).as_list()], dtype=dtype)

    return nest.map_structure(zeros, state_size) if isinstance(state_size, (list, tuple)) else zeros(state_size)


class _Cell(Layer):
    """What the cells share: settings, weights, dropout masks."""

    _gates = 1
    _masks: dict[str, Any]

    def __init__(self, units: Any, activation: Any = "tanh", use_bias: bool = True,
                 kernel_initializer: Any = "glorot_uniform", recurrent_initializer: Any = "orthogonal",
                 bias_initializer: Any = "zeros", kernel_regularizer: Any = None, recurrent_regularizer: Any = None,
                 bias_regularizer: Any = None, kernel_constraint: Any = None, recurrent_constraint: Any = None,
                 bias_constraint: Any = None, dropout: Any = 0.0, recurrent_dropout: Any = 0.0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.units = units
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        given = locals()
        for kind in _KINDS:
            setattr(self, f"{kind}_initializer", initializers.get(given[f"{kind}_initializer"]))
            setattr(self, f"{kind}_regularizer", regularizers.get(given[f"{kind}_regularizer"]))
            setattr(self, f"{kind}_constraint", constraints.get(given[f"{kind}_constraint"]))
        self.dropout = min(1.0, max(0.0, dropout))
        self.recurrent_dropout = min(1.0, max(0.0, recurrent_dropout))
        self.reset_masks()
        self.state_size: Any = units
        self.output_size = units

    def reset_masks(self) -> None:
        object.__setattr__(self, "_masks", {})

    reset_dropout_mask = reset_recurrent_dropout_mask = reset_masks

    def _mask(self, kind: str, rate: float, value: Any, training: Any, count: int) -> Any:
        """The dropout masks of one kind, made once for all steps."""
        if rate == 0:
            return None
        if kind not in self._masks:
            ones = array_constants.ones_like(value)
            self._masks[kind] = [
                in_train_phase(lambda: nn_activations.dropout_v2(ones, rate=rate, seed=0), ones, training=training)
                for _ in range(count)
            ]
        return self._masks[kind]

    def _weight(self, name: str, shape: Any, kind: str, initializer: Any = None) -> Any:
        return self.add_weight(
            shape=shape, name=name, initializer=initializer or getattr(self, f"{kind}_initializer"),
            regularizer=getattr(self, f"{kind}_regularizer"), constraint=getattr(self, f"{kind}_constraint"))

    def _bias(self) -> Any:
        return self._weight("bias", (self.units * self._gates,), "bias")

    def build(self, input_shape: Any) -> None:
        size = as_shape(input_shape)[-1].value
        self.kernel = self._weight("kernel", (size, self.units * self._gates), "kernel")
        self.recurrent_kernel = self._weight("recurrent_kernel", (self.units, self.units * self._gates), "recurrent")
        self.bias = self._bias() if self.use_bias else None
        self.built = True

    def get_initial_state(self, inputs: Any = None, batch_size: Any = None, dtype: Any = None) -> Any:
        if inputs is not None:
            batch_size, dtype = array_shape.shape(inputs)[0], inputs.dtype  # type: ignore[index]
        found = zero_state(batch_size, self.state_size, dtype)
        return list(found) if isinstance(found, (list, tuple)) else found


class SimpleRNNCell(_Cell):
    def call(self, inputs: Any, states: Any, training: Any = None) -> Any:
        before = states[0]
        mask = self._mask("input", self.dropout, inputs, training, 1)
        recurrent = self._mask("recurrent", self.recurrent_dropout, before, training, 1)
        h = dot(inputs if mask is None else inputs * mask[0], self.kernel)
        if self.bias is not None:
            h = _biased(h, self.bias)
        if recurrent is not None:
            before = before * recurrent[0]
        output = h + dot(before, self.recurrent_kernel)
        if self.activation is not None:
            output = self.activation(output)
        return output, [output]


class _GatedCell(_Cell):
    def __init__(self, units: Any, activation: Any = "tanh", recurrent_activation: Any = "hard_sigmoid",
                 use_bias: bool = True, kernel_initializer: Any = "glorot_uniform", recurrent_initializer: Any = "orthogonal",
                 bias_initializer: Any = "zeros", kernel_regularizer: Any = None, recurrent_regularizer: Any = None,
                 bias_regularizer: Any = None, kernel_constraint: Any = None, recurrent_constraint: Any = None,
                 bias_constraint: Any = None, dropout: Any = 0.0, recurrent_dropout: Any = 0.0, implementation: int = 1,
                 **kwargs: Any) -> None:
        super().__init__(units, activation, use_bias, kernel_initializer, recurrent_initializer, bias_initializer,
                         kernel_regularizer, recurrent_regularizer, bias_regularizer, kernel_constraint,
                         recurrent_constraint, bias_constraint, dropout, recurrent_dropout, **kwargs)
        self.recurrent_activation = activations.get(recurrent_activation)
        self.implementation = implementation

    def _split(self, value: Any, masks: Any) -> list[Any]:
        return [value] * self._gates if masks is None else [value * mask for mask in masks]


class LSTMCell(_GatedCell):
    _gates = 4

    def __init__(self, units: Any, activation: Any = "tanh", recurrent_activation: Any = "hard_sigmoid",
                 use_bias: bool = True, kernel_initializer: Any = "glorot_uniform", recurrent_initializer: Any = "orthogonal",
                 bias_initializer: Any = "zeros", unit_forget_bias: bool = True, *args: Any, **kwargs: Any) -> None:
        super().__init__(units, activation, recurrent_activation, use_bias, kernel_initializer, recurrent_initializer,
                         bias_initializer, *args, **kwargs)
        self.unit_forget_bias = unit_forget_bias
        object.__setattr__(self, "state_size", [units, units])

    def _bias(self) -> Any:
        if not self.unit_forget_bias:
            return super()._bias()

        def initializer(_: Any, *args: Any, **kwargs: Any) -> Any:
            first = self.bias_initializer((self.units,), *args, **kwargs)  # type: ignore[attr-defined]
            forget = init_ops.Ones()((self.units,), *args, **kwargs)
            rest = self.bias_initializer((self.units * 2,), *args, **kwargs)  # type: ignore[attr-defined]
            return array_joining.concat([first, forget, rest], 0)

        return self._weight("bias", (self.units * 4,), "bias", initializer)

    def call(self, inputs: Any, states: Any, training: Any = None) -> Any:
        h, c = states[0], states[1]
        masks = self._mask("input", self.dropout, inputs, training, 4)
        recurrent = self._mask("recurrent", self.recurrent_dropout, h, training, 4)
        build = self._by_gates if self.implementation == 1 else self._at_once
        c, o = build(inputs, h, c, masks, recurrent)
        h = o * self.activation(c)
        return h, [h, c]

    def _by_gates(self, inputs: Any, h: Any, c: Any, masks: Any, recurrent: Any) -> tuple[Any, Any]:
        values = self._split(inputs, masks)
        kernels = array_ops.split(self.kernel, num_or_size_splits=4, axis=1)  # type: ignore[attr-defined]
        x = [dot(value, kernel) for value, kernel in zip(values, kernels, strict=True)]
        if self.use_bias:
            biases = array_ops.split(self.bias, num_or_size_splits=4, axis=0)  # type: ignore[attr-defined]
            x = [_biased(value, bias) for value, bias in zip(x, biases, strict=True)]
        hs = self._split(h, recurrent)
        units = self.units

        def gate(i: int) -> Any:
            columns = slice(units * i if i else None, units * (i + 1) if i < 3 else None)
            return x[i] + dot(hs[i], self.recurrent_kernel[:, columns])

        i = self.recurrent_activation(gate(0))
        f = self.recurrent_activation(gate(1))
        kept = f * c
        c = kept + i * self.activation(gate(2))
        return c, self.recurrent_activation(gate(3))

    def _at_once(self, inputs: Any, h: Any, c: Any, masks: Any, recurrent: Any) -> tuple[Any, Any]:
        z = dot(inputs if masks is None else inputs * masks[0], self.kernel)
        z = z + dot(h if recurrent is None else h * recurrent[0], self.recurrent_kernel)
        if self.use_bias:
            z = _biased(z, self.bias)
        parts = array_ops.split(z, num_or_size_splits=4, axis=1)  # type: ignore[attr-defined]
        i, f = self.recurrent_activation(parts[0]), self.recurrent_activation(parts[1])
        c = f * c + i * self.activation(parts[2])
        return c, self.recurrent_activation(parts[3])


class GRUCell(_GatedCell):
    _gates = 3

    def __init__(self, *args: Any, reset_after: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reset_after = reset_after

    def _bias(self) -> Any:
        if not self.reset_after:
            return super()._bias()
        return self._weight("bias", (2, 3 * self.units), "bias")

    def call(self, inputs: Any, states: Any, training: Any = None) -> Any:
        h = states[0]
        masks = self._mask("input", self.dropout, inputs, training, 3)
        recurrent = self._mask("recurrent", self.recurrent_dropout, h, training, 3)
        biases: Any = (None, None)
        if self.use_bias:
            biases = array_joining.unstack(self.bias) if self.reset_after else (self.bias, None)
        build = self._by_gates if self.implementation == 1 else self._at_once
        z, candidate, kept = build(inputs, h, biases, masks, recurrent)
        h = z * kept + (1 - z) * candidate
        return h, [h]

    def _columns(self, i: int) -> slice:
        return slice(self.units * i if i else None, self.units * (i + 1) if i < 2 else None)

    def _by_gates(self, inputs: Any, h: Any, biases: Any, masks: Any, recurrent: Any) -> tuple[Any, Any, Any]:
        values = self._split(inputs, masks)
        x = [dot(value, self.kernel[:, self._columns(i)]) for i, value in enumerate(values)]
        if self.use_bias:
            x = [_biased(value, biases[0][self._columns(i)]) for i, value in enumerate(x)]
        hs = self._split(h, recurrent)
        inner = [dot(hs[i], self.recurrent_kernel[:, self._columns(i)]) for i in (0, 1)]
        own = self.reset_after and self.use_bias
        if own:
            inner = [_biased(value, biases[1][self._columns(i)]) for i, value in enumerate(inner)]
        z = self.recurrent_activation(x[0] + inner[0])
        r = self.recurrent_activation(x[1] + inner[1])
        if self.reset_after:
            last = dot(hs[2], self.recurrent_kernel[:, self._columns(2)])
            last = r * (_biased(last, biases[1][self._columns(2)]) if own else last)
        else:
            reset = r * hs[2]
            last = dot(reset, self.recurrent_kernel[:, self._columns(2)])
        return z, self.activation(x[2] + last), h

    def _at_once(self, inputs: Any, h: Any, biases: Any, masks: Any, recurrent: Any) -> tuple[Any, Any, Any]:
        whole = dot(inputs if masks is None else inputs * masks[0], self.kernel)
        if self.use_bias:
            whole = _biased(whole, biases[0])
        x = [whole[:, self._columns(i)] for i in range(3)]
        h = h if recurrent is None else h * recurrent[0]
        units = self.units
        if self.reset_after:
            matrix = dot(h, self.recurrent_kernel)
            matrix = _biased(matrix, biases[1]) if self.use_bias else matrix
        else:
            matrix = dot(h, self.recurrent_kernel[:, : 2 * units])
        inner = [matrix[:, :units], matrix[:, units : 2 * units]]
        z = self.recurrent_activation(x[0] + inner[0])
        r = self.recurrent_activation(x[1] + inner[1])
        if self.reset_after:
            last = r * matrix[:, 2 * units :]
        else:
            last = dot(r * h, self.recurrent_kernel[:, 2 * units :])
        return z, self.activation(x[2] + last), h

"""Noise in training (keras/layers/noise.py)."""

from __future__ import annotations

import math
from typing import Any

from graphlint.tf import gen
from graphlint.tf.python.keras import state
from graphlint.tf.python.keras.engine.base_layer import Layer
from graphlint.tf.python.keras.train_phase import in_train_phase
from graphlint.tf.python.ops import array_shape, math_basic, random_ops


class _Noise(Layer):
    """What changes its input only in training."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True

    def compute_output_shape(self, input_shape: Any) -> Any:
        return input_shape


class GaussianNoise(_Noise):
    def __init__(self, stddev: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.stddev = stddev

    def call(self, inputs: Any, training: Any = None) -> Any:
        def noised() -> Any:
            return inputs + random_ops.random_normal(array_shape.shape(inputs), mean=0.0, stddev=self.stddev,
                                                     dtype=state.settings().floatx, seed=_seed())

        return in_train_phase(noised, inputs, training=training)


class GaussianDropout(_Noise):
    def __init__(self, rate: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rate = rate

    def call(self, inputs: Any, training: Any = None) -> Any:
        if not 0 < self.rate < 1:
            return inputs

        def noised() -> Any:
            stddev = math.sqrt(self.rate / (1.0 - self.rate))
            return inputs * random_ops.random_normal(array_shape.shape(inputs), mean=1.0, stddev=stddev,
                                                     dtype=state.settings().floatx, seed=_seed())

        return in_train_phase(noised, inputs, training=training)


class AlphaDropout(_Noise):
    def __init__(self, rate: Any, noise_shape: Any = None, seed: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rate, self.noise_shape, self.seed = rate, noise_shape, seed

    def call(self, inputs: Any, training: Any = None) -> Any:
        if not 0.0 < self.rate < 1.0:
            return inputs
        noise = self.noise_shape if self.noise_shape else array_shape.shape(inputs)
        rate = self.rate

        def dropped() -> Any:
            floor = -1.6732632423543772 * 1.0507009873554805
            seed = _seed() if self.seed is None else self.seed
            uniform = random_ops.random_uniform(noise, seed=seed, dtype=state.settings().floatx)
            kept = math_basic.cast(gen.GreaterEqual(uniform, rate), state.settings().floatx)
            a = ((1 - rate) * (1 + rate * floor**2)) ** -0.5
            b = -a * floor * rate
            x = inputs * kept + floor * (1 - kept)
            return a * x + b

        return in_train_phase(dropped, inputs, training=training)


def _seed() -> int:
    """Keras draws a seed of its own at random, so no value is more right than another."""
    return 0

# ruff: noqa: UP031 - runs under Python 3.7 too
"""Small programs whose values the oracle recorded: `fn(tf) -> (fetches, feeds)`; nothing in them is random.

Run plainly, under the oracle (by `record.py`) and on graphlint's models (by `test_values.py`).
"""

import numpy as np


def spread(*dims, scale=1.0, shift=0.0):
    """Numbers without a pattern that could hide a mistake, the same everywhere."""
    count = int(np.prod(dims))
    numbers = np.sin(np.arange(count, dtype=np.float64) * 12.9898) * 43758.5453
    return ((numbers - np.floor(numbers) - 0.5) * scale + shift).reshape(dims).astype(np.float32)


def convolution(tf):
    x = tf.placeholder(tf.float32, [None, 9, 8, 3], name="x")
    w = tf.Variable(spread(3, 3, 3, 5))
    outputs = [tf.nn.conv2d(x, w, [1, s, s, 1], padding) for s in (1, 2) for padding in ("SAME", "VALID")]
    outputs.append(tf.nn.max_pool(outputs[0], [1, 3, 3, 1], [1, 2, 2, 1], "SAME"))
    outputs.append(tf.nn.avg_pool(outputs[0], [1, 3, 3, 1], [1, 2, 2, 1], "SAME"))
    outputs.append(tf.nn.conv2d_transpose(outputs[2], w, [2, 9, 8, 3], [1, 2, 2, 1]))
    outputs.append(tf.nn.relu(tf.nn.bias_add(outputs[1], tf.constant([0.1, -0.1, 0.2, -0.2, 0.3]))))
    return outputs, {x: spread(2, 9, 8, 3)}


def losses(tf):
    logits = tf.placeholder(tf.float32, [None, 5], name="logits")
    labels = tf.placeholder(tf.int64, [None], name="labels")
    sparse = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
    hot = tf.nn.softmax_cross_entropy_with_logits_v2(labels=tf.one_hot(labels, 5), logits=logits)
    sigmoid = tf.nn.sigmoid_cross_entropy_with_logits(labels=tf.one_hot(labels, 5), logits=logits)
    right = tf.reduce_mean(tf.cast(tf.equal(tf.argmax(logits, 1), labels), tf.float32))
    top = tf.nn.in_top_k(logits, tf.cast(labels, tf.int32), 2)
    return [sparse, hot, sigmoid, right, top, tf.nn.log_softmax(logits)], {
        logits: spread(4, 5, scale=4.0), labels: np.array([0, 4, 2, 1])}


def loop(tf):
    x = tf.placeholder(tf.float32, [None, 3], name="x")
    n = tf.placeholder(tf.int32, [], name="n")
    w = tf.Variable(spread(3, 3))

    def body(i, state, total):
        state = tf.tanh(tf.matmul(state, w) + x)
        return i + 1, state, total + tf.reduce_sum(state)

    i, state, total = tf.while_loop(lambda i, s, t: i < n, body, [0, tf.zeros_like(x), 0.0])
    return [i, state, total], {x: spread(2, 3), n: 4}


def nested_loops(tf):
    n = tf.placeholder(tf.int32, [], name="n")

    def outer(i, total):
        inner = tf.while_loop(lambda j, t: j < i, lambda j, t: [j + 1, t + i * j], [0, total])
        return [i + 1, inner[1]]

    return tf.while_loop(lambda i, t: i < n, outer, [0, 0]), {n: 6}


def branches(tf):
    x = tf.placeholder(tf.float32, [], name="x")
    v = tf.Variable(1.0)
    small = tf.cond(x < 0, lambda: tf.cond(x < -1, lambda: x * 100, lambda: x * 10), lambda: x + v)
    both = tf.cond(x > 0, lambda: (x, x * 2), lambda: (x * 3, x * 4))
    picked = tf.case([(x > 5, lambda: tf.constant(1)), (x > 0, lambda: tf.constant(2))], lambda: tf.constant(3))
    return [small, both[0], both[1], picked], {x: np.float32(-0.5)}


def arrays(tf):
    x = tf.placeholder(tf.float32, [None, 3], name="x")
    mapped = tf.map_fn(lambda row: row * row + tf.reduce_sum(row), x)
    summed = tf.foldl(lambda a, row: a + row, x)
    scanned = tf.scan(lambda a, row: a * 0.5 + row, x)
    array = tf.TensorArray(tf.float32, size=2, dynamic_size=True)
    array = array.write(0, x[0]).write(1, x[1]).write(2, x[0] + x[1])
    return [mapped, summed, scanned, array.stack(), array.size()], {x: spread(4, 3)}


def indexing(tf):
    x = tf.placeholder(tf.float32, [None, 4, 3], name="x")
    parts = tf.split(x, [1, 3], axis=1)
    return [x[:, 1:, ::-1], x[..., 0], tf.gather(x, [2, 0], axis=1), tf.concat([parts[1], parts[0]], 1),
            tf.stack(tf.unstack(x, axis=2)), tf.transpose(x, [2, 0, 1]), tf.reshape(x, [-1, 6]), tf.tile(x, [1, 2, 1]),
            tf.pad(x, [[0, 0], [1, 2], [0, 1]]), tf.boolean_mask(x, tf.reduce_sum(x, [1, 2]) > 0),
            tf.reduce_max(x, [0, 2], keepdims=True), tf.cumsum(x, 1), tf.nn.top_k(x, 2).indices,
            tf.expand_dims(tf.squeeze(x[:1], 0), -1), tf.where(x > 0.2), tf.one_hot(tf.argmax(x, 2), 3),
            tf.sequence_mask([1, 3, 2], 4), tf.strided_slice(x, [0, 0, 0], [2, 4, 3], [1, 2, 2])], {x: spread(3, 4, 3)}


def batch_norm(tf):
    x = tf.placeholder(tf.float32, [None, 4, 4, 3], name="x")
    scale, offset = tf.constant([1.0, 2.0, 0.5]), tf.constant([0.1, 0.2, 0.3])
    y, mean, variance = tf.nn.fused_batch_norm(x, scale, offset, epsilon=0.001, is_training=True)
    z, _, _ = tf.nn.fused_batch_norm(x, scale, offset, mean, variance, 0.001, is_training=False)
    moments = tf.nn.moments(x, [0, 1, 2])
    plain = tf.nn.batch_normalization(x, moments[0], moments[1], offset, scale, 0.001)
    return [y, mean, variance, z, moments[0], moments[1], plain, tf.nn.l2_loss(x)], {x: spread(2, 4, 4, 3)}


def state(tf):
    v = tf.Variable(spread(3, 2), name="v")
    r = tf.get_variable("r", initializer=spread(3, 2), use_resource=True)
    with tf.control_dependencies([v.initialized_value()]):
        first = tf.assign_add(v, tf.ones([3, 2]))
    with tf.control_dependencies([first]):
        second = tf.scatter_update(v, [0, 2], tf.zeros([2, 2]))
    with tf.control_dependencies([second]):
        third = tf.scatter_add(v, [1, 1], tf.ones([2, 2]))
    with tf.control_dependencies([third, r.assign_sub(tf.fill([3, 2], 0.5))]):
        return [tf.identity(v), r.read_value()], {}


def words(tf):
    ids = tf.placeholder(tf.int32, [None, 4], name="ids")
    table = tf.Variable(spread(10, 3))
    found = tf.gather(table, ids)
    lengths = tf.reduce_sum(tf.cast(ids > 0, tf.int32), 1)
    mask = tf.cast(tf.sequence_mask(lengths, 4), tf.float32)
    return [found, lengths, tf.reduce_sum(found * mask[:, :, None], 1), tf.reverse_sequence(ids, lengths, 1)], {
        ids: np.array([[1, 2, 0, 0], [3, 4, 5, 9]])}


def layers(tf):
    x = tf.placeholder(tf.float32, [None, 8, 8, 3], name="x")
    training = tf.placeholder_with_default(False, [], name="training")
    h = tf.layers.conv2d(x, 4, 3, padding="same", kernel_initializer=tf.constant_initializer(spread(3, 3, 3, 4)),
                         activation=tf.nn.relu)
    h = tf.layers.batch_normalization(h, training=training)
    h = tf.layers.max_pooling2d(h, 2, 2)
    h = tf.layers.separable_conv2d(h, 5, 3, depthwise_initializer=tf.constant_initializer(spread(3, 3, 4, 1)),
                                   pointwise_initializer=tf.constant_initializer(spread(1, 1, 4, 5)))
    h = tf.layers.dropout(tf.layers.flatten(h), 0.5, training=False)
    y = tf.layers.dense(h, 2, kernel_initializer=tf.constant_initializer(spread(20, 2)))
    updates = tf.get_collection(tf.GraphKeys.UPDATE_OPS)
    with tf.control_dependencies(updates):
        trained = tf.identity(y)
    return [y, trained, *tf.global_variables()[4:6]], {x: spread(2, 8, 8, 3)}


def trained_layers(tf):
    fetches, feeds = layers(tf)
    training = tf.get_default_graph().get_tensor_by_name("training:0")
    return fetches[1:2], {**feeds, training: True}


def optimizers(tf):
    made = [tf.train.GradientDescentOptimizer(0.1), tf.train.MomentumOptimizer(0.1, 0.9, use_nesterov=True),
            tf.train.AdamOptimizer(0.1), tf.train.AdagradOptimizer(0.1), tf.train.RMSPropOptimizer(0.1),
            tf.train.FtrlOptimizer(0.1, l1_regularization_strength=0.01), tf.train.AdadeltaOptimizer(0.1)]
    results = []
    for number, optimizer in enumerate(made):
        v = tf.Variable(spread(3, 2), name="v%d" % number)
        step = optimizer.apply_gradients([(tf.constant(spread(3, 2, scale=2.0)), v)])
        with tf.control_dependencies([step]):
            results.append(v.read_value())
    return results, {}


def recurrent(tf):
    x = tf.placeholder(tf.float32, [None, 5, 3], name="x")
    lengths = tf.placeholder(tf.int32, [None], name="lengths")
    with tf.variable_scope("rnn", initializer=tf.constant_initializer(0.1)):
        lstm = tf.nn.dynamic_rnn(tf.nn.rnn_cell.BasicLSTMCell(4), x, lengths, dtype=tf.float32)
    with tf.variable_scope("other", initializer=tf.constant_initializer(-0.2)):
        gru = tf.nn.dynamic_rnn(tf.nn.rnn_cell.GRUCell(4), x, lengths, dtype=tf.float32)
    return [lstm[0], lstm[1].c, lstm[1].h, gru[0], gru[1]], {x: spread(2, 5, 3), lengths: np.array([5, 2])}


def metrics(tf):
    labels = tf.placeholder(tf.int64, [None], name="labels")
    guesses = tf.placeholder(tf.int64, [None], name="guesses")
    accuracy, update = tf.metrics.accuracy(labels, guesses)
    _, more = tf.metrics.mean(tf.cast(guesses, tf.float32))
    with tf.control_dependencies([update, more]):
        return [update, more, tf.identity(accuracy.op.inputs[0]) * 0], {
            labels: np.array([1, 2, 3, 4]), guesses: np.array([1, 2, 0, 4])}


def losses_of_library(tf):
    x = tf.placeholder(tf.float32, [None, 4], name="x")
    y = tf.placeholder(tf.float32, [None, 4], name="y")
    weights = tf.constant([[1.0], [0.5]])
    return [tf.losses.mean_squared_error(y, x, weights), tf.losses.absolute_difference(y, x),
            tf.losses.huber_loss(y, x), tf.losses.hinge_loss(tf.cast(y > 0, tf.float32), x),
            tf.losses.sigmoid_cross_entropy(tf.cast(y > 0, tf.float32), x),
            tf.losses.log_loss(tf.sigmoid(y), tf.sigmoid(x)),
            tf.losses.get_total_loss()], {x: spread(2, 4, scale=3.0), y: spread(2, 4, scale=2.0, shift=0.2)}


PROGRAMS = [convolution, losses, loop, nested_loops, branches, arrays, indexing, batch_norm, state, words, layers,
            trained_layers, optimizers, recurrent, metrics, losses_of_library]

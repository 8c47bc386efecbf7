"""What each release takes: calls whose arguments came or went between 1.0 and 1.15; the error's text names an op."""
# oracle: 1.0, 1.1, 1.2, 1.4, 1.5, 1.8, 1.12, 1.14, 1.15

import re

import tensorflow as tf


def attempt(label, call):
    """Call, and name an op by what came of it."""
    try:
        with tf.Graph().as_default():
            call(tf.placeholder(tf.float32, [4, 6]), tf.placeholder(tf.float32, [2, 8, 8, 3]))
        outcome = "taken"
    except TypeError as error:
        outcome = "TypeError " + str(error)
    except (AttributeError, ValueError) as error:
        outcome = type(error).__name__
    tf.no_op(name=re.sub(r"\W+", "_", label + " " + outcome))


CALLS = [
    ("reduce_keepdims", lambda x, i: tf.reduce_sum(x, axis=1, keepdims=True)),
    ("reduce_keep_dims", lambda x, i: tf.reduce_mean(x, axis=1, keep_dims=True)),
    ("reduce_indices", lambda x, i: tf.reduce_max(x, reduction_indices=[1])),
    ("reduce_positions", lambda x, i: tf.reduce_max(x, 1, True, None, None, None)),
    ("reduce_unknown", lambda x, i: tf.reduce_max(x, axes=1)),
    ("logsumexp", lambda x, i: tf.reduce_logsumexp(x, keepdims=True)),
    ("softmax_axis", lambda x, i: tf.nn.softmax(x, axis=-1)),
    ("softmax_dim", lambda x, i: tf.nn.softmax(x, dim=-1)),
    ("log_softmax_axis", lambda x, i: tf.nn.log_softmax(x, axis=-1)),
    ("argmax_dimension", lambda x, i: tf.argmax(x, dimension=1)),
    ("argmax_type", lambda x, i: tf.argmax(x, 1, output_type=tf.int32)),
    ("argmax_none", lambda x, i: tf.argmax()),
    ("squeeze_axis", lambda x, i: tf.squeeze(tf.expand_dims(x, axis=0), axis=0)),
    ("squeeze_dims", lambda x, i: tf.squeeze(tf.expand_dims(x, dim=0), squeeze_dims=[0])),
    ("norm_keepdims", lambda x, i: tf.norm(x, axis=1, keepdims=True)),
    ("normalize_axis", lambda x, i: tf.nn.l2_normalize(x, axis=1)),
    ("normalize_dim", lambda x, i: tf.nn.l2_normalize(x, dim=1)),
    ("cumsum_none", lambda x, i: tf.cumsum(x, reverse=None)),
    ("gather_axis", lambda x, i: tf.gather(x, [0], axis=1)),
    ("dropout_rate", lambda x, i: tf.nn.dropout(x, rate=0.5)),
    ("dropout_keep", lambda x, i: tf.nn.dropout(x, keep_prob=0.5)),
    ("moments_keepdims", lambda x, i: tf.nn.moments(x, [0], keepdims=True)),
    ("top_k_positions", lambda x, i: tf.nn.top_k(x, 2, True, "top", 1)),
    ("conv2d_input", lambda x, i: tf.nn.conv2d(i, filter=tf.zeros([3, 3, 3, 4]), strides=[1, 1, 1, 1], padding="SAME")),
    ("conv2d_filters", lambda x, i: tf.nn.conv2d(i, filters=tf.zeros([3, 3, 3, 4]), strides=[1, 1, 1, 1], padding="SAME")),
    ("conv2d_dilations", lambda x, i: tf.nn.conv2d(i, tf.zeros([3, 3, 3, 4]), [1, 1, 1, 1], "SAME", dilations=[1, 1, 1, 1])),
    ("pool_input", lambda x, i: tf.nn.max_pool(input=i, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding="SAME")),
    ("xent_v2", lambda x, i: tf.nn.softmax_cross_entropy_with_logits_v2(labels=x, logits=x)),
    ("xent_axis", lambda x, i: tf.nn.softmax_cross_entropy_with_logits(labels=x, logits=x, axis=-1)),
    ("dense_constraint", lambda x, i: tf.layers.dense(x, 3, kernel_constraint=None)),
    ("dense_reuse", lambda x, i: tf.layers.dense(x, 3, name="d", reuse=tf.AUTO_REUSE)),
    ("norm_fused", lambda x, i: tf.layers.batch_normalization(i, fused=True)),
    ("norm_renorm", lambda x, i: tf.layers.batch_normalization(i, renorm=False)),
    ("separable", lambda x, i: tf.layers.separable_conv2d(i, 4, 3, depth_multiplier=1, kernel_initializer=None)),
    ("slim_regularizers", lambda x, i: tf.contrib.layers.batch_norm(i, param_regularizers=None)),
    ("slim_renorm", lambda x, i: tf.contrib.layers.batch_norm(i, renorm=False)),
    ("slim_decay", lambda x, i: tf.contrib.layers.batch_norm(i, adjustment=None)),
    ("slim_unknown", lambda x, i: tf.contrib.layers.conv2d(i, 4, 3, filters=3)),
    ("slim_separable", lambda x, i: tf.contrib.layers.separable_conv2d(i, 4, 3)),
    ("slim_separable_format", lambda x, i: tf.contrib.layers.separable_conv2d(i, 4, 3, 1, data_format="NHWC")),
    ("slim_dropout", lambda x, i: tf.contrib.layers.dropout(x, seed=3)),
    ("slim_layer_norm", lambda x, i: tf.contrib.layers.layer_norm(x, begin_norm_axis=1)),
    ("get_variable_constraint", lambda x, i: tf.get_variable("v", [2], constraint=None)),
    ("get_variable_aggregation", lambda x, i: tf.get_variable("v", [2], aggregation=tf.VariableAggregation.NONE)),
    ("lstm_dtype", lambda x, i: tf.contrib.rnn.BasicLSTMCell(3, dtype=tf.float32)),
    ("lstm_name", lambda x, i: tf.contrib.rnn.BasicLSTMCell(3, name="cell")),
    ("lstm_reuse", lambda x, i: tf.contrib.rnn.LSTMCell(3, reuse=None)),
    ("gru_initializer", lambda x, i: tf.contrib.rnn.GRUCell(3, kernel_initializer=None)),
    ("wrapper_state", lambda x, i: tf.contrib.rnn.DropoutWrapper(tf.contrib.rnn.GRUCell(3), variational_recurrent=False)),
    ("adam_unknown", lambda x, i: tf.train.AdamOptimizer(lr=0.1)),
    ("sgd_missing", lambda x, i: tf.train.GradientDescentOptimizer()),
    ("decay_name", lambda x, i: tf.train.cosine_decay(0.1, tf.constant(0), 10)),
    ("while_names", lambda x, i: tf.while_loop(lambda n: n < 3, lambda n: n + 1, [0], return_same_structure=True)),
    ("cond_strict", lambda x, i: tf.cond(tf.constant(True), lambda: x, lambda: x, strict=False)),
    ("cond_fn1", lambda x, i: tf.cond(tf.constant(True), fn1=lambda: x, fn2=lambda: x)),
    ("one_shot", lambda x, i: tf.data.Dataset.range(3).batch(2, drop_remainder=True)),
    ("parallel", lambda x, i: tf.data.Dataset.range(3).map(lambda n: n, num_parallel_calls=2)),
    ("unbatch", lambda x, i: tf.data.Dataset.range(3).batch(2).unbatch()),
    ("list_files", lambda x, i: tf.data.Dataset.list_files("*.txt", shuffle=False)),
    ("module", lambda x, i: tf.math.add(x, x)),
    ("random", lambda x, i: tf.random.uniform([2])),
    ("log", lambda x, i: tf.math.log(x)),
    ("initializer", lambda x, i: tf.glorot_uniform_initializer()([2, 2])),
    ("initializers", lambda x, i: tf.initializers.he_normal()([2, 2])),
    ("div_no_nan", lambda x, i: tf.div_no_nan(x, x)),
    ("where", lambda x, i: tf.where_v2(x > 0, x, x)),
    ("swish", lambda x, i: tf.nn.swish(x)),
    ("leaky", lambda x, i: tf.nn.leaky_relu(x)),
    ("selu", lambda x, i: tf.nn.selu(x)),
    ("resize_preserve", lambda x, i: tf.image.resize_images(i, [4, 4], preserve_aspect_ratio=False)),
    ("resize_sizes", lambda x, i: tf.image.resize_images(i, 4, 4)),
    ("mul", lambda x, i: tf.mul(x, x)),
    ("summary", lambda x, i: tf.scalar_summary("loss", x)),
    ("cross_entropy_dim", lambda x, i: tf.losses.cosine_distance(x, x, dim=1)),
    ("cross_entropy_axis", lambda x, i: tf.losses.cosine_distance(x, x, axis=1)),
    ("scatter", lambda x, i: tf.Variable([1.0, 2.0]).scatter_update(None)),
]

for label, call in CALLS:
    attempt(label, call)

"""A small MNIST model with faults that graphlint points at."""

import tensorflow as tf

images = tf.placeholder(tf.float32, [None, 784], name="images")
labels = tf.placeholder(tf.int64, [None], name="labels")

with tf.name_scope("encoder"):
    x = tf.reshape(images, [-1, 28, 28, 1])
    x = tf.layers.conv2d(x, 32, 5, padding="same", activation=tf.nn.relu, name="conv1")
    x = tf.layers.max_pooling2d(x, 2, 2)
    x = tf.layers.conv2d(x, 64, 5, activation=tf.nn.relu, name="conv2")
    x = tf.layers.max_pooling2d(x, 2, 2)
    x = tf.layers.batch_normalization(x, axis=1, training=True, name="norm")
    x = tf.reshape(x, [-1, 7 * 7 * 64])

with tf.variable_scope("head"):
    hidden = tf.layers.dense(x, 1024, activation=tf.nn.relu, name="hidden")
with tf.variable_scope("head"):
    logits = tf.layers.dense(hidden, 10)

loss = tf.losses.sparse_softmax_cross_entropy(labels=labels, logits=logits)
train = tf.train.AdamOptimizer(1e-4).minimize(loss)

"""The embeddings that TensorBoard shows (contrib/tensorboard/plugins/projector): nothing is written."""

from .projecting import visualize_embeddings as visualize_embeddings

"""contrib's names of the functions for checkpoints (contrib/framework/python/framework/checkpoint_utils.py)."""

from graphlint.tf.python.training.checkpoint_utils import init_from_checkpoint as init_from_checkpoint
from graphlint.tf.python.training.checkpoint_utils import list_variables as list_variables
from graphlint.tf.python.training.checkpoint_utils import load_checkpoint as load_checkpoint
from graphlint.tf.python.training.checkpoint_utils import load_variable as load_variable

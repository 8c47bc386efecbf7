"""What `tensorflow.contrib.seq2seq.python.ops.helper` holds: re-exports."""

from __future__ import annotations

from .sampling import bernoulli_sample as bernoulli_sample
from .sampling import categorical_sample as categorical_sample
from .scheduled_helpers import ScheduledEmbeddingTrainingHelper as ScheduledEmbeddingTrainingHelper
from .scheduled_helpers import ScheduledOutputTrainingHelper as ScheduledOutputTrainingHelper
from .step_helpers import CustomHelper as CustomHelper
from .step_helpers import GreedyEmbeddingHelper as GreedyEmbeddingHelper
from .step_helpers import Helper as Helper
from .step_helpers import InferenceHelper as InferenceHelper
from .step_helpers import SampleEmbeddingHelper as SampleEmbeddingHelper
from .step_helpers import TrainingHelper as TrainingHelper

"""What TensorFlow has in contrib/cudnn_rnn/python/ops/cudnn_rnn_ops.py: calls, cells and saveables.

Not here: the older classes that take their parameters as an argument of each call.
"""

from .calls import check_direction as check_direction
from .calls import check_input_mode as check_input_mode
from .calls import cudnn_gru as cudnn_gru
from .calls import cudnn_lstm as cudnn_lstm
from .calls import cudnn_rnn_canonical_to_opaque_params as cudnn_rnn_canonical_to_opaque_params
from .calls import cudnn_rnn_opaque_params_size as cudnn_rnn_opaque_params_size
from .calls import cudnn_rnn_opaque_params_to_canonical as cudnn_rnn_opaque_params_to_canonical
from .calls import cudnn_rnn_relu as cudnn_rnn_relu
from .calls import cudnn_rnn_tanh as cudnn_rnn_tanh
from .cells import CudnnCompatibleGRUCell as CudnnCompatibleGRUCell
from .cells import CudnnCompatibleLSTMCell as CudnnCompatibleLSTMCell
from .converters import CudnnParamsFormatConverterGRU as CudnnParamsFormatConverterGRU
from .converters import CudnnParamsFormatConverterLSTM as CudnnParamsFormatConverterLSTM
from .converters import CudnnParamsFormatConverterRelu as CudnnParamsFormatConverterRelu
from .converters import CudnnParamsFormatConverterTanh as CudnnParamsFormatConverterTanh
from .saveables import CudnnGRUSaveable as CudnnGRUSaveable
from .saveables import CudnnLSTMSaveable as CudnnLSTMSaveable
from .saveables import CudnnRNNReluSaveable as CudnnRNNReluSaveable
from .saveables import CudnnRNNTanhSaveable as CudnnRNNTanhSaveable

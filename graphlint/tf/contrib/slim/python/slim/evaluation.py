"""slim.evaluation (contrib/slim/python/slim/evaluation.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.contrib.training.python.training import evaluation
from graphlint.tf.python.summary import summary
from graphlint.tf.python.training import monitored_session
from graphlint.tf.python.training import saver as savers

wait_for_new_checkpoint = evaluation.wait_for_new_checkpoint
checkpoints_iterator = evaluation.checkpoints_iterator
_USE_DEFAULT = 0


def _hooks(num_evals: Any, logdir: Any, summary_op: Any, feed_dict: Any, hooks: Any) -> list[Any]:
    found: list[Any] = [evaluation.StopAfterNEvalsHook(num_evals)]
    if summary_op is not None:
        found.append(evaluation.SummaryAtEndHook(log_dir=logdir, summary_op=summary_op, feed_dict=feed_dict))
    return [*found, *(hooks or [])]


def _merged(summary_op: Any) -> Any:
    return summary.merge_all() if isinstance(summary_op, int) and summary_op == _USE_DEFAULT else summary_op


def _saver(variables_to_restore: Any) -> Any:
    return None if variables_to_restore is None else savers.Saver(variables_to_restore)


def evaluate_once(master: Any, checkpoint_path: Any, logdir: Any, num_evals: Any = 1, initial_op: Any = None,
                  initial_op_feed_dict: Any = None, eval_op: Any = None, eval_op_feed_dict: Any = None,
                  final_op: Any = None, final_op_feed_dict: Any = None, summary_op: Any = _USE_DEFAULT,
                  summary_op_feed_dict: Any = None, variables_to_restore: Any = None, session_config: Any = None,
                  hooks: Any = None) -> Any:
    all_hooks = _hooks(num_evals, logdir, _merged(summary_op), summary_op_feed_dict, hooks)
    scaffold = monitored_session.Scaffold(init_op=initial_op, init_feed_dict=initial_op_feed_dict,
                                          saver=_saver(variables_to_restore))
    return evaluation.evaluate_once(checkpoint_path, master=master, scaffold=scaffold, eval_ops=eval_op,
                                    feed_dict=eval_op_feed_dict, final_ops=final_op,
                                    final_ops_feed_dict=final_op_feed_dict, hooks=all_hooks, config=session_config)


def evaluation_loop(master: Any, checkpoint_dir: Any, logdir: Any, num_evals: Any = 1, initial_op: Any = None,
                    initial_op_feed_dict: Any = None, init_fn: Any = None, eval_op: Any = None,
                    eval_op_feed_dict: Any = None, final_op: Any = None, final_op_feed_dict: Any = None,
                    summary_op: Any = _USE_DEFAULT, summary_op_feed_dict: Any = None, variables_to_restore: Any = None,
                    eval_interval_secs: Any = 60, max_number_of_evaluations: Any = None, session_config: Any = None,
                    timeout: Any = None, timeout_fn: Any = None, hooks: Any = None) -> Any:
    all_hooks = _hooks(num_evals, logdir, _merged(summary_op), summary_op_feed_dict, hooks)
    scaffold = monitored_session.Scaffold(init_op=initial_op, init_feed_dict=initial_op_feed_dict, init_fn=init_fn,
                                          saver=_saver(variables_to_restore))
    return evaluation.evaluate_repeatedly(checkpoint_dir, master=master, scaffold=scaffold, eval_ops=eval_op,
                                          feed_dict=eval_op_feed_dict, final_ops=final_op,
                                          final_ops_feed_dict=final_op_feed_dict, hooks=all_hooks, config=session_config)

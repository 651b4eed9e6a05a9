-- As for the facts, but readers want few parts: what is not merged yet is not summed up yet.
ALTER TABLE {{database}}.trades_1d_rollup {{on_cluster}}
MODIFY SETTING merge_selector_base = 10

-- Inserts are many and small, and merging the wide rows is most of what a large load costs: thirty parts at a time instead of five rewrite every row less often.
ALTER TABLE {{database}}.trades_1d {{on_cluster}}
MODIFY SETTING merge_selector_base = 30

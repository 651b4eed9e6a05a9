const AGGREGATES =
  "measure any_value array_agg avg bit_and bit_or bool_and bool_or corr count covar_pop covar_samp " +
  "every json_agg json_object_agg jsonb_agg jsonb_object_agg max min mode percentile_cont " +
  "percentile_disc regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx " +
  "regr_sxy regr_syy stddev stddev_pop stddev_samp string_agg sum var_pop var_samp variance";

const WINDOWS =
  "cume_dist dense_rank first_value lag last_value lead nth_value ntile percent_rank rank row_number";

const NUMBERS =
  "abs acos asin atan atan2 cbrt ceil ceiling cos cot degrees div exp factorial floor gcd lcm ln " +
  "log log10 mod pi power radians round scale sign sin sqrt tan trim_scale trunc width_bucket";

const TEXTS =
  "ascii bit_length btrim char_length character_length chr concat concat_ws encode decode format " +
  "initcap left length like_escape lower lpad ltrim md5 normalize octet_length overlay position " +
  "quote_ident quote_literal quote_nullable regexp_count regexp_instr regexp_like regexp_match " +
  "regexp_matches regexp_replace regexp_split_to_array regexp_split_to_table regexp_substr repeat " +
  "replace reverse right rpad rtrim similar_to_escape split_part starts_with string_to_array " +
  "string_to_table strpos substr substring to_char to_hex to_number translate unnest upper";

/** Those of time zones and styles of dates depend on settings, but not on the clock. */
const TIMES =
  "date date_add date_bin date_part date_subtract date_trunc extract isfinite justify_days " +
  "justify_hours justify_interval make_date make_interval make_time make_timestamp " +
  "make_timestamptz overlaps timezone to_date to_timestamp";

const OTHERS =
  "array_append array_cat array_length array_ndims array_position array_positions array_prepend " +
  "array_remove array_replace array_to_string array_upper cardinality generate_series " +
  "generate_subscripts json_array_length json_build_array json_build_object jsonb_array_length " +
  "jsonb_build_array jsonb_build_object jsonb_pretty num_nonnulls num_nulls row_to_json to_json " +
  "to_jsonb";

/**
 * Functions whose value depends on nothing but their arguments and the session's
 * settings. What is not listed may give something else each time.
 */
export const REPRODUCIBLE_FUNCTIONS: ReadonlySet<string> = new Set(
  [AGGREGATES, WINDOWS, NUMBERS, TEXTS, TIMES, OTHERS].flatMap((names) =>
    names.split(" "),
  ),
);

{{ config(unique_key=[], incremental_strategy='whole_table') }}
-- grain: one row: how far the lexicon is right where it calls a reply useful, and where useless
-- In full per cent: the share of a few hundred labelled replies tells no more, and every message
-- that the lexicon reads carries it.
with usefulness_agreement as (
    select * from {{ ref('int_usefulness_agreement') }}
),

confidence as (
    select
        cast(round(cast(useful_precision as decimal(18, 6)), 2) as double) as useful_precision,
        cast(round(cast(useless_precision as decimal(18, 6)), 2) as double) as useless_precision
    from usefulness_agreement
)

select * from confidence

{#- Staging tables on DuckDB, by what has arrived. A delivery that came after all that were read (its time of arrival is
    the greatest yet) replaces every earlier one of its key, so only such deliveries are read, and the keys they name
    replaced or, where they are marked as deleted, taken out. That the raw zone has otherwise stayed as it was is not
    believed but checked: a digest of every contracted value of the rows that were read before. Where it differs (a late or
    a rewritten file, rows that were taken away), the table is read whole, and tells what differs.
    build_state.arrivals holds for each table its latest time of arrival, row count and digest, and the run that read it. -#}

{#- {mode: 'full' where nothing was read before, 'unchanged', 'arrived' or 'whole'; is_new: condition on raw rows; and what
    is to be remembered: arrived_until, row_count, digest}. -#}
{% macro arrivals_since() -%}
    {%- set contract = contract_behind(model) -%}
    {%- set raw_columns = raw_columns_of(contract) -%}
    {%- set last = last_arrivals() -%}
    {%- if not raw_columns -%}
        {%- set is_same = last is not none and last.row_count == 0 -%}
        {{ return({'mode': 'unchanged' if is_same else 'whole', 'arrived_until': none, 'row_count': 0, 'digest': '0'}) }}
    {%- endif -%}
    {%- set is_new = "coalesce(" ~ arrived_at(contract, raw_columns) ~ " > timestamp '"
        ~ ((last.arrived_until if last else none) or '0001-01-01') ~ "', false)" -%}
    {%- set found = run_query(digest_of_arrivals(contract, raw_columns, is_new)).rows[0] -%}
    {%- set plan = {
        'mode': 'whole',
        'is_new': is_new,
        'arrived_until': found.arrived_until or (last.arrived_until if last else none),
        'row_count': found.row_count,
        'digest': found.digest,
    } -%}
    {%- if last is not none and found.old_digest == last.digest and found.old_row_count == last.row_count -%}
        {#- Without a key, what arrived could not replace anything. -#}
        {%- set mode = 'unchanged' if found.row_count == last.row_count else 'arrived' if row_key() else 'whole' -%}
        {%- do plan.update({'mode': mode}) -%}
    {%- endif -%}
    {{ return(plan) }}
{%- endmacro %}

{% macro last_arrivals() -%}
    {%- set found = run_query(
        "select cast(arrived_until as varchar) as arrived_until, row_count, cast(digest as varchar) as digest "
        ~ "from build_state.arrivals where relation_name = '" ~ model.name ~ "'"
    ).rows -%}
    {{ return(found[0] if found else none) }}
{%- endmacro %}

{#- When a raw row arrived, as staging reads it. -#}
{% macro arrived_at(contract, raw_columns) -%}
    {%- set name = (contract.config.meta or contract.meta).synced_at -%}
    {%- set rules = contract.columns[name].config.meta or contract.columns[name].meta or {} -%}
    {%- set moments = [] -%}
    {%- for column in [name, rules.get('alias')] if column and column | lower in raw_columns -%}
        {%- do moments.append(
            read_as('source_row.' ~ quoted(column), contract.columns[name].data_type, raw_columns[column | lower])
        ) -%}
    {%- endfor -%}
    {{ return('coalesce(' ~ (moments + ['cast(null as timestamp)']) | join(', ') ~ ')') }}
{%- endmacro %}

{#- Rows and digest of what was there before and of all, and the latest arrival. -#}
{% macro digest_of_arrivals(contract, raw_columns, is_new) -%}
    {%- set values = [] -%}
    {%- for column in contract.columns.values() -%}
        {%- set rules = column.config.meta or column.meta or {} -%}
        {%- for name in [column.name, rules.get('alias')] if name and name | lower in raw_columns -%}
            {%- do values.append('source_row.' ~ quoted(name)) -%}
        {%- endfor -%}
    {%- endfor -%}
    select
        count(*) filter (where not is_new) as old_row_count,
        cast(coalesce(sum(row_digest) filter (where not is_new), 0) as varchar) as old_digest,
        count(*) as row_count,
        cast(coalesce(sum(row_digest), 0) as varchar) as digest,
        cast(max(arrived_at) as varchar) as arrived_until
    from (
        select
            cast(hash({{ values | join(', ') }}) as hugeint) as row_digest,
            {{ is_new }} as is_new,
            {{ arrived_at(contract, raw_columns) }} as arrived_at
        from {{ contract.relation_name }} as source_row
    )
{%- endmacro %}

{#- The keys of readable new deliveries, deletions included. -#}
{% macro find_arrived(arrivals) -%}
    create or replace temp table {{ touched_table() }} as
    select distinct {{ key_expression((contract_behind(model).config.meta or contract_behind(model).meta).key) }} as row_key
    from ({{ arrived_only(typed_rows(contract_behind(model), raw_columns_of(contract_behind(model))), arrivals) }})
    where _unreadable_because is null;
{%- endmacro %}

{% macro arrived_only(sql, arrivals) -%}
    {%- set relation = contract_behind(model).relation_name -%}
    {{ return(sql.replace(
        relation, '(select * from ' ~ relation ~ ' as source_row where ' ~ arrivals.is_new ~ ')'
    )) }}
{%- endmacro %}

{% macro record_arrivals(arrivals) -%}
    delete from build_state.arrivals where relation_name = '{{ model.name }}';
    insert into build_state.arrivals
    select
        '{{ model.name }}',
        {{ run_number() }},
        {{ "timestamp '" ~ arrivals.arrived_until ~ "'" if arrivals.arrived_until else 'null' }},
        {{ arrivals.row_count }},
        cast('{{ arrivals.digest }}' as hugeint);
{%- endmacro %}

{#- Whether this run has read the table's raw rows. -#}
{% macro has_read_arrivals() -%}
    {{ return(run_query(
        "select 1 from build_state.arrivals where relation_name = '" ~ model.name ~ "' and run_no = " ~ run_number()
    ).rows | length > 0) }}
{%- endmacro %}

{#- Incremental tables on DuckDB. Every build of such a table also tells what differs from the build before it: the keys of
    rows that came, went or changed stand in build_state.changed_<model>. The next table reads these, and rebuilds only the
    keys that any of its inputs tells of; what comes out the same is told to nobody. So nothing has to be known about
    why a row changed: late, corrected, deleted, delivered again, another identity or another setting.

    A model says with
    - unique_key: the key that its rows are replaced by, all rows of a key together ('thread_id': whole threads). It is in
      every row, and no row depends on rows of another key, but for those that touched_by names.
    - incremental_strategy: 'touched_keys' reads from its inputs only the touched keys; 'whole_table' reads everything, for
      what looks across keys, and tells what differs; 'overwrite' writes everything anew where any input has changed, and
      tells only that it did; 'arrivals' is for staging (arrivals.sql).
    and in its meta with
    - touched_by: inputs that do not have the key: {input: {key: its column, through: a relation that has the unique_key,
      column: the column or columns there that hold the input's key}}. Rows of such an input are read in full, and touch what
      refers to them. A change in an input that is in no such way tied to keys rebuilds the table whole.
    - followed: what its log tells beside its key, as {column: expression}: keys that its readers are keyed by.
      Documented columns thread_id, customer_id, user_id and as_of_at are told without being named, but for staging.
    - unsettled: what the mere passing of time can change, read again where the as-of moment has moved: rows of
      the table itself, or of the relation `through`: {through: relation, where: condition}. as_of_before is the moment
      of the build before, settling_since lies before it by the longest time in which an outcome becomes known.
    - read_through: the input that tells of what changed in staging, where a model goes back to it for what that input leaves out.

    Whatever is not certain rebuilds in full: a first build, other SQL, another seed, an input built in full. A table that
    reads the raw zone through a view reads everything, since nothing tells what changed there. -#}
{% materialization incremental, adapter='duckdb' %}
    {%- set existing = load_cached_relation(this) -%}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set plan = refresh_plan(sql, existing) -%}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}

    {% call statement('main') -%}
        {%- if plan.mode == 'full' -%}
            {{ drop_of_other_type(existing, target_relation) }}
            {{ create_or_replace_table(target_relation, sql) }}
            {{ refuse_missing_keys(target_relation) }}
            {{ begin_change_log(target_relation) }}
        {%- elif plan.mode == 'touched' -%}
            {{ find_touched(target_relation, plan.touching) }}
            {{ read_fresh(target_relation, touched_only(sql)) }}
            {{ replace_changed(target_relation, touched_table()) }}
        {%- elif plan.mode == 'arrived' -%}
            {{ find_arrived(plan.arrivals) }}
            {{ read_fresh(target_relation, arrived_only(sql, plan.arrivals)) }}
            {{ replace_changed(target_relation, touched_table()) }}
        {%- elif plan.mode == 'whole' -%}
            {{ read_fresh(target_relation, sql) }}
            {{ replace_changed(target_relation) }}
        {%- elif plan.mode == 'overwrite' -%}
            {{ create_or_replace_table(target_relation, sql) }}
            insert into {{ change_log() }} (run_no) select {{ run_number() }};
        {%- endif %}
        {%- if plan.mode != 'unchanged' and plan.arrivals %}
            {{ record_arrivals(plan.arrivals) }}
        {%- endif %}
        {{ record_build(plan) }}
    {%- endcall %}

    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {% do persist_docs(target_relation, model) %}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}

    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{#- How the table is refreshed: mode 'full', 'whole' (read everything, replace what differs), 'overwrite', 'touched',
    'arrived' or 'unchanged'; version: of everything that shapes its content but the rows of its inputs; base_run_no: the first run from
    which on its log is complete; touching: selects of touched keys; arrivals: see arrivals_since. -#}
{% macro refresh_plan(sql, existing) -%}
    {%- set inputs = inputs_behind(model) -%}
    {%- set version = version_of(sql, inputs) -%}
    {%- set plan = {'mode': 'full', 'version': version, 'base_run_no': none, 'touching': [], 'arrivals': none} -%}
    {%- if config.get('incremental_strategy') == 'arrivals' -%}
        {%- do plan.update({'arrivals': arrivals_since()}) -%}
    {%- endif -%}
    {%- set states = {} -%}
    {%- for row in run_query(latest_builds([model.name] + inputs.followed + inputs.unfollowed + inputs.views)).rows -%}
        {%- do states.update({row[0]: {'run_no': row[1], 'base_run_no': row[2], 'version': row[3]}}) -%}
    {%- endfor -%}
    {%- set last = states.get(model.name) -%}
    {%- if existing is none or existing.type != 'table' or should_full_refresh() or last is none or last.version != version -%}
        {{ return(plan) }}
    {%- endif -%}
    {%- for name in inputs.followed + inputs.unfollowed + inputs.views -%}
        {%- if name not in states or states[name].base_run_no > last.run_no -%}
            {{ return(plan) }}
        {%- endif -%}
    {%- endfor -%}

    {%- set changed = [] -%}
    {%- if inputs.followed -%}
        {%- for row in run_query(changed_since(inputs.followed, last.run_no)).rows -%}
            {%- do changed.append(row[0]) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- set is_unknown = (inputs.unfollowed or inputs.raw) | length > 0 -%}
    {%- if plan.arrivals -%}
        {%- do plan.update({'mode': plan.arrivals.mode}) -%}
    {%- elif not changed and not is_unknown -%}
        {%- do plan.update({'mode': 'unchanged'}) -%}
    {%- elif config.get('incremental_strategy') == 'overwrite' -%}
        {%- do plan.update({'mode': 'overwrite'}) -%}
    {%- elif is_unknown or config.get('incremental_strategy') != 'touched_keys' -%}
        {%- if has_same_columns(sql, existing) -%}
            {%- do plan.update({'mode': 'whole'}) -%}
        {%- endif -%}
    {%- else -%}
        {%- set touching = touching_keys(changed, last.run_no) -%}
        {%- do plan.update({'mode': 'whole' if touching is none else 'touched', 'touching': touching or []}) -%}
    {%- endif -%}
    {%- if plan.mode != 'full' -%}
        {%- do plan.update({'base_run_no': last.base_run_no}) -%}
    {%- endif -%}
    {{ return(plan) }}
{%- endmacro %}

{#- Inputs may select everything of tables that nobody follows. -#}
{% macro has_same_columns(sql, existing) -%}
    {%- set now_columns = adapter.get_column_schema_from_query(sql) | map(attribute='name') | sort | join(',') -%}
    {%- set old_columns = adapter.get_columns_in_relation(existing) | map(attribute='name') | sort | join(',') -%}
    {{ return(now_columns == old_columns) }}
{%- endmacro %}

{#- What a node reads, through views: names of incremental tables, of other tables, of views and seeds, and of raw
    tables where no read_through covers them. -#}
{% macro inputs_behind(node) -%}
    {%- set found = {'followed': [], 'unfollowed': [], 'views': [], 'seeds': [], 'raw': []} -%}
    {%- do collect_inputs(node, found, setting('read_through') or []) -%}
    {{ return(found) }}
{%- endmacro %}

{% macro collect_inputs(node, found, read_through) -%}
    {%- for unique_id in node.depends_on.nodes -%}
        {%- set kind, name = unique_id.split('.')[0], unique_id.split('.')[-1] -%}
        {%- if kind == 'seed' and name not in found.seeds -%}
            {%- do found.seeds.append(name) -%}
        {%- elif kind == 'source' and not read_through -%}
            {%- do found.raw.append(name) -%}
        {%- elif kind == 'model' and name not in found.followed + found.unfollowed + found.views -%}
            {%- set input = graph.nodes[unique_id] -%}
            {%- if input.config.materialized == 'view' -%}
                {%- do found.views.append(name) -%}
                {%- do collect_inputs(input, found, read_through) -%}
            {%- elif not (read_through and input.config.incremental_strategy == 'arrivals') -%}
                {%- do found['followed' if input.config.materialized == 'incremental' else 'unfollowed'].append(name) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}

{#- Of its own SQL (the views' are followed by their builds), its settings, its seeds, and the parameters in force. -#}
{% macro version_of(sql, inputs) -%}
    {#- As sorted JSON: the order of a setting's entries is another with every parse. -#}
    {%- set settings = [
        config.get('unique_key'), config.get('incremental_strategy'), config.get('meta'), followed_columns(model)
    ] -%}
    {%- set parts = [sql, tojson(settings, sort_keys=true)] -%}
    {%- for name in inputs.seeds -%}
        {%- do parts.append(graph.nodes['seed.' ~ project_name ~ '.' ~ name].checksum.checksum) -%}
    {%- endfor -%}
    {%- if 'metric_parameters' in inputs.seeds and 'int_as_of' in inputs.followed -%}
        {%- do parts.append(run_query(parameters_in_force()).rows[0][0]) -%}
    {%- endif -%}
    {{ return(local_md5(parts | join('|'))) }}
{%- endmacro %}

{% macro parameters_in_force() -%}
    select string_agg(concat(metric_parameters.key, '=', metric_parameters.value), ';' order by metric_parameters.key)
    from {{ relation_of('metric_parameters', 'seed') }} as metric_parameters
    cross join {{ relation_of('int_as_of') }} as parameter_moment
    where {{ in_force('metric_parameters', 'parameter_moment.as_of_at') }}
{%- endmacro %}

{% macro latest_builds(names) -%}
    select
        relation_name,
        max(run_no) as run_no,
        arg_max(base_run_no, run_no) as base_run_no,
        arg_max(version, run_no) as version
    from build_state.builds
    where relation_name in ('{{ names | join("', '") }}')
    group by relation_name
{%- endmacro %}

{% macro changed_since(names, run_no) -%}
    {%- for name in names -%}
        select '{{ name }}' as relation_name
        where exists (select 1 from build_state.changed_{{ name }} where run_no > {{ run_no }})
        {{ "union all" if not loop.last }}
    {% endfor -%}
{%- endmacro %}

{#- Selects of the keys that the changed inputs touch; none where one of them is tied to no key. -#}
{% macro touching_keys(changed, run_no) -%}
    {%- set key = config.get('unique_key') -%}
    {%- set ways = setting('touched_by') or {} -%}
    {%- set selects = [] -%}
    {%- for name in changed -%}
        {%- set log = 'build_state.changed_' ~ name -%}
        {%- set since = 'where run_no > ' ~ run_no -%}
        {%- if name in ways -%}
            {%- set way = ways[name] -%}
            {%- for column in ([way.column] if way.column is string else way.column) -%}
                {%- do selects.append(
                    'select ' ~ key ~ ' from ' ~ relation_of(way.through) ~ ' where ' ~ column ~ ' in (select ' ~ way.key
                    ~ ' from ' ~ log ~ ' ' ~ since ~ ')'
                ) -%}
            {%- endfor -%}
        {%- elif key in followed_columns(graph.nodes['model.' ~ project_name ~ '.' ~ name]) -%}
            {%- do selects.append('select ' ~ key ~ ' from ' ~ log ~ ' ' ~ since) -%}
        {%- elif name == 'int_as_of' and setting('unsettled') -%}
            {%- set way = setting('unsettled') -%}
            {%- do selects.append(
                'select ' ~ key ~ ' from ' ~ (relation_of(way.through) if way.through else this)
                ~ ' cross join (select min(as_of_at) as as_of_before, min(as_of_at) - to_days('
                ~ var('settling_days') ~ ') as settling_since from ' ~ log ~ ' ' ~ since ~ ') where ' ~ way.where
            ) -%}
        {%- elif name == 'int_as_of' and 'as_of_at' not in model.raw_code -%}
            {#- Only the parameters in force hang on the moment: they are in the version. -#}
        {%- else -%}
            {{ return(none) }}
        {%- endif -%}
    {%- endfor -%}
    {{ return(selects) }}
{%- endmacro %}

{% macro touched_table() -%}
    {{ return('touched_of_' ~ model.name) }}
{%- endmacro %}

{% macro find_touched(target_relation, touching) -%}
    {%- set key = config.get('unique_key') -%}
    create or replace temp table {{ touched_table() }} as
    select distinct {{ key }} as row_key from (
        {%- if touching -%}
            {{ touching | join(' union all ') }}
        {%- else -%}
            select {{ key }} from {{ target_relation }} where false
        {%- endif -%}
    ) where {{ key }} is not null;
{%- endmacro %}

{#- The model's own SQL, with the touched keys alone of each input that has the key, and of what comes out. -#}
{% macro touched_only(sql) -%}
    {%- set is_touched = ' in (select row_key from ' ~ touched_table() ~ ')' -%}
    {%- set sliced = {'sql': sql} -%}
    {%- for unique_id in model.depends_on.nodes if unique_id.startswith('model.') -%}
        {%- set input = graph.nodes[unique_id] -%}
        {%- set key = key_within(input, config.get('unique_key')) -%}
        {%- if key and input.name not in (setting('touched_by') or {}) -%}
            {%- set relation = input.relation_name -%}
            {%- do sliced.update({
                'sql': sliced.sql.replace(relation, '(select * from ' ~ relation ~ ' where ' ~ key ~ is_touched ~ ')')
            }) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return('select * from (' ~ sliced.sql ~ ') where ' ~ config.get('unique_key') ~ is_touched) }}
{%- endmacro %}

{#- What a key is in an input: an expression over it, or none. -#}
{% macro key_within(input, key) -%}
    {%- set followed = (input.config.meta or {}).get('followed') or {} -%}
    {{ return(followed.get(key) or (key if has_key(input, key))) }}
{%- endmacro %}

{#- A source's own thread_id or customer_id is no key of the warehouse. -#}
{% macro has_key(input, key) -%}
    {{ return(key in input.columns and input.config.incremental_strategy != 'arrivals') }}
{%- endmacro %}

{#- In the types of the table, so that equal rows have equal hashes. -#}
{% macro read_fresh(target_relation, sql) -%}
    {%- set names = column_names_of(target_relation) -%}
    create or replace temp table fresh_of_{{ model.name }} as select * from {{ target_relation }} where false;
    insert into fresh_of_{{ model.name }} ({{ names }}) select {{ names }} from (
        {{ sql }}
    );
    {{ refuse_missing_keys('fresh_of_' ~ model.name) }}
{%- endmacro %}

{% macro column_names_of(relation) -%}
    {{ return(adapter.get_columns_in_relation(relation) | map(attribute='quoted') | join(', ')) }}
{%- endmacro %}

{#- Replaces the rows of every key whose rows differ, and tells of them. Without a key: all rows, where any differs. -#}
{% macro replace_changed(target_relation, touched=none) -%}
    {%- set key = row_key() or 'true' -%}
    {%- set fresh = 'fresh_of_' ~ model.name -%}
    {%- set differing = 'differing_of_' ~ model.name -%}
    create or replace temp table {{ differing }} as
    select coalesce(now_rows.row_key, old_rows.row_key) as row_key
    from (
        select {{ key }} as row_key, sum(cast(hash(present) as hugeint)) as digest
        from {{ fresh }} as present group by row_key
    ) as now_rows
    full join (
        select {{ key }} as row_key, sum(cast(hash(present) as hugeint)) as digest
        from {{ target_relation }} as present
        {% if touched -%}
        where {{ key }} in (select row_key from {{ touched }})
        {%- endif %}
        group by row_key
    ) as old_rows on now_rows.row_key = old_rows.row_key
    where now_rows.digest is distinct from old_rows.digest;

    {% set is_differing -%}
        {% if row_key() -%}
        {{ key }} in (select row_key from {{ differing }})
        {%- else -%}
        exists (select 1 from {{ differing }})
        {%- endif %}
    {%- endset %}
    insert into {{ change_log() }}
    select distinct {{ run_number() }} as run_no {{ followed_select() }}
    from (
        select * from {{ fresh }} where {{ is_differing }}
        union all by name
        select * from {{ target_relation }} where {{ is_differing }}
    );
    delete from {{ target_relation }} where {{ is_differing }};
    insert into {{ target_relation }} select * from {{ fresh }} where {{ is_differing }};
    drop table {{ fresh }};
    drop table {{ differing }};
    {% if touched -%}
    drop table {{ touched }};
    {%- endif %}
{%- endmacro %}

{#- Rows without a key could not be told apart, nor replaced. -#}
{% macro refuse_missing_keys(relation) -%}
    {%- if row_key() %}
    select error('{{ model.name }}: rows without {{ row_key() | replace("'", "") }}, by which its rows are replaced')
    from {{ relation }}
    where {{ row_key() }} is null
    limit 1;
    {%- endif %}
{%- endmacro %}

{#- A setting in the model's meta, or none. -#}
{% macro setting(name) -%}
    {{ return((config.get('meta') or {}).get(name)) }}
{%- endmacro %}

{% macro relation_of(name, kind='model') -%}
    {{ return(graph.nodes[kind ~ '.' ~ project_name ~ '.' ~ name].relation_name) }}
{%- endmacro %}

{% macro change_log() -%}
    build_state.changed_{{ model.name }}
{%- endmacro %}

{#- What the rows of the table are replaced by, all rows of a key together; none replaces the table as a whole. -#}
{% macro row_key() -%}
    {{ return(key_expression(config.get('unique_key') or [])) }}
{%- endmacro %}

{#- A key of several columns as one text. Two keys that read the same are replaced together. -#}
{% macro key_expression(columns) -%}
    {%- if columns is string -%}
        {{ return(columns) }}
    {%- elif columns | length == 1 -%}
        {{ return(quoted(columns[0])) }}
    {%- elif columns -%}
        {%- set names = [] -%}
        {%- for column in columns -%}
            {%- do names.append(quoted(column)) -%}
        {%- endfor -%}
        {{ return("concat_ws('|', " ~ names | join(', ') ~ ')') }}
    {%- endif -%}
    {{ return(none) }}
{%- endmacro %}

{#- What an incremental node's log tells, as {column of the log: expression over the table}. -#}
{% macro followed_columns(node) -%}
    {%- set followed = {} -%}
    {%- if node.config.incremental_strategy == 'overwrite' -%}
        {{ return(followed) }}
    {%- endif -%}
    {%- if node.config.unique_key is string and node.config.incremental_strategy != 'arrivals' -%}
        {%- do followed.update({node.config.unique_key: node.config.unique_key}) -%}
    {%- endif -%}
    {%- for column in ['thread_id', 'customer_id', 'user_id', 'as_of_at'] if has_key(node, column) -%}
        {%- do followed.update({column: column}) -%}
    {%- endfor -%}
    {%- do followed.update((node.config.meta or {}).get('followed') or {}) -%}
    {{ return(followed) }}
{%- endmacro %}

{% macro followed_select() -%}
    {%- for column, expression in followed_columns(model).items() %}, {{ expression }} as {{ column }}{% endfor -%}
{%- endmacro %}

{% macro begin_change_log(target_relation) -%}
    create or replace table {{ change_log() }} as
    select cast(0 as bigint) as run_no {{ followed_select() }}
    from {{ target_relation }} where false;
{%- endmacro %}

{#- Appended, never updated: builds that run beside each other do not conflict. -#}
{% macro record_build(plan) -%}
    insert into build_state.builds
    select
        '{{ model.name }}',
        {{ run_number() }},
        {{ run_number() if plan.base_run_no is none else plan.base_run_no }},
        '{{ plan.version }}';
{%- endmacro %}

{#- Of relations whose rows nobody follows: a build of one counts where its SQL is another than before. -#}
{% macro record_unfollowed_build(sql) -%}
    {%- set version = local_md5(sql) -%}
    insert into build_state.builds
    select
        '{{ model.name }}',
        {{ run_number() }},
        coalesce(
            (
                select case when arg_max(version, run_no) = '{{ version }}' then arg_max(base_run_no, run_no) end
                from build_state.builds
                where relation_name = '{{ model.name }}'
            ),
            {{ run_number() }}
        ),
        '{{ version }}';
{%- endmacro %}

{% macro run_number() -%}
    (select max(run_no) from build_state.runs)
{%- endmacro %}

{#- Once, at the start of a run, before the threads start that build. Of builds, the latest of each relation is kept. -#}
{% macro prepare_build_state() -%}
    create schema if not exists build_state;
    create table if not exists build_state.runs (run_no bigint);
    create table if not exists build_state.builds (
        relation_name varchar, run_no bigint, base_run_no bigint, version varchar
    );
    create table if not exists build_state.arrivals (
        relation_name varchar, run_no bigint, arrived_until timestamp, row_count bigint, digest hugeint
    );
    insert into build_state.runs select coalesce(max(run_no), 0) + 1 from build_state.runs;
    delete from build_state.builds as builds
    where exists (
        select 1 from build_state.builds as later
        where later.relation_name = builds.relation_name and later.run_no > builds.run_no
    );
{%- endmacro %}

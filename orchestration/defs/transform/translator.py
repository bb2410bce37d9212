"""How dbt's nodes are named, grouped and owned in Dagster."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DbtProject

SEED_GROUP = "seeds"


class FolderTranslator(DagsterDbtTranslator):
    """Groups follow the folders; a source is the landed relation of the same schema and name."""

    def get_asset_spec(self, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None) -> dg.AssetSpec:
        props = self.get_resource_props(manifest, unique_id)
        spec = super().get_asset_spec(manifest, unique_id, project)
        owners = owners_of(props)
        return spec.replace_attributes(owners=owners) if owners else spec

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        return key_of(dbt_resource_props)

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        return group_of(dbt_resource_props)


def key_of(props: Mapping[str, Any]) -> dg.AssetKey:
    """schema/name for every node, so that an asset is called as SQL calls it."""
    return dg.AssetKey([props["schema"], props.get("identifier") or props["name"]])


def group_of(props: Mapping[str, Any]) -> str:
    """staging_landing, intermediate_signals, marts_core, seeds_scoring: the node's folder."""
    folders = [part for part in props["fqn"][1:-1] if part != props["name"]][:2]
    if props["resource_type"] == "seed":
        folders = [SEED_GROUP, *folders[:1]]
    return "_".join(folders) or props["resource_type"]


def owners_of(props: Mapping[str, Any]) -> list[str]:
    """The dbt group that owns the node, as Dagster writes teams."""
    group = props.get("group") or (props.get("config") or {}).get("group")
    return [f"team:{group.replace('_', '-')}"] if group else []

"""The SQL by which staged rows become groups, all at once. Parameters: batch, on, now, actor, source."""

from typing import Final

STAGE: Final = """COPY sellers_registry_stagedgroup
    (batch, row, code, slug, slug_fixed, name, name_hi, name_ur, district_id, block, village, pincode,
     village_organisation, cluster_level_federation, members, formed_year, tax_status, gstin, mission_code)
    FROM STDIN"""
FAULTS: Final = 'COPY sellers_registry_importfault (batch, row, "column", value, rule, detail) FROM STDIN'

#: What a row says of a group, beside what is held of it. A text that differs in capitals is the same place.
COMPARED: Final = """
  FROM sellers_registry_stagedgroup s
  LEFT JOIN sellers_registry_group g ON g.code = s.code
  LEFT JOIN sellers_registry_block gb ON gb.id = g.block_id
  LEFT JOIN sellers_registry_placement p
    ON p.group_id = g.id AND p.held_from <= %(on)s AND (p.held_to IS NULL OR %(on)s < p.held_to)
"""
FACTS_DIFFER: Final = """(
    g.name, g.name_hi, g.name_ur, g.village, g.pincode, g.members, g.formed_year, g.tax_status, g.gstin,
    g.mission_code
 ) IS DISTINCT FROM (
    s.name, coalesce(s.name_hi, g.name_hi), coalesce(s.name_ur, g.name_ur), s.village, s.pincode, s.members,
    s.formed_year, coalesce(s.tax_status, g.tax_status), coalesce(s.gstin, g.gstin),
    coalesce(s.mission_code, g.mission_code)
 )"""

COUNT: Final = f"""
SELECT count(*) FILTER (WHERE g.id IS NULL),
       count(*) FILTER (WHERE g.id IS NOT NULL AND differs),
       count(*) FILTER (WHERE g.id IS NOT NULL AND NOT differs)
  FROM (SELECT g.id, {FACTS_DIFFER}
            OR gb.district_id <> s.district_id OR lower(gb.name) <> lower(s.block)
            OR lower(coalesce(v.name, '')) <> lower(coalesce(s.village_organisation, v.name, ''))
            OR lower(coalesce(f.name, '')) <> lower(coalesce(s.cluster_level_federation, f.name, ''))
            AS differs
        {COMPARED}
        LEFT JOIN sellers_registry_villageorganisation v ON v.id = p.village_organisation_id
        LEFT JOIN sellers_registry_clusterlevelfederation f ON f.id = p.federation_id
        WHERE s.batch = %(batch)s) AS g
"""  # noqa: S608

TAKEN: Final = """
SELECT s.row, s.mission_code, g.code
  FROM sellers_registry_stagedgroup s
  JOIN sellers_registry_group g ON g.mission_code = s.mission_code AND g.code <> s.code
 WHERE s.batch = %(batch)s AND s.mission_code <> '' ORDER BY s.row
"""

BLOCKS: Final = """
INSERT INTO sellers_registry_block (district_id, name)
SELECT DISTINCT ON (s.district_id, lower(s.block)) s.district_id, s.block
  FROM sellers_registry_stagedgroup s WHERE s.batch = %(batch)s
 ORDER BY s.district_id, lower(s.block), s.row
ON CONFLICT DO NOTHING
"""
ORGANISATIONS: Final = """
INSERT INTO sellers_registry_villageorganisation (block_id, name)
SELECT DISTINCT ON (b.id, lower(s.village_organisation)) b.id, s.village_organisation
  FROM sellers_registry_stagedgroup s
  JOIN sellers_registry_block b ON b.district_id = s.district_id AND lower(b.name) = lower(s.block)
 WHERE s.batch = %(batch)s AND s.village_organisation <> ''
 ORDER BY b.id, lower(s.village_organisation), s.row
ON CONFLICT DO NOTHING
"""
FEDERATIONS: Final = """
INSERT INTO sellers_registry_clusterlevelfederation (district_id, name)
SELECT DISTINCT ON (s.district_id, lower(s.cluster_level_federation))
       s.district_id, s.cluster_level_federation
  FROM sellers_registry_stagedgroup s
 WHERE s.batch = %(batch)s AND s.cluster_level_federation <> ''
 ORDER BY s.district_id, lower(s.cluster_level_federation), s.row
ON CONFLICT DO NOTHING
"""

#: What the rows name, and may just have brought in.
PLACES: Final = (
    "sellers_registry_block",
    "sellers_registry_villageorganisation",
    "sellers_registry_clusterlevelfederation",
)
IS_LARGE: Final = "SELECT 1 FROM sellers_registry_stagedgroup WHERE batch = %(batch)s OFFSET 1000 LIMIT 1"

RESOLVE: Final = f"""
CREATE TEMP TABLE registry_resolved ON COMMIT DROP AS
SELECT *, group_id IS NOT NULL AND (facts_differ OR block_id <> block_was) AS differs,
       (vo_id, clf_id) IS DISTINCT FROM (vo_was, clf_was) AS moves
  FROM (
    SELECT s.row, s.code, s.slug, s.slug_fixed, g.id AS group_id, s.name,
           coalesce(s.name_hi, g.name_hi, '') AS name_hi, coalesce(s.name_ur, g.name_ur, '') AS name_ur,
           b.id AS block_id, g.block_id AS block_was, s.village, s.pincode, s.members, s.formed_year,
           coalesce(s.tax_status, g.tax_status, 'unregistered_enrolled') AS tax_status,
           coalesce(s.gstin, g.gstin, '') AS gstin,
           coalesce(s.mission_code, g.mission_code, '') AS mission_code,
           CASE WHEN s.village_organisation IS NULL THEN p.village_organisation_id ELSE v.id END AS vo_id,
           CASE WHEN s.cluster_level_federation IS NULL THEN p.federation_id ELSE f.id END AS clf_id,
           p.village_organisation_id AS vo_was, p.federation_id AS clf_was,
           p.id AS placement_id, p.held_from AS placed_from, p.held_to AS placed_to,
           {FACTS_DIFFER} AS facts_differ
    {COMPARED}
    JOIN sellers_registry_block b ON b.district_id = s.district_id AND lower(b.name) = lower(s.block)
    LEFT JOIN sellers_registry_villageorganisation v
      ON v.block_id = b.id AND lower(v.name) = lower(s.village_organisation)
    LEFT JOIN sellers_registry_clusterlevelfederation f
      ON f.district_id = s.district_id AND lower(f.name) = lower(s.cluster_level_federation)
    WHERE s.batch = %(batch)s) AS said
"""  # noqa: S608

#: name in the facade -> (what is held, what the row says). The keys of a change are these names.
_FACTS: Final = {
    "name": ("g.name", "r.name"),
    "name_hi": ("g.name_hi", "r.name_hi"),
    "name_ur": ("g.name_ur", "r.name_ur"),
    "district": ("d.name", "nd.name"),
    "block": ("gb.name", "nb.name"),
    "village": ("g.village", "r.village"),
    "pincode": ("g.pincode", "r.pincode"),
    "members": ("g.members", "r.members"),
    "formed_year": ("g.formed_year", "r.formed_year"),
    "tax_status": ("g.tax_status", "r.tax_status"),
    "gstin": ("g.gstin", "r.gstin"),
    "mission_code": ("g.mission_code", "r.mission_code"),
    "village_organisation": ("coalesce(vw.name, '')", "coalesce(vn.name, '')"),
    "cluster_level_federation": ("coalesce(fw.name, '')", "coalesce(fn.name, '')"),
}


def _differing(side: int) -> str:
    """Return SQL for a JSON object of the facts that differ, as held (0) or as said (1); none is NULL."""
    parts = (
        f"'{name}', CASE WHEN {was} <> {now} THEN {(was, now)[side]} END"
        for name, (was, now) in _FACTS.items()
    )
    return f"jsonb_strip_nulls(jsonb_build_object({', '.join(parts)}))"


HISTORY: Final = f"""
INSERT INTO sellers_registry_groupchange (group_id, at, actor_id, source, before, after)
SELECT r.group_id, %(now)s, %(actor)s, %(source)s, {_differing(0)}, {_differing(1)}
  FROM registry_resolved r
  JOIN sellers_registry_group g ON g.id = r.group_id
  JOIN sellers_registry_block gb ON gb.id = g.block_id
  JOIN sellers_registry_district d ON d.id = gb.district_id
  JOIN sellers_registry_block nb ON nb.id = r.block_id
  JOIN sellers_registry_district nd ON nd.id = nb.district_id
  LEFT JOIN sellers_registry_villageorganisation vw ON vw.id = r.vo_was
  LEFT JOIN sellers_registry_villageorganisation vn ON vn.id = r.vo_id
  LEFT JOIN sellers_registry_clusterlevelfederation fw ON fw.id = r.clf_was
  LEFT JOIN sellers_registry_clusterlevelfederation fn ON fn.id = r.clf_id
 WHERE r.differs OR r.moves
"""  # noqa: S608

UPDATE: Final = """
UPDATE sellers_registry_group g
   SET name = r.name, name_hi = r.name_hi, name_ur = r.name_ur, block_id = r.block_id, village = r.village,
       pincode = r.pincode, members = r.members, formed_year = r.formed_year, tax_status = r.tax_status,
       gstin = r.gstin, mission_code = r.mission_code
  FROM registry_resolved r WHERE g.id = r.group_id AND r.differs
"""

#: The first group of a name has the plain address; each further one's ends in its code.
INSERT: Final = """
INSERT INTO sellers_registry_group
       (code, mission_code, slug, name, name_hi, name_ur, block_id, village, pincode, members, formed_year,
        tax_status, gstin)
SELECT r.code, r.mission_code,
       CASE WHEN r.slug_fixed
              OR (taken.id IS NULL AND row_number() OVER (PARTITION BY r.slug ORDER BY r.row) = 1)
            THEN r.slug ELSE r.slug || '-' || lower(r.code) END,
       r.name, r.name_hi, r.name_ur, r.block_id, r.village, r.pincode, r.members, r.formed_year, r.tax_status,
       r.gstin
  FROM registry_resolved r LEFT JOIN sellers_registry_group taken ON taken.slug = r.slug
 WHERE r.group_id IS NULL ORDER BY r.row
"""

END_PLACEMENTS: Final = """
WITH gone AS (
    DELETE FROM sellers_registry_placement p USING registry_resolved r
     WHERE p.id = r.placement_id AND r.moves AND p.held_from = %(on)s)
UPDATE sellers_registry_placement p SET held_to = %(on)s
  FROM registry_resolved r WHERE p.id = r.placement_id AND r.moves AND p.held_from < %(on)s
"""
BEGIN_PLACEMENTS: Final = """
INSERT INTO sellers_registry_placement
       (group_id, village_organisation_id, federation_id, held_from, held_to, note, recorded_by_id,
        recorded_at)
SELECT g.id, r.vo_id, r.clf_id, %(on)s,
       coalesce(r.placed_to, (SELECT min(p.held_from) FROM sellers_registry_placement p
                               WHERE p.group_id = r.group_id AND p.held_from > %(on)s)),
       %(source)s, %(actor)s, %(now)s
  FROM registry_resolved r JOIN sellers_registry_group g ON g.code = r.code
 WHERE r.moves AND (r.vo_id IS NOT NULL OR r.clf_id IS NOT NULL)
"""

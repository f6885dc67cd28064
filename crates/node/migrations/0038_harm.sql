-- Who hosts what a notice is about, confirmed just before it goes: what was found, by which source, who said so, when and of which addressee.
alter table k_content_notice add column host_finding text;
alter table k_content_notice add column host_source text;
alter table k_content_notice add column host_found bytea;
alter table k_content_notice add column host_note bytea;
alter table k_content_notice add column host_confirmed_at bigint;
alter table k_content_notice add column host_confirmed_by bytea;
alter table k_content_notice add column host_confirmed_for bytea;

-- What was proposed for a list of somebody else waits for its answer as a challenge does.
alter table k_raised_challenge add column word text;
alter table k_raised_challenge add column hashes bytea;
alter table k_raised_challenge add column standing bytea;

-- What the owner of a list thinks of what was proposed.
alter table k_hash_submission add column opinion text;

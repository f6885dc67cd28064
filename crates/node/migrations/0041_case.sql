-- A yes to sharing past a no counts for the receiver that was named when it was asked for, and for no other.
alter table approval_request add column recipient_id text;
alter table k_approval add column recipient bytea;

-- What a referral to another node tells of the person, in the data groups that were agreed on.
alter table k_incoming_referral add column other_documents bytea;
alter table k_incoming_referral add column unhcr_id_no bytea;
alter table k_incoming_referral add column un_no bytea;
alter table k_incoming_referral add column icrc_ref_no bytea;
alter table k_incoming_referral add column other_id_type bytea;
alter table k_incoming_referral add column other_id_no bytea;
alter table k_incoming_referral add column marital_status bytea;
alter table k_incoming_referral add column occupation bytea;
alter table k_incoming_referral add column difficulty_seeing bytea;
alter table k_incoming_referral add column difficulty_hearing bytea;
alter table k_incoming_referral add column difficulty_walking bytea;
alter table k_incoming_referral add column difficulty_remembering bytea;
alter table k_incoming_referral add column difficulty_self_care bytea;
alter table k_incoming_referral add column difficulty_communicating bytea;

//! The proofs of pages and API, through HTTP on a real node.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests stop where they fail")]
#![allow(clippy::indexing_slicing, reason = "tests know their sizes")]
#![allow(unreachable_pub, missing_docs, reason = "a test binary has no outside")]

mod account;
mod admin_pages;
mod api;
mod carried_files;
mod casework_pages;
mod conference_pages;
mod data_centre;
mod day;
mod desk;
mod desk_pages;
mod directory_pages;
mod door;
mod export;
mod field_pages;
mod field_to_figure;
mod first_time;
mod foreign_bytes;
mod gateway;
mod governance_pages;
mod harm_pages;
mod harm_sharing;
mod history;
mod import_pages;
mod kinds;
mod learning_pages;
mod money_pages;
mod monitoring_pages;
mod moves_pages;
mod offline_app;
mod offline_app_desk;
mod offline_app_keeps;
mod offline_app_room;
mod offline_app_tables;
mod offline_desk;
mod offline_queue;
mod offline_restored;
mod offline_rules;
mod openrosa;
mod outside_pages;
mod promises_pages;
mod public_pages;
mod quiet_log;
mod routes;
mod sign_in;
mod stories;
mod vetting_pages;
mod words;
mod world;

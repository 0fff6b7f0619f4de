//! The contract of the search port. Every scenario is written against `dyn SearchEngine` and runs on each engine that
//! [`engines!`] names; what only one engine has (its files, its lock) is tested beside it.

mod changes;
mod corpus;
mod embedded;
mod facets;
mod filters;
mod finding;
mod golden;
mod meili;
mod meili_failures;
mod meili_server;
mod order;
mod rebuild;
mod similar;
mod visibility;

use giji::search::SearchEngine;

/// An engine with an empty index, and what has to live as long as it does.
pub struct Fixture {
    /// The engine.
    pub engine: Box<dyn SearchEngine>,
    _keep: Box<dyn std::any::Any + Send>,
}

impl Fixture {
    /// An engine, and what it needs to stay.
    pub fn new(engine: impl SearchEngine + 'static, keep: impl std::any::Any + Send) -> Self {
        Self {
            engine: Box::new(engine),
            _keep: Box::new(keep),
        }
    }
}

/// One test per scenario and engine.
macro_rules! contract {
    ($($area:ident: $($scenario:ident),+;)+) => {
        engines! { $($($area::$scenario),+),+ }
    };
}

macro_rules! engines {
    ($($area:ident::$scenario:ident),+) => {
        mod on_the_embedded_engine {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $scenario() {
                let fixture = crate::embedded::fixture();
                crate::$area::$scenario(fixture.engine.as_ref()).await;
            })+
        }

        mod on_meilisearch {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $scenario() {
                if let Some(fixture) = crate::meili::real_fixture().await {
                    crate::$area::$scenario(fixture.engine.as_ref()).await;
                }
            })+
        }

        /// Against what the tests take Meilisearch for.
        mod on_the_small_server {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $scenario() {
                let fixture = crate::meili::fixture().await;
                crate::$area::$scenario(fixture.engine.as_ref()).await;
            })+
        }
    };
}

contract! {
    changes: an_empty_index_answers, the_same_change_twice_is_one_document, a_change_replaces_all_forms,
        a_deletion_covers_what_its_key_says, a_batch_applies_in_order, versions_are_listed_once_per_thing;
    finding: all_terms_have_to_be_found_in_one_document, short_terms_are_found, terms_of_any_length_are_found,
        a_scattered_term_is_not_found, a_term_does_not_run_from_one_part_into_another, phrases_and_not_and_or,
        fields_of_the_query_filter, what_no_text_matches_finds_nothing, hostile_queries_are_answered,
        a_speaker_is_found_by_reading, variants_are_found, runs_of_digits_are_whole;
    filters: each_filter_applies, values_of_one_filter_are_alternatives, days_bound_a_range,
        speakers_are_folded_before_they_are_compared;
    visibility: a_viewer_sees_the_form_for_their_level, levels_hold_for_their_council_only,
        what_is_hidden_moves_no_score,
        pending_things_are_left_out_everywhere, a_pending_rebuild_hides_nothing,
        a_hidden_seat_is_counted_by_no_facet_and_no_filter;
    facets: facets_count_all_hits, a_facet_ignores_its_own_filter, a_repeated_value_counts_once,
        what_is_not_asked_for_is_not_counted, the_most_frequent_values_are_listed;
    order: titles_and_words_rank_before_parts, equal_matches_come_newest_first, order_by_date_in_both_directions,
        what_was_typed_ranks_before_what_was_added,
        pages_join_without_gap_or_repeat, pages_stay_stable_while_the_index_changes;
    golden: judged_queries_find_what_is_expected_and_little_else;
    similar: one_unit_may_differ, numbers_and_short_terms_stay, a_letter_of_a_latin_word_may_differ,
        a_filter_holds_for_what_is_similar_too;
    rebuild: a_rebuild_shows_when_finished, changes_during_a_rebuild_are_kept, an_abandoned_rebuild_changes_nothing,
        searches_run_beside_a_rebuild;
}

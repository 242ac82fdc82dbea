//! One list of sentences, each run on each store.

use crate::{appends, entries, erased, lists, people, rebuild, tallies, traces, words, worlds};

macro_rules! suite {
    ($store:ident: $($part:ident :: $case:ident),+ $(,)?) => {
        mod $store {
            use super::*;

            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $case() {
                    if let Some(store) = worlds::$store().await {
                        $part::$case(store).await;
                    }
                }
            )+
        }
    };
}

macro_rules! every_store {
    ($($cases:tt)+) => {
        suite!(memory: $($cases)+);
        suite!(sqlite: $($cases)+);
        suite!(postgres: $($cases)+);
    };
}

every_store! {
    appends::what_is_appended_is_read_back_in_order,
    appends::an_append_on_an_old_version_is_a_conflict_and_writes_nothing,
    appends::a_batch_is_written_whole_or_not_at_all,
    appends::numbers_of_one_batch_follow_one_another_and_go_back_with_it,
    appends::the_same_key_and_request_give_the_first_receipt_again,
    appends::the_same_key_with_another_request_is_refused,
    appends::numbers_have_no_gaps_though_many_append_at_once_and_some_fail,
    appends::a_key_named_twice_gets_two_numbers,
    appends::a_seal_that_fails_leaves_nothing,
    appends::a_document_number_stands_for_one_decision_of_its_agency,
    appends::a_progress_number_leads_to_one_matter,
    appends::one_of_many_writers_on_a_stream_wins_each_version,
    appends::what_cannot_be_stored_is_answered_with_an_error,
    lists::pages_of_matters_are_the_whole_list_in_order,
    lists::an_agency_never_sees_what_is_hidden_from_it,
    lists::no_agencies_means_nothing_and_all_means_everything,
    lists::a_matter_that_moves_is_found_where_it_is_now,
    lists::duties_pass_the_filters_of_a_desk,
    lists::pages_of_decisions_are_the_whole_list_newest_first,
    lists::a_withdrawn_decision_leaves_lists_and_counts_but_can_be_opened,
    lists::a_cursor_of_another_list_is_refused,
    lists::strange_filters_are_answered_without_failing,
    words::two_characters_are_found_wherever_they_stand,
    words::words_at_the_head_come_before_words_in_the_body,
    words::words_and_filters_narrow_together,
    people::accounts_keep_their_secret_when_their_row_changes,
    people::a_session_lives_until_it_is_ended,
    people::registers_are_listed_by_kind_agency_and_id,
    people::progress_is_found_by_its_number,
    entries::pages_of_entries_are_the_whole_list_in_order,
    entries::entries_are_counted_without_the_discarded_ones,
    entries::a_cursor_and_days_that_are_none_are_refused_for_entries,
    entries::earlier_matters_are_counted_by_party_family_agency_and_day,
    tallies::sums_and_lines_are_those_of_every_line,
    erased::what_goes_with_a_destroyed_matter_is_gone_and_the_rest_stays,
    erased::destroying_again_changes_nothing_and_a_rebuild_gives_the_same_rows,
    traces::pages_of_traces_are_the_whole_list_newest_first,
    rebuild::dropped_views_are_rebuilt_to_the_same_bytes,
}

//! Facts about the database as a whole.

use giji::store::*;

use crate::{
    rows::{commit, read},
    support::databases::on_both,
};

#[test]
fn a_setting_is_what_was_last_put() {
    on_both(async |db| {
        assert_eq!(
            get_setting(&mut read(db).await, "index_version")
                .await
                .unwrap(),
            None
        );
        for value in ["1", "2", ""] {
            commit(db, async |conn| {
                put_setting(conn, "index_version", value).await
            })
            .await
            .unwrap();
            let stored = get_setting(&mut read(db).await, "index_version")
                .await
                .unwrap();
            assert_eq!(stored.as_deref(), Some(value));
        }
        assert_eq!(
            get_setting(&mut read(db).await, "INDEX_VERSION")
                .await
                .unwrap(),
            None
        );
    });
}

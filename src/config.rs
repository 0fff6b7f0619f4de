//! Where giji keeps its data: what the command line and the environment say, checked.

use std::path::{Path, PathBuf};

/// The name of the database in the data directory.
const DATABASE: &str = "giji.db";
/// The file in which SQLite keeps what is not in the database's own yet.
const DATABASE_LOG: &str = "giji.db-wal";

/// Where the data is.
#[derive(Debug, Clone)]
pub struct Place {
    /// The directory of the search index, and of the database unless a server keeps it.
    pub data_dir: PathBuf,
    /// The database, where it is not the one in the data directory.
    pub database_url: Option<DatabaseUrl>,
    /// The Meilisearch server that searches, where the engine inside giji does not.
    pub meili: Option<MeiliPlace>,
}

/// Where a Meilisearch server is. The key is never printed.
#[derive(Clone)]
pub struct MeiliPlace {
    /// The server's address.
    pub url: String,
    /// The key that giji was given.
    pub key: Option<String>,
    /// The name of the index.
    pub index: String,
}

impl std::fmt::Debug for MeiliPlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MeiliPlace({}, {})", self.url, self.index)
    }
}

/// The address of a database, which may hold a password: never printed.
#[derive(Clone)]
pub struct DatabaseUrl(String);

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DatabaseUrl(…)")
    }
}

impl DatabaseUrl {
    /// Takes what was written, without the line end that a file has; `None` where it is of no database that giji knows.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let known = ["sqlite:", "postgres:", "postgresql:"];
        let known = known.iter().any(|scheme| text.starts_with(scheme));
        known.then(|| Self(text.to_owned()))
    }
}

impl Place {
    /// The database to open: the one that was named, or SQLite in the data directory.
    pub fn database_url(&self) -> String {
        match &self.database_url {
            Some(url) => url.0.clone(),
            None => sqlite_url(&self.data_dir.join(DATABASE)),
        }
    }

    /// Whether there is a database to read: a file in the data directory, unless the database was named. What is left of one
    /// whose file was moved away counts, so that opening it can say so.
    pub fn has_data(&self) -> bool {
        let there = |name: &str| self.data_dir.join(name).exists();
        self.database_url.is_some() || there(DATABASE) || there(DATABASE_LOG)
    }

    /// Whether several servers can work on the database at once.
    pub fn has_shared_database(&self) -> bool {
        let url = self.database_url.as_ref();
        url.is_some_and(|url| url.0.starts_with("postgres"))
    }

    /// Where the search index is.
    pub fn index_dir(&self) -> PathBuf {
        self.data_dir.join("index")
    }
}

/// The URL of a SQLite file. What has a meaning in a URL is escaped.
fn sqlite_url(path: &Path) -> String {
    let mut url = "sqlite://".to_owned();
    for c in path.to_string_lossy().chars() {
        match c {
            '%' => url += "%25",
            '?' => url += "%3f",
            '#' => url += "%23",
            other => url.push(other),
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_with_signs_of_a_url_stays_a_path() {
        assert_eq!(
            sqlite_url(Path::new("a b/資料?.db")),
            "sqlite://a b/資料%3f.db"
        );
    }

    #[test]
    fn a_database_url_is_never_printed() {
        let place = Place {
            data_dir: PathBuf::from("x"),
            database_url: DatabaseUrl::new("postgres://u:secret@h/d\n"),
            meili: Some(MeiliPlace {
                url: "http://h".to_owned(),
                key: Some("secret".to_owned()),
                index: "giji".to_owned(),
            }),
        };
        assert!(!format!("{place:?}").contains("secret"));
        assert_eq!(place.database_url(), "postgres://u:secret@h/d");
    }
}

//! Times of the queries of one kind.

/// How long each query took, and how much it found.
pub struct Times {
    /// What was asked.
    pub name: &'static str,
    milliseconds: Vec<f64>,
    hits: u64,
}

impl Times {
    /// Of one kind of queries.
    pub fn of(name: &'static str, mut milliseconds: Vec<f64>, hits: u64) -> Self {
        milliseconds.sort_by(f64::total_cmp);
        Self {
            name,
            milliseconds,
            hits,
        }
    }

    /// The time within which this part of the queries was answered, in milliseconds.
    pub fn at(&self, part: f64) -> f64 {
        self.milliseconds[((self.milliseconds.len() - 1) as f64 * part).round() as usize]
    }

    /// The beginning of a row of a table.
    pub fn row(&self) -> String {
        format!(
            "| {} | {} | {:.2} | {:.2} |",
            self.name,
            self.hits / self.milliseconds.len() as u64,
            self.at(0.5),
            self.at(0.95)
        )
    }
}

//! The table that the benches print.

/// Lines of work, what was measured, what it is held against.
#[derive(Default)]
pub struct Table {
    rows: Vec<[String; 4]>,
}

impl Table {
    /// Adds a line: the work, what giji does, what the peer or the limit is, and the ratio or the verdict.
    pub fn add(&mut self, work: &str, measured: String, against: String, ratio: String) {
        eprintln!("{work}: {measured}; {against}; {ratio}");
        self.rows.push([work.to_owned(), measured, against, ratio]);
    }

    /// Prints the lines as a Markdown table.
    pub fn print(&self) {
        println!("| work | giji | against | ratio |\n|---|---|---|---|");
        for row in &self.rows {
            println!("| {} |", row.join(" | "));
        }
    }
}

/// The middle one of some measurements.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

//! The audit trail: admins read all of it, a secretariat that of its council.

use super::{App, AppError, AppResult, Call};
use crate::{
    domain::{AuditEntry, Page, PageRequest},
    store::{self, AuditFilter},
};

impl App {
    /// The entries that the caller may see, newest first.
    pub async fn list_audit(
        &self,
        call: &Call,
        mut filter: AuditFilter,
        page: &PageRequest,
    ) -> AppResult<Page<AuditEntry>> {
        call.require_any_secretariat()?;
        if !call.caller.is_admin() {
            // What belongs to no council, the tokens of admins say, is for admins.
            filter.of_councils = true;
            let own = call.caller.council;
            if own.is_some() && filter.council_id.is_some_and(|asked| own != Some(asked)) {
                return Err(AppError::Forbidden);
            }
            filter.council_id = own.or(filter.council_id);
        }
        Ok(store::list_audit(&mut self.read().await?, &filter, page).await?)
    }
}

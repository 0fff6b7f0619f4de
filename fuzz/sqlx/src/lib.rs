//! Stands in for sqlx: `domain` names nothing of it but derives, and what a derive would make is not fuzzed.

use proc_macro::TokenStream;

/// Makes nothing.
#[proc_macro_derive(FromRow, attributes(sqlx))]
pub fn from_row(_: TokenStream) -> TokenStream {
    TokenStream::new()
}

/// Makes nothing.
#[proc_macro_derive(Type, attributes(sqlx))]
pub fn as_type(_: TokenStream) -> TokenStream {
    TokenStream::new()
}

//! The help and the errors of the command line in Japanese. clap has words of its own, in English alone: here each is replaced in
//! the tree of commands once clap has built it, and errors are written from their kind and context.
//!
//! Which text belongs to which command and argument is in `words`; a test holds that none is missing.

mod words;

use clap::{
    Arg, Command, Error,
    builder::StyledStr,
    error::{ContextKind, ContextValue, ErrorKind},
};

use words::WORDS;

const TEMPLATE: &str =
    "{before-help}{about-with-newline}\n使い方: {usage}\n\n{all-args}{after-help}";

/// The same commands, explained in Japanese.
pub fn explain(mut command: Command) -> Command {
    command.build();
    of_command(command, "giji")
}

fn of_command(command: Command, path: &str) -> Command {
    let after = command.get_after_help().map(StyledStr::to_string);
    let mut command = command
        .help_template(TEMPLATE)
        .subcommand_help_heading("コマンド")
        .about(text_of(path))
        .long_about(None)
        .mut_args(|arg| of_argument(arg, path));
    if let Some(after) = after {
        command = command.after_help(after_help(&after, path));
    }
    command.mut_subcommands(|below| {
        // `giji help import` names the commands once more.
        let path = match below.get_name() {
            "help" => "giji help".to_owned(),
            name if path == "giji help" => format!("giji {name}"),
            name => format!("{path} {name}"),
        };
        of_command(below, &path)
    })
}

/// What is said above the examples is replaced; the examples stay, unless they are explained themselves.
fn after_help(english: &str, path: &str) -> String {
    let as_they_are = || english.split_once("Examples:").map_or("", |(_, rest)| rest);
    let examples = text_of(&format!("{path} 例")).unwrap_or_else(as_they_are);
    match text_of(&format!("{path} …")) {
        Some(said) => format!("{said}\n\n例:{examples}"),
        None => format!("例:{examples}"),
    }
}

fn of_argument(arg: Arg, path: &str) -> Arg {
    let id = arg.get_id().as_str();
    let is_everywhere = arg.is_global_set() || matches!(id, "help" | "version");
    let key = if is_everywhere {
        format!("giji --{id}")
    } else {
        format!("{path} --{id}")
    };
    let heading = if arg.is_positional() {
        "引数"
    } else {
        "オプション"
    };
    let mut said = text_of(&key).unwrap_or_default().to_owned();
    let defaults = arg.get_default_values();
    if let Some(default) = defaults.first().filter(|_| arg.get_action().takes_values()) {
        said += &format!(" [既定値: {}]", default.to_string_lossy());
    }
    if let Some(variable) = arg.get_env() {
        said += &format!(" [環境変数: {}]", variable.to_string_lossy());
    }
    arg.help(said)
        .long_help(None)
        .help_heading(heading)
        .hide_default_value(true)
        .hide_env(true)
        .hide_possible_values(true)
}

fn text_of(key: &str) -> Option<&'static str> {
    let found = WORDS.iter().find(|(known, _)| *known == key);
    found.map(|(_, text)| *text)
}

/// What an error says, in Japanese; `None` where it is no error but help that was asked for, or clap's own words are as good.
pub fn error(error: &Error) -> Option<String> {
    let of = |kind| context(error, kind);
    let argument = of(ContextKind::InvalidArg);
    let value = of(ContextKind::InvalidValue);
    let said = match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} に値を指定してください"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("{argument} に「{value}」は使えません{}", why(error))
        }
        ErrorKind::UnknownArgument => format!("{argument} という引数はありません"),
        ErrorKind::InvalidSubcommand => {
            let name = of(ContextKind::InvalidSubcommand);
            format!("{name} というコマンドはありません")
        }
        ErrorKind::MissingRequiredArgument => format!("{argument} を指定してください"),
        ErrorKind::ArgumentConflict => {
            let other = of(ContextKind::PriorArg);
            match other == argument || other.is_empty() {
                true => format!("{argument} は1回だけ指定できます"),
                false => format!("{argument} と {other} は同時に指定できません"),
            }
        }
        ErrorKind::TooManyValues => format!("{argument} の値「{value}」は余分です"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("{argument} の値の数が違います")
        }
        ErrorKind::NoEquals => format!("{argument} には = を付けて値を指定してください"),
        ErrorKind::InvalidUtf8 => "引数が UTF-8 ではありません".to_owned(),
        ErrorKind::MissingSubcommand => "コマンドを指定してください".to_owned(),
        _ => return None,
    };
    let mut text = format!("{said}\n");
    let suggested = [
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
    ]
    .map(of);
    if let Some(name) = suggested.iter().find(|name| !name.is_empty()) {
        text += &format!("もしかして：{name}\n");
    }
    let usage = of(ContextKind::Usage).replacen("Usage: ", "使い方: ", 1);
    if !usage.is_empty() {
        text += &format!("\n{}\n", usage.trim_end());
    }
    text += "\n詳しくは --help を見てください。";
    Some(text)
}

/// Which values there are instead.
fn why(error: &Error) -> String {
    let valid = context(error, ContextKind::ValidValue);
    if !valid.is_empty() {
        return format!("。使える値：{valid}");
    }
    let reason = std::error::Error::source(error).map(ToString::to_string);
    let reason = reason.unwrap_or_default();
    if let Some((_, allowed)) = reason.split_once(" is none of: ") {
        return format!("。使える値：{allowed}");
    }
    match reason.split_once(" is not in ") {
        Some((_, range)) => {
            let range = range.replacen("..=", " から ", 1);
            format!("。{range} までの数を指定してください")
        }
        None => String::new(),
    }
}

fn context(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::CommandFactory;

    use super::*;
    use crate::cli::arguments::Arguments;

    /// The keys of everything that the help of a command, and of those below it, explains.
    fn keys(command: &Command, path: &str, found: &mut BTreeSet<String>) {
        found.insert(path.to_owned());
        let after = command.get_after_help().map(StyledStr::to_string);
        if after.is_some_and(|after| !after.trim_start().starts_with("Examples:")) {
            found.insert(format!("{path} …"));
        }
        for arg in command.get_arguments() {
            let of = if arg.is_global_set() { "giji" } else { path };
            found.insert(format!("{of} --{}", arg.get_id()));
        }
        for below in command.get_subcommands() {
            keys(below, &format!("{path} {}", below.get_name()), found);
        }
    }

    #[test]
    fn every_command_and_argument_is_explained_in_japanese_and_nothing_else_is() {
        let mut found = BTreeSet::new();
        keys(&Arguments::command(), "giji", &mut found);
        // The examples of the whole are explained; and what clap adds by itself.
        found.insert("giji 例".to_owned());
        found.extend(
            [
                "giji help",
                "giji --help",
                "giji --version",
                "giji help --subcommand",
            ]
            .map(str::to_owned),
        );
        let known: BTreeSet<String> = WORDS.iter().map(|(key, _)| (*key).to_owned()).collect();
        assert_eq!(known, found);
    }
}

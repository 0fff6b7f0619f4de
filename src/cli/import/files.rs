//! Which files the words of a command line mean.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use crate::{
    cli::{arguments::Import, failure::Failure},
    minutes::{self, MAX_DOCUMENT_BYTES},
};

/// How the names of files end that a folder is looked through for.
const ENDINGS: [&str; 4] = ["txt", "text", "docx", "pdf"];

/// A file to be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A file of the machine.
    File(PathBuf),
    /// Standard input, and the name that it goes by.
    Stdin(String),
}

/// The files that were named, and those of each folder below it, in the order of their names. What is hidden, and what a
/// link leads to, is not looked at.
pub fn list(arguments: &Import) -> Vec<Result<Input, Failure>> {
    let mut inputs = Vec::new();
    for path in &arguments.files {
        if path.as_os_str() == "-" {
            inputs.push(Ok(Input::Stdin(arguments.filename.clone())));
        } else if path.is_dir() {
            let before = inputs.len();
            look_through(path, &mut inputs);
            if inputs.len() == before {
                inputs.push(Err(Failure::EmptyFolder(path.clone())));
            }
        } else {
            inputs.push(Ok(Input::File(path.clone())));
        }
    }
    inputs
}

fn look_through(folder: &Path, inputs: &mut Vec<Result<Input, Failure>>) {
    let entries: Result<Vec<fs::DirEntry>, io::Error> =
        fs::read_dir(folder).and_then(Iterator::collect);
    let mut entries = match entries {
        Ok(entries) => entries,
        Err(error) => {
            inputs.push(Err(Failure::File(folder.to_owned(), error)));
            return;
        }
    };
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        match entry.file_type() {
            _ if is_hidden => {}
            Ok(kind) if kind.is_dir() => look_through(&path, inputs),
            Ok(kind) if kind.is_file() && ends_well(&path) => inputs.push(Ok(Input::File(path))),
            Ok(_) => {}
            Err(error) => inputs.push(Err(Failure::File(path, error))),
        }
    }
}

fn ends_well(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| {
        ENDINGS
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
    })
}

impl Input {
    /// What it is called in reports.
    pub fn label(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Stdin(name) => name.clone(),
        }
    }

    /// Its name without the folders.
    pub fn filename(&self) -> String {
        match self {
            Self::File(path) => path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
            Self::Stdin(name) => name.clone(),
        }
    }

    /// How many bytes it takes to read it, at most.
    pub fn size(&self) -> usize {
        let known = match self {
            Self::File(path) => fs::metadata(path).map(|data| data.len()).ok(),
            Self::Stdin(_) => None,
        };
        let known = known.and_then(|size| usize::try_from(size).ok());
        known.unwrap_or(MAX_DOCUMENT_BYTES).min(MAX_DOCUMENT_BYTES)
    }

    /// Its bytes. A file that is far over the limit is not read into memory to be refused.
    pub fn read(&self) -> Result<Vec<u8>, Failure> {
        let limit = u64::try_from(MAX_DOCUMENT_BYTES).unwrap_or(u64::MAX) + 1;
        let mut bytes = Vec::new();
        let read = match self {
            Self::Stdin(_) => io::stdin().take(limit).read_to_end(&mut bytes),
            Self::File(path) => {
                let size = fs::metadata(path).map(|data| data.len());
                if let Ok(size) = size
                    && size >= limit
                {
                    let size = usize::try_from(size).unwrap_or(usize::MAX);
                    return Err(Failure::App(minutes::DecodeError::TooLarge { size }.into()));
                }
                fs::File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes))
            }
        };
        read.map_err(|error| Failure::File(PathBuf::from(self.label()), error))?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(words: &[&Path]) -> Vec<String> {
        let arguments = Import {
            files: words.iter().map(|path| path.to_path_buf()).collect(),
            filename: "stdin.txt".to_owned(),
            ..Import::default()
        };
        let name = |input: Result<Input, Failure>| match input {
            Ok(input) => input.filename(),
            Err(Failure::EmptyFolder(_)) => "empty".to_owned(),
            Err(other) => panic!("{other:?}"),
        };
        list(&arguments).into_iter().map(name).collect()
    }

    #[test]
    fn a_folder_is_its_files_in_the_order_of_their_names() {
        let directory = tempfile::tempdir().unwrap();
        let root = directory.path();
        for folder in ["b", ".hidden", "empty"] {
            fs::create_dir(root.join(folder)).unwrap();
        }
        for file in [
            "c.TXT",
            "a.txt",
            "b/2.docx",
            "b/1.pdf",
            "b/x.png",
            ".d.txt",
            ".hidden/e.txt",
            "README.md",
        ] {
            fs::write(root.join(file), "x").unwrap();
        }
        assert_eq!(names(&[root]), ["a.txt", "1.pdf", "2.docx", "c.TXT"]);
        // What is named is taken whatever its name is.
        let named = root.join("README.md");
        assert_eq!(names(&[&named, Path::new("-")]), ["README.md", "stdin.txt"]);
        assert_eq!(names(&[&root.join("empty")]), ["empty"]);
    }
}

//! A door in front of PostgreSQL that can be shut: to giji it looks as if the database went away.

use std::{
    fs, io,
    net::{Shutdown, TcpStream},
    os::unix::net::{UnixListener, UnixStream},
    path::PathBuf,
    str::FromStr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use sqlx::postgres::PgConnectOptions;
use tempfile::TempDir;

/// A Unix socket that leads to the database of a URL, as long as it is open.
pub struct Proxy {
    /// The same database, by way of the socket.
    pub url: String,
    directory: TempDir,
    target: Target,
    port: u16,
    open: Mutex<Option<Door>>,
}

struct Door {
    shut: Arc<AtomicBool>,
    streams: Arc<Mutex<Vec<UnixStream>>>,
    socket: PathBuf,
}

#[derive(Clone)]
enum Target {
    Unix(PathBuf),
    Tcp(String, u16),
}

impl Proxy {
    /// An open door to the database of `url`.
    pub fn before(url: &str) -> Self {
        let options = PgConnectOptions::from_str(url).expect("the URL of a test database is one");
        let port = options.get_port();
        let target = match options.get_socket() {
            Some(socket) => Target::Unix(socket.join(format!(".s.PGSQL.{port}"))),
            None => Target::Tcp(options.get_host().to_owned(), port),
        };
        let directory = tempfile::tempdir().expect("a temporary directory can be made");
        let separator = if url.contains('?') { '&' } else { '?' };
        let host = directory.path().display();
        let proxy = Self {
            url: format!("{url}{separator}host={host}&port={port}"),
            directory,
            target,
            port,
            open: Mutex::new(None),
        };
        proxy.open();
        proxy
    }

    /// Lets connections through.
    pub fn open(&self) {
        let socket = self
            .directory
            .path()
            .join(format!(".s.PGSQL.{}", self.port));
        let listener = UnixListener::bind(&socket).expect("a socket can be made");
        let shut = Arc::new(AtomicBool::new(false));
        let streams = Arc::new(Mutex::new(Vec::new()));
        let door = Door {
            shut: Arc::clone(&shut),
            streams: Arc::clone(&streams),
            socket,
        };
        let target = self.target.clone();
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                if shut.load(Ordering::SeqCst) {
                    break;
                }
                let copy = client.try_clone().expect("a socket has copies");
                streams.lock().expect("no thread panicked").push(copy);
                connect(client, &target);
            }
        });
        *self.open.lock().expect("no thread panicked") = Some(door);
    }

    /// Cuts all connections and lets no new ones through.
    pub fn shut(&self) {
        let Some(door) = self.open.lock().expect("no thread panicked").take() else {
            return;
        };
        door.shut.store(true, Ordering::SeqCst);
        // One last connection, so that the thread sees that it is over.
        let _ = UnixStream::connect(&door.socket);
        fs::remove_file(&door.socket).expect("the socket can be removed");
        for stream in door.streams.lock().expect("no thread panicked").drain(..) {
            // It may be closed already.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shut();
    }
}

/// Carries bytes both ways until either side ends.
fn connect(client: UnixStream, target: &Target) {
    match target {
        Target::Unix(path) => {
            if let Ok(server) = UnixStream::connect(path)
                && let (Ok(client_copy), Ok(server_copy)) = (client.try_clone(), server.try_clone())
            {
                carry(client, server, |server| {
                    drop(server.shutdown(Shutdown::Both))
                });
                carry(server_copy, client_copy, |client| {
                    drop(client.shutdown(Shutdown::Both));
                });
            }
        }
        Target::Tcp(host, port) => {
            if let Ok(server) = TcpStream::connect((host.as_str(), *port))
                && let (Ok(client_copy), Ok(server_copy)) = (client.try_clone(), server.try_clone())
            {
                carry(client, server, |server| {
                    drop(server.shutdown(Shutdown::Both))
                });
                carry(server_copy, client_copy, |client| {
                    drop(client.shutdown(Shutdown::Both));
                });
            }
        }
    }
}

fn carry<R, W>(mut from: R, mut to: W, end: impl Fn(&W) + Send + 'static)
where
    R: io::Read + Send + 'static,
    W: io::Write + Send + 'static,
{
    thread::spawn(move || {
        // Either side may go away at any time.
        let _ = io::copy(&mut from, &mut to);
        end(&to);
    });
}

//! News of changed rooms for the pages that are open.

use nabat_domain::ids::RoomId;
use std::collections::BTreeSet;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::sync::{broadcast, watch};

/// More than one page takes in before it looks at everything anew.
const WAITING: usize = 256;

/// Tells every open page which rooms have changed.
#[derive(Clone)]
pub struct Live {
    rooms: broadcast::Sender<RoomId>,
    closed: watch::Sender<bool>,
}

/// One open page's end.
pub struct Listener {
    rooms: broadcast::Receiver<RoomId>,
    closed: watch::Receiver<bool>,
}

/// What has changed since the page last asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum News {
    /// These rooms.
    Rooms(BTreeSet<RoomId>),
    /// Too much to say: any room.
    Any,
}

impl Default for Live {
    fn default() -> Self {
        Self { rooms: broadcast::Sender::new(WAITING), closed: watch::Sender::new(false) }
    }
}

impl Live {
    /// Says that a room has changed; nobody listening is no fault.
    pub fn changed(&self, room: &RoomId) {
        let _ = self.rooms.send(room.clone());
    }

    /// Ends every listener.
    pub fn close(&self) {
        self.closed.send_replace(true);
    }

    /// Listens from now on.
    pub fn listen(&self) -> Listener {
        Listener { rooms: self.rooms.subscribe(), closed: self.closed.subscribe() }
    }
}

impl Listener {
    /// Waits for news and takes all there are; `None` once the messenger closes.
    #[nabat_kit::boxed]
    pub async fn next(&mut self) -> Option<News> {
        let first = tokio::select! {
            _ = self.closed.wait_for(|closed| *closed) => return None,
            first = self.rooms.recv() => first,
        };
        match first {
            Ok(room) => Some(self.gather(room)),
            Err(RecvError::Lagged(_)) => Some(News::Any),
            Err(RecvError::Closed) => None,
        }
    }

    fn gather(&mut self, first: RoomId) -> News {
        let mut rooms = BTreeSet::from([first]);
        loop {
            match self.rooms.try_recv() {
                Ok(room) => {
                    rooms.insert(room);
                }
                Err(TryRecvError::Lagged(_)) => return News::Any,
                Err(TryRecvError::Empty | TryRecvError::Closed) => return News::Rooms(rooms),
            }
        }
    }
}

//! Load: signed webhooks at a stated rate, three hundred incidents in a minute, pages while a thousand burn.

mod alone;
mod bare;
mod pages;
mod rate;
mod report;

pub use report::Load;

/// Webhooks sent, each of which opens an incident with a chat.
pub const INCIDENTS: usize = 300;

/// Measures all of it: so many webhooks a second.
pub fn measure(rate: usize, turns: usize) -> Load {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let (ours, bare) = rate::measure(rate).await;
        Load { rate, ours, bare, pages: pages::measure(turns).await }
    })
}

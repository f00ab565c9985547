//! Load: signed webhooks at a stated rate, three hundred incidents in a minute or fewer in less, pages while a thousand
//! burn.

mod alone;
mod bare;
mod pages;
mod rate;
mod report;

pub use report::Load;

/// Measures all of it: so many webhooks, each of which opens an incident with a chat, so many a second.
pub fn measure(incidents: usize, rate: usize, turns: usize) -> Load {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let (ours, bare) = rate::measure(incidents, rate).await;
        Load { incidents, rate, ours, bare, pages: pages::measure(turns).await }
    })
}

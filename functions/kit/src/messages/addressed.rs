//! Addresses of Nabat's own pages, given the host people open them at.

use nabat_domain::incident::{Arg, Wording};

/// The same wording with every page's address whole; one that is whole already stays.
pub fn addressed(wording: &Wording, base: &str) -> Wording {
    let args = wording.args.iter().map(|(name, arg)| (name.clone(), whole(arg, base)));
    Wording { key: wording.key.clone(), args: args.collect() }
}

fn whole(arg: &Arg, base: &str) -> Arg {
    match arg {
        Arg::Page(address) if address.starts_with('/') => Arg::Page(format!("{base}{address}")),
        Arg::Message(wording) => Arg::Message(Box::new(addressed(wording, base))),
        Arg::List(list) => Arg::List(list.iter().map(|arg| whole(arg, base)).collect()),
        Arg::Page(_)
        | Arg::Person(_)
        | Arg::Service(_)
        | Arg::Function(..)
        | Arg::Organisation(_)
        | Arg::Stage(_)
        | Arg::Step(_)
        | Arg::Choice(..)
        | Arg::Role(_)
        | Arg::Moment(_)
        | Arg::Length(_)
        | Arg::Number(_)
        | Arg::Text(_)
        | Arg::Desk(_)
        | Arg::Word(_)
        | Arg::Prompt(_) => arg.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_pages_get_their_host_and_others_keep_theirs() {
        let page = |address: &str| Arg::Page(address.to_owned());
        let inner = Wording::new("report-published").with("address", page("/wiki/p/i"));
        let wording =
            Wording::new("reply").with("message", Arg::Message(Box::new(inner))).with("x", page("https://w/1"));
        let told = addressed(&wording, "http://nabat.test");
        let Some(Arg::Message(inner)) = told.args.get("message") else { panic!("a message stays a message") };
        assert_eq!(inner.args["address"], page("http://nabat.test/wiki/p/i"));
        assert_eq!(told.args["x"], page("https://w/1"));
    }
}

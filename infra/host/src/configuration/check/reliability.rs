//! Checks of `reliability:` in `product.yaml`, and of rooms things are posted in on schedule.

use crate::configuration::fault::Fault;
use crate::configuration::files::{DigestEntry, ProductFiles, ReliabilityEntry, WorksEntry};
use crate::configuration::nearest::nearest;
use crate::configuration::source::Source;
use crate::configuration::wrong::{What, Wrong};
use nabat_domain::time::At;

pub fn check(files: &ProductFiles, found: &mut Vec<Fault>) {
    let (source, entry) = (&files.product.source, &files.product.value.reliability);
    check_targets(source, entry, found);
    for works in &entry.works {
        check_works(source, works, found);
    }
    check_channels(files, found);
    check_digests(source, entry, found);
}

/// What is posted on schedule goes to standing rooms there are.
fn check_channels(files: &ProductFiles, found: &mut Vec<Fault>) {
    let (source, product) = (&files.product.source, &files.product.value);
    let known = || files.notices.value.channels.iter().map(|entry| entry.id.value.as_str());
    let digests = product.reliability.digests.iter().map(|digest| &digest.channel);
    let committees = product.committees.iter().flatten().filter_map(|committee| committee.channel.as_ref());
    for channel in digests.chain(committees) {
        let text = channel.value.as_str();
        if !known().any(|one| one == text) {
            let wrong = Wrong::Unknown { what: What::Channel, id: text.to_owned(), near: nearest(text, known()) };
            found.push(Fault::at(source.of(channel), wrong));
        }
    }
}

/// Each room hears of a period once in a language.
fn check_digests(source: &Source, entry: &ReliabilityEntry, found: &mut Vec<Fault>) {
    for (place, digest) in entry.digests.iter().enumerate() {
        let same = |other: &&DigestEntry| {
            let theirs = (other.every.value, &other.channel.value, other.language);
            theirs == (digest.every.value, &digest.channel.value, digest.language)
        };
        if entry.digests[..place].iter().any(|other| same(&other)) {
            let channel = digest.channel.value.to_string();
            found.push(Fault::at(source.of(&digest.channel), Wrong::DigestTwice { channel }));
        }
    }
}

/// Each day has one target, and a target is a share.
fn check_targets(source: &Source, entry: &ReliabilityEntry, found: &mut Vec<Fault>) {
    for (place, target) in entry.targets.iter().enumerate() {
        if target.share().is_none() {
            let text = target.target.value.to_string();
            found.push(Fault::at(source.of(&target.target), Wrong::NotAShare { text }));
        }
        let before = entry.targets[..place].last().filter(|before| before.from.value >= target.from.value);
        if let Some(before) = before {
            let wrong = Wrong::TargetBefore { from: target.from.value, before: before.from.value };
            found.push(Fault::at(source.of(&target.from), wrong));
        }
    }
}

fn check_works(source: &Source, works: &WorksEntry, found: &mut Vec<Fault>) {
    let moments = [&works.announced_at, &works.starts_at, &works.ends_at];
    for moment in moments.into_iter().filter(|moment| At::from_rfc3339(&moment.value).is_none()) {
        found.push(Fault::at(source.of(moment), Wrong::NotAMoment { text: moment.value.clone() }));
    }
    let Some(read) = works.works() else { return };
    if read.span.is_empty() {
        found.push(Fault::at(source.of(&works.ends_at), Wrong::WorksEndBeforeTheyBegin));
    } else if read.announced >= read.span.from {
        found.push(Fault::at(source.of(&works.announced_at), Wrong::AnnouncedTooLate));
    }
}

//! Wikis: a real MediaWiki and a real DokuWiki, and people who write there too.

mod dokuwiki;
mod mediawiki;
mod page;
mod proxy;

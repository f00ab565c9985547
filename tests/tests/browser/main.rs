//! The chat and the pages in headless Chromium, as people use them: desktop and phone, both
//! languages. Screenshots go to `$NABAT_BROWSER_OUT`.

mod charts;
mod demo;
mod leading;
mod pages;
mod paper;
mod regulation;
mod reliability;
mod serving;
mod stranger;

use nabat_tests::driver;

//! Any bytes as a `.efg` file.
#![no_main]

mod round_trip;

use foederis::exchange::Format;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| round_trip::round_trip(bytes, Format::Efg));

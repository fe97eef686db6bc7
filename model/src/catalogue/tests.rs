//! The shipped data against their schema.

use super::*;

#[test]
fn every_shipped_file_is_read() {
    let mut catalogue = Catalogue::default();
    for (file, text) in BUILT_IN_PROFILES {
        if let Err(e) = catalogue.add_profile(file, text) {
            panic!("{e}");
        }
    }
    for (file, text) in BUILT_IN_TABLES {
        if let Err(e) = catalogue.add_tables(file, text) {
            panic!("{e}");
        }
    }
    assert_eq!(catalogue.profiles().count(), BUILT_IN_PROFILES.len());
}

//! The reader of model files, with any bytes: a model that is read is the same when written, and has a game or an error.
#![no_main]

use foederis::Model;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(model) = Model::from_yaml(text) {
        let _ = model.base();
        for written in [model.to_yaml(), model.to_json()] {
            assert_eq!(Model::from_yaml(&written).as_ref(), Ok(&model), "{written}");
        }
    }
});

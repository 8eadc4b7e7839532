//! What every reader of games must do with any bytes: refuse them, or read a game that comes back when written.

use foederis::exchange::{Format, read_bytes, read_text, write_text};

pub fn round_trip(bytes: &[u8], format: Format) {
    if let Ok(game) = read_bytes(bytes, format) {
        let own = match game {
            foederis::Game::Normal(_) => Format::Nfg,
            foederis::Game::Extensive(_) => Format::Efg,
        };
        for format in [own, Format::Json] {
            let text = write_text(&game, format).expect("the format holds the game");
            // The Gambit formats refuse NUL characters, which JSON can name.
            if format == Format::Json || !text.contains('\0') {
                assert_eq!(read_text(&text, format).as_ref(), Ok(&game));
            }
        }
    }
}

//! How much memory the process holds, and limits on it.

/// How many bytes of memory the process holds: its resident set, as the operating system tells it; `None` where it does not.
///
/// Everything in the process counts, whatever it is for: in a notebook the interpreter, its libraries and its data too.
///
/// # Example
/// ```
/// let held = foederis::solve::resident_memory().expect("Linux, macOS and Windows tell it");
/// assert!(held > 100_000);
/// ```
pub fn resident_memory() -> Option<u64> {
    memory_stats::memory_stats().map(|stats| stats.physical_mem as u64)
}

/// Reads an amount of memory: `"2GB"`, `"500 MB"`, `"1.5GiB"`, or a number of bytes.
///
/// # Errors
/// What to write instead.
///
/// # Example
/// ```
/// use foederis::solve::bytes;
/// assert_eq!(bytes("2GB"), Ok(2_000_000_000));
/// assert_eq!(bytes("0.5 GiB"), Ok(1 << 29));
/// assert_eq!(bytes("4096"), Ok(4096));
/// assert!(bytes("much").is_err());
/// ```
pub fn bytes(text: &str) -> Result<u64, String> {
    let wrong =
        || format!("'{text}' is no amount of memory; write it as 2GB, 500MB or 1.5GiB, or as a number of bytes");
    let text = text.trim();
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    let (number, unit) = (&text[..end], text[end..].trim());
    let number: f64 = number.parse().map_err(|_| wrong())?;
    let unit: u64 = match unit.to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "kb" | "k" => 1_000,
        "mb" | "m" => 1_000_000,
        "gb" | "g" => 1_000_000_000,
        "tb" | "t" => 1_000_000_000_000,
        "kib" => 1 << 10,
        "mib" => 1 << 20,
        "gib" => 1 << 30,
        "tib" => 1 << 40,
        _ => return Err(wrong()),
    };
    let bytes = number * unit as f64;
    if bytes.is_finite() && bytes < u64::MAX as f64 { Ok(bytes as u64) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_and_mistakes_are_told() {
        assert_eq!(bytes(" 1.5 mib "), Ok(3 << 19));
        assert_eq!((bytes("10k"), bytes("0")), (Ok(10_000), Ok(0)));
        for wrong in ["", "GB", "-1GB", "1e9", "2 parsecs", "1.2.3", "99999999999999999999TB"] {
            assert!(bytes(wrong).unwrap_err().contains("write it as 2GB"), "{wrong}");
        }
    }

    #[test]
    fn what_is_allocated_is_seen() {
        let before = resident_memory().unwrap();
        let held = vec![1u8; 64 << 20];
        let after = resident_memory().unwrap();
        assert!(after > before + (32 << 20), "{before} to {after}");
        assert_eq!(held[held.len() - 1], 1);
    }
}

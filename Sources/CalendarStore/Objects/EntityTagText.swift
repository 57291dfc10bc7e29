import Cryptography

/// The opaque part of an object's strong entity tag.
enum EntityTagText {
    /// Makes the tag of some data: the first 96 bits of their SHA-256, and the revision of the calendar.
    ///
    /// The revision makes every change visible, also one back to earlier bytes; the digest keeps tags apart when a
    /// database was restored from a backup and its revisions are used a second time.
    static func make(data: [UInt8], revision: Int64) -> String {
        let digest = SHA256Hasher.digest(of: data.span).bytes.prefix(12)
        return "\(Hexadecimal.encode(Array(digest)))-\(revision)"
    }

    /// Makes the tag of the same data at another change, as of a copy, from an earlier tag of theirs.
    static func renewed(_ tag: String, revision: Int64) -> String {
        "\(tag.prefix { $0 != "-" })-\(revision)"
    }
}

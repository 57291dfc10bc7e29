import WebDAV

/// Sync tokens as `DAV:sync-token` has them.
///
/// RFC 6578 §3.2: "the token MUST be a valid URI"; one of the scheme `data` names nothing beyond itself.
enum SyncTokenURI {
    private static let prefix = "data:,"

    /// Returns the URI of a token.
    static func text(of token: some CustomStringConvertible) -> String {
        prefix + token.description
    }

    /// Returns the text of the token in a URI; nil for a URI of another form, which is no token of this server.
    static func token(in text: String) -> String? {
        text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : nil
    }
}

import WebDAV

/// What `CALDAV:managed-attachments-server-URL` of a home says (RFC 8607 §6.1).
enum AttachmentServer: Hashable, Sendable {
    /// The property is absent: ATTACH is good as it is.
    case absent
    /// The property is empty: the server of the calendar home has the files, too.
    case home
    /// The server to ask for the files.
    case other(WebAddress)
    /// The property says what is no server.
    case malformed(String)

    /// Reads the property.
    ///
    /// RFC 8607 §6.1: "its value MUST be an absolute HTTP URI containing only the scheme (i.e. "https") and authority
    /// (i.e. host and port) parts".
    init(_ property: XMLElement?) {
        guard let property else {
            self = .absent
            return
        }
        let text = property.first(DAVElement.href)?.trimmedText ?? property.trimmedText
        guard !text.isEmpty else {
            self = .home
            return
        }
        guard let address = WebAddress(text), address.target == "/" else {
            self = .malformed(text)
            return
        }
        self = .other(address)
    }
}

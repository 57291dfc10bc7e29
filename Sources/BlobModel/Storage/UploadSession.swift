/// How far an upload session has come.
package struct UploadSession: Hashable, Sendable, Codable {
    /// The session.
    package var session: UploadSessionID

    /// The bytes that are durable, from the first on: where the next part has to begin.
    package var offset: UInt64

    /// When the session ends unless it is advanced before, in milliseconds since 1970.
    package var expires: UInt64

    /// Makes a description.
    package init(session: UploadSessionID, offset: UInt64, expires: UInt64) {
        self.session = session
        self.offset = offset
        self.expires = expires
    }
}

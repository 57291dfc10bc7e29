/// A node's question to the front, whether the bearer of some credentials may download an attachment.
///
/// Holds a client's credentials: neither side logs or caches it.
package struct DownloadAuthorizationRequest: Codable, Sendable, Equatable {
    /// The path of the client's request as it was received, percent-encoded, without a query.
    package let path: String

    /// The value of the client's `Authorization` field, or nil when there was none.
    package let authorization: String?

    /// The client's address as the node knows it, for slowing down failures.
    package let clientAddress: String

    /// The client's request method: `GET` or `HEAD`.
    package let method: String

    /// Creates a question from its parts.
    package init(path: String, authorization: String?, clientAddress: String, method: String) {
        self.path = path
        self.authorization = authorization
        self.clientAddress = clientAddress
        self.method = method
    }
}

package import NIOCore
package import NIOHTTP1

/// A whole 200 that a shortcut gives.
package struct ShortAnswer: Sendable {
    /// All fields but `Date` and those of the connection, the length among them.
    package var headers: HTTPHeaders

    /// The body in its parts; parts of files only where the connection is not encrypted.
    package let body: [IOData]

    /// Called once, when the body has left or will never leave; what it holds is let go of then.
    package let release: @Sendable () -> Void

    /// Makes an answer.
    ///
    /// - Parameters:
    ///   - headers: All fields but `Date` and those of the connection.
    ///   - body: The body in its parts.
    ///   - release: Called once the body is needed no more.
    package init(headers: HTTPHeaders, body: [IOData], release: @escaping @Sendable () -> Void = {}) {
        self.headers = headers
        self.body = body
        self.release = release
    }
}

package import NIOCore
package import NIOHTTP1

/// Answers some frequent requests of a listener on the connection's own event loop, before any router sees them.
///
/// A shortcut gives the answer that the router would give, or none: then the request takes the long way, as if there
/// were no shortcut. So everything that is rare, refused, or needs more than one look stays with the router.
package protocol RequestShortcut: Sendable {
    /// The template of the route that it shortens, for logs and metrics.
    var route: String { get }

    /// Returns whether a request may be answered by the shortcut; called on the event loop.
    ///
    /// The head has passed the connection's rules: its target is in origin-form.
    func takes(_ head: HTTPRequestHead) -> Bool

    /// Begins to answer a request without a body; called on the event loop, which it must not block.
    ///
    /// - Parameters:
    ///   - head: A head that the shortcut takes.
    ///   - eventLoop: The event loop of the connection.
    /// - Returns: The answer, or nil for the long way.
    func answer(to head: HTTPRequestHead, on eventLoop: any EventLoop) -> EventLoopFuture<ShortAnswer?>
}

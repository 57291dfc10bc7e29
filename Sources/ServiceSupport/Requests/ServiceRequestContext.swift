package import Hummingbird
package import NIOCore

/// The context of a request in both services.
package struct ServiceRequestContext: ServiceContext {
    /// Hummingbird's own values: logger, route template, path parameters.
    package var coreContext: CoreRequestContextStorage

    /// The connection that the request came over.
    package let channel: any Channel

    /// The identity of the request; minted, or taken from the caller on an internal listener.
    package var requestID: String

    /// Who sent the request, as far as the network tells.
    package var client: ClientEndpoint

    /// Creates the context of a request that came over a connection.
    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
        requestID = RequestIdentity.random()
        client = ClientEndpoint(remote: source.channel.remoteAddress)
    }

    /// The address of the far end of the connection, before any proxy was believed.
    package var remoteAddress: SocketAddress? { channel.remoteAddress }
}

import HTTPTypes
package import Hummingbird

/// Believes trusted proxies about the client: `X-Forwarded-For` and `X-Forwarded-Proto`, as nginx and Caddy send them.
package struct ForwardedClientMiddleware<Context: ServiceContext>: RouterMiddleware {
    private let trustedProxies: [AddressRange]

    /// Creates the middleware; with no trusted proxy, forwarding fields mean nothing.
    package init(trustedProxies: [AddressRange]) {
        self.trustedProxies = trustedProxies
    }

    /// Sets the client and passes the request on.
    package func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.client = client(request.headers, context.client)
        return try await next(request, context)
    }

    /// Returns the client that the fields name: the last address that no trusted proxy has.
    ///
    /// Addresses before that one are whatever the client wrote itself.
    private func client(_ fields: HTTPFields, _ direct: ClientEndpoint) -> ClientEndpoint {
        guard isTrusted(direct.address) else { return direct }
        var client = direct
        let scheme = fields.last("X-Forwarded-Proto")?.split(separator: ",").last?.filter { $0 != " " }
        client.isSecure = scheme?.lowercased() == "https"
        let hops = fields.all("X-Forwarded-For").flatMap {
            $0.filter { $0 != " " }.split(separator: ",").map(String.init)
        }
        for hop in hops.reversed() {
            guard IPAddress(parsing: hop) != nil else { break }
            client.address = hop
            guard isTrusted(hop) else { break }
        }
        return client
    }

    private func isTrusted(_ text: String) -> Bool {
        guard let address = IPAddress(parsing: text) else { return false }
        return trustedProxies.contains { $0.contains(address) }
    }
}

extension HTTPFields {
    /// Returns the values of a field by its name, in their order.
    fileprivate func all(_ name: String) -> [String] {
        guard let name = HTTPField.Name(name) else { return [] }
        return self[values: name]
    }

    /// Returns the last value of a field by its name.
    fileprivate func last(_ name: String) -> String? { all(name).last }
}

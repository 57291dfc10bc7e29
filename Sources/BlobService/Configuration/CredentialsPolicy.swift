/// Over which connections the public listener takes a client's own credentials (`blob.credentials`).
package enum CredentialsPolicy: String, CaseIterable, Sendable {
    /// Only from this very host, without a proxy in between, and over TLS when the listener speaks it.
    case loopback
    /// From anyone: the operator promises that the listener can only be reached through a proxy that ends TLS.
    case behindTLSProxy = "behind-tls-proxy"
}

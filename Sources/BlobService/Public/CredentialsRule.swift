import HTTPTypes
import ServiceSupport

/// Whether credentials in a request to the public listener could not have been overheard.
struct CredentialsRule: Sendable {
    /// What the operator says.
    let policy: CredentialsPolicy

    /// Whether the listener itself speaks TLS.
    let isEncrypted: Bool

    /// Returns whether credentials in a request could not have been overheard.
    ///
    /// - Parameters:
    ///   - client: The client, whose connection a trusted proxy may have called plain.
    ///   - fields: The fields of the request.
    /// - Returns: Whether nobody on the way could have read them.
    func accepts(_ client: ClientEndpoint, _ fields: HTTPFields) -> Bool {
        if isEncrypted, client.isSecure { return true }
        return switch policy {
        case .loopback: client.isLoopback && !fields.tellsOfProxy
        case .behindTLSProxy: client.mayCarryCredentials || !fields.tellsOfPlainText
        }
    }
}

extension HTTPFields {
    /// Whether a proxy passed the request on, so that a far end on this host says nothing of the client.
    fileprivate var tellsOfProxy: Bool {
        contains(.forwarded) || contains(.xForwardedFor) || contains(.xForwardedProto)
    }

    /// Whether the proxy says that the client's own connection was not encrypted.
    fileprivate var tellsOfPlainText: Bool {
        self[.xForwardedProto]?.split(separator: ",").last?.filter { $0 != " " }.lowercased() == "http"
    }
}

extension HTTPField.Name {
    /// The field of RFC 7239.
    fileprivate static let forwarded = Self.proxy("Forwarded")

    /// The addresses that a request came through, as common proxies write them.
    fileprivate static let xForwardedFor = Self.proxy("X-Forwarded-For")

    /// The scheme of the client's own connection, as common proxies write it.
    fileprivate static let xForwardedProto = Self.proxy("X-Forwarded-Proto")

    private static func proxy(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else {
            preconditionFailure("The field name \(name) is not an RFC 9110 §5.1 token.")
        }
        return name
    }
}

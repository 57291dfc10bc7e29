import AsyncHTTPClient
import Glibc
import NIOCore
import NIOPosix
import NIOSSL

/// Why a request brought no answer.
enum ConnectionFailure: Error, Hashable {
    /// The name of the host has no address.
    case unknownHost(String)
    /// The connection could not be made or broke; the text ends the sentence "The connection to … failed: ….".
    case connection(String)
    /// TLS could not be agreed upon; the text is the library's reason.
    case tls(String)
    /// What answered is no TLS, as an http service behind an https address.
    case notTLS
    /// There was no answer in time.
    case timedOut
    /// The answer is longer than any that a client would read.
    case tooLong
    /// The body was not asked for in time, so that nothing was sent.
    case notRedirected
    /// The examination was given up.
    case cancelled
    /// Nothing was sent: the credentials came over TLS, and would leave it.
    case outOfTLS
    /// Nothing was sent: the credentials are for another server, this one.
    case otherServer(than: String)

    /// Reads an error of the HTTP client.
    init(_ error: any Error) {
        switch error {
        case let error as ConnectionFailure: self = error
        case is CancellationError: self = .cancelled
        case let error as HTTPClientError: self.init(client: error)
        case let error as NIOConnectionError: self.init(connection: error)
        case let error as IOError: self = .connection(Self.text(ofErrno: error.errnoCode))
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: self.init(tlsError: "\(error)")
        case is NIOTooManyBytesError: self = .tooLong
        case is ChannelError: self = .connection("the other side closed it")
        default: self = .connection("\(error)")
        }
    }

    private init(tlsError text: String) {
        let reason = Self.reason(inTLSError: text)
        // What BoringSSL says of a record that does not begin as one of TLS.
        self = ["wrong version number", "http request"].contains(reason) ? .notTLS : .tls(reason)
    }

    private init(client error: HTTPClientError) {
        switch error {
        case .deadlineExceeded, .readTimeout, .connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout:
            self = .timedOut
        case .remoteConnectionClosed: self = .connection("the other side closed it without an answer")
        case .cancelled: self = .cancelled
        default: self = .connection("\(error)")
        }
    }

    private init(connection error: NIOConnectionError) {
        guard let first = error.connectionErrors.first else {
            self = .unknownHost(error.host)
            return
        }
        self.init(first.error)
    }

    /// The reason in words; the library's text has it in capitals, among names of its functions and files.
    private static func reason(inTLSError text: String) -> String {
        guard let marker = text.firstRange(of: "OPENSSL_internal:") else { return text }
        return text[marker.upperBound...].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
            .replacing("_", with: " ").lowercased()
    }

    /// What an error of the system means for a connection; NIO's own text names the function that met it instead.
    private static func text(ofErrno code: CInt) -> String {
        switch code {
        case ECONNREFUSED: "nobody listens there"
        case ECONNRESET, EPIPE: "the other side closed it"
        case EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, ENETDOWN: "there is no way to the host"
        case ETIMEDOUT: "the host does not answer"
        default: "the system reports the error \(code)"
        }
    }

    /// Says in plain words what happened with an address.
    func sentence(about address: WebAddress) -> String {
        switch self {
        case .unknownHost(let host): "The name \(host) has no address."
        case .connection(let text): "The connection to \(address.origin) failed: \(text)."
        case .tls(let text): "\(address.origin) and this tool could not agree on TLS: \(text)."
        case .notTLS: "\(address.origin) does not speak TLS: something else answers there, such as plain http."
        case .timedOut: "\(address.origin) did not answer in time."
        case .tooLong: "The answer of \(address.text) is longer than a client would read."
        case .notRedirected: "\(address.origin) takes the body itself."
        case .cancelled: "The examination was given up."
        case .outOfTLS:
            "The service leads out of https to \(address.origin), where whoever is on the network between reads "
                + "passwords: this tool sends none."
        case .otherServer(let base):
            "The service leads to another server, \(address.origin), and this tool sends the password to \(base) "
                + "alone. Some clients go there with it, others stop."
        }
    }

    /// What to do about it; nil where that depends.
    var advice: String? {
        switch self {
        case .unknownHost: "Look at the spelling, and at the DNS records of the name."
        case .connection, .timedOut: "Look whether the service runs, and whether a firewall or proxy is in the way."
        case .notTLS:
            "An address without a scheme means https. Where the service is meant to speak plain http, as on this host "
                + "alone, write http:// before it; anywhere else, give it a certificate, or a proxy that ends TLS."
        case .tls: "Look which versions of TLS the service, or the proxy before it, takes."
        case .outOfTLS: "Look at public-url, and whether a proxy writes http into what it passes on."
        case .otherServer:
            "If that server is the right one, examine it: name it with --base. If it is not, look at public-url, and "
                + "whether a proxy changes what it passes on."
        case .tooLong, .notRedirected, .cancelled: nil
        }
    }
}

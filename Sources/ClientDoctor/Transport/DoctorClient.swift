import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOSSL

/// Sends requests as a client would: HTTP/1.1, certificates verified, no redirect followed.
struct DoctorClient: Sendable {
    private let http: HTTPClient
    private let credentials: DoctorCredentials
    private let timeout: Duration
    private let roots: TrustedRoots

    /// The longest answer that is read: what a client would hold in memory.
    private static let maximumBody = 16 << 20

    /// Makes a client for the time of a body.
    static func with<Value: Sendable>(
        _ visit: DoctorVisit,
        _ body: (DoctorClient) async -> Value
    ) async throws -> Value {
        let http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration(visit))
        let client = DoctorClient(
            http: http,
            credentials: visit.credentials,
            timeout: visit.timeout,
            roots: visit.trustedRoots
        )
        let value = await body(client)
        try await http.shutdown()
        return value
    }

    private static func configuration(_ visit: DoctorVisit) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: TimeAmount(visit.timeout), read: TimeAmount(visit.timeout))
        )
        // A port that nobody listens at is an answer, too.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        configuration.dnsOverride = visit.addresses
        configuration.tlsConfiguration = visit.trustedRoots.configuration()
        return configuration
    }

    /// Sends a request and reads its answer.
    ///
    /// - Parameters:
    ///   - call: The request.
    ///   - trust: How certificates are verified, where it is not as clients do.
    /// - Returns: The answer.
    /// - Throws: ``ConnectionFailure``.
    func send(
        _ call: DoctorCall,
        trust: TLSConfiguration? = nil
    ) async throws(ConnectionFailure) -> DoctorAnswer {
        do {
            var request = request(for: call)
            request.tlsConfiguration = trust
            let response = try await http.execute(request, timeout: TimeAmount(timeout))
            // Bytes that are not read are not waited for: the connection is closed.
            let body = call.wantsBody ? try await response.body.collect(upTo: Self.maximumBody) : ByteBuffer()
            return DoctorAnswer(
                status: Int(response.status.code),
                fields: response.headers,
                body: Array(body.readableBytesView)
            )
        } catch {
            throw ConnectionFailure(error)
        }
    }

    private func request(for call: DoctorCall) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: call.address.text)
        request.method = call.method
        request.headers = call.fields
        request.headers.replaceOrAdd(name: "User-Agent", value: "attache-doctor")
        if call.isAuthorized { request.headers.replaceOrAdd(name: "Authorization", value: credentials.authorization) }
        switch call.body {
        case .none: break
        case .octets(let octets): request.body = .bytes(ByteBuffer(bytes: octets))
        case .patient(let count):
            request.body = .stream(PatientBody(pause: timeout / 4), length: .known(Int64(count)))
        }
        return request
    }

    /// The scheme by which a service has to ask for the credentials.
    var scheme: String { credentials.scheme }
}

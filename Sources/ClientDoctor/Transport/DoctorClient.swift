import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOSSL

/// Sends requests as a client would: HTTP/1.1, certificates verified, no redirect followed.
struct DoctorClient: Sendable {
    private let http: HTTPClient
    private let credentials: DoctorCredentials
    private let timeout: Duration

    /// Who gets the credentials.
    var gate: CredentialsGate

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
            gate: CredentialsGate(base: visit.base)
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

    /// Sends a request and reads its answer, all within the time of a request.
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
        if call.isAuthorized, let refusal = gate.refusal(of: call.address) { throw refusal }
        var request = request(for: call)
        request.tlsConfiguration = trust
        do {
            return try await exchange(request, wantsBody: call.wantsBody)
        } catch {
            throw ConnectionFailure(error)
        }
    }

    /// The library's own limit of time ends with the fields of an answer; this one ends with the last octet.
    private func exchange(_ request: HTTPClientRequest, wantsBody: Bool) async throws -> DoctorAnswer {
        try await withThrowingTaskGroup(of: DoctorAnswer.self) { group in
            group.addTask { try await answer(to: request, wantsBody: wantsBody) }
            group.addTask {
                try await Task.sleep(for: timeout)
                throw ConnectionFailure.timedOut
            }
            defer { group.cancelAll() }
            guard let answer = try await group.next() else { throw ConnectionFailure.timedOut }
            return answer
        }
    }

    private func answer(to request: HTTPClientRequest, wantsBody: Bool) async throws -> DoctorAnswer {
        let response = try await http.execute(request, timeout: TimeAmount(timeout))
        let status = Int(response.status.code)
        let isRefusal = status >= 400
        // Bytes that are not read are not waited for: the connection is closed.
        let body = wantsBody || isRefusal ? try await body(of: response, isRefusal: isRefusal) : []
        return DoctorAnswer(status: status, fields: response.headers, body: body)
    }

    private func body(of response: HTTPClientResponse, isRefusal: Bool) async throws -> [UInt8] {
        do {
            return Array(try await response.body.collect(upTo: Self.maximumBody).readableBytesView)
        } catch is NIOTooManyBytesError where isRefusal {
            // What a refusal is follows from its status.
            return []
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

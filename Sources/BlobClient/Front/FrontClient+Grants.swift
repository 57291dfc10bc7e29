import AsyncHTTPClient
package import BlobAPI
package import BlobModel
import HTTPTypes
import NIOHTTP1

extension FrontClient {
    /// An answer of the front that its client gets through the node.
    package struct Relayed: Sendable {
        /// Its status and fields.
        package let head: RelayedAnswer

        /// The body, which may be empty.
        package let body: ByteStream

        /// The octets of the body; nil when nobody has said how many there are.
        package let length: Int?

        /// Makes an answer.
        package init(head: RelayedAnswer, body: ByteStream, length: Int?) {
            self.head = head
            self.body = body
            self.length = length
        }
    }

    /// What the front says to whoever wants to upload.
    package enum Leave: Sendable {
        /// The body may come.
        case given(GrantOpening)
        /// It need not come: this is the answer.
        case refused(Relayed)
    }

    /// Opens a grant; the attempt that gets leave is the only one.
    ///
    /// - Parameters:
    ///   - reference: The reference that names the grant.
    ///   - question: The grant as the signed URL has it, and the attempt.
    /// - Returns: Leave to upload, or the answer for the client.
    /// - Throws: ``FrontClientError`` and `CancellationError`. An answer that is lost may have opened the grant: the same
    ///   attempt may ask again.
    package func openGrant(_ reference: ReferenceID, _ question: GrantQuestion) async throws -> Leave {
        try await exchange(
            .openUploadGrant,
            InternalPath.opening(of: reference),
            timeout: options.callTimeout,
            body: .json(try APICoding.encode(question))
        ) { response in
            if let relayed = try Self.relayed(response, of: .openUploadGrant) { return .refused(relayed) }
            return .given(try await response.json(GrantOpening.self, of: .openUploadGrant))
        }
    }

    /// Tells that an upload that was given leave goes on, so that its grant stays open; may be sent again.
    ///
    /// - Throws: ``FrontClientError`` and `CancellationError`.
    package func renewGrant(_ reference: ReferenceID, _ renewal: GrantRenewal) async throws {
        try await exchange(
            .renewUploadGrant,
            InternalPath.renewal(of: reference),
            timeout: options.abandonTimeout,
            body: .json(try APICoding.encode(renewal))
        ) { response in
            try await response.readToEnd()
        }
    }

    /// The time until the head of the answer to a completion must be there.
    ///
    /// The front may have the bytes scanned before it answers: ten minutes at most for a turn, and ten for the scan.
    package static let completionTimeout: Duration = .seconds(1_320)

    /// Tells that the bytes of an upload are durable, and returns the answer for the client; may be sent again.
    ///
    /// - Throws: ``FrontClientError`` and `CancellationError`.
    package func completeGrant(_ reference: ReferenceID, _ completion: GrantCompletion) async throws -> Relayed {
        try await exchange(
            .completeUploadGrant,
            InternalPath.completion(of: reference),
            timeout: Self.completionTimeout,
            body: .json(try APICoding.encode(completion))
        ) { response in
            guard let relayed = try Self.relayed(response, of: .completeUploadGrant) else {
                throw TransportError.malformedAnswer(of: .completeUploadGrant)
            }
            return relayed
        }
    }

    /// Tells that nothing comes of an upload that was given leave, so that its grant ends at once; may be sent again.
    ///
    /// - Throws: ``FrontClientError`` and `CancellationError`.
    package func abandonGrant(_ reference: ReferenceID, _ abandonment: GrantAbandonment) async throws {
        try await exchange(
            .abandonUploadGrant,
            InternalPath.abandonment(of: reference),
            timeout: options.abandonTimeout,
            body: .json(try APICoding.encode(abandonment))
        ) { response in
            try await response.readToEnd()
        }
    }

    /// Returns the answer that a response carries for a client; nil when it carries none.
    private static func relayed(
        _ response: HTTPClientResponse,
        of operation: BlobAPI.Operation
    ) throws(TransportError) -> Relayed? {
        guard let value = response.headers.first(name: HTTPField.Name.answer.rawName) else { return nil }
        guard let head = RelayedAnswer(parsing: value) else { throw .malformedAnswer(of: operation) }
        let length = response.headers.first(name: "content-length").flatMap { Int($0) }
        return Relayed(head: head, body: ByteStream(DownloadBody(body: response.body)), length: length)
    }
}

import BlobAPI
import BlobClient
import BlobModel

/// Who gives leave to upload and makes attachments of what came: the front.
protocol GrantSource: Sendable {
    /// Opens a grant; who gets leave is the only one.
    ///
    /// - Throws: `FrontClientError` and `CancellationError`.
    func openGrant(_ reference: ReferenceID, _ question: GrantQuestion) async throws -> FrontClient.Leave

    /// Tells that the bytes of an upload are durable, and returns the answer for the client; may be sent again.
    ///
    /// - Throws: `FrontClientError` and `CancellationError`.
    func completeGrant(_ reference: ReferenceID, _ completion: GrantCompletion) async throws -> FrontClient.Relayed
}

extension FrontClient: GrantSource {}

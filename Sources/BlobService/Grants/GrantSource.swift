import BlobAPI
import BlobClient
import BlobModel

/// Who gives leave to upload and makes attachments of what came: the front.
protocol GrantSource: Sendable {
    /// Opens a grant; the attempt that gets leave is the only one, and gets it again where it asks again.
    ///
    /// - Throws: `FrontClientError` and `CancellationError`.
    func openGrant(_ reference: ReferenceID, _ question: GrantQuestion) async throws -> FrontClient.Leave

    /// Tells that an upload that was given leave goes on; may be sent again.
    ///
    /// - Throws: `FrontClientError` and `CancellationError`.
    func renewGrant(_ reference: ReferenceID, _ renewal: GrantRenewal) async throws

    /// Tells that the bytes of an upload are durable, and returns the answer for the client; may be sent again.
    ///
    /// - Throws: `FrontClientError` and `CancellationError`.
    func completeGrant(_ reference: ReferenceID, _ completion: GrantCompletion) async throws -> FrontClient.Relayed

    /// Tells that nothing comes of an upload that was given leave; may be sent again.
    ///
    /// - Throws: `FrontClientError` and `CancellationError`.
    func abandonGrant(_ reference: ReferenceID, _ abandonment: GrantAbandonment) async throws
}

extension FrontClient: GrantSource {}

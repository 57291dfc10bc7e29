import BlobAPI
import BlobClient

/// Who hands out assignments and decides on downloads: the front.
protocol AssignmentSource: Sendable {
    /// Returns what is assigned to the node now.
    ///
    /// - Throws: `FrontClientError` and `CancellationError`.
    func assignment() async throws -> NodeAssignment

    /// Decides whether a client may download an attachment.
    ///
    /// - Throws: `FrontClientError` and `CancellationError`.
    func authorizeDownload(_ request: DownloadAuthorizationRequest) async throws -> DownloadAuthorization
}

extension FrontClient: AssignmentSource {}

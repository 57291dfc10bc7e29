import BlobAPI
import HTTPTypes
import NIOCore
import NIOHTTP1

/// One call of the internal API before it is sent.
struct InternalRequest: Sendable {
    /// What a call carries.
    enum Body: Sendable {
        /// Nothing.
        case none
        /// A JSON text.
        case json([UInt8])
        /// Bytes that are all at hand, in order; none has a body all the same.
        case buffers([ByteBuffer])
    }

    /// The operation, which decides the method.
    let operation: Operation

    /// The called service.
    let peer: InternalPeer

    /// The path and query below the base URL.
    let target: String

    /// The time until the head of the answer must be there.
    let timeout: Duration

    /// The epoch by which the service was chosen, where that matters.
    var epoch: UInt64?

    /// The byte range that is asked for.
    var range: Range<UInt64>?

    /// Header fields of the operation.
    var fields: HTTPFields = [:]

    /// What the call carries.
    var body: Body = .none

    /// Whether the answer may take as long as bytes need to be sent, stored, taken, or removed.
    var isStream: Bool {
        switch operation {
        case .putReference, .appendUpload, .commitUpload, .readBlob, .completeUploadGrant, .purgeDomain: true
        default: false
        }
    }
}

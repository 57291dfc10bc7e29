import BlobAPI
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
        /// Bytes that are all at hand.
        case bytes([UInt8])
        /// Bytes that arrive while they are sent.
        case stream(UploadBody)
    }

    /// The operation, which decides the method.
    let operation: Operation

    /// The base URL of the called service, without a trailing slash.
    let base: String

    /// The path and query below the base URL.
    let target: String

    /// The time until the head of the answer must be there.
    let timeout: Duration

    /// The epoch by which the service was chosen, where that matters.
    var epoch: UInt64?

    /// The byte range that is asked for.
    var range: Range<UInt64>?

    /// What the call carries.
    var body: Body = .none

    /// Whether bytes travel for as long as somebody else needs to send or to take them.
    var isStream: Bool {
        if case .stream = body { return true }
        return operation == .readBlob
    }
}

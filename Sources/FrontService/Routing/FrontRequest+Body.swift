import Hummingbird
import NIOCore
import ServiceSupport

extension FrontRequest {
    /// Waits for room, asks for the body, and returns its octets.
    ///
    /// A client that waits for `100 Continue` gets it when there is room, and keeps its body when there is none.
    ///
    /// - Parameter limit: The most octets that are taken.
    /// - Returns: The octets; their room is given back with the request.
    /// - Throws: `NIOTooManyBytesError` as soon as the limit is passed; `BudgetExhausted`; `RequestBodyError` and
    ///   `CancellationError` for a body that is cut off.
    func collectBody(upTo limit: Int) async throws -> [UInt8] {
        try await admission.admitBody(of: request, upTo: limit)
        let body = try await request.acceptBody(context).collect(upTo: limit)
        // Many a sequence ends without an error when its reader is cancelled: half a body must not pass for a whole one.
        try Task.checkCancellation()
        return Array(buffer: body)
    }
}
